"""Tokens: what every dialect's tokenizer makes of a text, and the one parser reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from resift.strategy.tree import Heading, Range, Raw, Span, Value, Word


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
    """One word, or several that stand as a phrase."""

    words: tuple[Word, ...]
    span: Span
    fields: frozenset[str] | None = None
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Suffix:
    """A field code after a term or group (Ovid ``.ti,ab.``)."""

    fields: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """A condition that the tokenizer understood whole: a heading, a coded value, a range, or raw text."""

    node: Heading | Value | Range | Raw
    span: Span


Token: TypeAlias = Open | Close | Operator | Words | Suffix | Leaf
