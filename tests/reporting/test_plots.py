"""The small plots: what is drawn is what was counted."""

import itertools
import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from resift.reporting.picture import png
from resift.reporting.plots import Series, bars, curve

SVG = "{http://www.w3.org/2000/svg}"
_COUNTS = st.lists(st.tuples(st.text(max_size=12), st.tuples(st.integers(0, 999), st.integers(0, 999))), max_size=6)


def _line(svg: str, which: int = 0) -> list[tuple[float, float]]:
    found = ET.fromstring(svg).findall(f"{SVG}polyline")[which]  # noqa: S314
    return [(float(x), float(y)) for x, y in (p.split(",") for p in (found.get("points") or "").split())]


@given(_COUNTS)
def test_bars_are_as_long_as_their_counts(rows: list[tuple[str, tuple[int, int]]]) -> None:
    root = ET.fromstring(bars("b", "Title", rows, ("previous", "new")))  # noqa: S314
    drawn = root.findall(f"{SVG}rect")[3:]  # after the ground and the two of the legend
    wanted = [n for _, counts in rows for n in counts if n]
    most = max((sum(counts) for _, counts in rows), default=0)
    assert len(drawn) == len(wanted)
    for rect, n in zip(drawn, wanted, strict=True):
        assert abs(float(rect.get("width") or 0) - 450 * n / most) < 0.01


def test_the_second_part_of_a_bar_is_told_by_hatching_not_by_colour_alone() -> None:
    svg = bars("b", "Title", [("RCT", (6, 2))], ("previous", "new"))
    assert svg.count("url(#b-hatch)") == 2  # in the legend, and in the bar
    assert "previous 6, new 2" in svg


def test_the_curve_steps_up_where_something_was_found() -> None:
    # found at the 1st and the 4th of 4: flat from 1 to 4, then up; 558 pixels across, 280 up
    line = _line(curve("c", "Title", "told", [Series(name="found", points=[(1, 1), (4, 2)])], ("read", "found")))
    assert line == [(62, 300), (202, 300), (202, 160), (620, 160), (620, 20)]


@given(st.sets(st.integers(1, 3000), max_size=300))
def test_the_curve_never_falls_and_stays_small(finds: set[int]) -> None:
    points = [*((x, n) for n, x in enumerate(sorted(finds), start=1)), (3000, len(finds))]
    line = _line(curve("c", "Title", "told", [Series(name="found", points=points)], ("read", "found")))
    assert all(a[0] <= b[0] and a[1] >= b[1] for a, b in itertools.pairwise(line))
    assert line[-1] == (620, 20 if finds else 300)


def test_the_second_line_is_dashed_and_both_are_named() -> None:
    series = [Series(name="went forward", points=[(3, 2)]), Series(name="included", points=[(3, 1)])]
    svg = curve("c", "Title", "told", series, ("read", "found"))
    assert re.findall(r"<polyline[^>]*dasharray", svg) != []
    assert svg.count("stroke-dasharray") == 2  # the line and its name
    assert ">went forward<" in svg
    assert ">included<" in svg


def test_a_plot_becomes_a_picture_without_any_font_of_the_system() -> None:
    svg = bars("b", "Title", [("R & <D>", (6, 2))], ("previous", "new"))
    assert png(svg) == png(svg)
    assert png(svg).startswith(b"\x89PNG")
