"""The measures of the official template, in pixels at font size 11, and the shapes of which the figure is made."""

from __future__ import annotations

from dataclasses import dataclass

from resift.prisma.boxes import Column, Row

SIZE = 11.0
LEADING = 1.24 * SIZE
MARGIN = 14.0
BAR = 26.0
START = 54.0
GAP = 34.0
HEADER, HEADER_GAP = 26.0, 16.0
PADDING, HANG = 7.0, 8.0
HEAD = 7.0
CLAMP = 6.0
ROW_GAP, WIDE_GAP = 20.0, 34.0
NOTE = 0.78 * SIZE
NOTE_STEP = 1.1 * NOTE
WIDTHS = {
    Column.PREVIOUS: 178.0, Column.LEFT: 196.0, Column.RIGHT: 232.0, Column.OTHER_LEFT: 196.0,
    Column.OTHER_RIGHT: 212.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One printed line at its baseline, with the count it belongs to."""

    text: str
    x: float
    y: float
    field: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle: a box, a header or a side bar."""

    field: str
    x: float
    y: float
    width: float
    height: float
    grey: bool = False
    title: str = ""
    texts: tuple[Text, ...] = ()

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A line through points, the first on the edge of ``source``, the last on the edge of ``target``."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The whole figure before it is written as SVG."""

    width: float
    height: float
    boxes: tuple[Rect, ...]
    headers: tuple[Rect, ...]
    bars: tuple[Rect, ...]
    arrows: tuple[Arrow, ...]
    notes: tuple[Text, ...]


Spans = dict[Row, tuple[float, float]]
"""The upper and the lower end of each row."""
