"""What really happened in a review, as ids only: the one input of the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from resift.decisions import Outcome


class Lane(StrEnum):
    """How records were identified; the first two stand in the left part of the diagram, the others in the right."""

    DATABASE = "database"
    REGISTER = "register"
    WEBSITE = "website"
    ORGANISATION = "organisation"
    CITATION = "citation"
    HAND = "hand"

    @property
    def is_database(self) -> bool:
        """Whether records of this lane stand under "databases and registers"."""
        return self is Lane.DATABASE or self is Lane.REGISTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One search in one place: what it found, and how many hits the place itself reported.

    ``label`` is the printed name; sources with the same label (rounds, batches) are one source in the diagram.
    ``since`` is the first day of what was searched and ``searched`` the day of the search (ISO 8601), where known.
    """

    name: str
    label: str
    lane: Lane
    records: tuple[str, ...]
    reported: int | None = None
    since: str = ""
    searched: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """Whether a report that was sought could be had, and why not."""

    found: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that the flow is derived from; decisions are about kept records, one kept record per report.

    ``survivor`` leads from every record to the record kept for its report, itself where it was kept; chains are
    followed. ``removed`` holds the reasons for removal before screening, ``ineligible`` the automation rule that
    marked a record, ``unread`` what ranked below the stopping point and was never shown. A record that is missing
    from ``screening``, ``retrieval`` or ``eligibility`` awaits that step. ``awaiting`` and ``ongoing`` are reports
    that were assessed and neither excluded nor included: their study awaits classification, or is ongoing; each
    counts as one study. ``study_of`` leads from included reports and from previous reports to studies.
    ``refound`` leads from a kept record to the previous report that it is. ``criteria`` gives the printed reason of
    a criterion's id, in the protocol's order. ``pooled`` are the studies in a meta-analysis, ``reviewers`` how many
    the protocol asks for.
    """

    sources: tuple[Source, ...]
    survivor: Mapping[str, str]
    removed: Mapping[str, str] = field(default_factory=dict)
    ineligible: Mapping[str, str] = field(default_factory=dict)
    screening: Mapping[str, Outcome] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    retrieval: Mapping[str, Retrieval] = field(default_factory=dict)
    eligibility: Mapping[str, Outcome] = field(default_factory=dict)
    awaiting: frozenset[str] = frozenset()
    ongoing: frozenset[str] = frozenset()
    study_of: Mapping[str, str] = field(default_factory=dict)
    previous_studies: tuple[str, ...] = ()
    previous_reports: tuple[str, ...] = ()
    refound: Mapping[str, str] = field(default_factory=dict)
    previous_removed: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)
    pooled: frozenset[str] = frozenset()
    reviewers: int = 1
