"""What is wrong or noteworthy in a strategy, with its place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark on a strategy: a stable code, how bad it is, and the place (line from 1, columns from 0)."""

    code: str
    severity: Severity
    message: str
    line: int = 1
    start: int = 0
    end: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, as ``resift query check --json`` prints them."""
        return {
            "code": self.code, "severity": self.severity, "message": self.message,
            "line": self.line, "start": self.start, "end": self.end,
        }  # fmt: skip


def at(text: str, span: tuple[int, int], code: str, severity: Severity, message: str) -> Finding:
    """A finding on a stretch of ``text``, given as offsets into the whole of it.

    >>> at("a AND\\nb [tiab]", (8, 14), "L99", "note", "here").line
    2
    """
    start, end = span
    starts = _line_starts(text)
    line = bisect_right(starts, start)
    first = starts[line - 1]
    return Finding(code=code, severity=severity, message=message, line=line, start=start - first, end=end - first)


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    return [0, *(m.end() for m in re.finditer("\n", text))]
