"""The record sets behind a flow: the checks that numbers alone cannot make, C15 to C30.

C31 and C32 concern the files of the report and are tested there. A finding names the records at fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from resift.decisions import Outcome, State
from resift.prisma.arithmetic import check_counts
from resift.prisma.fields import ALSO_FOUND, FIELDS
from resift.prisma.findings import Finding, error, warning
from resift.prisma.flow import Flow, flow
from resift.prisma.groups import Groups, grouped
from resift.prisma.history import History
from resift.prisma.rounds import rounds

DECIDED = frozenset({State.INCLUDED, State.EXCLUDED})
NOT_A_REASON = (
    "not retriev",
    "no full text",
    "full text not available",
    "full text unavailable",
    "could not be obtained",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A flow, the history it claims to show, and the reports in it."""

    flow: Flow
    history: History
    groups: Groups


def check(flow: Flow, history: History) -> tuple[Finding, ...]:
    """Whether a flow is true to its history: all checks on numbers and on records, in the order of their codes.

    An ERROR blocks a final figure. A warning is printed with it; warnings C29 and C30 say what is open, which
    ``flow.draft`` says too.
    """
    case = Case(flow=flow, history=history, groups=grouped(history))
    found = [_with_records(f, flow) for f in check_counts(flow.counts)]
    for rule in RULES:
        found += rule(case)
    return tuple(sorted(found, key=lambda f: (int(f.code[1:]), f.level, f.message)))


def _with_records(finding: Finding, flow: Flow) -> Finding:
    return replace(finding, records=flow.ids(finding.field, finding.reason)) if finding.reason else finding


def _identified(case: Case) -> Iterator[Finding]:
    times = Counter(r for s in case.history.sources for r in s.records)
    if twice := [r for r, n in times.items() if n > 1]:
        yield error("C15", "records are identified more than once under one id", twice)
    boxes = Counter(r for ids in case.flow.terminals.values() for r in ids)
    for message, records in (
        ("records stand in more than one box", [r for r, n in boxes.items() if n > 1]),
        ("records stand in no box", times.keys() - boxes.keys()),
        ("boxes hold records that no source identified", boxes.keys() - times.keys()),
    ):
        if records:
            yield error("C15", message, records)


def _as_decided(case: Case) -> Iterator[Finding]:
    truth = flow(case.history)
    for field in FIELDS:
        wrong = set(case.flow[field]) ^ set(truth[field])
        lines = case.flow.lists.get(field, {}) == truth.lists.get(field, {})
        if wrong or not lines:
            yield error("C15", f"{field} is not what the decisions say", wrong, field=field)


def _known(case: Case) -> Iterator[Finding]:
    h, kept = case.history, case.groups.members.keys()
    named = {
        "removed": h.removed, "ineligible": h.ineligible, "screening": h.screening, "unread": h.unread,
        "retrieval": h.retrieval, "eligibility": h.eligibility, "refound": h.refound, "awaiting": h.awaiting,
        "ongoing": h.ongoing,
    }  # fmt: skip
    for name, records in named.items():
        if strangers := [r for r in records if r not in kept and r not in case.groups.source]:
            yield error("C15", f"{name} names records that no source identified", strangers)
        if merged := [r for r in records if r not in kept and r in case.groups.source]:
            text = f"{name} names duplicates; what counts is said of the record kept for each"
            yield warning("C27", text, merged)


def _one_claim(case: Case) -> Iterator[Finding]:
    h = case.history
    claims = {"removed": h.removed.keys() | h.refound.keys(), "ineligible": h.ineligible.keys(), "unread": h.unread}
    names = list(claims)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            if both := set(claims[one]) & set(claims[other]):
                yield error("C15", f"records are both {one} and {other}", both)
    screened = {r for r, o in h.screening.items() if o.state in DECIDED}
    if both := screened & (set(claims["removed"]) | set(claims["ineligible"])):
        yield warning("C27", "records removed before screening have decisions, which do not count", both)


