"""ProQuest: its field codes, values and wildcards."""

from __future__ import annotations

from resift.strategy import fields as f
from resift.strategy.tree import ONE, Wild

FIELDS: dict[str, frozenset[str]] = {
    "TI": f.TITLE, "AB": f.ABSTRACT, "TIAB": f.TITLE_ABSTRACT, "IF": f.KEYWORD, "SU": f.INDEX_WORDS,
    "MAINSUBJECT": f.HEADING_WORD, "NOFT": f.ANYWHERE_BUT_FULL_TEXT, "ALL": f.FULL_TEXT, "FT": frozenset({"full text"}),
    "AF": f.AFFILIATION, "AU": f.AUTHOR, "LA": f.LANGUAGE, "DTYPE": f.PUBLICATION_TYPE, "PUB": f.JOURNAL,
    "PMID": f.IDENTIFIER, "PD": f.YEAR, "YR": f.YEAR, "UD": frozenset({"updated"}),
}  # fmt: skip
VOCABULARIES = {
    "MESH": ("mesh", False), "MJMESH": ("mesh", True), "EMB": ("emtree", False), "MJEMB": ("emtree", True),
    "SU": ("proquest", False), "MAINSUBJECT": ("proquest", False), "MJSUB": ("proquest", True),
    "MJMAINSUBJECT": ("proquest", True),
}  # fmt: skip
"""Code to vocabulary and major focus; ``proquest`` is the thesaurus of whichever database was searched. ``SU`` and
``MAINSUBJECT`` are whole headings with ``.EXACT`` only, and words of headings without."""
DATES = {"PD": "published", "YR": "published", "UD": "updated"}
FIVE = Wild(0, 5)
WILDCARDS = {"*": FIVE, "?": ONE}
