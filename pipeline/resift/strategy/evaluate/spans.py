"""Stretches of text as pairs of places, and how phrases, proximities and windows are made of them.

A place is a whole number; the words of one segment stand on places that follow one another, and segments lie further
apart than any distance that is asked for here. Every list of places is ascending.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Rows: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches from a first to a last place, both included, ordered by the first."""

    starts: Rows
    ends: Rows


@dataclass(frozen=True, slots=True)
class Need:
    """Places that a window wants, and at least how many of them."""

    places: Rows
    least: int


def distinct(parts: Sequence[Spans]) -> Spans:
    """All of the stretches, each once."""
    starts, ends = np.concatenate([p.starts for p in parts]), np.concatenate([p.ends for p in parts])
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    first = np.ones(len(starts), dtype=bool)
    first[1:] = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
    return Spans(starts[first], ends[first])


def phrase(words: Sequence[Rows]) -> Spans:
    """Words side by side, in order; the rarest is looked at first."""
    first, *rest = sorted(range(len(words)), key=lambda i: len(words[i]))
    starts = words[first] - first
    for i in rest:
        starts = starts[_among(words[i], starts + i)]
    return Spans(starts, starts + len(words) - 1)


def near(a: Spans, b: Spans, between: int, ordered: bool) -> Spans:
    """An ``a`` and a ``b`` that do not overlap, with at most ``between`` words in the gap, as one stretch."""
    found = [_followed(a, b, between)] + ([] if ordered else [_followed(b, a, between)])
    return distinct(found)


def near_places(a: Spans, b: Spans, between: int, ordered: bool) -> Rows:
    """One place for each stretch of ``near``'s left end: enough to tell which records have any."""
    found = [_leading(a, b, between)] + ([] if ordered else [_leading(b, a, between)])
    return np.concatenate(found)


def windows(needs: Sequence[Need], wanted: Sequence[Need], length: int) -> Spans:
    """Stretches of at most ``length`` places that begin and end with a wanted word and hold all of them.

    ``wanted`` are the words and how often each is; ``needs`` what must be counted in a stretch so that every one has
    a place of its own (Hall's condition). A choice for all words and a choice of words for both ends can be had in
    one (Mendelsohn and Dulmage 1958), so that the ends need only be looked at by themselves.
    """
    places = np.unique(np.concatenate([w.places for w in wanted]))
    low = np.arange(len(places), dtype=np.int64)
    left, right = _pairs(low, np.searchsorted(places, places + length - 1, side="right"))
    starts, ends = places[left], places[right]
    held = np.logical_and.reduce([_count(n.places, starts, ends) >= n.least for n in needs])
    starts, ends = starts[held], ends[held]
    either = sum((w.least * (_among(w.places, starts) | _among(w.places, ends)) for w in wanted), 0 * starts)
    apart = (starts != ends) & (either > 1)
    return Spans(starts[apart], ends[apart])


def window_places(needs: Sequence[Need], length: int) -> Rows:
    """Places from which a stretch of ``length`` places holds all that is needed."""
    places = np.unique(np.concatenate([n.places for n in needs]))
    held = np.logical_and.reduce([_count(n.places, places, places + length - 1) >= n.least for n in needs])
    return places[held]


def _count(places: Rows, low: Rows, high: Rows) -> Rows:
    return np.searchsorted(places, high, side="right") - np.searchsorted(places, low, side="left")


def _among(places: Rows, asked: Rows) -> Flags:
    """Whether each asked place is one of ``places``."""
    if not len(places):
        return np.zeros(len(asked), dtype=bool)
    found: Flags = places[np.minimum(np.searchsorted(places, asked), len(places) - 1)] == asked
    return found


def _reach(a: Spans, b: Spans, between: int) -> tuple[Rows, Rows]:
    """For each ``a`` the part of ``b`` that starts after it with at most ``between`` words in the gap: from, to."""
    low = np.searchsorted(b.starts, a.ends, side="right")
    return low, np.searchsorted(b.starts, a.ends + 1 + between, side="right")


def _leading(a: Spans, b: Spans, between: int) -> Rows:
    low, high = _reach(a, b, between)
    return a.starts[high > low]


def _followed(a: Spans, b: Spans, between: int) -> Spans:
    left, right = _pairs(*_reach(a, b, between))
    return Spans(a.starts[left], b.ends[right])


def _pairs(low: Rows, high: Rows) -> tuple[Rows, Rows]:
    """Each row with each number from its ``low`` to before its ``high``."""
    counts = high - low
    left = np.repeat(np.arange(len(low), dtype=np.int64), counts)
    step = np.arange(len(left), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    return left, np.repeat(low, counts) + step