def _reported(case: Case) -> Iterator[Finding]:
    for s in case.history.sources:
        if s.reported is not None and s.reported != len(s.records):
            text = f"{s.label} ({s.name}) reported {s.reported:,} and gave {len(s.records):,}"
            yield (error if len(s.records) > s.reported else warning)("C16", text)


def _survivors(case: Case) -> Iterator[Finding]:
    h, source = case.history, case.groups.source
    if case.groups.cycles:
        yield error("C17", "'duplicate of' runs in a circle", case.groups.cycles)
    if lost := [r for r, k in case.groups.kept.items() if k not in source]:
        yield error("C17", "records are duplicates of a record that no source identified", lost)
    if never := [r for r in source if r not in h.survivor]:
        yield warning("C17", "records were not compared for duplicates and count as kept", never)


def _lanes(case: Case) -> Iterator[Finding]:
    other = {r for r, s in case.groups.source.items() if not s.lane.is_database}
    mixed = {r for r in other if case.groups.kept[r] in case.groups.database}
    if wrong := mixed ^ set(case.flow.ids("x_other_removed", ALSO_FOUND)):
        yield error(
            "C18", "found by a database and by another method, but not counted once in the database lane", wrong
        )
    lost = [k for k in case.groups.members if set(case.flow.found_by.get(k, ())) != set(case.groups.found_by(k))]
    if lost:
        yield error("C18", "reports do not keep all the sources that found them", lost)
    databases = ("duplicates", "excluded_automatic", "excluded_other", "records_screened")
    if wrong := {r for f in databases for r in case.flow[f]} & other:
        yield error("C19", "found only by other methods, but counted in the database lane", wrong)
    if wrong := {r for f in ("x_other_removed", "other_sought_reports") for r in case.flow[f]} - other:
        yield error("C19", "found by a database or register, but counted in the other lane", wrong)


def _full_texts(case: Case) -> Iterator[Finding]:
    h = case.history
    assessed = {r for r, o in h.eligibility.items() if o.state in DECIDED} | h.awaiting | h.ongoing
    passed = {r for r, o in h.screening.items() if o.state is State.INCLUDED}
    not_retrieved = {r for r, got in h.retrieval.items() if not got.found}
    for message, records in (
        ("decided on at full text without an inclusion on title and abstract", assessed - passed),
        ("sought for retrieval without an inclusion on title and abstract", set(h.retrieval) - passed - assessed),
        ("assessed without having been retrieved", assessed - set(h.retrieval)),
        ("both not retrieved and assessed", assessed & not_retrieved),
    ):
        if records:
            yield error("C20", message, records)
    if wrong := [r for r, o in h.eligibility.items() if o.state is State.EXCLUDED and _not_a_reason(o, h)]:
        yield error("C21", "excluded because not retrieved: that is not a reason for exclusion", wrong)


def _not_a_reason(outcome: Outcome, history: History) -> bool:
    texts = [
        f"{r} {history.criteria.get(r, '')}".casefold().replace("-", " ").replace("_", " ") for r in outcome.reasons
    ]
    return any(bad in text for text in texts for bad in NOT_A_REASON)


def _studies(case: Case) -> Iterator[Finding]:
    h, flow = case.history, case.flow
    reports = {*flow["new_reports"], *flow["x_new_reports_of_previous_studies"]}
    if nameless := [r for r in reports if not h.study_of.get(flow.kept.get(r, r))]:
        yield error("C22", "included reports belong to no study", nameless)
    known = {h.study_of[r] for r in h.previous_reports if r in h.study_of}
    if known and (single := [r for r in h.previous_reports if not h.study_of.get(r)]):
        yield error("C22", "previous reports belong to no study, while others do", single)
    if known and (bare := set(h.previous_studies) - known):
        yield error("C22", "previous studies have no report", bare)
    if known and (stray := known - set(h.previous_studies)):
        yield error("C22", "previous reports are of studies that the previous version does not have", stray)
    if wrong := set(flow["new_studies"]) & set(h.previous_studies):
        yield error("C24", "previous studies are counted as new", wrong)
    if gone := [s for s in h.pooled if s not in set(flow["total_studies"])]:
        yield error("C10", "studies in the meta-analysis are not included in the review", gone)


