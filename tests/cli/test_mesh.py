"""resift mesh: the table in use, loading NLM's file, and a heading with what lies below it. Headings are fictional."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

ASCII = """*NEWRECORD
RECTYPE = D
MH = Fictional Gardens
AQ = EC TD
PRINT ENTRY = Plots, Fictional|T073|NON|NRW|XXX (2026)|260101|abcdef
MN = X01
UI = D9

*NEWRECORD
RECTYPE = D
MH = Fictional Beehives
MN = X01.100
UI = D9
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RESIFT_MESH", str(tmp_path / "data"))
    (tmp_path / "d2026.bin").write_text(ASCII)
    return tmp_path


def test_without_a_load_the_bundled_table_is_named_and_the_next_step(folder: Path, resift: Run) -> None:
    done = resift("mesh", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "bundled" in done.stdout
    assert "next: resift mesh load" in done.stdout


def test_a_load_says_how_many_headings_and_of_what_year(folder: Path, resift: Run) -> None:
    done = resift("mesh", "load", "d2026.bin", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "2 headings of MeSH 2026" in done.stdout
    shown = json.loads(resift("mesh", "--json", cwd=folder).stdout)
    assert (shown["source"], shown["year"], shown["headings"], shown["with_tree_numbers"]) == (
        "d2026.bin",
        "2026",
        2,
        2,
    )
    assert Path(shown["loaded"]).is_file()


def test_a_heading_is_shown_with_all_that_is_known_of_it(folder: Path, resift: Run) -> None:
    resift("mesh", "load", "d2026.bin", cwd=folder)
    shown = json.loads(resift("mesh", "show", "plots, fictional", "--json", cwd=folder).stdout)
    assert shown["heading"] == "Fictional Gardens"
    assert shown["tree_numbers"] == ["X01"]
    assert shown["entry_terms"] == ["Plots, Fictional"]
    assert shown["subheadings"] == ["economics", "trends"]
    assert shown["below"] == ["Fictional Beehives"]
    text = resift("mesh", "show", "plots, fictional", cwd=folder).stdout
    assert "entry term of" in text
    assert "Fictional Beehives" in text


def test_an_unknown_heading_is_one_error_with_near_spellings(folder: Path, resift: Run) -> None:
    done = resift("mesh", "show", "Schizofrenia", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "'Schizofrenia' is no heading" in done.stderr
    assert 'next: resift mesh show "Schizophrenia"' in done.stderr


def test_an_unknown_heading_with_nothing_near_it_is_still_one_error(folder: Path, resift: Run) -> None:
    done = resift("mesh", "show", "qqqqzzzz", cwd=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "next: check its spelling" in done.stderr


def test_a_heading_without_a_known_number_says_so(folder: Path, resift: Run) -> None:
    done = resift("mesh", "show", "diabetes mellitus", cwd=folder)
    assert done.returncode == 0
    assert "tree numbers: none known" in done.stdout
    assert "resift mesh load" in done.stdout


def test_a_file_that_is_none_of_nlms_is_one_error_and_changes_nothing(folder: Path, resift: Run) -> None:
    resift("mesh", "load", "d2026.bin", cwd=folder)
    (folder / "notes.txt").write_text("Fictional notes.")
    done = resift("mesh", "load", "notes.txt", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("resift: notes.txt: is no descriptor file")
    assert json.loads(resift("mesh", "--json", cwd=folder).stdout)["headings"] == 2


def test_a_folder_that_cannot_be_made_is_one_error(folder: Path, resift: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESIFT_MESH", str(folder / "d2026.bin" / "data"))
    done = resift("mesh", "load", "d2026.bin", cwd=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
