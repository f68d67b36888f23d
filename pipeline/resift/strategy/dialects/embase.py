"""Embase.com: operators strictly left to right, ``NEAR/n`` for n-1 words between, Emtree headings after a slash.

Sources: elsevier.support on Boolean operators, wildcards and proximity (2025-09); embase.com's help on wildcards; its
field codes as in common use. Where sources are silent or at odds a finding says so.
"""

from __future__ import annotations

import re
from typing import ClassVar

from resift.strategy import fields as f
from resift.strategy.dialects import colons
from resift.strategy.dialects.base import Dialect, broken, split_words
from resift.strategy.dialects.colons import ColonSpelling
from resift.strategy.dialects.limits import LANGUAGES
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Suffix, Token, Words
from resift.strategy.tree import ANY, ONE, OPTIONAL, Heading, Node, Range, Raw, Ref, Span, Value, Word

TITLE = "Embase.com"
FIELDS: dict[str, frozenset[str]] = {
    "ti": f.TITLE, "ab": f.ABSTRACT, "kw": f.KEYWORD, "de": f.INDEX_WORDS, "tt": f.ORIGINAL_TITLE,
    "oa": frozenset({"other abstract"}), "ff": f.AFFILIATION, "ad": f.AFFILIATION, "rn": f.REGISTRY,
    "it": f.PUBLICATION_TYPE, "la": f.LANGUAGE, "jt": f.JOURNAL, "ta": f.JOURNAL, "au": f.AUTHOR, "py": f.YEAR,
    "lnk": f.FLOATING, "cy": frozenset({"country"}), "id": frozenset({"accession"}), "do": frozenset({"doi"}),
    "is": frozenset({"issn"}), "ca": frozenset({"author country"}), "cn": frozenset({"trial number"}),
    "tn": frozenset({"trade name"}), "mn": frozenset({"manufacturer"}), "dn": frozenset({"device trade name"}),
    "df": frozenset({"device manufacturer"}),
}  # fmt: skip
WILDCARDS = {"*": ANY, "?": ONE, "$": OPTIONAL}
DATABASES = frozenset({"embase", "medline", "embase classic", "pubmed-not-medline", "preprint"})
PUBLICATION_TYPES = frozenset({
    "article", "article in press", "chapter", "conference abstract", "conference paper", "conference review",
    "data paper", "editorial", "erratum", "letter", "note", "review", "short survey",
})  # fmt: skip
HEADING_CODES = frozenset({"exp", "de", "mj"})

