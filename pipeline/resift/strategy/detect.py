"""Which platform a strategy was written for, and why one thinks so."""

from __future__ import annotations

import re

_SIGNS = (
    (
        "ovid",
        re.compile(r"\badj\d*\b|\.(?:ti|ab|tw|mp|kf|kw|pt|fs|sh|af)\b|\bexp\s+\*?[A-Z][^()\n]*/|\w/\s*$", re.I | re.M),
    ),
    ("pubmed", re.compile(r"\[[A-Za-z/ :~\d-]+\]")),
    ("embase", re.compile(r"/(?:exp|de|mj)\b|:(?:ti|ab|kw|de)\b|\b(?:NEAR|NEXT)/\d+")),
    ("scopus", re.compile(r"\b(?:TITLE|ABS|KEY|TITLE-ABS-KEY|TITLE-ABS|AUTHKEY)\(|\b(?:W|PRE)/\d+")),
    ("wos", re.compile(r"\b(?:TS|TI|AB|AK|ALL)\s*=")),
    ("ebsco", re.compile(r"\b(?:MH|MM|TI|AB|SU|XB)\s+[\"(]|\b[NW]\d+\b")),
)
_TITLES = {
    "ovid": "Ovid", "pubmed": "PubMed", "embase": "Embase.com", "scopus": "Scopus", "wos": "Web of Science",
    "ebsco": "EBSCOhost",
}  # fmt: skip


def detect(text: str) -> tuple[str, str]:
    """The platform whose own signs stand most often in the text, and the first of them as the reason.

    >>> detect("(social* OR communit*) adj1 network*")
    ('ovid', "'adj1' is written on Ovid")
    >>> detect("befriend*:ti,ab AND psych*")
    ('embase', "':ti' is written on Embase.com")
    >>> detect("befriending AND loneliness")
    ('pubmed', 'no sign of any platform; read as PubMed')
    """
    counts = {name: pattern.findall(text) for name, pattern in _SIGNS}
    best = max(counts, key=lambda name: len(counts[name]))
    if not counts[best]:
        return "pubmed", "no sign of any platform; read as PubMed"
    return best, f"{counts[best][0].strip()!r} is written on {_TITLES[best]}"
