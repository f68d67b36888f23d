"""How far the window of a search reaches back before the previous version's search."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_MONTHS = {name.casefold(): i for i, name in enumerate(calendar.month_name) if name}


def overlap(searched: str, since: str) -> str:
    """The days by which a search reaches back before the previous one ended, or why that cannot be said.

    ``searched`` is a day (``2016-11-17``), a month (``November 2016``, ``2016-11``) or a year; ``since`` a day.

    >>> overlap("November 2016", "2016-10-02")
    '30 to 59 days: on which day of November 2016 it ended is not stated'
    >>> overlap("2016-11-17", "2016-11-17"), overlap("2016-11-17", "2016-12-01")
    ('0 days', 'a gap of 14 days')
    """
    if not since:
        return "no window was set here; limits of dates that the source's own search had are not recorded"
    ended = _span(searched)
    if ended is None:
        return "cannot be said: the day of the previous search is not known"
    first, last = ((day - dt.date.fromisoformat(since)).days for day in ended)
    if last < 0:
        return f"a gap of {_days(-last)}"
    if first == last:
        return _days(first)
    return f"{max(first, 0)} to {last} days: on which day of {searched} it ended is not stated"


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _span(searched: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that a date in words may mean."""
    text = searched.strip()
    if day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        try:
            return (dt.date(*map(int, day.groups())),) * 2
        except ValueError:
            return None
    if month := re.fullmatch(r"(\d{4})-(\d\d)", text):
        return _month(int(month[1]), int(month[2]))
    if (named := re.fullmatch(r"(\w+) (\d{4})", text)) and named[1].casefold() in _MONTHS:
        return _month(int(named[2]), _MONTHS[named[1].casefold()])
    if re.fullmatch(r"\d{4}", text):
        return dt.date(int(text), 1, 1), dt.date(int(text), 12, 31)
    return None


def _month(year: int, month: int) -> tuple[dt.date, dt.date] | None:
    if not (1 <= month <= 12 and year):
        return None
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
