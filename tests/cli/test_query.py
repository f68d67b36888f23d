"""The query commands as a user runs them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from resift.cli.query.annotated import annotated
from resift.strategy.findings import at

STRATEGY = "(lonel*[ti] OR intervene*[ti]) AND trial[ti]\n"
HISTORY = "1. social support.ti.\n2. community participation.ti.\n3. 1 or 2\n4. beekeepers.ti.\n5. 3 not 4\n"


def _run(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resift", "query", *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "80", **variables}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def strategy(tmp_path: Path) -> Path:
    (tmp_path / "s.txt").write_text(STRATEGY)
    return tmp_path


# ---- the strategy with marks beneath


def test_a_mark_stands_beneath_its_stretch_with_its_code_beside_it() -> None:
    text = "lonel* and trial"
    found = [at(text, (0, 6), "AAA01", "error", ""), at(text, (11, 16), "BBB01", "note", "")]
    assert list(annotated(text, found, 79)) == [
        "   1 | lonel* and trial",
        "     | ^^^^^^ AAA01",
        "     |            ----- BBB01",
    ]


def test_marks_with_room_between_share_a_line() -> None:
    text = "lonel* and something else and trial"
    found = [at(text, (0, 6), "AAA01", "warning", ""), at(text, (30, 35), "BBB01", "note", "")]
    assert list(annotated(text, found, 79))[1:] == ["     | ~~~~~~ AAA01                  ----- BBB01"]


def test_findings_of_one_stretch_share_a_mark_of_the_worst_severity() -> None:
    text = "lonel*"
    found = [at(text, (0, 6), "AAA01", "note", ""), at(text, (0, 6), "BBB01", "error", "")]
    assert list(annotated(text, found, 79))[1:] == ["     | ^^^^^^ AAA01 BBB01"]


def test_a_long_row_is_broken_between_words_and_the_mark_goes_with_its_piece() -> None:
    text = "aaaa bbbb cccc dddd eeee ffff"
    rows = list(annotated(text, [at(text, (20, 24), "AAA01", "error", "")], 41))
    assert rows == ["   1 | aaaa bbbb cccc dddd", "     | eeee ffff", "     | ^^^^ AAA01"]


def test_a_mark_over_a_break_goes_on_below_and_its_code_stands_once() -> None:
    text = "aaaa bbbb cccc dddd eeee ffff"
    rows = list(annotated(text, [at(text, (15, 24), "AAA01", "error", "")], 41))
    assert rows[1:] == ["     |                ^^^^ AAA01", "     | eeee ffff", "     | ^^^^"]


def test_wide_characters_do_not_shift_a_mark() -> None:
    text = "孤独 AND trial"
    assert list(annotated(text, [at(text, (7, 12), "AAA01", "note", "")], 79))[1:] == ["     |          ----- AAA01"]


def test_a_finding_over_two_rows_is_marked_on_both() -> None:
    text = "(lonel*\nisolat*"
    rows = list(annotated(text, [at(text, (0, 15), "AAA01", "error", "")], 79))
    assert rows == ["   1 | (lonel*", "     | ^^^^^^^ AAA01", "   2 | isolat*", "     | ^^^^^^^"]


# ---- check


def test_check_fits_the_terminal(root: Path) -> None:
    done = _run("check", "queries/published.txt", cwd=root)
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_check_says_the_severity_in_words_and_counts_them(strategy: Path) -> None:
    done = _run("check", "s.txt", cwd=strategy)
    assert "warning L04, line 1, column 16: intervene* misses intervention" in done.stdout
    assert "0 errors, 1 warning, 1 note." in done.stdout.splitlines()[-1]
    assert done.returncode == 0


def test_colour_is_only_added_where_it_is_asked_for(strategy: Path) -> None:
    plain = _run("check", "s.txt", cwd=strategy).stdout
    assert "\x1b[" not in plain
    coloured = _run("check", "s.txt", "--color", cwd=strategy).stdout
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_check_as_json_gives_places_that_cut_out_the_stretch(strategy: Path) -> None:
    found = json.loads(_run("check", "s.txt", "--json", cwd=strategy).stdout)
    assert (found["platform"], found["parsed"]) == ("pubmed", True)
    (stem,) = (d for d in found["diagnostics"] if d["code"] == "L04")
    assert STRATEGY[stem["start"] : stem["end"]] == "intervene*"


def test_check_as_json_tells_the_lines_of_a_history(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("1. lonel*.ti. (120)\n2. trial.ti.\n3. 1 and 2\n")
    lines = json.loads(_run("check", "s.txt", "--json", cwd=tmp_path).stdout)["lines"]
    assert [(n["number"], n["line"], n["text"], n["hits"]) for n in lines] == [
        ("1", 1, "lonel*.ti.", 120),
        ("2", 2, "trial.ti.", None),
        ("3", 3, "1 and 2", None),
    ]


def test_check_exits_with_1_only_for_an_error(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("(lonel*[ti] AND trial[ti]\n")
    assert _run("check", "s.txt", cwd=tmp_path).returncode == 1


def test_a_platform_that_is_not_known_is_refused_with_the_known_ones(strategy: Path) -> None:
    done = _run("check", "s.txt", "--platform", "altavista", cwd=strategy)
    assert done.returncode == 2
    assert "ovid" in done.stderr


def test_a_file_that_is_no_text_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_bytes(b"\xff\xfe\x00")
    done = _run("check", "s.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "s.txt: is not UTF-8 text" in done.stderr


# ---- explain


def test_explain_shows_both_examples(tmp_path: Path) -> None:
    done = _run("explain", "l04", cwd=tmp_path)
    assert done.stdout.startswith("L04: ")
    assert "Bad, on Ovid:\n    intervene*.ti,ab." in done.stdout
    assert "Good, on Ovid:\n    interven*.ti,ab." in done.stdout


def test_explain_without_a_code_lists_all(tmp_path: Path) -> None:
    listed = _run("explain", cwd=tmp_path).stdout.splitlines()
    as_json = json.loads(_run("explain", "--json", cwd=tmp_path).stdout)
    assert len(listed) == len(as_json) > 50


def test_a_code_that_is_nearly_one_is_answered_with_it(tmp_path: Path) -> None:
    done = _run("explain", "L4", cwd=tmp_path)
    assert done.returncode == 1
    assert "did you mean L04?" in done.stderr


def test_explain_of_an_unknown_code_is_one_error(tmp_path: Path) -> None:
    done = _run("explain", "L99", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "L99" in done.stderr
    assert "Traceback" not in done.stderr


# ---- run


@pytest.fixture
def corpus(review: Path) -> Path:
    """The folder with the fictional corpus of PubMed and the export beside it."""
    return review.parent


def test_run_counts_each_line_and_names_the_records(corpus: Path) -> None:
    (corpus / "s.txt").write_text(HISTORY)
    done = _run("run", "s.txt", "--corpus", "corpus.xml", "--json", cwd=corpus)
    found = json.loads(done.stdout)
    assert [(n["number"], n["count"]) for n in found["lines"]] == [("1", 1), ("2", 1), ("3", 2), ("4", 1), ("5", 2)]
    assert (found["total"], found["ids"]) == (2, ["90000001", "90000002"])


def test_run_shows_total_and_ids_in_words(corpus: Path) -> None:
    (corpus / "s.txt").write_text(HISTORY)
    rows = _run("run", "s.txt", "--corpus", "corpus.xml", cwd=corpus).stdout.splitlines()
    assert "2 of 4 records:" in rows
    assert [r[:8] for r in rows[-2:]] == ["90000001", "90000002"]
    assert rows[2].split()[:2] == ["3", "2"]


def test_run_takes_exports_and_folders_together(corpus: Path) -> None:
    (corpus / "s.txt").write_text("1. psychosis.ti.\n2. horticulture.ti.\n3. 1 or 2\n")
    (corpus / "xml").mkdir()
    (corpus / "corpus.xml").rename(corpus / "xml/corpus.xml")
    done = _run("run", "s.txt", "--corpus", "xml", "--corpus", "export.ris", "--json", cwd=corpus)
    assert json.loads(done.stdout)["ids"] == ["90000001", "90000004", "export-1", "export-2"]


def test_run_refuses_a_faulty_strategy_and_names_the_place(corpus: Path) -> None:
    (corpus / "s.txt").write_text("(lonel*[ti]\n")
    done = _run("run", "s.txt", "--corpus", "corpus.xml", cwd=corpus)
    assert (done.returncode, done.stdout) == (1, "")
    assert "s.txt:1:1" in done.stderr


def test_run_without_records_is_a_question_of_usage(strategy: Path) -> None:
    assert _run("run", "s.txt", cwd=strategy).returncode == 2


def test_a_corpus_that_is_not_there_is_named(strategy: Path) -> None:
    done = _run("run", "s.txt", "--corpus", "nowhere.xml", cwd=strategy)
    assert done.returncode == 1
    assert "nowhere.xml" in done.stderr


# ---- diff


def test_diff_tells_terms_hits_and_records(corpus: Path) -> None:
    (corpus / "a.txt").write_text("social support[ti] AND psychosis[ti]\n")
    (corpus / "b.txt").write_text('("social support"[ti] OR "social inclusion"[ti]) AND psychosis[ti]\n')
    done = _run("diff", "a.txt", "b.txt", "--corpus", "corpus.xml", "--json", cwd=corpus)
    found = json.loads(done.stdout)
    assert found["total"] == {"before": 1, "after": 2}
    assert (found["gained"], found["lost"]) == (["90000004"], [])
    first, second = found["concepts"]
    assert (first["added"], first["hits"]) == (['"social inclusion"'], {"before": 1, "after": 2})
    assert (second["status"], second["hits"]) == ("same", {"before": 2, "after": 2})


def test_diff_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("intervene*[ti]\n")
    (tmp_path / "b.txt").write_text("interven*[ti]\n")
    done = _run("diff", "a.txt", "b.txt", cwd=tmp_path)
    assert done.stdout == "Concept 1, changed: intervene*\n  truncation: intervene* -> interven*\n"


# ---- translate


def test_translate_writes_the_translation_alone_to_standard_output(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("(lonel* adj3 adult*).ti.\n")
    done = _run("translate", "s.txt", "--to", "scopus", cwd=tmp_path)
    assert done.stdout == "TITLE(lonel* W/2 adult*)\n"
    assert "Effect on Scopus" in done.stderr


def test_translate_with_a_part_left_over_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("'lonely feeling'/exp\n")
    done = _run("translate", "s.txt", "--platform", "embase", cwd=tmp_path)
    assert done.returncode == 1
    assert "TRN01" in done.stderr


# ---- starting up


def test_help_of_the_program_loads_neither_strategies_nor_numpy() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom resift.cli import cli\n"
        "print(CliRunner().invoke(cli, ['--help']).output)\n"
        "print('loaded:', {'numpy', 'resift.strategy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "query" in done.stdout
    assert done.stdout.splitlines()[-1] == "loaded: set()"
