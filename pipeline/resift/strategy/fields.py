"""Abstract fields of a record, and the sets of them that platforms search under one code.

Sources: PubMed Help (``[tiab]``, ``[tw]``, ``[all]``); Ovid's MEDLINE field guide (``.mp.``); the field lists of
Embase.com, EBSCOhost, ProQuest, the Cochrane Library, Web of Science and Scopus.

The names in ``CODED`` are fields of whole values; a condition on one becomes a Value, Heading or Range, not Text.
"""

TITLE = frozenset({"title"})
ABSTRACT = frozenset({"abstract"})
KEYWORD = frozenset({"keyword"})
KEYWORD_PHRASE = frozenset({"keyword phrase"})
"""An author's keyword as a whole, not word by word (Ovid ``.kw.``)."""
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
KEYWORDS_PLUS = frozenset({"keywords plus"})
TOPIC = TITLE_ABSTRACT_KEYWORD | KEYWORDS_PLUS
"""Web of Science ``TS=``."""
KEY = TITLE_ABSTRACT_KEYWORD | {"heading", "substance"}
"""Scopus ``TITLE-ABS-KEY``; Cochrane ``:ti,ab,kw``."""
INDEX_WORDS = frozenset({"heading", "substance"})
ANYWHERE_BUT_FULL_TEXT = EVERYTHING
"""ProQuest ``NOFT``."""
FULL_TEXT = EVERYTHING | {"full text"}
"""EBSCO ``TX``; ProQuest without a field."""
EBSCO_DEFAULT = TITLE_ABSTRACT_KEYWORD | {"heading", "author"}

DESCRIPTOR = frozenset({"descriptor"})
"""A whole heading, not exploded (Ovid ``.sh.``)."""
FLOATING = frozenset({"floating subheading"})
"""A subheading on any heading (Ovid ``.fs.``, PubMed ``[sh:noexp]``)."""
PUBLICATION_TYPE = frozenset({"publication type"})
LANGUAGE = frozenset({"language"})
AUTHOR = frozenset({"author"})
JOURNAL = frozenset({"journal"})
REGISTRY = frozenset({"registry number"})
IDENTIFIER = frozenset({"pmid"})
YEAR = frozenset({"published"})
"""A year or a range of years; becomes a Range."""
CODED = frozenset({
    "descriptor", "subheading", "floating subheading", "publication type", "language",
    "author", "journal",
    "registry number", "pmid", "published", "entered", "created", "revised", "updated", "indexed", "accession",
    "country", "status", "subset", "issn", "isbn", "volume", "issue", "pages",
})  # fmt: skip
WHOLE = CODED - {"publication type", "author", "journal"}
"""Coded fields that no platform also searches by words."""
