"""Signs of other platforms in a strategy, and operators in both cases."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from resift.strategy.dialects import dialect
from resift.strategy.findings import Finding
from resift.strategy.lint.places import conditions, say
from resift.strategy.parser import Parsed
from resift.strategy.tree import Heading

_UPPER = re.compile(r"\b(?:OR|AND|NOT)\b")
_LOWER = re.compile(r"\b(?:or|and|not)\b")


@dataclass(frozen=True, slots=True)
class _Sign:
    """A way of writing, the platforms where it has a meaning, and whose it is in words.

    ``stops``: elsewhere it is searched as a word, so that the strategy finds next to nothing.
    """

    pattern: re.Pattern[str]
    homes: frozenset[str]
    whose: str
    stops: bool


def _sign(homes: str, whose: str, pattern: str, flags: int = 0, *, stops: bool = False) -> _Sign:
    return _Sign(re.compile(pattern, flags), frozenset(homes.split()), whose, stops)


_TAGS = (
    "tiab|tw|ti|ab|mh|mesh|majr|pt|sh|all|ot|nm|dp|pdat|edat|crdt|la|au|ad|title/abstract|mesh terms|text word|"
    "publication type"
)
_SIGNS = (
    _sign("ovid", "Ovid's proximity", r"\badj\d{1,2}\b", re.I, stops=True),
    _sign("ovid", "Ovid's field", r"(?<=[\w*$?\")])\.(?:ti|ab|tw|mp|kf|kw|af|hw|sh|fs|pt)(?:,[a-z]{2})*\.(?!\w)"),
    _sign("ovid", "Ovid's heading", r"\bexp \*?[A-Z][\w ,'-]{2,60}/(?!\w)"),
    _sign("pubmed", "PubMed's field", rf"\[(?:{_TAGS})(?::no ?exp|:~\d+)?\]", re.I),
    _sign("embase cochrane", "Embase.com's or Cochrane's field", r"(?<=[\w*?'\")]):(?:ti|ab|kw)(?:,[a-z]{2})*\b"),
    _sign("embase", "Embase.com's heading", r"(?<=[\w'])/(?:exp|de)(?:/mj)?\b(?!/)"),
    _sign("embase cochrane", "Embase.com's or Cochrane's proximity", r"\bNEXT/\d{1,2}\b", re.I, stops=True),
    _sign("embase cochrane wos proquest", "Embase.com's, Cochrane's, Web of Science's or ProQuest's proximity",
          r"\bNEAR/\d{1,2}\b", re.I, stops=True),
    _sign("scopus proquest", "Scopus's proximity", r"\b(?:W|PRE)/\d{1,3}\b", stops=True),
    _sign("ebsco", "EBSCOhost's proximity", r"(?<=[\w*)\"] )[NW]\d{1,2}(?= [\w(\"])"),
    _sign("scopus", "Scopus's field", r"\b(?:TITLE|ABS|KEY|TITLE-ABS|TITLE-ABS-KEY|AUTHKEY)\s?\("),
    _sign("wos", "Web of Science's field", r"\b(?:TS|TI|AB|AK)\s?=\s?[(\"\w]"),
    _sign("ebsco", "EBSCOhost's heading", r"\bM[HM] ?\"[^\"\n]+\""),
    _sign("cochrane", "Cochrane's heading", r"\[mh \^?\""),
    _sign("cochrane", "Cochrane's heading", r"\bMeSH descriptor: ?\[", re.I),
    _sign("proquest", "ProQuest's heading", r"\b(?:MJ)?MESH(?:\.EXACT|\.EXPLODE)?\("),
    _sign("scopus", "Scopus's NOT", r"\bAND NOT\b"),
)  # fmt: skip


def foreign(parsed: Parsed) -> Iterator[Finding]:
    """L01: another platform's way of writing, unless reading the strategy has said so of the same place."""
    title = dialect(parsed.platform).title
    told = _Told(parsed)
    for sign in _SIGNS:
        for m in sign.pattern.finditer(parsed.text) if parsed.platform not in sign.homes else ():
            if m.span() not in told:
                message = f"{m.group()!r} is {sign.whose}, not {title}'s"
                yield say(parsed, m.span(), "L01", "error" if sign.stops else "warning", message)


class _Told:
    """The places of which reading has said already that they are another platform's, and the headings."""

    def __init__(self, parsed: Parsed) -> None:
        rows = [0, *accumulate(len(row) + 1 for row in parsed.text.split("\n"))]
        remarks = (f for f in parsed.findings if f.code.startswith(("MIX", "WLD", "FLD")))
        spans = [(rows[f.line - 1] + f.start, rows[f.line - 1] + f.end) for f in remarks]
        spans += [n.span for n in conditions(parsed) if isinstance(n, Heading)]
        self.starts = sorted(start for start, _ in spans)
        self.ends = list(accumulate((end for _, end in sorted(spans)), max))

    def __contains__(self, span: tuple[int, int]) -> bool:
        before = bisect_left(self.starts, span[1])
        return before > 0 and self.ends[before - 1] > span[0]


def case(parsed: Parsed) -> Iterator[Finding]:
    """L07: operators in both cases, which a copy of the strategy may lose on PubMed."""
    lower = _LOWER.search(parsed.text) if parsed.platform != "pubmed" else None
    if lower and _UPPER.search(parsed.text):
        message = "operators in both cases: PubMed documents upper case only, so a copy may be read otherwise there"
        yield say(parsed, lower.span(), "L07", "note", message)
