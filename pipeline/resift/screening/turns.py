"""Which report comes next, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from resift.screening.cards import Kind, Why
from resift.screening.log import Log
from resift.screening.training import Order

Turn = tuple[str, Kind]


@dataclass(slots=True, kw_only=True)
class Turns:
    """Walks through an order of reading: what was opened or taken back first, then what was put off and is due, then
    the best that waits, and in the end all that was put off.

    ``kind`` is why the reports of the order come, ``kinds`` why single ones do.
    """

    log: Log
    order: Order
    kind: Kind
    kinds: Mapping[str, Kind]
    ranks: dict[str, int] = field(default_factory=dict)
    _at: int = 0

    def __post_init__(self) -> None:
        self.turn_to(self.order)

    def turn_to(self, order: Order) -> None:
        """Go on in another order."""
        self.order, self._at = order, 0
        self.ranks = {r: i for i, r in enumerate(order.reports, start=1)}

    @property
    def put_off(self) -> list[str]:
        """What was put off and still waits for this reviewer, the first to come back first."""
        return [r for r in self.log.put_off if r in self.ranks]

    def next(self) -> Turn | None:
        """The report to read now and why it comes; None when nothing waits."""
        log = self.log
        if log.opened:
            return list(log.opened.items())[-1]
        due = next((r for r in self.put_off if log.due(r)), None)
        put_off = due or next(iter(self.put_off), None)
        best = None if due else self._best()
        if best is not None:
            return best, self.kinds.get(best, self.kind)
        return None if put_off is None else (put_off, Kind.PUT_OFF)

    def _best(self) -> str | None:
        reports, decided = self.order.reports, self.log.decided
        while self._at < len(reports) and reports[self._at] in decided:
            self._at += 1
        return next((r for r in islice(reports, self._at, None) if self._waits(r)), None)

    def _waits(self, report: str) -> bool:
        return report not in self.log.decided and report not in self.log.put_off

    def back(self) -> None:
        """Look at the order from its start again, because something in it was taken back."""
        self._at = 0

    def why(self, turn: Turn) -> Why:
        """Why a report comes, with its place in the order and the words that speak for it."""
        report, kind = turn
        return Why(kind=kind, rank=self.ranks.get(report), of=len(self.order.reports), model=self.order.model,
                   terms=tuple(self.order.terms.get(report, ())))  # fmt: skip

    def draw(self, on: str | None, seed: str) -> str | None:
        """One of the other reports that wait, by a seed alone; None where there is none."""
        others = sorted(r for r in self.order.reports if r != on and self._waits(r))
        return others[int(hashlib.sha256(seed.encode()).hexdigest(), 16) % len(others)] if others else None
