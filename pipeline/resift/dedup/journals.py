"""Journal names as word-prefix abbreviations and acronyms."""

from __future__ import annotations

import re
from functools import lru_cache

from resift.dedup.agreement import Agreement
from resift.dedup.plain import plain
from resift.dedup.wordlist import words

_STOP = words("the of and in for on de la le les du des der die und et di del a an an e y to with en")
# What Embase, Medline and others add behind the name itself.
_BEHIND = re.compile(r"\.?\s*\bconference\s*:.*|\s*[\[(=].*|\s+:\s.*|:\s.*|\s+/\s.*", re.I | re.S)


@lru_cache(maxsize=1 << 16)
def journal_words(name: str) -> tuple[str, ...]:
    """The words of a journal's name that every style keeps.

    >>> journal_words("The Fictional Journal of Care. Conference: 3rd Meeting. Utopia.")
    ('fictional', 'journal', 'care')
    """
    head = _BEHIND.sub("", name) or name
    words = plain(head.replace("&", " and ")).replace("ae", "e").replace("oe", "e").split()
    return tuple(w for w in words if w not in _STOP) or tuple(words)


@lru_cache(maxsize=1 << 18)
def compare_journals(a: tuple[str, ...], b: tuple[str, ...]) -> Agreement:
    """Whether two names are the same journal's.

    >>> w = journal_words
    >>> compare_journals(w("Ann Intern Med"), w("Annals of Internal Medicine")).name
    'SAME'
    >>> compare_journals(w("BMJ"), w("British Medical Journal")).name
    'SAME'
    >>> compare_journals(w("Diabetes"), w("Diabetologia")).name
    'DIFFERENT'
    >>> compare_journals(w("Diabetes"), w("Diabetes Care")).name
    'LIKE'
    """
    if not a or not b:
        return Agreement.UNKNOWN
    if a == b:
        return Agreement.SAME
    n = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if not _abbreviates(x, y)), min(len(a), len(b)))
    left, right = a[n:], b[n:]
    if not left and not right:
        return Agreement.SAME
    if _acronym(left, right) or _acronym(right, left):
        return Agreement.SAME
    # A subtitle, a place or a society's name behind it; or a sister journal whose name starts alike.
    return Agreement.LIKE if n and (not left or not right) else Agreement.DIFFERENT


def _abbreviates(a: str, b: str) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if long.startswith(short):
        return True
    return len(short) > 2 and short[0] == long[0] and short[-1] == long[-1] and len(long) > 5 and _within(short, long)


def _within(short: str, long: str) -> bool:
    """Whether the letters of one word come in the other in their order: natl, national."""
    letters = iter(long)
    return len(short) <= 5 and all(c in letters for c in short)


def _acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) == 1 and len(long) > 2 and short[0] == "".join(w[0] for w in long)
