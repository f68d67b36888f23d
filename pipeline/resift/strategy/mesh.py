"""Headings of a vocabulary and what lies below them, through tree numbers.

The bundled table holds the branches that the worked review needs: names and tree numbers of NLM's MeSH
(2015 tree, public domain) and one mapping from Emtree.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Tree:
    """A vocabulary: each heading's tree numbers; a heading lies below another where its number starts with that one's.

    >>> tree = bundled()
    >>> "schizophrenia" in tree.below("Mental Disorders"), "Mental" in tree
    (True, False)
    """

    numbers: dict[str, tuple[str, ...]]
    names: dict[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.numbers

    def below(self, name: str) -> frozenset[str]:
        """The heading and all narrower ones, in lower case; only itself where the table does not have it."""
        roots = self.numbers.get(name.lower(), ())
        narrower = (n for n, own in self.numbers.items() if any(_under(o, r) for o in own for r in roots))
        return frozenset({name.lower(), *narrower})


def _under(number: str, root: str) -> bool:
    return number == root or number.startswith(root + ".")


def read_table(rows: Iterable[str]) -> Tree:
    """A tree from CSV lines ``heading,numbers`` with numbers separated by ``;``."""
    numbers, names = {}, {}
    for row in csv.DictReader(rows):
        key = row["heading"].lower()
        numbers[key] = tuple(n.strip() for n in row["numbers"].split(";") if n.strip())
        names[key] = row["heading"]
    return Tree(numbers, names)


@cache
def bundled() -> Tree:
    """The table that comes with resift."""
    return read_table((files("resift.strategy") / "data" / "mesh.csv").read_text("utf-8").splitlines())


@cache
def mappings() -> dict[tuple[str, str], tuple[str, str]]:
    """Headings of other vocabularies: (vocabulary, name) to (MeSH heading, why)."""
    text = (files("resift.strategy") / "data" / "mappings.csv").read_text("utf-8")
    return {(r["vocabulary"], r["name"]): (r["mesh"], r["why"]) for r in csv.DictReader(text.splitlines())}
