"""Index terms of records: which have a heading, one below it, its qualifiers, as a main topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import translate
from re import compile as pattern

from resift.records import Record
from resift.strategy.mesh import Tree
from resift.strategy.tree import Heading


class Headings:
    """The headings of some records by name; a heading explodes where the vocabulary is the tree's, MeSH."""

    def __init__(self, records: Sequence[Record], tree: Tree) -> None:
        self._tree = tree
        self._rows: dict[str, list[tuple[int, bool, frozenset[str]]]] = {}
        for row, record in enumerate(records):
            for h in record.headings:
                entry = row, h.major, frozenset(q.lower() for q in h.qualifiers)
                self._rows.setdefault(h.name.lower(), []).append(entry)

    def rows(self, node: Heading) -> Iterator[int]:
        """The positions of the records that have the heading; one may come more than once."""
        wanted = {q.lower() for q in node.qualifiers}
        for name in self._names(node):
            for row, major, qualifiers in self._rows.get(name, ()):
                if (major or not node.major) and (not wanted or wanted & qualifiers):
                    yield row

    def _names(self, node: Heading) -> set[str] | frozenset[str]:
        if "*" in node.name:  # a truncated heading is not exploded
            fits = pattern(translate(node.name.lower().replace("[", "[[]").replace("?", "[?]"))).fullmatch
            return {name for name in self._rows if fits(name)}
        return self._tree.below(node.name) if node.explode and node.vocabulary == "mesh" else {node.name.lower()}
