"""Every check, each on the smallest thing that breaks it."""

from dataclasses import replace
from typing import Any

import pytest

from resift.decisions import Outcome, State
from resift.prisma import Finding, Flow, History, Level, Retrieval, Source, check, check_counts, flow

IN = Outcome(state=State.INCLUDED, reviewers=("Ada", "Bo"))
OUT = Outcome(state=State.EXCLUDED, reasons=("I1",), reviewers=("Ada", "Bo"))


def _codes(findings: tuple[Finding, ...]) -> set[str]:
    return {f.code for f in findings}


@pytest.mark.parametrize(
    ("code", "level", "counts"),
    [
        ("C1", "error", {"database_results": 10, "database_specific_results": {"PubMed": 6, "Embase": 3}}),
        ("C1", "error", {"register_results": 1, "register_specific_results": {"CENTRAL": 2}}),
        ("C1", "error", {"excluded_other": 3, "excluded_other_reasons": {"Retracted": 2}}),
        ("C2", "error", {"duplicates": 5, "duplicates_within": 1, "duplicates_between": 3}),
        # A flow that loses 500 records between two boxes.
        ("C3", "error", {"database_results": 1000, "duplicates": 100, "records_screened": 400}),
        ("C4", "error", {"records_excluded": 9, "x_excluded_by_human": 5, "x_not_screened_stopping": 3}),
        ("C5", "error", {"records_screened": 50, "records_excluded": 40, "dbr_sought_reports": 11}),
        ("C6", "error", {"dbr_sought_reports": 10, "dbr_notretrieved_reports": 1, "dbr_assessed": 10}),
        ("C6", "error", {"other_sought_reports": 10, "other_notretrieved_reports": 1, "other_assessed": 10}),
        ("C6", "error", {"dbr_sought_reports": 10, "dbr_notretrieved_reports": 11}),
        # 50 of 5 reports.
        ("C7", "error", {"dbr_assessed": 5, "dbr_excluded": {"Wrong design": 50}}),
        ("C8", "error", {"website_results": 3, "other_sought_reports": 4}),
        ("C8", "warning", {"website_results": 5, "other_sought_reports": 4}),
        ("C9", "error", {"dbr_assessed": 9, "dbr_excluded": {"Wrong design": 4}, "new_reports": 6}),
        ("C10", "error", {"previous_studies": 3, "previous_reports": 2}),
        ("C10", "error", {"new_studies": 0, "new_reports": 2}),
        ("C10", "error", {"total_studies": 0, "total_reports": 1}),
        ("C10", "error", {"total_studies": 4, "total_reports": 6, "total_studies_ma": 5, "total_reports_ma": 5}),
        ("C11", "error", {"previous_studies": 19, "new_studies": 2, "total_studies": 20}),
        ("C11", "error", {"previous_reports": 22, "new_reports": 2, "total_reports": 25}),
        ("C12", "error", {"duplicates": -5}),
        ("C12", "error", {"dbr_excluded": {"Wrong design": -1}}),
        ("C13", "warning", {"dbr_excluded": {"Other": 2}}),
        ("C13", "warning", {"other_excluded": {" ": 2}}),
        ("C13", "warning", {"dbr_excluded": {"Wrong design": 0}}),
        ("C14", "warning", {"dbr_excluded": {"Duplicate publication": 2}}),
    ],
)
def test_numbers_that_cannot_be_true_together_are_found(code: str, level: str, counts: dict[str, Any]) -> None:
    assert (code, level) in {(f.code, f.level.value) for f in check_counts(counts)}


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"database_results": 10},
        {"database_results": 10, "duplicates": 4, "records_screened": 6},
        {"records_screened": 5, "records_excluded": 3, "x_dbr_record_report_adj": -1, "dbr_sought_reports": 1},
        {"other_sought_reports": 0, "new_studies": 0, "new_reports": 0, "total_studies": 0, "total_reports": 0},
    ],
)
def test_numbers_that_can_be_true_together_pass(counts: dict[str, Any]) -> None:
    assert check_counts(counts) == ()


def test_the_message_shows_the_sum() -> None:
    (found,) = check_counts({"database_results": 1200, "duplicates": 200, "records_screened": 999})
    assert found.message == "records_screened is 999 but database_results 1,200 - duplicates 200 = 1,000"


def test_a_true_flow_has_no_error_and_says_what_is_open(story: History, told: Flow) -> None:
    found = check(told, story)
    assert [f for f in found if f.level is Level.ERROR] == []
    # previous reports not found again; p09 decided by nobody; six lists of what is open or ongoing
    assert [f.code for f in found] == ["C23", "C28"] + ["C30"] * 6
    assert found[0].records == ("prev-2", "prev-3", "prev-4")
    assert found[0].message.startswith("1 of 4")


def _with(name: str, **more: Any) -> Any:
    return lambda h: {name: {**getattr(h, name), **more}}


def _first_source(**change: Any) -> Any:
    return lambda h: {"sources": (replace(h.sources[0], **change), *h.sources[1:])}


