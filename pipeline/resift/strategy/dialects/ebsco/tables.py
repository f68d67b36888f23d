"""EBSCOhost: its field codes, values and wildcards."""

from __future__ import annotations

from resift.strategy import fields as f
from resift.strategy.tree import ANY, ONE, OPTIONAL

FIELDS: dict[str, frozenset[str]] = {
    "TI": f.TITLE, "AB": f.ABSTRACT, "XB": f.TITLE_ABSTRACT, "TX": f.FULL_TEXT, "SU": f.INDEX_WORDS,
    "MW": f.HEADING_WORD, "KW": f.KEYWORD, "NM": f.SUBSTANCE, "AF": f.AFFILIATION, "PT": f.PUBLICATION_TYPE,
    "LA": f.LANGUAGE, "SO": f.JOURNAL, "JN": f.JOURNAL, "AU": f.AUTHOR, "RN": f.REGISTRY,
    "AN": frozenset({"accession"}), "PY": f.YEAR, "DT": f.YEAR, "EM": frozenset({"entered"}),
}  # fmt: skip
HEADINGS = {"MH": ("cinahl", False), "MM": ("cinahl", True), "DE": ("ebsco", False)}
"""Code to vocabulary and major focus. ``MH`` means MeSH in MEDLINE and CINAHL Headings in CINAHL; which database was
searched is not part of a search. ``DE`` is the thesaurus of whichever database, named ``ebsco`` here."""
DATES = {"DT": "published", "PY": "published", "EM": "entered"}
WILDCARDS = {"*": ANY, "?": ONE, "#": OPTIONAL}

IN_PROSE = frozenset({"SO", "LA", "AN", "AF", "EM", "PY", "DT", "RN", "JN", "NM", "PT"})
