"""Studies of reports, charted in the form and in a table, from the command line."""

from __future__ import annotations

import csv
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cli.eligible import Desk, included

from resift.review import Review
from resift.review.charted_table import read_table, write_table
from resift.review.charting import Charting
from resift.screening.form import FIELDS

CHOIR = "Choir\nadults\ncluster RCT\nyes\nmore friends\nUK\n1\n"
GARDEN = "Garden\nadults\nquasi-experimental\nno\nmore contacts\nNorway\n2\n"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return included(tmp_path_factory.mktemp("included"))


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(made, tmp_path / "review")))


def _table(desk: Desk) -> dict[str, dict[str, str]]:
    """What the report's table says of the new studies."""
    desk("report")
    with (desk.review / "reports/studies.csv").open(encoding="utf-8") as file:
        return {r["study"]: r for r in csv.DictReader(file) if r["version"] == "new"}


def test_reports_become_studies_and_studies_are_charted(desk: Desk) -> None:
    assert desk.next() == "resift chart --reviewer NAME"
    # the trial is new; its economic report, which names its registration number, follows and is of it; the garden and
    # the walk are new; the last is of the previous choir, by its authors
    told = desk("chart", "--reviewer", "Ada",
                answers=f"n\n{CHOIR}1\nn\n{GARDEN}n WALK\n{GARDEN}1\n")  # fmt: skip
    assert "5 included reports belong to no study yet" in told
    assert "1 S01, Choir (both name NCT09999991: embase-1)" in told
    assert "1 P01, Old choir (same authors (Doe, Roe): The first fictional choir of all)" in told
    assert "All included reports belong to charted studies." in told
    assert desk.next() == "resift report"
    table = _table(desk)
    assert set(table) == {"S01", "S02", "WALK"}
    assert table["S01"]["country"] == "United Kingdom"
    assert table["S01"]["category"] == "choirs"
    assert table["S01"]["reports"].count(" | ") == 1
    counts = desk.json("report")["counts"]
    # four new reports of three studies, and one more report of the previous choir
    assert (counts["new_studies"], counts["new_reports"], counts["x_new_reports_of_previous_studies"]) == (3, 4, 1)


def test_what_was_answered_is_there_after_the_input_ends_and_only_the_rest_is_asked(desk: Desk) -> None:
    first = desk("chart", "--reviewer", "Ada", answers="n\nChoir\nadults\n")
    assert first.endswith("Saved. Resume any time.\n")
    assert desk.next() == "resift chart --reviewer NAME"
    again = desk("chart", "--reviewer", "Ada", answers="RCT\nyes\nmore friends\nUK\n1\nq\n")
    assert "Model:" not in again
    assert (_table(desk)["S01"]["model"], _table(desk)["S01"]["design"]) == ("Choir", "RCT")


