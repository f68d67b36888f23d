"""Exports for other tools, and two copies of a review put together, from the command line."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the grouped review is kept once it was made."""
    return tmp_path_factory.mktemp("kept") / "review"


@pytest.fixture
def grouped(review: Path, resift: Run, kept: Path) -> Path:
    """Three reports, nothing decided."""
    steps = (("search", "--corpus", "../corpus.xml"), ("import", "../export.ris", "--database", "psycinfo"), ("dedup",))
    if not kept.exists():
        for step in steps:
            assert resift(*step, cwd=review).returncode == 0
        shutil.copytree(review, kept)
    shutil.rmtree(review)
    shutil.copytree(kept, review)
    return review


def _screen(resift: Run, where: Path, who: str, answers: str) -> None:
    assert resift("screen", "--plain", "--reviewer", who, cwd=where, answers=answers).returncode == 0


def _export(resift: Run, where: Path, *arguments: str) -> list[dict[str, str]]:
    done = resift("export", *arguments, cwd=where)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(done.stdout.splitlines()))


def _status(resift: Run, where: Path) -> dict[str, object]:
    return json.loads(resift("status", "--json", cwd=where).stdout)


def test_two_who_screen_apart_and_send_each_other_files_come_to_one_state(grouped: Path, resift: Run) -> None:
    other = grouped.parent / "elsewhere"
    shutil.copytree(grouped, other)
    _screen(resift, grouped, "Ada", "i\ni\ne I2\n")
    _screen(resift, other, "Bo", "i\ne I2\ne I5\nz\ne I2\n")
    for who, where in (("Ada", grouped), ("Bo", other)):
        done = resift("export", "--to", "events", "--reviewer", who, "--out", f"../{who}.jsonl", cwd=where)
        assert done.returncode == 0, done.stderr
    # Bo's undo is an event too: three decisions, one taken back, one more
    first = json.loads(resift("merge", "../Bo.jsonl", "--json", cwd=grouped).stdout)
    assert (first["new"], first["known"]) == (5, 0)
    assert first["by"] == [{"reviewer": "Bo", "stage": "screening", "new": 5}]
    again = json.loads(resift("merge", "../Bo.jsonl", "../Ada.jsonl", "../Bo.jsonl", "--json", cwd=grouped).stdout)
    assert (again["new"], again["known"]) == (0, 8)
    assert resift("merge", "../Ada.jsonl", cwd=other).returncode == 0
    assert _status(resift, grouped) == _status(resift, other)
    assert _status(resift, grouped)["screened_by"] == {"Ada": 3, "Bo": 3}


def test_a_tampered_file_is_refused_by_name_and_line_and_adds_nothing(grouped: Path, resift: Run) -> None:
    _screen(resift, grouped, "Ada", "i\ni\n")
    assert resift("export", "--to", "events", "--reviewer", "Ada", "--out", "a.jsonl", cwd=grouped).returncode == 0
    path = grouped / "a.jsonl"
    path.write_text(path.read_text().replace('"include"', '"unsure"'))
    done = resift("merge", "a.jsonl", cwd=grouped)
    assert done.returncode == 1
    assert "a.jsonl:2: this event was changed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_copy_without_the_records_refuses_the_events_and_says_why(grouped: Path, resift: Run) -> None:
    _screen(resift, grouped, "Ada", "i\n")
    resift("export", "--to", "events", "--out", "../a.jsonl", cwd=grouped)
    resift("init", "empty", cwd=grouped.parent)
    done = resift("merge", "../a.jsonl", cwd=grouped.parent / "empty")
    assert done.returncode == 1
    assert "same searches and imports" in done.stderr


def test_everybodys_events_come_with_a_warning_and_one_reviewers_without(grouped: Path, resift: Run) -> None:
    _screen(resift, grouped, "Ada", "i\n")
    _screen(resift, grouped, "Bo", "i\n")
    everybody = resift("export", "--to", "events", cwd=grouped)
    assert "not for a reviewer who is still screening" in everybody.stderr
    one = resift("export", "--to", "events", "--reviewer", "Ada", cwd=grouped)
    assert one.stderr == ""
    assert [json.loads(x)["reviewer"] for x in one.stdout.splitlines()] == ["Ada", "Ada"]
    assert str(grouped) not in everybody.stdout


def test_the_team_export_names_what_the_decisions_come_to(grouped: Path, resift: Run) -> None:
    _screen(resift, grouped, "Ada", "i\ne I2\n")
    _screen(resift, grouped, "Bo", "i\n")
    rows = _export(resift, grouped, "--to", "csv")
    assert sorted(r["resift_status"] for r in rows) == ["included", "pending", "unread"]
    assert {r["resift_decisions"] for r in rows} == {"Ada: include; Bo: include", "Ada: exclude", ""}


def test_an_export_for_one_reviewer_shows_nothing_that_this_reviewer_has_not_decided(
    grouped: Path, resift: Run
) -> None:
    _screen(resift, grouped, "Ada", "i\ni\ne I2\n")
    _screen(resift, grouped, "Bo", "i\n")
    rows = _export(resift, grouped, "--to", "csv", "--reviewer", "Bo")
    assert sorted(r["resift_status"] for r in rows) == ["included", "unread", "unread"]
    assert [bool(r["resift_decisions"]) for r in rows] == [r["resift_status"] == "included" for r in rows]


