"""Where a review stands, in counts, and what comes next."""

from __future__ import annotations

from typing import Any

from resift.decisions import Stage, State
from resift.review.state import Reports


def status(state: Reports) -> dict[str, Any]:
    """Counts per stage and the next command, as ``resift status --json`` prints them."""
    counts = {
        "searches": len(state.runs), "records": len(state.report_of), "reports": len(state.members),
        "found_again": len(state.refound), "to_screen": len(state.to_screen),
        "screened": sum(o.state in (State.INCLUDED, State.EXCLUDED) for o in state.screening.values()),
        "conflicts": len(state.conflicts(Stage.SCREENING)), "sought": len(state.sought),
        "retrieved": len(state.to_assess), "not_retrieved": sum(not r.found for r in state.retrieval.values()),
        "assessed": sum(o.state in (State.INCLUDED, State.EXCLUDED) for o in state.eligibility.values()),
        "eligibility_conflicts": len(state.conflicts(Stage.ELIGIBILITY)), "included_reports": len(state.included),
        "included_studies": len(state.studies),
    }  # fmt: skip
    by: dict[str, set[str]] = {}
    for report, events in state.events.at(Stage.SCREENING).items():
        for e in events:
            by.setdefault(e.reviewer, set()).add(report)
    screened = {who: len(reports) for who, reports in sorted(by.items())}
    return {"title": state.config.title, "counts": counts, "screened_by": screened,
            "next": following(state, counts)}  # fmt: skip


def following(state: Reports, counts: dict[str, int]) -> str:
    """The next command."""
    if not counts["searches"]:
        return "resift search, or resift import FILE --database NAME"
    if not state.store.grouped():
        return "resift dedup"
    if counts["screened"] + counts["conflicts"] < counts["to_screen"]:
        return "resift screen --reviewer NAME"
    if counts["conflicts"]:
        return "resift adjudicate --reviewer NAME"
    if counts["retrieved"] + counts["not_retrieved"] < counts["sought"]:
        return "resift retrieve --reviewer NAME"
    if counts["assessed"] + counts["eligibility_conflicts"] < counts["retrieved"]:
        return "resift screen --stage eligibility --reviewer NAME"
    if counts["eligibility_conflicts"]:
        return "resift adjudicate --stage eligibility --reviewer NAME"
    if len(state.study_of) < counts["included_reports"]:
        return "resift chart FILE.csv --reviewer NAME"
    return "resift report"
