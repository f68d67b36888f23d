"""The rounds of a search: check C26, that nothing lies between two rounds and that their sum is what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from resift.prisma.fields import Counts, parts
from resift.prisma.findings import Finding, error, warning
from resift.prisma.history import Lane, Source

LINES = {Lane.DATABASE: "database_specific_results", Lane.REGISTER: "register_specific_results"}


def rounds(sources: Iterable[Source], counts: Counts) -> Iterator[Finding]:
    """What does not fit between the rounds of each source, and between the windows of the sources.

    A round without a first day covers everything up to its own day. Rounds may overlap: what both found is a
    duplicate within the source.
    """
    by: dict[tuple[Lane, str], list[Source]] = {}
    for source in sources:
        by.setdefault((source.lane, source.label), []).append(source)
    for (lane, label), some in by.items():
        yield from _gaps(label, some)
        if lane in LINES:
            yield from _sum(label, some, counts, LINES[lane])
    yield from _windows(by)


def _gaps(label: str, some: list[Source]) -> Iterator[Finding]:
    dated = sorted((s for s in some if s.searched), key=lambda s: s.searched)
    for before, after in pairwise(dated):
        if after.since > before.searched and after.searched > before.searched:
            text = f"{label}: nothing was searched between {before.searched} and {after.since}"
            yield error("C26", f"{text}, from the end of {before.name} to the start of {after.name}")


def _sum(label: str, some: list[Source], counts: Counts, field: str) -> Iterator[Finding]:
    found = {record for s in some for record in s.records}
    if parts(counts, field).get(label, 0) != len(found):
        text = f"{label}: its {len(some)} rounds found {len(found):,} records, the diagram says"
        yield error("C26", f"{text} {parts(counts, field).get(label, 0):,}", found, field=field)


def _windows(by: dict[tuple[Lane, str], list[Source]]) -> Iterator[Finding]:
    first = {label: min(s.since for s in some) for (_, label), some in by.items()}
    since = {label: day for label, day in first.items() if day}
    if len(set(since.values())) > 1:
        told = ", ".join(f"{label} since {day}" for label, day in since.items())
        yield warning("C26", f"the sources were not searched in the same window: {told}")
