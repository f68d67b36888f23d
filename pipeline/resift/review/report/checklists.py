"""The reporting checklists as a section of the report, filled from what the report has."""

from __future__ import annotations

from collections.abc import Sequence

from resift.reporting.checklists import filled_section
from resift.reporting.document import Document, Section, sections
from resift.review.report.facts import facts
from resift.review.report.snapshot import Snapshot


def checklists_section(snapshot: Snapshot, before: Sequence[Section]) -> Section:
    """PRISMA 2020, its checklist for abstracts, and PRISMA-S; ``before`` are all other sections of the report."""
    titles = {s.id: s.title for s in sections(Document(title="", sections=before))}
    return filled_section(facts(snapshot), titles)