_HOW = r"\s?/\s?(?P<%show>[a-z_]{2,5}(?:[/,][a-z_]{2,5})*)(?!\w)"
_WORD = r"[\w*?$'&%+]+(?:-[\w*?$'&%+]+)*"
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<bracket>\[(?P<what>[^\]\n]*)(?:\](?:\s?/\s?(?P<limit>[a-z]{{2,3}})(?!\w))?)?)
    |(?P<several>\#\d{{1,4}}\s?-\s?\#?\d{{1,4}}(?!\w)|(?<!\w)(?:and|or)\s?/\s?\d[\d,-]*)
    |(?P<ref>\#(?P<line>\d{{1,4}})(?!\w))
    |(?P<near>(?<![\w-])(?P<kind>near|next)\s?/\s?(?P<n>\d{{1,3}})(?!\w))
    |(?P<adj>(?<![\w-])adj\d{{0,2}}(?![\w-]))
    |(?P<op>(?<![\w-])(?:and\s+not|and|or|not)(?![\w*?$]|[-/.:]\w))
    |(?P<single>'(?P<inside>(?:[^'\n]|(?<=\w)'(?!(?:near|next|and|or|not)\b)(?=\w))*
        (?:\n[^'\n:()\[\]/]*{colons.WRAPPED}(?='(?!\w)))?)(?P<shut>'(?:{_HOW % ""})?)?)
    |(?P<double>"(?P<dinside>{colons.DOUBLE})(?P<dshut>"(?:{_HOW % "d"})?)?)
    |(?P<suffix>:\s?(?P<codes>{colons.CODES})(?!\w))
    |(?P<ovid>{colons.OVID})
    |(?P<word>{_WORD}(?:{_HOW.replace(chr(92) + "s?", "") % "w"})?)
    |(?P<other>.)""",
    re.X | re.I | re.S,
)


def tokenize(text: str, start: int, end: int, findings: list[Finding]) -> list[Token]:
    """The tokens of one Embase.com line; what is not understood becomes raw and a finding.

    >>> tokenize("'mental disease'/exp/mj", 0, 23, [])[0].node
    Heading(vocabulary='emtree', name='mental disease', explode=True, major=True, qualifiers=(), span=(0, 23))
    >>> tokenize("peer NEAR/3 support", 0, 19, [])[1].between
    2
    """
    tokens: list[Token] = []
    for m in _TOKENS.finditer(text, start, end):
        tokens.extend(_tokens(text, m, findings))
    colons.printed_hits(text, tokens, findings)
    colons.short_reach(text, tokens, findings)
    return tokens


def _tokens(text: str, m: re.Match[str], findings: list[Finding]) -> list[Token]:
    span: Span = m.span()
    match m.lastgroup:
        case "open":
            return [Open(span)]
        case "close":
            return [Close(span)]
        case "bracket":
            return [Leaf(_bracket(text, m, findings), span)]
        case "several":
            said = f"{m.group()!r} has no meaning on Embase.com: write the lines one by one, as #1 OR #2"
            findings.append(at(text, span, "MIX02", "error", said))
            return [Leaf(Raw(m.group(), "several lines at once", span), span)]
        case "ref":
            return [Leaf(Ref(m["line"], span), span)]
        case "near":
            return [_near(text, m, findings)]
        case "adj" | "op":
            return [colons.operator(text, m, TITLE, findings)]
        case "single" | "double":
            return _quoted(text, m, findings)
        case "suffix" | "ovid":
            return [colons.suffix(text, m, FIELDS, TITLE, findings)]
        case "word":
            return _word(text, m, findings)
        case "other" if m.group() not in ",;." and not broken(text, m):
            findings.append(at(text, span, "SYN01", "error", f"{m.group()!r} has no meaning here"))
    return []


def _near(text: str, m: re.Match[str], findings: list[Finding]) -> Token:
    if m["n"] == "0":
        said = f"{m.group()!r} is not documented: read as {m['kind'].upper()}/1"
        findings.append(at(text, m.span(), "PRX03", "warning", said))
    return Operator("near", m.span(), max(int(m["n"]) - 1, 0), ordered=m["kind"].lower() == "next")


def _quoted(text: str, m: re.Match[str], findings: list[Finding]) -> list[Token]:
    x = "" if m.lastgroup == "single" else "d"
    if m[f"{x}shut"] is None:
        findings.append(at(text, m.span(), "SYN10", "error", "a quotation mark is never closed"))
    words = split_words(m[f"{x}inside"], m.start() + 1, WILDCARDS)
    if len(words) > 1 and any(w.wild for w in words):
        said = "wildcards within quotation marks: Embase.com's help says that they do not work, others that they do"
        findings.append(at(text, m.span(), "WLD03", "warning", f"{said}; NEXT/1 is sure"))
    return _term(text, words, m, m[f"{x}inside"], m[f"{x}how"], findings)


def _word(text: str, m: re.Match[str], findings: list[Finding]) -> list[Token]:
    if m.group() in ("NEAR", "NEXT"):
        said = f"{m.group()} without a number is searched as a word: write {m.group()}/n"
        findings.append(at(text, m.span(), "PRX03", "warning", said))
    written = m.group().partition("/")[0]
    return _term(text, split_words(written, m.start(), WILDCARDS), m, written, m["whow"], findings)


def _term(
    text: str, words: tuple[Word, ...], m: re.Match[str], written: str, how: str | None, findings: list[Finding]
) -> list[Token]:
    """A word or phrase; with a slash after it a heading, or a field as ``:`` would give it."""
    span = m.span()
    if not words:
        findings.append(at(text, span, "SYN02", "error", f"{m.group()!r} has no word to search for"))
        return [Leaf(Raw(m.group(), "no word", span), span)]
    codes = re.split("[/,]", how.lower()) if how else []
    if codes and all(c in HEADING_CODES or re.fullmatch("[a-z]{2}_[a-z]{2}", c) for c in codes):
        return [Leaf(_heading(written, codes, span), span)]
    for w in words:
        if w.wild and not w.stem:
            said = "Embase.com documents no truncation at the beginning of a word"
            findings.append(at(text, w.span, "WLD01", "warning", said))
    if not how:
        return [Words(words, span)]
    slash = text.rindex("/", span[0], span[1] - len(how))
    fields = colons.fields(text, codes, (slash, span[1]), FIELDS, TITLE, findings)
    return [Words(words, (span[0], slash)), Suffix(fields, (slash, span[1]))]


def _heading(written: str, codes: list[str], span: Span) -> Heading:
    name = re.sub(r"\s+", " ", written.strip())
    qualifiers = tuple(c for c in codes if "_" in c)
    return Heading("emtree", name, "exp" in codes, "mj" in codes, qualifiers, span)


def _bracket(text: str, m: re.Match[str], findings: list[Finding]) -> Node:
    """What stands in brackets: ``[english]/lim``, ``[2000-2010]/py``, ``[1-5-2010]/sd``."""
    span, what, code = m.span(), re.sub(r"\s+", " ", m["what"].strip().lower()), (m["limit"] or "").lower()
    if code == "lim" and what:
        return _limit(text, what, span, findings)
    years = re.fullmatch(r"(\d{4})(?: ?(-) ?(\d{4})?)?", what) if code == "py" else None
    if years:
        return Range("published", years[1], (years[3] or "3000") if years[2] else years[1], span)
    since = re.fullmatch(r"(\d\d?)-(\d\d?)-(\d{4})", what) if code == "sd" else None
    if since:
        return Range("entered", f"{since[3]}/{int(since[2]):02}/{int(since[1]):02}", "3000", span)
    if code in ("py", "sd"):
        form = "[2000-2010]/py" if code == "py" else "[31-12-2010]/sd"
        findings.append(at(text, span, "RNG02", "error", f"{m.group()!r} is no date as in {form}"))
    else:
        findings.append(at(text, span, "FLD01", "error", f"{m.group()!r} is no limit of Embase.com, as [english]/lim"))
    return Raw(m.group(), "no limit of Embase.com", span)


def _limit(text: str, what: str, span: Span, findings: list[Finding]) -> Value:
    for field, known in (("language", LANGUAGES), ("publication type", PUBLICATION_TYPES), ("subset", DATABASES)):
        if what in known:
            return Value(field, Word((what,), span), span)
    said = f"the limit {what!r} looks at index fields: records not indexed yet drop out"
    findings.append(at(text, span, "LIM01", "warning", said))
    return Value("limit", Word((what,), span), span)


class _Spelling(ColonSpelling):
    """A field after a colon, phrases in single quotation marks, NEAR/n for at most n-1 words between."""

    title = TITLE
    codes: ClassVar = {
        "": f.EVERYTHING, "ti,ab": f.TITLE_ABSTRACT, "ti,ab,kw": f.TITLE_ABSTRACT_KEYWORD,
        **{code: fields for code, fields in FIELDS.items() if not fields <= f.CODED},
    }  # fmt: skip
    values: ClassVar = {next(iter(v)): c for c, v in reversed(FIELDS.items()) if v <= f.CODED and v != f.YEAR}
    signs: ClassVar = {ANY: "*", ONE: "?", OPTIONAL: "$"}
    quote = "'"
    following = "NEXT/1"
    together: ClassVar = {c: known for c, known in FIELDS.items() if not known <= f.CODED and c != "ad"}

    def near(self, between: int, ordered: bool) -> str:
        return f"{'NEXT' if ordered else 'NEAR'}/{between + 1}"

    def heading(self, node: Heading) -> str:
        if node.vocabulary != "emtree" or not all(re.fullmatch("[a-z]{2}_[a-z]{2}", q) for q in node.qualifiers):
            raise self.cannot(f"the heading {node.name!r}, which is not Emtree's,")
        how = "/exp/mj" if node.explode and node.major else "/exp" if node.explode else "/mj" if node.major else "/de"
        subs = f"/{','.join(node.qualifiers)}" if node.qualifiers else ""
        return f"{self.name(node.name)}{how}{subs}"

    def value(self, node: Value) -> str:
        text = self.whole(node.word)
        if node.field in ("limit", "subset") or (node.field == "language" and text in LANGUAGES):
            return f"[{text}]/lim"
        if node.field not in self.values:
            raise self.cannot(f"a search by {node.field}")
        return f"{self.name(text)}:{self.values[node.field]}"

    def range(self, node: Range) -> str:
        if node.field == "published" and re.fullmatch(r"\d{4}-\d{4}", f"{node.low}-{node.high}"):
            return f"[{node.low}{'' if node.low == node.high else '-' + node.high}]/py"
        day = re.fullmatch(r"(\d{4})/(\d\d)/(\d\d)", node.low)
        if node.field == "entered" and day and node.high == "3000":
            return f"[{day[3]}-{day[2]}-{day[1]}]/sd"
        raise self.cannot(f"this range of the field {node.field}")


EMBASE = Dialect(
    name="embase",
    title=TITLE,
    strength={"or": 1, "and": 1, "not": 1, "near": 3},
    clear_precedence=True,
    adjacent="and",
    default=f.EVERYTHING,
    default_code="all fields",
    tokenize=tokenize,
    spelling=_Spelling(),
    vocabulary="emtree",
    wildcards=WILDCARDS,
)
