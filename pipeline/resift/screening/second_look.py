"""A second look: which of a reviewer's own decisions to look at again, and what came of it.

A second look is a new decision of the same person whose event says so; the first decision stays in the log, and
agreement is counted on first decisions only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from resift.decisions import VERDICTS, Event, Verb, standing
from resift.screening.assignment import drawn

SECOND_LOOK = "second look"


class Why(StrEnum):
    """Why a decision is looked at again."""

    DISAGREES = "the ranking disagrees"
    JUDGEMENT = "one judgement of one reviewer"
    SAMPLE = "random sample of exclusions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of the second looks of one kind: how many reports, and how many decisions were changed."""

    why: str
    reports: int = 0
    to_include: int = 0
    to_exclude: int = 0


def is_second_look(event: Event) -> bool:
    """Whether an event is a second look: of a sitting of that kind, or because ``data`` says why it was taken."""
    return event.data.get("sitting") == SECOND_LOOK or SECOND_LOOK in event.data


def choose(
    decided: Mapping[str, Event], places: Mapping[str, float], judgements: Set[str], alone: Set[str],
    *, disagreeing: int = 10, sampled: int = 20,
) -> list[tuple[str, Why]]:  # fmt: skip
    """The reports to look at again, each once with the first reason that applies.

    ``decided`` are one reviewer's decisions before any second look; ``places`` where a ranking that did not know the
    decision puts a report, from 0 (likeliest to be relevant) to 1; ``judgements`` the criteria that need a judgement
    (Nama 2021: exclusions on one of these by one person lose most); ``alone`` the reports that nobody else reads.
    First the ``disagreeing`` reports on which decision and ranking are furthest apart (FAST2 advises 10 in 50), then
    exclusions of one person for one judgement, then a random sample of ``sampled`` exclusions.
    """
    apart = {r: _apart(e, places[r]) for r, e in decided.items() if r in places}
    furthest = sorted((r for r, x in apart.items() if x > 0.5), key=lambda r: (-apart[r], r))[:disagreeing]
    excluded = sorted(r for r, e in decided.items() if e.verb is Verb.EXCLUDE)
    lone = [r for r in excluded if r in alone and len(decided[r].reasons) == 1 and decided[r].reasons[0] in judgements]
    sample = sorted(drawn(SECOND_LOOK, excluded, sampled))
    found: dict[str, Why] = {}
    for why, reports in ((Why.DISAGREES, furthest), (Why.JUDGEMENT, lone), (Why.SAMPLE, sample)):
        for r in reports:
            found.setdefault(r, why)
    return list(found.items())


def _apart(event: Event, place: float) -> float:
    return 1 - place if event.verb is Verb.EXCLUDE else place


def results(events: Iterable[Iterable[Event]]) -> list[Looked]:
    """What came of all second looks, by why they were taken; ``events`` are those of each report at one stage."""
    found = [change for es in events for change in _changes([e for e in standing(es) if e.verb in VERDICTS])]
    whys = dict.fromkeys([*(w.value for w in Why), *(why for why, _, _ in found)])
    rows = (_looked(why, [(a, b) for w, a, b in found if w == why]) for why in whys)
    return [row for row in rows if row.reports]


def _looked(why: str, changes: list[tuple[bool, bool]]) -> Looked:
    return Looked(why=why, reports=len(changes), to_include=changes.count((True, False)),
                  to_exclude=changes.count((False, True)))  # fmt: skip


def _changes(events: list[Event]) -> Iterable[tuple[str, bool, bool]]:
    """For each reviewer who looked twice: why, and whether the report was excluded before and after."""
    unsettled = [e for e in events if not e.settles]
    for who in sorted({e.reviewer for e in unsettled if is_second_look(e)}):
        own = [e for e in unsettled if e.reviewer == who]
        again = [e for e in own if is_second_look(e)]
        first = [e for e in own if not is_second_look(e) and e.time <= again[0].time]
        before = (first or again)[-1 if first else 0]
        yield (
            str(again[0].data.get(SECOND_LOOK, SECOND_LOOK)),
            before.verb is Verb.EXCLUDE,
            again[-1].verb is Verb.EXCLUDE,
        )
