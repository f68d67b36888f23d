"""Where one report's way through the review ends, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resift.decisions import Outcome, State
from resift.prisma.fields import ALSO_FOUND, BELOW_STOPPING, DUPLICATE, NO_REASON, NOT_RELEVANT, REFOUND
from resift.prisma.history import History


class Step(StrEnum):
    """The ends a report can come to, in the order of the flow."""

    REMOVED = "removed before screening for other reasons"
    INELIGIBLE = "marked as ineligible by an automation rule"
    UNREAD = "ranked below the stopping point, not read"
    TO_SCREEN = "awaiting a decision on title and abstract"
    BY_AUTOMATION = "excluded by automation tools"
    BY_HUMAN = "excluded by a human"
    NOT_RETRIEVED = "not retrieved"
    TO_ASSESS = "awaiting retrieval or assessment"
    EXCLUDED = "excluded at full text"
    AWAITING = "of a study awaiting classification"
    ONGOING = "of an ongoing study"
    INCLUDED = "new report of a new study"
    COMPANION = "new report of a previous study"


BEFORE = frozenset({Step.REMOVED, Step.INELIGIBLE})
ASSESSED = frozenset({Step.EXCLUDED, Step.AWAITING, Step.ONGOING, Step.INCLUDED, Step.COMPANION})
SOUGHT = ASSESSED | {Step.NOT_RETRIEVED, Step.TO_ASSESS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The step at which a report stands for good, or for now, and the printed reason."""

    step: Step
    reason: str = ""

    def not_sought(self, *, also: bool, stands: bool) -> str:
        """Why a record of the other lane was not sought for retrieval; empty if it was, or may still be.

        Records of one report found by several other methods: the one that stands for it goes on, the rest are
        duplicate records, for the template has no box for duplicates in that lane.
        """
        if also:
            return ALSO_FOUND
        if not stands:
            return DUPLICATE
        if self.step in BEFORE:
            return self.reason
        if self.step is Step.UNREAD:
            return BELOW_STOPPING
        return NOT_RELEVANT if self.step in {Step.BY_HUMAN, Step.BY_AUTOMATION} else ""


def place(kept: str, history: History, previous: frozenset[str]) -> Place:
    """Where a report's way ends: the first step that holds it back; ``previous`` are the previous studies."""
    if kept in history.removed or kept in history.refound:
        return Place(step=Step.REMOVED, reason=history.removed.get(kept, REFOUND).strip() or NO_REASON)
    if kept in history.ineligible:
        return Place(step=Step.INELIGIBLE, reason=history.ineligible[kept].strip() or NO_REASON)
    if kept in history.unread:
        return Place(step=Step.UNREAD)
    outcome = history.screening.get(kept)
    if outcome is None or outcome.state in {State.PENDING, State.CONFLICT}:
        return Place(step=Step.TO_SCREEN)
    if outcome.state is State.EXCLUDED:
        step = Step.BY_HUMAN if outcome.reviewers or outcome.settled_by else Step.BY_AUTOMATION
        return Place(step=step, reason=primary(outcome, history))
    return _full_text(kept, history, previous)


def _full_text(kept: str, history: History, previous: frozenset[str]) -> Place:
    retrieval = history.retrieval.get(kept)
    if retrieval is None:
        return Place(step=Step.TO_ASSESS)
    if not retrieval.found:
        return Place(step=Step.NOT_RETRIEVED, reason=retrieval.why)
    if kept in history.awaiting:
        return Place(step=Step.AWAITING)
    if kept in history.ongoing:
        return Place(step=Step.ONGOING)
    outcome = history.eligibility.get(kept)
    if outcome is None or outcome.state in {State.PENDING, State.CONFLICT}:
        return Place(step=Step.TO_ASSESS)
    if outcome.state is State.EXCLUDED:
        return Place(step=Step.EXCLUDED, reason=primary(outcome, history))
    return Place(step=Step.COMPANION if studied(kept, history) in previous else Step.INCLUDED)


def primary(outcome: Outcome, history: History) -> str:
    """The printed primary reason of an exclusion."""
    first = outcome.reasons[0] if outcome.reasons else ""
    return history.criteria.get(first, first).strip() or NO_REASON


def studied(report: str, history: History) -> str:
    """The study that a report is of; a report without one stands for a study of its own, which C22 reports."""
    return history.study_of.get(report) or report
