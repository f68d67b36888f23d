"""The meaning of a search strategy, free of any platform's spelling.

Proximity is held as words between, so that no printed number can be off by one; fields are abstract sets, never a
platform's codes; explosion and major focus of a heading are separate. Text conditions stand at the leaves, each
with its own fields, so that every platform's way of scoping a field comes to the same tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as slot
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Wild:
    """A wildcard within a word: from ``low`` to ``high`` characters, ``high`` None for any number."""

    low: int = 0
    high: int | None = None


ANY = Wild()
ONE = Wild(1, 1)
OPTIONAL = Wild(0, 1)


@dataclass(frozen=True, slots=True)
class Word:
    """One word or stem: literal pieces (lower case, no apostrophes) and wildcards in turn.

    ``written`` are the pieces with their apostrophes, where there are any: platforms tell *alzheimer's* from
    *alzheimers*, while records at hand are searched without.
    """

    parts: tuple[str | Wild, ...]
    span: Span = slot(default=NOWHERE, compare=False)
    written: tuple[str | Wild, ...] = slot(default=(), compare=False)

    @property
    def wild(self) -> bool:
        """Whether any part is a wildcard."""
        return any(isinstance(p, Wild) for p in self.parts)

    @property
    def stem(self) -> str:
        """The literal piece before the first wildcard."""
        return self.parts[0] if self.parts and isinstance(self.parts[0], str) else ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words side by side, in order."""

    words: tuple[Word, ...]
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Left and right with at most ``between`` words between them, in order or either way round."""

    left: Expression
    right: Expression
    between: int
    ordered: bool
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Either:
    """Any of several text expressions, inside one proximity operand."""

    options: tuple[Expression, ...]
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Window:
    """Three or more words in any order, with at most ``between`` other words among them (PubMed's ``~N``)."""

    words: tuple[Word, ...]
    between: int
    span: Span = slot(default=NOWHERE, compare=False)


Expression: TypeAlias = Word | Phrase | Near | Either | Window


@dataclass(frozen=True, slots=True)
class Text:
    """A text expression found in any one of the fields, at least ``times`` times (Ovid's ``/freq``)."""

    fields: frozenset[str]
    expression: Expression
    span: Span = slot(default=NOWHERE, compare=False)
    times: int = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """An index term: its vocabulary, whether narrower terms count, whether it must be a main topic."""

    vocabulary: str
    name: str
    explode: bool = True
    major: bool = False
    qualifiers: tuple[str, ...] = ()
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A whole value of a coded field: language, publication type, author, journal, identifier, subset."""

    field: str
    word: Word
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Range:
    """A field's value between two ends, both included; an end may be open (``3000``)."""

    field: str
    low: str
    high: str
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """What another line of the same strategy finds, by that line's number."""

    line: str
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What is in ``keep`` and not in ``drop``."""

    keep: Node
    drop: Node
    span: Span = slot(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Raw:
    """Text that was not understood, and why; it is never guessed at."""

    text: str
    reason: str
    span: Span = slot(default=NOWHERE, compare=False)


Condition: TypeAlias = Text | Heading | Value | Range | Ref | Raw
Node: TypeAlias = Condition | And | Or | Not


def join(kind: type[And] | type[Or], parts: list[Node], span: Span) -> Node:
    """``parts`` under one operator, nested ones of the same kind drawn up; a single part stays itself."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return flat[0] if len(flat) == 1 else kind(tuple(flat), span)


def depth(node: Node) -> int:
    """How many operators stand above the deepest condition."""
    todo: list[tuple[Node | Expression, int]] = [(node, 0)]
    deepest = 0
    while todo:
        at, level = todo.pop()
        deepest = max(deepest, level)
        match at:
            case And(parts) | Or(parts):
                todo.extend((p, level + 1) for p in parts)
            case Not(keep, drop):
                todo.extend(((keep, level + 1), (drop, level + 1)))
            case Text(_, expression):
                todo.append((expression, level))
            case Near(left, right):
                todo.extend(((left, level + 1), (right, level + 1)))
            case Either(options):
                todo.extend((o, level + 1) for o in options)
    return deepest


def leaves(node: Node) -> list[Condition]:
    """The conditions of a tree from left to right."""
    todo, found = [node], []
    while todo:
        at = todo.pop()
        match at:
            case And(parts) | Or(parts):
                todo.extend(reversed(parts))
            case Not(keep, drop):
                todo.extend((drop, keep))
            case _:
                found.append(at)
    return found


def words(expression: Expression) -> list[Word]:
    """The words of a text expression from left to right."""
    todo, found = [expression], []
    while todo:
        at = todo.pop()
        match at:
            case Word():
                found.append(at)
            case Phrase(parts) | Window(parts):
                found.extend(parts)
            case Near(left, right):
                todo.extend((right, left))
            case Either(options):
                todo.extend(reversed(options))
    return found


def changed(node: Node, change: Callable[[Condition], Node]) -> Node:
    """The tree with each of its conditions put through ``change``."""
    match node:
        case And(parts, span):
            return join(And, [changed(p, change) for p in parts], span)
        case Or(parts, span):
            return join(Or, [changed(p, change) for p in parts], span)
        case Not(keep, drop, span):
            return Not(changed(keep, change), changed(drop, change), span)
    return change(node)
