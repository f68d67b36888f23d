"""Opens a screening session: one reviewer, one stage, and only that reviewer's own events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resift.decisions import Stage
from resift.review.state import Reports
from resift.review.training import AtOnce
from resift.screening.cards import Kind
from resift.screening.session import Session
from resift.screening.training import Order

if TYPE_CHECKING:
    from resift.review.review import Review


def open_session(
    review: Review, state: Reports, reviewer: str, stage: Stage, *, settling: bool, background: bool
) -> Session:
    """The session of a reviewer whose name was checked."""
    ranked = stage is Stage.SCREENING and not settling
    order = _ranked(review, state, reviewer) if ranked else _listed(state, reviewer, stage, settling=settling)
    return Session(
        reviewer=reviewer, stage=stage, criteria=review.config.criteria, order=order, show=state.shown,
        save=review.store.append, clock=review.clock, mine=state.own(reviewer, stage), report_of=state.report_of,
        training=AtOnce(lambda: _ranked(review, review.state, reviewer)) if ranked else None,
        every=review.config.every, settles=settling, kind=Kind.CONFLICT if settling else Kind.RANKED,
        about=(lambda report: state.verdicts(report, stage)) if settling else None,
        titles=lambda: {r: state.records[r].title for r in state.members},
        texts=lambda: ((r, f"{(s := state.shown(r)).title} {s.abstract}") for r in state.members),
    )  # fmt: skip


def _listed(state: Reports, reviewer: str, stage: Stage, *, settling: bool) -> Order:
    return Order(reports=tuple(state.conflicts(stage, reviewer) if settling else state.waiting(reviewer, stage)))


def _ranked(review: Review, state: Reports, reviewer: str) -> Order:
    """The newest order of a reviewer, made anew where decisions or reports have come since."""
    labels = review.labels(state, reviewer)
    known = review.store.ranked(reviewer)
    want = len(labels) - len(labels) % review.config.every
    if known is None or known.trained != want or not {*state.to_screen} <= {*known.reports, *labels}:
        known = review.rank(reviewer)
    wanted = set(state.waiting(reviewer, Stage.SCREENING))
    return Order(reports=tuple(r for r in known.reports if r in wanted), model=known.model, terms=known.terms)
