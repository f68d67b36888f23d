"""What was sought and is not in the review: excluded at full text (PRISMA 2020 item 16b), not retrieved, awaiting."""

from __future__ import annotations

from collections.abc import Iterator

from resift.decisions import Outcome, State
from resift.reporting.document import Block, Section, Table, columns
from resift.review.report.snapshot import Snapshot
from resift.review.report.words import WORDS

_OPEN = (
    "x_screening_pending", "x_other_screening_pending", "x_dbr_pending", "x_other_pending", "x_studies_awaiting",
    "x_studies_ongoing",
)  # fmt: skip


def excluded_section(snapshot: Snapshot) -> Section:
    """Each report with its reason and who decided."""
    title = "Excluded at full text, not retrieved, and awaiting"
    return Section(id="excluded", title=title, blocks=list(_blocks(snapshot)))


def excluded_rows(snapshot: Snapshot) -> Iterator[tuple[str, str, str, str, str]]:
    """Id, citation, reason, note and decider of each report excluded at full text."""
    labels = snapshot.state.config.criteria.labels
    for report, o in snapshot.state.eligibility.items():
        if o.state is State.EXCLUDED:
            yield (report, snapshot.cited(report), "; ".join(labels.get(r, r) for r in o.reasons),
                   " ".join(dict.fromkeys(o.notes)), _deciders(o))  # fmt: skip


def _deciders(outcome: Outcome) -> str:
    """Who decided, and who settled it where they did not agree.

    >>> _deciders(Outcome(state=State.EXCLUDED, reviewers=("Ada", "Bo"), settled_by="Cy"))
    'Ada, Bo; settled by Cy'
    """
    who = ", ".join(outcome.reviewers)
    settled = f"settled by {outcome.settled_by}" if outcome.settled_by else ""
    return "; ".join(x for x in (who, settled) if x)


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    rows = [row[1:] for row in excluded_rows(snapshot)]
    yield Table(caption="Reports excluded at full text", columns=columns("Report", "Reason", "Note", "Decided by"),
                rows=rows, name="excluded-at-full-text")  # fmt: skip
    missing = [(snapshot.cited(r), got.why or "no reason given") for r, got in snapshot.state.retrieval.items()
               if not got.found]  # fmt: skip
    yield Table(caption="Reports that were not retrieved", columns=columns("Report", "Why"), rows=missing,
                name="not-retrieved")  # fmt: skip
    waiting = [(WORDS[f], snapshot.cited(i)) for f in _OPEN for i in snapshot.flow[f]]
    yield Table(caption="Awaiting a decision, retrieval, assessment or classification", grouped=True, rows=waiting,
                columns=columns("What it awaits", "Report"), name="awaiting", empty="Nothing is waiting.")  # fmt: skip
