"""Small plots as SVG: bars of counts, and a curve of what reading found; no colour is needed to read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resift.prisma.diagram import FONT, escape, number
from resift.prisma.letters import width

WIDTH, SIZE = 640, 12
_INK, _DARK, _LINE = "#1b1b1b", "#3b6ea5", "#9a9a9a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A line of the curve: its name, and how many were found after so many were read."""

    name: str
    points: Sequence[tuple[int, int]]


def bars(name: str, title: str, rows: Sequence[tuple[str, Sequence[int]]], series: Sequence[str]) -> str:
    """A bar for each row, made of a part for each series: the first filled, the second hatched; numbers beside it.

    ``name`` begins the ids in the drawing, which must differ within a page.

    >>> svg = bars("d", "By design", [("RCT", (6, 2)), ("pilot", (3, 0))], ("previous", "new"))
    >>> "previous 6, new 2" in svg, svg.count("<rect")
    (True, 7)
    """
    top, step, most = 34, 38, max((sum(counts) for _, counts in rows), default=0) or 1
    unit = (WIDTH - 190) / most
    told = "; ".join(f"{label}: {_said(counts, series)}" for label, counts in rows)
    return "".join((
        _head(name, title, told, top + step * len(rows) + 4), _hatch(name), *_legend(name, series),
        *(part for i, (label, counts) in enumerate(rows)
          for part in _bar(name, top + i * step, label, counts, series, unit)),
        "</svg>\n",
    ))  # fmt: skip


def curve(name: str, title: str, told: str, series: Sequence[Series], axes: tuple[str, str]) -> str:
    """Lines of what was found against what was read; the first is whole, the second dashed, each named at its end.

    ``told`` is the figure in words, ``axes`` names what lies across and what goes up.
    """
    left, top, right, bottom = 62, 20, WIDTH - 20, 300
    far = max((x for s in series for x, _ in s.points), default=0) or 1
    high = max((y for s in series for _, y in s.points), default=0) or 1
    across, up = (right - left) / far, (bottom - top) / high
    lines = (
        f'<polyline points="{_steps(s.points, left, bottom, across, up)}" fill="none" {_stroke(i)}/>\n'
        for i, s in enumerate(series)
    )
    return "".join((
        _head(name, title, told, bottom + 64),
        *_ticks(far, high, left, top, right, bottom), *lines, *_names(series, left, bottom + 52),
        _words((left + right) / 2, bottom + 34, axes[0], anchor="middle"),
        _words(16, (top + bottom) / 2, axes[1], anchor="middle", turned=True), "</svg>\n",
    ))  # fmt: skip


def _stroke(line: int) -> str:
    return (
        f'stroke="{_DARK}" stroke-width="2"'
        if line == 0
        else f'stroke="{_INK}" stroke-width="2" stroke-dasharray="6 4"'
    )


def _head(name: str, title: str, told: str, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{number(height)}" '
        f'viewBox="0 0 {WIDTH} {number(height)}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="{FONT}" font-size="{SIZE}" fill="{_INK}">\n<title id="{name}-title">{escape(title)}</title>\n'
        f'<desc id="{name}-desc">{escape(told)}</desc>\n<rect width="{WIDTH}" height="{number(height)}" fill="#fff"/>\n'
    )


def _hatch(name: str) -> str:
    return (
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<rect width="5" height="5" fill="#fff"/><path d="M0 5L5 0" stroke="{_DARK}" stroke-width="1.4"/>'
        "</pattern></defs>\n"
    )


def _fill(name: str, part: int) -> str:
    return _DARK if part == 0 else f"url(#{name}-hatch)"


def _legend(name: str, series: Sequence[str]) -> Iterator[str]:
    x = 1.0
    for i, words in enumerate(series):
        yield _block(name, i, x, 4, 12)
        yield _words(x + 18, 14, words)
        x += 18 + width(words, SIZE) + 24


def _block(name: str, part: int, x: float, y: float, wide: float) -> str:
    place = f'x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="12"'
    return f'<rect {place} fill="{_fill(name, part)}" stroke="{_DARK}"/>\n'


def _bar(
    name: str, y: float, label: str, counts: Sequence[int], series: Sequence[str], unit: float
) -> Iterator[str]:  # fmt: skip
    yield _words(0, y + 10, label)
    x = 1.0
    for i, n in enumerate(counts):
        if n:
            yield _block(name, i, x, y + 15, n * unit)
            x += n * unit
    yield _words(x + 6, y + 25, _said(counts, series))


def _said(counts: Sequence[int], series: Sequence[str]) -> str:
    return ", ".join(f"{what} {n:,}" for what, n in zip(series, counts, strict=True))


def _words(x: float, y: float, words: str, *, anchor: str = "start", turned: bool = False) -> str:
    turn = f' transform="rotate(-90 {number(x)} {number(y)})"' if turned else ""
    return f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{turn}>{escape(words)}</text>\n'


def _steps(points: Sequence[tuple[int, int]], left: float, bottom: float, across: float, up: float) -> str:
    """The corners of the line, which rises where something was found; what falls on one pixel is drawn once."""
    corners: dict[tuple[int, str], None] = {}
    high = 0
    for x, y in ((0, 0), *points):
        for level in (high, y):
            corners[round(left + x * across), number(round(bottom - level * up, 1))] = None
        high = y
    return " ".join(f"{x},{y}" for x, y in corners)


def _ticks(far: int, high: int, left: float, top: float, right: float, bottom: float) -> Iterator[str]:
    for x in _round_numbers(far):
        at = left + x * (right - left) / far
        yield f'<path d="M{number(at)} {bottom}v5" stroke="{_LINE}"/>\n' + _words(
            at, bottom + 18, f"{x:,}", anchor="middle"
        )
    for y in _round_numbers(high):
        at = bottom - y * (bottom - top) / high
        yield f'<path d="M{left} {number(at)}H{right}" stroke="{_LINE}" stroke-width=".5"/>\n'
        yield _words(left - 6, at + 4, f"{y:,}", anchor="end")


def _round_numbers(most: int) -> range:
    """About five whole steps from 0 on.

    >>> list(_round_numbers(240)), list(_round_numbers(3))
    ([0, 50, 100, 150, 200], [0, 1, 2, 3])
    """
    rough = max(1, most // 5)
    size = 10 ** (len(str(rough)) - 1)
    step = next(k * size for k in (1, 2, 5, 10) if k * size >= rough)
    return range(0, most + 1, step)


def _names(series: Sequence[Series], x: float, y: float) -> Iterator[str]:
    for i, s in enumerate(series):
        yield f'<path d="M{number(x)} {number(y - 4)}h26" {_stroke(i)}/>\n'
        yield _words(x + 32, y, s.name)
        x += 32 + width(s.name, SIZE) + 26
