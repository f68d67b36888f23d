"""Which of a reviewer's own decisions to look at a second time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from resift.decisions import Event, Stage, State, Verb
from resift.review.desk import Progress
from resift.review.state import Reports
from resift.screening.assignment import share_of
from resift.screening.ratings import independent
from resift.screening.second_look import choose, is_second_look

Order = Callable[[Reports, Mapping[str, bool]], list[str]]
FOLDS = 5
_WHAT = "ranking your decisions anew"


def second_look(state: Reports, reviewer: str, stage: Stage, order: Order, progress: Progress) -> list[tuple[str, str]]:
    """The reports and why, the most telling first; those that were settled or looked at again are left out.

    Everything comes from this reviewer's own decisions, so that the list tells nothing about others'. ``order`` ranks
    the reports without a label from those with one; the full texts are not ranked.
    """
    own = {r: [e for e in es if e.reviewer == reviewer] for (s, r), es in state.events.items() if s is stage}
    first = {r: by[reviewer] for r, es in own.items() if r in state.report_of and (by := independent(es))}
    places = _places(state, first, order, progress) if stage is Stage.SCREENING else {}
    outcomes = state.screening if stage is Stage.SCREENING else state.eligibility
    alone = {r for r, o in outcomes.items() if o.state is State.EXCLUDED and o.reviewers == (reviewer,)}
    judgements = {c.id for c in state.config.criteria.items if c.judgement == "judgement"}
    looked = {r for r, es in own.items() if any(is_second_look(e) for e in es)}
    settled = {r for r, o in outcomes.items() if o.settled_by}
    chosen = choose(first, places, judgements, alone)
    return [(r, why.value) for r, why in chosen if r not in looked | settled]


def _places(state: Reports, first: Mapping[str, Event], order: Order, progress: Progress) -> dict[str, float]:
    """Where a ranking that did not know a decision puts its report, from 0 to 1: each fifth from the other four."""
    pool = set(state.to_screen)
    labels = {r: e.verb is not Verb.EXCLUDE for r, e in first.items() if r in pool}
    fold = {r: int(share_of("fold", r) * FOLDS) for r in labels}
    found: dict[str, float] = {}
    for done, number in enumerate(folds := sorted(set(fold.values()))):
        progress(_WHAT, done, len(folds))
        ranked = order(state, {r: label for r, label in labels.items() if fold[r] != number})
        found |= {r: i / max(1, len(ranked) - 1) for i, r in enumerate(ranked) if fold.get(r) == number}
    progress(_WHAT, 1, 1)
    return found
