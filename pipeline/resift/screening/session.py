"""A screening session without any terminal in it: what comes next, what was decided, what can be taken back.

Every decision is saved before the next report is shown; the fronts (line mode, terminal) only show and ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from resift.decisions import VERDICTS, Event, Stage, Verb
from resift.records import Record
from resift.screening.criteria import Criteria

LATER = 20


@dataclass(slots=True, kw_only=True)
class Session:
    """One reviewer's sitting at one stage.

    ``queue`` holds the reports to read, best first; ``show`` gives a report's record; ``save`` puts an event on disk
    and returns when it is there; ``mine`` are this reviewer's standing events at this stage. ``again`` may give a
    new order of what is unread, asked for after every ``every`` decisions; the report on screen never changes.
    ``about`` may add lines to a report (to an adjudicator: what the reviewers decided).
    """

    reviewer: str
    stage: Stage
    criteria: Criteria
    queue: Sequence[str]
    show: Callable[[str], Record]
    save: Callable[[Event], None]
    clock: Callable[[], str]
    mine: Sequence[Event] = ()
    report_of: Mapping[str, str] = field(default_factory=dict)
    again: Callable[[], Sequence[str]] | None = None
    every: int = 50
    model: str = ""
    settles: bool = False
    about: Callable[[str], Sequence[str]] | None = None
    decided: dict[str, Event] = field(default_factory=dict)
    _events: list[Event] = field(default_factory=list)
    _at: int = 0
    _back: str = ""
    _turns: int = 0
    _later: dict[str, tuple[int, int]] = field(default_factory=dict)
    _rank: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._events = sorted(self.mine, key=lambda e: (e.time, e.id))
        self.decided = {self._report(e.record): e for e in self._events if e.verb in VERDICTS}
        self._turn_to(self.queue)

    @property
    def left(self) -> list[str]:
        """The reports that wait for this reviewer, in reading order."""
        waiting = [r for r in self.queue if r not in self.decided]
        return sorted(waiting, key=lambda r: self._later.get(r, (0, 0))[0] > len(self.decided))

    def current(self) -> str | None:
        """The report to read now, or None when nothing waits; what was just taken back comes first."""
        if self._back and self._back not in self.decided:
            return self._back
        while self._at < len(self.queue) and self.queue[self._at] in self.decided:
            self._at += 1
        back = next((r for r, when in self._later.items() if when[0] <= len(self.decided)), None)
        if back is not None:
            return back
        put_off = min(self._later, key=lambda r: self._later[r], default=None)
        return next((r for r in islice(self.queue, self._at, None) if self._waits(r)), put_off)

    def _waits(self, report: str) -> bool:
        return report not in self.decided and report not in self._later

    def _turn_to(self, queue: Sequence[str]) -> None:
        self.queue, self._at = queue, 0
        self._rank = {r: i for i, r in enumerate(queue, start=1)}

    def decide(self, report: str, verb: Verb, reasons: Sequence[str] = (), note: str = "", time: str = "") -> Event:
        """Save a decision; a ValueError for an exclusion without a reason or with an unknown one."""
        if verb is Verb.EXCLUDE and not reasons:
            raise ValueError("an exclusion needs a reason")
        if verb is Verb.UNSURE and self.settles:
            raise ValueError("a disagreement is settled by an inclusion or an exclusion")
        unknown = [r for r in reasons if r not in self.criteria]
        if unknown:
            raise ValueError(f"there is no criterion {', '.join(unknown)}")
        event = self._write(report, verb, tuple(reasons), note, time)
        if self.again is not None and len(self.decided) % self.every == 0:
            self._turn_to(self.again())
        return event

    def later(self, report: str) -> None:
        """Put a report off; it comes back after some others and teaches the ranking nothing."""
        self._turns += 1
        self._later[report] = (len(self.decided) + LATER, self._turns)
        self._back = ""

    def undo(self) -> Event | None:
        """Take back this reviewer's last decision, also one of an earlier sitting; None when there is none."""
        last = next((e for e in reversed(self._events) if e.verb in VERDICTS), None)
        if last is None:
            return None
        event = Event(time=self.clock(), reviewer=self.reviewer, stage=self.stage, record=last.record, verb=Verb.UNDO,
                      target=last.id)  # fmt: skip
        self.save(event)
        self._events.remove(last)
        report = self._report(last.record)
        earlier = [e for e in self._events if e.verb in VERDICTS and self._report(e.record) == report]
        self.decided.pop(report, None)
        if earlier:
            self.decided[report] = earlier[-1]
        self._at, self._back = 0, report
        return last

    def _write(self, report: str, verb: Verb, reasons: tuple[str, ...], note: str, time: str) -> Event:
        event = Event(
            time=time or self.clock(), reviewer=self.reviewer, stage=self.stage, record=report, verb=verb,
            reasons=reasons, note=note, settles=self.settles, rank=self._rank.get(report), model=self.model,
            criteria=self.criteria.version,
        )  # fmt: skip
        self.save(event)
        self._events.append(event)
        self.decided[report] = event
        self._later.pop(report, None)
        return event

    def _report(self, record: str) -> str:
        return self.report_of.get(record, record)
