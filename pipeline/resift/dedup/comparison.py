"""The answer for two records: vetoes first, then the rules for merging, then those for asking a person."""

from __future__ import annotations

from resift.dedup.asks import ASKS
from resift.dedup.evidence import DIFFERENT, Evidence, compare_titles, weigh
from resift.dedup.merges import MERGES
from resift.dedup.rules import Answer, Rule, Verdict, weight
from resift.dedup.traits import Traits
from resift.dedup.vetoes import VETOES
from resift.dedup.wording import TitleMatch, Wording

RULES: tuple[Rule, ...] = (*VETOES, *MERGES, *ASKS)
_OPEN = Verdict(answer=Answer.ASK, rule="", score=0.0)
_ANOTHER = Verdict(answer=Answer.DISTINCT, rule="another title", score=0.0)
_AGAINST = Verdict(answer=Answer.CONTESTED, rule="", score=0.0)


def judge(a: Traits, b: Traits) -> Verdict:
    """Whether two records are the same document, and by which rule; without a kind nobody is asked or shown it.

    >>> from resift.records import Record
    >>> from resift.dedup.traits import read_traits
    >>> one = Record(id="a", title="Made-up trial of visits, part I", authors=("Roe, A.",), year=2001)
    >>> two = Record(id="b", title="Made-up trial of visits, part II", authors=("Roe, A.",), year=2001)
    >>> judge(read_traits(one), read_traits(two)).rule
    'another part'
    """
    title = compare_titles(a, b)
    if _plainly_another(a, b, title):
        return _ANOTHER
    e = weigh(a, b, title)
    rule = next((r for r in RULES if r.holds(e)), None)
    if rule is None:
        return _AGAINST if _something_against(e) else _OPEN
    return Verdict(answer=rule.answer, rule=rule.name, score=weight(rule, e), kind=rule.kind)


def _plainly_another(a: Traits, b: Traits, title: TitleMatch) -> bool:
    """Other words, no common identifier or first page: most pairs, which need no further look."""
    if title.wording not in (Wording.DIFFERENT, Wording.OTHER_WORDS):
        return False
    if (a.doi and a.doi == b.doi) or (a.pmid and a.pmid == b.pmid):
        return False
    if a.pages is not None and b.pages is not None and a.pages.first == b.pages.first:
        return False
    return not (a.title.parts or b.title.parts or a.title.protocol is not b.title.protocol)


def _something_against(e: Evidence) -> bool:
    other = e.title.wording in (Wording.DIFFERENT, Wording.OTHER_WORDS)
    return other or e.conflicts > 0 or e.authors is DIFFERENT or e.issue is DIFFERENT or e.other_section
