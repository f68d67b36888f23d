"""Cochrane Library: ``NEAR/n`` for n words between, ``NEXT`` for side by side, headings in brackets.

Sources: cochranelibrary.com's search manager help (phrases without wildcards, NEXT, AND between words, truncation); the
bracket forms and the limits of printed histories as in common use. The order of AND and OR is not documented.
"""

from __future__ import annotations

import re
from typing import ClassVar

from resift.strategy import fields as f
from resift.strategy import mesh
from resift.strategy.dialects import colons
from resift.strategy.dialects.base import Dialect, broken, split_words
from resift.strategy.dialects.colons import ColonSpelling
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Suffix, Token, Words
from resift.strategy.tree import ANY, ONE, And, Heading, Node, Or, Range, Raw, Ref, Span, Value, Word

TITLE = "Cochrane Library"
FIELDS: dict[str, frozenset[str]] = {
    "ti": f.TITLE, "ab": f.ABSTRACT, "kw": f.KEYWORD | f.INDEX_WORDS, "pt": f.PUBLICATION_TYPE, "au": f.AUTHOR,
    "so": f.JOURNAL, "an": frozenset({"accession"}), "doi": frozenset({"doi"}), "tb": frozenset({"table"}),
}  # fmt: skip
WILDCARDS = {"*": ANY, "?": ONE}
_PLACES = {
    "title": "ti", "abstract": "ab", "keyword": "kw", "author": "au", "source": "so", "publication": "pt",
}  # fmt: skip
"""Places as the older Cochrane Library wrote them out: ``in Title, Abstract or Keywords``."""
NEAR = 6
"""The words between that NEAR without a number allows."""
MOST_LINES = 10_000

