"""Orders of reading: made from decisions, kept in the store, and made anew when they no longer fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from resift.decisions import VERDICTS, Event, Stage, Verb, standing
from resift.records import Record
from resift.review.config import Config
from resift.review.desk import Desk
from resift.review.state import Reports
from resift.store import Ranked

if TYPE_CHECKING:
    from resift.ranking import Document, Ranker

_TOLD = 200
EXPLAINED = 300
"""Of so many reports at the head of an order the telling words are kept: more are not read before the next order."""


class Orders:
    """Makes the orders of one review; what was made of its titles and abstracts is kept from one to the next."""

    def __init__(self, desk: Desk, config: Config) -> None:
        self._desk, self._config = desk, config
        self._ranker: tuple[object, Ranker] | None = None

    def made(self, state: Reports, reviewer: str) -> Ranked:
        """A new order, kept in the store; for one reviewer from that person's own decisions only."""
        labels = self._labels(state, reviewer)
        if reviewer:
            keep = len(labels) - len(labels) % self._config.every
            labels = dict(list(labels.items())[:keep])
        model, order, terms = self._ordered(state, labels)
        ranked = Ranked(reviewer, tuple(order), len(labels), model, terms)
        if self._desk.store.ranked(reviewer) != ranked:
            self._desk.store.add_ranking(self._desk.clock(), ranked)
        return ranked

    def due(self, state: Callable[[], Reports], reviewer: str, make: Callable[[], Ranked]) -> Ranked:
        """The order at hand where it fits, else what ``make`` makes; one that is being made is waited for."""
        from resift.search.locks import locked

        with locked(self._desk.folder.ranking):
            now, known = state(), self._desk.store.ranked(reviewer)
            if known is not None and fits(known, now, now.own(reviewer, Stage.SCREENING), self._config.every):
                return known
            return make()

    def order(self, state: Reports, labels: Mapping[str, bool]) -> list[str]:
        """The reports without a label, the likeliest to be relevant first."""
        return self._ordered(state, labels)[1]

    def _labels(self, state: Reports, reviewer: str) -> dict[str, bool]:
        if not reviewer:
            kinds = {r: o.state.value for r, o in state.screening.items()}
            return {r: k == "included" for r, k in kinds.items() if k in ("included", "excluded")}
        mine = self._desk.store.standing_events(Stage.SCREENING.value, reviewer)
        verbs = {state.report_of.get(e.record, e.record): e.verb for e in mine if e.verb in VERDICTS and not e.settles}
        keep = set(state.to_screen)
        return {r: v is not Verb.EXCLUDE for r, v in verbs.items() if r in keep}

    def _ordered(
        self, state: Reports, labels: Mapping[str, bool]
    ) -> tuple[str, list[str], Mapping[str, tuple[str, ...]]]:
        ranker, number = self._of(state), len(state.to_screen)
        self._desk.progress("learning from the decisions", 0, number)
        order, terms = ranker.explained(labels, first=EXPLAINED)
        self._desk.progress("learning from the decisions", number, number)
        return ranker.model, [report for report, _ in order], terms

    def _of(self, state: Reports) -> Ranker:
        """What ranks these reports, as they are read now."""
        from resift.ranking import Document, Ranker

        pool = tuple(sorted(state.to_screen))
        read = (pool, tuple(sorted(state.edits.items())))
        if self._ranker is None or self._ranker[0] != read:
            self._desk.progress("reading titles and abstracts", 0, len(pool))
            previous = self._config.previous
            examples = [] if previous is None else [
                Document(id=r.id, title=r.title) for r in previous.reports if r.title
            ]  # fmt: skip
            documents = list(self._read(state, pool))
            self._desk.progress("weighing their words", 0, len(pool))
            self._ranker = (read, Ranker(documents, question=self._config.question, examples=examples))
            self._desk.progress("weighing their words", len(pool), len(pool))
        return self._ranker[1]

    def _read(self, state: Reports, pool: Sequence[str]) -> Iterator[Document]:
        for done, report in enumerate(state.all_at_once(pool), start=1):
            yield _document(state.shown(report))
            if done % _TOLD == 0 or done == len(pool):
                self._desk.progress("reading titles and abstracts", done, len(pool))


def fits(known: Ranked | None, state: Reports, mine: list[Event], every: int) -> bool:
    """Whether an order was made from all the decisions that it can be made from, and has all reports."""
    reports = {*state.to_screen}
    found = (state.report_of.get(e.record, e.record) for e in standing(mine) if e.verb in VERDICTS and not e.settles)
    decided = {*found} & reports
    want = len(decided) - len(decided) % every
    return known is not None and known.trained == want and reports <= {*known.reports, *decided}


def _document(record: Record) -> Document:
    from resift.ranking import Document

    keywords = (*(h.name for h in record.headings), *record.keywords)
    return Document(id=record.id, title=record.title, abstract=record.abstract, keywords=keywords)
