"""Web of Science: its field codes, values and wildcards."""

from __future__ import annotations

from resift.strategy import fields as f
from resift.strategy.tree import ANY, ONE, OPTIONAL

ALL = f.EVERYTHING | f.KEYWORDS_PLUS
ADDRESSES = ("AD", "OG", "OO", "SG", "SA", "CI", "PS", "CU", "ZP")
FIELDS: dict[str, frozenset[str]] = {
    "TS": f.TOPIC, "TI": f.TITLE, "AB": f.ABSTRACT, "AK": f.KEYWORD, "KP": f.KEYWORDS_PLUS, "ALL": ALL,
    **dict.fromkeys(ADDRESSES, f.AFFILIATION),
}  # fmt: skip
VALUES = {
    "AU": "author", "SO": "journal", "DT": "publication type", "LA": "language", "UT": "accession", "PMID": "pmid",
    "DO": "doi", "IS": "issn",
}  # fmt: skip
OWN = {
    "AI": "author identifier", "GP": "group author", "ED": "editor", "CF": "conference", "FO": "funding agency",
    "FG": "grant number", "FD": "funding details", "FT": "funding text", "SU": "research area",
    "WC": "subject category", "PUBL": "publisher", "FPY": "final publication year", "EAY": "early access year",
}  # fmt: skip
"""Index fields that no other platform has in the same way."""
LABELS = {
    "all fields": "ALL", "topic": "TS", "title": "TI", "abstract": "AB", "author keywords": "AK", "keywords plus": "KP",
    "author": "AU", "publication name": "SO", "source titles": "SO", "year published": "PY", "publication years": "PY",
    "address": "AD", "organization-enhanced": "OG", "language": "LA", "languages": "LA", "document type": "DT",
    "document types": "DT", "pubmed id": "PMID", "accession number": "UT", "doi": "DO", "research areas": "SU",
    "web of science categories": "WC",
}  # fmt: skip
"""The names that a history prints in the place of codes, as in ``TOPIC: (peer)``."""
WILDCARDS = {"*": ANY, "?": ONE, "$": OPTIONAL}
NEAR = 15
MOST_OPERATORS = 49
LEAST_STEM = 3
