"""Bad input gives one clear message with the next command and exit status 1; nothing is lost, nothing half-written."""

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def _refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert "next:" in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_folder_that_is_no_review_is_named(tmp_path: Path, resift: Run) -> None:
    for step in (["status"], ["search", "--corpus", "x.xml"], ["dedup"], ["rank"], ["report"]):
        _refused(resift(*step, cwd=tmp_path), "not a review folder", "resift init")


CONFIGS = [
    ("[review]\ntitle = = 3\n", "line 2"),
    ('[review]\nquestion = "q"\n[screening]\ncriteria = "screening/criteria.toml"\n', "title"),
    ('[review]\ntitle = "t"\nquestion = "q"\n', "[screening]"),
    ('[review]\ntitle = "t"\nquestion = "q"\n[screening]\ncriteria = "screening/criteria.toml"\n', "[[search]]"),
]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('name = "psycinfo"', 'name = "EMBASE"', "two searches are named"),
        ('name = "psycinfo"', f'name = "{"long" * 11}"', "40 letters"),
        ('criteria = "screening/criteria.toml"', 'criteria = "/etc/hostname"', "leads out"),
        ('studies = "data/previous/studies.csv"', 'studies = "../studies.csv"', "leads out"),
        ('criteria = "screening/criteria.toml"', 'criteria = "\\u0000"', "no path"),
    ],
)
def test_a_setting_that_cannot_be_kept_to_is_refused(review: Path, resift: Run, old: str, new: str, word: str) -> None:
    config = review / "review.toml"
    assert old in config.read_text()
    config.write_text(config.read_text().replace(old, new))
    _refused(resift("status", cwd=review), word)


@pytest.mark.parametrize(("text", "word"), CONFIGS)
def test_a_malformed_review_toml_is_named_with_its_place(review: Path, resift: Run, text: str, word: str) -> None:
    (review / "review.toml").write_text(text)
    _refused(resift("status", cwd=review), "review.toml", word)


STRAY = [
    ("review.toml", "reviewers = 2", "reviewrs = 2", "there is no key 'reviewrs' in [screening]", "reviewers?"),
    ("review.toml", "[stopping]", "[stoping]", "there is no table [stoping]", "stopping?"),
    ("review.toml", 'mode = "tight"', 'mood = "tight"', "there is no key 'mood' in [search]", "mode?"),
    ("review.toml", "[review]", "recall = 1\n[review]", "there is no key 'recall' in this file", "leave it out"),
    ("screening/criteria.toml", "terms = [", "term = [", "there is no key 'term' in [criterion]", "terms?"),
    ("screening/criteria.toml", "[[criterion]]", "[[criteria]]", "there is no table [criteria]", "criterion?"),
]


@pytest.mark.parametrize(("name", "old", "new", "said", "near"), STRAY)
def test_a_key_or_table_that_means_nothing_is_named_with_its_line_and_the_nearest_one(
    review: Path, resift: Run, name: str, old: str, new: str, said: str, near: str
) -> None:
    path = review / name
    text = path.read_text()
    path.write_text(text.replace(old, new, 1))
    line = text[: text.index(old)].count("\n") + 1
    _refused(resift("status", cwd=review), f"{name}:{line}: {said}", near)


def test_status_warns_of_a_strategy_that_is_missing_or_for_no_known_platform(review: Path, resift: Run) -> None:
    assert "Warning" not in resift("status", cwd=review).stdout
    (review / "queries/repaired.txt").unlink()
    config = review / "review.toml"
    config.write_text(config.read_text().replace('written_for = "ovid"', 'written_for = "ovud"'))
    done = resift("status", cwd=review)
    assert done.returncode == 0
    assert "Warning: search pubmed: written_for = 'ovud' is no platform" in done.stdout
    assert "Warning: search pubmed-repaired: queries/repaired.txt: there is no such file" in done.stdout


def test_status_warns_of_a_criterion_that_decisions_name_and_that_is_gone(review: Path, resift: Run) -> None:
    resift("import", "../export.ris", "--database", "embase", cwd=review)
    resift("dedup", cwd=review)
    resift("screen", "--reviewer", "Ada", cwd=review, answers="e E3\nq\n")
    assert "Warning" not in resift("status", cwd=review).stdout
    path = review / "screening/criteria.toml"
    path.write_text(path.read_text().replace('id = "E3"', 'id = "E9"'))
    said = resift("status", cwd=review).stdout
    assert "Warning: 1 decision names criterion E3, which the criteria do not have any more" in said


