"""Citation searching and journals searched by hand, as a user runs them against a PubMed on loopback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.search.web_service import Answer, answered, serving

from resift import __version__
from resift.errors import SearchFailed
from resift.review import Review
from resift.search.corpus import Corpus
from resift.search.eutils import Eutils
from resift.search.faults import Fault, Script
from resift.search.server import Server, background, serve

EMAIL = "fictional.reviewer@example.org"
CONFIG = """
[review]
title = "A fictional review of choirs"
question = "Do choirs help?"
[screening]
criteria = "screening/criteria.toml"
reviewers = 1
[[search]]
name = "pubmed"
database = "PubMed"
strategy = "queries/choirs.txt"
[[search]]
name = "citations"
database = "Citations of included studies"
label = "Citation searching"
kind = "citation"
follow = ["references", "citing"]
"""
HEAD = (
    '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
REFERENCE = (
    "<Reference><Citation>Fictional.</Citation><ArticleIdList>"
    '<ArticleId IdType="{}">{}</ArticleId></ArticleIdList></Reference>'
)
ONE, TWO, THREE, FIVE, SIX, SEVEN, EIGHT, GONE = (f"9000000{n}" for n in (1, 2, 3, 5, 6, 7, 8, 9))
BOOK = "10.5555/fiction.book"


def _article(pmid: str, title: str, *cited: str, journal: str = "Fictional Journal of Choirs") -> str:
    listed = "".join(REFERENCE.format("doi" if "/" in c else "pubmed", c) for c in cited)
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f'<Article PubModel="Print"><Journal><ISSN IssnType="Print">9901-1107</ISSN><Title>{journal}</Title></Journal>'
        f"<ArticleTitle>{title}</ArticleTitle></Article></MedlineCitation><PubmedData>"
        f"<ReferenceList>{listed}</ReferenceList></PubmedData></PubmedArticle>"
    )


# fictional: the strategy finds the three choirs; the first cites a garden, a record that is gone and a book
FIRST = (
    _article(ONE, "A fictional choir of gardeners.", FIVE, GONE, BOOK),
    _article(TWO, "A fictional choir of beekeepers.", SIX),
    _article(THREE, "A fictional choir of bakers.", ONE),
    _article(FIVE, "Singing in a fictional garden.", journal="Fictional Journal of Gardens"),
    _article(SIX, "Singing to fictional bees.", journal="Fictional Journal of Bees: the Women's (Second) Series"),
    _article(SEVEN, "A fictional reply about singing.", ONE),
)
LATER = (*FIRST, _article(EIGHT, "A second fictional reply about singing.", ONE))


@contextmanager
def _pubmed(folder: Path, articles: tuple[str, ...] = FIRST, *faults: Fault) -> Iterator[Server]:
    path = folder / "corpus.xml"
    path.write_text(HEAD + "\n".join(articles) + "</PubmedArticleSet>")
    phrases = frozenset({"fictional journal of gardens", "fictional journal of bees: the women's (second) series"})
    with background(serve(Corpus([path]), faults=Script(faults), phrases=phrases)) as server:
        yield server


def _settings(server: Server, **more: str) -> dict[str, str]:
    names = ("NCBI_EMAIL", "NCBI_API_KEY", "OPENALEX_API_KEY", "RESIFT_EUTILS")
    kept = {k: v for k, v in os.environ.items() if k not in names}
    own = {"NCBI_EMAIL": EMAIL, "RESIFT_EUTILS": server.base_url,
           "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}  # fmt: skip
    return kept | own | more


@pytest.fixture
def review(tmp_path: Path, resift: Callable[..., subprocess.CompletedProcess[str]]) -> Path:
    assert resift("init", "review", cwd=tmp_path).returncode == 0
    (tmp_path / "review/review.toml").write_text(CONFIG)
    (tmp_path / "review/queries/choirs.txt").write_text("choir*[ti]")
    return tmp_path / "review"


class Desk:
    """The command line at a review and a running PubMed."""

    def __init__(self, review: Path, server: Server) -> None:
        self.review, self.server = review, server

    def __call__(self, *arguments: str, answers: str = "", fails: bool = False, **settings: str) -> str:
        command = [sys.executable, "-m", "resift", *arguments]
        done = subprocess.run(command, cwd=self.review, env=_settings(self.server, **settings), input=answers,
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == (1 if fails else 0), done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr if fails else done.stdout

    def json(self, *arguments: str) -> object:
        return json.loads(self(*arguments, "--json"))

    def asked(self, utility: str) -> list[tuple[str, ...]]:
        return [s.ids for s in self.server.seen if s.utility == utility]

    def next(self) -> str:
        return self.json("status")["next"]  # type: ignore[index,no-any-return,call-overload]

    def decide(self, screening: str, full_text: str) -> None:
        """Screen what waits in the order of the queue, have every full text, and assess."""
        self("screen", "--plain", "--reviewer", "Ada", answers=screening)
        self("retrieve", "--reviewer", "Ada", answers="y\n" * 9)
        self("screen", "--plain", "--stage", "eligibility", "--reviewer", "Ada", answers=full_text)


@pytest.fixture(scope="session")
def screened(tmp_path_factory: pytest.TempPathFactory, resift: Callable[..., subprocess.CompletedProcess[str]]) -> Path:
    """Three choirs are screened in; the first is included, the second is put off, the third excluded."""
    folder = tmp_path_factory.mktemp("choirs")
    assert resift("init", "review", cwd=folder).returncode == 0
    (folder / "review/review.toml").write_text(CONFIG)
    (folder / "review/queries/choirs.txt").write_text("choir*[ti]")
    with _pubmed(folder) as server:
        desk = Desk(folder / "review", server)
        desk("search")
        desk("dedup")
        desk.decide("i\n" * 3, "i\nl\ne I5\n")
    return folder / "review"


@pytest.fixture
def included(screened: Path, tmp_path: Path) -> Path:
    """A copy of that review."""
    return Path(shutil.copytree(screened, tmp_path / "review"))


def _records(review: Path, run: str) -> dict[str, str]:
    """The records of a run: PMID and how it was found."""
    from resift.store import Store

    with Store.at(review / "data/review.db") as store:
        return {r.accession: r.notes for r in store.records(run)}


def test_a_plain_search_leaves_citations_alone_and_says_when_they_come(review: Path) -> None:
    with _pubmed(review.parent) as server:
        desk = Desk(review, server)
        told = subprocess.run([sys.executable, "-m", "resift", "search"], cwd=review, env=_settings(server),
                              capture_output=True, text=True, check=True).stderr  # fmt: skip
        assert "Citation searching waits for included studies; then: resift search citations" in told
        assert desk.asked("elink") == []
        early = desk("search", "citations", fails=True)
    assert "no study is included yet" in early
    assert "resift search citations" in early


def test_what_an_included_study_cites_and_what_cites_it_is_found_and_says_how(included: Path) -> None:
    with _pubmed(included.parent) as server:
        desk = Desk(included, server)
        assert desk.next() == "resift screen --stage eligibility --reviewer NAME"
        (run,) = desk.json("search", "citations")  # type: ignore[misc]
        assert desk.next() == "resift dedup"
    assert _records(included, "citations") == {
        THREE: f"cites PMID {ONE} (PubMed links)",
        FIVE: f"in the reference list of PMID {ONE} (PubMed links)\n"
        f"in the reference list of PMID {ONE} (PubMed reference lists)",
        SEVEN: f"cites PMID {ONE} (PubMed links)",
    }
    assert run["remarks"] == [
        f"PubMed links, references: 1 of PMID {ONE}",
        f"PubMed links, citing: 2 of PMID {ONE}",
        f"PubMed reference lists, references: 3 of PMID {ONE}",
        f"no record of PMID {GONE}: in the reference list of PMID {ONE} (PubMed reference lists)",
        f"no record of doi:{BOOK}: in the reference list of PMID {ONE} (PubMed reference lists)",
    ]
    ledger = (included / "data/searches/citations/ledger.jsonl").read_text()
    assert ledger.count('[\\"elink\\"') == 2
    assert EMAIL not in ledger


def test_a_run_that_brought_nothing_names_the_reviews_next_step_and_not_dedup(included: Path) -> None:
    with _pubmed(included.parent) as server:
        told = [
            subprocess.run([sys.executable, "-m", "resift", *step], cwd=included, env=_settings(server),
                           capture_output=True, text=True, check=True)
            for step in (("search", "citations"), ("dedup",), ("search", "citations", "--update"))
        ]  # fmt: skip
        assert "Next: resift dedup" in told[0].stderr
        assert told[2].stdout.split()[0] == "0"
        assert f"Next: {Desk(included, server).next()}" in told[2].stderr
        assert "Next: resift dedup" not in told[2].stderr


def test_the_flow_counts_citations_under_other_methods_and_what_a_database_found_too_only_there(included: Path) -> None:
    with _pubmed(included.parent) as server:
        desk = Desk(included, server)
        desk("search", "citations")
        # 3 records of PubMed and 3 of citations, of which one is the same paper
        assert desk.json("dedup") == {"records": 6, "reports": 5, "duplicates": 1, "found_again": 0, "doubtful": 0}
        # the garden and the reply are screened, in an order that the ranking sets; both go forward, one is included
        desk.decide("i\ni\n", "e I5\ni\ne I5\n")
        desk("report")
        counts = desk.json("report")["counts"]  # type: ignore[index,call-overload]
    # of 3 + 3 records: the bakers' choir counts in the databases' lane alone
    assert counts["database_results"] == 3
    assert counts["duplicates"] == 0
    assert counts["records_screened"] == 3
    assert counts["citations_results"] == 3
    assert counts["x_other_removed"] == {"Also found by a database search": 1}
    assert counts["other_sought_reports"] == counts["other_assessed"] == 2
    assert sum(counts["other_excluded"].values()) == 1
    # the gardeners' choir from PubMed, and one of the two from other methods
    assert sum(counts["dbr_excluded"].values()) == 2
    assert counts["new_reports"] == 2


def test_a_second_run_asks_for_the_new_studies_and_leaves_out_what_was_found(included: Path) -> None:
    with _pubmed(included.parent) as server:
        desk = Desk(included, server)
        desk("search", "citations")
        again = desk("search", "citations", fails=True)
        assert "searched already" in again
        assert "resift search citations --update" in again
        desk("dedup")
        # the beekeepers' choir is included after all, what citations brought is not
        desk("screen", "--plain", "--reviewer", "Ada", answers="e I5\ne I5\n")
        desk("screen", "--plain", "--stage", "eligibility", "--reviewer", "Ada", answers="i\n")
        assert desk.next() == "resift search citations --update"
    with _pubmed(included.parent, LATER) as server:
        desk = Desk(included, server)
        (run,) = desk.json("search", "citations", "--update")  # type: ignore[misc]
        assert desk.asked("elink") == [(TWO,), (ONE, TWO)]  # references of the new study; what cites either
        desk("dedup")
        assert desk.next() != "resift search citations --update"
    assert run["run"] == "citations.2"
    # the bees from the new study; of three papers that cite the first study one is new
    assert list(_records(included, "citations.2")) == [SIX, EIGHT]
    assert run["remarks"][:2] == [
        f"PubMed links, references: told to an earlier run and not asked for again: PMID {ONE}",
        f"PubMed reference lists, references: told to an earlier run and not asked for again: PMID {ONE}",
    ]
    assert "4 found, of which 2 were known from earlier runs: 2 new" in run["remarks"]


LINKS, LISTS, FOUND, ONCE_MORE = (ONE,), (ONE,), (THREE, FIVE, SEVEN, GONE), (GONE,)


@pytest.mark.parametrize(
    ("utility", "call", "left"),
    [
        ("elink", 1, ([LINKS, LINKS], [LISTS, FOUND, ONCE_MORE])),
        ("elink", 2, ([LINKS], [LISTS, FOUND, ONCE_MORE])),
        ("efetch", 1, ([], [LISTS, FOUND, ONCE_MORE])),
        ("efetch", 2, ([], [FOUND, ONCE_MORE])),
        ("efetch", 3, ([], [ONCE_MORE])),
    ],
)
def test_a_run_that_is_killed_asks_only_for_what_it_had_not(
    utility: str, call: int, left: tuple[list[tuple[str, ...]], ...], included: Path
) -> None:
    with _pubmed(included.parent, FIRST, Fault(kind="stall", utility=utility, calls=(call,))) as server:
        command = [sys.executable, "-m", "resift", "search", "citations"]
        with subprocess.Popen(command, cwd=included, env=_settings(server), stderr=subprocess.DEVNULL) as running:
            while sum(s.utility == utility for s in server.seen) < call:
                assert running.poll() is None
                time.sleep(0.02)
            running.send_signal(signal.SIGKILL)
        assert not _records(included, "citations")
    with _pubmed(included.parent) as server:
        desk = Desk(included, server)
        desk("search", "citations")
        assert (desk.asked("elink"), desk.asked("efetch")) == left
    assert sorted(_records(included, "citations")) == [THREE, FIVE, SEVEN]


def test_progress_is_told_while_citations_are_followed_and_fetched(included: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with _pubmed(included.parent) as server, Review(included, progress=lambda *t: told.append(t)) as opened:
        opened.search(["citations"], client=Eutils(server.base_url, email=EMAIL))
    following, fetching = "Citation searching: following", "Citation searching: fetching"
    # references and citing papers by elink, and the reference lists; then the four PMIDs found, one of which is gone
    assert [t for t in told if t[0] == following] == [(following, n, 3) for n in (1, 2, 3)]
    assert told[-1] == (fetching, 4, 4)


@pytest.mark.parametrize("kind", ["error-database", "closed", "cut-chunked-ended", "empty", "html-under-200"])
def test_a_fault_that_passes_changes_nothing(kind: str, included: Path) -> None:
    with _pubmed(included.parent, FIRST, Fault(kind=kind, utility="elink", calls=(1,))) as server:
        desk = Desk(included, server)
        desk("search", "citations")
        assert len(desk.asked("elink")) == 3
    assert sorted(_records(included, "citations")) == [THREE, FIVE, SEVEN]


def test_an_error_that_stays_stops_the_run_with_nothing_stored_and_the_next_run_is_whole(included: Path) -> None:
    with _pubmed(included.parent, FIRST, Fault(kind="error-retstart", utility="elink")) as server:
        said = Desk(included, server)("search", "citations", fails=True)
    assert "PubMed answered with an error" in said
    assert EMAIL not in said
    with _pubmed(included.parent) as server:
        Desk(included, server)("search", "citations")
    assert sorted(_records(included, "citations")) == [THREE, FIVE, SEVEN]


def test_a_search_that_is_imported_by_hand_is_none_that_was_followed(included: Path) -> None:
    (included.parent / "found.ris").write_text("TY  - JOUR\nTI  - A fictional report found in a list\nER  - \n")
    with _pubmed(included.parent) as server:
        desk = Desk(included, server)
        desk("import", "../found.ris", "--database", "citations")
        desk("search", "citations", "--update")
    assert sorted(_records(included, "citations.2")) == [THREE, FIVE, SEVEN]
    assert len(_records(included, "citations")) == 1


# a fictional Europe PMC: a preprint cites the first study, and of its references one was not matched to anything
EUROPE = {
    f"/MED/{ONE}/citations": {
        "hitCount": 1,
        "citationList": {"citation": [{"id": "PPR9", "source": "PPR", "title": "A fictional preprint"}]},
    },
    f"/MED/{ONE}/references": {"hitCount": 1, "referenceList": {"reference": [{"match": "N"}]}},
}


def test_other_services_are_asked_only_where_they_are_named_and_know_whom_to_write_to(included: Path) -> None:
    def europe(path: str, _: dict[str, str]) -> Answer:
        return answered(EUROPE[path])

    def openalex(path: str, _: dict[str, str]) -> Answer:
        return answered({"error": path}, 404)  # it knows no study

    with _pubmed(included.parent) as server, serving(europe) as one, serving(openalex) as other:
        desk, there = Desk(included, server), {"RESIFT_EUROPEPMC": one.address, "RESIFT_OPENALEX": other.address}
        desk("search", "citations", **there)
        assert one.asked == other.asked == []
        named = CONFIG.replace('kind = "citation"', 'kind = "citation"\nsources = ["europepmc", "openalex"]')
        (included / "review.toml").write_text(named)
        run = json.loads(desk("search", "citations", "--update", "--json", **there))[0]
    assert one.programs == other.programs == {f"resift/{__version__} (mailto:{EMAIL})"}
    assert [a[0] for a in other.asked] == [f"/works/pmid:{ONE}"]
    assert run["remarks"] == [
        f"Europe PMC, references: 1 of PMID {ONE}",
        f"Europe PMC, citing: 1 of PMID {ONE}",
        f"OpenAlex, references: does not know PMID {ONE}",
        f"OpenAlex, citing: does not know PMID {ONE}",
        "left out, for they name neither an identifier nor a title: 1",
        "1 found, of which 0 were known from earlier runs: 1 new",
    ]
    assert _records(included, "citations.2") == {"PPR:PPR9": f"cites PMID {ONE} (Europe PMC)"}
    kept = b"".join(p.read_bytes() for p in (included / "data").rglob("*") if p.is_file())
    assert EMAIL.encode() not in kept
    assert kept.count(b"/MED/") >= 2


PREVIOUS = """
[previous]
citation = "Fictional. A review of choirs."
searched = "November 2016"
studies = "data/previous/studies.csv"
reports = "data/previous/reports.csv"
"""


def test_studies_of_the_previous_version_are_followed_and_one_without_a_pmid_is_named(review: Path) -> None:
    (review / "review.toml").write_text(PREVIOUS + CONFIG + 'of = "previous"\n')
    (review / "data/previous/studies.csv").write_text("study\n1\n2\n")
    rows = f"report,study,title,pmid\nR1,1,A fictional choir of gardeners,{ONE}\nR2,2,A fictional thesis on choirs,\n"
    (review / "data/previous/reports.csv").write_text(rows)
    with _pubmed(review.parent) as server:
        (run,) = Desk(review, server).json("search", "citations")  # type: ignore[misc]
    assert run["remarks"][0] == "not followed, for it has no PMID: A fictional thesis on choirs"
    assert sorted(_records(review, "citations")) == [THREE, FIVE, SEVEN]


def test_citations_are_not_followed_in_files_nor_from_a_date(included: Path) -> None:
    with _pubmed(included.parent) as server:
        desk = Desk(included, server)
        for option, value in (("--corpus", "../corpus.xml"), ("--since", "2016-10-02")):
            assert "without --corpus and --since" in desk("search", "citations", option, value, fails=True)
        assert server.seen == []


def test_a_pubmed_that_stays_silent_stops_the_run_with_nothing_stored(included: Path) -> None:
    with _pubmed(included.parent, FIRST, Fault(kind="stall", utility="elink")) as server, Review(included) as opened:
        client = Eutils(server.base_url, email=EMAIL, tries=2, stall=0.2, sleep=lambda _: None)
        with pytest.raises(SearchFailed, match="elink failed 2 times"):
            opened.search(["citations"], client=client)
        assert [r.id for r in opened.store.runs()] == ["pubmed"]


JOURNALS = """
[[search]]
name = "journals"
database = "PubMed"
journals = ["Fictional Journal of Gardens", "fictional  journal of bees: the women's (second) series"]
"""


def _hand(review: Path, text: str = JOURNALS) -> None:
    with (review / "review.toml").open("a") as file:
        file.write(text)


def test_journals_are_searched_by_hand_and_counted_under_their_own_name(review: Path) -> None:
    _hand(review)
    with _pubmed(review.parent) as server:
        desk = Desk(review, server)
        runs = desk.json("search")
        asked = [s.term for s in server.seen if s.utility == "esearch"]
        desk("dedup")
        desk("report")
        counts = desk.json("report")["counts"]  # type: ignore[index,call-overload]
    assert asked[-1] == (
        '"fictional journal of gardens"[ta] OR "fictional journal of bees: the women\'s (second) series"[ta]'
    )
    assert [(r["run"], r["records"]) for r in runs] == [("pubmed", 3), ("journals", 2)]  # type: ignore[attr-defined]
    assert counts["database_results"] == 3
    assert counts["x_other_sources"] == {"Journals searched by hand": 2}
    assert counts["x_other_screening_pending"] == 2
    assert "Journals searched by hand" in (review / "reports/flow.svg").read_text()


def test_a_strategy_and_a_window_limit_the_journals(review: Path) -> None:
    _hand(review, JOURNALS + 'strategy = "queries/choirs.txt"\n')
    (review / "queries/choirs.txt").write_text("singing[ti] OR choir*[ti]")
    with _pubmed(review.parent) as server:
        Desk(review, server)("search", "journals", "--since", "2016-10-02")
        first = next(s.term for s in server.seen if s.utility == "esearch")
    assert first == (
        '(("fictional journal of gardens"[ta] OR "fictional journal of bees: the women\'s (second) series"[ta]) '
        "AND (singing[ti] OR choir*[ti])) "
        "AND (2016/10/02:3000[edat] OR 2016/10/02:3000[crdt] OR 2016/10/02:3000[mhda])"
    )


def test_journals_are_searched_in_files_as_on_pubmed(review: Path) -> None:
    _hand(review)
    with _pubmed(review.parent) as server:
        Desk(review, server)("search", "journals", "--corpus", "../corpus.xml")
        assert server.seen == []
    assert sorted(_records(review, "journals")) == [FIVE, SIX]


def test_a_journal_that_pubmed_does_not_know_stops_the_search(review: Path) -> None:
    _hand(review, JOURNALS.replace("of Gardens", "of Gradens"))
    with _pubmed(review.parent) as server:
        said = Desk(review, server)("search", "journals", fails=True)
    assert "fictional journal of gradens" in said
    assert "--accept-warning QuotedPhraseNotFound" in said
    assert not _records(review, "journals")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('follow = ["references", "citing"]', 'follow = ["cited"]', "'cited' is none of references, citing"),
        ('follow = ["references", "citing"]', "follow = []", "follow has an empty name or none"),
        ('kind = "citation"\n', 'kind = "database"\n', 'write kind = "citation"'),
        ('kind = "citation"\n', 'kind = "citation"\nof = "all"\n', "'all' is none of included, previous, both"),
        ('kind = "citation"\n', 'kind = "citation"\nof = "previous"\n', "there is no [previous]"),
        ('kind = "citation"\n', 'kind = "citation"\nsources = ["scopus"]\n', "none of pubmed, europepmc, openalex"),
        ('kind = "citation"\n', 'kind = "citation"\njournals = ["Fictional"]\n', "make it two searches"),
        ('strategy = "queries/choirs.txt"\n', 'sources = ["pubmed"]\n', "sources is for a search that follows"),
        ('database = "PubMed"\n', 'database = "Embase"\njournals = ["Fictional"]\n', "journals are searched on PubMed"),
    ],
)
def test_a_setting_that_says_nothing_names_the_file_and_what_to_write(
    old: str, new: str, said: str, review: Path, resift: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (review / "review.toml").write_text(CONFIG.replace(old, new))
    done = resift("status", cwd=review)
    assert done.returncode == 1
    assert said in done.stderr
    assert "review.toml" in done.stderr


@pytest.mark.parametrize("name", ['x\\"[ti] OR choir', "Psych*", "#1", "Fictional [Journal]"])
def test_what_is_no_name_of_a_journal_is_refused_before_anything_is_asked(name: str, review: Path) -> None:
    _hand(review, JOURNALS.replace("Fictional Journal of Gardens", name))
    with _pubmed(review.parent) as server:
        said = Desk(review, server)("search", "journals", fails=True)
        assert server.seen == []
    assert "as the name of a journal" in said
    assert "review.toml" in said