def test_killed_at_any_moment_what_was_called_saved_is_kept(desk: Desk) -> None:
    command = [sys.executable, "-m", "resift", "chart", "--reviewer", "Ada"]
    running = subprocess.Popen(command, cwd=desk.review, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write("n\nChoir\nadults\n")
    running.stdin.flush()
    saved, until = 0, time.monotonic() + 60
    while saved < 3 and time.monotonic() < until:
        saved += running.stdout.readline().startswith("Saved")
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert saved == 3
    assert _table(desk)["S01"]["population"] == "adults"
    assert desk("chart", "--reviewer", "Ada", answers="q\n").count("Design:") == 1


def test_a_report_is_given_to_another_study_and_a_value_is_changed(desk: Desk) -> None:
    desk("chart", "--reviewer", "Ada", answers=f"n\n{CHOIR}1\nn\n{GARDEN}n\n{GARDEN}1\n")
    told = desk("chart", "--reviewer", "Ada", "--change", "embase-5", answers="n ECONOMY\n")
    assert "So far: S01." in told
    assert desk.next() == "resift chart --reviewer NAME"  # the new study is not charted yet
    desk("chart", "--reviewer", "Ada", "--change", "S01", answers="\n\nRCT in two towns\n\n\n\n\n")
    assert _table(desk)["S01"]["design"] == "RCT in two towns"
    assert _table(desk)["S01"]["model"] == "Choir"
    assert "no included report or new study" in desk("chart", "--reviewer", "Ada", "--change", "S77", status=1)
    assert "previous version" in desk("chart", "--reviewer", "Ada", "--change", "P01", status=1)


def test_a_second_person_charts_unseen_the_last_word_stands_and_differences_are_listed(desk: Desk) -> None:
    desk("chart", "--reviewer", "Ada", answers=f"n\n{CHOIR}q\n")
    told = desk("chart", "--reviewer", "Bo", "--change", "S01", answers=CHOIR.replace("adults", "young adults"))
    assert "[adults]" not in told
    assert "population differs: Ada: adults; Bo: young adults" in told
    assert desk.json("chart", "--differences") == [
        {"study": "S01", "field": "population", "values": {"Ada": "adults", "Bo": "young adults"}}
    ]
    assert _table(desk)["S01"]["population"] == "young adults"


def test_the_table_goes_out_and_comes_back_without_a_change(desk: Desk) -> None:
    desk("chart", "--reviewer", "Ada", answers=f"n\n{CHOIR}1\nq\n")
    desk("chart", "--out", "table.csv")
    before = desk.events()
    told = desk("chart", "table.csv", "--reviewer", "Ada")
    assert "1 study charted, of which 0 said something new." in told
    assert "3 rows have no study yet" in told
    assert desk.events() == before
    assert "there already" in desk("chart", "--out", "table.csv", status=1)


def test_a_table_filled_in_a_spreadsheet_is_read_whole_or_not_at_all(desk: Desk) -> None:
    desk("chart", "--out", "table.csv")
    path = desk.review / "table.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def write(**cells: str) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows([rows[0] | cells, *rows[1:]])

    write(model="Choir")
    assert "table.csv:2: this row has no study" in desk("chart", "table.csv", "--reviewer", "Ada", status=1)
    write(study="S01", category="beekeeping")
    assert "no category 'beekeeping'" in desk("chart", "table.csv", "--reviewer", "Ada", status=1)
    write(study="S01", reports="embase-2")
    assert "report embase-2 stands in two rows" in _doubled(desk, path)
    write(study="S01", model="=1+1", design="RCT", is_rct="no", country="Atlantis", category="choirs")
    done = desk.run("chart", "table.csv", "--reviewer", "Ada")
    assert done.returncode == 0
    assert "table.csv:2: the design 'RCT' sounds like a randomised controlled trial" in done.stderr
    assert "table.csv:2: 'Atlantis' is no country of ISO 3166" in done.stderr
    desk("chart", "--out", "again.csv")
    assert "'=1+1" in (desk.review / "again.csv").read_text()
    before = desk.events()
    desk("chart", "again.csv", "--reviewer", "Ada")
    assert desk.events() == before


def _doubled(desk: Desk, path: Path) -> str:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([*lines, lines[1].replace("S01", "S02")]))
    return desk("chart", path.name, "--reviewer", "Ada", status=1)


def test_a_study_of_the_previous_version_takes_reports_and_no_other_values(desk: Desk) -> None:
    (desk.review / "t.csv").write_text("study,reports,model\nP01,embase:F4,Old choir\n")
    desk("chart", "t.csv", "--reviewer", "Ada")
    assert desk.json("report")["counts"]["x_new_reports_of_previous_studies"] == 1
    (desk.review / "t.csv").write_text("study,reports,model\nP01,embase:F4,New choir\n")
    assert "its model is another there" in desk("chart", "t.csv", "--reviewer", "Ada", status=1)


@pytest.mark.parametrize(
    "wrong",
    [("chart",), ("chart", "x.csv"), ("chart", "x.csv", "--out", "y.csv", "--reviewer", "Ada"),
     ("chart", "--json", "--reviewer", "Ada")],
)  # fmt: skip
def test_options_that_say_nothing_together_are_refused(desk: Desk, wrong: tuple[str, ...]) -> None:
    desk(*wrong, status=2)


def test_nothing_is_charted_before_a_report_is_included(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "resift", "init", "review"], cwd=tmp_path, check=True)
    desk = Desk(tmp_path / "review")
    assert "no report is included yet" in desk("chart", "--reviewer", "Ada", status=1)
    assert "no report is included yet" in desk("chart", "--out", "t.csv", status=1)


VALUES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).map(
    lambda t: " ".join("".join(c if c.isprintable() else " " for c in t).split())
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({f.name: VALUES for f in FIELDS if f.name != "category"}))
def test_whatever_the_form_keeps_survives_the_way_through_a_table(
    made: Path, tmp_path: Path, values: dict[str, str]
) -> None:
    folder = tmp_path / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    path = tmp_path / "table.csv"
    with Review(folder) as review:
        charting = Charting(review, "Ada", review.state)
        charting.assign("embase-1", "S01")
        for name, value in values.items():
            charting.save("S01", name, value)
        path.write_bytes(write_table(review.state))
        kept = review.state.studies["S01"]
        assert {n: getattr(kept, n) for n in values} == values
        assert read_table(review, path, reviewer="Bo").changed == 0
        for name in values:
            charting.save("S01", name, "something else")
        assert read_table(review, path, reviewer="Bo").changed == (1 if any(values.values()) else 0)
        back = review.state.studies["S01"]
        assert {n: getattr(back, n) for n in values} == {n: v or "something else" for n, v in values.items()}
