"""Records grouped into reports, by rules and by what people said of the pairs that no rule can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from resift.decisions import Event, Stage, Verb
from resift.errors import ReviewError
from resift.records import Link
from resift.review.config import Config
from resift.review.desk import Desk
from resift.review.state import FOUND_AGAIN, PREVIOUS, as_previous
from resift.screening.times import after
from resift.store import Store

DOUBTFUL = "perhaps duplicate of"


def group(desk: Desk, config: Config) -> Mapping[str, int]:
    """Group all records and keep the grouping; returns how many records, reports, duplicates and doubtful pairs."""
    from resift.dedup import find_duplicates

    store, records = desk.store, desk.store.records()
    if not store.runs():
        raise ReviewError("there are no records yet", then="resift search, or resift import FILE --database NAME")
    previous = config.previous.reports if config.previous else ()
    known = [as_previous(r) for r in previous if r.title or r.doi or r.pmid]
    desk.progress("comparing records", 0, len(records))
    made = after(store.answered_at(), desk.clock())  # an answer may come from a clock that is ahead
    found = find_duplicates([*records, *known], settled=_settled(store))
    groups, again = _without_previous(found.groups)
    links = [*(x for x in found.links if not _is_previous(x)), *again]
    unsure = [x for x in found.doubtful if not _is_previous(x)]
    store.add_grouping(made, "resift.dedup", groups, [*links, *unsure])
    desk.progress("comparing records", len(records), len(records))
    return {
        "records": len(records), "reports": len(groups), "duplicates": len(records) - len(groups),
        "found_again": len(again), "doubtful": len(unsure),
    }  # fmt: skip


def doubtful(store: Store) -> list[Link]:
    """The pairs of the newest grouping that a person should look at, the likeliest duplicates first."""
    return [x for x in store.links() if x.kind == DOUBTFUL]


def answer(desk: Desk, pair: Link, *, same: bool, reviewer: str) -> Event:
    """The event that says of two records whether they describe the same report."""
    time = after(max(desk.store.grouped_at(), desk.store.answered_at()), desk.clock())
    return Event(time=time, reviewer=reviewer, stage=Stage.DUPLICATES, record=pair.record,
                 verb=Verb.SAME if same else Verb.DISTINCT, data={"other": pair.other})  # fmt: skip


def _settled(store: Store) -> dict[tuple[str, str], bool]:
    """The last answer on each pair, whichever of the two it was given on."""
    found = {}
    for e in store.standing_events(Stage.DUPLICATES.value):
        one, other = sorted((e.record, str(e.data["other"])))
        found[one, other] = e.verb is Verb.SAME
    return found


def _is_previous(x: Link) -> bool:
    return x.record.startswith(PREVIOUS) or x.other.startswith(PREVIOUS)


def _without_previous(groups: Iterable[Sequence[str]]) -> tuple[list[tuple[str, ...]], list[Link]]:
    """The groups of the review's own records, and links from those that are previous reports to them."""
    own, again = [], []
    for some in groups:
        records = tuple(r for r in some if not r.startswith(PREVIOUS))
        previous = sorted(r.removeprefix(PREVIOUS) for r in some if r.startswith(PREVIOUS))
        if records:
            own.append(records)
        if records and previous:
            again.append(Link(record=records[0], other=previous[0], kind=FOUND_AGAIN, rule="grouped with it"))
    return own, again
