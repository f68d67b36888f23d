"""Limits of date that an update of the search would trip over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from resift.strategy.findings import Finding
from resift.strategy.lint.places import say, trees
from resift.strategy.parser import Parsed
from resift.strategy.tree import And, Node, Not, Or, Range, leaves

OPEN = "3000"
_ADDED = frozenset({"entered", "created", "indexed", "revised", "updated"})
_PUBLISHED = "published"
_DATES = _ADDED | {_PUBLISHED}


def closed(parsed: Parsed) -> Iterator[Finding]:
    """L17: a last date that stands fixed, so that the same search finds nothing newer; the latest of each line."""
    for tree in trees(parsed):
        found = _ranges(tree)
        last = max(found, key=lambda r: r.high, default=None)
        if last is not None and last.high < OPEN:
            message = f"the last date stands fixed at {last.high}: run again as it is, the search finds nothing newer"
            yield say(parsed, last.span, "L17", "warning", message)


def published_only(parsed: Parsed) -> Iterator[Finding]:
    """L18: an open window on the date of publication alone, which misses what was added late."""
    ranges = [r for tree in trees(parsed) for r in _ranges(tree)]
    first = next((r for r in ranges if r.field == _PUBLISHED and r.high >= OPEN), None)
    if first is not None and all(r.field == _PUBLISHED for r in ranges):
        message = "a window on the date of publication misses what is added later: ask when records came in as well"
        yield say(parsed, first.span, "L18", "note", message)


def impossible(parsed: Parsed) -> Iterator[Finding]:
    """L19: a date that no calendar has, or a range from the later to the earlier date."""
    for one in (n for tree in trees(parsed) for n in leaves(tree) if isinstance(n, Range) and n.field in _DATES):
        missing = next((d for d in (one.low, one.high) if not _exists(d)), None)
        if missing is not None:
            yield say(parsed, one.span, "L19", "error", f"there is no date {missing}")
        elif _number(one.low, 0) > _number(one.high, 99):
            message = f"the range runs backwards, from {one.low} to {one.high}: write the earlier date first"
            yield say(parsed, one.span, "L19", "error", message)


def _exists(date: str) -> bool:
    year, month, day = [*map(int, date.split("/")), 1, 1][:3]
    try:
        return bool(dt.date(year, month, day))
    except ValueError:
        return False


def _number(date: str, missing: int) -> tuple[int, ...]:
    return tuple([*map(int, date.split("/")), missing, missing][:3])


def _ranges(tree: Node) -> list[Range]:
    """The ranges of dates that keep records; those after NOT only drop some."""
    todo, found = [tree], []
    while todo:
        match todo.pop():
            case And(parts) | Or(parts):
                todo.extend(reversed(parts))
            case Not(keep, _):
                todo.append(keep)
            case Range() as one if one.field in _DATES:
                found.append(one)
    return found
