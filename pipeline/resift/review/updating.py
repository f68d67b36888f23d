"""A search run again: what is new since the run before, which date brought it, and what was retracted meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from resift.records import Record
from resift.review.desk import Desk
from resift.strategy.translate import WINDOW, within

if TYPE_CHECKING:
    from resift.search.eutils import Eutils

Count = Callable[[str], int]


def known_ids(desk: Desk, search: str) -> frozenset[str]:
    """The PMIDs of all records that earlier runs of a search brought."""
    runs = [r.id for r in desk.store.runs() if r.search == search]
    return frozenset(r.accession for run in runs for r in desk.store.records(run) if r.accession)


def told_by_dates(text: str, day: dt.date, count: Count, total: int) -> str:
    """How many records each date of the window adds to those before it, from counts of the search itself.

    >>> counts = {1: 150, 2: 155}
    >>> told_by_dates("a[ti]", dt.date(2016, 10, 2), lambda term: counts[term.count("3000")], 163)
    'since 2016-10-02: 150 entered, 5 more created, 8 more indexed'
    """
    so_far = [count(within(text, day, WINDOW[:n])) for n in range(1, len(WINDOW))] + [total]
    added = [so_far[0], *(b - a for a, b in pairwise(so_far))]
    told = (
        f"{n:,} {'' if i == 0 else 'more '}{field}" for i, (n, (field, _)) in enumerate(zip(added, WINDOW, strict=True))
    )
    return f"since {day.isoformat()}: {', '.join(told)}"


def retracted_since(records: Iterable[Record], client: Eutils) -> list[str]:
    """A remark for each record that PubMed marks as retracted, or voices concern about, and did not when it was found.

    ``records`` are those still in the review; they are fetched once more by their PMIDs.
    """
    from resift.search import pubmed
    from resift.search.medline import read_records

    held = {r.pmid: r for r in records if r.pmid}
    got = pubmed.fetch(client, sorted(held, key=int))
    now = [r for body in got.bodies for r in read_records(body)]
    told = [_changed(held[r.pmid], r) for r in now if r.pmid in held]
    gone = [f"no longer in PubMed: {i}" for i in got.not_returned]
    return [*(t for t in told if t), *gone]


def _changed(then: Record, now: Record) -> str:
    if now.retracted and not then.retracted:
        return f"retracted since it was found: PMID {now.pmid}, {now.title}"
    concern = [any(n.kind == "ExpressionOfConcernIn" for n in r.notices) for r in (then, now)]
    return f"expression of concern since it was found: PMID {now.pmid}, {now.title}" if concern == [False, True] else ""
