"""A search run again in the same review, and a rehearsal, against a PubMed on loopback."""

import datetime as dt
import json
from pathlib import Path

import pytest
from tests.review.loopback import WHO, article, choir_review, corpus, resift

from resift.errors import BadStrategy
from resift.records import Record
from resift.review.rehearsing import rehearsal
from resift.review.review import Review
from resift.review.searching import _dated
from resift.search import answers, pubmed
from resift.search.corpus import Corpus
from resift.search.eutils import Eutils
from resift.search.faults import Fault, Script
from resift.search.server import running


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return Review(choir_review(tmp_path / "review"))


def _search(review: Review, held: Corpus, **wish: object) -> list[str]:
    with running(held) as base_url:
        runs = review.search(["pubmed"], client=Eutils(base_url, email=WHO), **wish)  # type: ignore[arg-type]
    return list(runs[0].remarks)


def test_an_update_brings_only_what_earlier_runs_did_not_find(review: Review, tmp_path: Path) -> None:
    _search(review, corpus(tmp_path / "a.xml", article(11), article(12)))
    later = corpus(tmp_path / "b.xml", article(11), article(12), article(13))
    remarks = _search(review, later, update=True)
    assert "3 found, of which 2 were known from earlier runs: 1 new" in remarks
    assert [r.accession for r in review.store.records("pubmed.2")] == ["13"]


def test_each_date_of_the_window_is_told_with_what_it_adds(review: Review, tmp_path: Path) -> None:
    held = corpus(tmp_path / "a.xml", article(11), article(12, created="2015/05/05"), article(13))
    remarks = _search(review, held, since=dt.date(2016, 10, 2))
    assert "since 2016-10-02: 0 entered, 2 more created, 0 more indexed" in remarks


def test_what_was_retracted_since_it_was_found_is_told(review: Review, tmp_path: Path) -> None:
    _search(review, corpus(tmp_path / "a.xml", article(11), article(12), article(14)))
    later = corpus(tmp_path / "b.xml", article(11), article(12, retracted=True))
    with running(later) as base_url:
        told = review.retracted_since(Eutils(base_url, email=WHO))
    assert told == [
        "retracted since it was found: PMID 12, Fictional choir number 12.",
        "no longer in PubMed since it was found: PMID 14, Fictional choir number 14.",
    ]


def test_a_warning_stops_the_search_unless_it_is_accepted(review: Review, tmp_path: Path) -> None:
    (review.folder.root / "queries/published.txt").write_text('"fictional choir".ti.')
    held = corpus(tmp_path / "a.xml", article(11))
    with running(held, phrases=frozenset()) as base_url:
        client = Eutils(base_url, email=WHO)
        with pytest.raises(BadStrategy, match="fictional choir"):
            review.search(["pubmed"], client=client)
        assert review.store.runs() == []
        runs = review.search(["pubmed"], client=client, accept=["QuotedPhraseNotFound"])
    assert runs[0].answer["warnings"] == ['QuotedPhraseNotFound: "fictional choir"']


def test_of_two_versions_of_a_record_only_the_newer_is_taken(review: Review, tmp_path: Path) -> None:
    held = corpus(tmp_path / "a.xml", article(11), article(12))
    with running(held, faults=Script([Fault(kind="versions", utility="efetch", calls=(1,))])) as base_url:
        review.search(["pubmed"], client=Eutils(base_url, email=WHO))
    assert [(r.accession, r.version) for r in review.store.records("pubmed")] == [("11", 2), ("12", 1)]


def test_a_search_begun_again_because_pubmed_changed_says_so(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pubmed, answers):
        monkeypatch.setattr(module, "CAP", 20)  # so that 41 records are more than one answer lists
    held = corpus(tmp_path / "a.xml", *(article(n) for n in range(11, 52)))
    with running(held, faults=Script([Fault(kind="delete", utility="esearch", calls=(3,))])) as base_url:
        runs = review.search(["pubmed"], client=Eutils(base_url, email=WHO))
    assert "PubMed changed while it was searched; the search was begun again" in runs[0].remarks
    assert len(review.store.records("pubmed")) == 40