_WORD = r"[\w*?'&%+]+(?:[-/][\w*?'&%+]+)*"
_ITEMS = r"\#?\s?\d{1,4}(?:\s?[-,]\s?\#?\s?\d{1,4})*"
_SUBS = r"[a-z]{2}(?:\s?,\s?[a-z]{2})*"
_PRODUCTS = (
    r"(?:cochrane\s+(?:reviews|protocols)|(?:other\s+)?reviews|protocols|trials|clinical\s+answers|editorials|"
    r"special\s+collections|methods\s+studies|technology\s+assessments|economic\s+evaluations|cochrane\s+groups|"
    r"all\s+(?:products|text))(?:\s?\(reviews[^()\n]{0,40}\))?"
)
_LAST = r"(?=\s{0,9}\Z|\s?,|\s?\(word\b|\s(?:with\s+)?(?:cochrane|publication)\b)"
_DATES = r"(?:from|between)\s+(?P<low>(?:[a-z]{3}\s)?\d{4})\s+(?:to|and)\s+(?P<high>(?:[a-z]{3}\s)?\d{4})"
_PLACE = r"(?:title|abstract|keywords?|author|source|publication\s+type)(?!\w)"
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<aside>\(\s?word\s+variations\s+have\s+been\s+searched\s?\))
    |(?P<open>\()|(?P<close>\))
    |(?P<lines>\{{\s?(?P<lop>and|or)\s+(?P<items>{_ITEMS})\s?\}})
    |(?P<several>\#\d{{1,4}}\s?-\s?\#?\d{{1,4}}(?!\w)|(?<!\w)(?:and|or)\s?/\s?\d[\d,-]*)
    |(?P<ref>\#(?P<line>\d{{1,4}})(?!\w))
    |(?P<mesh>\[\s?mh\b[\s^]*(?:"(?P<quoted>[^"\n]{{0,200}})"|(?P<plain>[^"\[\]/\s^][^"\[\]/\n]{{0,200}})?)\s?
        (?:/\s?(?P<subs>{_SUBS})\s?)?(?P<major>\[\s?mj\s?\]\s?)?\])
    |(?P<descriptor>mesh\s+descriptor[\s:]+
        (?:\[(?P<name>[^\]\n]{{1,200}})\]
        |(?P<old>[^\n()\[\]\s:,][^\n()\[\]]{{0,150}}?)(?=[\s,]{{1,3}}(?:explode|this\s+term)\b))
        (?:[\s,]*(?P<how>explode\s+all\s+trees|explode\s+(?:trees?\s+)?\d(?:[\d,\s]*\d)?(?:\s?trees?)?
        |this\s+term\s+only|in\s+all\s+mesh\s+products)(?:\s+in\s+(?:all\s+)?mesh\s+products)?)?
        (?:[\s,]*(?:and\s+)?with\s+qualifiers?(?:\(s\))?[\s:]+
        (?:\[(?P<names>[^\]\n]{{0,400}})\]|(?P<codes>{_SUBS})(?!\w)))?)
    |(?P<bracket>\[[^\]\n]*\]?)
    |(?P<near>(?<![\w-])(?P<kind>near|next)(?:\s?/\s?(?P<n>\d{{1,3}}))?(?!\w|-))
    |(?P<adj>(?<![\w-])adj\d{{0,2}}(?![\w-]))
    |(?P<place>(?<!\w)in\s+(?:record\s+)?{_PLACE}(?:\s?(?:,|or|and)\s?{_PLACE})*)
    |(?P<op>(?<![\w-])(?:and\s+not|and|or|not)(?![\w*?$]|[-/.:]\w))
    |(?P<product>(?<!\w)(?:with\s+[a-z\s]{{0,40}}?publication\s+(?:date|year)\s+{_DATES}
        |publication\s+year\s+{_DATES.replace("low", "low2").replace("high", "high2")}
        |in\s+(?P<where>{_PRODUCTS})){_LAST})
    |(?P<double>"(?P<inside>{colons.DOUBLE})(?P<shut>")?)
    |(?P<suffix>:\s?{colons.CODES}(?!\w))
    |(?P<ovid>{colons.OVID})
    |(?P<word>{_WORD})
    |(?P<other>.)""",
    re.X | re.I | re.S,
)


def tokenize(text: str, start: int, end: int, findings: list[Finding]) -> list[Token]:
    """The tokens of one line of the search manager; what is not understood becomes raw and a finding.

    >>> tokenize("MeSH descriptor: [Loneliness] this term only", 0, 44, [])[0].node.explode
    False
    >>> [token.between for token in tokenize("near/3 near next", 0, 16, [])]
    [3, 6, 0]
    """
    tokens: list[Token] = []
    limits: list[Token] = []
    for m in _TOKENS.finditer(text, start, end):
        if m.lastgroup == "product":
            limits.extend((Operator("and", m.span()), Leaf(_product(text, m, findings), m.span())))
        elif (token := _token(text, m, findings)) is not None:
            tokens.append(token)
    colons.printed_hits(text, tokens, findings)
    colons.short_reach(text, tokens, findings)
    if not limits or not tokens:
        return tokens
    return [Open((start, start)), *tokens, Close(limits[0].span), *limits]


def _token(text: str, m: re.Match[str], findings: list[Finding]) -> Token | None:
    span: Span = m.span()
    match m.lastgroup:
        case "open":
            return Open(span)
        case "close":
            return Close(span)
        case "near":
            return _near(text, m, findings)
        case "adj" | "op":
            return colons.operator(text, m, TITLE, findings)
        case "suffix" | "ovid":
            return colons.suffix(text, m, FIELDS, TITLE, findings)
        case "place":
            found = re.findall("title|abstract|keyword|author|source|publication", m.group().lower())
            return Suffix(frozenset[str]().union(*(FIELDS[_PLACES[name]] for name in found)), span)
        case "double" | "word":
            return _words(text, m, findings)
        case "aside":
            said = "the search took in variations of the words; here they are read as written"
            findings.append(at(text, span, "LIM03", "warning", said))
        case "other" if m.group() not in ",;." and not broken(text, m):
            findings.append(at(text, span, "SYN01", "error", f"{m.group()!r} has no meaning here"))
        case "lines" | "several" | "ref" | "mesh" | "descriptor" | "bracket":
            return Leaf(_whole(text, m, findings), span)
    return None


def _whole(text: str, m: re.Match[str], findings: list[Finding]) -> Node:
    """References and headings; what looks like one and is not becomes raw."""
    span = m.span()
    match m.lastgroup:
        case "lines":
            return _lines(m["items"], m["lop"].lower(), span)
        case "ref":
            return Ref(m["line"], span)
        case "mesh":
            return _mesh(text, m, findings)
        case "descriptor":
            return _descriptor(text, m, findings)
        case "several":
            said = f"{m.group()!r} has no meaning on the Cochrane Library: write {{or #1-#5}}"
            findings.append(at(text, span, "MIX02", "error", said))
        case _:
            said = f'{m.group()!r} is nothing that the Cochrane Library reads: a heading is [mh "name"]'
            findings.append(at(text, span, "FLD01", "error", said))
    return Raw(m.group(), "no heading or line of the Cochrane Library", span)


def _lines(items: str, kind: str, span: Span) -> Node:
    numbers: list[str] = []
    for item in re.sub(r"[#\s]", "", items).split(","):
        low, *more = (int(n) for n in item.split("-"))
        numbers.extend(str(n) for n in range(low, min(more[-1] if more else low, low + MOST_LINES) + 1))
    refs = tuple(Ref(n, span) for n in dict.fromkeys(numbers)) or (Ref(items, span),)
    return refs[0] if len(refs) == 1 else (And if kind == "and" else Or)(refs, span)


def _near(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    ordered = m["kind"].lower() == "next"
    between = int(m["n"] or (0 if ordered else NEAR))
    if m["n"] and (ordered or not between):
        said = f"{m.group()!r} is not documented: read as at most {between} words between"
        findings.append(at(text, m.span(), "PRX03", "warning", said))
    return Operator("near", m.span(), between, ordered)


def _words(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    quoted = m.lastgroup == "double"
    if quoted and m["shut"] is None:
        findings.append(at(text, m.span(), "SYN10", "error", "a quotation mark is never closed"))
    body, start = (m["inside"], m.start() + 1) if quoted else (m.group(), m.start())
    words = split_words(body, start, WILDCARDS)
    if not words:
        findings.append(at(text, m.span(), "SYN02", "error", f"{m.group()!r} has no word to search for"))
        return Leaf(Raw(m.group(), "no word", m.span()), m.span())
    if not quoted and re.search("/(?:exp|de|mj)$", body, re.I):
        said = f'{body!r} is a heading of Embase.com, words on the Cochrane Library: write [mh "name"]'
        findings.append(at(text, m.span(), "MIX02", "error", said))
    if not quoted and body.startswith("'"):
        said = "single quotation marks do not hold words together on the Cochrane Library: use double ones"
        findings.append(at(text, m.span(), "MIX02", "warning", said))
    if quoted and any(w.wild for w in words):
        said = "the Cochrane Library has no wildcards within quotation marks: join the words by NEXT"
        findings.append(at(text, m.span(), "WLD03", "warning", said))
    return Words(words, m.span())


def _mesh(text: str, m: re.Match[str], findings: list[Finding]) -> Node:
    """``[mh "Name"]``, with ``^`` not exploded, with ``/DT`` under a subheading; ``[mh /DT]`` on any heading."""
    span = m.span()
    name = re.sub(r"\s+", " ", m["quoted"] or m["plain"] or "").strip()
    qualifiers = _qualifiers(m["subs"])
    if m["major"]:
        said = "[mj] is in use for main topics, but not documented"
        findings.append(at(text, m.span("major"), "HED02", "note", said))
    if name:
        return Heading("mesh", name, "^" not in m.group().partition('"')[0], bool(m["major"]), qualifiers, span)
    if len(qualifiers) == 1 and not m["major"]:
        return Value("subheading", Word((qualifiers[0],), span), span)
    findings.append(at(text, span, "SYN02", "error", f"{m.group()!r} has no heading to search for"))
    return Raw(m.group(), "no heading", span)


def _descriptor(text: str, m: re.Match[str], findings: list[Finding]) -> Node:
    """``MeSH descriptor: [Name] explode all trees``, as the search manager prints a heading."""
    name = re.sub(r"\s+", " ", m["name"] or m["old"]).strip(" ,")
    how = re.sub(r"\s+", " ", m["how"] or "").lower()
    if how not in ("explode all trees", "this term only"):
        said = f"{how or 'a descriptor without a word on its trees'!r}: read as exploded in all trees"
        findings.append(at(text, m.span(), "HED02", "warning", said))
    codes = re.sub(r"[^,\]]*\s-\s(?=[a-z]{2}(?:\s*,|\s*$))", "", m["names"], flags=re.I) if m["names"] else m["codes"]
    return Heading("mesh", name, how != "this term only", False, _qualifiers(codes), m.span())


def _qualifiers(codes: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mesh.qualifier(c) for c in (codes or "").split(",") if c.strip()))


def _product(text: str, m: re.Match[str], findings: list[Finding]) -> Node:
    """What a printed line is limited to: a kind of record, or years."""
    span, written = m.span(), re.sub(r"\s+", " ", m.group().lower())
    low, high = m["low"] or m["low2"] or "", m["high"] or m["high2"] or ""
    if "publication year" in written and low.isdecimal() and high.isdecimal():
        return Range("published", low, high, span)
    if m["where"]:
        written = re.sub(r"\s+", " ", m["where"].lower())
    said = f"the limit {written!r} holds in the Cochrane Library only: records elsewhere do not have it"
    findings.append(at(text, span, "LIM01", "warning", said))
    return Value("limit", Word((written,), span), span)


class _Spelling(ColonSpelling):
    """A field after a colon, headings in brackets, NEAR/n for at most n words between."""

    title = TITLE
    codes: ClassVar = {
        "": f.FULL_TEXT, "ti,ab": f.TITLE_ABSTRACT, "ti,ab,kw": f.KEY,
        **{code: known for code, known in FIELDS.items() if not known <= f.CODED},
    }  # fmt: skip
    values: ClassVar = {"publication type": "pt", "author": "au", "journal": "so", "accession": "an"}
    signs: ClassVar = {ANY: "*", ONE: "?"}
    quote = '"'
    following = "NEXT"
    together: ClassVar = {c: known for c, known in FIELDS.items() if not known <= f.CODED}

    def near(self, between: int, ordered: bool) -> str:
        if ordered and between:
            raise self.cannot("words in order with others between")
        return "NEXT" if ordered else f"NEAR/{between}"

    def heading(self, node: Heading) -> str:
        if node.vocabulary != "mesh":
            raise self.cannot(f"the heading {node.name!r}, which is not MeSH's,")
        subs = f"/{','.join(self._sub(q) for q in node.qualifiers)}" if node.qualifiers else ""
        return f"[mh {'' if node.explode else '^'}{self.name(node.name)}{subs}{'[mj]' if node.major else ''}]"

    def _sub(self, qualifier: str) -> str:
        codes = {name: code for code, name in mesh.qualifiers().items()}
        if qualifier not in codes:
            raise self.cannot(f"the subheading {qualifier!r}")
        return codes[qualifier].upper()

    def value(self, node: Value) -> str:
        text = self.whole(node.word)
        if node.field == "subheading":
            return f"[mh /{self._sub(text)}]"
        if node.field not in self.values:
            raise self.cannot(f"a search by {node.field}")
        return f"{self.name(text)}:{self.values[node.field]}"


COCHRANE = Dialect(
    name="cochrane",
    title=TITLE,
    strength={"or": 1, "and": 2, "not": 2, "near": 3},
    clear_precedence=False,
    adjacent="and",
    default=f.FULL_TEXT,
    default_code="all text",
    tokenize=tokenize,
    spelling=_Spelling(),
    wildcards=WILDCARDS,
)
