"""A strategy's file that is changed after it was run is noticed."""

import json
from pathlib import Path

from tests.review.loopback import article, choir_review, resift, search


def _status(review: Path) -> tuple[list[str], str]:
    said = json.loads(resift(review, "status", "--json").stdout)
    return said["changed"], said["next"]


def test_status_says_so_and_names_the_command_that_runs_it_again(tmp_path: Path) -> None:
    review = choir_review(tmp_path / "review")
    search(review, [article(11)])
    resift(review, "dedup")
    assert _status(review) == ([], "resift screen --reviewer NAME")
    (review / "queries/repaired.txt").write_text("choirs.ti.\n")
    said = "PubMed, repaired strategy: queries/repaired.txt was changed after it was run"
    assert _status(review) == ([said], "resift search pubmed-repaired --update")
    assert said in resift(review, "status").stdout
    search(review, [article(11)], "pubmed-repaired", "--update")
    assert _status(review)[0] == []


def test_blank_lines_at_the_end_and_line_ends_are_no_change(tmp_path: Path) -> None:
    review = choir_review(tmp_path / "review")
    search(review, [article(11)])
    (review / "queries/published.txt").write_bytes(b"choir*.ti.\r\n\r\n")
    assert _status(review)[0] == []


def test_a_file_that_is_gone_is_a_change(tmp_path: Path) -> None:
    review = choir_review(tmp_path / "review")
    search(review, [article(11)])
    (review / "queries/published.txt").unlink()
    assert _status(review)[1] == "resift search pubmed --update"


def test_a_strategy_that_was_run_elsewhere_is_to_be_exported_again(tmp_path: Path) -> None:
    review = choir_review(tmp_path / "review")
    toml = (review / "review.toml").read_text()
    wanted = 'name = "embase"\n'
    (review / "review.toml").write_text(toml.replace(wanted, f'{wanted}strategy = "queries/embase.txt"\n'))
    (review / "queries/embase.txt").write_text("choir*:ti")
    (tmp_path / "embase.ris").write_text("TY  - JOUR\nTI  - A fictional choir.\nER  - \n")
    assert resift(review, "import", "../embase.ris", "--database", "embase").returncode == 0
    assert _status(review)[0] == []
    (review / "queries/embase.txt").write_text("choirs:ti")
    assert _status(review)[1] == "resift import FILE --database embase"


def test_a_strategy_written_down_after_the_import_is_no_change(tmp_path: Path) -> None:
    review = choir_review(tmp_path / "review")
    (tmp_path / "embase.ris").write_text("TY  - JOUR\nTI  - A fictional choir.\nER  - \n")
    assert resift(review, "import", "../embase.ris", "--database", "embase").returncode == 0
    toml = (review / "review.toml").read_text()
    wanted = 'name = "embase"\n'
    (review / "review.toml").write_text(toml.replace(wanted, f'{wanted}strategy = "queries/embase.txt"\n'))
    (review / "queries/embase.txt").write_text("choir*:ti")
    assert _status(review)[0] == []


def test_a_search_asked_for_again_says_that_its_strategy_was_changed_and_how_to_run_it(tmp_path: Path) -> None:
    review = choir_review(tmp_path / "review")
    search(review, [article(11)])
    (review / "queries/repaired.txt").write_text("choirs.ti.\n")
    done = resift(review, "search", "--corpus", "../none.xml")
    assert done.returncode == 1
    assert "queries/repaired.txt was changed since" in done.stderr
    assert "resift search pubmed-repaired --update" in done.stderr
    other = resift(review, "search", "pubmed", "--corpus", "../none.xml")
    assert "changed since" not in other.stderr
