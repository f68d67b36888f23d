"""How far two reviewers agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """A two by two table: both include, only the first, only the second, both exclude."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def total(self) -> int:
        """How many reports both decided."""
        return self.both + self.first + self.second + self.neither

    @property
    def observed(self) -> float | None:
        """The share on which they agree; None for an empty table."""
        return (self.both + self.neither) / self.total if self.total else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa (Cohen 1960); None where chance agreement is certain.

        >>> round(Agreement(5, 10, 10, 975).kappa, 3)
        0.323
        """
        n = self.total
        if not n:
            return None
        a, b = (self.both + self.first) / n, (self.both + self.second) / n
        chance = a * b + (1 - a) * (1 - b)
        return None if chance == 1 else ((self.both + self.neither) / n - chance) / (1 - chance)


def agreement(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """The table of pairs of decisions (true for an inclusion).

    >>> agreement([(True, True), (False, True), (False, False)])
    Agreement(both=1, first=0, second=1, neither=1)
    """
    told = list(pairs)
    return Agreement(*(told.count(p) for p in ((True, True), (True, False), (False, True), (False, False))))
