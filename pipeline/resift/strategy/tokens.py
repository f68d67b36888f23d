"""Tokens: what every dialect's tokenizer makes of a text, and the one parser reads.

Spans are offsets into the whole text, from the first character to the one after the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from resift.strategy.tree import Node, Span, Word


@dataclass(frozen=True, slots=True)
class Open:
    """An opening parenthesis."""

    span: Span


@dataclass(frozen=True, slots=True)
class Close:
    """A closing parenthesis."""

    span: Span


@dataclass(frozen=True, slots=True)
class Operator:
    """``and``, ``or``, ``not``, or ``near`` with its words between and order."""

    kind: str
    span: Span
    between: int = 0
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several that stand as a phrase; ``near`` makes several a proximity (PubMed's ``~N``)."""

    words: tuple[Word, ...]
    span: Span
    fields: frozenset[str] | None = None
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Suffix:
    """A field code after a term or group (Ovid ``.ti,ab.``, Embase.com ``:ti,ab``)."""

    fields: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class Prefix:
    """A field code before a term or group (``TS=``, ``TITLE(``, ``TI``).

    ``reaches`` is whether it holds for a whole proximity that follows (EBSCO ``TI a N2 b``) or for the next term or
    group alone.
    """

    fields: frozenset[str]
    span: Span
    reaches: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """The least number of occurrences of the term or group before it (Ovid ``/freq=2``)."""

    least: int
    span: Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that the tokenizer understood whole: a heading, a value, a range, line references, or raw text."""

    node: Node
    span: Span


Token: TypeAlias = Open | Close | Operator | Words | Suffix | Prefix | Times | Leaf
