"""What people decided, as an append-only log, and the present state as a fold over it.

Nothing is updated and nothing deleted: undo is one more event. The fold does not depend on the order in which
events arrive, only on their times, so that logs kept apart can be put together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import attrgetter
from typing import Any


class Stage(StrEnum):
    """The steps of PRISMA 2020 at which somebody decides."""

    SCREENING = "screening"
    RETRIEVAL = "retrieval"
    ELIGIBILITY = "eligibility"
    DATA = "data"
    DUPLICATES = "duplicates"


class Verb(StrEnum):
    """What an event says of its record."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    UNSURE = "unsure"
    LATER = "later"
    OPEN = "open"
    NOTE = "note"
    TAG = "tag"
    JUDGE = "judge"
    EDIT = "edit"
    TERM = "term"
    UNDO = "undo"
    RETRIEVED = "retrieved"
    NOT_RETRIEVED = "not retrieved"
    STUDY = "study"
    CHART = "chart"
    SAME = "same"
    DISTINCT = "distinct"
    LEAD = "open copy"  # where one lies, by a service that was asked; it is not retrieved by that
    MARKED = "marked"  # by PubMed, since it was found: retracted, under concern, withdrawn


INSTEAD = "instead"
VERDICTS = frozenset({Verb.INCLUDE, Verb.EXCLUDE, Verb.UNSURE})
# What somebody does while reading: it decides nothing, and nobody else's state depends on it.
WORKING = frozenset({Verb.LATER, Verb.OPEN, Verb.NOTE, Verb.TAG, Verb.JUDGE, Verb.EDIT, Verb.TERM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act of one person: when, who, at which stage, on which record, what and why.

    ``time`` is UTC in ISO 8601 with microseconds, so that text order is time order. ``reasons`` are ids of
    criteria, the primary one first. ``settles`` marks an adjudicator's decision. ``target`` is the id of the event
    that an undo takes back. ``data`` may name under ``instead`` the same person's decisions on other records of the
    report that this one takes the place of. ``id`` is a hash of all the rest: the same act told twice is one event.

    >>> e = Event(time="2026-11-02T09:00:00.000000Z", reviewer="Ada", stage=Stage.SCREENING, record="pubmed-1",
    ...           verb=Verb.EXCLUDE, reasons=("I5",))
    >>> len(e.id), Event.from_dict(e.as_dict()) == e
    (24, True)
    """

    time: str
    reviewer: str
    stage: Stage
    record: str
    verb: Verb
    reasons: tuple[str, ...] = ()
    verdicts: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    settles: bool = False
    target: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    rank: int | None = None
    model: str = ""
    criteria: str = ""
    id: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        content = {name: getattr(self, name) for name in _CONTENT}
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        object.__setattr__(self, "id", hashlib.sha256(text.encode()).hexdigest()[:24])

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; the counterpart of ``from_dict``."""
        return {name: getattr(self, name) for name in _CONTENT} | {"reasons": list(self.reasons)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Event:
        """An event from what ``as_dict`` gave; a ValueError names an unknown stage or verb."""
        got = dict(values)
        got.pop("id", None)
        return cls(**got | {
            "stage": Stage(got["stage"]), "verb": Verb(got["verb"]), "reasons": tuple(got.get("reasons", ())),
        })  # fmt: skip


_CONTENT = tuple(f.name for f in fields(Event) if f.name != "id")


class State(StrEnum):
    """Where a report stands at one stage."""

    PENDING = "pending"
    CONFLICT = "conflict"
    INCLUDED = "included"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The present state of one report at one stage: what was decided, for which reasons, by whom."""

    state: State
    reasons: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    settled_by: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the protocol says about deciding: how many reviewers, and in which order reasons count."""

    reviewers: int = 2
    criteria: Sequence[str] = ()


_when = attrgetter("time", "id")


def standing(events: Iterable[Event]) -> list[Event]:
    """The events that no undo takes back, each once, oldest first; an undo takes back only what the same person did."""
    unique = {e.id: e for e in events}
    undone = {(e.target, e.reviewer) for e in unique.values() if e.verb is Verb.UNDO}
    kept = (
        unique.values()
        if not undone
        else (e for i, e in unique.items() if (i, e.reviewer) not in undone and e.verb is not Verb.UNDO)
    )
    return sorted(kept, key=_when)


def latest(events: Iterable[Event], verbs: frozenset[Verb] = VERDICTS) -> dict[str, Event]:
    """Each reviewer's last standing event with one of ``verbs``; of a whole report's events or one record's."""
    return {e.reviewer: e for e in standing(events) if e.verb in verbs}


def deciding(events: Iterable[Event]) -> list[Event]:
    """What counts of the decisions on a report: each person's last on each of its records, without settling ones.

    Records that were decided apart may turn out to be one report. Who decides on that report again has changed an
    opinion: what it takes the place of, on whichever record, counts no more.
    """
    return _deciding(standing(events))


def _deciding(known: Sequence[Event]) -> list[Event]:
    stood = [e for e in known if e.verb in VERDICTS and not e.settles]
    replaced = {(i, e.reviewer) for e in stood for i in e.data.get(INSTEAD, ())}
    last = {(e.reviewer, e.record): e for e in stood if (e.id, e.reviewer) not in replaced}
    return list(last.values())


def outcome(events: Iterable[Event], rules: Rules) -> Outcome:
    """What the events of one report at one stage come to.

    A settling decision counts alone. Without one, as many reviewers as the rules ask must have decided; on title and
    abstract *unsure* goes forward like an inclusion, on the full text it has to be settled; an inclusion against an
    exclusion is a conflict, also when one person gave both to two records that turned out to be one report; a
    difference in reasons only does not hold up an exclusion, and the reason that stands first in the protocol is
    then the primary one.

    >>> def e(who, verb, *why):
    ...     return Event(time="2026-11-02T09:00:00.000000Z", reviewer=who, stage=Stage.SCREENING, record="r",
    ...                  verb=verb, reasons=why)
    >>> rules = Rules(reviewers=2, criteria=("I1", "I2"))
    >>> outcome([e("Ada", Verb.EXCLUDE, "I2"), e("Bo", Verb.EXCLUDE, "I1")], rules).reasons
    ('I1', 'I2')
    >>> outcome([e("Ada", Verb.EXCLUDE, "I2"), e("Bo", Verb.UNSURE)], rules).state.value
    'conflict'
    """
    said = [e for e in standing(events) if e.verb in VERDICTS]
    settled = [e for e in said if e.settles]
    if settled:
        return _of_one(settled[-1], said)
    by = {e.reviewer: e for e in said}
    if len(by) < rules.reviewers:
        return Outcome(state=State.PENDING, reviewers=tuple(sorted(by)))
    verdicts = {e.verb is Verb.EXCLUDE for e in _deciding(said)}
    if len(verdicts) == 2 or any(e.verb is Verb.UNSURE and e.stage is Stage.ELIGIBILITY for e in by.values()):
        return Outcome(state=State.CONFLICT, reviewers=tuple(sorted(by)), reasons=_reasons(by.values(), rules))
    state = State.EXCLUDED if verdicts == {True} else State.INCLUDED
    notes = tuple(e.note for _, e in sorted(by.items()) if e.note)
    return Outcome(state=state, reviewers=tuple(sorted(by)), reasons=_reasons(by.values(), rules), notes=notes)


def _of_one(event: Event, said: Iterable[Event]) -> Outcome:
    others = {e.reviewer for e in said if not e.settles}
    return Outcome(
        state=State.EXCLUDED if event.verb is Verb.EXCLUDE else State.INCLUDED,
        reasons=event.reasons,
        reviewers=tuple(sorted(others)),
        settled_by=event.reviewer,
        notes=(event.note,) if event.note else (),
    )


def _reasons(events: Iterable[Event], rules: Rules) -> tuple[str, ...]:
    order = {c: i for i, c in enumerate(rules.criteria)}
    firsts = {e.reasons[0] for e in events if e.reasons}
    rest = {r for e in events for r in e.reasons} - firsts
    return tuple(
        sorted(firsts, key=lambda r: (order.get(r, 99), r)) + sorted(rest, key=lambda r: (order.get(r, 99), r))
    )
