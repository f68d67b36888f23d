"""How far a review's reviewers agree at a stage, over reports that nobody is still to decide on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from resift.decisions import Event, Stage, Verb, deciding
from resift.review.state import Reports
from resift.screening.criteria import Criterion
from resift.screening.ratings import CRITERION, THREE, TWO, Measured, answer, independent, measure, on_criterion

Decisions = Mapping[str, Mapping[str, Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCriterion:
    """Agreement on one criterion, and what it was read from: answers, reasons, or both."""

    criterion: str
    source: str
    measured: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All that is to be said about agreement at a stage.

    ``decisions`` are the independent ones of each report that two or more people decided and that waits for nobody;
    ``awaited`` is how many reports were left out because somebody is still to decide on them: nobody sees, in
    numbers or in full, what was decided on a report before having decided on it. ``versions`` counts the decisions by
    the version of the criteria that they were made with.
    """

    decisions: Decisions
    awaited: int
    versions: Mapping[str, int]
    overall: Measured
    three: Measured
    pairs: tuple[Measured, ...]
    criteria: tuple[OnCriterion, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, without the decisions."""
        names = ("awaited", "versions", "overall", "three", "pairs", "criteria")
        whole = {"reports": len(self.decisions)} | {n: getattr(self, n) for n in names}
        whole |= {n: asdict(whole[n]) for n in ("overall", "three")}
        return whole | {n: [asdict(x) for x in whole[n]] for n in ("pairs", "criteria")}


def agreement(state: Reports, stage: Stage, *, pilot: bool = False) -> Agreement:
    """Agreement at a stage; with ``pilot`` on the pilot's reports only."""
    own = {r: by for r, es in state.events.at(stage).items() if (by := independent(es))}
    begun = [r for r in own if r in state.report_of and (not pilot or r in state.reading.pilot)]
    closed = [r for r in begun if not state.reading.awaited(r, stage)]
    all_ = {r: own[r] for r in closed}
    decisions = {r: by for r, by in all_.items() if len(by) > 1}
    return Agreement(
        decisions=decisions, awaited=len(begun) - len(closed),
        versions=dict(sorted(Counter(e.criteria or "not noted" for by in all_.values() for e in by.values()).items())),
        overall=_measured(decisions, TWO), three=_measured(decisions, THREE), pairs=tuple(_pairs(decisions)),
        criteria=tuple(_on(c, decisions) for c in state.config.criteria.items if _judged(c, stage, decisions)),
    )  # fmt: skip


def _measured(decisions: Decisions, categories: tuple[str, ...]) -> Measured:
    return measure(({p: answer(e, categories) for p, e in by.items()} for by in decisions.values()), categories)


def _pairs(decisions: Decisions) -> list[Measured]:
    """Each two people over what both decided; nothing where there are only two."""
    people = sorted({p for by in decisions.values() for p in by})
    pairs = combinations(people, 2) if len(people) > 2 else ()
    found = (_measured({r: {p: by[p] for p in two} for r, by in decisions.items() if {*two} <= {*by}}, TWO)
             for two in pairs)  # fmt: skip
    return [m for m in found if m.reports]


def _judged(criterion: Criterion, stage: Stage, decisions: Decisions) -> bool:
    """Whether a criterion is judged at a stage: by the protocol, or because somebody did."""
    if criterion.stage == "screening" or stage is Stage.ELIGIBILITY:
        return True
    events = (e for by in decisions.values() for e in by.values())
    return any(criterion.id in e.reasons or criterion.id in e.verdicts for e in events)


def _on(criterion: Criterion, decisions: Decisions) -> OnCriterion:
    rated, sources = [], set()
    for by in decisions.values():
        said = {p: found for p, e in by.items() if (found := on_criterion(e, criterion.id, criterion.kind))}
        rated.append(said)
        sources |= {"answers" if by[p].verdicts else "reasons" for p in said}
    return OnCriterion(criterion=criterion.id, source=" and ".join(sorted(sources)) or "nothing",
                       measured=measure(rated, CRITERION))  # fmt: skip


def to_settle(state: Reports, stage: Stage) -> dict[str, list[Event]]:
    """The disagreements that wait to be settled, each with what counts of the decisions on it."""
    return {r: deciding(state.events[stage, r]) for r in state.conflicts(stage)}


def disputed(found: Agreement) -> dict[str, str]:
    """The reports on which people disagree, and about what: ``decision``, or ``reason`` of an agreed exclusion.

    A difference of reasons is one of the first reasons; it does not hold up the exclusion.
    """
    whole = {}
    for report, by in found.decisions.items():
        if len({answer(e) for e in by.values()}) > 1:
            whole[report] = "decision"
        elif all(e.verb is Verb.EXCLUDE for e in by.values()) and len({e.reasons[:1] for e in by.values()}) > 1:
            whole[report] = "reason"
    return whole
