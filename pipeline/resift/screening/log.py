"""One reviewer's acts at one stage, folded into where that reviewer stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from resift.decisions import VERDICTS, WORKING, Event, Verb
from resift.screening.cards import Draft, Kind

LATER = 20
"""A report that was put off comes back after so many other decisions."""


@dataclass(slots=True, kw_only=True)
class Log:
    """The state that a reviewer's events come to; ``add`` takes one more, and undo is one of them.

    ``sitting`` is the kind of a sitting of its own, such as the second look: then only the decisions made in such
    a sitting count, while notes, tags and answers of all are seen.

    ``ids`` are those of all ``events``. ``decided`` has the last standing decision on each report, in the order of the
    first, ``elsewhere`` those of other kinds of sittings; ``put_off`` after how many decisions each report comes back;
    ``opened`` what is on the screen out of turn, the newest last; ``drawn`` the report that comes next out of turn.
    ``acts`` are the standing events that can be taken back, oldest first.
    """

    sitting: str = ""
    report_of: Mapping[str, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    acts: list[Event] = field(default_factory=list)
    decided: dict[str, Event] = field(default_factory=dict)
    elsewhere: dict[str, Event] = field(default_factory=dict)
    put_off: dict[str, int] = field(default_factory=dict)
    opened: dict[str, Kind] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    edits: dict[str, tuple[str, str]] = field(default_factory=dict)
    terms: list[tuple[str, str]] = field(default_factory=list)
    drawn: str = ""

    def refill(self, events: Iterable[Event]) -> None:
        """Begin again with these events, in any order."""
        self.events = sorted(events, key=lambda e: (e.time, e.id))
        for kept in (self.acts, self.decided, self.elsewhere, self.put_off, self.opened, self.drafts, self.edits):
            kept.clear()
        self.terms.clear()
        self.drawn = ""
        known = {e.id: e for e in self.events}
        self.ids = {*known}
        undone = {e.target for e in self.events if e.verb is Verb.UNDO}
        for e in self.events:
            if e.verb is Verb.UNDO:
                self._taken_back(known.get(e.target))
            elif e.id not in undone:
                self._fold(e)

    def add(self, event: Event) -> None:
        """Take one more event, newer than all others."""
        if event.verb is Verb.UNDO:
            self.refill([*self.events, event])
        else:
            self.events.append(event)
            self.ids.add(event.id)
            self._fold(event)

    def of(self, event: Event) -> str:
        """The report that an event is about, as the records are grouped now."""
        return self.report_of.get(event.record, event.record)

    def draft(self, report: str) -> Draft:
        """What was said of a report beside the decision."""
        return self.drafts.get(report, Draft())

    def last(self, report: str) -> Event | None:
        """The last standing decision on a report, in whatever sitting it was made."""
        return self.decided.get(report) or self.elsewhere.get(report)

    def on_other_records(self, report: str) -> list[str]:
        """The decisions on other records of a report: a new one takes their place, as it does on the same record."""
        if self.last(report) is None:
            return []
        return [e.id for e in self.events if e.verb in VERDICTS and e.record != report and self.of(e) == report]

    def due(self, report: str) -> bool:
        """Whether a report that was put off has to come back now."""
        return self.put_off[report] <= len(self.decided)

    def _belongs(self, event: Event) -> bool:
        return not self.sitting or event.data.get("sitting", "") == self.sitting

    def _fold(self, event: Event) -> None:
        report = self.of(event)
        if self._belongs(event) and event.verb in VERDICTS | WORKING:
            self.acts.append(event)
            if event.verb in VERDICTS:
                self.decided[report] = event
                self.put_off.pop(report, None)
                self._turn(report)
            elif event.verb is Verb.LATER:
                self._put_off(report)
                self._turn(report)
            elif event.verb is Verb.OPEN:
                self._open(report, Kind(event.data["why"]))
        elif event.verb in VERDICTS:
            self.elsewhere[report] = event
        self._say(event, report)

    def _put_off(self, report: str) -> None:
        """A report that was decided already keeps its decision."""
        self.put_off.pop(report, None)
        if report not in self.decided:
            self.put_off[report] = len(self.decided) + LATER

    def _turn(self, report: str) -> None:
        """The report leaves the screen; one that was drawn takes its place."""
        self.opened.pop(report, None)
        if self.drawn and self.drawn not in self.decided:
            self._open(self.drawn, Kind.EXPLORATION, at_once=True)
        self.drawn = ""

    def _open(self, report: str, why: Kind, *, at_once: bool = False) -> None:
        if why is Kind.EXPLORATION and not at_once:
            self.drawn = report
            return
        self.opened.pop(report, None)
        self.opened[report] = why

    def _taken_back(self, event: Event | None) -> None:
        if event is not None and self._belongs(event) and event.verb in VERDICTS | {Verb.LATER}:
            self._open(self.of(event), Kind.TAKEN_BACK)

    def _say(self, event: Event, report: str) -> None:
        draft, data = self.draft(report), event.data
        match event.verb:
            case Verb.NOTE:
                self.drafts[report] = replace(draft, note=event.note)
            case Verb.TAG:
                others = tuple(t for t in draft.tags if t != data["tag"])
                self.drafts[report] = replace(draft, tags=(*others, data["tag"]) if data["on"] else others)
            case Verb.JUDGE:
                said = {**draft.judgements, **event.verdicts}
                self.drafts[report] = replace(draft, judgements={k: v for k, v in said.items() if v})
            case Verb.EDIT:
                self.edits[report] = (data["abstract"], data["source"])
            case Verb.TERM:
                self.terms.append((data["criterion"], data["term"]))
