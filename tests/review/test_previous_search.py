"""The previous search's ids are known: the whole strategy is run, and what that search had is left out."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.loopback import article, choir_review, resift, search

from resift.errors import BadFile
from resift.review.updating import pmids_in
from resift.review.worked import worked_files
from resift.search.faults import Fault, Script

TOML = dict(worked_files(("review.toml",)))["review.toml"].decode()
FOUND = TOML.replace("[previous]\n", '[previous]\nfound = "data/previous/found.txt"\n')
OLD, NEW = "2010/01/01", "2020/01/01"


def _review(tmp_path: Path, found: str) -> Path:
    return choir_review(tmp_path / "review", **{"review.toml": FOUND, "data/previous/found.txt": found})


def _pmids(folder: Path) -> set[str]:
    resift(folder, "dedup")
    assert resift(folder, "report").returncode == 0
    rows = (folder / "reports/records.csv").read_text().splitlines()[1:]
    return {row.rsplit(",", 1)[1] for row in rows}


def test_the_whole_strategy_is_run_and_what_the_previous_search_had_is_left_out(tmp_path: Path) -> None:
    review = _review(tmp_path, "11\n12\n")
    # 14 was created before the window of dates: only a search without dates finds it
    (run,) = search(review, [article(11), article(12), article(13), article(14, created=OLD)], "pubmed")
    assert run["records"] == 2
    assert "4 found, of which 2 were known from the previous search: 2 new" in run["remarks"]
    assert _pmids(review) == {"13", "14"}
    assert "[crdt]" not in run["translation"]


def test_what_the_search_does_not_find_any_more_is_listed(tmp_path: Path) -> None:
    (run,) = search(_review(tmp_path, "11\n77\n8\n"), [article(11), article(13)], "pubmed")
    assert "2 had by the previous search and not found any more: 8, 77" in run["remarks"]
    assert run["lists"] == {"had by the previous search and not found any more": ["8", "77"]}


def test_a_long_list_is_cut_in_the_remark_and_whole_in_the_report(tmp_path: Path) -> None:
    review = _review(tmp_path, "\n".join(map(str, range(101, 116))))
    (run,) = search(review, [article(13)], "pubmed")
    told = next(r for r in run["remarks"] if "not found any more" in r)
    assert told.endswith("108, 109, 110 and 5 more, all listed in the report")
    resift(review, "dedup")
    resift(review, "report")
    assert "113, 114, 115" in (review / "reports/report.html").read_text()


def test_a_date_that_is_asked_for_is_kept_to_and_said(tmp_path: Path) -> None:
    review = _review(tmp_path, "11\n")
    articles = [article(11), article(13), article(14, created=OLD)]
    (run,) = search(review, articles, "pubmed", "--since", "2019-01-01")
    assert run["records"] == 1
    said = "limited to dates since 2019-01-01, as asked, although the previous search's ids are known"
    assert said in run["remarks"]


def test_an_update_leaves_out_what_either_had(tmp_path: Path) -> None:
    review = _review(tmp_path, "11\n")
    search(review, [article(11), article(13)], "pubmed")
    (run,) = search(review, [article(11), article(13), article(14)], "pubmed", "--update")
    told = "3 found, of which 1 were known from the previous search and 1 more from earlier runs: 1 new"
    assert told in run["remarks"]


def test_local_files_are_searched_the_same_way(tmp_path: Path) -> None:
    review = _review(tmp_path, "11\n77\n")
    search(review, [article(11), article(14, created=OLD)], "pubmed")
    done = resift(review, "search", "pubmed-repaired", "--corpus", "../pubmed.xml", "--json")
    (run,) = json.loads(done.stdout)
    assert run["records"] == 1
    assert "1 had by the previous search and not found any more: 77" in run["remarks"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", "11\r\n\r\n 12 \r\n"),
        ("export.nbib", "PMID- 11\nTI  - A fictional choir.\n\nPMID- 12\nTI  - Another.\n"),
        ("export.ris", "TY  - JOUR\nTI  - A fictional choir.\nAN  - 11\nDB  - PubMed\nER  - \n\n"
                       "TY  - JOUR\nTI  - Another.\nAN  - 12\nDB  - PubMed\nER  - \n"),
        ("export.csv", "PMID,Title\n11,A fictional choir.\n12,Another.\n"),
        ("export.xml", '<?xml version="1.0" ?><PubmedArticleSet>' + article(11) + article(12) + "</PubmedArticleSet>"),
    ],
)  # fmt: skip
def test_the_ids_may_be_a_list_or_an_export(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert pmids_in(tmp_path / name) == ["11", "12"]


@given(pmids=st.lists(st.integers(1, 99_999_999), min_size=1), ends=st.sampled_from(["\n", "\r\n", "\n\n", " \n"]))
def test_every_list_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, pmids: list[int], ends: str
) -> None:
    path = tmp_path_factory.mktemp("list") / "found.txt"
    path.write_bytes("".join(f"{p}{ends}" for p in pmids).encode())
    assert pmids_in(path) == [str(p) for p in pmids]


def test_a_line_that_is_no_pmid_is_named(tmp_path: Path) -> None:
    done = resift(_review(tmp_path, "11\n12 and 13\n"), "search", "pubmed")
    assert done.returncode == 1
    assert "found.txt:2" in done.stderr
    assert "'12 and 13' is not a PMID" in done.stderr


@pytest.mark.parametrize("text", ["", "\n\n", "id,title\n1,No PMID here\n"])
def test_a_file_without_pmids_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "found.txt").write_text(text)
    with pytest.raises(BadFile, match="no PMID"):
        pmids_in(tmp_path / "found.txt")


def test_a_file_outside_the_review_is_refused(tmp_path: Path) -> None:
    toml = FOUND.replace("data/previous/found.txt", "../found.txt")
    done = resift(choir_review(tmp_path / "review", **{"review.toml": toml}), "search", "pubmed")
    assert done.returncode == 1
    assert "out of the review's folder" in done.stderr


def test_records_that_pubmed_does_not_give_are_listed_and_not_counted(tmp_path: Path) -> None:
    review = choir_review(tmp_path / "review")
    script = Script([Fault(kind="missing", utility="efetch", calls=(1, 2))])
    (run,) = search(review, [article(11), article(12), article(13)], "pubmed", faults=script)
    assert (run["reported"], run["records"]) == (3, 2)
    (told,) = [r for r in run["remarks"] if "not returned by PubMed" in r]
    resift(review, "dedup")
    report = json.loads(resift(review, "report", "--json").stdout)
    assert report["counts"]["database_results"] == 2
    page = (review / "reports/report.html").read_text()
    assert told in page
    assert "reported 3 and gave 2" in page


def test_the_records_that_each_date_adds_are_listed(tmp_path: Path) -> None:
    review = choir_review(tmp_path / "review")
    articles = [
        article(11, entered=NEW), article(12, entered=NEW), article(13, entered=OLD, created=NEW),
        article(14, entered=OLD, created=OLD, indexed=NEW), article(15, entered=OLD, created=OLD, indexed=OLD),
    ]  # fmt: skip
    (run,) = search(review, articles, "pubmed")
    assert run["windows"] == {"entered": ["11", "12"], "created": ["13"], "indexed": ["14"]}
    assert "since 2016-10-02: 2 entered, 1 more created, 1 more indexed" in run["remarks"]


def test_also_of_a_strategy_that_is_sent_as_several_queries(tmp_path: Path) -> None:
    # 300 truncated words are more wildcards than PubMed takes in one query (256)
    words = " or ".join(f"choir{a}{b}*" for a in "abcdefghijklmno" for b in "abcdefghijklmnopqrst")
    review = choir_review(tmp_path / "review")
    (review / "queries/published.txt").write_text(f"({words}).ti.")
    articles = [article(11, entered=NEW, title="Choiraa {}."), article(12, created=NEW, title="Choirot {}.")]
    (run,) = search(review, articles, "pubmed")
    assert run["translation"].count("[edat]") > 1
    assert run["windows"] == {"entered": ["11"], "created": ["12"], "indexed": []}
