"""Records made searchable: strategies are evaluated over them, as a whole or line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from resift.errors import BadStrategy
from resift.records import Record
from resift.strategy.evaluate.evaluation import Evaluation, Tables
from resift.strategy.evaluate.headings import Headings
from resift.strategy.evaluate.places import Places
from resift.strategy.evaluate.spans import Flags
from resift.strategy.evaluate.values import Values
from resift.strategy.mesh import Tree, vocabulary
from resift.strategy.parser import Parsed
from resift.strategy.resolving import Line, references
from resift.strategy.tree import Node

_ROW_END = re.compile("[\n\u2028\x85\x0c]")  # as the parser counts rows


class Index:
    """Records made searchable.

    >>> from resift.strategy import parse
    >>> records = [Record(id="a", title="Social and economic inclusion"), Record(id="b", title="Inclusion, social")]
    >>> index = Index(records)
    >>> index.find(parse("social* adj1 inclus*", "ovid").tree)
    [1]
    >>> index.counts(parse("1. social*.ti.\\n2. economic.ti.\\n3. 1 not 2", "ovid"))
    [('1', 2), ('2', 1), ('3', 1)]
    """

    def __init__(self, records: Sequence[Record], tree: Tree | None = None) -> None:
        self.records = records
        self.tree = tree or vocabulary()
        headings = Headings(records, self.tree)
        self._tables = Tables(len(records), Places(records), headings, Values(records))

    def find(self, tree: Node | None) -> list[int]:
        """The positions of the records found, ascending; a BadStrategy for what was not understood."""
        if tree is None:
            raise BadStrategy("an empty strategy finds nothing that can be meant", then="write a search term")
        return [int(i) for i in np.flatnonzero(Evaluation(self._tables).found(tree))]

    def counts(self, parsed: Parsed) -> list[tuple[str, int | None]]:
        """Each line's number and how many records it finds, in the order of writing.

        None stands for a line with an error, one that the records at hand cannot answer, and one that refers to such
        a line. A single search is one line without a number.
        """
        found: dict[str, Flags | None] = {}
        evaluation = Evaluation(self._tables, found)
        faulty = _faulty(parsed)
        for line in _in_turn(parsed.lines):
            found[line.number] = None if line.number in faulty else _tried(evaluation, line)
        return [(line.number, _size(found.get(line.number))) for line in parsed.lines]


def _tried(evaluation: Evaluation, line: Line) -> Flags | None:
    try:
        return None if line.tree is None else evaluation.found(line.tree)
    except BadStrategy:
        return None


def _size(found: Flags | None) -> int | None:
    return None if found is None else int(np.count_nonzero(found))


def _faulty(parsed: Parsed) -> set[str]:
    """The numbers of the lines in which an error was found, and of those that share a number."""
    starts = [0, *(m.end() for m in _ROW_END.finditer(parsed.text))]
    places = [starts[f.line - 1] + f.start for f in parsed.errors]
    twice = {n for n, times in Counter(line.number for line in parsed.lines).items() if times > 1}
    return twice | {line.number for line in parsed.lines for at in places if line.span[0] <= at <= line.span[1]}


def _in_turn(lines: Sequence[Line]) -> list[Line]:
    """The lines, each after those that it refers to where that is possible; older histories run upwards."""
    by_number = {line.number: line for line in lines}
    order: list[Line] = []
    seen: set[str] = set()
    todo = [(line, False) for line in reversed(lines)]
    while todo:
        line, ready = todo.pop()
        if ready:
            order.append(line)
        elif line.number not in seen:
            seen.add(line.number)
            todo.append((line, True))
            todo.extend((by_number[r.line], False) for r in references(line) if r.line in by_number)
    return order
