"""EBSCOhost: a two-letter code before its term, ``Nn`` and ``Wn`` for words between, bare words as a phrase.

Sources: EBSCO's guides "How are phrases searched?", query syntax and field codes; McGill's CINAHL search tips (a
question mark at the end of a word). Which of AND and OR binds first is nowhere stated.
"""

from __future__ import annotations

from resift.strategy import fields as f
from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.ebsco.tables import WILDCARDS
from resift.strategy.dialects.ebsco.tokens import tokenize
from resift.strategy.dialects.ebsco.writing import EbscoSpelling

EBSCO = Dialect(
    name="ebsco",
    title="EBSCOhost",
    strength={"or": 1, "and": 2, "not": 2, "near": 3},
    clear_precedence=False,
    adjacent="near",
    default=f.EBSCO_DEFAULT,
    default_code="",
    tokenize=tokenize,
    spelling=EbscoSpelling(),
    vocabulary="cinahl",
    references="S",
    wildcards=WILDCARDS,
)
