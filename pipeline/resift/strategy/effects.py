"""What a rewriting does to the set of records found, and how such effects add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Effect(StrEnum):
    """The found set against the meant set: the same, at least all of it, only part of it, or no claim."""

    EXACT = "EXACT"
    BROADER = "BROADER"
    NARROWER = "NARROWER"
    UNKNOWN = "UNKNOWN"

    def flipped(self) -> Effect:
        """The effect as it is under NOT.

        >>> Effect.BROADER.flipped().value
        'NARROWER'
        """
        return {Effect.BROADER: Effect.NARROWER, Effect.NARROWER: Effect.BROADER}.get(self, self)


def composed(effects: Iterable[Effect]) -> Effect:
    """The effect of parts under AND or OR: unlike directions make no claim, and no claim absorbs all.

    >>> composed([Effect.EXACT, Effect.BROADER]).value, composed([Effect.NARROWER, Effect.BROADER]).value
    ('BROADER', 'UNKNOWN')
    """
    kinds = set(effects) - {Effect.EXACT}
    if not kinds:
        return Effect.EXACT
    return kinds.pop() if len(kinds) == 1 else Effect.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rewriting: its rule, effect and reason, and the stretch of the source that it concerns."""

    rule: str
    effect: Effect
    reason: str
    source: str
    target: str
    line: int = 1
    start: int = 0
    end: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "rule": self.rule, "effect": self.effect.value, "reason": self.reason, "source": self.source,
            "target": self.target, "line": self.line, "start": self.start, "end": self.end,
        }  # fmt: skip
