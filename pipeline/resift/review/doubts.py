"""What in a review's files does not fit together or does not fit what was done: said early, by ``resift status``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from resift.decisions import Stage
from resift.errors import ReviewError
from resift.review.folder import Folder
from resift.review.searches import Search
from resift.review.state import Reports


def doubts(state: Reports, folder: Folder) -> list[str]:
    """A sentence for each strategy that cannot be read and each criterion that is gone while decisions name it."""
    return [*(said for search in state.config.searches for said in _strategy(search, folder)), *_orphans(state)]


def _strategy(search: Search, folder: Folder) -> Iterator[str]:
    from resift.strategy.dialects import DIALECTS

    if search.written_for not in DIALECTS:
        yield (f"search {search.name}: written_for = {search.written_for!r} is no platform whose strategies are read; "
               f"write one of {', '.join(DIALECTS)}")  # fmt: skip
    if search.strategy:
        try:
            folder.text(search.strategy)
        except ReviewError as error:
            yield f"search {search.name}: {search.strategy}: {error.message}"


def _orphans(state: Reports) -> Iterator[str]:
    known = state.config.criteria.labels
    stages = (Stage.SCREENING, Stage.ELIGIBILITY)
    used = Counter(r for s in stages for acts in state.events.at(s).values() for e in acts for r in e.reasons)
    for gone in sorted(used.keys() - known.keys()):
        name = "1 decision names" if used[gone] == 1 else f"{used[gone]:,} decisions name"
        yield (f"{name} criterion {gone}, which the criteria do not have any more; give it its "
               "id back, or open those reports again")  # fmt: skip
