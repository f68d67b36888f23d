"""The header line of a table: which names columns go by in which export, and where the header stands."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

# Embase.com's index terms; separated by comma and blank.
EMTREE = (
    "emtreedrugindextermsmajorfocus", "emtreedrugindexterms", "emtreemedicalindextermsmajorfocus",
    "emtreemedicalindexterms",
)  # fmt: skip
# Names of columns by the field they fill, in order of preference; folded (letters and digits only, lower case).
# Sources: PubMed, Embase.com, Scopus, Rayyan, Covidence, EBSCOhost, Zotero, ASReview exports and OpenAlex.
COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "articletitle", "primarytitle", "displayname"),
    "abstract": ("abstract", "abstractnote", "notesabstract"),
    "authors": ("authors", "author", "authornames", "authorfullnames"),
    "year": ("year", "publicationyear", "publishedyear", "pubyear", "date", "publicationdate"),
    "journal": (
        "journal", "journalbook", "sourcetitle", "publicationtitle", "journaltitle", "publicationname",
        "secondarytitle", "journalname",
    ),
    "journal_short": ("abbreviatedsourcetitle", "journalabbreviation", "journalshort"),
    "volume": ("volume",),
    "issue": ("issue", "number"),
    "pages": ("pages",),
    "first_page": ("firstpage", "pagestart", "startpage"),
    "last_page": ("lastpage", "pageend", "endpage"),
    "page_count": ("pagecount",),
    "doi": ("doi",),
    "pmid": ("pmid", "medlinepmid", "pubmedid"),
    "accession": ("pui", "eid", "accessionnumber", "accession", "key", "pmid"),
    "database": ("database", "source"),
    "original_title": ("originaltitle", "vernaculartitle"),
    "other_abstract": ("originalabstract",),
    "languages": ("language", "articlelanguage", "languageoforiginaldocument"),
    "publication_types": ("publicationtype", "documenttype", "doctype", "itemtype", "referencetype"),
    "keywords": ("keywords", "authorkeywords", "indexkeywords", "subjects", "manualtags", *EMTREE),
    "affiliations": ("affiliations", "authoraddresses", "authoraddress"),
    "issn": ("issn", "eissn"),
    "url": ("url", "link", "embaselink", "plink"),
    "created": ("createdate",),
}  # fmt: skip
ID = "id"
_KNOWN = {name for names in COLUMNS.values() for name in names} | {
    ID, "label", "included", "labelincluded", "cluster", "citation", "firstauthor", "covidence", "study", "notes",
    "tags", "recordid", "arttitle", "pmcid", "isbn", "publisher",
}  # fmt: skip
_PREAMBLE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where a table starts: its separator, its column names, and how much stands before the first row."""

    delimiter: str
    names: tuple[str, ...]
    offset: int
    line: int
    rows: int


def fold(name: str) -> str:
    """A column name for comparison.

    >>> fold("Journal/Book "), fold("Covidence #"), fold("label_included")
    ('journalbook', 'covidence', 'labelincluded')
    """
    return re.sub(r"[^a-z0-9]", "", name.lower())


def find_header(text: str) -> Header | None:
    r"""The header of a table, after dropping what stands before it; nothing if this is no table.

    A header is a line among the first twelve with at least two known column names, a title or an identifier among
    them. The separators are tried in the order comma, semicolon, tab.

    >>> found = find_header("SEARCH QUERY;dinosaur:ti\n;;\nTitle;Year;DOI\n")
    >>> found.delimiter, found.names, found.line, found.rows
    (';', ('Title', 'Year', 'DOI'), 3, 2)
    """
    for delimiter in (",", ";", "\t"):
        offset = 0
        for n, line in enumerate(text.split("\n", _PREAMBLE)[:_PREAMBLE]):
            names = _cells(line, delimiter)
            if _is_header(names):
                return Header(delimiter=delimiter, names=names, offset=offset, line=n + 1, rows=n)
            offset += len(line) + 1
    return None


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    if delimiter not in line or len(line) > 20_000:
        return ()
    try:
        row = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(cell.strip() for cell in row)


def _is_header(names: tuple[str, ...]) -> bool:
    folded = [fold(n) for n in names]
    known = {n for n in folded if n in _KNOWN}
    key = {*COLUMNS["title"], *COLUMNS["doi"], *COLUMNS["pmid"], ID}
    return len(known) >= 2 and bool(known & key) and 2 * len(known) >= min(len([n for n in folded if n]), 6)
