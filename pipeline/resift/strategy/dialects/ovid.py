"""Ovid: ``adjN`` counts one more than the words between; fields follow their term; headings end in a slash.

Sources: Ovid's syntax guide (site.ovid.com); field codes from its MEDLINE field guide.
"""

from __future__ import annotations

import re
from typing import ClassVar

from resift.strategy import fields as f
from resift.strategy import mesh
from resift.strategy.dialects import limits
from resift.strategy.dialects.base import Dialect, broken, digits, split_words
from resift.strategy.dialects.spelling import Spelling
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Suffix, Times, Token, Words
from resift.strategy.tree import (
    ANY,
    ONE,
    OPTIONAL,
    And,
    Heading,
    Node,
    Or,
    Phrase,
    Range,
    Raw,
    Ref,
    Span,
    Text,
    Value,
    Wild,
    Word,
)

_CODES_OF: dict[frozenset[str], str] = {
    f.TITLE: "ti bt", f.ABSTRACT: "ab sp", f.TITLE_ABSTRACT: "tw", f.OVID_MP: "mp", f.EVERYTHING: "af tx",
    f.KEYWORD: "kf id dq kv tm", f.KEYWORD_PHRASE: "kw", f.HEADING_WORD: "hw ps ox hx bw dm",
    f.SUBSTANCE: "nm tn nw rs px rx dv my",
    f.REGISTRY: "rn", f.ORIGINAL_TITLE: "ot", f.AFFILIATION: "in", f.DESCRIPTOR: "sh de ct mh me", f.FLOATING: "fs xs",
    f.PUBLICATION_TYPE: "pt", f.AUTHOR: "au", f.JOURNAL: "jn jw jx jl so", f.LANGUAGE: "lg la", f.IDENTIFIER: "ui",
    f.YEAR: "yr dp", frozenset({"entered"}): "ed", frozenset({"created"}): "dt dc", frozenset({"revised"}): "rd",
    frozenset({"updated"}): "up", frozenset({"accession"}): "an", frozenset({"country"}): "cp pl gw",
    frozenset({"issn"}): "is", frozenset({"isbn"}): "ib", frozenset({"volume"}): "vo", frozenset({"issue"}): "ip",
    frozenset({"pages"}): "pg", frozenset({"status"}): "st", frozenset({"subset"}): "sb",
    frozenset({"other abstract"}): "oa",
}  # fmt: skip
FIELDS = {code: fields for fields, codes in _CODES_OF.items() for code in codes.split()}
DATES = {"yr": "published", "dp": "published", "ep": "published", "ed": "entered", "dt": "created", "dc": "created"}
WILDCARDS = {"*": ANY, "$": ANY, ":": ANY, "#": ONE, "?": OPTIONAL}

