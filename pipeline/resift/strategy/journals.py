"""A search of PubMed limited to some journals, as journals are searched by hand."""

from __future__ import annotations

from collections.abc import Sequence

from resift.errors import BadStrategy
from resift.strategy.parser import parse
from resift.strategy.render import render
from resift.strategy.tree import Node, Or, Value, Word, join


def in_journals(names: Sequence[str]) -> Node:
    """What appeared in any of these journals, named in full, abbreviated as PubMed does, or by ISSN.

    A BadStrategy names what PubMed would not read as a journal's name.

    >>> render(in_journals(["Community Ment Health J", "1573-2789"]), "pubmed")
    '"community ment health j"[ta] OR 1573-2789[ta]'
    """
    journals: list[Node] = [_journal(name) for name in names]
    return join(Or, journals, (0, 0))


def _journal(name: str) -> Node:
    journal = Value("journal", Word((" ".join(name.lower().split()),)))
    read = parse(render(journal, "pubmed"), "pubmed")
    if read.errors or read.tree != journal:
        raise BadStrategy(f"PubMed would not read {name!r} as the name of a journal",
                          then="write its name without special signs, its abbreviation, or its ISSN")  # fmt: skip
    return journal
