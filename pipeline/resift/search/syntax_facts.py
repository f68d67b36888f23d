"""Unconfirmed facts about the language of searches, PubMed's and other platforms', each with a check where one can be.

The verdicts are about what resift assumes when it reads, translates or runs a strategy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from string import ascii_lowercase

from lxml import etree

from resift.errors import SearchFailed
from resift.records import Record
from resift.search.medline import read_records
from resift.search.probes import Ask, Fact, Verdict, fact, told, trouble
from resift.strategy.translate.splitting import MOST_WILDCARDS

FACTS: list[Fact] = []
Told = tuple[Verdict, str]
TRUNCATED = '"social* inclus*"[tiab]'
PLAIN = '("social inclusion"[tiab] OR "socially inclusive"[tiab])'
BELOW, ABOVE = '"randomized controlled trial"[pt]', '"clinical trial"[pt]'
QUALIFIED = '"Mental Disorders/rehabilitation"[mh:noexp]'
OTHER_LANGUAGE = "spa[la] AND hasabstract AND medline[sb] AND 2016[dp]"


@fact(FACTS, "U1", "Does a truncated phrase find what its words spelled out find?",
      "it does, also what the phrase index lacks", requests=2, relied=True)  # fmt: skip
def truncated_phrase(ask: Ask) -> Told:
    """What the spelled-out phrases find and the truncated one does not."""
    plain = ask("esearch", term=PLAIN, retmax=0)
    lost = ask("esearch", term=f"{PLAIN} NOT {TRUNCATED}", retmax=0)
    if not trouble(plain) and not plain.count:
        return Verdict.UNKNOWN, "the spelled-out phrases find nothing"
    remark = ", with a remark" if lost.blocking else ""
    reason = f"{lost.count or 0:,} of {plain.count or 0:,} records are lost{remark}"
    return told(lost.count == 0 and not lost.blocking, reason, plain, lost)


@fact(FACTS, "U2", "Is proximity (~N) understood through esearch?", "it is", requests=1, relied=True)
def proximity(ask: Ask) -> Told:
    """The distance must stand in how the query was read."""
    heard = ask("esearch", term='"covid treatment"[tiab:~3]', retmax=0)
    reason = f"read as {heard.translation or 'nothing'}{', with a remark' if heard.blocking else ''}"
    return told("~3" in heard.translation and not heard.blocking and bool(heard.count), reason, heard)


@fact(FACTS, "U3", "Is [ab] a field?", "it is not: [tiab] is written for an abstract alone", requests=1)
def abstract_field(ask: Ask) -> Told:
    """PubMed's own list of fields."""
    heard = ask("einfo")
    if trouble(heard):
        return Verdict.UNKNOWN, trouble(heard)
    root = etree.fromstring(heard.body, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False))
    names = {e.text or "" for e in root.iter("Name")}
    if not names:
        return Verdict.UNKNOWN, "einfo lists no fields"
    return told("AB" not in names and "ABST" not in names, f"{len(names)} fields: {', '.join(sorted(names))}", heard)


@fact(FACTS, "U4a", f"Are {MOST_WILDCARDS} wildcards accepted in one query?",
      "they are; what has more is sent in parts", requests=1, relied=True)  # fmt: skip
def most_wildcards(ask: Ask) -> Told:
    """As many as resift sends at most."""
    return _wildcards(ask, MOST_WILDCARDS, refused=False)


@fact(FACTS, "U4b", f"Are {MOST_WILDCARDS + 1} wildcards refused?", "they are", requests=1)
def one_wildcard_more(ask: Ask) -> Told:
    """One more than that."""
    return _wildcards(ask, MOST_WILDCARDS + 1, refused=True)


def _wildcards(ask: Ask, number: int, *, refused: bool) -> Told:
    letters = ("".join(pair) for pair in product(ascii_lowercase, repeat=2))
    heard = ask("esearch", term=" OR ".join(f"ps{pair}*[ti]" for pair in islice(letters, number)), retmax=0)
    if heard.failure:
        return Verdict.UNKNOWN, heard.failure
    said = [r.text for r in heard.remarks if r.kind == "OutputMessage"] + ([heard.error] if heard.error else [])
    complained = any(re.search(r"wildcard|truncat|too many|limit", text, re.I) for text in said)
    if not complained and (heard.error or not heard.count):
        return Verdict.UNKNOWN, "; ".join(said) or "nothing is found"
    reason = "; ".join(said) if complained else f"{heard.count or 0:,} records, no complaint"
    return (Verdict.HOLDS if complained == refused else Verdict.FAILS), reason


