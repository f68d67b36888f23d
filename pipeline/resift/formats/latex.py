"""TeX's accents, signs and braces as plain text."""

from __future__ import annotations

import re
import unicodedata

# Combining marks by TeX's accent commands.
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c",
    "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "r": "\u030a", "k": "\u0328",
}  # fmt: skip
_SIGNS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "alpha": "α",
    "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "lambda": "λ", "mu": "μ", "omega": "ω", "pm": "±", 
    "times": "×", "leq": "≤", "geq": "≥", "textless": "<", "textgreater": ">", "textbackslash": "\\",
}  # fmt: skip
_ACCENT = re.compile(r"""\\(?:([`'^~"=.])\s*|([uvHcdbrk])(?:\s+|(?=\{)))(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))""")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\s+|\{\}|(?![A-Za-z]))")


def plain(text: str) -> str:
    r"""A BibTeX value as a reader would see it: accents put on their letters, braces and commands gone.

    >>> plain(r'M{\"u}ller, {\'E}. \& {\O}rsted: {The} {\textit{in vitro}} study---95\%')
    'Müller, É. & Ørsted: The in vitro study—95%'
    >>> plain("{\\v{C}}ern{\\'\\i}")
    'Černí'
    """
    text = _ACCENT.sub(_accented, text)
    text = _COMMAND.sub(lambda m: _SIGNS.get(m.group(1), ""), text)
    text = re.sub(r"\\([&%$#_{} ])", r"\1", text).replace("---", "—").replace("~", " ")
    text = re.sub(r"(?<!\\)\$", "", text)
    return " ".join(text.replace("{", "").replace("}", "").split())


def _accented(found: re.Match[str]) -> str:
    mark = _ACCENTS[found.group(1) or found.group(2)]
    return unicodedata.normalize("NFC", (found.group(3) or found.group(4)) + mark)
