"""One strategy's tree over an index: each distinct part is evaluated once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from resift.errors import BadStrategy
from resift.strategy.evaluate import spans
from resift.strategy.evaluate.headings import Headings
from resift.strategy.evaluate.places import Places
from resift.strategy.evaluate.segments import SEARCHABLE
from resift.strategy.evaluate.spans import Flags, Need, Rows, Spans
from resift.strategy.evaluate.values import Values
from resift.strategy.fields import KEYWORD, KEYWORD_PHRASE
from resift.strategy.tree import (
    And,
    Condition,
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Raw,
    Ref,
    Text,
    Value,
    Wild,
    Window,
    Word,
)  # fmt: skip
from resift.strategy.tree import words as tree_words

_MOST_OVERLAPPING = 8


@dataclass(frozen=True, slots=True)
class Tables:
    """What an index knows of its records."""

    size: int
    places: Places
    headings: Headings
    values: Values


class Evaluation:
    """Trees evaluated over the same records; ``lines`` are what line references stand for, None for one in error."""

    def __init__(self, tables: Tables, lines: Mapping[str, Flags | None] | None = None) -> None:
        self._tables, self._lines = tables, {} if lines is None else lines
        # operators by identity (the parts of lines referred to are shared), conditions by value; the node is kept, so
        # that its identity stays its own
        self._known: dict[int | Condition, tuple[Node, npt.NDArray[np.uint8]]] = {}
        self._word_places: dict[tuple[object, frozenset[str]], Rows] = {}

    def found(self, node: Node) -> Flags:
        """Of each record whether it is found; a fresh array."""
        key = id(node) if isinstance(node, And | Or | Not) else node
        if key not in self._known:
            self._known[key] = node, np.packbits(self._found(node))
        return np.unpackbits(self._known[key][1], count=self._tables.size).view(np.bool_)

    def _found(self, node: Node) -> Flags:
        match node:
            case And(parts):
                total = np.ones(self._tables.size, dtype=bool)
                for part in parts:
                    total &= self.found(part)
                return total
            case Or(parts):
                total = np.zeros(self._tables.size, dtype=bool)
                for part in parts:
                    total |= self.found(part)
                return total
            case Not(keep, drop):
                return self.found(keep) & ~self.found(drop)
        return self._condition(node)

    def _condition(self, node: Condition) -> Flags:
        match node:
            case Text():
                return self._text(node)
            case Heading():
                return self._flags(self._tables.headings.rows(node))
            case Value() | Range():
                return self._flags(self._tables.values.rows(node))
            case Ref(line):
                return self._line(line)
            case Raw(text, reason):
                raise BadStrategy(f"{text!r} was not understood ({reason})", then="resift query check shows the place")

    def _line(self, number: str) -> Flags:
        found = self._lines.get(number)
        if found is None:
            raise BadStrategy(f"line {number} cannot be looked up here", then="evaluate the whole strategy")
        return found

    def _flags(self, rows: Iterable[int]) -> Flags:
        flags = np.zeros(self._tables.size, dtype=bool)
        flags[np.fromiter(rows, np.int64)] = True
        return flags

    def _text(self, node: Text) -> Flags:
        if not node.fields & SEARCHABLE:
            named = ", ".join(sorted(node.fields)) or "no field"
            raise BadStrategy(f"records at hand have no text of {named}", then="choose a field that they have")
        if node.times == 1:
            found = self._places(node.expression, node.fields)
        else:
            found = self._spans(node.expression, node.fields).starts
        if node.fields >= KEYWORD_PHRASE:
            found = np.concatenate([found, self._keywords(node.expression)])
        counts = np.bincount(self._tables.places.rows(found), minlength=self._tables.size)
        return counts >= node.times

    def _keywords(self, e: Expression) -> Rows:
        """Places of keywords that an expression is the whole of; a truncated end may stand for further words."""
        found = self._spans(e, KEYWORD)
        at_start, at_end = self._tables.places.edges(found)
        return found.starts[at_start & (at_end | any(w.parts[-1] == Wild() for w in tree_words(e)))]

    def _places(self, e: Expression, fields: frozenset[str]) -> Rows:
        """A place in every record where the expression is found: what ``_spans`` finds, without pairing all ends."""
        match e:
            case Either(options):
                return np.concatenate([self._places(o, fields) for o in options])
            case Near(left, right, between, ordered):
                ends = self._spans(left, fields), self._spans(right, fields)
                return spans.near_places(*ends, self._within(between), ordered)
            case Window(words, between):
                return spans.window_places(self._needs(words, fields), self._within(len(words) + between))
        return self._spans(e, fields).starts

    def _spans(self, e: Expression, fields: frozenset[str]) -> Spans:
        match e:
            case Word():
                places = self._word(e, fields)
                return Spans(places, places)
            case Phrase(words):
                return spans.phrase([self._word(w, fields) for w in words])
            case Either(options):
                return spans.distinct([self._spans(o, fields) for o in options])
            case Near(left, right, between, ordered):
                ends = self._spans(left, fields), self._spans(right, fields)
                return spans.near(*ends, self._within(between), ordered)
            case Window(words, between):
                wanted = [Need(self._word(w, fields), n) for w, n in Counter(words).items()]
                length = self._within(len(words) + between)
                return spans.windows(self._needs(words, fields), wanted, length)

    def _within(self, distance: int) -> int:
        """A distance no longer than any segment, so that it leads out of none."""
        return min(distance, self._tables.places.longest)

    def _word(self, word: Word, fields: frozenset[str]) -> Rows:
        key = word.parts, fields
        if key not in self._word_places:
            self._word_places[key] = self._tables.places.of(word, fields)
        return self._word_places[key]

    def _needs(self, words: tuple[Word, ...], fields: frozenset[str]) -> list[Need]:
        """What a stretch must hold for every word to have a place of its own.

        Plain words share no place, so that each is counted by itself; truncated ones may, and are counted in every
        combination.
        """
        counted = Counter(words)
        return [
            Need(np.unique(np.concatenate([self._word(w, fields) for w in some])), sum(counted[w] for w in some))
            for some in _combined(list(counted))
        ]


def _combined(words: list[Word]) -> Iterator[tuple[Word, ...]]:
    wild = [w for w in words if w.wild]
    if wild and len(words) > _MOST_OVERLAPPING:
        raise BadStrategy(f"more than {_MOST_OVERLAPPING} words, truncated ones among them, in one window",
                          then="write several searches")  # fmt: skip
    for size in range(1, len(words) + 1 if wild else 2):
        yield from combinations(words, size)
