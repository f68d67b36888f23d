"""What a front shows of one report: the record, why it comes now, and what the reader has said of it so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from resift.records import Record


class Kind(StrEnum):
    """Why a report comes now."""

    RANKED = "ranked"
    PILOT = "pilot"
    EXPLORATION = "exploration"
    PUT_OFF = "put off"
    TAKEN_BACK = "taken back"
    CHANGED = "changed"
    SECOND_LOOK = "second look"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason that a report comes now: its kind, its place in the order (None if it has none), telling words.

    ``terms`` are the words of the report that speak most for it, as the model sees it; empty without a model.

    >>> print(Why(rank=3, of=318, terms=("befriending", "lonely")))
    Number 3 of 318 in the order of likely relevance, for its words befriending, lonely.
    """

    kind: Kind = Kind.RANKED
    rank: int | None = None
    of: int = 0
    terms: tuple[str, ...] = ()
    model: str = ""

    def __str__(self) -> str:
        if self.kind is not Kind.RANKED:
            return _SENTENCES[self.kind]
        order = "in the order of likely relevance" if self.model or self.terms else "in order"
        words = f", for its words {', '.join(self.terms)}" if self.terms else ""
        return f"Number {self.rank or self.of:,} of {self.of:,} {order}{words}."


_SENTENCES: Mapping[Kind, str] = {
    Kind.PILOT: "Part of the pilot round: everybody reads it.",
    Kind.EXPLORATION: "Drawn from anywhere in the order, because you asked for it.",
    Kind.PUT_OFF: "You put it off before.",
    Kind.TAKEN_BACK: "You took back what you had said of it.",
    Kind.CHANGED: "You decided it before and opened it again.",
    Kind.SECOND_LOOK: "A second look at a decision of yours.",
    Kind.CONFLICT: "The reviewers disagree on it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the reader has said of a report beside the decision: answers per criterion, a note, tags."""

    judgements: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One report on the screen.

    ``about`` are lines for an adjudicator (what was decided, without names). ``source`` says where a person took
    the abstract from that the record itself does not have. ``decision`` is the reader's own last decision, for a
    report that was opened again.
    """

    report: str
    record: Record
    why: Why
    about: tuple[str, ...] = ()
    draft: Draft = Draft()
    source: str = ""
    decision: str = ""
