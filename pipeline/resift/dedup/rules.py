"""The answers for a pair of records, and how a rule is made and applied.

The rules themselves stand in ``vetoes``, ``merges`` and ``asks``; each names its evidence and the bibliographic reason
for it. A pair is first tried against the vetoes, then against the rules for merging, then against those for asking a
person. No rule rests on a likeness of titles alone, and none on an identifier alone: a DOI may be a supplement's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from resift.dedup.evidence import DIFFERENT, LIKE, SAME, UNKNOWN, Evidence
from resift.dedup.wording import Wording

DUPLICATE = "duplicate of"
PERHAPS = "perhaps duplicate of"
VERSION = "version of"
STUDY = "report of the same study"
_RECURRING_WORDS = 6


class Answer(Enum):
    """What follows for a pair. Two records with ``DISTINCT`` or ``CONTESTED`` never come into one group."""

    SAME = "same"
    ASK = "ask"
    CONTESTED = "ask, and do not join through a third record"
    DISTINCT = "distinct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its name in links and reports, why a librarian may rely on it, and how much it weighs (0 to 1)."""

    name: str
    why: str
    score: float
    answer: Answer
    kind: str = ""
    holds: Callable[[Evidence], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer for a pair, the rule that gave it, its weight, and the kind of link where there is one."""

    answer: Answer
    rule: str
    score: float
    kind: str = ""


def printed_alike(e: Evidence) -> bool:
    """One volume of one journal and one page; where the name of the journal differs, the whole range of pages."""
    if e.volume is not SAME or e.pages is not SAME:
        return False
    return e.kin_journal or e.journal is UNKNOWN or (e.span and e.near_in_time)


def same_range(e: Evidence) -> bool:
    """One range of pages in one journal, and the volume does not contradict."""
    return e.span and e.volume in (SAME, UNKNOWN) and e.kin_journal and e.near_in_time


def one_article(e: Evidence) -> bool:
    """The first page of an article of two pages or more, of which a source may have cut off the title."""
    return (
        (_first_page(e) or _shared_pages(e))
        and e.authors is SAME
        and e.title.wording is Wording.PART
        and parts_agree(e)
    )


def _first_page(e: Evidence) -> bool:
    in_volume = printed_alike(e) and e.kin_journal
    in_year = e.pages is SAME and e.journal is SAME and e.years == 0 and e.volume is not DIFFERENT
    return e.longer and (in_volume or in_year)


def _shared_pages(e: Evidence) -> bool:
    return e.overlap and e.volume is SAME and e.journal is SAME


def parts_agree(e: Evidence) -> bool:
    """Whether both titles name the same part, or neither names one."""
    return e.a.title.parts == e.b.title.parts


def nothing_against(e: Evidence) -> bool:
    """No field contradicts."""
    return e.conflicts == 0 and e.authors is not DIFFERENT and e.abstract is not DIFFERENT and not e.other_section


def another_issue(e: Evidence) -> bool:
    """Another issue, where no range of pages, identifier or abstract says that its number is wrong.

    Recurring pieces ("Highlights of this month") share author, title, volume, and the first page if issues are paged
    each from 1. Their titles are short; of a long title on the same page, the number of the issue is the slip.
    """
    if e.pages is SAME and min(len(e.a.title.words), len(e.b.title.words)) > _RECURRING_WORDS:
        return False
    return e.issue is DIFFERENT and not (e.span or e.doi is SAME or e.pmid is SAME or e.abstract is SAME)


def one_study(e: Evidence) -> bool:
    """Nearly the same title and the same authors, wherever printed."""
    alike = e.same_title or (e.title.wording is Wording.PART and e.title.ratio >= 0.8)
    return alike and e.telling and e.authors in (SAME, LIKE)


def weight(rule: Rule, e: Evidence) -> float:
    """The rule's score, a little less for slips, contradictions and years between, a little more for what agrees."""
    loss = (1 - e.title.ratio) * 0.05 + 0.02 * e.conflicts + 0.01 * min(e.years or 0, 3)
    gain = 0.0 if rule.answer is Answer.SAME else 0.02 * sum(x in (SAME, LIKE) for x in (e.abstract, e.journal))
    return round(min(1.0, max(0.01, rule.score - loss + gain)), 4)
