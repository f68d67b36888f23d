"""Unconfirmed facts about PubMed's E-utilities, each with what resift assumes and a check of it.

The verdicts are about what resift assumes. The words, days and PMIDs asked for are chosen so that no verdict depends on
how many records there are.
"""

from __future__ import annotations

from resift.errors import SearchFailed
from resift.search.medline import read_records
from resift.search.probes import Ask, Fact, Verdict, fact, told, trouble

FACTS: list[Fact] = []
PMID = "28286914"
DAY = "2016/11/08"
MANY = "2016[dp]"
NO_PHRASE = '"befriending kaleidoscope allotment"'
CAP = 9999
Told = tuple[Verdict, str]


@fact(FACTS, "P1a", "Does a range of [crdt] include both end days?",
      "it does; updates look back 30 days all the same", requests=1)  # fmt: skip
def created_range(ask: Ask) -> Told:
    """A range of one day is empty if either end is left out."""
    return _one_day(ask, f"{DAY}:{DAY}[crdt]")


@fact(FACTS, "P1b", "Does a range of [edat] include both end days?",
      "it does; updates look back 30 days all the same", requests=1)  # fmt: skip
def entered_range(ask: Ask) -> Told:
    """A range of one day is empty if either end is left out."""
    return _one_day(ask, f"{DAY}:{DAY}[edat]")


@fact(FACTS, "P1c", "Do mindate and maxdate include both end days?", "they do; resift does not send them", requests=1)
def date_parameters(ask: Ask) -> Told:
    """A range of one day is empty if either end is left out."""
    return _one_day(ask, "all[sb]", datetype="edat", mindate=DAY, maxdate=DAY)


def _one_day(ask: Ask, term: str, **dates: str) -> Told:
    heard = ask("esearch", term=term, retmax=0, **dates)
    count = heard.count or 0
    return told(count > 0, f"a range of one day finds {count:,} records", heard)


@fact(FACTS, "P2a", "Is an unknown quoted phrase with a tag remarked upon?",
      "there is a remark, and the search stops at it", requests=1, relied=True)  # fmt: skip
def tagged_phrase(ask: Ask) -> Told:
    """Without a remark the search would silently be another one."""
    return _phrase(ask, f"{NO_PHRASE}[tiab]")


@fact(FACTS, "P2b", "Is an unknown quoted phrase without a tag remarked upon?",
      "there is a remark, and the search stops at it", requests=1, relied=True)  # fmt: skip
def untagged_phrase(ask: Ask) -> Told:
    """Without a remark the search would silently be another one."""
    return _phrase(ask, NO_PHRASE)


def _phrase(ask: Ask, term: str) -> Told:
    heard = ask("esearch", term=term, retmax=0)
    kinds = ", ".join(dict.fromkeys(r.kind for r in heard.remarks)) or "none"
    return told(heard.blocking, f"{heard.count or 0:,} records, remarks: {kinds}", heard)


@fact(FACTS, "P3", "Is there Retry-After on 429, and does a 429's body come under 200?",
      "either may be: both are understood, neither is needed")  # fmt: skip
def refusals(_: Ask) -> Told:
    """Never provoked."""
    return Verdict.UNKNOWN, "to see one, NCBI would have to be asked faster than it allows"


@fact(FACTS, "P4a", "What is said where retstart lies past a small result?",
      "'Restrictions achieved' as an OutputMessage; resift never asks that", requests=1)  # fmt: skip
def clamped(ask: Ask) -> Told:
    """One record, asked for from place 9,999 on."""
    heard = ask("esearch", term=f"{PMID}[uid]", retstart=CAP, retmax=1)
    said = "; ".join(r.text for r in heard.remarks) or "nothing"
    return told("Restrictions achieved" in said, f"it says: {said}", heard)


@fact(FACTS, "P4b", "What does efetch answer where no id is well-formed?",
      "HTTP status 400 and 'ID list is empty!', which is not tried again", requests=1)  # fmt: skip
def no_ids(ask: Ask) -> Told:
    """An id that is none; the refusal is the answer."""
    heard = ask("efetch", id="none")
    if "HTTP status 400" in heard.failure or "ID list" in heard.error:
        holds = "HTTP status 400" in heard.failure and "ID list is empty!" in heard.failure
        return (Verdict.HOLDS if holds else Verdict.FAILS), str(heard)
    return told(False, str(heard), heard)


@fact(FACTS, "P4c", "What is the text of a passing error of the record viewer?",
      "'External viewer error', 'proxy_stream()' or 'Status: Timeout', and it is tried again")  # fmt: skip
