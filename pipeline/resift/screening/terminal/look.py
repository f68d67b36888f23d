"""How the session looks: signs and styles, with and without colour, in Unicode or ASCII, and in high contrast."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ASCII = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...",
    "•": "*", "·": ".", "≤": "<=", "≥": ">=", "±": "+/-", "×": "x", "α": "alpha", "β": "beta", "γ": "gamma",
    "κ": "kappa", "μ": "u", "µ": "u", "χ": "chi", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe",
    "ł": "l", "Ł": "L", "đ": "d", "ı": "i", "®": "(R)", "™": "(TM)", "©": "(C)", "°": " deg", "£": "GBP ", "€": "EUR ",
})  # fmt: skip
_BARS, _ASCII_BARS = "▁▂▃▄▅▆▇█", "_.-=+*#@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """``ascii`` keeps to 7 bits, ``contrast`` leaves out faint text; nothing is ever told by colour alone."""

    ascii: bool = False
    contrast: bool = False

    @property
    def faint(self) -> str:
        """The style of what is less important."""
        return "" if self.contrast else "dim"

    @property
    def include(self) -> str:
        """The style of an inclusion criterion's words."""
        return "bold underline"

    @property
    def exclude(self) -> str:
        """The style of an exclusion criterion's words."""
        return "reverse"

    def text(self, text: str) -> str:
        """Text as this terminal can show it: no control characters, and on an ASCII terminal none but its letters.

        >>> Look(ascii=True).text("Müller’s “naïve” trial 精神\x1b[2J")
        'Muller\\'s "naive" trial ?? [2J'
        """
        clean = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
        if not self.ascii or clean.isascii():
            return clean
        letters = unicodedata.normalize("NFKD", clean.translate(_ASCII))
        return "".join(c if c.isascii() else "?" for c in letters if not unicodedata.combining(c))

    def sparkline(self, counts: Sequence[int]) -> str:
        """Counts as a row of bars, the highest one full.

        >>> Look().sparkline((0, 1, 4, 2)), Look(ascii=True).sparkline((0, 1, 4, 2))
        ('▁▂█▄', '_.@=')
        """
        bars = _ASCII_BARS if self.ascii else _BARS
        top = max(counts, default=0) or 1
        return "".join(bars[n * (len(bars) - 1) // top] for n in counts)


def tells_ascii(environ: Mapping[str, str]) -> bool:
    """Whether the locale says that the terminal knows no Unicode.

    Python itself sets ``LC_CTYPE`` to C.UTF-8 when it starts in the C locale; that is not the terminal's word.

    >>> tells_ascii({"LANG": "C", "LC_CTYPE": "C.UTF-8"}), tells_ascii({"LANG": "C.UTF-8"}), tells_ascii({})
    (True, False, False)
    """
    kind = environ.get("LC_CTYPE", "")
    says = environ.get("LC_ALL") or ("" if kind == "C.UTF-8" else kind) or environ.get("LANG") or kind
    return bool(says) and "utf" not in says.lower()


def can_draw(environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether a whole screen can be drawn: on a terminal that is not a dumb one, or in a browser.

    >>> can_draw({"TERM": "xterm"}, terminal=True), can_draw({"TERM": "dumb"}, terminal=True)
    (True, False)
    """
    if "TEXTUAL_DRIVER" in environ:  # a browser is at the other end
        return True
    return terminal and (environ.get("TERM", "dumb") not in ("dumb", "unknown", "") or "WT_SESSION" in environ)
