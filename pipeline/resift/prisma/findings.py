"""What a check has found: its number in the list C1 to C32, how bad it is, and the records at fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error blocks a final report; a warning is printed with it."""

    ERROR = "error"
    WARN = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that does not hold. ``field`` and ``reason`` name the count; ``records`` the ids at fault.

    >>> print(Finding(code="C17", level=Level.ERROR, message="runs in a circle", records=("a", "b")))
    C17 error: runs in a circle [a, b]
    """

    code: str
    level: Level
    message: str
    field: str = ""
    reason: str = ""
    records: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = ", ".join(self.records[:5]) + (f" and {len(self.records) - 5:,} more" if len(self.records) > 5 else "")
        return f"{self.code} {self.level}: {self.message}" + (f" [{shown}]" if shown else "")


def error(code: str, message: str, records: Iterable[str] = (), *, field: str = "", reason: str = "") -> Finding:
    """A finding that blocks a final report."""
    return Finding(
        code=code, level=Level.ERROR, message=message, field=field, reason=reason, records=tuple(sorted(records))
    )


def warning(code: str, message: str, records: Iterable[str] = (), *, field: str = "", reason: str = "") -> Finding:
    """A finding that is printed with the report."""
    return Finding(
        code=code, level=Level.WARN, message=message, field=field, reason=reason, records=tuple(sorted(records))
    )
