"""From events to what agreement is counted on: independent decisions, whole and criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from resift.decisions import VERDICTS, Event, Verb, standing
from resift.screening.agreement import Figure, pair, several
from resift.screening.second_look import is_second_look

TWO = ("include", "exclude")
THREE = ("include", "unsure", "exclude")
CRITERION = ("failed", "not failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of some people over the reports that two or more of them decided on."""

    who: tuple[str, ...]
    reports: int
    figures: tuple[Figure, ...]


def independent(events: Iterable[Event]) -> dict[str, Event]:
    """Each reviewer's decision on a report before anybody settled it or looked at it a second time.

    Who decides for the first time after it was settled has not seen that; what is only changed then is the outcome of
    talking.
    """
    known = standing(events)
    settled = min((e.time for e in known if e.settles and e.verb in VERDICTS), default="~")
    own = [e for e in known if e.verb in VERDICTS and not e.settles and not is_second_look(e)]
    return {e.reviewer: e for e in own} | {e.reviewer: e for e in own if e.time <= settled}


def answer(event: Event, categories: Sequence[str] = TWO) -> str:
    """A decision as one of two or three categories; of two, *unsure* counts as an inclusion.

    >>> e = Event(time="", reviewer="Ada", stage="screening", record="r", verb=Verb.UNSURE)
    >>> answer(e), answer(e, THREE)
    ('include', 'unsure')
    """
    return event.verb.value if event.verb.value in categories else Verb.INCLUDE.value


def on_criterion(event: Event, criterion: str, kind: str) -> str | None:
    """Whether a decision says that a report failed a criterion; None where it says nothing about it.

    Answers (yes, no, unclear) count where any were given: *no* to an inclusion criterion and *yes* to an exclusion
    criterion are failures, *unclear* is none, and a criterion without an answer was not judged. Without answers the
    reasons count: a criterion that is not among them was not found to have failed. A reason always is a failure.

    >>> e = Event(time="", reviewer="Ada", stage="screening", record="r", verb=Verb.EXCLUDE, reasons=("E1",),
    ...           verdicts={"I1": "yes", "E1": "yes"})
    >>> on_criterion(e, "I1", "include"), on_criterion(e, "E1", "exclude"), on_criterion(e, "I2", "include")
    ('not failed', 'failed', None)
    """
    if criterion in event.reasons:
        return CRITERION[0]
    if event.verdicts and criterion not in event.verdicts:
        return None
    failing = "no" if kind == "include" else "yes"
    return CRITERION[0] if event.verdicts.get(criterion) == failing else CRITERION[1]


def measure(rated: Iterable[Mapping[str, str]], categories: Sequence[str]) -> Measured:
    """Agreement over reports, each a mapping from people to what they said; those with one person are left out.

    Two people are compared as a pair, more by what all of them said of each report.
    """
    told = [{who: said[who] for who in sorted(said)} for said in rated if len(said) > 1]
    who = tuple(sorted({p for said in told for p in said}))
    if len(who) > 2:
        return Measured(who=who, reports=len(told), figures=several([[*s.values()] for s in told], categories))
    figures = pair([(s[who[0]], s[who[1]]) for s in told], categories)
    return Measured(who=who, reports=len(told), figures=figures)