def test_a_missing_or_malformed_criteria_file_is_named(review: Path, resift: Run) -> None:
    path = review / "screening/criteria.toml"
    good = path.read_text()
    path.unlink()
    _refused(resift("status", cwd=review), "criteria.toml")
    path.write_text(good.replace('kind = "include"', 'kind = "perhaps"', 1))
    _refused(resift("status", cwd=review), "criteria.toml", "criterion 1", "perhaps")
    path.write_text(good.replace('id = "I2"', 'id = "I1"'))
    _refused(resift("status", cwd=review), "I1")


def test_a_missing_or_malformed_strategy_is_named_and_nothing_is_stored(review: Path, resift: Run) -> None:
    path = review / "queries/published.txt"
    path.write_text("(social* or communit*) adj1 (inclus* AND")
    _refused(resift("search", "--corpus", "../corpus.xml", cwd=review), "published.txt")
    path.unlink()
    _refused(resift("search", "--corpus", "../corpus.xml", cwd=review), "published.txt")
    path.write_text("")
    _refused(resift("search", "--corpus", "../corpus.xml", cwd=review), "published.txt")
    assert "0  searches" in resift("status", cwd=review).stdout


def test_a_strategy_outside_the_review_is_refused(review: Path, resift: Run) -> None:
    config = review / "review.toml"
    config.write_text(config.read_text().replace("queries/published.txt", "../../../etc/hostname"))
    _refused(resift("search", "pubmed", "--corpus", "../corpus.xml", cwd=review), "leads out")


def test_an_unknown_database_is_answered_with_the_known_ones(review: Path, resift: Run) -> None:
    _refused(resift("import", "../export.ris", "--database", "medlars", cwd=review), "medlars", "psycinfo")
    _refused(resift("search", "medlars", "--corpus", "../corpus.xml", cwd=review), "medlars", "psycinfo")


def test_a_database_that_is_imported_cannot_be_searched(review: Path, resift: Run) -> None:
    _refused(
        resift("search", "embase", "--corpus", "../corpus.xml", cwd=review), "resift import FILE --database embase"
    )


BROKEN = [
    ("empty.ris", b"", "empty"),
    ("page.ris", b"<html><body>Session expired</body></html>", "page.ris"),
    ("answer.ris", b'{"error": "API rate limit exceeded"}', "answer.ris"),
    ("photo.ris", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "photo.ris"),
    ("cut.xml", b'<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PM', "cut.xml"),
    ("entities.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><PubmedArticleSet>'
     b"<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>&x;</ArticleTitle>", "entities.xml"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "word"), BROKEN)
def test_a_corrupt_import_is_refused_and_nothing_is_left_of_it(
    review: Path, resift: Run, name: str, data: bytes, word: str
) -> None:
    (review.parent / name).write_bytes(data)
    _refused(resift("import", f"../{name}", "--database", "embase", cwd=review), word)
    assert "0  records identified" in resift("status", cwd=review).stdout
    assert [p for p in (review / "data/imports").rglob("*") if p.is_file()] == []


def test_what_occurs_many_times_in_an_import_is_said_once_with_its_first_line(review: Path, resift: Run) -> None:
    one = (Path(__file__).parents[1] / "formats/exports/embase.ris").read_bytes()
    (review.parent / "export.ris").write_bytes(one * 10)
    done = resift("import", "../export.ris", "--database", "embase", cwd=review)
    assert done.returncode == 0, done.stderr
    assert "read as RIS of Embase.com (10 times, first on line 1)" in done.stderr


def test_a_missing_import_is_named(review: Path, resift: Run) -> None:
    _refused(resift("import", "../nowhere.ris", "--database", "embase", cwd=review), "nowhere.ris")


def test_a_second_import_of_a_file_is_refused(review: Path, resift: Run) -> None:
    assert resift("import", "../export.ris", "--database", "embase", cwd=review).returncode == 0
    _refused(resift("import", "../export.ris", "--database", "embase", cwd=review), "imported already", "resift dedup")


def test_a_second_search_is_refused_unless_a_new_round_is_asked_for(review: Path, resift: Run) -> None:
    assert resift("search", "--corpus", "../corpus.xml", cwd=review).returncode == 0
    _refused(resift("search", "--corpus", "../corpus.xml", cwd=review), "searched already", "--update")
    assert resift("search", "--corpus", "../corpus.xml", "--update", cwd=review).returncode == 0


