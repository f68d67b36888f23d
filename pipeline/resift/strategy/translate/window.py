"""A search limited to what PubMed added or indexed from a day on.

All three dates, because an old record may be added, or get its headings, later (PubMed Help).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from resift.strategy.tree import And, Node, Or, Range, join

WINDOW = (("entered", "edat"), ("created", "crdt"), ("indexed", "mhda"))
"""The dates of a window: (field, PubMed's tag)."""


def within(text: str, day: dt.date, window: Sequence[tuple[str, str]] = WINDOW) -> str:
    """A PubMed search as text, limited like ``since``.

    >>> within("a[ti] OR b[ti]", dt.date(2016, 10, 2))
    '(a[ti] OR b[ti]) AND (2016/10/02:3000[edat] OR 2016/10/02:3000[crdt] OR 2016/10/02:3000[mhda])'
    """
    low = day.strftime("%Y/%m/%d")
    return f"({text}) AND ({' OR '.join(f'{low}:3000[{tag}]' for _, tag in window)})"


def since(tree: Node, day: dt.date) -> Node:
    """The strategy limited to what PubMed created, entered or indexed from ``day`` on.

    >>> from resift.strategy import parse, render
    >>> render(since(parse("a[ti]", "pubmed").tree, dt.date(2016, 10, 2)), "pubmed")
    'a[ti] AND (2016/10/02:3000[edat] OR 2016/10/02:3000[crdt] OR 2016/10/02:3000[mhda])'
    """
    low = day.strftime("%Y/%m/%d")
    window = Or(tuple(Range(field, low, "3000") for field, _ in WINDOW))
    return join(And, [tree, window], (0, 0))
