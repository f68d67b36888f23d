"""When two records are the same document: identifier and title, or place and title, or journal, year and authors."""

from __future__ import annotations

from resift.dedup.evidence import DIFFERENT, LIKE, SAME, UNKNOWN, Evidence
from resift.dedup.rules import (
    DUPLICATE,
    Answer,
    Rule,
    another_issue,
    nothing_against,
    one_article,
    printed_alike,
)
from resift.dedup.titles import Kind
from resift.dedup.wording import Wording


def _same_pmid(e: Evidence) -> bool:
    confirmed = e.title.wording >= Wording.PART or printed_alike(e) or e.authors is SAME
    return e.pmid is SAME and confirmed and (e.title.wording is not Wording.DIFFERENT or printed_alike(e))


def _same_doi(e: Evidence) -> bool:
    if e.doi is not SAME or (e.elsewhere and e.abstract is not SAME):
        return False
    # Two abstracts of one supplement may share its DOI; other pages with another text or other authors tell.
    if e.pages is DIFFERENT and (e.authors is not SAME or e.abstract is DIFFERENT):
        return False
    # Where one record's authors are garbled, journal and year stand in for them.
    placed = printed_alike(e) or (e.telling and e.same_title and e.journal is SAME and e.years == 0 and not e.conflicts)
    if e.title_within and (e.telling or placed) and (e.authors is not DIFFERENT or placed):
        return True
    shortened = e.title.wording is Wording.PART and e.authors is SAME and e.pages is not DIFFERENT
    shortened = shortened and not e.title.announces
    return shortened and (e.longer or e.abstract in (SAME, LIKE))


def _same_place(e: Evidence) -> bool:
    if not printed_alike(e) or another_issue(e):
        return False
    worded = e.same_title or (e.title_within and (e.longer or e.abstract is SAME)) or _same_notice(e)
    by_them = e.authors is not DIFFERENT or (e.span and e.same_title)
    return worded and by_them and (e.telling or (e.same_title and e.journal is SAME and e.authors is not DIFFERENT))


def _same_notice(e: Evidence) -> bool:
    """A notice repeats the title of its article, and sources cut that; no page has two notices on one article."""
    return e.a.title.kind is e.b.title.kind is Kind.NOTICE and e.title.wording is Wording.PART


def _same_range(e: Evidence) -> bool:
    if not (e.span and printed_alike(e) and e.kin_journal and e.authors is SAME and e.near_in_time):
        return False
    if e.doi is SAME or _begins(e):
        return True
    if e.title.wording is Wording.DIFFERENT:
        return e.a.foreign or e.b.foreign
    return e.title.wording >= Wording.OTHER_WORDS and e.title.ratio >= 0.7


def _begins(e: Evidence) -> bool:
    short, long = sorted((e.a.title.letters, e.b.title.letters), key=len)
    return bool(short) and long.startswith(short)


def _same_range_elsewhere(e: Evidence) -> bool:
    known = e.same_title and e.telling and e.authors is SAME
    return e.span and known and e.near_in_time and (e.kin_journal or e.journal is UNKNOWN)


def _same_journal_and_year(e: Evidence) -> bool:
    if not (e.same_title and e.telling and e.journal is SAME and e.authors is SAME and nothing_against(e)):
        return False
    if another_issue(e) or not _one_notice_at_most(e) or e.years is None:
        return False
    # A yearly report has one title; between two years something of the place has to agree.
    return e.years == 0 or (e.years == 1 and (e.volume is SAME or e.pages is SAME or e.abstract is SAME))


def _one_notice_at_most(e: Evidence) -> bool:
    """An article may have several notices and replies; one issue has one of them."""
    return e.a.title.kind is Kind.ARTICLE or (e.volume is SAME and e.issue is SAME)


def _within_volume(e: Evidence) -> bool:
    worded = e.title_within and e.telling and e.authors is SAME and e.near_in_time
    placed = e.kin_journal and (e.volume is SAME or e.pages in (SAME, LIKE))
    return worded and placed and nothing_against(e) and not another_issue(e) and _one_notice_at_most(e)


def _same_text_in_volume(e: Evidence) -> bool:
    printed = e.journal is SAME and e.volume is SAME and e.years == 0
    return e.same_title and e.abstract is SAME and printed and nothing_against(e)


def _same_text(e: Evidence) -> bool:
    shortened = e.title.wording is Wording.PART and not (e.title.numbers or e.title.announces)
    worded = (e.same_title or shortened) and e.telling
    written = e.abstract is SAME and e.authors is SAME
    return worded and written and e.near_in_time and e.conflicts == 0 and not e.other_section


def _wrong_doi(e: Evidence) -> bool:
    written = e.same_title and e.telling and e.abstract is SAME and e.authors is SAME
    in_issue = e.pages is UNKNOWN and e.volume is SAME and e.issue is SAME
    placed = (e.pages is SAME and e.volume is not DIFFERENT) or in_issue
    return written and e.journal is SAME and e.years == 0 and placed


MERGES = (
    Rule(name="same PubMed number", score=1.0, answer=Answer.SAME, kind=DUPLICATE, holds=_same_pmid,
         why="PubMed gives each document one number; title, authors or place confirm that it was copied rightly"),
    Rule(name="same DOI and title", score=0.98, answer=Answer.SAME, kind=DUPLICATE, holds=_same_doi,
         why="a DOI names one document unless it is that of a whole supplement or book, which the title rules out"),
    Rule(name="same entry of one database", score=0.97, answer=Answer.SAME, kind=DUPLICATE,
         why="one accession number of one database is one entry, retrieved twice",
         holds=lambda e: e.a.accession is not None and e.a.accession == e.b.accession and e.same_title),
    Rule(name="same title, volume and page", score=0.96, answer=Answer.SAME, kind=DUPLICATE, holds=_same_place,
         why="the same words begin on the same page of the same volume of a journal only once"),
    Rule(name="same first page, title cut off", score=0.92, answer=Answer.SAME, kind=DUPLICATE, holds=one_article,
         why="an article of several pages begins there, and one title is the beginning or end of the other"),
    Rule(name="same range of pages and authors", score=0.9, answer=Answer.SAME, kind=DUPLICATE, holds=_same_range,
         why="a range of pages belongs to one article, so other words in its title are the source's"),
    Rule(name="same title, range of pages and authors", score=0.9, answer=Answer.SAME, kind=DUPLICATE,
         why="title, authors and the whole range of pages agree: volume or journal were written otherwise",
         holds=_same_range_elsewhere),
    Rule(name="same title, journal, year and authors", score=0.88, answer=Answer.SAME, kind=DUPLICATE,
         why="a journal does not print one title by the same authors twice in a year unless volume or pages say so",
         holds=_same_journal_and_year),
    Rule(name="same title and abstract in one volume", score=0.87, answer=Answer.SAME, kind=DUPLICATE,
         why="abstract, journal and volume agree: also where no author is named, as for proceedings",
         holds=_same_text_in_volume),
    Rule(name="same title within the volume", score=0.86, answer=Answer.SAME, kind=DUPLICATE, holds=_within_volume,
         why="a long subtitle is missing or the journal's name starts alike, and volume or page confirms"),
    Rule(name="same title, abstract and authors", score=0.84, answer=Answer.SAME, kind=DUPLICATE, holds=_same_text,
         why="title, authors and the text of the abstract agree and the place does not contradict"),
    Rule(name="same title, text and place, another DOI", score=0.8, answer=Answer.SAME, kind=DUPLICATE,
         why="title, abstract, authors, journal, year and page or issue agree: one wrong or former DOI is outweighed",
         holds=_wrong_doi),
)  # fmt: skip
