"""Volume and issue, in all the forms that sources give them: with a supplement, swapped, moved by one field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from resift.dedup.agreement import Agreement

_INTEGER = re.compile(r"\d+")
# More issues than a weekly journal has in a year are a running number of the export.
_MOST_ISSUES = 53


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The number of the volume, or nothing; all numbers of the issue; the year, which some give as the volume."""

    volume: str
    issues: frozenset[int]
    year: int | None


def read_numbering(volume: str, issue: str, year: int | None) -> Numbering:
    """Volume and issue as numbers.

    >>> read_numbering("61 Suppl 1", "3", 2001)
    Numbering(volume='61', issues=frozenset({3}), year=2001)
    """
    return Numbering(volume=read_volume(volume), issues=read_issue(issue), year=year)


@lru_cache(maxsize=1 << 16)
def read_volume(text: str) -> str:
    """The volume's number, or nothing.

    >>> [read_volume(x) for x in ("61 Suppl 1", "1)", "Fictional Letters. 69", "ahead of print")]
    ['61', '', '69', '']
    """
    if ")" in text and "(" not in text:
        return ""
    found: list[str] = _INTEGER.findall(text)
    if not found:
        return ""
    return (found[-1] if text[:1].isalpha() and "." in text else found[0]).lstrip("0")


@lru_cache(maxsize=1 << 16)
def read_issue(text: str) -> frozenset[int]:
    """The numbers of an issue: ``3 Suppl 1`` may be given as ``3`` or as ``1`` elsewhere.

    >>> sorted(read_issue("3 Suppl 1")), sorted(read_issue("11-12")), sorted(read_issue("4711"))
    ([1, 3], [11, 12], [])
    """
    return frozenset(n for n in map(int, _INTEGER.findall(text[:40])) if 0 < n <= _MOST_ISSUES)


def compare_volumes(a: Numbering, b: Numbering) -> Agreement:
    """Whether two items stand in one volume; an issue or the year in its place says nothing.

    >>> n = read_numbering
    >>> compare_volumes(n("12", "3", 2001), n("12", "", 2001)).name
    'SAME'
    >>> compare_volumes(n("12", "3", 2001), n("3", "12", 2001)).name
    'UNKNOWN'
    """
    if not a.volume or not b.volume:
        return Agreement.UNKNOWN
    if a.volume == b.volume:
        return Agreement.SAME
    of_year = [x.volume == str(x.year) for x in (a, b)]
    if all(of_year):
        return Agreement.DIFFERENT
    return Agreement.UNKNOWN if any(of_year) or _is_issue(a, b) or _is_issue(b, a) else Agreement.DIFFERENT


def _is_issue(a: Numbering, b: Numbering) -> bool:
    return len(a.volume) < 3 and int(a.volume) in b.issues


def compare_issues(a: Numbering, b: Numbering) -> Agreement:
    """Whether two items stand in one issue; issues differ when they have no number in common."""
    if not a.issues or not b.issues:
        return Agreement.UNKNOWN
    return Agreement.DIFFERENT if a.issues.isdisjoint(b.issues) else Agreement.SAME


def moved_by_one(a: Numbering, page: int, b: Numbering) -> bool:
    """Whether a source put the volume in the place of the issue, and the issue in that of the page.

    >>> moved_by_one(read_numbering("", "26", 2011), 9, read_numbering("26", "9", 2011))
    True
    """
    return not a.volume and bool(b.volume) and len(b.volume) < 3 and int(b.volume) in a.issues and page in b.issues
