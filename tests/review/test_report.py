"""The report: what it says of the paper alone, of the demonstration, and of small reviews counted by hand."""

import csv
import hashlib
import itertools
import json
import re
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path

import pytest
from lxml import html as lxml_html
from tests.review.loopback import resift

from resift.records import Record
from resift.review.report.update import why_not
from resift.review.report.window import overlap
from resift.review.review import Review, start_review
from resift.review.worked import worked_files

Rows = list[dict[str, str]]


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _text(page: str) -> str:
    return " ".join(lxml_html.fromstring(page).text_content().split())


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the worked review before any search: the paper alone, from data/previous."""
    root = tmp_path_factory.mktemp("alone") / "review"
    start_review(root, dict(worked_files(("review.toml", "queries", "screening", "data/previous"))))
    with Review(root) as review:
        review.report()
    return root / "reports"


# Webber & Fendt-Newlin 2017: 19 interventions in six categories, 6 of them evaluated by RCT, 23 references


def test_the_paper_alone_has_nineteen_interventions_in_six_categories(alone: Path) -> None:
    found = {
        r["Category"]: (int(r["Previous"]), int(r["New"])) for r in _rows(alone / "tables/studies-by-category.csv")
    }
    assert found == {
        "individual social skills training": (2, 0), "group skills training": (4, 0),
        "supported community engagement": (7, 0), "group-based community activities": (3, 0),
        "employment interventions": (1, 0), "peer support interventions": (2, 0),
    }  # fmt: skip
    assert len(_rows(alone / "tables/characteristics.csv")) == 19
    assert len(_rows(alone / "tables/previous-reports.csv")) == 23


def test_the_paper_alone_has_six_randomised_trials(alone: Path) -> None:
    found = {r["Randomisation"]: int(r["Previous"]) for r in _rows(alone / "tables/studies-by-rct.csv")}
    assert found == {"randomised controlled trial": 6, "other design": 13}


def test_what_cannot_be_known_of_the_paper_is_said_and_not_filled_in(alone: Path) -> None:
    (countries,) = _rows(alone / "tables/studies-by-country.csv")
    assert countries == {"Country": "not stated", "Previous": "19", "New": "0", "Total": "19"}
    told = _text((alone / "report.html").read_text())
    assert "Of 19 of the 19 studies of the previous version the country is not in the review's files" in told
    assert "so they cannot be counted here" in told
    assert "Its search flow is left blank" in told
    # references 36, two of 45-47, the report cited as 54, and 61
    assert "5 of its 23 reports are known by their number only" in told


def test_before_the_first_search_no_flow_is_drawn_and_no_box_says_nought(alone: Path) -> None:
    assert [p.name for p in alone.glob("flow*")] == []
    page = (alone / "report.html").read_text()
    assert "Nothing was searched or imported yet" in page
    assert "Records screened" not in page


def test_before_the_first_search_the_command_counts_the_previous_version_only(tmp_path: Path) -> None:
    start_review(tmp_path / "r", dict(worked_files(("review.toml", "queries", "screening", "data/previous"))))
    run = resift(tmp_path / "r", "report")
    assert (run.returncode, run.stdout.splitlines()[:4]) == (0, [
        "Nothing was searched yet; known are", "19  studies included in the previous version",
        "23  reports of these studies", "DRAFT: nothing was searched yet",
    ])  # fmt: skip


# the demonstration's page


@pytest.fixture(scope="module")
def page(demo: Path) -> str:
    return (demo / "reports/report.html").read_text(encoding="utf-8")


def test_every_id_is_there_once_and_every_link_leads_to_one(page: str) -> None:
    ids = Counter(re.findall(r'\bid="([^"]*)"', page))
    assert [i for i, n in ids.items() if n > 1] == []
    assert set(re.findall(r'href="#([^"]*)"', page)) - ids.keys() == set()


def test_nothing_runs_and_nothing_is_loaded_from_elsewhere(page: str) -> None:
    root = lxml_html.fromstring(page)
    assert root.xpath("//script | //iframe | //img | //link | //object | //@onclick | //@onload | //@style") == []
    assert all(a.startswith(("#", "https://doi.org/")) for a in root.xpath("//@href"))
    assert "@import" not in page
    assert re.findall(r"url\((?!#)", page) == []


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = [int(h.tag[1]) for h in lxml_html.fromstring(page).xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_headings_with_a_scope(page: str) -> None:
    tables = lxml_html.fromstring(page).xpath("//table")
    assert len(tables) > 20
    for table in tables:
        assert table.xpath("./caption[normalize-space()]")
        assert table.xpath(".//th[not(@scope)]") == []
    captions = [t.xpath("string(./caption)") for t in tables]
    assert [c for c, n in Counter(captions).items() if n > 1] == []


def test_each_drawing_has_a_name_and_a_description(page: str) -> None:
    drawings = lxml_html.fromstring(page).xpath("//svg")
    assert len(drawings) >= 5
    for drawing in drawings:
        named, described = drawing.get("aria-labelledby").split()
        assert drawing.xpath(f"string(./title[@id='{named}'])")
        assert drawing.xpath(f"string(./desc[@id='{described}'])")


@pytest.mark.parametrize("name", ["published", "repaired"])
def test_a_strategy_stands_in_the_page_byte_for_byte(page: str, root: Path, name: str) -> None:
    shown = [unescape(t) for t in re.findall(r"<pre[^>]*>\n(.*?)</pre>", page, re.DOTALL)]
    assert (root / f"queries/{name}.txt").read_text() in shown


def test_the_published_string_is_compared_with_the_one_that_was_run(page: str) -> None:
    told = _text(page)
    assert told.count("This is the strategy that the previous version published, byte for byte.") == 1
    # the repaired string has support*, trial* and interven* where the published one has support, trial and intervene*
    for term, before in (("support*", "support"), ("trial*", "trial"), ("interven*", "intervene*")):
        assert f"{term}: truncation, {before} before, {term} now" in told


# numbers of the demonstration, counted a second time from its list of records


def test_what_each_source_contributed_is_what_the_list_of_records_says(demo: Path) -> None:
    by: dict[str, set[str]] = defaultdict(set)
    records = Counter[str]()
    for r in _rows(demo / "reports/records.csv"):
        by[r["report"]].add(r["source"])
        records[r["source"]] += 1
    shown = {r["Source"]: r for r in _rows(demo / "reports/tables/sources.csv")}
    assert shown.keys() == records.keys()
    for source, row in shown.items():
        here = [s for s in by.values() if source in s]
        assert int(row["Records"]) == records[source]
        assert int(row["Reports"]) == len(here)
        assert int(row["Found only here"]) == sum(s == {source} for s in here)
        assert int(row["Shared"]) == sum(len(s) > 1 for s in here)


def test_every_report_excluded_at_full_text_is_listed_with_reason_and_decider(demo: Path) -> None:
    flow = {(r["field"], r["line"]): int(r["n"]) for r in _rows(demo / "reports/flow.csv")}
    excluded = sum(n for (field, line), n in flow.items() if field in ("dbr_excluded", "other_excluded") and line)
    rows = _rows(demo / "reports/excluded.csv")
    assert len(rows) == excluded
    assert all(r["citation"] and r["reason"] and "Ada Fictional, Ben Fictional" in r["decided_by"] for r in rows)


def test_each_record_of_another_method_says_how_it_was_found(demo: Path) -> None:
    rows = _rows(demo / "reports/records.csv")
    assert {r["source"] for r in rows if r["how_found"]} == {"Citation searching"}
    assert all(r["how_found"] for r in rows if r["source"] == "Citation searching")


def test_the_curve_ends_with_all_that_went_forward(demo: Path) -> None:
    *_, last = _rows(demo / "reports/tables/recall.csv")
    decided = [r for r in _rows(demo / "data/demo/recorded/decisions.csv") if r["stage"] == "screening"]
    truth = {f"{r['source']}:{r['accession']}": r["work"] for r in _rows(demo / "data/demo/truth.csv")}
    works = {r["work"]: r for r in _rows(demo / "data/demo/works.csv")}
    read = {truth[d["key"]] for d in decided if d["key"] in truth}
    assert int(last["Read"]) == len(read)
    assert int(last["Went forward"]) == sum(works[w]["screening"] == "include" for w in read)
    assert (last["Share of these"], last["Share of the included"]) == ("100.0 %", "100.0 %")


def test_the_manifest_has_the_fingerprint_of_every_input(demo: Path) -> None:
    manifest = json.loads((demo / "reports/manifest.json").read_text())
    wanted = ["review.toml", "screening/criteria.toml", "queries/published.txt", "data/previous/studies.csv",
              *(p.relative_to(demo).as_posix() for p in (demo / "data/imports").rglob("*.ris"))]  # fmt: skip
    assert len(wanted) == 11
    for name in wanted:
        assert manifest["inputs"][name] == hashlib.sha256((demo / name).read_bytes()).hexdigest()


def test_no_record_and_no_study_gets_lost_between_the_tables(demo: Path) -> None:
    found = [_rows(demo / f"reports/tables/studies-by-{way}.csv") for way in
             ("category", "rct", "design", "country", "year")]  # fmt: skip
    sums = {(sum(int(r["Previous"]) for r in rows), sum(int(r["New"]) for r in rows)) for rows in found}
    assert sums == {(19, 21)}


# the window, and why a report was not found again


@pytest.mark.parametrize(("searched", "since", "told"), [
    # from 2016-10-02 to 2016-11-01 are 30 days, to 2016-11-30 59
    ("November 2016", "2016-10-02", "30 to 59 days: on which day of November 2016 it ended is not stated"),
    ("2016-11", "2016-10-02", "30 to 59 days: on which day of 2016-11 it ended is not stated"),
    ("2016-11-17", "2016-10-18", "30 days"),
    ("November 2016", "2016-11-11", "0 to 19 days: on which day of November 2016 it ended is not stated"),
    ("November 2016", "2016-12-05", "a gap of 5 days"),
    ("2015", "2016-01-01", "a gap of 1 day"),
    ("late in 2016", "2016-10-02", "cannot be said: the day of the previous search is not known"),
    ("2016-02-30", "2016-10-02", "cannot be said: the day of the previous search is not known"),
])  # fmt: skip
def test_the_overlap_is_counted_in_days(searched: str, since: str, told: str) -> None:
    assert overlap(searched, since) == told


def test_a_report_that_may_have_been_in_the_window_is_not_said_to_lie_outside() -> None:
    known = Record(id="P1", title="Fictional choirs", year=2016)
    assert "published" not in why_not(known, ["2016-10-02"])
    assert "published in 2015; the searches with a window" in why_not(
        Record(id="P1", title="Fictional choirs", year=2015), ["2016-10-02", ""]
    )
