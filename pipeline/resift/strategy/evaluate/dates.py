"""Ranges of dates and numbers: whether a record lies within."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from resift.errors import BadStrategy
from resift.records import Record
from resift.strategy.tree import Range

_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2})(?:[/-](\d{1,2}))?)?")
_DAYS: dict[str, Callable[[Record], Iterable[str]]] = {
    "published": lambda r: r.published or (() if r.year is None else (f"{r.year:04}",)),
    "entered": lambda r: (r.entered.isoformat(),) if r.entered else (),
    "created": lambda r: (r.created.isoformat(),) if r.created else (),
    "indexed": lambda r: (r.indexed.isoformat(),) if r.indexed else (),
}
DATED = frozenset(_DAYS)


def within(node: Range) -> Callable[[Record], bool]:
    """Whether a record's date (or PMID) can lie between the two ends; a BadStrategy for what no record here tells.

    A date that is known to the month or year only lies within if any of its days does: it is not lost.
    """
    if node.field == "pmid":
        return _numbered(node)
    if node.field not in _DAYS:
        raise BadStrategy(f"records at hand do not tell when they were {node.field}", then="leave that condition out")
    days, first, last = _DAYS[node.field], _end(node.low, node)[0], _end(node.high, node)[1]
    return lambda r: any(low <= last and high >= first for low, high in filter(None, map(day_span, days(r))))


def day_span(text: str) -> tuple[str, str] | None:
    """The first and last day that a year, month or day can mean; None for anything else.

    >>> day_span("2016/11"), day_span("2016-11-05"), day_span("3000"), day_span("Winter")
    (('2016-11-01', '2016-11-31'), ('2016-11-05', '2016-11-05'), ('3000-01-01', '3000-12-31'), None)
    """
    m = _DATE.fullmatch(text.strip('" '))
    if m is None:
        return None
    year, month, day = m.groups()
    return f"{year}-{month or '01':0>2}-{day or '01':0>2}", f"{year}-{month or '12':0>2}-{day or '31':0>2}"


def _end(text: str, node: Range) -> tuple[str, str]:
    span = day_span(text)
    if span is None:
        raise BadStrategy(f"{text!r} is no date ({node.field})", then="write YYYY, YYYY/MM or YYYY/MM/DD")
    return span


def _numbered(node: Range) -> Callable[[Record], bool]:
    if not (node.low.isdecimal() and node.high.isdecimal()):
        raise BadStrategy(f"{node.low}:{node.high} is no range of PMIDs", then="write it from number to number")
    low, high = int(node.low), int(node.high)
    return lambda r: r.pmid is not None and low <= int(r.pmid) <= high
