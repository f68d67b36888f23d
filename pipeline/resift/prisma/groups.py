"""Records that are the same report: which is kept, which is counted for it, which duplicates lie within a source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from resift.prisma.history import History, Source

WITHIN, BETWEEN = "within", "between"


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The reports behind the records.

    ``source`` gives each record's source; ``kept`` the record that decisions are about; ``members`` the records of
    each kept one, in the order of the sources and then of ids; ``stands`` the record that is counted for it in the
    diagram; ``database`` the kept ones that any database or register found, which count in that lane; ``cycles`` the
    records whose chain never ends.
    """

    source: Mapping[str, Source]
    kept: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    stands: Mapping[str, str]
    database: frozenset[str]
    cycles: frozenset[str]

    def found_by(self, kept: str) -> tuple[str, ...]:
        """The printed names of all sources that found this report, each once."""
        return tuple(dict.fromkeys(self.source[m].label for m in self.members[kept]))

    def duplicates(self, kept: str) -> dict[str, str]:
        """Each duplicate among the database lane's records of this report: ``within`` or ``between`` sources.

        Within: its own source has the record that stands for the report, or an earlier record of it. So a report
        with k sources has k - 1 duplicates between sources, whichever record is kept.
        """
        rest = [m for m in self.members[kept] if self.source[m].lane.is_database and m != self.stands[kept]]
        seen = {self.source[self.stands[kept]].label}
        kinds = {}
        for record in rest:
            kinds[record] = WITHIN if self.source[record].label in seen else BETWEEN
            seen.add(self.source[record].label)
        return kinds


def ends(survivor: Mapping[str, str]) -> tuple[dict[str, str], frozenset[str]]:
    """Where each chain of "duplicate of" ends, and the records whose chain runs in a circle.

    A circle ends in its smallest id, so that a flow can still be drawn while the circle is reported.

    >>> ends({"a": "b", "b": "c", "c": "c"})[0]["a"], sorted(ends({"x": "y", "y": "x"})[1])
    ('c', ['x', 'y'])
    """
    end: dict[str, str] = {}
    circles: set[str] = set()
    for start in sorted(survivor):
        path: dict[str, None] = {}
        here = start
        while here not in end and here not in path and survivor.get(here, here) != here:
            path[here] = None
            here = survivor[here]
        if here in path:
            steps = list(path)
            circle = steps[steps.index(here) :]
            circles.update(circle)
            here = min(circle)
        end.setdefault(here, here)
        end.update(dict.fromkeys(path, end[here]))
    return end, frozenset(circles)


def grouped(history: History) -> Groups:
    """The reports behind a history's records; a record without an entry in ``survivor`` is kept itself."""
    source: dict[str, Source] = {}
    place: dict[str, tuple[int, str]] = {}
    for i, one in enumerate(history.sources):
        for record in one.records:
            source.setdefault(record, one)
            place.setdefault(record, (i, record))
    end, cycles = ends(history.survivor)
    kept = {record: end.get(record, record) for record in source}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for record in sorted(source, key=place.__getitem__):
        found[kept[record]].append(record)
    members = {k: tuple(m) for k, m in found.items()}
    stands = {k: _stands(k, m, source) for k, m in members.items()}
    database = frozenset(k for k, record in stands.items() if source[record].lane.is_database)
    return Groups(source=source, kept=kept, members=members, stands=stands, database=database, cycles=cycles)


def _stands(kept: str, members: tuple[str, ...], source: Mapping[str, Source]) -> str:
    # A report that a database found counts in the database lane even where another record of it was kept.
    database = [m for m in members if source[m].lane.is_database]
    candidates = database or list(members)
    return kept if kept in candidates else candidates[0]
