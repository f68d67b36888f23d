"""The steps of a review, from the command line, on a small fictional one."""

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def searched(review: Path, resift: Run) -> Path:
    for step in (
        ("search", "--corpus", "../corpus.xml"),
        ("import", "../export.ris", "--database", "psycinfo"),
        ("dedup",),
    ):
        done = resift(*step, cwd=review)
        assert done.returncode == 0, done.stderr
    return review


def test_the_string_finds_what_fulfils_it_within_the_window(review: Path, resift: Run) -> None:
    done = resift("search", "pubmed", "--corpus", "../corpus.xml", "--json", cwd=review)
    assert [(r["run"], r["records"]) for r in json.loads(done.stdout)] == [("pubmed", 2)]


def test_status_names_the_next_command_at_each_step(review: Path, resift: Run) -> None:
    def following() -> str:
        return json.loads(resift("status", "--json", cwd=review).stdout)["next"]

    assert following().startswith("resift search")
    resift("search", "--corpus", "../corpus.xml", cwd=review)
    assert following() == "resift dedup"
    resift("dedup", cwd=review)
    assert following() == "resift screen --reviewer NAME"


def test_the_same_paper_from_two_strategies_and_an_export_becomes_one_report(searched: Path, resift: Run) -> None:
    counts = json.loads(resift("dedup", "--json", cwd=searched).stdout)
    # two hits of each strategy and two records of the export; three works in all
    assert counts == {"records": 6, "reports": 3, "duplicates": 3, "found_again": 0, "doubtful": 0}


def test_a_review_goes_from_screening_to_a_report(searched: Path, resift: Run) -> None:
    for who in ("Ada", "Ben"):
        done = resift("screen", "--plain", "--reviewer", who, cwd=searched, answers="i\ni\ne I2\n")
        assert done.returncode == 0, done.stderr
    status = json.loads(resift("status", "--json", cwd=searched).stdout)
    settled = resift("adjudicate", "--reviewer", "Cleo", cwd=searched, answers="e I5\n" * status["counts"]["conflicts"])
    assert settled.returncode == 0
    sought = json.loads(resift("status", "--json", cwd=searched).stdout)["counts"]["sought"]
    resift("retrieve", "--reviewer", "Ada", cwd=searched, answers="n\nn no library holds it\n" + "y\n" * sought)
    for who in ("Ada", "Ben"):
        resift("screen", "--plain", "--stage", "eligibility", "--reviewer", who, cwd=searched, answers="i\n" * sought)
    report = resift("report", "--json", cwd=searched)
    counts = json.loads(report.stdout)["counts"]
    assert counts["records_screened"] == 3
    assert counts["records_screened"] - counts["records_excluded"] == sought
    assert counts["dbr_notretrieved_reports"] == 1
    assert counts["new_reports"] == sought - 1
    page = (searched / "reports/report.html").read_text()
    assert "no library holds it" in page
    assert "<script" not in page


def test_screening_ends_with_the_input_and_goes_on_later(searched: Path, resift: Run) -> None:
    first = resift("screen", "--plain", "--reviewer", "Ada", cwd=searched, answers="i\n")
    assert "Saved. Resume any time." in first.stdout
    again = resift("screen", "--plain", "--reviewer", "Ada", cwd=searched, answers="")
    assert "2 of" in again.stdout.splitlines()[0]


def test_an_answer_that_is_not_understood_changes_nothing(searched: Path, resift: Run) -> None:
    done = resift("screen", "--plain", "--reviewer", "Ada", cwd=searched, answers="maybe\ne\ne I99\nz\n")
    assert "is no command" in done.stdout
    assert "an exclusion needs a reason" in done.stdout
    assert "there is no criterion I99" in done.stdout
    assert "nothing to take back" in done.stdout
    assert json.loads(resift("status", "--json", cwd=searched).stdout)["screened_by"] == {}


def test_a_byte_order_mark_before_the_answers_moves_none_of_them_to_another_report(searched: Path, resift: Run) -> None:
    done = resift("screen", "--reviewer", "Ada", cwd=searched, answers="\ufeffi\r\ne I1\r\n")
    assert [line for line in done.stdout.splitlines() if line.startswith("Saved: ")] == [
        "Saved: include.", "Saved: exclude I1.",
    ]  # fmt: skip


def test_undo_takes_back_also_what_was_decided_in_an_earlier_sitting(searched: Path, resift: Run) -> None:
    resift("screen", "--plain", "--reviewer", "Ada", cwd=searched, answers="i\n")
    done = resift("screen", "--plain", "--reviewer", "Ada", cwd=searched, answers="z\n")
    assert "Taken back: include." in done.stdout
    assert json.loads(resift("status", "--json", cwd=searched).stdout)["screened_by"] == {}


def test_exports_are_grouped_outside_a_review(tmp_path: Path, review: Path, resift: Run) -> None:
    done = resift("dedup", "export.ris", "corpus.xml", "--groups", "groups.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "groups.csv").open() as file:
        group = {r["id"]: r["group"] for r in csv.DictReader(file)}
    assert group["export-1"] == group["corpus-1"]
    assert len(group) == 6
    assert len(set(group.values())) == 5


def test_a_finished_screening_is_replayed_with_its_priors_first(tmp_path: Path, resift: Run) -> None:
    rows = [("befriending for psychosis", 1), ("bridge repair", 0), ("peer support for psychosis", 1), ("steel", 0)] * 3
    lines = "\n".join(f"{t} {i},{t} abstract,{label}" for i, (t, label) in enumerate(rows))
    (tmp_path / "done.csv").write_text(f"title,abstract,label\n{lines}\n")
    done = resift("simulate", "done.csv", "--prior", "0", "--prior", "1", "--order", "out.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out.csv").open() as file:
        order = [(int(r["position"]), int(r["row"]), int(r["label"])) for r in csv.DictReader(file)]
    assert [row for _, row, _ in order[:2]] == [0, 1]
    assert {row for _, row, label in order if label} == {0, 2, 4, 6, 8, 10}


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(review: Path, resift: Run) -> None:
    (review.parent / "evil.ris").write_text("TY  - JOUR\nTI  - =cmd|'/C calc'!A1\nAB  - <script>x</script>\nER  - \n")
    resift("import", "../evil.ris", "--database", "embase", cwd=review)
    resift("dedup", cwd=review)
    assert resift("report", cwd=review).returncode == 0
    assert "'=cmd" in (review / "reports/records.csv").read_text()
    assert "<script>" not in (review / "reports/report.html").read_text()


def test_a_doubtful_pair_is_settled_by_a_person_and_stays_so(review: Path, resift: Run) -> None:
    # the same author, title and year and nothing else: two entries that no rule can tell apart
    entry = "TY  - JOUR\nTI  - Fictional garden groups in a small town\nAU  - Doe, Jo\nPY  - 2020\nER  - \n"
    (review.parent / "twice.ris").write_text(entry)
    (review.parent / "other.ris").write_text(entry.replace("AU  - Doe, Jo", "AU  - Doe, Jo\nJO  - Fictional Journal"))
    resift("import", "../twice.ris", "--database", "embase", cwd=review)
    resift("import", "../other.ris", "--database", "cinahl", cwd=review)
    before = json.loads(resift("dedup", "--json", cwd=review).stdout)
    assert (before["reports"], before["doubtful"]) == (2, 1)
    asked = resift("dedup", "--reviewer", "Cleo", cwd=review, answers="perhaps\ns\n")
    assert "Why it is doubtful:" in asked.stdout
    after = json.loads(resift("dedup", "--json", cwd=review).stdout)
    assert (after["reports"], after["doubtful"]) == (1, 0)