@fact(FACTS, "U5", "Are operators in lower case understood?", "they are; resift writes them in upper case", requests=1)
def lower_case(ask: Ask) -> Told:
    """What OR finds and or does not."""
    heard = ask("esearch", term="(social[ti] OR psychosis[ti]) NOT (social[ti] or psychosis[ti])", retmax=0)
    return told(heard.count == 0, f"{heard.count or 0:,} records are found by OR and not by or", heard)


@fact(FACTS, "U10a", "Does [pt] find narrower publication types?",
      "it does not, in local files; a search of PubMed finds what PubMed says", requests=1)  # fmt: skip
def type_explosion(ask: Ask) -> Told:
    """Trials of the narrower type that the wider one does not find."""
    heard = ask("esearch", term=f"{BELOW} NOT {ABOVE}", retmax=0)
    return told(bool(heard.count), f"the wider type leaves out {heard.count or 0:,} records of the narrower", heard)


@fact(FACTS, "U10b", "Is [pt:noexp] understood?", "it is, as the type itself", requests=1)
def type_itself(ask: Ask) -> Told:
    """Finds something, without a remark."""
    heard = ask("esearch", term='"clinical trial"[pt:noexp]', retmax=0)
    return told(bool(heard.count) and not heard.blocking, _found(heard.count, heard.blocking), heard)


@fact(FACTS, "U10c", "Does [mh:noexp] take a subheading?",
      "it does: the heading itself with that subheading", requests=2, relied=True)  # fmt: skip
def heading_itself(ask: Ask) -> Told:
    """Finds something, and nothing without the heading itself."""
    with_it = ask("esearch", term=QUALIFIED, retmax=0)
    beyond = ask("esearch", term=f'{QUALIFIED} NOT "Mental Disorders"[mh:noexp]', retmax=0)
    reason = f"{_found(with_it.count, with_it.blocking)}, {beyond.count or 0:,} of them without the heading itself"
    return told(bool(with_it.count) and not with_it.blocking and beyond.count == 0, reason, with_it, beyond)


def _found(count: int | None, blocking: bool) -> str:
    return f"{count or 0:,} records{', with a remark' if blocking else ''}"


@fact(FACTS, "U12", "Does [tiab] search abstracts in other languages?", "it does", requests=3)
def other_abstracts(ask: Ask) -> Told:
    """A word that stands in one record's other abstract and nowhere else in it."""
    listed = ask("esearch", term=OTHER_LANGUAGE, retmax=50)
    ids = re.findall(rb"<Id>(\d+)</Id>", listed.body)
    if trouble(listed) or not ids:
        return Verdict.UNKNOWN, trouble(listed) or "no record to look at"
    fetched = ask("efetch", id=b",".join(ids).decode())
    if trouble(fetched):
        return Verdict.UNKNOWN, trouble(fetched)
    try:
        chosen = next(_only_there(read_records(fetched.body)), None)
    except SearchFailed as why:
        return Verdict.UNKNOWN, why.message
    if chosen is None:
        return Verdict.UNKNOWN, f"none of {len(ids)} records has a word that only its other abstract has"
    heard = ask("esearch", term=f"{chosen[0]}[uid] AND {chosen[1]}[tiab]", retmax=0)
    where = "found" if heard.count else "not found"
    return told(heard.count == 1, f"the record is {where} by a word of its other abstract", heard)


def _only_there(records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    for r in records:
        rest = " ".join((r.title, r.original_title, r.abstract, *r.keywords, r.journal)).lower()
        word = next((w for w in re.findall(r"\b[a-z]{8,}\b", r.other_abstract.lower()) if w[:5] not in rest), None)
        if word:
            yield r.accession, word


def _elsewhere(id: str, question: str, assumes: str) -> None:
    fact(FACTS, id, question, assumes)(lambda _: (Verdict.UNKNOWN, "not checkable from here: needs the platform"))


_elsewhere("U6", "How does Ovid rank AND and OR, and read chains of ADJ?",
           "a finding asks for parentheses; translations write them")  # fmt: skip
_elsewhere("U7", "How do EBSCO and Cochrane rank operators, and read N0 and NEAR/0?",
           "a finding asks for parentheses; translations write them")  # fmt: skip
_elsewhere("U8", "How does ProQuest's present interface rank operators?", "a finding asks for parentheses")
_elsewhere("U9", "How does Scopus read OR within W/n, and wildcards in quotes?", "OR binds before W/n")
_elsewhere("U11", "What is Web of Science's greatest number of operators, and its shortest stem?", "none is enforced")
