"""ProQuest: fields as functions, ``NEAR/n`` and ``PRE/n`` for words between, ``*`` for at most five characters.

Sources: ProQuest Platform guide, search tips (truncation, implicit AND, default fields, no stopwords); ProQuest's older
help on precedence (OR before AND) holds for an interface that is gone: which binds first today is not established.
"""

from __future__ import annotations

from resift.strategy import fields as f
from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.proquest.tables import WILDCARDS
from resift.strategy.dialects.proquest.tokens import tokenize
from resift.strategy.dialects.proquest.writing import ProQuestSpelling

PROQUEST = Dialect(
    name="proquest",
    title="ProQuest",
    strength={"or": 1, "and": 2, "not": 2, "near": 3},
    clear_precedence=False,
    adjacent="and",
    default=f.FULL_TEXT,
    default_code="",
    tokenize=tokenize,
    spelling=ProQuestSpelling(),
    vocabulary="proquest",
    references="S",
    wildcards=WILDCARDS,
)
