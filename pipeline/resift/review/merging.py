"""Events from elsewhere: checked against this review, then added all at once or not at all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from resift.decisions import Event, Stage
from resift.errors import BadFile
from resift.formats.event_file import EventFile, about, read_events
from resift.review.desk import Desk
from resift.review.exporting import fingerprint
from resift.review.folder import received
from resift.store.sharing import names_of

_COPY = (
    "both copies need the same searches and imports in the same order; it is simplest to copy the whole folder once, "
    "before anybody screens"
)
_AHEAD = dt.timedelta(days=1)
"""How far another computer's clock may be ahead: a day, for a wrong time zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge brought: so many events not known before, so many known, and the new ones by whom and where.

    ``regroup`` says that answers on doubtful pairs came; ``alike`` are names that differ only by case.
    """

    new: int
    known: int
    by: Mapping[tuple[str, str], int]
    regroup: bool = False
    alike: tuple[tuple[str, str], ...] = ()


def merge(desk: Desk, title: str, paths: Sequence[Path], *, force: bool = False) -> Merged:
    """Add the events of some files by their ids: in any order, any number of times, the state is the same.

    Each file is checked line by line before anything is written; a BadFile names the line that is refused. Files of
    another review are taken only with ``force``. All files are added, or none.
    """
    wanted: dict[str, Event] = {}
    for path in paths:
        file = read_events(received(path), name=str(path))
        _check(desk, title, file, path, force)
        wanted.update((e.id, e) for e in file.events)
    added = desk.store.add_events(wanted.values())
    by = Counter((e.reviewer, e.stage.value) for e in added)
    return Merged(new=len(added), known=len(wanted) - len(added), by=dict(sorted(by.items())),
                  regroup=any(e.stage is Stage.DUPLICATES for e in added), alike=_alike(desk, added))  # fmt: skip


def _check(desk: Desk, title: str, file: EventFile, path: Path, force: bool) -> None:
    if file.review != title and not force:
        raise BadFile(f"these events are of another review: {file.review!r}", where=f"{path}:1",
                      then="merge them there; if only the title was changed: resift merge --force")  # fmt: skip
    here = set(names_of(desk.store, about(file.events)))
    latest = _latest(desk.clock())
    for number, event in enumerate(file.events, start=2):
        where = f"{path}:{number}"
        strange = sorted(about([event]) - here)
        if strange:
            raise BadFile(f"there is no record {strange[0]!r} in this review", where=where, then=_COPY)
        if event.time > latest:
            raise BadFile(f"this event is of the future: {event.time}", where=where,
                          then="set the clock of the computer on which it was made, and of this one")  # fmt: skip
    if fingerprint(desk.store, here) != file.records:
        what = "the records that these events are about are other papers in this copy of the review"
        raise BadFile(what, where=str(path), then=_COPY)


def _alike(desk: Desk, added: Sequence[Event]) -> tuple[tuple[str, str], ...]:
    people = desk.store.people() if added else []
    return tuple((a, b) for a, b in combinations(people, 2) if a.casefold() == b.casefold())


def _latest(now: str) -> str:
    return (dt.datetime.fromisoformat(now) + _AHEAD).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
