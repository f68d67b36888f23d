"""PubMed: operators strictly left to right, a tag on each term, proximity without wildcards.

Source: PubMed Help (fields, phrases, truncation, proximity); NLM Technical Bulletin 2022 Nov-Dec (449):e4.
"""

from __future__ import annotations

import re

from resift.strategy import fields as f
from resift.strategy.dialects.base import Dialect, split_words, word
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Token, Words
from resift.strategy.tree import ANY, Heading, Range, Raw, Span, Value, Word

TEXT_TAGS: dict[str, frozenset[str]] = {
    "ti": f.TITLE, "tiab": f.PUBMED_TIAB, "tw": f.PUBMED_TW, "all": f.EVERYTHING, "ot": f.KEYWORD, "nm": f.SUBSTANCE,
    "tt": f.ORIGINAL_TITLE, "ad": f.AFFILIATION,
}  # fmt: skip
HEADING_TAGS = {"mh": False, "majr": True}
VALUE_TAGS = {
    "pt": "publication type", "la": "language", "au": "author", "ta": "journal", "uid": "pmid", "sb": "subset",
    "sh": "qualifier",
}  # fmt: skip
DATE_TAGS = {"dp": "published", "edat": "entered", "crdt": "created", "mhda": "indexed"}
LONG_NAMES = {
    "title": "ti", "title/abstract": "tiab", "text word": "tw", "text words": "tw", "all fields": "all",
    "other term": "ot", "mesh terms": "mh", "mesh": "mh", "mesh major topic": "majr", "mesh subheading": "sh",
    "subheading": "sh", "publication type": "pt", "ptyp": "pt", "language": "la", "lang": "la", "author": "au",
    "journal": "ta", "jour": "ta", "affiliation": "ad", "supplementary concept": "nm", "filter": "sb", "subset": "sb",
    "pmid": "uid", "transliterated title": "tt", "pdat": "dp", "date - publication": "dp", "date - entry": "edat",
    "date - entrez": "edat", "date - create": "crdt", "date - mesh": "mhda", "mesh date": "mhda",
    "publication date": "dp", "entry date": "edat", "create date": "crdt",
}  # fmt: skip
WILDCARDS = {"*": ANY}

