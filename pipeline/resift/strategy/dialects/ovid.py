"""Ovid: ``adjN`` counts one more than the words between; fields follow their term; headings end in a slash.

Sources: Ovid's syntax guide (site.ovid.com); field codes from its MEDLINE field guide.
"""

from __future__ import annotations

import re

from resift.strategy import fields as f
from resift.strategy.dialects.base import Dialect, split_words
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Suffix, Token, Words
from resift.strategy.tree import ANY, ONE, OPTIONAL, Heading, Span

FIELDS: dict[str, frozenset[str]] = {
    "ti": f.TITLE, "ab": f.ABSTRACT, "tw": f.TITLE_ABSTRACT, "mp": f.OVID_MP, "af": f.EVERYTHING, "kf": f.KEYWORD,
    "kw": f.KEYWORD, "hw": f.HEADING_WORD, "nm": f.SUBSTANCE, "ot": f.ORIGINAL_TITLE, "in": f.AFFILIATION,
    "pt": frozenset({"publication type"}), "au": frozenset({"author"}), "jn": frozenset({"journal"}),
    "jw": frozenset({"journal"}), "lg": frozenset({"language"}), "la": frozenset({"language"}),
}  # fmt: skip
SUBHEADINGS = {
    "dt": "drug therapy", "th": "therapy", "di": "diagnosis", "ep": "epidemiology", "pc": "prevention & control",
    "ae": "adverse effects", "co": "complications", "et": "etiology", "mo": "mortality", "su": "surgery",
    "rh": "rehabilitation", "px": "psychology", "ec": "economics", "dh": "diet therapy",
}  # fmt: skip
WILDCARDS = {"*": ANY, "$": ANY, ":": ANY, "#": ONE, "?": OPTIONAL}

_TOKENS = re.compile(
    r"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<near>\badj(?P<n>\d{0,2})(?!\w))
    |(?P<op>\b(?:and\s+not|and|or|not)\b)
    |(?P<suffix>\.(?P<codes>[a-z]{2}(?:\s?,\s?[a-z]{2})*)\.?(?![\w*$]))
    |(?P<emtree>(?P<term>[a-z][\w-]*)/(?P<how>exp|de|mj)\b)
    |(?P<heading>(?P<exp>exp\s+)?(?P<focus>\*)?(?P<name>[a-z](?:(?!\s(?:and|or|not|adj\d{0,2})\s)[^()/\n"])*?)/(?P<subs>[a-z]{2}(?:\s?,\s?[a-z]{2})*)?(?![\w/]))
    |(?P<exphead>exp\s+(?P<xfocus>\*)?(?P<xname>[a-z](?:(?!\sexp\s)[^()/\n"])*?)/(?P<xsubs>[a-z]{2}(?:\s?,\s?[a-z]{2})*)?(?![\w/]))
    |(?P<quoted>(?P<qexp>exp\s+)?(?P<qfocus>\*)?"(?P<qname>[^"\n/]+)"/(?P<qsubs>[a-z]{2}(?:\s?,\s?[a-z]{2})*)?(?![\w/]))
    |(?P<quote>"(?P<inside>[^"\n]*)"?)
    |(?P<word>[\w*$#?:'’]+(?:-[\w*$#?:'’]+)*)
    |(?P<other>.)""",
    re.X | re.I,
)


def tokenize(text: str, findings: list[Finding]) -> list[Token]:
    """The tokens of one Ovid strategy line or string; what is not understood becomes raw and a finding."""
    tokens: list[Token] = []
    for m in _TOKENS.finditer(text):
        token = _token(text, m, findings)
        if token is not None:
            if m.lastgroup == "heading" and not m["exp"] and _may_begin_before(tokens):
                message = (
                    "this heading may begin before AND or OR: write its whole name in quotes, or a field code before"
                )
                findings.append(at(text, m.span(), "HED01", "error", message))
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
        case "near":
            n = m["n"]
            return Operator("near", span, max(int(n or 1) - 1, 0), ordered=not n)
        case "op":
            return Operator(m["op"].lower().split()[-1], span)
        case "suffix":
            return _suffix(text, m, findings)
        case "emtree":
            return Leaf(Heading("emtree", m["term"].lower(), m["how"].lower() == "exp", span=span), span)
        case "heading" | "exphead" | "quoted":
            return _heading(m)
        case "quote":
            return Words(split_words(m["inside"], m.start() + 1, WILDCARDS), span)
        case "word":
            return Words(split_words(m["word"], m.start(), WILDCARDS), span)
        case "other" if m.group() not in ",;.":
            findings.append(at(text, span, "SYN01", "error", f"{m.group()!r} has no meaning here"))
    return None


def _suffix(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    codes = [c.strip().lower() for c in m["codes"].split(",")]
    unknown = [c for c in codes if c not in FIELDS]
    if unknown:
        findings.append(at(text, m.span(), "FLD01", "error", f"unknown Ovid field: {', '.join(unknown)}"))
    known = [FIELDS[c] for c in codes if c in FIELDS]
    return Suffix(frozenset[str]().union(*known), m.span())


def _heading(m: re.Match[str]) -> Token:
    x = "x" if m["xname"] else "q" if m["qname"] else ""
    exploded = bool(m["xname"] or m["exp"] or m["qexp"])
    codes = [c.strip().lower() for c in (m[f"{x}subs"] or "").split(",") if c.strip()]
    qualifiers = tuple(SUBHEADINGS.get(c, c) for c in codes)
    name = re.sub(r"\s+", " ", m[f"{x}name"].strip())
    return Leaf(Heading("mesh", name, exploded, bool(m[f"{x}focus"]), qualifiers, m.span()), m.span())


OVID = Dialect(
    name="ovid",
    title="Ovid",
    strength={"or": 1, "and": 2, "not": 2, "near": 3},
    clear_precedence=False,
    adjacent="near",
    default=f.OVID_MP,
    default_code=".mp.",
    tokenize=tokenize,
    wildcards=WILDCARDS,
)
