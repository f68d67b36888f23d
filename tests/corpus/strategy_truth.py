"""Which records the published and the repaired strategy find, by regular expressions of our own.

(social* OR communit*) adj1 (...) AND (psych* OR exp Mental Disorders) AND (intervene* OR ... eval*), each word pair
in either order within one field. The repaired strategy truncates support, trial and rct, has interven*, mental* and the
heading Mental Health. The window takes what was created, entered or indexed on or after 2 October 2016.
"""

from __future__ import annotations

import re
from functools import cache

from works import WINDOW, Work

_NETWORK = r"(?:inclus\w*|capital|engag\w*|participat\w*|network\w*|{support}|enterpri\w*|connect\w*)"
_SOCIAL = r"(?:social\w*|communit\w*)"
_MENTAL_DISORDERS = {
    "mental disorders",
    "schizophrenia",
    "psychotic disorders",
    "depressive disorder",
    "bipolar disorder",
    "anxiety disorders",
}


def _pair(support: str) -> re.Pattern[str]:
    network = _NETWORK.format(support=support)
    return re.compile(rf"\b(?:{_SOCIAL} {network}|{network} {_SOCIAL})\b")


_PAIRS = {"published": _pair("support"), "repaired": _pair(r"support\w*")}
_MIND = {"published": re.compile(r"\bpsych"), "repaired": re.compile(r"\b(?:psych|mental)")}
_DONE = {
    "published": re.compile(r"\b(?:intervene\w*|training\w*|program\w*|trial|stud\w*|rct|eval\w*)\b"),
    "repaired": re.compile(r"\b(?:interven\w*|training\w*|program\w*|trial\w*|stud\w*|rcts?|eval\w*)\b"),
}
_HEADINGS = {"published": _MENTAL_DISORDERS, "repaired": _MENTAL_DISORDERS | {"mental health"}}


@cache
def fold(text: str) -> str:
    """Words in lower case with single spaces: hyphen, slash and punctuation separate words."""
    return " ".join(re.findall(r"\w+", re.sub(r"</?\w+>", "", text).lower()))


def searched_fields(work: Work) -> list[str]:
    headings = [heading.replace("*", "") for heading in work.headings]
    return [fold(part) for part in [work.title, work.text, *work.keywords, *headings, *work.types] if part]


def matches(work: Work, strategy: str) -> bool:
    """Whether the strategy finds the work's PubMed record, whatever its dates."""
    parts = searched_fields(work)
    names = {heading.replace("*", "").split("/")[0].lower() for heading in work.headings}
    mind = any(_MIND[strategy].search(part) for part in parts) or bool(names & _HEADINGS[strategy])
    return mind and all(any(p.search(part) for part in parts) for p in (_PAIRS[strategy], _DONE[strategy]))


def in_window(dates: dict[str, str]) -> bool:
    return any(dates[name] >= WINDOW for name in ("entrez", "pubmed", "medline"))
