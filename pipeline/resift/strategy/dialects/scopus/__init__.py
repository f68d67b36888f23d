"""Scopus: a field's name before a parenthesis, ``W/n`` and ``PRE/n`` for words between, OR binding tightest.

Sources: Elsevier's Scopus Search Guide for developers and the Scopus help pages "Boolean operators", "Proximity
operators" and "Search tips" (2008; precedence with W/n between OR and AND by Elsevier's later answer, see the guides
of Galway and Copenhagen).
"""

from __future__ import annotations

from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.scopus.tables import ALL, WILDCARDS
from resift.strategy.dialects.scopus.tokens import tokenize
from resift.strategy.dialects.scopus.writing import ScopusSpelling

SCOPUS = Dialect(
    name="scopus",
    title="Scopus",
    strength={"not": 1, "and": 2, "near": 3, "or": 4},
    clear_precedence=True,
    adjacent="and",
    # The document search has title, abstract and keywords preselected (guides of Elsevier's customers); that a query
    # without a field in the advanced search is read as ALL is common usage, and the wider of the two.
    default=ALL,
    default_code="ALL",
    tokenize=tokenize,
    spelling=ScopusSpelling(),
    vocabulary="",
    wildcards=WILDCARDS,
    leading=True,
    stems=True,
)
