"""The lines of a search history: where each begins, its number, and the hits printed beside it.

Numbers are written in many ways (``1.``, ``1)``, ``#1``, ``S1``, ``1`` and a tab, ``1`` on a row of its own) or not at
all; a history runs downwards or, in PubMed's older printouts, upwards; a long line goes on below without a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from resift.strategy import layout
from resift.strategy.labels import Label, by_row, inside, labels
from resift.strategy.tree import Span

_MARK = re.compile(
    r"(?P<space>[\s()]+)|(?P<number>[#S]?\d{1,4}(?:\s*[-–]\s*[#S]?\d{1,4})?)(?!\w)|(?P<op>[,/]|(?:and\s+not|and|or|not)(?!\w))",
    re.I,
)
_ABOUT_A_LINE = re.compile(r"\s*(?:limit|remove duplicates from|\.\.l/)\s*\d+\b|\s*\{(?:or|and)\s", re.I)
_HITS = re.compile(
    r"(?:(?<=\])(?P<c>\d[\d,]*)|[(\[]\s*(?P<a>\d[\d,]*)\s*[)\]]|(?:\t(?:\d\d:\d\d:\d\d\t)?|\s\d\d:\d\d:\d\d\s+)(?P<b>\d[\d,]*))\s*$"
)
_BARE_HITS = re.compile(r"(?<![-–=:,])(?:\s|(?<=[\])\"]))(?P<n>\d{1,3}(?:,\d{3})+|\d+)\s*$")
_GOES_ON = re.compile(r"(?:[(,]|\b(?:and|or|not|to|adj\d*|near/\d+))\s*$", re.I)
_WENT_ON = re.compile(r"\s*(?:\)|(?:and|or|not|adj\d*|near/\d+)\b(?!/))", re.I)
_HISTORY = re.compile(r"\s*Search:?\s+(?=[\S])", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a history: its number (digits alone), the stretch of text that it searches, and its printed hits."""

    number: str
    start: int
    end: int
    hits: int | None = None


@dataclass(slots=True)
class History:
    """The lines of a strategy, and the rows around them that are passed over, with their kind."""

    pieces: list[Piece]
    passed: list[tuple[Span, str]] = field(default_factory=list)


def pieces(text: str) -> list[Piece]:
    """The lines of a strategy; one that is a single search is one piece without a number.

    >>> [(p.number, p.hits) for p in pieces("1. exp Loneliness/ (120)\\n2. lonel*.ti.\\n3. 1 or 2")]
    [('1', 120), ('2', None), ('3', None)]
    >>> [p.number for p in pieces("lonel*[ti]\\nisolat*[ti]\\n#1 OR #2")]
    ['1', '2', '3']
    >>> [p.number for p in pieces("lonel*[ti] OR\\nisolat*[ti]")]
    ['']
    """
    return history(text).pieces


def history(text: str) -> History:
    """The lines of a strategy and what is passed over around them.

    >>> found = history("Search Strategy:\\n1. a.ti.\\n2. b.ti.")
    >>> [p.number for p in found.pieces], found.passed
    (['1', '2'], [((0, 16), 'note')])
    """
    every = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    passed = [(row, kind) for row in every if (kind := layout.aside(text, row))]
    skipped = {row for row, _ in passed}
    rows = [row for row in every if row not in skipped]
    if not rows:
        return History([], passed)
    table = next((t for row, _ in passed if (t := layout.table(text, row))), None)
    found = labels(text, rows)
    if found:
        first = rows.index(found[0].row)
        passed += [(row, "title") for row in rows[:first]]
        return _by_label(text, rows[first:], found, table, passed)
    return _unnumbered(text, rows, skipped, passed)


def _unnumbered(text: str, rows: list[Span], skipped: set[Span], passed: list[tuple[Span, str]]) -> History:
    titled = layout.titles(text, rows[:-1])
    passed += [(row, "title") for row in rows[:titled]]
    rows = rows[titled:]
    alone = inside(text, rows[0][0], rows[-1][1], 0) if len(rows) == 1 else []
    if len(alone) > 2:
        return History([_piece(text, *span) for span in alone], passed)
    if len(rows) > 1 and any(_only_references(text, *row) for row in rows):
        return History(_by_order(text, rows), passed)
    within = {row for row in skipped if rows[0][0] < row[0] < rows[-1][1]}
    kept = [(row, kind) for row, kind in passed if row not in within]
    first = _HISTORY.match(text, *rows[0])
    return History([Piece("", first.end() if first else rows[0][0], rows[-1][1])], kept)


