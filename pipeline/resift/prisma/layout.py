"""Where everything stands: the geometry of the official template, in pixels at font size 11."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from resift.prisma.boxes import Box, Column, Row
from resift.prisma.letters import wrap
from resift.prisma.options import Options

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


def layout(boxes: Sequence[Box], notes: Sequence[str], template: str, options: Options) -> Drawing:
    """Place the boxes of a template, its headers and side bars, the arrows and the footnotes."""
    columns = _columns(template)
    placed, spans = _placed(boxes, columns)
    width = max(x + WIDTHS[c] for c, x in columns.items()) + MARGIN
    bottom = max(end for _, end in spans.values())
    texts = tuple(_notes(notes, bottom + 16, width - START - MARGIN))
    return Drawing(
        width=width,
        height=round(texts[-1].y + MARGIN if texts else bottom + MARGIN, 2),
        boxes=tuple(rect for rect, _ in placed),
        headers=tuple(_headers(columns, template, options)),
        bars=tuple(_bars(spans, options)),
        arrows=tuple(_arrows({box.field: (rect, box) for rect, box in placed})),
        notes=texts,
    )


def _columns(template: str) -> dict[Column, float]:
    names = [Column.LEFT, Column.RIGHT]
    if template.startswith("U"):
        names.insert(0, Column.PREVIOUS)
    if template.endswith("2"):
        names += [Column.OTHER_LEFT, Column.OTHER_RIGHT]
    found, x = {}, START
    for name in names:
        found[name] = x
        x += WIDTHS[name] + GAP
    return found


Lines = list[tuple[str, float, str, str]]


def _lines(box: Box) -> Lines:
    """The wrapped lines of a box: text, indent, field, line."""
    found = []
    for item in box.items:
        room = WIDTHS[box.column] - 20 - item.indent
        for i, text in enumerate(wrap(item.text, room, SIZE, hang=HANG)):
            found.append((text, item.indent + (HANG if i else 0), item.field or box.field, item.line))
    return found


def _height(lines: Lines) -> float:
    return max(2, len(lines)) * LEADING + 12


Spans = dict[Row, tuple[float, float]]


def _placed(boxes: Sequence[Box], columns: Mapping[Column, float]) -> tuple[list[tuple[Rect, Box]], Spans]:
    y = MARGIN + HEADER + HEADER_GAP
    placed: list[tuple[Rect, Box]] = []
    spans: Spans = {}
    for row in sorted({b.row for b in boxes}):
        here = [(b, _lines(b)) for b in boxes if b.row == row]
        tallest = max(_height(lines) for _, lines in here)
        for box, lines in here:
            # Identification starts level, as in the official template; the other rows share an axis.
            top = y if row == Row.IDENTIFIED else y + (tallest - _height(lines)) / 2
            placed.append((_rect(box, lines, columns[box.column], top), box))
        spans[row] = (y, y + tallest)
        y += tallest + (WIDE_GAP if row in {Row.IDENTIFIED, Row.ASSESSED} else ROW_GAP)
    return placed, spans


def _rect(box: Box, lines: Lines, x: float, y: float) -> Rect:
    height = _height(lines)
    first = y + (height - len(lines) * LEADING) / 2 + 0.78 * LEADING
    texts = tuple(
        Text(text=text, x=x + PADDING + indent, y=first + i * LEADING, field=field, line=line)
        for i, (text, indent, field, line) in enumerate(lines)
    )
    title = " ".join(item.text for item in box.items).replace("*", "")
    return Rect(
        field=box.field, x=x, y=y, width=WIDTHS[box.column], height=height, grey=box.grey, title=title, texts=texts
    )


def _headers(columns: Mapping[Column, float], template: str, options: Options) -> Iterator[Rect]:
    new = "new studies" if template.startswith("U") else "studies"
    for field, first, last, text in (
        ("prevstud", Column.PREVIOUS, Column.PREVIOUS, "Previous studies"),
        ("newstud", Column.LEFT, Column.RIGHT, f"Identification of {new} via databases and registers"),
        ("othstud", Column.OTHER_LEFT, Column.OTHER_RIGHT, f"Identification of {new} via other methods"),
    ):
        if first in columns:
            width = columns[last] + WIDTHS[last] - columns[first]
            grey = field != "newstud"
            yield Rect(field=field, x=columns[first], y=MARGIN, width=width, height=HEADER, grey=grey,
                       title=options.word(text))  # fmt: skip


def _bars(spans: Spans, options: Options) -> Iterator[Rect]:
    for field, first, last in (
        ("identification", Row.IDENTIFIED, Row.IDENTIFIED),
        ("screening", Row.SCREENED, Row.ASSESSED),
        ("included", Row.NEW, max(spans)),
    ):
        top, bottom = spans[first][0], spans[last][1]
        title = options.word(field.capitalize())
        yield Rect(field=field, x=MARGIN, y=top, width=BAR, height=bottom - top, title=title)


DOWN = (
    ("database_results", "records_screened"), ("records_screened", "dbr_sought_reports"),
    ("dbr_sought_reports", "dbr_assessed"), ("dbr_assessed", "new_studies"), ("new_studies", "total_studies"),
    ("website_results", "other_sought_reports"), ("other_sought_reports", "other_assessed"),
)  # fmt: skip
ACROSS = (
    ("database_results", "duplicates"), ("records_screened", "records_excluded"),
    ("dbr_sought_reports", "dbr_notretrieved_reports"), ("dbr_assessed", "dbr_excluded"),
    ("other_sought_reports", "other_notretrieved_reports"), ("other_assessed", "other_excluded"),
)  # fmt: skip
ELBOWS = (("previous_studies", "total_studies"), ("other_assessed", "new_studies"))


def _arrows(at: Mapping[str, tuple[Rect, Box]]) -> Iterator[Arrow]:
    rects = {field: rect for field, (rect, _) in at.items()}
    pooled = ("total_studies" if "total_studies" in rects else "new_studies", "total_studies_ma")
    for make, pairs in ((_down, (*DOWN, pooled)), (_across, ACROSS), (_elbow, ELBOWS)):
        for source, target in pairs:
            if source in rects and target in rects:
                yield Arrow(source=source, target=target, points=make(rects[source], rects[target]))


Points = tuple[tuple[float, float], ...]


def _down(a: Rect, b: Rect) -> Points:
    return ((a.middle[0], a.bottom), (b.middle[0], b.y))


def _across(a: Rect, b: Rect) -> Points:
    y = min(max(a.middle[1], b.y + CLAMP), b.bottom - CLAMP)
    return ((a.right, y), (b.x, y))


def _elbow(a: Rect, b: Rect) -> Points:
    x, y = a.middle[0], b.middle[1]
    return ((x, a.bottom), (x, y), (b.x if x < b.x else b.right, y))


def _notes(notes: Sequence[str], y: float, room: float) -> Iterator[Text]:
    for note in notes:
        for i, text in enumerate(wrap(note, room, NOTE, hang=HANG)):
            yield Text(text=text, x=START + (HANG if i else 0), y=y)
            y += NOTE_STEP