def test_a_rehearsal_searches_and_keeps_nothing(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    corpus(path, article(11), article(12))
    runs, counts = rehearsal(review, [path], names=["pubmed"])
    assert counts == {"pubmed": 2}
    assert runs[0].source == "PubMed E-utilities"
    assert review.store.runs() == []
    assert not (review.folder.root / "data" / "searches").exists()


def test_a_rehearsal_can_meet_a_quoted_phrase_that_the_index_lacks(tmp_path: Path) -> None:
    root = choir_review(tmp_path / "review")
    (root / "queries/published.txt").write_text('"choir rehearsals"[ti] OR "fictional choir"[ti]')
    config = root / "review.toml"
    config.write_text(config.read_text().replace('written_for = "ovid"', 'written_for = "pubmed"', 1))
    (tmp_path / "a.xml").write_text(f"<PubmedArticleSet>{article(11)}</PubmedArticleSet>")
    asked = ("search", "pubmed", "--rehearse", "--corpus", "../a.xml")
    assert resift(root, *asked).returncode == 0
    done = resift(root, *asked, "--phrases", "corpus")
    assert done.returncode == 1
    assert "choir rehearsals" in done.stderr
    assert "fictional choir" not in done.stderr
    assert "--accept-warning QuotedPhraseNotFound" in done.stderr
    accepted = resift(root, *asked, "--phrases", "corpus", "--accept-warning", "QuotedPhraseNotFound")
    assert accepted.returncode == 0, accepted.stderr


def test_a_rehearsal_names_the_reviews_own_files_and_promises_to_keep_nothing(tmp_path: Path) -> None:
    root = choir_review(tmp_path / "review")
    (tmp_path / "a.xml").write_text(f"<PubmedArticleSet>{article(11)}</PubmedArticleSet>")
    (tmp_path / "faults.toml").write_text('[[fault]]\nkind = "cut-length"\n')
    asked = ("search", "pubmed", "--rehearse", "--corpus", "../a.xml")
    bad = resift(root, *asked, "--faults", "../faults.toml")
    assert bad.returncode == 1
    assert "nothing is kept in a rehearsal" in bad.stderr
    assert "what was received is kept" not in bad.stderr
    (root / "queries/published.txt").unlink()
    gone = resift(root, *asked)
    assert f"{root / 'queries/published.txt'}: there is no such file" in gone.stderr


def test_a_pause_before_asking_again_is_said(tmp_path: Path) -> None:
    root = choir_review(tmp_path / "review")
    (tmp_path / "a.xml").write_text(f"<PubmedArticleSet>{article(11)}</PubmedArticleSet>")
    fault = '[[fault]]\nkind = "{}"\nutility = "{}"\ncall = 1\n'
    (tmp_path / "faults.toml").write_text(fault.format("429-retry-after", "esearch") + fault.format("closed", "efetch"))
    asked = ("search", "pubmed", "--rehearse", "--corpus", "../a.xml", "--faults", "../faults.toml")
    done = resift(root, *asked)
    assert done.returncode == 0, done.stderr
    # Retry-After asks for two seconds
    assert "PubMed refuses (429); trying again in 2 s (2 of 6)" in done.stderr
    assert "PubMed: the connection broke" in done.stderr


def test_a_rehearsal_may_have_a_bad_day(tmp_path: Path) -> None:
    folder = choir_review(tmp_path / "review")
    corpus(tmp_path / "a.xml", article(11), article(12))
    asked = ("search", "pubmed", "--rehearse", "--corpus", "../a.xml", "--faults", "../faults.toml", "--json")
    (tmp_path / "faults.toml").write_text('[[fault]]\nkind = "missing"\nutility = "efetch"\n')
    (run,) = json.loads(resift(folder, *asked).stdout)
    assert (run["reported"], run["records"]) == (2, 1)
    (tmp_path / "faults.toml").write_text('[[fault]]\nkind = "rain"\n')
    done = resift(folder, *asked)
    assert done.returncode == 1
    assert "there is no kind 'rain'" in done.stderr
    assert resift(folder, "search", "--faults", "../faults.toml").returncode == 2


def test_a_record_in_the_window_without_a_date_of_its_own_is_named() -> None:
    dated = Record(id="a-1", title="t", accession="11", created=dt.date(2020, 1, 1))
    answer: dict[str, object] = {}
    told = _dated(answer, [dated, Record(id="a-2", title="t", accession="12")], dt.date(2016, 10, 2))
    assert told == [
        "since 2016-10-02: 0 entered, 1 more created, 0 more indexed",
        "1 in the window by no date of their own: 12",
    ]
    assert answer["lists"] == {"in the window by no date of their own": ["12"]}
