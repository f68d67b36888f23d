"""Abstract fields of a record, and the sets of them that platforms search under one code.

Sources: PubMed Help (``[tiab]``, ``[tw]``, ``[all]``); Ovid's MEDLINE field guide (``.mp.``).
"""

TITLE = frozenset({"title"})
ABSTRACT = frozenset({"abstract"})
KEYWORD = frozenset({"keyword"})
TITLE_ABSTRACT = TITLE | ABSTRACT
TITLE_ABSTRACT_KEYWORD = TITLE_ABSTRACT | KEYWORD
PUBMED_TIAB = TITLE_ABSTRACT_KEYWORD | {"other abstract"}
INDEXING = frozenset({"heading", "qualifier", "substance"})
OVID_MP = TITLE_ABSTRACT_KEYWORD | INDEXING | {"original title"}
PUBMED_TW = PUBMED_TIAB | INDEXING | {"publication type"}
EVERYTHING = PUBMED_TW | OVID_MP | {"author", "affiliation", "journal"}
HEADING_WORD = frozenset({"heading"})
SUBSTANCE = frozenset({"substance"})
ORIGINAL_TITLE = frozenset({"original title"})
AFFILIATION = frozenset({"affiliation"})
