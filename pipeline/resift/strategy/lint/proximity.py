"""Proximity that another platform cannot take over, and adjacency that lets no word between."""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.findings import Finding
from resift.strategy.lint.places import conditions, say
from resift.strategy.parser import Parsed
from resift.strategy.tree import Near, Text, words


def _nears(parsed: Parsed) -> list[Near]:
    return [n.expression for n in conditions(parsed) if isinstance(n, Text) and isinstance(n.expression, Near)]


def truncated(parsed: Parsed) -> Iterator[Finding]:
    """L08: truncated words in a proximity, which PubMed has no way to say; said once."""
    found = [near for near in _nears(parsed) if any(w.wild for w in words(near))]
    if found and parsed.platform != "pubmed":
        message = "PubMed has no proximity for truncated words: written there as phrases (tight) or as AND (superset)"
        more = f"; {len(found) - 1:,} more such places" if len(found) > 1 else ""
        yield say(parsed, found[0].span, "L08", "note", message + more)


def adjacent(parsed: Parsed) -> Iterator[Finding]:
    """L09: words in either order, but with none between."""
    for near in _nears(parsed):
        if near.between == 0 and not near.ordered:
            message = "adjacent words only: one word between, as in 'social and economic inclusion', is missed"
            yield say(parsed, near.span, "L09", "note", message)
