"""The numbers that the lines of a history are called by, and where on a row each one ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from resift.strategy.tree import Span

_LABEL = re.compile(
    r"[ \t]*(?:(?P<sign>[#S])\s?)?(?P<number>\d{1,4})"
    r"(?P<point>[ ]*[.)\]](?!\.)|:(?=\s)|\t|(?=\()|(?=Search\b)|[ ](?!\s*(?:and|or|not|adj\d*|near)\b(?!\s*/))|$)"
    r"\s*(?:Search:?\s+|Search(?=[\"(#]))?",
    re.I,
)
_GOES_ON = re.compile(r"(?:[(,]|\b(?:and|or|not|to|adj\d*|near/\d+))\s*$", re.I)
_WENT_ON = re.compile(r"\s*(?:\)|(?:and|or|not|adj\d*|near/\d+)\b(?!/))", re.I)
_REACH = 30


@dataclass(frozen=True, slots=True)
class Label:
    """A line's number, the row it stands on, where the search begins after it, and the mark behind it."""

    number: str
    row: Span
    end: int
    point: str


def labels(text: str, rows: Sequence[Span]) -> list[Label]:
    """The labels of a history's rows, in the order of the rows; empty where the strategy is not numbered.

    Rows before the first label are not searched, so a first label other than the lowest number is not trusted there.

    >>> [label.number for label in labels("1. a\\n2. b\\nc", [(0, 4), (5, 9), (10, 11)])]
    ['1', '2']
    """
    matches = _chain(text, rows)
    found = [m for m in matches if m]
    if found and _numbered(text, rows, matches):
        return [
            Label(_bare(m["number"]), row, m.end(), m["point"].strip() or m["point"])
            for row, m in zip(rows, matches, strict=True)
            if m
        ]
    return _alone(text, rows) or _glued(text, rows)


def by_row(found: Sequence[Label]) -> bool:
    """Whether each number stands on a row of its own."""
    return bool(found) and all(label.point == "\n" for label in found)


def inside(text: str, start: int, end: int, number: int) -> list[tuple[str, int, int]]:
    """The lines that go on after line ``number`` within one stretch: number, start and end of each.

    >>> inside("a.ti. 2. b.ti. 3. 1 or 2", 0, 24, 1)
    [('2', 9, 14), ('3', 18, 24)]
    """
    begun: list[tuple[str, int, int]] = []
    at = start
    while True:
        number += 1
        before = r"(?:^|\s)" if number == 1 else r"(?<=[.)/\]\d\"])\s"
        m = re.compile(rf"{before}{number}\s?[.)]\s+(?=\S)").search(text, at, end)
        if m is None:
            return begun
        if begun:
            begun[-1] = (begun[-1][0], begun[-1][1], m.start())
        begun.append((str(number), m.end(), end))
        at = m.end()


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"


def _chain(text: str, rows: Sequence[Span]) -> list[re.Match[str] | None]:
    """Each row's number where it has one; a number that does not go on from the last is part of the search."""
    matches = [_LABEL.match(text, *row) for row in rows]
    later = {int(m["number"]): i for i, m in enumerate(matches) if m}
    kept: list[re.Match[str] | None] = []
    last: int | None = None
    step = 0
    for i, (row, m) in enumerate(zip(rows, matches, strict=True)):
        if m is None or (m.end() == row[1] and not m["sign"] and not m["point"].strip()):
            kept.append(None)
            continue
        number = int(m["number"])
        way = 0 if last is None else number - last
        apart = text[m.end("point") : m.end("point") + 1].isspace() or m["point"] == "\t"
        sure = bool(m["sign"]) or (m["point"].strip() in (".", ")", ":", "]") and apart) or m["point"] == "\t"
        if not sure and last is not None and not _follows(text, rows, i, way, step or way, last, later):
            kept.append(None)
            continue
        step = step or (way > 0) - (way < 0)
        last = number
        kept.append(m)
    return kept


def _follows(text: str, rows: Sequence[Span], i: int, way: int, step: int, last: int, later: dict[int, int]) -> bool:
    """Whether a bare number may number a row: near the last, no nearer one to come, and the row before complete."""
    if way * step <= 0 or abs(way) > _REACH:
        return False
    if abs(way) <= 3:
        return True
    nearer = any(later.get(last + k * (1 if step > 0 else -1), -1) > i for k in range(1, 4))
    return not nearer and not _GOES_ON.search(text[slice(*rows[i - 1])])


def _numbered(text: str, rows: Sequence[Span], matches: Sequence[re.Match[str] | None]) -> bool:
    first = next(i for i, m in enumerate(matches) if m)
    found = [m for m in matches if m]
    if first and not _may_begin(found):
        return False
    sure = [m for m in found if m["sign"] or m["point"].strip() or m["point"] == "\t"]
    if len(rows) == 1:
        apart = text[found[0].end("point") : found[0].end("point") + 1].isspace()
        sure = [m for m in sure if m.end() < len(text.rstrip())]
        marked = found[0]["sign"] == "#"  # a text may well begin with S100
        return bool(sure) and (marked or (apart and not found[0]["sign"])) and not _WENT_ON.match(text, found[0].end())
    return len(found) > 1 and (len(sure) > 1 or len(found) * 3 > (len(rows) - first) * 2)


def _may_begin(found: Sequence[re.Match[str]]) -> bool:
    """Whether labels after other rows are a history: several, from 1 upwards or down to 1."""
    numbers = [int(m["number"]) for m in found]
    steps = sum(b - a == (1 if numbers[-1] > numbers[0] else -1) for a, b in pairwise(numbers))
    return len(found) > 1 and min(numbers[0], numbers[-1]) == 1 and steps * 2 >= len(numbers) - 1


def _alone(text: str, rows: Sequence[Span]) -> list[Label]:
    """Numbers that have rows of their own, as a table copied cell by cell has them."""
    found: list[Label] = []
    for i, row in enumerate(rows[:-1]):
        written = text[slice(*row)].strip().rstrip(".")
        follows = found[-1].row != rows[i - 1] if found else i == 0
        if written == str(len(found) + 1) and follows:
            found.append(Label(written, row, row[1], "\n"))
    return found if len(found) > 1 and found[0].row == rows[0] else []


def _glued(text: str, rows: Sequence[Span]) -> list[Label]:
    """Numbers that lost the space after them: every row begins with the next one."""
    found: list[Label] = []
    for i, row in enumerate(rows, start=1):
        m = re.compile(rf"\s*{i}(?=[^\W_]|[\"'(*#\[])").match(text, *row)
        if m is None:
            return []
        found.append(Label(str(i), row, m.end(), ""))
    return found if len(found) > 2 else []
