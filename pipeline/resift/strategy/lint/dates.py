"""Limits of date that an update of the search would trip over."""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.findings import Finding
from resift.strategy.lint.places import say, trees
from resift.strategy.parser import Parsed
from resift.strategy.tree import And, Node, Not, Or, Range

OPEN = "3000"
_ADDED = frozenset({"entered", "created", "indexed", "revised", "updated"})
_PUBLISHED = "published"


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


def _ranges(tree: Node) -> list[Range]:
    """The ranges of dates that keep records; those after NOT only drop some."""
    todo, found = [tree], []
    while todo:
        match todo.pop():
            case And(parts) | Or(parts):
                todo.extend(reversed(parts))
            case Not(keep, _):
                todo.append(keep)
            case Range() as one if one.field in _ADDED | {_PUBLISHED}:
                found.append(one)
    return found
