"""The PRISMA 2020 flow diagram as SVG text, in the layout and wording of the official template."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from resift.prisma.boxes import boxes, unread_first
from resift.prisma.fields import Counts, template, total
from resift.prisma.flow import Flow
from resift.prisma.geometry import HEAD, SIZE, Arrow, Drawing, Rect, Text
from resift.prisma.layout import layout
from resift.prisma.notes import notes
from resift.prisma.options import Options

YELLOW, GREY, BLUE = "#FFC000", "#D9D9D9", "#9DC3E6"
FONT = "Helvetica, Arial, 'Liberation Sans', Arimo, 'Resift Sans', sans-serif"
NOTE_SIZE = round(0.78 * SIZE, 2)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAIN = (
    ("database_results", "records from databases"), ("register_results", "records from registers"),
    ("duplicates", "duplicates removed"), ("records_screened", "records screened"),
    ("records_excluded", "records excluded"), ("dbr_assessed", "reports assessed"),
    ("other_assessed", "reports from other methods assessed"), ("new_studies", "new studies included"),
    ("total_studies", "studies in total"),
)  # fmt: skip


def diagram(
    source: Flow | Counts,
    *,
    title: str,
    draft: bool = False,
    links: Mapping[str, str] | None = None,
    options: Options | None = None,
    code: str = "",
) -> str:
    """Draw a flow, from its sets or from numbers alone, in the template that its facts ask for.

    ``draft`` writes DRAFT across the figure; a flow that is a draft is always marked. ``links`` leads from a field
    to an address; a line or box of that field becomes a link. ``code`` forces a template (N1, N2, U1, U2). The same
    input gives the same text, byte for byte; no font is needed.

    >>> svg = diagram({"database_results": 1234, "records_screened": 1234}, title="A review")
    >>> "(n\\u00a0=\\u00a01,234)" in svg, svg.count("<g id=")
    (True, 15)
    """
    options = options or Options()
    drawing, description = _drawn(source, options, code)
    marked = draft or (isinstance(source, Flow) and source.draft)
    writer = Svg(drawing, links or {}, options)
    return "\n".join(writer.lines(title, description, marked)) + "\n"


def said(source: Flow | Counts, options: Options, code: str = "") -> frozenset[str]:
    """Every text that the figure of a flow shows or speaks, apart from its title and the word DRAFT."""
    drawing, description = _drawn(source, options, code)
    shapes = (*drawing.headers, *drawing.bars, *drawing.boxes)
    lines = (t.text for t in (*drawing.notes, *(t for shape in shapes for t in shape.texts)))
    return frozenset((description, *(shape.title for shape in shapes), *lines))


def _drawn(source: Flow | Counts, options: Options, code: str) -> tuple[Drawing, str]:
    counts: Counts = source.counts if isinstance(source, Flow) else source
    code = code or (source.template if isinstance(source, Flow) else template(counts))
    if options.unread_before_screening:
        counts = unread_first(counts)
    refound = len(source.refound) if isinstance(source, Flow) and source["previous_reports"] else None
    drawing = layout(boxes(counts, code, options), notes(counts, code, options, refound), code, options)
    return drawing, _description(counts, code, options)


def _description(counts: Counts, code: str, options: Options) -> str:
    shown = [
        f"{options.number(total(counts, f))} {what}"
        for f, what in MAIN
        if f in counts and (total(counts, f) or f in {"database_results", "new_studies"})
        if code.startswith("U") or f != "total_studies"
    ]
    return f"PRISMA 2020 flow diagram: {', '.join(shown)}."


class Svg:
    """Writes one drawing."""

    def __init__(self, drawing: Drawing, links: Mapping[str, str], options: Options) -> None:
        self.drawing = drawing
        self.links = links
        self.prefix = options.prefix
        self.mark = options.word("DRAFT")

    def lines(self, title: str, description: str, draft: bool) -> Iterator[str]:
        """The lines of the file."""
        d, p = self.drawing, escape(self.prefix)
        # Inside an image nothing can be focused; a figure with links is a group that has a name.
        role = "group" if self.links else "img"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(d.width)}" height="{number(d.height)}" '
            f'viewBox="0 0 {number(d.width)} {number(d.height)}" role="{role}" '
            f'aria-labelledby="{p}flow-title {p}flow-desc" font-family="{FONT}" font-size="{number(SIZE)}">'
        )
        yield f'<title id="{p}flow-title">{escape(title + (" (draft)" if draft else ""))}</title>'
        yield f'<desc id="{p}flow-desc">{escape(description)}</desc>'
        yield f'<rect width="{number(d.width)}" height="{number(d.height)}" fill="#fff"/>'
        for header in d.headers:
            yield from self._header(header)
        for bar in d.bars:
            yield from self._bar(bar)
        for box in d.boxes:
            yield from self._box(box)
        yield f'<g id="{p}arrows" stroke="#000" stroke-width="1" fill="none">'
        yield from (_arrow(a) for a in d.arrows)
        yield "</g>"
        yield f'<g id="{p}notes" font-size="{number(NOTE_SIZE)}">'
        yield from (_text(t) for t in d.notes)
        yield "</g>"
        if draft:
            yield self._watermark()
        yield "</svg>"

    def _group(self, rect: Rect) -> str:
        return f'<g id="{escape(self.prefix + rect.field)}"><title>{escape(rect.title)}</title>'

    def _header(self, rect: Rect) -> Iterator[str]:
        yield self._group(rect)
        yield _shape(rect, GREY if rect.grey else YELLOW, radius=7)
        for t in rect.texts:
            at = f'x="{number(t.x)}" y="{number(t.y)}"'
            yield f'<text {at} text-anchor="middle" {_BOLD}>{escape(t.text)}</text>'
        yield "</g>"

    def _bar(self, rect: Rect) -> Iterator[str]:
        yield self._group(rect)
        yield _shape(rect, BLUE, radius=7)
        x, y = number(rect.middle[0] + 0.36 * SIZE), number(rect.middle[1])
        turned = f'transform="rotate(-90 {x} {y})"'
        yield f'<text x="{x}" y="{y}" text-anchor="middle" {_BOLD} {turned}>{escape(rect.title)}</text>'
        yield "</g>"

    def _box(self, rect: Rect) -> Iterator[str]:
        shape = _shape(rect, GREY if rect.grey else "#fff", outline=not rect.grey)
        parts = [(self._href(rect.field), shape, "")]
        parts += [(self._href(t.field, rect.field), _text(t), t.text) for t in rect.texts]
        yield self._group(rect)
        for href, run in groupby(parts, key=itemgetter(0)):
            some = list(run)
            said = " ".join(text for *_, text in some if text) or rect.title
            lines = [element for _, element, _ in some]
            yield from [_link(href, said.replace("*", "")), *lines, "</a>"] if href else lines
        yield "</g>"

    def _href(self, *fields: str) -> str:
        return next((self.links[f] for f in fields if f in self.links), "")

    def _watermark(self) -> str:
        x, y = self.drawing.width / 2, self.drawing.height / 2
        size = min(self.drawing.width, self.drawing.height) / 3.5 * min(1, 5 / len(self.mark or "DRAFT"))
        return (
            f'<text id="{escape(self.prefix)}draft" x="{number(x)}" y="{number(y + size / 3)}" '
            f'text-anchor="middle" font-size="{number(size)}" {_BOLD} fill="#C00000" fill-opacity="0.16" '
            f'transform="rotate(-30 {number(x)} {number(y)})" pointer-events="none">{escape(self.mark)}</text>'
        )


_BOLD = 'font-weight="bold"'


def number(value: float) -> str:
    """A coordinate with at most two decimals, always written the same.

    >>> number(54.0), number(13.640000001), number(-0.001)
    ('54', '13.64', '0')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def escape(text: str) -> str:
    """Text as it may stand in XML, inside an attribute too; characters that XML cannot hold are left out.

    >>> escape('a < b & "c"')
    'a &lt; b &amp; &quot;c&quot;'
    """
    text = _NOT_XML.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _link(href: str, label: str) -> str:
    """The start of a link with a name for those who hear it: it goes around a box's shape and several lines."""
    return f'<a href="{escape(href)}" aria-label="{escape(label)}">'


