"""The standing events of a review by stage and report; each stage is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from resift.decisions import WORKING, Event, Stage
from resift.store import Store


class EventsByReport(Mapping[tuple[Stage, str], list[Event]]):
    """Events by stage and report, without what somebody only did while reading.

    ``report_of`` gives the report that a record belongs to now. Of very many events only those of the stages that
    are asked for are read.
    """

    def __init__(self, store: Store, report_of: Mapping[str, str]) -> None:
        self._store, self._report_of = store, report_of
        self._stages: dict[Stage, dict[str, list[Event]]] = {}

    def at(self, stage: Stage) -> Mapping[str, list[Event]]:
        """One stage's events by report."""
        if stage not in self._stages:
            found: dict[str, list[Event]] = {}
            for e in self._store.standing_events(stage.value):
                if e.verb not in WORKING:
                    found.setdefault(self._report_of.get(e.record, e.record), []).append(e)
            self._stages[stage] = found
        return self._stages[stage]

    def __getitem__(self, key: tuple[Stage, str]) -> list[Event]:
        return self.at(key[0])[key[1]]

    def __iter__(self) -> Iterator[tuple[Stage, str]]:
        return ((stage, report) for stage in Stage for report in self.at(stage))

    def __len__(self) -> int:
        return sum(len(self.at(stage)) for stage in Stage)
