"""A strategy with its findings underlined in place, within a given number of columns.

Each row of the text has its number; a long one is broken between words and the underlining follows the right piece.
The mark tells the severity: ``^`` an error, ``~`` a warning, ``-`` a note. The code stands beside the mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from resift.cli.output import harmless
from resift.strategy.codes import about_the_whole
from resift.strategy.findings import Finding

_MARKS = {"error": "^", "warning": "~", "note": "-"}
_ROOM = 14
"""Columns kept free on the right for codes."""
_MOST = 3
Paint = Callable[[str, str], str]
"""From a text and a severity to the text in that severity's colour."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is underlined on one piece of a row, and what stands beside the line."""

    start: int
    end: int
    severity: str
    codes: tuple[str, ...]

    @property
    def label(self) -> str:
        more = f" +{len(self.codes) - _MOST + 1}" if len(self.codes) > _MOST else ""
        return " ".join(self.codes[: _MOST - 1] if more else self.codes) + more

    @property
    def width(self) -> int:
        return self.end - self.start + (1 + len(self.label) if self.codes else 0)

    def drawn(self, paint: Paint) -> str:
        line = paint(_MARKS[self.severity] * (self.end - self.start), self.severity)
        return f"{line} {self.label}" if self.codes else line


def has_place(finding: Finding) -> bool:
    """Whether a finding is about a stretch of the text, not about the strategy as a whole."""
    return finding.end > finding.start and not about_the_whole(finding.code)


def plain(text: str, _severity: str) -> str:
    """The text without any colour."""
    return text


def annotated(text: str, findings: Sequence[Finding], columns: int, paint: Paint = plain) -> Iterator[str]:
    """The rows of the strategy with marks beneath.

    >>> from resift.strategy.findings import at
    >>> text = "lonel*[ti] and trial[ti]"
    >>> for row in annotated(text, [at(text, (11, 14), "L07", "warning", "lower case")], 60):
    ...     print(row)
       1 | lonel*[ti] and trial[ti]
         |            ~~~ L07
    """
    rows = text.rstrip().split("\n")
    starts = list(accumulate((len(r) + 1 for r in rows), initial=0))
    placed = [(starts[f.line - 1] + f.start, starts[f.line - 1] + f.end, f) for f in findings if has_place(f)]
    by_row: dict[int, list[tuple[int, int, Finding]]] = {}
    for start, end, f in placed:
        row = f.line - 1
        while row < len(rows) and starts[row] < end:
            by_row.setdefault(row, []).append((start - starts[row], end - starts[row], f))
            row += 1
    told: set[int] = set()
    for number, row_text in enumerate(rows):
        yield from _row(number, row_text, by_row.get(number, []), columns - 7, told, paint)


def _row(
    number: int, text: str, found: list[tuple[int, int, Finding]], columns: int, told: set[int], paint: Paint
) -> Iterator[str]:  # fmt: skip
    label = f"{number + 1:4}"
    waiting = sorted(found, key=lambda f: f[:2])[::-1]
    here: list[tuple[int, int, Finding]] = []
    for start, end in _pieces(text, max(20, columns - _ROOM)):
        here = [f for f in here if f[1] > start]
        while waiting and waiting[-1][0] < end:
            here.append(waiting.pop())
        shown = harmless(text[start:end].rstrip())
        yield f"{label} | {shown}".rstrip()
        label = "    "
        marks = _marks(text, start, start + len(shown), here, told)
        yield from (f"     | {line}" for line in _lines(marks, paint))


def _pieces(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Stretches of a row that are as wide as will go, broken after a space where there is one."""
    start = 0
    while True:
        end, used = start, 0
        while end < len(text) and used + cells(text[end]) <= width:
            used += cells(text[end])
            end += 1
        if end < len(text):
            space = text.rfind(" ", start, end)
            end = space + 1 if space > start else end
        yield start, end
        if end >= len(text):
            return
        start = end


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _marks(
    text: str, start: int, end: int, found: list[tuple[int, int, Finding]], told: set[int]
) -> list[_Mark]:  # fmt: skip
    """The marks on one piece, those of the same stretch as one; a code stands only where its stretch begins."""
    spans: dict[tuple[int, int], list[Finding]] = {}
    for a, b, f in found:
        low, high = max(a, start), min(b, end)
        if low < high and text[low:high].strip():
            low += len(text[low:high]) - len(text[low:high].lstrip())
            spans.setdefault((low, high), []).append(f)
    marks = []
    for (low, high), same in sorted(spans.items(), key=lambda item: item[0]):
        codes = tuple(dict.fromkeys(f.code for f in same if id(f) not in told))
        told.update(map(id, same))
        left = cells(text[start:low])
        marks.append(_Mark(left, left + max(1, cells(text[low:high])), _worst(same), codes))
    return marks


def _worst(findings: list[Finding]) -> str:
    return min((f.severity for f in findings), key=list(_MARKS).index)


def _lines(marks: list[_Mark], paint: Paint) -> Iterator[str]:
    """Marks set out in as few lines as they need."""
    rows: list[list[_Mark]] = []
    for mark in marks:
        row = next((r for r in rows if r[-1].start + r[-1].width < mark.start), None)
        if row is None:
            rows.append([mark])
        else:
            row.append(mark)
    for row in rows:
        line, at = "", 0
        for mark in row:
            line += " " * (mark.start - at) + mark.drawn(paint)
            at = mark.start + mark.width
        yield re.sub(r"\s+$", "", line)
