"""PubMed's dates of every shape: year alone, month by name or number, season, and free text (MedlineDate)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, TypeAlias

from resift.search.branch import leaves

Parts: TypeAlias = tuple[int, int, int]
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_MONTH_OF = {name.title(): n for name, n in _MONTHS.items()} | {f"{n:0{w}}": n for n in range(1, 13) for w in (1, 2)}
_YEAR = re.compile(r"(?<!\d)(1[5-9]|20|21)\d\d(?!\d)")
_MONTH = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*", re.I)


def parts(element: Any) -> Parts:
    """Year, month and day of a date element, 0 for what it does not say."""
    return read(leaves(element))


def read(got: dict[str, str]) -> Parts:
    """Year, month and day of a date whose elements say so, 0 for what they do not.

    >>> read({"Year": "2016", "Month": "Mar", "Day": "09"}), read({"MedlineDate": "1998 Dec-1999 Jan"})
    ((2016, 3, 9), (1998, 12, 0))
    """
    if "Year" not in got:
        return *free(got.get("MedlineDate", "")), 0
    written, month, number = got["Year"], got.get("Month") or got.get("Season", ""), got.get("Day", "")
    year = int(written) if written.isdecimal() else free(written)[0]
    return year, _MONTH_OF.get(month) or month_of(month), int(number) if number.isdecimal() else 0


def day(found: Parts) -> dt.date | None:
    """The calendar day of a date; a missing month or day counts as the first, an impossible one as none.

    >>> day((2016, 0, 0)), day((2016, 2, 30))
    (datetime.date(2016, 1, 1), None)
    """
    year, month, number = found
    try:
        return dt.date(year, month or 1, number or 1) if year else None
    except ValueError:
        return None


def partial(found: Parts) -> str:
    """A publication date as far as it is known: ``2016``, ``2016-03`` or ``2016-03-09``.

    A span (``2016 Mar-Apr``) is its first month; a season by name is its year only, which excludes nothing.

    >>> partial((2016, 3, 9)), partial((2016, 3, 0)), partial((2016, 0, 9)), partial((0, 3, 9))
    ('2016-03-09', '2016-03', '2016', '')
    """
    year, month, number = found
    if not (year and month):
        return f"{year:04}" if year else ""
    return f"{year:04}-{month:02}-{number:02}" if number else f"{year:04}-{month:02}"


def year_of(found: Iterable[Parts]) -> int | None:
    """The year of the first of the dates that has one."""
    return next((year for year, _, _ in found if year), None)


def month_of(text: str) -> int:
    """A month by number or by its English name; 0 where there is none.

    >>> month_of("09"), month_of("Sept"), month_of("Jul-Oct"), month_of("Winter")
    (9, 9, 7, 0)
    """
    if not text:
        return 0
    if text.strip().isdecimal():
        return int(text) if 1 <= int(text) <= 12 else 0
    found = _MONTH.search(text)
    return _MONTHS[found[1].lower()] if found else 0


def free(text: str) -> tuple[int, int]:
    """Year and month of a date in words, 0 for what it does not say.

    >>> free("1998 Dec-1999 Jan"), free("2000 Spring"), free("Summer 1987"), free("2016 Mar 1-15")
    ((1998, 12), (2000, 0), (1987, 0), (2016, 3))
    """
    found = _YEAR.search(text)
    return (int(found[0]), month_of(_YEAR.sub(" ", text))) if found else (0, 0)