def viewer_error(_: Ask) -> Told:
    """Never provoked."""
    return Verdict.UNKNOWN, "the error comes when NCBI is overloaded and cannot be asked for"


@fact(FACTS, "P5", "Which document type has efetch today, and can its records be read?",
      "any of 2015 to 2026 and later; a record can be read", requests=1, relied=True)  # fmt: skip
def document_type(ask: Ask) -> Told:
    """One record, read as a search would read it."""
    heard = ask("efetch", id=PMID)
    problem = trouble(heard)
    if problem:
        return Verdict.UNKNOWN, problem
    try:
        got = [r.pmid for r in read_records(heard.body)]
    except SearchFailed as why:
        return Verdict.FAILS, f"{heard.dtd}: {why.message}"
    return told(got == [PMID], f"{heard.dtd or 'no document type'}, {len(got)} record read", heard)


@fact(FACTS, "P6", "How long does a WebEnv live?", "it may vanish at any time: resift keeps none")
def history(_: Ask) -> Told:
    """Takes longer than a check may."""
    return Verdict.UNKNOWN, "to see one expire would take from one hour to two days"


@fact(FACTS, "P7a", "Does a larger result hand out its first 9,999 ids?",
      "exactly 9,999 come in one answer", requests=1, relied=True)  # fmt: skip
def listed(ask: Ask) -> Told:
    """As a search asks."""
    return _page(ask, CAP, retmax=CAP)


@fact(FACTS, "P7b", "Does retmax=10000 hand out one id more?", "it does not", requests=1)
def listed_more(ask: Ask) -> Told:
    """One more than the cap."""
    return _page(ask, CAP, retmax=CAP + 1)


@fact(FACTS, "P7c", "Is retmax cut down at the cap without a word?", "it is: one id comes", requests=1)
def last_page(ask: Ask) -> Told:
    """The last place within the cap."""
    return _page(ask, 1, retstart=CAP - 1, retmax=1000)


def _page(ask: Ask, due: int, **page: int) -> Told:
    heard = ask("esearch", term=MANY, sort="pub_date", **page)
    if not trouble(heard) and (heard.count or 0) <= CAP:
        return Verdict.UNKNOWN, f"the result is not larger than the cap: {heard.count or 0:,}"
    return told(heard.ids == due, f"{heard.ids:,} ids of {heard.count or 0:,}", heard)


@fact(FACTS, "P7d", "Is retstart=9999 into a larger result an error?", "it is; resift never asks that", requests=1)
def past_the_cap(ask: Ask) -> Told:
    """The first place past the cap; the error is the answer."""
    heard = ask("esearch", term=MANY, retstart=CAP, retmax=1)
    if "retstart" in heard.error or "out of acceptable range" in heard.error:
        return Verdict.HOLDS, f"it says: {heard.error}"
    if not trouble(heard) and (heard.count or 0) <= CAP:
        return Verdict.UNKNOWN, f"the result is not larger than the cap: {heard.count or 0:,}"
    return told(False, f"{heard.ids} ids, no error", heard)


@fact(FACTS, "P7e", "Does a range of PMIDs include both its ends?",
      "it does: large results are listed by ranges of PMIDs", requests=1, relied=True)  # fmt: skip
def pmid_range(ask: Ask) -> Told:
    """A range of one PMID is empty if either end is left out."""
    heard = ask("esearch", term=f"{PMID}:{PMID}[UID]", retmax=0)
    return told(heard.count == 1, f"a range of one PMID finds {heard.count or 0:,} records", heard)


@fact(FACTS, "P8", "Is datetype=crdt understood as a parameter?", "it need not be: resift writes [crdt]", requests=2)
def created_parameter(ask: Ask) -> Told:
    """The same day asked for in both ways."""
    tag = ask("esearch", term=f"{DAY}:{DAY}[crdt]", retmax=0)
    parameter = ask("esearch", term="all[sb]", retmax=0, datetype="crdt", mindate=DAY, maxdate=DAY)
    if not trouble(tag) and not tag.count:
        return Verdict.UNKNOWN, "[crdt] itself finds nothing on that day"
    same = f"{parameter.count or 0:,} records by parameter, {tag.count or 0:,} by tag"
    return told(tag.count == parameter.count, same, tag, parameter)


@fact(FACTS, "P9", "Has an answer of esearch a TranslationStack?", "it may or may not: it is not read", requests=1)
def translation_stack(ask: Ask) -> Told:
    """Seen in one ordinary answer."""
    heard = ask("esearch", term="psychosis", retmax=0)
    return told(heard.count is not None, "it has one" if heard.stack else "it has none", heard)