def _shape(rect: Rect, fill: str, *, radius: float = 0, outline: bool = False) -> str:
    corners = f' rx="{number(radius)}"' if radius else ""
    stroke = ' stroke="#000"' if outline else ""
    return (
        f'<rect x="{number(rect.x)}" y="{number(rect.y)}" width="{number(rect.width)}" '
        f'height="{number(rect.height)}"{corners} fill="{fill}"{stroke}/>'
    )


def _text(text: Text) -> str:
    named = f' data-field="{text.field}"' if text.field else ""
    named += f' data-line="{escape(text.line)}"' if text.line else ""
    return f'<text x="{number(text.x)}" y="{number(text.y)}"{named}>{escape(text.text)}</text>'


def _arrow(arrow: Arrow) -> str:
    """The line up to the head, and the head with its tip on the target's edge."""
    *before, (x, y) = arrow.points
    from_x, from_y = before[-1]
    length = math.hypot(x - from_x, y - from_y) or 1
    dx, dy = (x - from_x) / length, (y - from_y) / length
    base = (x - HEAD * dx, y - HEAD * dy)
    path = " ".join(f"{number(a)},{number(b)}" for a, b in (*before, base))
    side = HEAD / 2
    corners = ((x, y), (base[0] - side * dy, base[1] + side * dx), (base[0] + side * dy, base[1] - side * dx))
    head = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
    return f'<polyline points="{path}"/><polygon points="{head}" fill="#000" stroke="none"/>'
