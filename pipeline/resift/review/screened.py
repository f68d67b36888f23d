"""The report's account of screening: who read how much, how far they agreed, what was settled and looked at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from resift.decisions import Outcome, Stage, State
from resift.review.agreement import agreement
from resift.review.state import Reports
from resift.screening.agreement import Figure
from resift.screening.assignment import Assignment
from resift.screening.ratings import Measured
from resift.screening.second_look import results

STAGES = {Stage.SCREENING: "title and abstract", Stage.ELIGIBILITY: "full text"}
_NUMBERS = ("no", "one", "two", "three", "four", "five")


def outcomes(state: Reports, stage: Stage) -> Mapping[str, Outcome]:
    """The outcomes at a stage."""
    return state.screening if stage is Stage.SCREENING else state.eligibility


def stage_rows(state: Reports) -> Iterator[Mapping[str, Any]]:
    """Both stages, each with its figures in words and numbers."""
    for stage, name in STAGES.items():
        found = agreement(state, stage)
        people = sorted({who for o in outcomes(state, stage).values() for who in o.reviewers})
        yield {
            "stage": name.capitalize(), "reviewers": ", ".join(people) or "none yet",
            "read_by": list(read_by(outcomes(state, stage))), "awaited": found.awaited,
            "settled": sum(bool(o.settled_by) for o in outcomes(state, stage).values()),
            "versions": list(found.versions.items()) if len(found.versions) > 1 else [],
            "measured": [_shown("", found.overall), _shown(", three answers", found.three)] if found.decisions else [],
            "pairs": [_shown("", m) for m in found.pairs],
            "criteria": [
                {"id": c.criterion, "source": c.source, "reports": c.measured.reports,
                 "figures": [brief(f) for f in c.measured.figures]}
                for c in found.criteria
            ],
        }  # fmt: skip


def read_by(found: Mapping[str, Outcome]) -> Iterator[tuple[str, int]]:
    """How many reports were decided by one person, by two, and so on; open ones are left out.

    >>> two = Outcome(state=State.EXCLUDED, reviewers=("Ada", "Bo"))
    >>> list(read_by({"a": two, "b": two, "c": Outcome(state=State.INCLUDED, reviewers=("Ada",))}))
    [('one person', 1), ('two people', 2)]
    """
    closed = (o for o in found.values() if o.state is not State.PENDING)
    for number, reports in sorted(Counter(len(o.reviewers) for o in closed).items()):
        word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
        yield f"{word} {'person' if number == 1 else 'people'}", reports


def protocol(plan: Assignment) -> list[str]:
    """What the protocol says about sharing the work, in sentences.

    >>> protocol(Assignment(people=("Ada", "Bo", "Cy"), reviewers=2, overlap=0.1, pilot=50))[1]
    'On title and abstract 10 % of the reports, drawn by a hash, go to 2 people, and each of the others to one.'
    """
    several = "1 decision" if plan.reviewers == 1 else f"{plan.reviewers} decisions"
    asked = f"The protocol asks for {several} on each report; a reviewer sees nobody else's before deciding."
    if plan.overlap < 1:
        asked = f"The protocol asks for {several} on each full text; a reviewer sees nobody else's before deciding."
    told = [asked]
    if plan.overlap < 1:
        told.append(f"On title and abstract {100 * plan.overlap:g} % of the reports, drawn by a hash, go to "
                    f"{plan.reviewers} people, and each of the others to one.")  # fmt: skip
    if plan.people and plan.reviewers < len(plan.people):
        told.append(f"Who of the {len(plan.people)} people reads a report follows from a hash of its first record.")
    if plan.pilot:
        told.append(f"Everybody reads the same {plan.pilot} reports first, as a pilot.")
    return told


def settled(state: Reports) -> Iterator[Mapping[str, str]]:
    """The disagreements that were settled: a settler who is one of the reviewers did so by consensus."""
    for stage, name in STAGES.items():
        for report, o in outcomes(state, stage).items():
            if o.settled_by:
                by = f"{o.settled_by}, by consensus" if o.settled_by in o.reviewers else o.settled_by
                yield {"id": report, "stage": name, "state": o.state.value, "by": by}


def looked_again(state: Reports) -> list[Mapping[str, Any]]:
    """What came of second looks, by stage and why."""
    rows: list[Mapping[str, Any]] = []
    for stage, name in STAGES.items():
        for x in results(es for (s, _), es in state.events.items() if s is stage):
            rows.append({"stage": name, "why": x.why, "reports": x.reports, "to_include": x.to_include,
                         "to_exclude": x.to_exclude})  # fmt: skip
    return rows


def _shown(suffix: str, m: Measured) -> dict[str, Any]:
    who = " and ".join(m.who) if len(m.who) < 3 else f"all {len(m.who)} reviewers"
    return {"who": f"{who}{suffix}", "reports": m.reports, "figures": [in_words(f) for f in m.figures]}


def in_words(figure: Figure) -> dict[str, str]:
    """A figure as three texts: its name, its value, its interval or why there is none.

    >>> in_words(Figure(name="PABAK", value=0.7, low=0.534, high=0.814))
    {'name': 'PABAK', 'value': '0.700', 'interval': '0.534 to 0.814'}
    """
    value = "not defined" if figure.value is None else f"{figure.value:z.3f}"
    interval = figure.why if figure.low is None else f"{figure.low:z.3f} to {figure.high:z.3f}"
    return {"name": figure.name, "value": value, "interval": interval}


def brief(figure: Figure) -> str:
    """A figure in one text; a nought has no sign.

    >>> brief(Figure(name="Cohen's kappa", value=-0.001))
    "Cohen's kappa 0.00"
    >>> brief(Figure(name="PABAK", value=0.7, low=0.534, high=0.814)), brief(Figure(name="PABAK", why="no reports"))
    ('PABAK 0.70 (0.53 to 0.81)', 'PABAK not defined: no reports')
    """
    if figure.value is None:
        return f"{figure.name} not defined: {figure.why}"
    interval = "" if figure.low is None else f" ({figure.low:z.2f} to {figure.high:z.2f})"
    return f"{figure.name} {figure.value:z.2f}{interval}"
