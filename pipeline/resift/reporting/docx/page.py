"""Paper: A4 upright or on its side, and how large a drawing stands on it."""

from __future__ import annotations

import re

A4 = (11906, 16838)
MARGIN = 1247
"""A4 and its margins of 22 mm, in twentieths of a point, as all lengths here."""
CAPTION = 1200
"""Height that is kept for the heading above a drawing and the caption below it."""
PIXEL = 15
"""A pixel of an SVG is 1/96 inch."""
LEAST = 0.75
"""A drawing that would be printed smaller than this is given a page on its side."""

_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="nextPage"/>'
    '<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" '
    'w:left="{margin}" w:header="708" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def room(wide: bool) -> tuple[int, int]:
    """Width and height that the margins leave.

    >>> room(wide=False), room(wide=True)
    ((9412, 14344), (14344, 9412))
    """
    across, along = (n - 2 * MARGIN for n in A4)
    return (along, across) if wide else (across, along)


def drawn(svg: str, wide: bool) -> tuple[int, int]:
    """Width and height of a drawing on paper: its natural size, or smaller where that does not fit.

    >>> drawn('<svg width="400" height="300">', wide=False)
    (6000, 4500)
    >>> drawn('<svg width="1218" height="795">', wide=True)
    (12581, 8212)
    """
    found = _SIZE.search(svg)
    width, height = (float(found[1]) * PIXEL, float(found[2]) * PIXEL) if found else (float(room(wide)[0]), 6000.0)
    across, along = room(wide)
    scale = min(1.0, across / width, (along - CAPTION) / height)
    return round(width * scale), round(height * scale)


def asks_for_side(svg: str) -> bool:
    """Whether a drawing would be too small on an upright page, and larger on its side."""
    upright, turned = drawn(svg, wide=False)[0], drawn(svg, wide=True)[0]
    found = _SIZE.search(svg)
    return bool(found) and upright < LEAST * PIXEL * float(found[1] if found else 0) and turned > upright


def page(footer: str, wide: bool) -> str:
    """The properties of a run of pages, with the id of their footer."""
    width, height = A4[::-1] if wide else A4
    turned = ' w:orient="landscape"' if wide else ""
    return _PAGE.format(footer=footer, width=width, height=height, turned=turned, margin=MARGIN)
