"""What an export says of each report, for the team and for one reviewer."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from resift.decisions import Event, Stage, Verb
from resift.errors import ReviewError
from resift.records import Record
from resift.review.config import Config, read_config
from resift.review.exporting import export_reports, furthest
from resift.review.state import Reports
from resift.store import Run, Store

CONFIG: Config = read_config(Path(__file__).resolve().parents[2])
RECORDS = ("a-1", "a-2", "a-3", "a-4", "a-5", "a-6")


def _event(second: int, who: str, record: str, verb: Verb, *why: str, **more: object) -> Event:
    values = {"stage": Stage.SCREENING, "reasons": why, **more}
    return Event(time=f"2026-11-02T09:00:{second:02}.000000Z", reviewer=who, record=record, verb=verb, **values)  # type: ignore[arg-type]


@pytest.fixture
def state() -> Iterator[Reports]:
    """Two read a-1 (both in), a-2 (in and out), a-3 (both out, settled in), a-4 (Ada alone), a-5 (unsure, in)."""
    with Store("sqlite://") as store:
        run = Run(id="a", search="a", database="A", label="A", kind="database")
        store.add_run(run, [Record(id=r, title=f"fictional {r}") for r in RECORDS])
        store.add_grouping("t", "m", [(r,) for r in RECORDS], [])
        store.append([
            _event(1, "Ada", "a-1", Verb.INCLUDE), _event(2, "Bo", "a-1", Verb.INCLUDE),
            _event(3, "Ada", "a-2", Verb.INCLUDE), _event(4, "Bo", "a-2", Verb.EXCLUDE, "I2", note="too young"),
            _event(5, "Ada", "a-3", Verb.EXCLUDE, "I1"), _event(6, "Bo", "a-3", Verb.EXCLUDE, "I2"),
            _event(7, "Cy", "a-3", Verb.INCLUDE, settles=True),
            _event(8, "Ada", "a-4", Verb.EXCLUDE, "I5"),
            _event(9, "Ada", "a-5", Verb.UNSURE), _event(10, "Bo", "a-5", Verb.INCLUDE),
            _event(11, "Ada", "a-1", Verb.RETRIEVED, stage=Stage.RETRIEVAL),
            _event(12, "Ada", "a-1", Verb.UNSURE, stage=Stage.ELIGIBILITY),
        ])  # fmt: skip
        yield Reports(CONFIG, store)


def _rows(state: Reports, **wish: object) -> dict[str, dict[str, str]]:
    made = export_reports(state, "csv", **({"stage": Stage.SCREENING} | wish))  # type: ignore[arg-type]
    return {r["id"]: r for r in csv.DictReader(made.data.decode().splitlines())}


def test_the_team_sees_what_all_decisions_come_to(state: Reports) -> None:
    assert {i: r["resift_status"] for i, r in _rows(state).items()} == {
        "a-1": "included", "a-2": "conflict", "a-3": "included", "a-4": "pending", "a-5": "included", "a-6": "unread",
    }  # fmt: skip


def test_who_decided_what_stands_beside_it_and_the_adjudicator_is_no_third_vote(state: Reports) -> None:
    rows = _rows(state)
    assert rows["a-2"]["resift_decisions"] == "Ada: include; Bo: exclude"
    assert rows["a-3"]["resift_decisions"] == "Ada: exclude; Bo: exclude"
    assert rows["a-2"]["resift_notes"] == "too young"


def test_who_settled_a_conflict_and_how_stands_in_the_table_and_in_rayyans_notes(state: Reports) -> None:
    assert {i: r["resift_settled"] for i, r in _rows(state).items() if r["resift_settled"]} == {"a-3": "Cy: include"}
    made = export_reports(state, "rayyan", stage=Stage.SCREENING).data.decode()
    notes = {r["key"]: r["notes"] for r in csv.DictReader(made.splitlines())}
    assert "USER-NOTES: settled by Cy: Included" in notes["a-3"]
    assert "settled" not in notes["a-1"]


def test_without_a_stage_the_furthest_that_was_decided_at_is_taken(state: Reports) -> None:
    assert furthest(state) is Stage.ELIGIBILITY
    # Bo has decided on no full text
    assert furthest(state, "Bo") is Stage.SCREENING


def test_a_reviewer_sees_own_decisions_and_others_only_where_both_decided(state: Reports) -> None:
    rows = _rows(state, reviewer="Bo")
    assert {i: r["resift_status"] for i, r in rows.items()} == {
        "a-1": "included", "a-2": "excluded", "a-3": "excluded", "a-4": "unread", "a-5": "included", "a-6": "unread",
    }  # fmt: skip
    assert rows["a-3"]["resift_reasons"] == "I2"
    # Ada excluded a-4, which Bo has not read
    assert rows["a-4"]["resift_decisions"] == rows["a-4"]["resift_reasons"] == ""


def test_one_reviewers_unsure_is_a_status_of_its_own(state: Reports) -> None:
    assert list(_rows(state, reviewer="Ada", status="unsure")) == ["a-5"]


def test_the_full_text_stage_holds_only_what_was_retrieved(state: Reports) -> None:
    rows = _rows(state, stage=Stage.ELIGIBILITY)
    assert {i: r["resift_status"] for i, r in rows.items()} == {"a-1": "pending"}


def test_nothing_selected_is_an_error_and_not_an_empty_file(state: Reports) -> None:
    with pytest.raises(ReviewError, match="no report is excluded at screening"):
        export_reports(state, "ris", stage=Stage.SCREENING, status="excluded")


def test_reasons_are_told_in_the_protocols_words(state: Reports) -> None:
    made = export_reports(state, "ris", stage=Stage.SCREENING, status="excluded", reviewer="Bo").data.decode()
    assert f"N1  - resift screening: excluded (I2 {CONFIG.criteria.labels['I2']})" in made
