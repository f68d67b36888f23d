"""What surrounds a printed strategy: titles, rules, names of databases, heads of tables, notes between the lines.

None of it is part of the search. It is passed over, and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from resift.strategy.tree import Span

_HEADER = re.compile(
    r"\s*(?:ID|#|No\.?|Line|Set)?\s*(?:Search(?:es)?|Query|Queries|History|Search\s+Most\s+Recent\s+Queries)?\s*"
    r"(?:Hits|Results?)\s*|\s*#\s*(?:Searches|Query|Queries)\s*",
    re.I,
)
"""The head of a printed table of lines."""
_RULE = re.compile(r"[\s\-=_*~.]{3,}")
_NAMED = re.compile(
    r"(?:final\s+|full\s+|complete\s+)?(?:databases?(?:\(s\))?|platform|interface|host|provider|vendor|coverage"
    r"|search(?:es)?\s+(?:strateg(?:y|ies)|names?|dates?|terms?|details|history)|search(?:ed)?\s+on"
    r"|dates?\s+(?:run|searched|of\s+(?:the\s+)?search)|last\s+(?:saved|updated)|saved|comments?|descriptions?|notes?"
    r"|results?(?:\s+retrieved)?|final\s+search|records\s+(?:found|retrieved))\s*:.*",
    re.I | re.S,
)
_TAGS = r"(?:all|text|title|ti|tiab|tw|mesh|mh|majr|pt|publication|sb|la|ad|au|filter)\b"
_COMMENT = re.compile(
    r"#\s+(?![\d\s])[^\t]*"
    r"|(?!.*\b(?:and|or|not)\b)[^\"'*$\[\]:]{3,90}:"
    rf"|\[(?!{_TAGS})[A-Z][^\[\]/~:]{{2,70}}\]",
    re.I,
)
"""A remark after a sharp sign, the head of a section that ends in a colon, or a remark in brackets on its own row."""
_LIMITS = re.compile(
    r"(?:filters?|limits?|limiters?|limited\s+to)(?:\s+(?:applied|activated|used))?\s*:(?!\s*-).*", re.I
)
_TITLE = re.compile(
    r"(?:(?:apa|ovid|ebsco(?:host)?|proquest|elsevier|wiley)\s+)?(?:medline|embase|psyc-?info|central|cinahl|pubmed|amed"
    r"|web\s+of\s+science|scopus|(?:the\s+)?cochrane\s+library|assia|eric|lilacs|global\s+health|emcare)\b(?P<rest>.*)",
    re.I,
)
_TITLED = re.compile(
    r"(?!.*\b(?:and|or|not)\b.*[*$\[\"'])(?=.*(?:[(<®:]|\b(?:19|20)\d\d\b|\b(?:via|ovid|ebsco)))[^*$\[\]/\"]*", re.I
)
_LONGEST_TITLE = 300
_SEARCHED = frozenset({
    "search", "searches", "query", "queries", "search terms", "search term", "search strategy", "terms",
    "most recent queries", "searched for", "query text", "search string",
})  # fmt: skip
_FOUND = {"results", "result", "hits", "items found", "records"}
_WITHIN = {"limiters/expanders", "limiters", "expanders"}


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a printed history whose cells stand apart by tabs: of the search, its limiters and its hits."""

    search: int
    within: int | None
    filters: int | None
    hits: int | None


def table(text: str, row: Span) -> Table | None:
    """The columns that a row names, or None where it is no head of a table.

    >>> head = "No.\\tQuery\\tResults\\tDate"
    >>> table(head, (0, len(head)))
    Table(search=1, within=None, filters=None, hits=2)
    """
    names = [cell.strip().lower() for cell in text[slice(*row)].split("\t")]
    known = [i for i, name in enumerate(names) if i and name in _SEARCHED]
    if len(names) < 2 or not known:
        return None

    def place(wanted: set[str]) -> int | None:
        return next((i for i, name in enumerate(names) if name in wanted and i != known[0]), None)

    return Table(known[0], place(_WITHIN), place({"filters"}), place(_FOUND))


def cells(text: str, row: Span) -> list[Span]:
    """Where the cells of a row stand that tabs keep apart."""
    spans, start = [], row[0]
    for part in text[slice(*row)].split("\t"):
        spans.append((start, start + len(part)))
        start += len(part) + 1
    return spans


def aside(text: str, row: Span) -> str:
    """Why a row is no part of the search: ``head``, ``rule``, ``note`` or ``limits``; nothing where it may be one.

    >>> [aside(t, (0, len(t))) for t in ("------", "Search Strategy:", "# Concept 2", "Filters: Humans", "a.ti.")]
    ['rule', 'note', 'note', 'limits', '']
    """
    written = text[slice(*row)].strip()
    if _HEADER.fullmatch(written) or table(text, row):
        return "head"
    if _RULE.fullmatch(written):
        return "rule"
    if _LIMITS.fullmatch(written):
        return "limits"
    return "note" if _NAMED.fullmatch(written) or _COMMENT.fullmatch(written) else ""


def titles(text: str, rows: Sequence[Span]) -> int:
    """How many of the first rows only name a database and what stands in it, as ``MEDLINE (Ovid) 1946 to ...``."""
    count = 0
    for row in rows:
        found = _TITLE.match(text[slice(*row)].strip()) if row[1] - row[0] < _LONGEST_TITLE else None
        if found is None or not _TITLED.fullmatch(found["rest"]):
            break
        count += 1
    return count
