"""Headings of a vocabulary and what lies below them, through tree numbers; subheadings and what they include.

Two tables are bundled, both from NLM's Medical Subject Headings (courtesy of the U.S. National Library of Medicine):
the names of all headings of 2026, and the tree numbers of 2024 in the branches that the worked review needs
(:data:`BRANCHES`). A heading may stand in other branches, too, so that what lies below it there is not known;
`resift mesh load` puts all of a year's file in the place of both.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import groupby

BRANCHES = ("F01", "F02", "F03", "F04", "I01.880.787", "I01.880.853", "I03", "M01", "N01")
"""The larger branches that the bundled table holds whole; it has no number of which it lacks one further down."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A vocabulary: each heading's tree numbers; a heading lies below another where its number starts with that one's.

    ``numbers`` and ``names`` have the heading in lower case as their key; ``terms`` leads from an entry term, in lower
    case, to the heading in lower case; ``source`` and ``year`` say where the table is from. ``whole`` is False where
    headings may have further tree numbers, save those in ``sure`` (in lower case).

    >>> tree = bundled()
    >>> "schizophrenia" in tree.below("Mental Disorders"), "Mental" in tree
    (True, False)
    >>> tree.heading("consumer participation")
    'Community Participation'
    """

    numbers: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    year: str = ""
    whole: bool = True
    sure: frozenset[str] = frozenset()
    _places: list[tuple[str, str]] = field(default_factory=list, init=False, repr=False, compare=False)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.numbers

    def heading(self, name: str) -> str | None:
        """The heading that a name or an entry term stands for, as the vocabulary writes it; None for an unknown one."""
        key = self._key(name)
        return None if key is None else self.names.get(key, key)

    def places(self, name: str) -> tuple[str, ...]:
        """The heading's tree numbers; empty where none is known, and then nothing is known to lie below it either."""
        return self.numbers.get(self._key(name) or "", ())

    def below(self, name: str) -> frozenset[str]:
        """The heading and all narrower ones, in lower case; only itself where the table does not have it.

        Takes time in proportion to what lies below, not to the vocabulary.
        """
        key = self._key(name)
        roots = self.numbers.get(key or "", ())
        return frozenset({name.lower(), key or name.lower(), *(n for root in roots for n in self._under(root))})

    def explodes(self, name: str) -> bool:
        """Whether :meth:`below` gives all that lies below the heading, not only what the table happens to hold of it.

        >>> [bundled().explodes(name) for name in ("Mental Disorders", "Pain", "Diabetes Mellitus", "Mental")]
        [True, False, False, False]
        """
        key = self._key(name)
        return key is not None and (self.whole or key in self.sure)

    def _key(self, name: str) -> str | None:
        key = name.strip().lower()
        return key if key in self.numbers else self.terms.get(key)

    def _under(self, root: str) -> Iterator[str]:
        """The headings at a tree number and below it: with a dot at every number's end they are one sorted run."""
        if not self._places:
            self._places.extend(sorted((number + ".", key) for key, own in self.numbers.items() for number in own))
        for place in range(bisect_left(self._places, (root + ".",)), len(self._places)):
            number, key = self._places[place]
            if not number.startswith(root + "."):
                return
            yield key


def _text(name: str) -> list[str]:
    return (files("resift.strategy") / "data" / name).read_text("utf-8").splitlines()


def _compound() -> str:
    """Headings with AND, OR or NOT in their names, as one regular expression, so that they are not taken apart.

    All of MeSH 2026 and some of earlier years; another such name must be quoted in a strategy, and a finding says so.
    Names are grouped by their first letter, for speed.
    """
    names = sorted(_text("compound_headings.txt"), key=lambda n: (n[0].lower(), -len(n)))
    groups = groupby(names, key=lambda n: n[0].lower())
    return "|".join(f"{re.escape(first)}(?:{'|'.join(_spaced(n[1:]) for n in group)})" for first, group in groups)


def _spaced(text: str) -> str:
    return re.sub(r"[ ,]+", "[ ,]+", re.escape(text).replace(r"\ ", " "))


COMPOUND = _compound()


def read_table(rows: Iterable[str], names: Iterable[str] = (), source: str = "", year: str = "") -> Tree:
    """A tree from CSV lines ``heading,numbers,terms,all``, the numbers and entry terms separated by ``;``.

    ``all`` is ``yes`` where all of the heading's numbers, and all that is below them, are in the
    table. ``names`` are further headings, known by name alone.
    """
    numbers: dict[str, tuple[str, ...]] = {}
    written: dict[str, str] = {}
    terms: dict[str, str] = {}
    sure: set[str] = set()
    for row in csv.DictReader(rows):
        key = row["heading"].lower()
        numbers[key], written[key] = _several(row["numbers"]), row["heading"]
        terms |= {t.lower(): key for t in _several(row.get("terms"))}
        sure |= {key} if row.get("all") == "yes" else set()
    for name in names:
        key = name.lower()
        if key not in terms and key not in numbers:
            numbers[key], written[key] = (), name
    return Tree(numbers, written, terms, source, year, whole=False, sure=frozenset(sure))


def _several(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())


@cache
def bundled() -> Tree:
    """The table that comes with resift."""
    source = f"bundled: the names of MeSH 2026, and the tree numbers of MeSH 2024 in {', '.join(BRANCHES)}"
    return read_table(_text("mesh.csv"), _text("mesh_names.txt"), source, "2024")


def vocabulary() -> Tree:
    """The table in use: the one that `resift mesh load` made, else the bundled one.

    Raises BadFile where a loaded table is there but cannot be read.
    """
    from resift.strategy import mesh_table

    return mesh_table.loaded() or bundled()


def qualifier(code: str) -> str:
    """A subheading's name, from its two-letter code or the name itself; what is unknown stays as written.

    >>> qualifier("dt"), qualifier("Drug Therapy")
    ('drug therapy', 'drug therapy')
    """
    return qualifiers().get(code.strip().lower(), code.strip().lower())


@cache
def qualifiers() -> dict[str, str]:
    """MeSH's subheadings: two-letter code to name."""
    return {row["code"]: row["name"] for row in csv.DictReader(_text("qualifiers.csv"))}


@cache
def _included() -> dict[str, frozenset[str]]:
    rows = csv.DictReader(_text("qualifiers.csv"))
    return {r["name"]: frozenset(qualifiers()[c] for c in r["narrower"].split()) for r in rows}


def qualifiers_below(code: str) -> frozenset[str]:
    """A subheading and all that PubMed takes with it, as names; given as a code or a name.

    From NLM's subheading hierarchies; the groups are listed one by one, since a subheading may stand in two of them
    with different ones below it.

    >>> sorted(qualifiers_below("su")), sorted(qualifiers_below("Therapeutic Use"))
    (['surgery', 'transplantation'],
     ['administration & dosage', 'adverse effects', 'poisoning', 'therapeutic use'])
    """
    name = qualifier(code)
    return _included().get(name, frozenset()) | {name}


@cache
def mappings() -> dict[tuple[str, str], tuple[str, str]]:
    """Headings of other vocabularies: (vocabulary, name) to (MeSH heading, why)."""
    return {(r["vocabulary"], r["name"]): (r["mesh"], r["why"]) for r in csv.DictReader(_text("mappings.csv"))}
