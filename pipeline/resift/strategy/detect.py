"""Which platform a strategy was written for, and why one thinks so."""

from __future__ import annotations

import re

_SIGNS = (
    (
        "ovid",
        re.compile(r"\badj\d*\b|\.(?:ti|ab|tw|mp|kf|kw|pt|fs|sh|af)\b|\bexp\s+\*?[A-Z][^()\n]*/|\w/\s*$", re.I | re.M),
    ),
    ("pubmed", re.compile(r"\[[A-Za-z/ :~\d-]+\]")),
)


def detect(text: str) -> tuple[str, str]:
    """The platform whose own signs stand most often in the text, and the first of them as the reason.

    >>> detect("(social* OR communit*) adj1 network*")
    ('ovid', "'adj1' is written on Ovid")
    >>> detect("befriending AND loneliness")
    ('pubmed', 'no sign of any platform; read as PubMed')
    """
    counts = {name: pattern.findall(text) for name, pattern in _SIGNS}
    best = max(counts, key=lambda name: len(counts[name]))
    if not counts[best]:
        return "pubmed", "no sign of any platform; read as PubMed"
    title = {"ovid": "Ovid", "pubmed": "PubMed"}[best]
    return best, f"{counts[best][0].strip()!r} is written on {title}"
