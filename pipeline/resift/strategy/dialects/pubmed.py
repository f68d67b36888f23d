"""PubMed: operators strictly left to right, a tag on each term, proximity without wildcards.

Source: PubMed Help (fields, phrases, truncation, proximity); NLM Technical Bulletin 2022 Nov-Dec (449):e4.
"""

from __future__ import annotations

import re
from typing import ClassVar

from resift.strategy import fields as f
from resift.strategy import mesh
from resift.strategy.dialects.base import Dialect, split_words, word
from resift.strategy.dialects.spelling import Spelling
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Suffix, Token, Words
from resift.strategy.tree import (
    ANY,
    Heading,
    Near,
    Node,
    Phrase,
    Range,
    Raw,
    Ref,
    Span,
    Text,
    Value,
    Window,
    Word,
)  # fmt: skip

TEXT_TAGS: dict[str, frozenset[str]] = {
    "ti": f.TITLE, "tiab": f.PUBMED_TIAB, "tw": f.PUBMED_TW, "all": f.EVERYTHING, "ot": f.KEYWORD, "nm": f.SUBSTANCE,
    "tt": f.ORIGINAL_TITLE, "ad": f.AFFILIATION, "ab": f.ABSTRACT, "pa": f.SUBSTANCE,
}  # fmt: skip
NEAR_TAGS = ("ti", "tiab", "ad")
"""The fields that have proximity (NLM Technical Bulletin 2022 Nov-Dec)."""
HEADING_TAGS = {"mh": False, "majr": True}
VALUE_TAGS = {
    "rn": "registry number", "pt": "publication type", "la": "language", "au": "author", "ta": "journal",
    "uid": "pmid", "sb": "subset", "sh": "subheading",
}  # fmt: skip
DATE_TAGS = {"dp": "published", "edat": "entered", "crdt": "created", "mhda": "indexed"}
LONG_NAMES = {
    "title": "ti", "title/abstract": "tiab", "text word": "tw", "text words": "tw", "all fields": "all",
    "other term": "ot", "mesh terms": "mh", "mesh": "mh", "mesh major topic": "majr", "mesh subheading": "sh",
    "subheading": "sh", "publication type": "pt", "ptyp": "pt", "language": "la", "lang": "la", "author": "au",
    "journal": "ta", "jour": "ta", "affiliation": "ad", "supplementary concept": "nm", "filter": "sb", "subset": "sb",
    "pmid": "uid", "transliterated title": "tt", "pdat": "dp", "date - publication": "dp", "date - entry": "edat",
    "date - entrez": "edat", "date - create": "crdt", "date - mesh": "mhda", "mesh date": "mhda",
    "publication date": "dp", "entry date": "edat", "create date": "crdt", "entrez date": "edat",
    "text": "tw", "word": "tw", "all": "all", "tiab": "tiab", "ab": "ab", "abstract": "ab", "majr": "majr",
    "mesh term": "mh", "mesh heading": "mh", "mesh major topics": "majr", "major topic": "majr", "mh": "mh",
    "mesh subheadings": "sh", "subheadings": "sh", "publication types": "pt", "pt": "pt", "publication": "pt",
    "ec/rn number": "rn", "registry number": "rn", "substance name": "nm", "substance": "nm",
    "author name": "au", "journal title": "ta", "jt": "ta", "so": "ta", "date": "dp", "date of publication": "dp",
    "title abstract": "tiab", "ti/ab": "tiab", "title/abstracts": "tiab", "titles/abstracts": "tiab", "tiabs": "tiab",
    "textword": "tw", "keyword": "ot", "other terms": "ot", "pharmacological action": "pa", "pa": "pa",
}  # fmt: skip
WILDCARDS = {"*": ANY}

