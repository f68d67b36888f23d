"""A record in its normal forms, ready to be compared."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import lru_cache

from resift.dedup.journals import journal_words
from resift.dedup.names import Authors, read_authors
from resift.dedup.pages import Pages, read_pages
from resift.dedup.titles import Title, read_title
from resift.dedup.volumes import Numbering, read_numbering
from resift.records import Doi, Pmid, Record, blank_to_empty

_NO_TITLE = re.compile(
    r"^\W*(?:no title(?: available)?|untitled|title not available|not available|\[?title missing\]?)\W*$", re.I
)
_ABSTRACT_LETTERS = 800
_NO_LETTERS = str.maketrans("", "", string.whitespace + string.punctuation)
_SUPPLEMENT = re.compile(r"\bsuppl|\bsupp\b|\bs\d|_suppl|abstr", re.I)
_CONGRESS = re.compile(r"\bconference\s*:\s*(.{8,})", re.I | re.S)
_CONFERENCE = re.compile(r"\bconference\s*:|\bmeeting abstracts?\b", re.I)
_REGISTRATION = re.compile(
    r"\b(?:nct\d{8}|isrctn\d{8}|euctr[\d-]{14}|actrn\d{14}|chictr[-\w]{4,}|jprn-\w+|ntr\d{3,}|drks\d{8}|ctri/[\d/]+"
    r"|irct\w{10,}|umin\d{9})",
    re.I,
)
_PREPRINT = re.compile(r"\b(?:medrxiv|biorxiv|arxiv|psyarxiv|ssrn|research square|preprints?|researchsquare)\b", re.I)
_PREPRINT_DOI = ("10.1101/20", "10.48550/", "10.21203/rs", "10.20944/preprints", "10.31234/", "10.2139/ssrn")
_VERSION = re.compile(
    r"(?:[./]v(?:ersion)?\d{1,2}|\.pub\d|(?<=research\.\d{4})\.\d|(?<=research\.\d{5})\.\d|(?<=research\.\d{6})\.\d)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared of a record; empty or None where the source gave nothing or a placeholder."""

    id: str
    title: Title
    original: Title | None
    authors: Authors
    year: int | None
    journals: tuple[tuple[str, ...], ...]
    numbering: Numbering
    pages: Pages | None
    doi: Doi | None
    pmid: Pmid | None
    accession: tuple[str, str] | None
    abstract: str
    registration: str
    conference: bool
    supplement: bool
    preprint: bool
    foreign: bool

    @property
    def brief(self) -> bool:
        """Whether it is printed as abstracts are: on one or two pages, or in a supplement."""
        return self.supplement or (self.pages is not None and self.pages.last - self.pages.first < 2)

    @property
    def cochrane(self) -> bool:
        """Whether it is a Cochrane review, whose versions all keep one title and one number."""
        return self.pages is not None and self.pages.prefix == "cd" and any("cochrane" in j for j in self.journals)

    @property
    def full_article(self) -> bool:
        """Whether its pages are those of a full article: four or more, not in a supplement."""
        return (
            not self.supplement
            and self.pages is not None
            and self.pages.span
            and self.pages.last - self.pages.first > 2
        )


def read_traits(record: Record) -> Traits:
    """The normal forms of a record.

    >>> t = read_traits(Record(id="x", title="[No title]", authors=("Anonymous",), year=0, journal="UNKNOWN"))
    >>> t.title.letters, t.authors.people, t.year, t.journals
    ('', (), None, ())
    """
    year = record.year if record.year and 1000 < record.year < 3000 else None
    kept = "" if _NO_TITLE.match(record.title) else blank_to_empty(record.title)
    original = blank_to_empty(record.original_title)
    title = read_title(kept)
    names = [blank_to_empty(name) for name in (record.journal, record.journal_short, _congress(record.journal))]
    return Traits(
        id=record.id,
        title=title,
        original=read_title(original) if original else None,
        authors=read_authors(record.authors),
        year=year,
        journals=tuple(dict.fromkeys(journal_words(n) for n in names if n)),
        numbering=read_numbering(record.volume, record.issue, year),
        pages=read_pages(record.pages),
        doi=record.doi,
        pmid=record.pmid,
        accession=_accession(record),
        abstract=_letters(record.abstract),
        registration=_registration(record),
        conference=_is_conference(record),
        supplement=bool(_SUPPLEMENT.search(f"{record.volume} {record.issue}")) or record.pages[:1] in ("S", "s"),
        preprint=_is_preprint(record),
        foreign=title.translated or _in_another_language(record),
    )


@lru_cache(maxsize=1 << 16)
def _congress(journal: str) -> str:
    """The name of the congress that Embase puts behind the journal's; other sources give it alone."""
    found = _CONGRESS.search(journal)
    return found.group(1) if found else ""


def _letters(abstract: str) -> str:
    """The beginning of an abstract without spaces and punctuation, in which sources differ."""
    begin = blank_to_empty(abstract[: _ABSTRACT_LETTERS * 3 // 2])
    return begin.lower().translate(_NO_LETTERS)[:_ABSTRACT_LETTERS]


def _accession(record: Record) -> tuple[str, str] | None:
    value = blank_to_empty(record.accession).lower()
    return (record.database.lower(), value) if value and record.database else None


def _registration(record: Record) -> str:
    """The number of a record that *is* a trial registration; numbers that a paper only cites do not count."""
    text = f"{record.accession} {record.url} {record.doi or ''}".strip()
    found = _REGISTRATION.search(text) if text else None
    return found.group().lower() if found else ""


def _is_conference(record: Record) -> bool:
    types = " ".join(record.publication_types).lower()
    return "conference abstract" in types or "meeting abstract" in types or _congress_journal(record.journal)


@lru_cache(maxsize=1 << 16)
def _congress_journal(journal: str) -> bool:
    return bool(_CONFERENCE.search(journal))


@lru_cache(maxsize=1 << 16)
def _preprint_journal(journal: str) -> bool:
    return bool(_PREPRINT.search(journal))


def _is_preprint(record: Record) -> bool:
    types = " ".join(record.publication_types).lower()
    return (
        "preprint" in types
        or _preprint_journal(record.journal)
        or bool(record.doi and record.doi.startswith(_PREPRINT_DOI))
    )


def _in_another_language(record: Record) -> bool:
    known = [x.lower()[:3] for x in record.languages if x]
    return (bool(known) and "eng" not in known) or _in_another_script(record.title[:20])


def doi_work(doi: Doi) -> str:
    """A DOI without its version: ``.v2`` of a preprint, ``.pub3`` of a Cochrane review.

    >>> doi_work(Doi("10.1000/fictional.pub3"))
    '10.1000/fictional'
    """
    return _VERSION.sub("", doi)


def _in_another_script(text: str) -> bool:
    return not text.isascii() and any(ord(c) > 0x2FF and c.isalpha() for c in text)
