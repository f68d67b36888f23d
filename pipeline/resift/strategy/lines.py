"""The lines of a search history: where each begins, its number, and the hits printed beside it.

Numbers are written in many ways (``1.``, ``1)``, ``#1``, ``S1``, ``1`` and a tab) or not at all; a history runs
downwards or, in PubMed's older printouts, upwards; a long line goes on below without a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LABEL = re.compile(
    r"[ \t]*(?:(?P<sign>[#S])\s?)?(?P<number>\d{1,4})"
    r"(?P<point>\s*[.)\]]|:(?=\s)|\t|(?=\()|[ ](?!\s*(?:and|or|not|adj\d*|near)\b(?!\s*/))|$)"
    r"\s*(?:Search:?\s+)?",
    re.I,
)
_MARK = re.compile(
    r"(?P<space>[\s()]+)|(?P<number>[#S]?\d{1,4}(?:\s*[-–]\s*[#S]?\d{1,4})?)(?!\w)|(?P<op>[,/]|(?:and\s+not|and|or|not)(?!\w))",
    re.I,
)
_ABOUT_A_LINE = re.compile(r"\s*(?:limit|remove duplicates from|\.\.l/)\s*\d+\b|\s*\{(?:or|and)\s", re.I)
_HITS = re.compile(r"(?:[(\[]\s*(?P<a>\d[\d,]*)\s*[)\]]|\t(?:\d\d:\d\d:\d\d\t)?(?P<b>\d[\d,]*))\s*$")
_GOES_ON = re.compile(r"(?:[(,]|\b(?:and|or|not|adj\d*|near/\d+))\s*$", re.I)
_WENT_ON = re.compile(r"\s*(?:\)|(?:and|or|not|adj\d*|near/\d+)\b(?!/))", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a history: its number (digits alone), the stretch of text that it searches, and its printed hits."""

    number: str
    start: int
    end: int
    hits: int | None = None


def pieces(text: str) -> list[Piece]:
    """The lines of a strategy; one that is a single search is one piece without a number.

    >>> [(p.number, p.hits) for p in pieces("1. exp Loneliness/ (120)\\n2. lonel*.ti.\\n3. 1 or 2")]
    [('1', 120), ('2', None), ('3', None)]
    >>> [p.number for p in pieces("lonel*[ti]\\nisolat*[ti]\\n#1 OR #2")]
    ['1', '2', '3']
    >>> [p.number for p in pieces("lonel*[ti] OR\\nisolat*[ti]")]
    ['']
    """
    rows = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text) if not _HEADER.fullmatch(m.group())]
    if not rows:
        return []
    labels = list(_labels(text, rows))
    if _numbered(labels):
        return _by_label(text, rows, labels)
    if len(rows) > 1 and any(_only_references(text, *row) for row in rows):
        return _by_order(text, rows)
    first = _HISTORY.match(text, *rows[0])
    return [Piece("", first.end() if first else rows[0][0], rows[-1][1])]


_HEADER = re.compile(
    r"\s*(?:ID|#|No\.?|Line|Set)?\s*(?:Search(?:es)?|Query|Queries|History)?\s*(?:Hits|Results)\s*", re.I
)
"""The head of a printed table of lines."""
_HISTORY = re.compile(r"\s*Search:?\s+(?=[\S])", re.I)


def _labels(text: str, rows: list[tuple[int, int]]) -> Iterator[re.Match[str] | None]:
    """Each row's number where it has one; a number that does not go on from the last is part of the search."""
    last: int | None = None
    step = 0
    for row in rows:
        m = _LABEL.match(text, *row)
        if m is None or (m.end() == row[1] and not m["sign"] and not m["point"].strip()):
            yield None
            continue
        number = int(m["number"])
        apart = text[m.end("point") : m.end("point") + 1].isspace() or m["point"] == "\t"
        sure = bool(m["sign"]) or (m["point"].strip() in (".", ")", ":", "]") and apart) or m["point"] == "\t"
        way = 0 if last is None else number - last
        if not (sure or last is None or (way * (step or way) > 0 and abs(way) <= 3)):
            yield None
            continue
        step = step or (way > 0) - (way < 0)
        last = number
        yield m


def _numbered(labels: list[re.Match[str] | None]) -> bool:
    found = [m for m in labels if m]
    if not found or labels[0] is None:
        return False
    sure = [m for m in found if m["sign"] or m["point"].strip() or m["point"] == "\t"]
    if len(labels) == 1:
        apart = found[0].string[found[0].end("point") : found[0].end("point") + 1].isspace()
        sure = [m for m in sure if m.end() < len(m.string.rstrip())]
        return bool(sure) and (apart or bool(found[0]["sign"])) and not _WENT_ON.match(found[0].string, found[0].end())
    return len(found) > 1 and (len(sure) > 1 or len(found) * 3 > len(labels) * 2)


def _by_label(text: str, rows: list[tuple[int, int]], labels: list[re.Match[str] | None]) -> list[Piece]:
    begun: list[tuple[str, int, int]] = []
    for row, m in zip(rows, labels, strict=True):
        if m is not None:
            begun.append((m["number"].lstrip("0") or "0", m.end(), row[1]))
        else:
            number, start, _ = begun[-1]
            begun[-1] = (number, start, row[1])
    return [_piece(text, *b) for b in begun]


def _by_order(text: str, rows: list[tuple[int, int]]) -> list[Piece]:
    joined: list[tuple[int, int]] = []
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
    return Piece(number, start, found.start(), int((found["a"] or found["b"]).replace(",", "")))


def _only_references(text: str, start: int, end: int) -> bool:
    """Whether a row is about other lines alone: numbers with operators between them, or a limit to a line."""
    found = _HITS.search(text, start, end)
    stop = found.start() if found and text[start : found.start()].strip() else end
    if _ABOUT_A_LINE.match(text, start, stop):
        return True
    last = ""
    while start < stop:
        mark = _MARK.match(text, start, stop)
        if mark is None or (mark.lastgroup == "number" == last):
            return False
        last = last if mark.lastgroup == "space" else mark.lastgroup or ""
        start = mark.end()
    return last != ""
