"""What speaks for and against two records being the same document, field by field."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from resift.dedup.agreement import Agreement
from resift.dedup.journals import compare_journals
from resift.dedup.names import compare_authors
from resift.dedup.pages import compare_pages, overlap, same_span
from resift.dedup.titles import Title
from resift.dedup.traits import Traits, doi_work
from resift.dedup.volumes import compare_issues, compare_volumes, moved_by_one
from resift.dedup.wording import TitleMatch, Wording, match_titles

_LONG_ABSTRACT = 150
SAME, LIKE, UNKNOWN, DIFFERENT = Agreement.SAME, Agreement.LIKE, Agreement.UNKNOWN, Agreement.DIFFERENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The agreement of each field of two records; ``years`` apart, None where one has no year."""

    a: Traits
    b: Traits
    title: TitleMatch
    authors: Agreement
    journal: Agreement
    volume: Agreement
    issue: Agreement
    pages: Agreement
    span: bool
    overlap: bool
    years: int | None
    doi: Agreement
    pmid: Agreement
    abstract: Agreement

    @property
    def same_title(self) -> bool:
        """The same words, but for slips of the pen."""
        return self.title.wording >= Wording.SLIP

    @property
    def title_within(self) -> bool:
        """The same words, or one title is the other cut off or without a longer subtitle that decides nothing."""
        return self.same_title or (self.title.wording is Wording.PART and not self.title.decisive)

    @property
    def telling(self) -> bool:
        """Whether the title says what the work is about, unlike "Editorial" or "Meeting abstracts 2015"."""
        return (
            min(len(self.a.title.letters), len(self.b.title.letters)) >= 20
            and min(len(self.a.title.words), len(self.b.title.words)) >= 3
        )

    @property
    def longer(self) -> bool:
        """Whether one of them is known to have two pages or more: no one-page abstract beside others."""
        return any(t.pages is not None and t.pages.span for t in (self.a, self.b))

    @property
    def other_section(self) -> bool:
        """One is marked as an abstract of a congress or stands in a supplement, the other is not and does not."""
        if self.pages in (SAME, LIKE) or self.abstract is SAME:
            return False
        plain = self.b if self.a.conference else self.a
        congress = self.a.conference is not self.b.conference and self.volume is not SAME and not plain.brief
        supplement = self.a.supplement is not self.b.supplement and self.issue is DIFFERENT
        return congress or supplement

    @property
    def near_in_time(self) -> bool:
        """At most one year apart, as electronic and print publication are; or one year unknown."""
        return self.years is None or self.years <= 1

    @property
    def kin_journal(self) -> bool:
        """The same journal or a name that starts alike."""
        return self.journal in (SAME, LIKE)

    @property
    def elsewhere(self) -> bool:
        """Printed in another place: two of pages, volume and journal contradict, and the page does not agree."""
        contradictions = sum(x is DIFFERENT for x in (self.pages, self.volume, self.journal))
        return contradictions > 1 and self.pages not in (SAME, LIKE)

    @property
    def conflicts(self) -> int:
        """How many of pages, volume, journal and DOI contradict each other."""
        return sum(x is DIFFERENT for x in (self.pages, self.volume, self.journal, self.doi))


def weigh(a: Traits, b: Traits, title: TitleMatch) -> Evidence:
    """The evidence on two records whose titles have been compared; symmetric."""
    moved = _moved(a, b) or _moved(b, a)
    return Evidence(
        a=a,
        b=b,
        title=title,
        authors=compare_authors(a.authors, b.authors),
        journal=_journals(a, b),
        volume=compare_volumes(a.numbering, b.numbering),
        issue=UNKNOWN if moved else compare_issues(a.numbering, b.numbering),
        pages=UNKNOWN if moved else compare_pages(a.pages, b.pages),
        span=same_span(a.pages, b.pages),
        overlap=overlap(a.pages, b.pages),
        years=abs(a.year - b.year) if a.year and b.year else None,
        doi=_dois(a, b),
        pmid=_equal(a.pmid, b.pmid),
        abstract=_abstracts(a.abstract, b.abstract) if title.wording >= Wording.OTHER_WORDS else UNKNOWN,
    )


def compare_titles(a: Traits, b: Traits) -> TitleMatch:
    """How two titles differ, or a title and the original title of the other record where that is nearer."""
    match = match_titles(a.title, b.title)
    if match.wording >= Wording.SLIP or (a.original is None and b.original is None):
        return match
    pairs: list[tuple[Title, Title]] = []
    pairs += [(a.original, b.title)] if a.original else []
    pairs += [(a.title, b.original)] if b.original else []
    return max([match, *(match_titles(x, y) for x, y in pairs)], key=lambda m: (m.wording, m.ratio))


_ORDER = {SAME: 0, LIKE: 1, UNKNOWN: 3, DIFFERENT: 2}


def _journals(a: Traits, b: Traits) -> Agreement:
    found = (compare_journals(x, y) for x in a.journals for y in b.journals)
    return min(found, key=_ORDER.__getitem__, default=UNKNOWN)


def _moved(a: Traits, b: Traits) -> bool:
    return a.pages is not None and moved_by_one(a.numbering, a.pages.first, b.numbering)


def _equal(a: str | None, b: str | None) -> Agreement:
    if not a or not b:
        return UNKNOWN
    return SAME if a == b else DIFFERENT


def _dois(a: Traits, b: Traits) -> Agreement:
    """A DOI that is the beginning of the other was cut off by a source, which says nothing."""
    if not a.doi or not b.doi or a.doi == b.doi:
        return _equal(a.doi, b.doi)
    x, y = sorted((a.doi, b.doi), key=len)
    if doi_work(a.doi) == doi_work(b.doi):
        return DIFFERENT
    cut = y.startswith(x) and len(y) - len(x) > 2
    return UNKNOWN if cut else DIFFERENT


def _abstracts(a: str, b: str) -> Agreement:
    size = min(len(a), len(b))
    if size < _LONG_ABSTRACT:
        return UNKNOWN
    ratio = fuzz.ratio(a[:size], b[:size], score_cutoff=50)
    if ratio >= 90:
        return SAME
    return DIFFERENT if ratio < 65 else LIKE
