"""Who is to read which report, and who has: the protocol's assignment applied to the decisions that were made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from resift.decisions import VERDICTS, Stage, Verb
from resift.screening.assignment import Assignment


class Act(Protocol):
    """As much of an event as says who decided."""

    @property
    def reviewer(self) -> str: ...
    @property
    def verb(self) -> Verb: ...
    @property
    def settles(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The protocol's plan, each report's key, the standing acts by stage and report, and the pilot's reports.

    A report's key is the first of its records to come: it stays when later searches add records to the report,
    while the record that stands for it may change.
    """

    plan: Assignment
    keys: Mapping[str, str]
    acts: Mapping[tuple[Stage, str], Sequence[Act]]
    pilot: frozenset[str] = frozenset()

    def needed(self, report: str, stage: Stage) -> int:
        """How many decisions a report asks for; full texts and the pilot are never left to one of several people.

        A report of the pilot asks for everybody whom the protocol names, and keeps what others decided.
        """
        if self.plan.people and self._in_pilot(report, stage):
            return len(self._decided(report, stage).union(self.plan.people))
        if stage is not Stage.SCREENING or report in self.pilot:
            return self.plan.reviewers
        return self.plan.needed(self.keys[report])

    def wanted(self, report: str, stage: Stage) -> tuple[str, ...]:
        """The people whose decision a report still waits for; nobody in particular where the protocol names no people.

        A report of the pilot waits for everybody, also once it was settled: it is read to learn from it.
        """
        by = self._decided(report, stage)
        if self._in_pilot(report, stage):
            return tuple(p for p in self.plan.people or sorted(self.screeners) if p not in by)
        if self._settled(report, stage):
            return ()
        return self.plan.wanted(self.keys[report], by, self.needed(report, stage))

    def awaited(self, report: str, stage: Stage) -> bool:
        """Whether anybody is still to decide on a report; until then nobody else sees what was decided on it."""
        return bool(self.wanted(report, stage)) or not (self.plan.people or self._enough(report, stage))

    def needs(self, reviewer: str, report: str, stage: Stage) -> bool:
        """Whether a report belongs into a reviewer's list: decided by that person, or waiting for it.

        Who only settled it has seen what others decided, and is not asked for a decision any more.
        """
        own = [e for e in self.acts.get((stage, report), ()) if e.reviewer == reviewer and e.verb in VERDICTS]
        if own:
            return not all(e.settles for e in own)
        if self.plan.people:
            return reviewer in self.wanted(report, stage)
        return self._in_pilot(report, stage) or not self._enough(report, stage)

    def left(self, stage: Stage, reports: Iterable[str]) -> dict[str, int]:
        """For how many of the reports each person is waited for; without named people, those who have begun."""
        people = self.plan.people or (sorted(self.screeners) if self.pilot else ())
        found = Counter(p for r in reports for p in self.wanted(r, stage))
        return {p: found[p] for p in people}

    @cached_property
    def screeners(self) -> frozenset[str]:
        """Everybody who decided on a title and abstract, without those who only settled."""
        found = (e for (stage, _), es in self.acts.items() if stage is Stage.SCREENING for e in es)
        return frozenset(e.reviewer for e in found if e.verb in VERDICTS and not e.settles)

    def _in_pilot(self, report: str, stage: Stage) -> bool:
        return stage is Stage.SCREENING and report in self.pilot

    def _decided(self, report: str, stage: Stage) -> set[str]:
        return {e.reviewer for e in self.acts.get((stage, report), ()) if e.verb in VERDICTS}

    def _settled(self, report: str, stage: Stage) -> bool:
        return any(e.settles and e.verb in VERDICTS for e in self.acts.get((stage, report), ()))

    def _enough(self, report: str, stage: Stage) -> bool:
        return self._settled(report, stage) or len(self._decided(report, stage)) >= self.needed(report, stage)