_SUBS = (
    r"(?P<%ssubs>(?!or\b)[a-z]{2}(?:\s?,\s?(?!or\b)[a-z]{2})*(?![a-z]))?(?:\s*\[[^\]\n]*\])?"
    r"(?:(?![\w/])|(?=(?:and|or|not)\s))"
)
_CODES = r"[a-z]{2}(?:\s?,\s?[a-z]{2})*"
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<lines>\b(?P<lop>and|or)\s*/\s*(?P<items>\d+(?:\s*-\s*\d+)?(?:\s*,\s*\d+(?:\s*-\s*\d+)?)*))
    |(?P<ref>\#(?P<line>\d{{1,4}})\b)
    |(?P<near>\badj(?:\s?(?P<n>\d{{1,2}}))?(?!\w))
    |(?P<op>\b(?:and\s+not|and|or|not)\b(?![-/.]\w|[*$?#:]))
    |(?P<times>\s*/\s*freq\s*=\s*(?P<freq>\d+))
    |(?P<dates>(?P<low>\d{{4,8}}):(?P<high>\d{{4,8}}|current)\.(?P<dcode>ed|dt|dc|ep|yr|dp)\.?(?!\w))
    |(?P<suffix>\.\s?(?P<codes>{_CODES})\b\.?(?!\w))
    |(?P<odd>(?<=[\w*$)"'])\.(?P<long>[a-z]{{3,}}|[a-z]_[a-z]+)\.(?!\w))
    |(?P<use>(?<=[\w/.)]\s)use\s+[a-z]{{3,8}}\d{{0,2}}(?=\s*(?:[)\[]|\Z|\n|\t|\b(?:and|or|not)\b)))
    |(?P<comment>\[[^\]\n]*\]?)
    |(?P<emtree>(?P<term>[a-z][\w-]*)/(?P<how>exp|de|mj)\b)
    |(?P<named>(?:(?P<nexp>exp)\s+)?(?P<nfocus>\*)?(?P<nname>{mesh.COMPOUND})/{_SUBS % "n"})
    |(?P<heading>(?:(?P<exp>exp)\s+)?(?P<focus>\*)?
        (?P<name>(?!(?:and|or|not)/)
        [a-z0-9](?:(?!\s(?:and|or|not|adj\d{{0,2}})\s|\s/)[^()/\n"\[\]]){{0,120}}?)/{_SUBS % ""})
    |(?P<exphead>(?P<xexp>exp)\s+(?P<xfocus>\*)?
        (?P<xname>[a-z0-9](?:(?!\s(?:exp|or|not)\s)[^()/\n"\[\]]){{0,120}}?)/{_SUBS % "x"})
    |(?P<quoted>(?:(?P<qexp>exp)\s+)?(?P<qfocus>\*)?"(?P<qname>[^"\n/]+)"\s?/{_SUBS % "q"})
    |(?P<quote>"(?P<inside>[^"\n]*)"?)
    |(?P<word>[\w*$#?:'’&%+]+(?:[-/][\w*$#?:'’]+)*)
    |(?P<other>.)""",
    re.X | re.I,
)
_USE = re.compile(r"\s*(?P<line>\d+)\s+use\s+\w+\s*", re.I)
_PICK = re.compile(r"\s*(?:\.\.print\s|from\s+(?P<line>\d+)\s+keep\s).*", re.I | re.S)
_ASIDE = re.compile(r"\s*(?:remove\s+duplicates\s+from|\.\.dedup|\.\.ps|\.\.c)\s+(?P<line>\d+)\s*", re.I)
_NO_SLASH = re.compile(r"\s*(?P<kind>and|or)\s+(?P<items>\d+\s*-\s*\d+)\s*", re.I)


def tokenize(text: str, start: int, end: int, findings: list[Finding]) -> list[Token]:
    """The tokens of one Ovid line or string; what is not understood becomes raw and a finding."""
    if _PICK.fullmatch(text, start, end):
        message = "records picked by their places in a list are no search"
        findings.append(at(text, (start, end), "LIM04", "error", message))
        return [Leaf(Raw(text[start:end], "records picked by hand", (start, end)), (start, end))]
    used = _USE.fullmatch(text, start, end)
    if used:
        message = "one database of several: read as the line itself"
        findings.append(at(text, (start, end), "LIM02", "note", message))
        return [Leaf(Ref(used["line"], used.span("line")), used.span())]
    same = _ASIDE.fullmatch(text, start, end)
    if same:
        message = "duplicates are removed by resift dedup, not by the search: read as the line itself"
        findings.append(at(text, (start, end), "LIM02", "note", message))
        return [Leaf(Ref(same["line"], same.span("line")), same.span())]
    bare = _NO_SLASH.fullmatch(text, start, end)
    if bare:
        message = f"read as {bare['kind'].lower()}/{bare['items']}, the form that Ovid knows"
        findings.append(at(text, bare.span(), "MIX02", "warning", message))
        return [Leaf(_lines(bare["items"], bare["kind"].lower(), bare.span()), bare.span())]
    limited = limits.ovid(text, start, end, findings)
    if limited is not None:
        return limited
    tokens: list[Token] = []
    for m in _TOKENS.finditer(text, start, end):
        token = _token(text, m, findings)
        if token is None:
            continue
        if m.lastgroup == "heading" and not m["exp"] and _may_begin_before(tokens):
            message = "this heading may begin before AND or OR: write its whole name in quotes if so"
            findings.append(at(text, m.span(), "HED01", "warning", message))
        tokens.append(token)
    return tokens


def _may_begin_before(tokens: list[Token]) -> bool:
    """Whether a heading without ``exp`` follows bare words and an operator, as in ``Wounds and Injuries/``."""
    joined = len(tokens) > 1 and isinstance(tokens[-1], Operator) and tokens[-1].kind in ("and", "or")
    before = tokens[-2] if joined else None
    return isinstance(before, Words) and not any(w.wild for w in before.words)


def _token(text: str, m: re.Match[str], findings: list[Finding]) -> Token | None:
    span: Span = m.span()
    match m.lastgroup:
        case "open":
            return Open(span)
        case "close":
            return Close(span)
        case "lines" | "ref" | "emtree" | "dates" | "named" | "heading" | "exphead" | "quoted":
            return Leaf(_whole(text, m, findings), span)
        case "near":
            n = m["n"]
            return Operator("near", span, max(int(n or 1) - 1, 0), ordered=not n)
        case "op":
            return _operator(text, m, findings)
        case "times":
            return Times(int(m["freq"]), span)
        case "suffix":
            return _suffix(text, m, findings)
        case "odd":
            findings.append(at(text, span, "FLD01", "error", f"unknown Ovid field: {m['long']}"))
        case "quote":
            return _quote(text, m, findings)
        case "word":
            words = split_words(m["word"], m.start(), WILDCARDS, counted=True)
            return _words(text, words, span, findings)
        case "use":
            message = f"{' '.join(m.group().split())!r} chooses one of several databases: read as in all of them"
            findings.append(at(text, span, "LIM02", "warning", message))
        case "other" if m.group() not in ",;." and not broken(text, m):
            findings.append(at(text, span, "SYN01", "error", f"{m.group()!r} has no meaning here"))
    return None


def _whole(text: str, m: re.Match[str], findings: list[Finding]) -> Node:
    """What stands for itself: references to lines, headings, dates."""
    span: Span = m.span()
    match m.lastgroup:
        case "lines":
            return _lines(m["items"], m["lop"].lower(), span)
        case "ref":
            message = f"{m.group()!r} is another platform's way to refer to a line; read as {m['line']}"
            findings.append(at(text, span, "MIX02", "warning", message))
            return Ref(m["line"], span)
        case "emtree":
            return Heading("emtree", m["term"].lower(), m["how"].lower() == "exp", span=span)
        case "dates":
            return limits.span_of(DATES[m["dcode"].lower()], m["low"], m["high"], span)
    return _heading(m)


def _lines(items: str, kind: str, span: Span) -> Node:
    numbers: list[str] = []
    for item in items.split(","):
        low, _, high = item.partition("-")
        last = min(int(high or low), int(low) + 9999)
        numbers.extend(str(n) for n in range(int(low), last + 1))
    refs = tuple(Ref(n, span) for n in dict.fromkeys(numbers))
    return refs[0] if len(refs) == 1 else (And if kind == "and" else Or)(refs, span)


def _operator(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    words = m["op"].lower().split()
    if len(words) > 1:
        findings.append(at(text, m.span(), "MIX01", "warning", "'and not' is Scopus's way; read as NOT"))
    return Operator(words[-1], m.span())


def _quote(text: str, m: re.Match[str], findings: list[Finding]) -> Token | None:
    if not m.group()[1:].endswith('"'):
        findings.append(at(text, m.span(), "SYN10", "error", "a quotation mark is never closed"))
    return _words(text, split_words(m["inside"], m.start() + 1, WILDCARDS, counted=True), m.span(), findings)


def _words(text: str, words: tuple[Word, ...], span: Span, findings: list[Finding]) -> Token | None:
    for w in words:
        if w.wild and not w.stem:
            findings.append(at(text, w.span, "WLD01", "error", "Ovid has no truncation at the beginning of a word"))
    if not words:
        findings.append(at(text, span, "SYN02", "error", f"{text[slice(*span)]!r} has no word to search for"))
        return None
    return Words(words, span)


def _suffix(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    codes = [c.strip().lower() for c in m["codes"].split(",")]
    unknown = [c for c in codes if c not in FIELDS]
    if unknown:
        findings.append(at(text, m.span(), "FLD01", "error", f"unknown Ovid field: {', '.join(unknown)}"))
    known = [FIELDS[c] for c in codes if c in FIELDS]
    fields = frozenset[str]().union(*known)
    # whole keywords are among those found by their words
    return Suffix(fields - f.KEYWORD_PHRASE if fields >= f.KEYWORD else fields, m.span())


def _heading(m: re.Match[str]) -> Heading:
    x = {"named": "n", "exphead": "x", "quoted": "q"}.get(m.lastgroup or "", "")
    codes = [c for c in (m[f"{x}subs"] or "").split(",") if c.strip()]
    qualifiers = tuple(mesh.qualifier(c) for c in codes)
    name = re.sub(r"\s+", " ", m[f"{x}name"].strip())
    return Heading("mesh", name, bool(m[f"{x}exp"]), bool(m[f"{x}focus"]), qualifiers, m.span())


class _Spelling(Spelling):
    """A field after each term, ``adjN`` for at most N-1 words between."""

    title = "Ovid"
    operators: ClassVar = {"and": "and", "or": "or", "not": "not"}
    codes: ClassVar = {
        "mp": f.OVID_MP, "ti": f.TITLE, "ab": f.ABSTRACT, "ti,ab": f.TITLE_ABSTRACT, "kf": f.KEYWORD,
        "kw": f.KEYWORD_PHRASE,
        "ti,ab,kf": f.TITLE_ABSTRACT_KEYWORD, "ti,kf": f.TITLE | f.KEYWORD, "ab,kf": f.ABSTRACT | f.KEYWORD,
        "af": f.EVERYTHING, "hw": f.HEADING_WORD, "nm": f.SUBSTANCE, "ot": f.ORIGINAL_TITLE, "in": f.AFFILIATION,
        "jw": f.JOURNAL,
    }  # fmt: skip
    values: ClassVar = {
        "publication type": "pt", "author": "au", "journal": "jn", "language": "lg", "floating subheading": "fs",
        "registry number": "rn", "pmid": "ui", "descriptor": "sh", "country": "cp",
    }  # fmt: skip
    signs: ClassVar = {ANY: "*", ONE: "#", OPTIONAL: "?"}
    together: ClassVar = {c: FIELDS[c] for c in ("mp", "ti", "ab", "kf", "kw", "hw", "nm", "ot", "in", "pt")}

    def write(self, node: Node) -> str:
        limited = limits.ovid_text(node)
        return super().write(node) if limited is None else limited

    def scoped(self, code: str, text: str) -> str:
        return f"{text}.{code}."

    def text(self, node: Text) -> str:
        if node.fields == f.JOURNAL and isinstance(node.expression, Word | Phrase):
            raise self.cannot("a journal's name otherwise than as a whole value")
        plain = super().text(Text(node.fields, node.expression))
        return plain if node.times == 1 else f"{plain} /freq={node.times}"

    def sign(self, wild: Wild) -> str:
        return f"${wild.high}" if wild.low == 0 and wild.high and wild.high > 1 else super().sign(wild)

    def near(self, between: int, ordered: bool) -> str:
        if ordered and between:
            raise self.cannot("words in order with others between")
        return "adj" if ordered else f"adj{between + 1}"

    def heading(self, node: Heading) -> str:
        if node.vocabulary == "emtree":
            return f"{node.name}/{'exp' if node.explode else 'de'}"
        codes = {name: code for code, name in mesh.qualifiers().items()}
        subs = ",".join(codes.get(q, q) for q in node.qualifiers)
        name = f'"{node.name}"' if re.search(r"\b(?:and|or|not|adj\d*|exp)\b|[()\[\]]", node.name, re.I) else node.name
        return f"{'exp ' if node.explode else ''}{'*' if node.major else ''}{name}/{subs}"

    def value(self, node: Value) -> str:
        if node.field not in self.values:
            raise self.cannot(f"a search by {node.field}")
        return f"{self.word(node.word)}.{self.values[node.field]}."

    def range(self, node: Range) -> str:
        code = next((c for c, field in DATES.items() if field == node.field), None)
        if code is None:
            raise self.cannot(f"a range of the field {node.field}")
        if node.field == "published" and "/" in node.low + node.high:
            raise self.cannot("months and days of publication")
        last = "current" if node.high == "3000" else digits(node.high)
        return f"{digits(node.low)}:{last}.{code}."

    def reference(self, line: str) -> str:
        return line


OVID = Dialect(
    name="ovid",
    title="Ovid",
    strength={"or": 1, "and": 2, "not": 2, "near": 3},
    clear_precedence=False,
    adjacent="near",
    default=f.OVID_MP,
    default_code=".mp.",
    tokenize=tokenize,
    spelling=_Spelling(),
    references="",
    wildcards=WILDCARDS,
)