def _by_label(
    text: str, rows: Sequence[Span], found: list[Label], table: layout.Table | None, passed: list[tuple[Span, str]]
) -> History:
    at_row = {label.row: label for label in found}
    begun: list[tuple[str, int, int]] = []
    hits: dict[int, int] = {}
    closed, cell_by_cell = False, by_row(found)
    for row in rows:
        label = at_row.get(row)
        if label is None:
            if cell_by_cell and text[slice(*row)].strip().replace(",", "").isdecimal():
                hits[len(begun) - 1] = _count(text[slice(*row)])
            elif not closed:
                number, start, _ = begun[-1]
                begun[-1] = (number, start, row[1])
            continue
        end, count, filters = _searched(text, row, label, table)
        closed = end < row[1]
        if count is not None:
            hits[len(begun)] = count
        passed += [(filters, "limits")] if filters else []
        begun.append((label.number, label.end, end))
    made = [_piece(text, *b) if i not in hits else Piece(*b, hits[i]) for i, b in enumerate(begun)]
    opened = _opened(text, made, found)
    bare = _bare_hits(text, opened)
    passed += [((b.end, a.end), "hits") for a, b in zip(opened, bare, strict=True) if b.end < a.end]
    return History(bare, passed)


def _searched(text: str, row: Span, label: Label, table: layout.Table | None) -> tuple[int, int | None, Span | None]:
    """Where the search of a row ends, its hits, and its filters, by the columns of a table."""
    spans = layout.cells(text, row)
    if table is None or len(spans) <= table.search or label.end > spans[table.search][1]:
        return row[1], None, None
    last = table.within if table.within == table.search + 1 and len(spans) > table.search + 1 else table.search
    written = text[slice(*spans[table.hits])].strip() if table.hits is not None and table.hits < len(spans) else ""
    filters = spans[table.filters] if table.filters is not None and table.filters < len(spans) else None
    if filters and not text[slice(*filters)].strip():
        filters = None
    known = bool(re.fullmatch(r"\d[\d,]*", written))
    end = spans[last][1] if known or len(spans) > table.search + 1 else row[1]
    return end, _count(written) if known else None, filters


def _count(written: str) -> int:
    return int(written.strip().replace(",", ""))


def _opened(text: str, made: list[Piece], found: list[Label]) -> list[Piece]:
    """Lines that were run together on one row, as ``2. cough$.ti. 3. 1 or 2``, taken apart."""
    numbers = {p.number for p in made}
    out: list[Piece] = []
    for piece, label in zip(made, found, strict=True):
        spans = inside(text, piece.start, piece.end, int(piece.number)) if label.point in (".", ")") else []
        if not spans or any(number in numbers for number, _, _ in spans):
            out.append(piece)
            continue
        head = re.compile(rf"\s*{spans[0][0]}\s?[.)]\s*$").search(text, piece.start, spans[0][1])
        out.append(_piece(text, piece.number, piece.start, head.start() if head else spans[0][1]))
        out.extend(_piece(text, *span) for span in spans)
    return out


def _bare_hits(text: str, made: list[Piece]) -> list[Piece]:
    """Hits that stand without any sign at the end of nearly every line are no part of the searches."""
    found = [_BARE_HITS.search(text, p.start, p.end) if p.hits is None else None for p in made]
    before = [text[p.start : m.start()] if m else "" for p, m in zip(made, found, strict=True)]
    sure = [bool(b.strip()) and not _GOES_ON.search(b) for b in before]
    if sum(sure) < 3 or sum(sure) * 5 < len(made) * 4:
        return made
    return [
        replace(p, end=m.start("n"), hits=_count(m["n"])) if m and is_sure else p
        for p, m, is_sure in zip(made, found, sure, strict=True)
    ]


def _by_order(text: str, rows: Sequence[Span]) -> list[Piece]:
    joined: list[Span] = []
    for row in rows:
        goes_on = joined and (_GOES_ON.search(text[slice(*joined[-1])]) or _WENT_ON.match(text, *row))
        if goes_on and not _only_references(text, *row):
            joined[-1] = (joined[-1][0], row[1])
        else:
            joined.append(row)
    return [_piece(text, str(i), *row) for i, row in enumerate(joined, start=1)]


def _piece(text: str, number: str, start: int, end: int) -> Piece:
    found = _HITS.search(text, start, end)
    if found is None or not text[start : found.start()].strip() or _GOES_ON.search(text[start : found.start()]):
        return Piece(number, start, end)
    return Piece(number, start, found.start(), _count(found["a"] or found["b"] or found["c"]))


def _only_references(text: str, start: int, end: int) -> bool:
    """Whether a row is about other lines alone: numbers with operators between them, or a limit to a line."""
    found = _HITS.search(text, start, end)
    stop = found.start() if found and text[start : found.start()].strip() else end
    if _ABOUT_A_LINE.match(text, start, stop):
        return True
    last, numbers = "", 0
    while start < stop:
        mark = _MARK.match(text, start, stop)
        if mark is None or (mark.lastgroup == "number" == last):
            return False
        last = last if mark.lastgroup == "space" else mark.lastgroup or ""
        numbers += mark.lastgroup == "number"
        start = mark.end()
    return numbers > 0
