"""How the reading went: what was found after how much was read, and what can be said about stopping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from resift.decisions import Stage, State
from resift.ranking.stopping import stopping_test
from resift.reporting.document import Block, Figure, Paragraph, Section, Table, columns
from resift.reporting.plots import Series, curve
from resift.review.report.snapshot import Snapshot
from resift.review.report.sources import percent

_CLOSED = (State.INCLUDED, State.EXCLUDED)


def recall_section(snapshot: Snapshot) -> Section:
    """The curve of the screening on title and abstract, and the stopping statement."""
    return Section(id="recall", title="Order of reading, recall and stopping", blocks=list(_blocks(snapshot)))


def read_in_order(snapshot: Snapshot) -> list[str]:
    """The reports on whose title and abstract it was decided, in the order in which anybody first decided on them."""
    outcomes = snapshot.state.screening
    first = snapshot.state.decisions.at(Stage.SCREENING)
    return [r for r in first if r in outcomes and outcomes[r].state in _CLOSED]


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    order = read_in_order(snapshot)
    if not order:
        yield Paragraph(text="Nothing was decided yet, so nothing can be said about stopping.")
        return
    forward = {r for r in order if snapshot.state.screening[r].state is State.INCLUDED}
    yield from _curve(order, forward, forward & set(snapshot.state.included))
    yield from _stopping(snapshot, order, forward)


_ORDER = (
    "Reports stand in the order in which somebody first decided on their title and abstract; with several reviewers, "
    "who each have an order of their own, it is a mixture of these orders. Whether a report counts as found is its "
    "final outcome."
)


def _curve(order: Sequence[str], forward: Set[str], included: Set[str]) -> Iterator[Block]:
    yield Paragraph(text=_ORDER)
    series = [Series(name=name, points=_points(order, those)) for name, those in
              (("went forward to full text", forward), ("included in the review", included)) if those]  # fmt: skip
    rows = list(_tenths(order, forward, included))
    told = "; ".join(f"after {n:,} read, {a:,} that went forward and {b:,} included" for n, a, _, b, _ in rows)
    svg = curve("recall-curve", "What was found against what was read", told, series, ("Reports read", "Found"))
    yield Figure(caption="Found against read, on title and abstract", svg=svg, name="recall-curve", alt=told)
    heads = columns("Read#", "Went forward#", "Share of these#", "Included#", "Share of the included#")
    yield Table(caption="Found after each tenth of what was read", columns=heads, rows=rows, name="recall")


def _points(order: Sequence[str], those: Set[str]) -> list[tuple[int, int]]:
    finds = [i for i, r in enumerate(order, start=1) if r in those]
    return [*((i, n) for n, i in enumerate(finds, start=1)), (len(order), len(finds))]


def _tenths(order: Sequence[str], forward: Set[str], included: Set[str]) -> Iterator[tuple[int, int, str, int, str]]:
    for n in dict.fromkeys(-(-len(order) * tenth // 10) for tenth in range(1, 11)):
        had = set(order[:n])
        a, b = len(had & forward), len(had & included)
        yield n, a, percent(a, len(forward)), b, percent(b, len(included))


def _stopping(snapshot: Snapshot, order: Sequence[str], forward: Set[str]) -> Iterator[Block]:
    state, config = snapshot.state, snapshot.state.config
    test = stopping_test([r in forward for r in order], records=len(state.to_screen), target=config.recall,
                         confidence=config.confidence)  # fmt: skip
    last = max(d.time for ds in state.decisions.at(Stage.SCREENING).values() for d in ds)
    unread = len(state.to_screen) - len(order)
    told = f"{test.sentence} {test.basis}" if unread else test.sentence
    yield Paragraph(text=told, notice=bool(unread))
    yield Paragraph(
        text=f"As of {last[:10]}, the day of the last decision. The rule of the review is a recall of "
        f"{config.recall:.0%} at {config.confidence:.0%} confidence; it stops nothing by itself. The test allows one "
        "look: looking often makes an error likelier than stated. Recall here is that of what the searches found, "
        f"judged on titles and abstracts; what no search found is not part of it. Without a decision: {unread:,} of "
        f"{len(state.to_screen):,} reports."
    )
