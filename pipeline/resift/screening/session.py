"""A screening session without any terminal in it: what comes next, what was said, what can be taken back.

Every act is saved as an event before anything else happens; the fronts (line mode, terminal) only show and ask. All
state is the fold of one reviewer's own events, so a sitting that was broken off comes back as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from resift.decisions import INSTEAD, VERDICTS, Event, Stage, Verb
from resift.records import Record
from resift.screening.cards import Card, Kind
from resift.screening.criteria import Criteria
from resift.screening.history import Entry, history
from resift.screening.judging import ANSWERS, derived, mismatch, reasons_given, refuse_unknown
from resift.screening.log import Log
from resift.screening.progress import Progress, progress, resume, stopping
from resift.screening.second_look import SECOND_LOOK
from resift.screening.times import after, milliseconds
from resift.screening.training import Order, Training
from resift.screening.turns import Turn, Turns

HIGHLIGHTS = "highlights"
"""What a term event is about: no report, but the words to mark."""
_STAYS = frozenset({Verb.NOTE, Verb.TAG, Verb.JUDGE, Verb.EDIT, Verb.TERM})


class DecidedElsewhereError(ValueError):
    """The same reviewer decided the report in another sitting since it came to this screen."""


@dataclass(slots=True, kw_only=True)
class Session:
    """One reviewer's sitting at one stage.

    ``order`` holds the reports to read, best first; ``show`` gives a report's record; ``save`` puts an event on disk
    and returns when it is there; ``mine`` are all of this reviewer's events at this stage, and nobody else's.
    ``anew`` gives those on one report as they are saved by now: the same person may sit at two screens at once.
    ``training`` is asked for a new order after every ``every`` decisions; the report on screen never changes.
    ``kind`` is why the reports of this queue come, ``kinds`` why single ones do, ``looks`` why reports
    are looked at a second time. ``about`` may add lines to a report (to an adjudicator: what the reviewers decided),
    ``edits`` are abstracts that others added, each with its source; ``titles`` and ``texts`` look through the whole
    queue and may take a moment.
    """

    reviewer: str
    stage: Stage
    criteria: Criteria
    order: Order
    show: Callable[[str], Record]
    save: Callable[[Event], None]
    clock: Callable[[], str]
    mine: Iterable[Event] = ()
    anew: Callable[[str], Iterable[Event]] = lambda _: ()
    report_of: Mapping[str, str] = field(default_factory=dict)
    training: Training | None = None
    every: int = 50
    settles: bool = False
    kind: Kind = Kind.RANKED
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)
    about: Callable[[str], Sequence[str]] | None = None
    edits: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    titles: Callable[[], Mapping[str, str]] = dict
    texts: Callable[[], Iterable[tuple[str, str]]] = tuple
    target: float = 0.95
    confidence: float = 0.95
    resume: str = ""
    _protocol: Criteria = field(init=False)
    _log: Log = field(init=False)
    _turns: Turns = field(init=False)
    _on: Turn | None = None
    _since: str = ""
    _stopping: tuple[int, str] = (-1, "")

    def __post_init__(self) -> None:
        self._protocol = self.criteria
        self._log = Log(sitting=Kind.SECOND_LOOK.value if self.kind is Kind.SECOND_LOOK else "",
                        report_of=self.report_of)  # fmt: skip
        self._log.refill(self._of_this_kind(self.mine))
        self._turns = Turns(log=self._log, order=self.order, kind=self.kind, kinds=self.kinds)
        self.criteria = self._protocol.with_terms(self._log.terms)
        last = self._log.acts[-1].time if self._log.acts else ""
        self.resume = resume(self.progress, last, self.clock()) if last else ""

    # what is on the screen

    @property
    def queue(self) -> tuple[str, ...]:
        """The reports of this sitting in reading order, with those that are decided already."""
        return self._turns.order.reports

    @property
    def decided(self) -> Mapping[str, Event]:
        """This reviewer's last standing decision on each report."""
        return self._log.decided

    @property
    def left(self) -> list[str]:
        """The reports that wait for this reviewer."""
        return [r for r in self.queue if r not in self._log.decided]

    @property
    def report(self) -> str | None:
        """The report on the screen, or None when nothing waits; the same one until the reader is done with it."""
        if self._on is None:
            order = self.training.ready() if self.training else None
            if order is not None:
                self._turns.turn_to(order)
            self._on = self._turns.next()
            while self._on is not None and self._changed_elsewhere(self._on[0]):
                self._on = self._turns.next()
            self._since = self.clock()
        return self._on[0] if self._on else None

    def card(self) -> Card | None:
        """What is on the screen, or None when nothing waits."""
        report = self.report
        if report is None or self._on is None:
            return None
        abstract, source = self._log.edits.get(report) or self.edits.get(report, ("", ""))
        record, before = self.show(report), self._log.last(report)
        return Card(
            report=report, record=replace(record, abstract=abstract) if abstract else record,
            why=self._turns.why(self._on), about=tuple(self.about(report)) if self.about else (),
            draft=self._log.draft(report), source=source,
            decision=" ".join((before.verb.value, *before.reasons)) if before else "",
        )  # fmt: skip

    # what the reader says

    def decide(
        self, verb: Verb, reasons: Sequence[str] = (), note: str = "", *, report: str | None = None, time: str = ""
    ) -> Event:
        """Save a decision on the report on screen, with the answers given on it and all criteria that failed.

        ``report`` is the one that the reader has seen; a ValueError if it is another by now, for an exclusion
        without a reason, and for an unknown reason. A DecidedElsewhereError, once, if the same person decided on it
        in another sitting meanwhile.
        """
        on = self._need(report)
        if self._changed_elsewhere(on):
            raise DecidedElsewhereError(f"in another sitting you {self._said(on)}; the same again saves this one")
        draft = self._log.draft(on)
        if verb is Verb.UNSURE and self.settles:
            raise ValueError("a disagreement is settled by an inclusion or an exclusion")
        reasons = reasons_given(self.criteria, verb, reasons, draft.judgements)
        event = self._write(verb, on, reasons=reasons, note=note or draft.note, verdicts=dict(draft.judgements),
                            rank=self._turns.ranks.get(on), model=self._turns.order.model, time=time)  # fmt: skip
        if self.training is not None and len(self._log.decided) % self.every == 0:
            self.training.start()
        return event

    def judge(self, criterion: str, judgement: str) -> None:
        """Answer a criterion for the report on screen: yes, no or unclear; an empty answer takes it away."""
        refuse_unknown(self.criteria, [criterion])
        if judgement not in ("", *ANSWERS):
            raise ValueError(f"an answer is {', '.join(ANSWERS)} or nothing, not {judgement!r}")
        self._write(Verb.JUDGE, self._need(), verdicts={criterion: judgement})

    def note(self, text: str) -> None:
        """Write a note on the report on screen in the place of the one before; an empty one takes it away."""
        self._write(Verb.NOTE, self._need(), note=text.strip())

    def tag(self, name: str) -> bool:
        """Put a tag on the report on screen, or take it off where it has it; returns whether it has it now."""
        name = " ".join(name.split())
        if not name:
            raise ValueError("a tag needs a name")
        on = name not in self._log.draft(self._need()).tags
        self._write(Verb.TAG, self._need(), data={"tag": name, "on": on})
        return on

    def later(self) -> None:
        """Put the report on screen off; it comes back after some others and teaches the ranking nothing.

        One that was opened from the history keeps its decision.
        """
        self._write(Verb.LATER, self._need())

    def explore(self) -> bool:
        """Draw the next report from anywhere among those that wait; false where no other waits."""
        seed = f"{self.reviewer} {self.stage.value} {len(self._log.events)}"
        drawn = self._turns.draw(self.report, seed)
        if drawn is None:
            return False
        self._write(Verb.OPEN, drawn, data={"why": Kind.EXPLORATION.value})
        return True

    def reopen(self, report: str) -> None:
        """Put a report from the history on the screen, to change what was decided on it."""
        if report not in self._log.decided and report not in self._log.put_off:
            raise ValueError(f"you have not decided {report}")
        self._write(Verb.OPEN, report, data={"why": Kind.CHANGED.value})

    def edit_abstract(self, text: str, source: str) -> None:
        """Add an abstract to the report on screen, and say where it is from; the record as received stays."""
        if not text.strip() or not source.strip():
            raise ValueError("an abstract that is added needs its text and where it was taken from")
        self._write(Verb.EDIT, self._need(), data={"abstract": text.strip(), "source": source.strip()})

    def add_term(self, criterion: str, term: str) -> int:
        """Mark one more word or phrase (``*`` for any ending) of a criterion; returns how many reports have it."""
        refuse_unknown(self.criteria, [criterion])
        term = " ".join(term.split())
        if not term.strip("*"):
            raise ValueError("a term needs at least one letter")
        self._write(Verb.TERM, HIGHLIGHTS, data={"criterion": criterion, "term": term})
        pattern = replace(self.criteria[criterion], terms=(term,)).pattern
        queue = set(self.queue)
        return len({r for r, text in self.texts() if r in queue and pattern and pattern.search(text)})

    def undo(self) -> Event | None:
        """Take back this reviewer's last act of any kind, also of an earlier sitting; None when there is none."""
        if not self._log.acts:
            return None
        last = self._log.acts[-1]
        self._write(Verb.UNDO, last.record, target=last.id)
        return last

    # what the reader may ask

    def history(self, words: str = "") -> list[Entry]:
        """What was decided and put off, newest first; with ``words``, what has them all in title, verb, reasons…"""
        return history(self._log, self.titles(), words)

    @property
    def nothing(self) -> str:
        """Why the history is empty."""
        if self.kind is not Kind.SECOND_LOOK:
            return "There is nothing."
        return "Nothing in this second look yet; what you decided before is in the history of an ordinary sitting."

    @property
    def tags(self) -> list[str]:
        """The tags that this reviewer has used, in the order of names."""
        return sorted({t for d in self._log.drafts.values() for t in d.tags})

    @property
    def derived(self) -> tuple[Verb | None, tuple[str, ...]]:
        """The decision that the answers on this report speak for, with its reasons; None while too few are given."""
        report = self.report
        verb, why = derived(self.criteria, self.stage, self._log.draft(report).judgements if report else {})
        return (None, ()) if verb is Verb.UNSURE and self.settles else (verb, why)

    def mismatch(self, verb: Verb) -> str:
        """A sentence where ``verb`` is not what the answers speak for, else nothing."""
        return mismatch(*self.derived, verb)

    @property
    def progress(self) -> Progress:
        """How far this reviewer is."""
        total = len(self._log.decided.keys() | self._turns.ranks.keys())
        return progress([*self._log.decided.values()], total=total, put_off=len(self._turns.put_off))

    @property
    def stopping(self) -> str:
        """What can be said about stopping from this reviewer's decisions; nothing where the order is not ranked."""
        if self.kind is not Kind.RANKED or self.stage is not Stage.SCREENING:
            return ""
        if self._stopping[0] != len(self._log.events):
            said = stopping([*self._log.decided.values()], total=self.progress.total, now=self.clock(),
                            target=self.target, confidence=self.confidence)  # fmt: skip
            self._stopping = (len(self._log.events), said)
        return self._stopping[1]

    @property
    def trouble(self) -> str:
        """Why the last training failed, in a sentence; the sitting goes on in the order at hand."""
        return self.training.trouble if self.training else ""

    # the same person at two screens

    def _of_this_kind(self, events: Iterable[Event]) -> Iterable[Event]:
        return (e for e in events if e.settles == self.settles or e.verb is Verb.UNDO)

    def _changed_elsewhere(self, report: str) -> bool:
        """Take in what this reviewer did to a report in another sitting; whether the decision on it is another now."""
        new = [e for e in self._of_this_kind(self.anew(report)) if e.id not in self._log.ids]
        if not new:
            return False
        before = self._log.last(report)
        self._log.refill([*self._log.events, *new])
        self._turns.back()
        return self._log.last(report) != before

    def _said(self, report: str) -> str:
        last = self._log.last(report)
        return f"decided: {' '.join((last.verb.value, *last.reasons))}" if last else "took your decision on it back"

    # saving

    def _need(self, report: str | None = None) -> str:
        on = self.report
        if on is None:
            raise ValueError("nothing is on the screen")
        if report is not None and report != on:
            raise ValueError(f"{report} is no longer on the screen")
        return on

    def _write(
        self, verb: Verb, report: str, *, time: str = "", data: Mapping[str, Any] | None = None, **more: Any
    ) -> Event:
        now = time or after(self._log.events[-1].time if self._log.events else "", self.clock())
        known = {**(data or {}), **self._circumstances(verb, report, time, now)}
        event = Event(time=now, reviewer=self.reviewer, stage=self.stage, record=report, verb=verb,
                      settles=self.settles, criteria=self.criteria.version, data=known, **more)  # fmt: skip
        self.save(event)
        moves = self._moves(event)
        self._log.add(event)
        if moves:
            self._on = None
        if verb is Verb.UNDO:
            self._turns.back()
        if verb in (Verb.TERM, Verb.UNDO):
            self.criteria = self._protocol.with_terms(self._log.terms)
        return event

    def _circumstances(self, verb: Verb, report: str, time: str, now: str) -> dict[str, Any]:
        """Of a decision, how long the report was on the screen, why it came and what it takes the place of; of all,
        the kind of sitting.
        """
        found: dict[str, Any] = {"sitting": self._log.sitting} if self._log.sitting else {}
        if verb in VERDICTS:
            spent = 0 if time else milliseconds(self._since, now)
            found |= {"ms": spent} if spent else {}
            if self._on and self._on[1] not in (Kind.RANKED, Kind.CONFLICT):
                found["why"] = self._on[1].value
            if why := self.looks.get(report):
                found[SECOND_LOOK] = why
            if instead := self._log.on_other_records(report):
                found[INSTEAD] = instead
        return found

    def _moves(self, event: Event) -> bool:
        """Whether an act takes the report from the screen: answers, notes and tags leave it where it is."""
        if event.verb is Verb.UNDO:
            return self._moves(self._log.acts[-1])
        drawn = event.verb is Verb.OPEN and event.data["why"] == Kind.EXPLORATION.value
        return event.verb not in _STAYS and not drawn
