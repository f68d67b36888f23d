"""When two records are certainly not the same document, whatever else agrees."""

from __future__ import annotations

from resift.dedup.evidence import DIFFERENT, LIKE, SAME, Evidence
from resift.dedup.rules import (
    PERHAPS,
    STUDY,
    VERSION,
    Answer,
    Rule,
    one_article,
    one_study,
    parts_agree,
    printed_alike,
    same_range,
)
from resift.dedup.traits import doi_work
from resift.dedup.wording import Wording


def _other_kind(e: Evidence) -> bool:
    return e.a.title.kind is not e.b.title.kind


def _about(e: Evidence) -> bool:
    """A notice or reply and what it is about: nearly the same title, the same journal."""
    alike = e.same_title or (e.title.wording is Wording.PART and e.title.ratio >= 0.7)
    return _other_kind(e) and alike and e.telling and e.kin_journal


def _parts_differ(e: Evidence) -> bool:
    left, right = e.a.title.parts, e.b.title.parts
    return bool(left) and bool(right) and left.isdisjoint(right)


def _one_names_a_part(e: Evidence) -> bool:
    same_print = e.span and printed_alike(e)
    return not parts_agree(e) and not same_print and e.title.wording >= Wording.OTHER_WORDS


def _abstract_and_article(e: Evidence) -> bool:
    if e.a.conference is e.b.conference:
        return False
    return (e.b if e.a.conference else e.a).full_article and e.pages is not SAME


def _one_protocol(e: Evidence) -> bool:
    same_print = e.span and printed_alike(e)
    similar = e.title.wording >= Wording.OTHER_WORDS and e.title.ratio >= 0.7
    return e.a.title.protocol is not e.b.title.protocol and similar and not same_print and not _identified(e)


def _identified(e: Evidence) -> bool:
    return e.doi is SAME or e.pmid is SAME


def _versions(e: Evidence) -> bool:
    if e.a.doi and e.b.doi and e.doi is DIFFERENT and doi_work(e.a.doi) == doi_work(e.b.doi):
        return True
    cochrane = e.a.cochrane and e.b.cochrane and e.pages is SAME and not _identified(e)
    return cochrane and bool(e.years) and (e.issue is DIFFERENT or (e.years or 0) > 1)


def _preprint(e: Evidence) -> bool:
    return e.a.preprint is not e.b.preprint and one_study(e) and e.doi is not SAME


def _moved(e: Evidence) -> bool:
    return e.elsewhere and not _identified(e)


def _numbers_differ(e: Evidence) -> bool:
    if e.title.wording < Wording.OTHER_WORDS or not e.title.numbers:
        return False
    return not one_article(e) and not (e.span and printed_alike(e) and e.authors is SAME)


def _other_title(e: Evidence) -> bool:
    if e.title.wording not in (Wording.DIFFERENT, Wording.OTHER_WORDS):
        return False
    return not (_identified(e) or same_range(e) or (printed_alike(e) and not e.title.decisive))


VETOES = (
    Rule(name="notice or reply, and the article", score=0.9, answer=Answer.DISTINCT, kind=STUDY, holds=_about,
         why="a correction, a retraction notice and a reply are documents of their own"),
    Rule(name="another kind of item", score=0.0, answer=Answer.DISTINCT, holds=_other_kind,
         why="an article, a notice and a reply are never one document"),
    Rule(name="another part", score=0.7, answer=Answer.DISTINCT, kind=STUDY,
         why="part I and part II are two documents",
         holds=lambda e: _parts_differ(e) and e.authors in (SAME, LIKE) and e.title.wording >= Wording.OTHER_WORDS),
    Rule(name="part and whole", score=0.6, answer=Answer.DISTINCT, kind=STUDY,
         why="one of the titles names a part and the other does not",
         holds=lambda e: _one_names_a_part(e) and e.authors in (SAME, LIKE)),
    Rule(name="another registration", score=0.0, answer=Answer.DISTINCT,
         why="two numbers in trial registers are two entries",
         holds=lambda e: bool(e.a.registration and e.b.registration) and e.a.registration != e.b.registration),
    Rule(name="another version", score=0.9, answer=Answer.DISTINCT, kind=VERSION, holds=_versions,
         why="an update of a Cochrane review, a revised preprint: the DOI differs in its version, or year and issue"),
    Rule(name="preprint and article", score=0.8, answer=Answer.DISTINCT, kind=VERSION, holds=_preprint,
         why="a preprint is an earlier version, changed by peer review"),
    Rule(name="protocol and report", score=0.6, answer=Answer.DISTINCT, kind=STUDY,
         why="a protocol and the report of its results are two documents",
         holds=lambda e: _one_protocol(e) and e.authors in (SAME, LIKE)),
    Rule(name="conference abstract and article", score=0.8, answer=Answer.DISTINCT, kind=STUDY,
         why="an abstract at a meeting and the later article report one study in two documents",
         holds=lambda e: _abstract_and_article(e) and one_study(e)),
    Rule(name="printed in two places", score=0.6, answer=Answer.DISTINCT, kind=STUDY,
         why="pages, volume and journal differ, or two of them: two meetings, a reprint, an abstract and its article",
         holds=lambda e: _moved(e) and one_study(e)),
    Rule(name="another place", score=0.0, answer=Answer.DISTINCT, holds=_moved,
         why="pages, volume and journal differ, or two of them, and there is no common identifier"),
    Rule(name="another number in the title", score=0.0, answer=Answer.DISTINCT, holds=_numbers_differ,
         why="phase 2 and phase 3, two doses, two years of a report are two works"),
    Rule(name="another title", score=0.0, answer=Answer.DISTINCT, holds=_other_title,
         why="another title without a common identifier or range of pages is another work"),
    Rule(name="two PubMed numbers", score=0.55, answer=Answer.CONTESTED, kind=PERHAPS,
         why="PubMed gives each document one number; that it lists one twice is rare, so a person decides",
         holds=lambda e: e.pmid is DIFFERENT and e.same_title and e.authors is not DIFFERENT and printed_alike(e)),
    Rule(name="another PubMed number", score=0.0, answer=Answer.DISTINCT,
         why="PubMed gives each document one number",
         holds=lambda e: e.pmid is DIFFERENT),
    Rule(name="another DOI and place", score=0.0, answer=Answer.DISTINCT,
         why="another DOI together with another volume or other pages is another document",
         holds=lambda e: e.doi is DIFFERENT and (e.pages is DIFFERENT or (e.volume is DIFFERENT and not e.span))),
)  # fmt: skip