def _refound(case: Case) -> Iterator[Finding]:
    h, known = case.history, set(case.history.previous_reports)
    if wrong := [r for r, p in h.refound.items() if p not in known]:
        yield error("C23", "found again, but as a report that the previous version does not have", wrong)
    elsewhere = {*case.flow["duplicates"], *case.flow["records_screened"], *case.flow["other_sought_reports"]}
    stands = case.groups.stands
    if wrong := [r for r in h.refound if stands.get(r) in elsewhere]:
        yield error("C23", "previous reports found again are counted as new or as duplicates", wrong)
    if missed := known - set(case.flow.refound):
        text = f"{len(known) - len(missed):,} of {len(known):,} previous reports were found again; not found again"
        yield warning("C23", text, missed)


def _previous_removed(case: Case) -> Iterator[Finding]:
    h = case.history
    with_reports = {h.study_of.get(r) for r in h.previous_reports}
    new = {h.study_of.get(case.flow.kept.get(r, r)) for r in case.flow["x_new_reports_of_previous_studies"]}
    removed = h.previous_removed
    for message, studies in (
        ("studies are removed that the previous version does not have", removed.keys() - set(h.previous_studies)),
        ("previous studies are removed without a reason", [s for s, why in removed.items() if not why.strip()]),
        ("previous studies are removed, but which reports are theirs is not known", removed.keys() - with_reports),
        ("previous studies are removed, but a new report of them is included", removed.keys() & new),
    ):
        if studies:
            yield error("C25", message, studies)


def _rounds(case: Case) -> Iterator[Finding]:
    return rounds(case.history.sources, case.flow.counts)


def _people(case: Case) -> Iterator[Finding]:
    h = case.history
    seen = {r for r, o in h.screening.items() if o.reviewers or o.settled_by}
    if wrong := (h.unread & seen) | (set(h.unread) & set(case.flow["x_excluded_by_human"])):
        yield error("C28", "never shown to anybody, yet decided on by a person", wrong)
    if alone := [r for r, o in h.screening.items() if o.state in DECIDED and r not in seen]:
        yield warning("C28", "decisions at title and abstract name no person; exclusions count as automation's", alone)
    for stage, outcomes in (("title and abstract", h.screening), ("full text", h.eligibility)):
        if few := [r for r, o in outcomes.items() if _too_few(o, h)]:
            yield error("C29", f"decided on at {stage} by fewer than {h.reviewers} reviewers", few)
        if early := [r for r, o in outcomes.items() if o.settled_by and len(set(o.reviewers)) < h.reviewers]:
            yield warning("C29", f"settled at {stage} before {h.reviewers} reviewers had decided", early)
        if split := [r for r, o in outcomes.items() if o.state is State.CONFLICT]:
            yield warning("C29", f"open conflicts at {stage} make this a draft", split)


def _too_few(outcome: Outcome, history: History) -> bool:
    people = len(set(outcome.reviewers))
    return outcome.state in DECIDED and not outcome.settled_by and 0 < people < history.reviewers


def _open(case: Case) -> Iterator[Finding]:
    for field, what in (
        ("x_screening_pending", "await a decision on title and abstract"),
        ("x_other_screening_pending", "of other methods await a decision on title and abstract"),
        ("x_dbr_pending", "await retrieval or assessment"),
        ("x_other_pending", "of other methods await retrieval or assessment"),
        ("x_studies_awaiting", "are of studies awaiting classification"),
        ("x_studies_ongoing", "are of ongoing studies"),
    ):
        if case.flow[field]:
            yield warning("C30", f"{len(case.flow[field]):,} {what}", case.flow[field], field=field)


RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    _identified, _as_decided, _known, _one_claim, _reported, _survivors, _lanes, _full_texts, _studies, _refound,
    _previous_removed, _rounds, _people, _open,
)  # fmt: skip