def test_labels_for_asreview_can_be_replayed_as_a_finished_screening(grouped: Path, resift: Run) -> None:
    _screen(resift, grouped, "Ada", "i\ni\ne I2\n")
    _screen(resift, grouped, "Bo", "i\ni\ne I2\n")
    done = resift("export", "--to", "asreview", "--out", "labels.csv", "--json", cwd=grouped)
    told = json.loads(done.stdout)
    assert (told["number"], sum(told["counts"].values())) == (3, 3)
    replayed = resift("simulate", "labels.csv", "--json", cwd=grouped)
    assert json.loads(replayed.stdout)["included"] == told["counts"]["included"]


def test_each_export_is_read_by_resift_itself(grouped: Path, resift: Run) -> None:
    for to in ("ris", "covidence", "rayyan", "csv", "asreview"):
        done = resift("export", "--to", to, "--out", f"../{to}.out", cwd=grouped)
        assert done.returncode == 0, done.stderr
        again = resift("dedup", f"{to}.out", "--groups", f"{to}.groups", cwd=grouped.parent)
        assert again.returncode == 0, again.stderr
        assert len((grouped.parent / f"{to}.groups").read_text().splitlines()) == 1 + 3


def test_only_the_reports_of_the_asked_status_are_written(grouped: Path, resift: Run) -> None:
    for who in ("Ada", "Bo"):
        _screen(resift, grouped, who, "i\n")
    assert len(_export(resift, grouped, "--to", "rayyan", "--status", "included")) == 1
    assert len(_export(resift, grouped, "--to", "rayyan", "--status", "unread")) == 2


def test_the_stage_whose_decisions_were_written_is_said(grouped: Path, resift: Run) -> None:
    for who in ("Ada", "Bo"):
        _screen(resift, grouped, who, "i\ni\ne I2\n")
    first = resift("export", "--to", "ris", "--status", "included", cwd=grouped)
    assert "Decisions on title and abstract (screening)." in first.stderr
    resift("retrieve", "--reviewer", "Ada", cwd=grouped, answers="y\ny\n")
    done = resift("screen", "--plain", "--stage", "eligibility", "--reviewer", "Ada", cwd=grouped, answers="i\n")
    assert done.returncode == 0, done.stderr
    then = resift("export", "--to", "csv", cwd=grouped)
    assert "Decisions on the full text (eligibility); for title and abstract add --stage screening." in then.stderr
    assert {r["resift_stage"] for r in csv.DictReader(then.stdout.splitlines())} == {"eligibility"}
    labels = resift("export", "--to", "asreview", cwd=grouped)
    assert "Decisions on title and abstract (screening)." in labels.stderr
    assert len(labels.stdout.splitlines()) == 1 + 3


def test_an_empty_selection_is_said_and_writes_no_file(grouped: Path, resift: Run) -> None:
    done = resift("export", "--to", "ris", "--status", "conflict", "--out", "none.ris", cwd=grouped)
    assert done.returncode == 1
    assert "no report is conflict at screening; no file was written" in done.stderr
    assert not (grouped / "none.ris").exists()
    events = resift("export", "--to", "events", "--reviewer", "Ada", "--out", "none.jsonl", cwd=grouped)
    assert events.returncode == 1
    assert not (grouped / "none.jsonl").exists()


def test_a_name_that_decided_nothing_is_not_exported_as_all_unread(grouped: Path, resift: Run) -> None:
    _screen(resift, grouped, "Ada", "i\n")
    done = resift("export", "--to", "csv", "--reviewer", "Adda", cwd=grouped)
    assert done.returncode == 1
    assert "Adda decided nothing" in done.stderr


def test_a_file_that_is_there_is_not_written_over_without_force(grouped: Path, resift: Run) -> None:
    (grouped / "mine.ris").write_text("precious")
    done = resift("export", "--to", "ris", "--out", "mine.ris", cwd=grouped)
    assert done.returncode == 1
    assert (grouped / "mine.ris").read_text() == "precious"
    assert resift("export", "--to", "ris", "--out", "mine.ris", "--force", cwd=grouped).returncode == 0
    assert (grouped / "mine.ris").read_text().startswith("TY  - JOUR")


def test_a_title_like_a_formula_is_harmless_in_every_table(review: Path, resift: Run) -> None:
    (review.parent / "evil.ris").write_text("TY  - JOUR\nTI  - =cmd|'/C calc'!A1\nAB  - Made up.\nER  - \n")
    resift("import", "../evil.ris", "--database", "embase", cwd=review)
    resift("dedup", cwd=review)
    for to in ("csv", "asreview", "rayyan"):
        assert _export(resift, review, "--to", to)[0]["title"] == "'=cmd|'/C calc'!A1"


def test_what_does_not_go_together_is_a_usage_error(review: Path, resift: Run) -> None:
    for arguments in (("--to", "ris", "--json"), ("--to", "events", "--stage", "screening"), ("--to", "endnote"), ()):
        assert resift("export", *arguments, cwd=review).returncode == 2


@pytest.mark.parametrize("command", [("rank",), ("screen", "--reviewer", "Ada"), ("dedup", "--reviewer", "Ada")])
def test_no_text_of_a_record_commands_the_terminal(review: Path, resift: Run, command: tuple[str, ...]) -> None:
    # two entries that only a person can tell apart, with what clears a screen in their titles
    entry = "TY  - JOUR\nTI  - Fictional \x1b[2Jgarden groups in a small town\nAU  - Doe, Jo\nPY  - 2020\n{}ER  - \n"
    for name, more in (("embase", ""), ("cinahl", "JO  - Fictional Journal\n")):
        (review.parent / f"{name}.ris").write_text(entry.format(more))
        resift("import", f"../{name}.ris", "--database", name, cwd=review)
    resift("dedup", cwd=review)
    done = resift(*command, cwd=review, answers="q\n")
    assert "in a small town" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