STATES = {
    "one id in two sources": ("C15", "error", ("e01",), lambda h: {
        "sources": (*h.sources, Source(name="x", label="X", lane=h.sources[0].lane, records=("e01",)))}),
    "a decision on an unknown record": ("C15", "error", ("zz",), _with("screening", zz=IN)),
    "removed and marked ineligible": ("C15", "error", ("p07",), _with("removed", p07="Not a research record")),
    "fewer than reported": ("C16", "warning", (), _first_source(reported=20)),
    "more than reported": ("C16", "error", (), _first_source(reported=13)),
    "a circle": ("C17", "error", ("p10", "p11"), _with("survivor", p10="p11", p11="p10")),
    "an unknown survivor": ("C17", "error", ("p10",), _with("survivor", p10="zz")),
    "a record never compared": ("C17", "warning", ("p10",), lambda h: {
        "survivor": {k: v for k, v in h.survivor.items() if k != "p10"}}),
    "full text without title and abstract": ("C20", "error", ("p11",), _with("eligibility", p11=IN)),
    "assessed without retrieval": ("C20", "error", ("p03",), lambda h: {
        "retrieval": {k: v for k, v in h.retrieval.items() if k != "p03"}}),
    "not retrieved and assessed": ("C20", "error", ("p03",), _with("retrieval", p03=Retrieval(found=False))),
    "excluded as not retrieved": ("C21", "error", ("c06", "e04", "p14"), lambda h: {
        "criteria": {**h.criteria, "I1": "Full text not retrieved"}}),
    "a report without a study": ("C22", "error", ("p03",), lambda h: {
        "study_of": {k: v for k, v in h.study_of.items() if k != "p03"}}),
    "a previous study without a report": ("C22", "error", ("Old 9",), lambda h: {
        "previous_studies": (*h.previous_studies, "Old 9")}),
    "found again as an unknown report": ("C23", "error", ("p10",), _with("refound", p10="prev-9")),
    "a removed study that never was": ("C25", "error", ("Old 9",), _with("previous_removed", **{"Old 9": "Retracted"})),
    "a study removed without a reason": ("C25", "error", ("Old 3",), _with("previous_removed", **{"Old 3": " "})),
    "a removed study with a new report": ("C25", "error", ("Old 1",), _with("previous_removed", **{"Old 1": "Gone"})),
    "decisions on a duplicate": ("C27", "warning", ("p02",), _with("screening", p02=IN)),
    "decisions on a removed record": ("C27", "warning", ("p05",), _with("screening", p05=IN)),
    "unread, yet decided on": ("C28", "error", ("p08",), _with("screening", p08=OUT)),
    "one reviewer of two": ("C29", "error", ("p10",), _with("screening", p10=replace(OUT, reviewers=("Ada",)))),
    "an open conflict": ("C29", "warning", ("p11",), _with("screening", p11=replace(OUT, state=State.CONFLICT))),
    "pooled, but not included": ("C10", "error", ("Old 3",), lambda h: {"pooled": frozenset({"Old 3"})}),
}  # fmt: skip


@pytest.mark.parametrize("case", STATES)
def test_what_cannot_have_happened_is_found_with_its_records(story: History, case: str) -> None:
    code, level, records, change = STATES[case]
    history = replace(story, **change(story))
    found = [f for f in check(flow(history), history) if f.code == code and f.level.value == level]
    assert any(f.records == records for f in found), found


@pytest.mark.parametrize(
    ("code", "field", "record"),
    [
        ("C18", "x_other_removed", "c01"),
        ("C19", "records_screened", "w01"),
        ("C19", "other_sought_reports", "p10"),
        ("C23", "records_screened", "p06"),
        ("C24", "new_studies", "Old 1"),
        ("C28", "x_excluded_by_human", "p08"),
    ],
)
def test_a_flow_that_tells_another_story_is_found(
    story: History, told: Flow, code: str, field: str, record: str
) -> None:
    sets = {**told.sets, field: (*told[field], record)}
    lists = dict(told.lists)
    if code == "C18":
        lists[field] = {line: tuple(r for r in ids if r != record) for line, ids in lists[field].items()}
    found = check(replace(told, sets=sets, lists=lists), story)
    assert any(f.code == code and record in f.records and f.level is Level.ERROR for f in found)


def test_a_lost_source_is_found(story: History, told: Flow) -> None:
    found = check(replace(told, found_by={**told.found_by, "p03": ("PubMed",)}), story)
    assert any(f.code == "C18" and f.records == ("p03",) for f in found)


def test_a_decision_settled_before_two_had_decided_is_noted(story: History) -> None:
    alone = replace(OUT, reviewers=("Ada",), settled_by="Cy")
    history = replace(story, screening={**story.screening, "p10": alone})
    assert [(f.level, f.records) for f in check(flow(history), history) if f.code == "C29"] == [(Level.WARN, ("p10",))]


def test_an_empty_reason_is_named_with_its_reports(story: History) -> None:
    bare = replace(OUT, reasons=())
    history = replace(story, eligibility={**story.eligibility, "p14": bare})
    assert any(f.code == "C13" and f.records == ("p14",) for f in check(flow(history), history))
