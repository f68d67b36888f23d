"""Pages in all the forms that sources give them: short ranges, article numbers, counts, spreadsheet dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from resift.dedup.agreement import Agreement

_DASH = re.compile(r"\s*[‐‑‒–—−-]+\s*")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_DATE = re.compile(r"(?:(\d{1,2})-([a-z]{3})|([a-z]{3})-(\d{1,2}))")
# "t-20" is what is left of 314-20t or the like.
_BARE_LETTER = re.compile(r"[a-z]-\d+")
_COUNT = re.compile(r"\d+\s*(?:pp?|pages?)\.?")
_PAGES = re.compile(r"(?:pp?\.?\s*)?([a-z]{0,4})\.?-?(\d+)([a-z]?\d*)(?:\.e\d+)?(?:-([a-z]{0,4})-?(\d+)[a-z]?)?")
# Excel counts days from 1899-12-30; these are 2000 to 2030, the years in which someone opened the export.
_EXCEL = range(36526, 47848)
_FEW_PAGES = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """First and last page; ``prefix`` as in S12; ``weak`` where the text may as well be a count of pages."""

    prefix: str
    first: int
    last: int
    weak: bool = False
    article: bool = False

    @property
    def span(self) -> bool:
        """Whether it is a range of pages, which belongs to one article."""
        return self.last > self.first and not self.weak


@lru_cache(maxsize=1 << 16)
def read_pages(text: str) -> Pages | None:
    """First and last page of any usual form, or None where there is none.

    >>> read_pages("221-8") == read_pages("221–228"), read_pages("e12724")
    (True, Pages(prefix='e', first=12724, last=12724, weak=False, article=True))
    >>> read_pages("1-6").weak, read_pages("No pagination"), read_pages("01-Sep")
    (True, None, Pages(prefix='', first=1, last=9, weak=True, article=False))
    """
    plain = _DASH.sub("-", text.strip().lower()).replace(" ", " ")
    date = _DATE.fullmatch(plain)
    if date:
        return _from_date(date)
    if plain.isdigit() and len(plain) == 5 and int(plain) in _EXCEL:
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(plain))
        return Pages(prefix="", first=min(day.month, day.day), last=max(day.month, day.day), weak=True)
    if _COUNT.fullmatch(plain):
        return Pages(prefix="", first=1, last=int(re.sub(r"\D", "", plain)), weak=True)
    found = _PAGES.match(plain)
    return None if not found or "e+" in plain else _from_match(found)


def _from_date(found: re.Match[str]) -> Pages | None:
    """Pages that a spreadsheet took for a date: 1-9 became 01-Sep."""
    day, month = (found.group(1), found.group(2)) if found.group(1) else (found.group(4), found.group(3))
    if month not in _MONTHS:
        return None
    low, high = sorted((int(day), _MONTHS[month]))
    return Pages(prefix="", first=low, last=high, weak=True)


def _from_match(found: re.Match[str]) -> Pages | None:
    prefix, digits, suffix, _, end = found.groups()
    if len(digits) > 12:
        return None
    first = int(digits)
    last = _full_last(digits, end) if end else first
    reversed_, last = last < first, last if end else first
    weak = reversed_ or (first <= 1 and not prefix) or bool(_BARE_LETTER.fullmatch(found.string))
    # Letter and a long number, or five digits and more, is an article's number: no page to compare with a page.
    article = not end and (
        (prefix in ("e", "a", "b", "c", "d", "f", "g", "h", "m", "o") and len(digits) > 2) or first > 9999
    )
    return Pages(prefix=prefix or _letters(suffix), first=first, last=last, weak=weak, article=article)


def _letters(suffix: str) -> str:
    return "".join(c for c in suffix if c.isalpha())


def _full_last(first: str, last: str) -> int:
    """The last page in full: 221-8 ends on 228."""
    return int(first[: len(first) - len(last)] + last) if len(last) < len(first) else int(last)


def compare_pages(a: Pages | None, b: Pages | None) -> Agreement:
    """Whether two items begin on the same page; LIKE where one lies in the other.

    >>> p = read_pages
    >>> [compare_pages(p(x), p(y)).name for x, y in [("37-42", "c37-c42"), ("488", "487-488"), ("12", "300-310")]]
    ['SAME', 'LIKE', 'DIFFERENT']
    >>> [compare_pages(p(x), p(y)).name for x, y in [("1-6", "e12724"), ("e123", "e124"), ("969-972", "a1754")]]
    ['UNKNOWN', 'DIFFERENT', 'UNKNOWN']
    """
    if a is None or b is None:
        return Agreement.UNKNOWN
    if a.first == b.first and (a.prefix == b.prefix or not a.prefix or not b.prefix):
        return Agreement.SAME
    if a.last == b.last and a.last != a.first and b.last != b.first and a.last > 1:
        # A first page misprinted (2297-2108 for 2097-2108) or with the supplement before it (S3-89 for S78-S89).
        return Agreement.LIKE
    if a.weak or b.weak or a.article != b.article:
        return Agreement.UNKNOWN
    if a.prefix and b.prefix and a.prefix != b.prefix:
        return Agreement.DIFFERENT
    inside = a.first <= b.first <= a.last or b.first <= a.first <= b.last
    short = a.last - a.first < _FEW_PAGES and b.last - b.first < _FEW_PAGES
    return Agreement.LIKE if inside and short else Agreement.DIFFERENT


def same_span(a: Pages | None, b: Pages | None) -> bool:
    """Whether both name the same range of two pages or more: no two articles share one."""
    return a is not None and b is not None and a.span and b.span and (a.first, a.last) == (b.first, b.last)


def overlap(a: Pages | None, b: Pages | None) -> bool:
    """Whether two ranges share two pages or more, which two articles never do: one first page was misprinted.

    >>> overlap(read_pages("2141-2147"), read_pages("2142-7")), overlap(read_pages("10-14"), read_pages("14-20"))
    (True, False)
    """
    if a is None or b is None or not (a.span and b.span) or a.prefix != b.prefix:
        return False
    return min(a.last, b.last) - max(a.first, b.first) >= 1 and max(a.last - a.first, b.last - b.first) < _FEW_PAGES
