"""What is noteworthy in a strategy although it can be read: each remark has a stable code and its place.

The codes L01 to L12 are those worked out on the published string of Webber & Fendt-Newlin 2017; what each code means
is in the catalogue (:mod:`resift.strategy.codes`).
"""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.findings import Finding
from resift.strategy.lint import breadth, dates, headings, levels, proximity, repeats, siblings, signs, stems, whole
from resift.strategy.parser import Parsed

_CHECKS = (
    signs.foreign, signs.case, headings.unknown, headings.late, whole.without_fields, whole.without_history,
    whole.gaps, stems.too_short, stems.missed, breadth.broad, siblings.untruncated, proximity.truncated,
    proximity.adjacent, levels.unexpected, repeats.repeated, dates.closed, dates.published_only, dates.impossible,
)  # fmt: skip


def lint(parsed: Parsed) -> tuple[Finding, ...]:
    """All findings on a strategy, those of reading it first, in the order of their places.

    >>> from resift.strategy.parser import parse
    >>> [f.code for f in lint(parse("(train* or coach* or support).ti. and intervene*.ti.", "ovid"))]
    ['L11', 'L05', 'L04']
    """
    found = _found(parsed) if parsed.tree is not None else parsed.findings
    return tuple(sorted(found, key=lambda f: (f.line, f.start, f.code)))


def _found(parsed: Parsed) -> Iterator[Finding]:
    told: set[tuple[str, int, int, int]] = set()
    for finding in (f for check in (_read, *_CHECKS) for f in check(parsed)):
        place = (finding.code, finding.line, finding.start, finding.end)
        if place not in told:
            told.add(place)
            yield finding


def _read(parsed: Parsed) -> Iterator[Finding]:
    """What was found in reading."""
    yield from parsed.findings
