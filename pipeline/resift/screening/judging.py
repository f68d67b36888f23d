"""From answers per criterion to the decision that they speak for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resift.decisions import Stage, Verb
from resift.screening.criteria import Criteria, Criterion

ANSWERS = ("yes", "no", "unclear")


def judged_at(criteria: Criteria, stage: Stage) -> tuple[Criterion, ...]:
    """The criteria that are judged at a stage: on title and abstract those of that stage, on the full text all."""
    return tuple(c for c in criteria.items if stage is Stage.ELIGIBILITY or c.stage == stage.value)


def failed(criteria: Criteria, judgements: Mapping[str, str]) -> tuple[str, ...]:
    """The criteria that a report does not meet, in the protocol's order: an inclusion one answered no, an exclusion
    one answered yes.
    """
    return tuple(c.id for c in criteria.items if judgements.get(c.id) == ("no" if c.kind == "include" else "yes"))


def derived(criteria: Criteria, stage: Stage, judgements: Mapping[str, str]) -> tuple[Verb | None, tuple[str, ...]]:
    """The decision that the answers speak for, with the reasons of an exclusion; None while too few are given.

    One criterion that fails excludes. When all of the stage were answered, one unclear answer makes it unsure, and
    else the report is included.
    """
    if why := failed(criteria, judgements):
        return Verb.EXCLUDE, why
    answers = [judgements.get(c.id, "") for c in judged_at(criteria, stage)]
    if not answers or not all(answers):
        return None, ()
    unclear = any(judgements.get(c.id) == "unclear" for c in criteria.items)
    return (Verb.UNSURE if unclear else Verb.INCLUDE), ()


def reasons_given(
    criteria: Criteria, verb: Verb, named: Sequence[str], judgements: Mapping[str, str]
) -> tuple[str, ...]:
    """The reasons of a decision: for an exclusion those named, then all others that failed by the answers.

    A ValueError for an exclusion without any, and for one that is no criterion.
    """
    more = failed(criteria, judgements) if verb is Verb.EXCLUDE else ()
    reasons = tuple(dict.fromkeys((*named, *more)))
    if verb is Verb.EXCLUDE and not reasons:
        raise ValueError("an exclusion needs a reason")
    refuse_unknown(criteria, reasons)
    return reasons


def refuse_unknown(criteria: Criteria, ids: Sequence[str]) -> None:
    """A ValueError if one of the ids is no criterion's."""
    unknown = [i for i in ids if i not in criteria]
    if unknown:
        raise ValueError(f"there is no criterion {', '.join(unknown)}")


def mismatch(wanted: Verb | None, reasons: Sequence[str], verb: Verb) -> str:
    """A sentence where a decision is not the one that the answers speak for, else nothing."""
    if wanted is None or wanted is verb:
        return ""
    spoken = {Verb.EXCLUDE: "excluding", Verb.UNSURE: "unsure", Verb.INCLUDE: "including"}
    why = f" ({', '.join(reasons)})" if reasons else ""
    return f"Your answers on the criteria speak for {spoken[wanted]}{why}, not for {spoken[verb]}."
