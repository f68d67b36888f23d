"""When a person should look: what speaks for one document, and what is missing or contradicts."""

from __future__ import annotations

from resift.dedup.evidence import DIFFERENT, LIKE, SAME, UNKNOWN, Evidence
from resift.dedup.rules import PERHAPS, Answer, Rule, printed_alike, same_range
from resift.dedup.wording import Wording


def _without_title(e: Evidence) -> bool:
    placed = e.pages is SAME and e.volume is SAME and e.kin_journal
    return e.title.wording is Wording.UNKNOWN and placed and e.authors is not DIFFERENT


def _retitled(e: Evidence) -> bool:
    if e.title.wording not in (Wording.DIFFERENT, Wording.OTHER_WORDS) or e.authors is not SAME:
        return False
    return e.volume is SAME and (same_range(e) or (printed_alike(e) and (e.a.foreign or e.b.foreign)))


def _same_text_elsewhere(e: Evidence) -> bool:
    return e.same_title and e.telling and e.abstract is SAME and e.authors in (SAME, LIKE)


def _identified(e: Evidence) -> bool:
    worded = e.title.wording >= Wording.OTHER_WORDS or e.title.wording is Wording.UNKNOWN or e.pages is SAME
    return (e.doi is SAME or e.pmid is SAME) and e.authors in (SAME, UNKNOWN) and worded


def _known(e: Evidence) -> bool:
    return e.same_title and e.telling and e.authors is SAME and e.near_in_time


ASKS = (
    Rule(name="title missing, the rest agrees", score=0.9, answer=Answer.ASK, kind=PERHAPS, holds=_without_title,
         why="place and authors agree, but one record has no title"),
    Rule(name="same place and authors, another title", score=0.8, answer=Answer.ASK, kind=PERHAPS, holds=_retitled,
         why="a translated title, or the title of the proceedings in place of the paper's"),
    Rule(name="same title, abstract and authors, but another place", score=0.75, answer=Answer.CONTESTED, kind=PERHAPS,
         why="a slip in volume, page or DOI; or one abstract printed twice", holds=_same_text_elsewhere),
    Rule(name="same identifier, another wording", score=0.7, answer=Answer.CONTESTED, kind=PERHAPS, holds=_identified,
         why="a DOI of a whole supplement, or a title that a source changed"),
    Rule(name="same title and authors, little else", score=0.6, answer=Answer.ASK, kind=PERHAPS,
         why="nothing contradicts, but place and identifiers are missing in one of the records",
         holds=lambda e: _known(e) and e.conflicts == 0 and e.issue is not DIFFERENT and not e.other_section),
    Rule(name="same title and authors, one contradiction", score=0.5, answer=Answer.CONTESTED, kind=PERHAPS,
         why="one field contradicts: a slip, a recurring piece, or an abstract and its article",
         holds=lambda e: _known(e) and e.conflicts <= 1),
    Rule(name="same title, authors not comparable", score=0.45, answer=Answer.ASK, kind=PERHAPS,
         why="the authors are missing in one record, and the place does not contradict",
         holds=lambda e: e.same_title and e.telling and e.authors in (UNKNOWN, LIKE) and not e.years
         and e.conflicts == 0),
    Rule(name="shortened title, same authors", score=0.4, answer=Answer.ASK, kind=PERHAPS,
         why="a subtitle is missing or the title was cut off, and place and identifiers do not tell",
         holds=lambda e: e.title.wording is Wording.PART and not e.title.numbers and e.telling and e.authors is SAME
         and e.near_in_time and e.conflicts == 0 and (e.volume is SAME or e.journal is SAME)),
)  # fmt: skip
