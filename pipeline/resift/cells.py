"""Cells of tables that a spreadsheet opens safely: one rule for every writer and every reader."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("it's 1")
    ("'=1+1", "''=1+1", "it's 1")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A text without the apostrophe that ``guarded`` put before it.

    >>> unguarded("'=1+1"), unguarded("'Other' sources")
    ('=1+1', "'Other' sources")
    """
    return cell[1:] if _GUARDED.match(cell) else cell