_LIMITS = re.compile(r"[,;]?\s*\bLimits:\s*(?P<limits>[^\n]*\S)")
_LIMIT_DATES = re.compile(r"Publication Date from (?P<low>\d{4}[\d/]*) to (?P<high>\d{4}[\d/]*)", re.I)
_DATE = r'"?[0-9][0-9/]*"?'
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<range>(?P<low>{_DATE})\s*(?:\[[^\]]*\])?\s*:\s*(?P<high>{_DATE})\s*\[(?P<rtag>[^\]]+)\])
    |(?P<op>(?i:and|or|not)(?=[\s()"]|$)|[&|])
    |(?P<limited>(?i:limit)\s+\#?\d{{1,4}}\s+(?i:to)\b[^\n]*)
    |(?P<ref>\#(?P<line>\d{{1,4}})\b)
    |(?P<far>\#\d{{5,}})
    |(?P<quote>"(?P<inside>[^"\[\]]*)"?\s*(?:\[(?P<qtag>[^\]]*)\])?)
    |(?P<groupfield>\[(?P<gtag>[^\]]*)\])
    |(?P<run>[^\s()\[\]"]+(?:(?:[ \t]+|[ \t]*\n[ \t]*)(?!\#\d|(?i:and|or|not)[\s()]|(?i:and|or|not)$)[^\s()\[\]"&|]+)*
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


def tokenize(text: str, start: int, end: int, findings: list[Finding]) -> list[Token]:
    """The tokens of one PubMed search; an unknown tag or stray sign becomes a finding."""
    limits = _LIMITS.search(text, start, end)
    tokens: list[Token] = []
    for m in _TOKENS.finditer(text, start, limits.start() if limits else end):
        tokens.extend(_tokens(text, m, findings))
    if limits is None:
        return tokens
    within = Leaf(_limit(limits, findings, text), limits.span())
    return [Open((start, start)), *tokens, Close(limits.span()), Operator("and", limits.span()), within]


def _limit(m: re.Match[str], findings: list[Finding], text: str) -> Node:
    """What stands after ``Limits:`` in the histories of PubMed before 2011."""
    dates = _LIMIT_DATES.fullmatch(m["limits"].strip())
    if dates:
        return Range("published", dates["low"], dates["high"], m.span())
    findings.append(at(text, m.span(), "LIM01", "warning", "limits of the old PubMed: write them as fields"))
    return Value("limit", Word((m["limits"].strip().lower(),), m.span()), m.span())


def _tokens(text: str, m: re.Match[str], findings: list[Finding]) -> list[Token]:
    span: Span = m.span()
    match m.lastgroup:
        case "open":
            return [Open(span)]
        case "close":
            return [Close(span)]
        case "op":
            return [_operator(text, m, findings)]
        case "ref":
            return [Leaf(Ref(m["line"], span), span)]
        case "limited":
            said = f"{m.group()!r} is no search of PubMed: write the limit as fields, as #1 AND english[la]"
            findings.append(at(text, span, "MIX02", "error", said))
            return [Leaf(Raw(m.group(), "a limit in another platform's words", span), span)]
        case "far":
            said = f"{m.group()!r}: the number of a line and that of its records have run together"
            findings.append(at(text, span, "REF08", "error", said))
            return [Leaf(Raw(m.group(), "no line of this number", span), span)]
        case "range":
            return [_range(text, m, findings)]
        case "quote":
            if not m.group()[1:].count('"'):
                findings.append(at(text, span, "SYN10", "error", "a quotation mark is never closed"))
            return _term(text, m["inside"], m.start() + 1, m["qtag"], span, findings, quoted=True)
        case "run":
            body = m.group().partition("[")[0]
            return _term(text, body, m.start(), m["tag"], span, findings, quoted=False)
        case "groupfield":
            return _group_field(text, m, findings)
        case "other":
            findings.append(at(text, span, "SYN01", "error", f"{m.group()!r} has no meaning here"))
    return []


def _group_field(text: str, m: re.Match[str], findings: list[Finding]) -> list[Token]:
    name, _ = tag_of(m["gtag"])
    fields = TEXT_TAGS.get(name) or (frozenset({VALUE_TAGS[name]}) if name in VALUE_TAGS else None)
    if fields is None:
        findings.append(_unknown(text, m.span(), m["gtag"]))
        return []
    message = "PubMed documents a field after a term only; read as standing after each term of the group"
    findings.append(at(text, m.span(), "FLD02", "warning", message))
    return [Suffix(fields, m.span())]


def _operator(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    kind = {"&": "and", "|": "or"}.get(m["op"], m["op"].lower())
    if m["op"].islower() and not any(f.code == "L07" for f in findings[-1:]):
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
    _signs(text, body, start, words, findings)
    if not words:
        findings.append(at(text, span, "SYN02", "error", f"{body.strip()!r} has no word to search for"))
        return [Leaf(Raw(text[span[0] : span[1]], "no word", span), span)]
    if tag is None:
        if quoted or len(words) == 1:
            return [Words(words, span)]
        return [Open(span), *(Words((w,), w.span) for w in words), Close(span)]
    name, modifier = tag_of(tag)
    if modifier.startswith("~") and name not in NEAR_TAGS:
        message = f"PubMed has proximity in titles, abstracts and affiliations only, not in [{name}]"
        findings.append(at(text, span, "PRX02", "error", message))
        modifier = ""
    if name in TEXT_TAGS:
        return [_text(text, words, name, modifier, span, findings)]
    return [_coded(text, body, name, modifier, tag, span, findings)]


def _signs(text: str, body: str, start: int, words: tuple[Word, ...], findings: list[Finding]) -> None:
    """Findings on signs that mean something elsewhere but not on PubMed."""
    for w in words:
        if w.wild and not w.stem:
            findings.append(at(text, w.span, "WLD01", "error", "PubMed has no truncation at the beginning of a word"))
    for m in re.finditer(r"\w[?$#](?=\w|\s*$)", body):
        span = (start + m.start() + 1, start + m.end())
        message = f"{m.group()[1]!r} is no wildcard on PubMed: it separates words as a space does"
        findings.append(at(text, span, "WLD02", "warning", message))


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
        qualifiers = (mesh.qualifier(qualifier),) if qualifier else ()
        return Leaf(Heading("mesh", heading, explode, HEADING_TAGS[name], qualifiers, span), span)
    if name == "sh":
        value = mesh.qualifier(value)
        if modifier == "noexp":
            return Leaf(Value("floating subheading", word(value, WILDCARDS, span), span), span)
    if name in VALUE_TAGS:
        return Leaf(Value(VALUE_TAGS[name], word(value, WILDCARDS, span), span), span)
    if name in DATE_TAGS and not re.fullmatch(r"\d{4}(?:/\d{1,2}){0,2}", value):
        message = f"{value!r} is no date as YYYY, YYYY/MM or YYYY/MM/DD"
        if value.lower().startswith("last "):
            message = f"{value!r} depends on the day of the search: write the first and the last date"
        findings.append(at(text, span, "RNG02", "error", message))
        return Leaf(Raw(text[span[0] : span[1]], "no date", span), span)
    if name in DATE_TAGS:
        return Leaf(Range(DATE_TAGS[name], value, value, span), span)
    findings.append(_unknown(text, span, tag))
    return Leaf(Raw(text[span[0] : span[1]], "unknown field", span), span)


class _Spelling(Spelling):
    """A tag on every term, no field after a group, proximity within quotation marks."""

    title = "PubMed"
    codes: ClassVar = {tag: fields for tag, fields in TEXT_TAGS.items() if tag not in ("ab", "pa")}
    values: ClassVar = {field: tag for tag, field in VALUE_TAGS.items()} | {
        "descriptor": "mh:noexp",
        "floating subheading": "sh:noexp",
    }

    def scoped(self, code: str, text: str) -> str:
        return f"{text}[{code}]"

    def text(self, node: Text) -> str:
        if node.times != 1:
            raise self.cannot("a number of occurrences")
        tag = self.code(node.fields)
        match node.expression:
            case Word() as one:
                return f"{self.word(one)}[{tag}]"
            case Phrase(words):
                return f"{self.phrase([self.word(w) for w in words])}[{tag}]"
            case Near(Word() as left, Word() as right, between, False):
                return self._within((left, right), between, tag)
            case Window(words, between):
                return self._within(words, between, tag)
        raise self.cannot("this proximity")

    def _within(self, words: tuple[Word, ...], between: int, tag: str) -> str:
        if any(w.wild for w in words):
            raise self.cannot("proximity of truncated words")
        if tag not in NEAR_TAGS:
            raise self.cannot(f"proximity in [{tag}]")
        return f"{self.phrase([self.word(w) for w in words])}[{tag}:~{between}]"

    def heading(self, node: Heading) -> str:
        if node.vocabulary != "mesh":
            raise self.cannot(f"the heading {node.name!r}, which is not MeSH's,")
        tag = ("majr" if node.major else "mh") + ("" if node.explode else ":noexp")
        return f'"{"/".join((node.name, *node.qualifiers))}"[{tag}]'

    def value(self, node: Value) -> str:
        if node.field not in self.values:
            raise self.cannot(f"a search by {node.field}")
        text = self.word(node.word)
        return f'"{text}"[{self.values[node.field]}]' if " " in text else f"{text}[{self.values[node.field]}]"

    def range(self, node: Range) -> str:
        tags = {field: tag for tag, field in (*DATE_TAGS.items(), ("uid", "pmid"))}
        if node.field not in tags:
            raise self.cannot(f"a range of the field {node.field}")
        return f"{node.low}:{node.high}[{tags[node.field]}]"


PUBMED = Dialect(
    name="pubmed",
    title="PubMed",
    strength={"or": 1, "and": 1, "not": 1, "near": 3},
    clear_precedence=True,
    adjacent="and",
    default=f.EVERYTHING,
    default_code="[all]",
    tokenize=tokenize,
    spelling=_Spelling(),
    wildcards=WILDCARDS,
    least_stem=4,
)
