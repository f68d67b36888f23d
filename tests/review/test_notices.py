"""What PubMed says of reports after they were found: kept once, shown while reading, listed in the report."""

from pathlib import Path

import pytest
from tests.review.loopback import article, choir_review, resift, search

from resift.review.review import Review
from resift.review.worked import worked_files

TOML = dict(worked_files(("review.toml",)))["review.toml"].decode()
SEARCH, _, _ = TOML[TOML.index("[[search]]") :].partition('[[search]]\nname = "pubmed-repaired"')
# one search, one reviewer, and a previous version with one fictional study
ALONE = TOML[: TOML.index("[[search]]")].replace("reviewers = 2", "reviewers = 1") + SEARCH
FILES = {
    "review.toml": ALONE,
    "data/previous/studies.csv": "study,model\nP1,Fictional choirs\n",
    "data/previous/reports.csv": "report,study,title,pmid\nP1-1,P1,Fictional choir number 21.,21\n",
}


@pytest.fixture
def review(tmp_path: Path) -> Path:
    return choir_review(tmp_path / "review", **FILES)


def _update(review: Path, *articles: str) -> list[str]:
    (run,) = search(review, articles, "--update")
    return [r for r in run["remarks"] if "PMID" in r]


def _marks(review: Path) -> list[tuple[str, str]]:
    with Review(review) as opened:
        return [(e.record, e.data["kind"]) for e in opened.state.marks]


def _page(review: Path) -> str:
    resift(review, "dedup")
    assert resift(review, "report").returncode == 0
    return (review / "reports/report.html").read_text()


def _rows(page: str) -> list[str]:
    section = page.partition('<section id="flagged"')[2].partition("</section>")[0]
    return [r for r in section.split("<tr>") if "Fictional choir" in r]


def test_each_notice_is_told_and_kept_once(review: Path) -> None:
    search(review, [article(11), article(12), article(13), article(14)])
    later = article(11), article(12, retracted=True), article(13, concern=True)
    told = [
        "retracted since it was found: PMID 12, Fictional choir number 12.",
        "expression of concern since it was found: PMID 13, Fictional choir number 13.",
        "no longer in PubMed since it was found: PMID 14, Fictional choir number 14.",
    ]
    assert _update(review, *later) == told
    kept = [("pubmed-2", "RetractionIn"), ("pubmed-3", "ExpressionOfConcernIn"), ("pubmed-4", "Withdrawn")]
    assert sorted(_marks(review)) == kept
    assert _update(review, *later) == []
    assert sorted(_marks(review)) == kept


def test_the_report_lists_them_once_with_their_stage(review: Path) -> None:
    search(review, [article(11), article(12), article(13, retracted=True)])
    later = article(11), article(12, retracted=True), article(13, retracted=True)
    _update(review, *later)
    _update(review, *later)
    rows = _rows(_page(review))
    assert len(rows) == 2
    assert "number 12. [RETRACTED]" in rows[0]
    assert "since it was found; seen on" in rows[0]
    assert "number 13. [RETRACTED]" in rows[1]
    assert "when it was found" in rows[1]
    assert all("awaiting a decision on title and abstract" in row for row in rows)


def test_a_report_without_any_has_no_such_section(review: Path) -> None:
    search(review, [article(11)])
    assert 'id="flagged"' not in _page(review)


def test_reading_shows_what_pubmed_says_since(review: Path) -> None:
    search(review, [article(12), article(13)])
    _update(review, article(12, retracted=True), article(13, concern=True))
    resift(review, "dedup")
    shown = resift(review, "screen", "--plain", "--reviewer", "Ada", answers="i\ni\n").stdout
    assert shown.count("This paper was RETRACTED.") == 1
    assert shown.count("PubMed says of this paper: expression of concern.") == 1


def test_what_pubmed_takes_back_is_taken_back_and_may_come_again(review: Path) -> None:
    search(review, [article(11), article(12)])
    _update(review, article(11), article(12, concern=True))
    assert _update(review, article(11), article(12)) == [
        "not any more expression of concern: PMID 12, Fictional choir number 12."
    ]
    assert _marks(review) == []
    assert len(_update(review, article(11), article(12, concern=True))) == 1
    assert _marks(review) == [("pubmed-2", "ExpressionOfConcernIn")]


def test_a_record_that_is_gone_keeps_what_was_said_of_it(review: Path) -> None:
    search(review, [article(11), article(12)])
    _update(review, article(11), article(12, retracted=True))
    _update(review, article(11))
    assert sorted(_marks(review)) == [("pubmed-2", "RetractionIn"), ("pubmed-2", "Withdrawn")]


def test_reports_that_were_excluded_are_not_asked_about(review: Path) -> None:
    search(review, [article(12)])
    resift(review, "dedup")
    resift(review, "screen", "--plain", "--reviewer", "Ada", answers="e I2\n")
    assert _update(review, article(12, retracted=True)) == []


def test_an_included_study_is_flagged(review: Path) -> None:
    search(review, [article(12)])
    resift(review, "dedup")
    resift(review, "screen", "--plain", "--reviewer", "Ada", answers="i\n")
    resift(review, "retrieve", "--reviewer", "Ada", answers="y\n")
    resift(review, "screen", "--plain", "--stage", "eligibility", "--reviewer", "Ada", answers="i\n")
    (review / "charted.csv").write_text("study,reports,category\nS1,pubmed-1,peer support interventions\n")
    assert resift(review, "chart", "charted.csv", "--reviewer", "Ada").returncode == 0
    _update(review, article(12, retracted=True))
    page = _page(review)
    assert "number 12. [RETRACTED]" in page.partition('<section id="studies"')[2].partition("</section>")[0]
    (row,) = _rows(page)
    assert "Reports of new included studies" in row


@pytest.mark.parametrize("found_again", [False, True])
def test_the_previous_versions_reports_are_asked_about_too(review: Path, found_again: bool) -> None:
    before = [article(12), article(21)] if found_again else [article(12)]
    search(review, before)
    resift(review, "dedup")
    # the search does not find it, but PubMed has it
    title = "Fictional choir number {}." if found_again else "Withdrawn article, fictional."
    told = _update(review, article(12), article(21, retracted=True, title=title))
    assert told == ["retracted since it was found: PMID 21, Fictional choir number 21."]
    (row,) = _rows(_page(review))
    assert "number 21. [RETRACTED]" in row
    assert "Report of the previous version" in row
    assert "since it was found; seen on" in row


def test_pubmed_is_nobody_who_reviews(review: Path) -> None:
    search(review, [article(12)])
    _update(review, article(12, retracted=True))
    with Review(review) as opened:
        assert opened.state.people == []
