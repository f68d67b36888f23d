"""What stands around the boxes: the headers of the lanes and the side bars of the steps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from resift.prisma.boxes import Column, Row
from resift.prisma.geometry import (
    BAR,
    HEADER,
    LEADING,
    MARGIN,
    PADDING,
    ROW_GAP,
    SIZE,
    WIDE_GAP,
    WIDTHS,
    Rect,
    Spans,
    Text,
)  # fmt: skip
from resift.prisma.letters import width, wrap
from resift.prisma.options import Options

STEPS = (
    ("identification", (Row.IDENTIFIED,)),
    ("screening", (Row.SCREENED, Row.SOUGHT, Row.ASSESSED)),
    ("included", (Row.NEW, Row.TOTAL, Row.POOLED)),
)


def headers(columns: Mapping[Column, float], template: str, options: Options) -> Iterator[Rect]:
    """The header of each lane; all are as tall as the one with the most lines."""
    new = "new studies" if template.startswith("U") else "studies"
    lanes = [
        (field, columns[first], columns[last] + WIDTHS[last], options.word(text))
        for field, first, last, text in (
            ("prevstud", Column.PREVIOUS, Column.PREVIOUS, "Previous studies"),
            ("newstud", Column.LEFT, Column.RIGHT, f"Identification of {new} via databases and registers"),
            ("othstud", Column.OTHER_LEFT, Column.OTHER_RIGHT, f"Identification of {new} via other methods"),
        )
        if first in columns
    ]
    lines = {field: wrap(text, right - x - 2 * PADDING, SIZE, bold=True) for field, x, right, text in lanes}
    height = HEADER + (max(map(len, lines.values())) - 1) * LEADING
    for field, x, right, text in lanes:
        yield Rect(field=field, x=x, y=MARGIN, width=right - x, height=height, grey=field != "newstud", title=text,
                   texts=tuple(_centred(lines[field], (x + right) / 2, MARGIN + height / 2)))  # fmt: skip


def _centred(lines: list[str], x: float, y: float) -> Iterator[Text]:
    first = y - (len(lines) - 1) * LEADING / 2 + 0.36 * SIZE
    for i, line in enumerate(lines):
        yield Text(text=line, x=x, y=first + i * LEADING)


def bars(spans: Spans, options: Options) -> Iterator[Rect]:
    """The side bar of each step, beside its rows."""
    for field, rows in STEPS:
        own = [spans[row] for row in rows if row in spans]
        top, bottom = own[0][0], own[-1][1]
        title = options.word(field.capitalize())
        yield Rect(field=field, x=MARGIN, y=top, width=BAR, height=bottom - top, title=title)


def gap_after(row: Row) -> float:
    """The space below a row, wider where a step ends."""
    return WIDE_GAP if row in {Row.IDENTIFIED, Row.ASSESSED} else ROW_GAP


def least(present: Collection[Row], options: Options) -> dict[Row, float]:
    """How tall each row must be so that the turned word fits into the bar beside its step."""
    found: dict[Row, float] = {}
    for field, rows in STEPS:
        own = [row for row in rows if row in present]
        word = width(options.word(field.capitalize()), SIZE, bold=True) + 2 * PADDING
        between = sum(gap_after(row) for row in own[:-1])
        found |= dict.fromkeys(own, max(0.0, word - between) / max(1, len(own)))
    return found
