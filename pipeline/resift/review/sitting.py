"""Opens a screening session: one reviewer, one stage, and only that reviewer's own events.

It stays fast for very many reports: neither all records nor anybody's whole events are read, only identifiers and
who decided; each record is read when it comes to the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from resift.decisions import Event, Stage
from resift.review.families import told_of
from resift.review.ordering import fits
from resift.review.state import Reports
from resift.review.training import Apart, AtOnce, ranking_command
from resift.screening.cards import Kind
from resift.screening.session import Session
from resift.screening.training import Order, Training
from resift.store import Ranked

if TYPE_CHECKING:
    from resift.review.review import Review


def open_session(
    review: Review, state: Reports, reviewer: str, stage: Stage, *, settling: bool, consensus: bool,
    looking: Mapping[str, str], background: bool,
) -> Session:  # fmt: skip
    """The session of a reviewer whose name was checked; ``looking`` are reports for a second look, each with why."""
    mine, store = state.own(reviewer, stage), review.store
    training = None
    about = told_of(state, stage, settling=settling)
    if settling:
        kind, order = Kind.CONFLICT, Order(reports=tuple(state.conflicts(stage, "" if consensus else reviewer)))
    elif looking:
        kind, order = Kind.SECOND_LOOK, Order(reports=tuple(r for r in looking if r in state.members))
        about = lambda report: [looking[report]] if looking.get(report) else []  # noqa: E731
    elif stage is Stage.ELIGIBILITY:
        kind, order = Kind.RANKED, Order(reports=tuple(state.waiting(reviewer, stage)))
    else:
        kind, (order, training) = Kind.RANKED, _ranked(review, state, reviewer, mine, background=background)
    return Session(
        reviewer=reviewer, stage=stage, criteria=review.config.criteria, order=order, show=state.received,
        save=store.append, clock=review.clock, mine=mine,
        anew=lambda report: store.own_events(reviewer, stage.value, state.members.get(report, ())),
        report_of=state.report_of, training=training,
        every=review.config.every, settles=settling, kind=kind, about=about, looks=looking,
        kinds=dict.fromkeys(state.reading.pilot, Kind.PILOT) if training else {},
        target=review.config.recall, confidence=review.config.confidence,
        edits=state.edits_by_others(reviewer, stage), titles=store.titles,
        texts=lambda: ((state.report_of.get(i, i), text) for i, text in store.texts()),
    )  # fmt: skip


def _ranked(
    review: Review, state: Reports, reviewer: str, mine: list[Event], *, background: bool
) -> tuple[Order, Training]:
    """The order to begin with, and what makes the next; without a fitting one it is made now, or begun."""
    store, root = review.store, review.folder.root

    def read() -> Order:
        return _order(store.ranked(reviewer) or _untrained(store.ranked()), state, reviewer)

    fitting = fits(store.ranked(reviewer), state, mine, review.config.every)
    if background:
        apart = Apart(ranking_command(root, reviewer), read)
        if not fitting:
            apart.start()
        return read(), apart
    if not fitting:
        review.rank(reviewer)

    def train() -> Order:
        review.rank(reviewer)
        return read()

    return read(), AtOnce(train)


def _untrained(known: Ranked | None) -> Ranked | None:
    """The order for everybody, if it tells nothing of anybody's decisions."""
    return known if known is not None and not known.trained else None


def _order(known: Ranked | None, state: Reports, reviewer: str) -> Order:
    """What waits for a reviewer, in the order known; what is not in it comes after."""
    pool = state.waiting(reviewer, Stage.SCREENING)
    if known is None:
        return Order(reports=_pilot_first(pool, state))
    wanted, placed = {*pool}, {*known.reports}
    found = [*(r for r in known.reports if r in wanted), *(r for r in pool if r not in placed)]
    return Order(reports=_pilot_first(found, state), terms=known.terms, model=known.model)


def _pilot_first(reports: Sequence[str], state: Reports) -> tuple[str, ...]:
    pilot = state.reading.pilot
    return tuple(sorted(reports, key=lambda r: r not in pilot)) if pilot else tuple(reports)
