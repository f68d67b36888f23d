"""The flow diagram as a picture: PNG at the resolution that a journal asks for, and PDF; with a font of its own."""

from __future__ import annotations

import re
import struct
import zlib
from html import unescape
from importlib import resources
from pathlib import Path
from typing import Any

from resift.errors import ReviewError

RESOLUTIONS = (300, 600)
"""Dots per inch that journals ask for: 300 for colour and grey, 600 for line art."""

FAMILY = "Resift Sans"
_FONTS = ("ResiftSans-Regular.ttf", "ResiftSans-Bold.ttf")
_CSS_PIXELS = 96
_METRE = 39.3700787
# What the bundled font has letters for, as ranges.
_LETTERS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x30C), (0x374, 0x375), (0x37A, 0x37E), (0x384, 0x38A), (0x38C, 0x38C),
    (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x3D0, 0x45F), (0x490, 0x491), (0x1E80, 0x1E85), (0x1EA0, 0x1EF9),
    (0x2010, 0x2010), (0x2012, 0x2022), (0x2026, 0x2026), (0x202F, 0x2030), (0x2032, 0x2034), (0x2039, 0x203A),
    (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248),
    (0x2260, 0x2262), (0x2264, 0x2265),
)  # fmt: skip
_TEXT = re.compile(r"<text [^>]*>([^<]*)</text>")


def png(svg: str, dpi: int = RESOLUTIONS[0]) -> bytes:
    """The figure as PNG: sharp at its natural size when printed at ``dpi``, and marked with that resolution.

    No font of the system is used, so the same figure gives the same bytes everywhere.
    """
    import resvg_py

    made = bytes(resvg_py.svg_to_bytes(
        svg_string=svg, zoom=dpi / _CSS_PIXELS, background="#ffffff", skip_system_fonts=True,
        font_files=[str(f) for f in _font_files()], sans_serif_family=FAMILY,
    ))  # fmt: skip
    return _with_resolution(made, dpi)


def pdf(svg: str, title: str) -> bytes:
    """The figure as PDF of one page, its text selectable; a ReviewError without the extra ``resift[pdf]``."""
    try:
        import typst
    except ImportError:
        raise ReviewError("a PDF needs typst, which is not installed", then='pip install "resift[pdf]"') from None
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    page = f'#set document(title: "{quoted}", date: none)\n#set page(width: auto, height: auto, margin: 0pt)\n'
    main = f'{page}#image("flow.svg", alt: "{quoted}")\n'
    files: Any = {"main": main.encode(), "flow.svg": svg.encode()}
    return bytes(
        typst.compile(files, font_paths=[str(_font_files()[0].parent)], ignore_system_fonts=True, format="pdf")
    )


def unshown(svg: str) -> str:
    """The letters of a figure that the bundled font does not have; PNG and PDF show an empty box for each.

    >>> unshown("<text x='1'>Wrong design \\u2265 2, \\u6f22\\u5b57</text>")
    '\\u5b57\\u6f22'
    """
    letters = {c for found in _TEXT.findall(svg) for c in unescape(found)}
    return "".join(sorted(c for c in letters if not any(a <= ord(c) <= b for a, b in _LETTERS)))


def remarks(svg: str) -> list[str]:
    """What a reader of the picture must know: which letters of the figure it cannot show."""
    missing = unshown(svg)
    if not missing:
        return []
    return [f"flow.png has an empty box for each of {missing}, which its font does not have; flow.svg has them"]


def _font_files() -> list[Path]:
    folder = resources.files("resift.reporting") / "fonts"
    return [Path(str(folder / name)) for name in _FONTS]


def _with_resolution(image: bytes, dpi: int) -> bytes:
    """A PNG with its resolution stated, in the chunk that the format has for it, right after the header."""
    per_metre = round(dpi * _METRE)
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header = 8 + 25  # signature, IHDR
    return image[:header] + chunk + image[header:]
