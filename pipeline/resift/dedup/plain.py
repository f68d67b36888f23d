"""The normal form of short texts, quickly: most titles and names have neither accents nor markup."""

from __future__ import annotations

import re

from resift.records import NormalTitle

_WORDS = re.compile(r"[a-z0-9]+")
_QUOTES = str.maketrans("", "", "'`")


def plain(text: str) -> str:
    """What ``NormalTitle.of`` gives, by a shorter way where the text allows it.

    >>> plain("O'Poe & Roe's 2nd <i>trial</i>") == NormalTitle.of("O'Poe & Roe's 2nd <i>trial</i>")
    True
    """
    if not text.isascii() or "&" in text or "<" in text:
        return NormalTitle.of(text)
    return " ".join(_WORDS.findall(text.lower().translate(_QUOTES).replace("_", " ")))
