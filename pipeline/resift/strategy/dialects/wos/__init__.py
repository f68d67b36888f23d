"""Web of Science: a field code and an equals sign before a term or group, ``NEAR/n`` for at most n words between.

Sources: Clarivate's help pages "Search Operators" and "Search Rules" (precedence, implied AND, bare NEAR = 15,
lemmatisation); its older pages "Wildcards" and "Searching the Topic Field" (stems of three, ``$`` not in quotes).
"""

from __future__ import annotations

from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.wos.tables import ALL, WILDCARDS
from resift.strategy.dialects.wos.tokens import tokenize
from resift.strategy.dialects.wos.writing import WosSpelling

WOS = Dialect(
    name="wos",
    title="Web of Science",
    strength={"or": 1, "and": 2, "not": 3, "near": 4},
    clear_precedence=True,
    adjacent="and",
    # The search page has All Fields preselected (help pages); that a query without a code in the advanced search is
    # read so too is common usage only, which is why the remark on missing fields (L03) is a warning.
    default=ALL,
    default_code="ALL=",
    tokenize=tokenize,
    spelling=WosSpelling(),
    vocabulary="",
    wildcards=WILDCARDS,
    # The least stem is a warning here (WOS04), not the error that a number in this place would make of it.
    least_stem=0,
    leading=True,
    stems=True,
)