def test_steps_before_their_time_name_the_step_that_is_missing(review: Path, resift: Run) -> None:
    _refused(resift("dedup", cwd=review), "no records yet", "resift search")
    _refused(resift("report", "--strict", cwd=review), "nothing was searched yet", "resift status")
    resift("import", "../export.ris", "--database", "embase", cwd=review)
    for step in (["rank"], ["screen", "--plain", "--reviewer", "Ada"], ["report"]):
        _refused(resift(*step, cwd=review), "resift dedup")


def test_a_second_dedup_rank_or_report_simply_runs_again(review: Path, resift: Run) -> None:
    resift("import", "../export.ris", "--database", "embase", cwd=review)
    for step in ("dedup", "rank", "report"):
        first, second = (resift(step, "--json", cwd=review) for _ in range(2))
        assert (first.returncode, second.returncode) == (0, 0), second.stderr
        assert first.stdout == second.stdout


def test_a_store_of_a_newer_version_is_refused_untouched(review: Path, resift: Run) -> None:
    resift("status", cwd=review)
    with sqlite3.connect(review / "data/review.db") as db:
        db.execute("UPDATE meta SET value = '999' WHERE key = 'version'")
    db.close()
    _refused(resift("status", cwd=review), "newer resift")


def test_a_folder_that_is_not_empty_is_not_made_a_review(tmp_path: Path, resift: Run) -> None:
    (tmp_path / "review").mkdir()
    (tmp_path / "review/mine.txt").write_text("keep me")
    _refused(resift("init", "review", cwd=tmp_path), "not empty")
    assert [p.name for p in (tmp_path / "review").iterdir()] == ["mine.txt"]


def test_pubmed_is_not_asked_without_an_address_of_the_asker(
    review: Path, resift: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NCBI_EMAIL", raising=False)
    _refused(resift("search", cwd=review), "NCBI_EMAIL")


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["dedup", "a.ris"], ["simulate"], ["screen"], ["search", "--since", "yesterday"]],
)
def test_a_command_that_is_not_understood_exits_with_2(tmp_path: Path, resift: Run, arguments: list[str]) -> None:
    assert resift(*arguments, cwd=tmp_path).returncode == 2


SCREENINGS = [
    ("title,abstract\na,b\n", "no column with labels"),
    ("title,label\na,2\n", "row 0"),
    ("title,label\na,1\nb,\n", "row 1"),
]


@pytest.mark.parametrize(("text", "word"), SCREENINGS)
def test_a_screening_without_good_labels_is_refused(tmp_path: Path, resift: Run, text: str, word: str) -> None:
    (tmp_path / "s.csv").write_text(text)
    _refused(resift("simulate", "s.csv", cwd=tmp_path), "s.csv", word)


def test_groups_never_overwrite_a_file_that_is_read(tmp_path: Path, review: Path, resift: Run) -> None:
    before = (tmp_path / "export.ris").read_bytes()
    assert resift("dedup", "export.ris", "--groups", "export.ris", cwd=tmp_path).returncode == 2
    assert (tmp_path / "export.ris").read_bytes() == before


def test_the_same_file_under_another_databases_name_is_refused(review: Path, resift: Run) -> None:
    resift("import", "../export.ris", "--database", "embase", cwd=review)
    _refused(resift("import", "../export.ris", "--database", "cinahl", cwd=review), "imported already")


def test_a_heading_that_no_rule_carries_over_is_named_and_not_guessed_at(tmp_path: Path, resift: Run) -> None:
    (tmp_path / "s.txt").write_text("('fictional malaise'/exp OR befriend*:ti,ab) AND psych*:ti,ab\n")
    _refused(resift("query", "translate", "s.txt", cwd=tmp_path), "'fictional malaise'")


def test_a_platform_that_is_not_known_is_named_beside_those_that_are(tmp_path: Path, resift: Run) -> None:
    (tmp_path / "s.txt").write_text("befriend*\n")
    done = resift("query", "check", "s.txt", "--platform", "fictional", cwd=tmp_path)
    assert done.returncode == 2
    assert "fictional" in done.stderr
    assert "proquest" in done.stderr


def test_an_empty_chart_is_named(review: Path, resift: Run) -> None:
    (review / "chart.csv").write_text("")
    resift("import", "../export.ris", "--database", "embase", cwd=review)
    resift("dedup", cwd=review)
    _refused(resift("chart", "chart.csv", "--reviewer", "Ada", cwd=review), "chart.csv")


def test_what_is_open_is_said_on_the_terminal_too(review: Path, resift: Run) -> None:
    resift("import", "../export.ris", "--database", "embase", cwd=review)
    resift("dedup", cwd=review)
    assert "DRAFT: 2 awaiting a decision" in resift("report", cwd=review).stdout