_DATE = r'"?[0-9][0-9/]*"?'
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<range>(?P<low>{_DATE})\s*(?:\[[^\]]*\])?\s*:\s*(?P<high>{_DATE})\s*\[(?P<rtag>[^\]]+)\])
    |(?P<op>(?i:and|or|not)(?=[\s()]|$)|[&|])
    |(?P<quote>"(?P<inside>[^"]*)"?\s*(?:\[(?P<qtag>[^\]]*)\])?)
    |(?P<run>[^\s()\[\]"]+(?:[ \t]+(?!(?i:and|or|not)[\s()]|(?i:and|or|not)$)[^\s()\[\]"&|]+)*
        \s*(?:\[(?P<tag>[^\]]*)\])?)
    |(?P<other>.)""",
    re.X | re.S,
)


def tag_of(text: str) -> tuple[str, str]:
    """A tag's short form and its modifier (``noexp``, ``~3``).

    >>> tag_of("Title/Abstract:~3"), tag_of("MeSH Terms: no exp"), tag_of("tiab")
    (('tiab', '~3'), ('mh', 'noexp'), ('tiab', ''))
    """
    name, _, modifier = text.partition(":")
    name = re.sub(r"\s+", " ", name.strip().lower())
    return LONG_NAMES.get(name, name), modifier.replace(" ", "").lower()


def tokenize(text: str, findings: list[Finding]) -> list[Token]:
    """The tokens of one PubMed search; an unknown tag or stray sign becomes a finding."""
    tokens: list[Token] = []
    for m in _TOKENS.finditer(text):
        tokens.extend(_tokens(text, m, findings))
    return tokens


def _tokens(text: str, m: re.Match[str], findings: list[Finding]) -> list[Token]:
    span: Span = m.span()
    match m.lastgroup:
        case "open":
            return [Open(span)]
        case "close":
            return [Close(span)]
        case "op":
            return [_operator(text, m, findings)]
        case "range":
            return [_range(text, m, findings)]
        case "quote":
            return _term(text, m["inside"], m.start() + 1, m["qtag"], span, findings, quoted=True)
        case "run":
            body = m.group().partition("[")[0]
            return _term(text, body, m.start(), m["tag"], span, findings, quoted=False)
        case "other":
            findings.append(at(text, span, "SYN01", "error", f"{m.group()!r} has no meaning here"))
    return []


def _operator(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    kind = {"&": "and", "|": "or"}.get(m["op"], m["op"].lower())
    if m["op"].islower():
        message = f"{m['op']!r} in lower case: PubMed documents operators in upper case only"
        findings.append(at(text, m.span(), "L07", "warning", message))
    return Operator(kind, m.span())


def _range(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    tag, _ = tag_of(m["rtag"])
    low, high = m["low"].strip('"'), m["high"].strip('"')
    field = DATE_TAGS.get(tag) or ("pmid" if tag == "uid" else "")
    if not field:
        findings.append(_unknown(text, m.span(), m["rtag"]))
        return Leaf(Raw(m.group(), "unknown range field", m.span()), m.span())
    if field == "pmid" and not (low.isdigit() and high.isdigit()):
        findings.append(at(text, m.span(), "RNG01", "error", "a range of PMIDs goes from number to number"))
        return Leaf(Raw(m.group(), "no range of numbers", m.span()), m.span())
    return Leaf(Range(field, low, high, m.span()), m.span())


def _unknown(text: str, span: Span, tag: str) -> Finding:
    return at(text, span, "FLD01", "error", f"unknown PubMed field: [{tag}]")


def _term(
    text: str, body: str, start: int, tag: str | None, span: Span, findings: list[Finding], *, quoted: bool
) -> list[Token]:
    words = split_words(body, start, WILDCARDS)
    if not words:
        findings.append(at(text, span, "SYN02", "error", f"{body.strip()!r} has no word to search for"))
        return [Leaf(Raw(text[span[0] : span[1]], "no word", span), span)]
    if tag is None:
        if quoted or len(words) == 1:
            return [Words(words, span)]
        return [Open(span), *(Words((w,), w.span) for w in words), Close(span)]
    name, modifier = tag_of(tag)
    if name in TEXT_TAGS:
        return [_text(text, words, name, modifier, span, findings)]
    return [_coded(text, body, name, modifier, tag, span, findings)]


def _text(text: str, words: tuple[Word, ...], name: str, modifier: str, span: Span, findings: list[Finding]) -> Token:
    near = int(modifier[1:]) if re.fullmatch(r"~\d+", modifier) else None
    if near is not None and any(w.wild for w in words):
        message = "PubMed ignores proximity where a word is truncated and searches a plain phrase"
        findings.append(at(text, span, "PRX02", "error", message))
        near = None
    return Words(words, span, TEXT_TAGS[name], near)


def _coded(text: str, body: str, name: str, modifier: str, tag: str, span: Span, findings: list[Finding]) -> Token:
    value = re.sub(r"\s+", " ", body.strip())
    if name in HEADING_TAGS:
        heading, _, qualifier = value.partition("/")
        explode = modifier != "noexp"
        qualifiers = (qualifier.lower(),) if qualifier else ()
        return Leaf(Heading("mesh", heading, explode, HEADING_TAGS[name], qualifiers, span), span)
    if name in VALUE_TAGS:
        return Leaf(Value(VALUE_TAGS[name], word(value, WILDCARDS, span), span), span)
    if name in DATE_TAGS and not re.fullmatch(r"\d{4}(?:/\d{1,2}){0,2}", value):
        findings.append(at(text, span, "RNG02", "error", f"{value!r} is no date as YYYY, YYYY/MM or YYYY/MM/DD"))
        return Leaf(Raw(text[span[0] : span[1]], "no date", span), span)
    if name in DATE_TAGS:
        return Leaf(Range(DATE_TAGS[name], value, value, span), span)
    findings.append(_unknown(text, span, tag))
    return Leaf(Raw(text[span[0] : span[1]], "unknown field", span), span)


PUBMED = Dialect(
    name="pubmed",
    title="PubMed",
    strength={"or": 1, "and": 1, "not": 1, "near": 3},
    clear_precedence=True,
    adjacent="and",
    default=f.EVERYTHING,
    default_code="[all]",
    tokenize=tokenize,
    wildcards=WILDCARDS,
    least_stem=4,
)
