"""Where everything stands: boxes in their rows and columns, the arrows between them, the footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from resift.prisma.boxes import Box, Column, Row
from resift.prisma.frame import bars, gap_after, headers, least
from resift.prisma.geometry import (
    CLAMP,
    GAP,
    HANG,
    HEADER_GAP,
    LEADING,
    MARGIN,
    NOTE,
    NOTE_STEP,
    PADDING,
    SIZE,
    START,
    WIDTHS,
    Arrow,
    Drawing,
    Rect,
    Spans,
    Text,
)  # fmt: skip
from resift.prisma.letters import wrap
from resift.prisma.options import Options


def layout(boxes: Sequence[Box], notes: Sequence[str], template: str, options: Options) -> Drawing:
    """Place the boxes of a template, its headers and side bars, the arrows and the footnotes."""
    columns = _columns(template)
    tops = tuple(headers(columns, template, options))
    placed, spans = _placed(boxes, columns, max(h.bottom for h in tops) + HEADER_GAP, options)
    width = max(x + WIDTHS[c] for c, x in columns.items()) + MARGIN
    bottom = max(end for _, end in spans.values())
    texts = tuple(_notes(notes, bottom + 16, width - START - MARGIN))
    return Drawing(
        width=width,
        height=round(texts[-1].y + MARGIN if texts else bottom + MARGIN, 2),
        boxes=tuple(rect for rect, _ in placed),
        headers=tops,
        bars=tuple(bars(spans, options)),
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


def _placed(
    boxes: Sequence[Box], columns: Mapping[Column, float], y: float, options: Options
) -> tuple[list[tuple[Rect, Box]], Spans]:
    room = least({b.row for b in boxes}, options)
    placed: list[tuple[Rect, Box]] = []
    spans: Spans = {}
    for row in sorted({b.row for b in boxes}):
        here = [(b, _lines(b)) for b in boxes if b.row == row]
        tallest = max(room[row], *(_height(lines) for _, lines in here))
        for box, lines in here:
            # Identification starts level, as in the official template; the other rows share an axis.
            top = y if row == Row.IDENTIFIED else y + (tallest - _height(lines)) / 2
            placed.append((_rect(box, lines, columns[box.column], top), box))
        spans[row] = (y, y + tallest)
        y += tallest + gap_after(row)
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
