"""Which records describe the same document: normal forms, candidate pairs, named rules and vetoes, groups.

Nothing here reads files or asks: records in, a ``Grouping`` out. Three answers: merged, to be asked, distinct.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resift.dedup.groups import Grouping, find_duplicates

__all__ = ["Grouping", "find_duplicates"]


def __getattr__(name: str) -> Any:
    """Load the comparison (and rapidfuzz with it) only when it is used."""
    if name in __all__:
        from resift.dedup import groups

        return getattr(groups, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
