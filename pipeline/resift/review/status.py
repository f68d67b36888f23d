"""Where a review stands, in counts, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote
from typing import Any

from resift.decisions import Stage, State
from resift.errors import ReviewError
from resift.review.charting import left
from resift.review.citing import unfollowed
from resift.review.doubts import doubts
from resift.review.folder import Folder
from resift.review.screened import looked_again
from resift.review.searches import Search
from resift.review.state import Reports


def status(state: Reports, folder: Folder, who: str = "", stage: Stage = Stage.SCREENING) -> dict[str, Any]:
    """Counts per stage and the next command, as ``resift status --json`` prints them.

    The next command is what ``who``, who sat at ``stage``, can go on with; else what the review needs.
    """
    changed = list(changed_searches(state, folder))
    without_study, not_charted = left(state)
    counts = {
        "searches": len(state.runs), "records": len(state.report_of), "reports": len(state.members),
        "found_again": len(state.refound), "to_screen": len(state.to_screen),
        "screened": sum(o.state in (State.INCLUDED, State.EXCLUDED) for o in state.screening.values()),
        "conflicts": len(state.conflicts(Stage.SCREENING)), "sought": len(state.sought),
        "retrieved": len(state.to_assess), "not_retrieved": sum(not r.found for r in state.retrieval.values()),
        "assessed": sum(o.state in (State.INCLUDED, State.EXCLUDED) for o in state.eligibility.values()),
        "eligibility_conflicts": len(state.conflicts(Stage.ELIGIBILITY)), "included_reports": len(state.included),
        "included_studies": len(state.studies), "without_study": without_study, "not_charted": not_charted,
    }  # fmt: skip
    by: dict[str, set[str]] = {}
    for report, acts in state.decisions.at(Stage.SCREENING).items():
        for person in (d.reviewer for d in acts if not d.settles):
            by.setdefault(person, set()).add(report)
    screened = {who: len(reports) for who, reports in sorted(by.items())}
    reading, named = state.reading, state.config.assignment.people
    return {
        "title": state.config.title, "counts": counts, "screened_by": screened,
        "waiting_for": reading.left(Stage.SCREENING, state.to_screen) if named else {},
        "pilot": {"reports": len(reading.pilot), "left": reading.left(Stage.SCREENING, reading.pilot),
                  "read": bool(reading.pilot) and not _pilot_left(state)},
        "second_looks": looked_again(state),
        "changed": [f"{s.label}: {s.strategy} was changed after it was run" for s in changed],
        "doubts": doubts(state, folder),
        "next": _again(changed[0]) if changed and not who else following(state, counts, who, stage),
    }  # fmt: skip


def changed_searches(state: Reports, folder: Folder) -> Iterator[Search]:
    """The searches whose strategy is not any more what their newest run was made with, where one was known then."""
    ran = {run.search: run.strategy for run in state.runs if run.strategy}
    for search in state.config.searches:
        if search.strategy and search.name in ran and _text(folder, search.strategy) != ran[search.name].strip():
            yield search


def _text(folder: Folder, name: str) -> str | None:
    try:
        return folder.text(name).strip()
    except ReviewError:
        return None  # a file that is gone is changed, too


def _again(search: Search) -> str:
    return f"resift search {search.name} --update" if search.runs else f"resift import FILE --database {search.name}"


def _pilot_left(state: Reports) -> dict[str, int]:
    """For how many of the pilot's reports each person is waited for; NAME is somebody who has yet to come."""
    pilot, plan = state.reading.pilot, state.config.assignment
    left = state.reading.left(Stage.SCREENING, pilot)
    if not plan.people and len(state.reading.screeners) < plan.reviewers:
        left["NAME"] = len(pilot)
    return {who: number for who, number in left.items() if number}


def _pilot_step(state: Reports, who: str) -> str:
    """The pilot's next command, or nothing when there is none or it lies behind."""
    pilot, left = state.reading.pilot, _pilot_left(state)
    if left:
        whose = who if who in left else next(iter(left))
        other = f" (the pilot waits for {whose})" if who and whose not in (who, "NAME") else ""
        return f"resift screen --reviewer {quote(whose)}{other}"
    beyond = any(stage is Stage.SCREENING and report not in pilot for stage, report in state.events)
    return "resift agreement --pilot" if pilot and not beyond else ""


def _own_step(state: Reports, who: str, sat: Stage) -> str:
    """What somebody can go on with, first at the stage of the last sitting; nothing when all of it is done."""
    for stage in sorted((Stage.SCREENING, Stage.ELIGIBILITY), key=lambda stage: stage is not sat):
        there = "" if stage is Stage.SCREENING else f" --stage {stage.value}"
        acts = state.decisions
        if any(all(d.reviewer != who for d in acts.get((stage, r), ())) for r in state.waiting(who, stage)):
            return f"resift screen{there} --reviewer {quote(who)}"
        if state.conflicts(stage, who):
            return f"resift adjudicate{there} --reviewer {quote(who)}"
    return ""


def settling(state: Reports, stage: Stage) -> str:
    """How the conflicts of a stage are settled; where everybody has a part in each, nobody can do so alone."""
    there = "" if stage is Stage.SCREENING else f" --stage {stage.value}"
    free = [p for p in state.config.assignment.people or state.reading.screeners if state.conflicts(stage, p)]
    rest = "" if free else ", with --consensus or by somebody who has not decided"
    return f"resift adjudicate{there} --reviewer NAME{rest}"


def following(state: Reports, counts: dict[str, int], who: str, stage: Stage) -> str:
    """The next command."""
    if not counts["searches"]:
        return "resift search, or resift import FILE --database NAME"
    if not state.store.grouped():
        return "resift dedup"
    if step := _pilot_step(state, who) or (_own_step(state, who, stage) if who else ""):
        return step
    if counts["screened"] + counts["conflicts"] < counts["to_screen"]:
        return "resift screen --reviewer NAME"
    if counts["conflicts"]:
        return settling(state, Stage.SCREENING)
    if counts["retrieved"] + counts["not_retrieved"] < counts["sought"]:
        return "resift retrieve --reviewer NAME"
    if counts["assessed"] + counts["eligibility_conflicts"] < counts["retrieved"]:
        return "resift screen --stage eligibility --reviewer NAME"
    if counts["eligibility_conflicts"]:
        return settling(state, Stage.ELIGIBILITY)
    if search := next((s for s in state.config.searches if s.follow and unfollowed(state, s)), None):
        again = " --update" if any(r.search == search.name for r in state.runs) else ""
        return f"resift search {search.name}{again}"
    if counts["without_study"] or counts["not_charted"]:
        return "resift chart --reviewer NAME"
    return "resift report"
