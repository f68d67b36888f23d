"""Times of events: their order, the time between two, and a day in words."""

from __future__ import annotations

import datetime as dt

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def after(last: str, now: str) -> str:
    """Now, or just after ``last`` where the clock has been set back, so that a log keeps its order.

    >>> after("2026-11-02T09:00:00.000000Z", "2026-11-02T08:00:00.000000Z")
    '2026-11-02T09:00:00.000001Z'
    """
    if now > last:
        return now
    return (dt.datetime.fromisoformat(last) + dt.timedelta(microseconds=1)).strftime(_FORM)


def milliseconds(then: str, now: str) -> int:
    """The time from one to the other in milliseconds; 0 where the clock has been set back."""
    spent = dt.datetime.fromisoformat(now) - dt.datetime.fromisoformat(then)
    return max(0, int(spent.total_seconds() * 1000))


def day(then: str, now: str) -> str:
    """The day of a time as one says it now, where this computer is.

    >>> day("2026-11-03T12:00:00.000000Z", "2026-11-05T12:00:00.000000Z")
    'on Tuesday'
    >>> day("2026-03-03T12:00:00.000000Z", "2026-11-05T12:00:00.000000Z")
    'on 3 March 2026'
    """
    date, today = (dt.datetime.fromisoformat(t).astimezone().date() for t in (then, now))
    ago = (today - date).days
    if ago < 2:
        return "yesterday" if ago == 1 else "today"
    return f"on {_DAYS[date.weekday()]}" if ago < 7 else f"on {date.day} {_MONTHS[date.month - 1]} {date.year}"
