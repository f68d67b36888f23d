"""What reading a file gives: records, and every irregularity that was met on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from resift.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One irregularity that was tolerated: in which line, of which kind (``code``), and what was done about it."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file as records, with everything that was odd about it.

    ``records`` are in file order with ids ``<prefix>-<n>``, n from 1 (for a table with an ``id`` column and no
    prefix: that column). ``starts`` is a second count of the records, made on the text by another method; a file
    in which the two differ is not read at all.
    """

    format: str
    records: tuple[Record, ...]
    starts: int
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record as the tags and values of its file, in their order; ``line`` is where it starts."""

    line: int
    tags: tuple[tuple[str, str], ...]
    _places: dict[str, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places: dict[str, list[int]] = {}
        for place, (tag, value) in enumerate(self.tags):
            if value:
                places.setdefault(tag, []).append(place)
        # The only way to fill a frozen instance: an index, so that a hundred look-ups do not read all tags each.
        object.__setattr__(self, "_places", places)

    def all(self, *names: str) -> list[str]:
        """The values of these tags in file order, empty ones left out.

        >>> Entry(line=1, tags=(("AU", "Doe, A."), ("TI", "Fiction"), ("A1", "Roe, B."))).all("AU", "A1")
        ['Doe, A.', 'Roe, B.']
        """
        found = [self._places[name] for name in names if name in self._places]
        places = found[0] if len(found) == 1 else sorted(place for some in found for place in some)
        return [self.tags[place][1] for place in places]

    def first(self, *names: str) -> str:
        """The first value of the first of these tags that has one, or nothing.

        >>> Entry(line=1, tags=(("T1", "First"), ("TI", "Second"))).first("TI", "T1")
        'Second'
        """
        place = next((self._places[name][0] for name in names if name in self._places), None)
        return "" if place is None else self.tags[place][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A text cut into entries, before anything in them is understood."""

    entries: tuple[Entry, ...]
    starts: int
    remarks: tuple[Remark, ...] = ()


def summed(remarks: Iterable[Remark], codes: Sequence[str]) -> tuple[Remark, ...]:
    """The remarks in line order; those with one of ``codes`` once per message, with their number.

    >>> twice = [Remark(line=n, code="vendor", message="read as Embase.com") for n in (3, 9)]
    >>> summed(twice, ["vendor"])
    (Remark(line=3, code='vendor', message='read as Embase.com (2 times)'),)
    """
    single = [r for r in remarks if r.code not in codes]
    groups: dict[tuple[str, str], list[int]] = {}
    for remark in remarks:
        if remark.code in codes:
            groups.setdefault((remark.code, remark.message), []).append(remark.line)
    counted = [
        Remark(line=min(lines), code=code, message=f"{message} ({len(lines)} times)" if len(lines) > 1 else message)
        for (code, message), lines in groups.items()
    ]
    return tuple(sorted([*single, *counted], key=lambda r: (r.line, r.code, r.message)))
