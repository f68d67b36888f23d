"""Full texts: asked about one by one, matched from a folder, looked up and fetched through services on loopback."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.eligible import EMAIL, Desk, screened
from tests.formats.pdf_files import pdf
from tests.search.web_service import Answer, Service, answered, serving

from resift.review import Review

TRIAL = "A fictional trial of choirs for people with psychosis"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return screened(tmp_path_factory.mktemp("sought"))


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(made, tmp_path / "review")))


def _folder(desk: Desk, **files: bytes) -> str:
    folder = desk.review.parent / "pdfs"
    (folder / "more").mkdir(parents=True)
    for name, data in files.items():
        (folder / f"{name.replace('__', '/')}.pdf").write_bytes(data)
    return str(folder)


# one by one


def test_each_report_is_asked_about_and_the_reason_is_kept_in_the_reviewers_words(desk: Desk) -> None:
    told = desk("retrieve", "--reviewer", "Ada", answers="y\nn not held by any library\nn 1\ns\n")
    assert told.startswith("5 reports are sought or were not had.")
    assert desk.standing() == {"F1": "retrieved", "F2": "not retrieved", "F3": "not retrieved", "F4": "sought",
                               "F5": "sought"}  # fmt: skip
    whys = {t["why"] for t in desk.json("retrieve") if t["standing"] == "not retrieved"}
    assert whys == {"not held by any library"}
    assert desk.next() == "resift retrieve --reviewer NAME"


def test_a_report_not_retrieved_needs_a_reason(desk: Desk) -> None:
    assert "needs to say why" in desk("retrieve", "--reviewer", "Ada", answers="n\n")
    assert "say why" in desk("retrieve", "embase-1", "--reviewer", "Ada", "--not-retrieved", " ", status=2)
    assert set(desk.standing().values()) == {"sought"}


def test_a_mind_is_changed_by_taking_back_or_by_naming_the_report_again(desk: Desk) -> None:
    desk("retrieve", "--reviewer", "Ada", answers="n in a fictional language\nz\ny\ny\n")
    assert [desk.standing()[k] for k in ("F1", "F2")] == ["retrieved", "retrieved"]
    told = desk("retrieve", "embase-2", "--reviewer", "Ada", answers="n the file was another paper\n")
    assert "So far retrieved (Ada)" in told
    assert desk.standing()["F2"] == "not retrieved"
    desk("retrieve", "embase-2", "embase-3", "--reviewer", "Ada", "--retrieved")
    assert [desk.standing()[k] for k in ("F2", "F3")] == ["retrieved", "retrieved"]
    desk("retrieve", "embase-3", "--reviewer", "Ada", "--not-retrieved", "lost again")
    assert desk.standing()["F3"] == "not retrieved"


def test_the_list_shows_where_each_full_text_stands(desk: Desk) -> None:
    desk("retrieve", "embase-1", "--reviewer", "Ada", "--not-retrieved", "no reply from the author")
    listed = desk("retrieve", "--list")
    assert "not retrieved: no reply from the author (Ada)" in listed
    assert [line.split() for line in listed.splitlines()[-3:]] == [
        ["4", "sought"], ["0", "retrieved"], ["1", "not", "retrieved"],
    ]  # fmt: skip


def test_only_retrieved_reports_come_to_be_assessed(desk: Desk) -> None:
    desk("retrieve", "embase-1", "embase-2", "--reviewer", "Ada", "--retrieved")
    desk("retrieve", "embase-3", "embase-4", "embase-5", "--reviewer", "Ada", "--not-retrieved", "not held")
    assert desk.next() == "resift screen --stage eligibility --reviewer NAME"
    read = desk("screen", "--plain", "--stage", "eligibility", "--reviewer", "Ada", answers="i\ne I5\n" + "i\n" * 9)
    assert "2 of 2" in read
    counts = desk.json("report")["counts"]
    assert (counts["dbr_sought_reports"], counts["dbr_notretrieved_reports"], counts["dbr_assessed"]) == (5, 3, 2)


def test_a_report_that_was_assessed_cannot_turn_out_not_to_have_been_retrieved(desk: Desk) -> None:
    desk("retrieve", "embase-1", "--reviewer", "Ada", "--retrieved")
    desk("screen", "--plain", "--stage", "eligibility", "--reviewer", "Ada", answers="i\n")
    refused = desk("retrieve", "embase-1", "--reviewer", "Ada", "--not-retrieved", "lost", status=1)
    assert "was assessed in full text already" in refused


def test_reports_of_one_study_are_assessed_one_after_the_other_and_say_so(desk: Desk) -> None:
    desk("retrieve", "--reviewer", "Ada", answers="y\n" * 5)
    read = desk("screen", "--plain", "--stage", "eligibility", "--reviewer", "Ada", answers="i\n" * 5)
    titles = [
        line.removeprefix("Title: ").replace("*", "")[:9] for line in read.splitlines() if line.startswith("Title")
    ]
    # the first and the fifth name one registration number
    assert titles == ["A fiction", "Costs of ", "Gardening", "Walking t", "What beca"]
    assert "May be of one study with embase-5: both name NCT09999991" in read


@pytest.mark.parametrize(
    "wrong",
    [
        ("retrieve",),
        ("retrieve", "--reviewer", "Ada", "--retrieved"),
        ("retrieve", "embase-1", "--reviewer", "Ada", "--retrieved", "--not-retrieved", "x"),
        ("retrieve", "embase-1", "--reviewer", "Ada", "--open-access"),
    ],
)
def test_options_that_say_nothing_together_are_refused(desk: Desk, wrong: tuple[str, ...]) -> None:
    desk(*wrong, status=2)


def test_a_report_that_is_not_sought_is_named(desk: Desk) -> None:
    assert "embase-99 is not among the reports sought" in desk("retrieve", "embase-99", "--reviewer", "Ada", status=1)


# a folder


def test_pdfs_are_matched_with_their_evidence_and_kept_by_their_hash(desk: Desk) -> None:
    trial = pdf(TRIAL, "Ada Ex, Bo Why")
    folder = _folder(desk, **{"smith": trial, "more__10.5555_fiction.2": pdf("A garden"), "holiday": pdf("My holiday"),
                              "broken": b"%PDF-1.4 and nothing", "page": b"<html>sign in</html>"})  # fmt: skip
    told = desk("retrieve", "--reviewer", "Ada", "--folder", folder)
    assert "embase-1: smith.pdf, by title on its first page" in told
    assert "2 full texts retrieved." in told
    assert "look at: holiday.pdf: it has no DOI, PMID or title" in told
    assert "skipped: page.pdf: this is not a PDF" in told
    assert "2 skipped." in told
    first = desk.json("retrieve")[0]
    assert (first["standing"], first["file"], first["sha256"]) == (
        "retrieved", "smith.pdf", hashlib.sha256(trial).hexdigest(),
    )  # fmt: skip
    assert desk.standing()["F2"] == "retrieved"
    before = desk.events()
    again = desk("retrieve", "--reviewer", "Ada", "--folder", folder)
    assert "0 full texts retrieved, 2 known already." in again
    assert desk.events() == before


def test_a_second_file_of_a_report_and_a_correction_of_it_are_left_to_a_person(desk: Desk) -> None:
    folder = _folder(desk, a=pdf(TRIAL), b=pdf(TRIAL, "a second file"), c=pdf(f"Correction to: {TRIAL}"))
    told = desk("retrieve", "--reviewer", "Ada", "--folder", folder)
    assert "1 full text retrieved." in told
    assert "look at: b.pdf: another file of embase-1" in told
    assert "look at: c.pdf: it has no DOI" in told


def test_a_pdf_that_turns_up_makes_a_report_that_was_not_had_retrieved(desk: Desk) -> None:
    desk("retrieve", "embase-1", "--reviewer", "Ada", "--not-retrieved", "not held")
    desk("retrieve", "--reviewer", "Ada", "--folder", _folder(desk, a=pdf(TRIAL)))
    assert desk.standing()["F1"] == "retrieved"


def test_a_folder_without_pdfs_or_that_is_not_there_is_an_error(desk: Desk) -> None:
    assert "no PDF in this folder" in desk("retrieve", "--reviewer", "Ada", "--folder", _folder(desk), status=1)
    assert "no such folder" in desk("retrieve", "--reviewer", "Ada", "--folder", "nowhere", status=1)


# open copies


class Net:
    """Unpaywall, Europe PMC and a repository of PDFs, all fictional, on one loopback address."""

    def __init__(self, server: Service) -> None:
        self.server = server

    def desk(self, desk: Desk, **more: str) -> Desk:
        base = self.server.address
        own = {"NCBI_EMAIL": EMAIL, "RESIFT_UNPAYWALL": f"{base}v2/", "RESIFT_EUROPEPMC": f"{base}epmc/"}
        return Desk(desk.review, **own | more)

    def asked(self, start: str) -> list[str]:
        return [path for path, _ in self.server.asked if path.startswith(start)]


def _unpaywall(doi: str, *places: dict[str, Any]) -> dict[str, Any]:
    return {"doi": doi, "is_oa": bool(places), "oa_status": "green" if places else "closed",
            "best_oa_location": places[0] if places else None, "oa_locations": list(places)}  # fmt: skip


def _place(url: str, page: str = "https://repository.example.org/1") -> dict[str, Any]:
    return {"url": url, "url_for_pdf": url, "url_for_landing_page": page, "license": "cc-by",
            "version": "acceptedVersion", "host_type": "repository", "is_best": True}  # fmt: skip


def _epmc(doi: str, *urls: dict[str, str]) -> dict[str, Any]:
    result = {"id": "1", "source": "MED", "doi": doi, "isOpenAccess": "Y", "license": "cc by",
              "fullTextUrlList": {"fullTextUrl": list(urls)}}  # fmt: skip
    return {"version": "6.9", "hitCount": 1, "resultList": {"result": [result]}}


def _free(url: str, style: str = "pdf", code: str = "OA") -> dict[str, str]:
    return {"availability": "Open access", "availabilityCode": code, "documentStyle": style, "site": "Europe_PMC",
            "url": url}  # fmt: skip


NOTHING = {"version": "6.9", "hitCount": 0, "resultList": {"result": []}}
UNKNOWN = {"HTTP_status_code": 404, "error": True, "message": "'10.5555/fiction.4' isn't in Unpaywall."}


@pytest.fixture
def net() -> Iterator[Net]:
    files: dict[str, Answer] = {
        "/files/1.pdf": (200, {"Content-Type": "application/pdf"}, pdf(TRIAL)),
        "/files/2.pdf": (200, {"Content-Type": "text/html"}, b"<html>please sign in</html>"),
        "/files/5.pdf": (302, {"Location": "/files/moved.pdf"}, b""),
        "/files/moved.pdf": (200, {}, pdf("Quite another fictional paper")),
    }
    here: list[str] = []

    def answer(path: str, params: dict[str, str]) -> Answer:
        if path in files:
            return files[path]
        if path.startswith("/v2/"):
            assert params["email"] == EMAIL
            doi = path.removeprefix("/v2/")
            number = doi[-1]
            if number == "4":
                return answered(UNKNOWN, 404)
            return answered(_unpaywall(doi, *([_place(f"{here[0]}files/{number}.pdf")] if number in "12" else [])))
        if path == "/epmc/search":
            assert params["resultType"] == "core"
            if params["query"] == 'DOI:"10.5555/fiction.5"':
                return answered(_epmc("10.5555/fiction.5", _free(f"{here[0]}files/5.pdf"),
                                      _free("https://publisher.example.org/5", "html", "S")))  # fmt: skip
            if params["query"] == 'DOI:"10.5555/fiction.4"':
                return answered(_epmc("10.5555/another.paper", _free(f"{here[0]}files/1.pdf")))
            return answered(NOTHING)
        return 404, {}, b"{}"

    with serving(answer) as server:
        here.append(server.address)
        yield Net(server)


def test_an_open_copy_is_a_lead_and_does_not_count_as_retrieved(desk: Desk, net: Net) -> None:
    there = net.desk(desk)
    told = there("retrieve", "--reviewer", "Ada", "--open-access")
    # four have a DOI; Unpaywall knows copies of the first and second, Europe PMC of the fifth
    assert "4 reports asked about: 3 have an open copy, 3 as a PDF." in told
    assert "1 have neither DOI nor PMID" in told
    assert set(there.standing().values()) == {"sought"}
    found = {t["report"]: t["copies"] for t in there.json("retrieve")}
    assert found["embase-1"] == [{
        "source": "Unpaywall", "page": "https://repository.example.org/1", "pdf": f"{net.server.address}files/1.pdf",
        "licence": "cc-by", "version": "accepted manuscript",
    }]  # fmt: skip
    # an answer about another paper, and a copy for subscribers, are none
    assert found["embase-4"] == []
    assert found["embase-5"] == [
        {"source": "Europe PMC", "pdf": f"{net.server.address}files/5.pdf", "licence": "cc by"}
    ]
    assert "open copy at" in there("retrieve", "--list")
    assert net.asked("/files/") == []


def test_answers_are_archived_without_the_address_of_who_asks_and_not_asked_for_twice(desk: Desk, net: Net) -> None:
    there = net.desk(desk)
    there("retrieve", "--reviewer", "Ada", "--open-access")
    number, events = len(net.server.asked), there.events()
    there("retrieve", "--reviewer", "Ada", "--open-access")
    assert len(net.server.asked) == number
    assert there.events() == events
    ledger = (desk.review / "data/searches/open_access/ledger.jsonl").read_text()
    assert ledger.count("fiction.1") == 2
    assert EMAIL not in ledger
    assert EMAIL not in json.dumps(events)


def test_fetched_pdfs_count_where_they_show_to_be_the_report(desk: Desk, net: Net) -> None:
    there = net.desk(desk)
    told = there("retrieve", "--reviewer", "Ada", "--open-access", "--download")
    assert there.standing() == {"F1": "retrieved", "F2": "sought", "F3": "sought", "F4": "sought", "F5": "sought"}
    assert (desk.review / "data/fulltext/embase-1.pdf").read_bytes() == pdf(TRIAL)
    assert "skipped: embase-2: " in told
    assert "what came is not a PDF" in told
    assert not (desk.review / "data/fulltext/embase-2.pdf").exists()
    assert "look at: embase-5.pdf: fetched for embase-5, but it has no DOI" in told
    (event,) = [e for e in there.events() if e["verb"] == "retrieved"]
    assert event["data"]["file"] == "data/fulltext/embase-1.pdf"
    assert event["data"]["copy"]["licence"] == "cc-by"
    asked = len(net.asked("/files/5"))
    there("retrieve", "--reviewer", "Ada", "--download")
    assert len(net.asked("/files/5")) == asked  # what is there is not fetched again
    there("retrieve", "embase-5", "--reviewer", "Ada", "--retrieved")
    assert there.standing()["F5"] == "retrieved"


def test_nobody_is_asked_without_the_option_or_without_an_address_to_write_to(desk: Desk, net: Net) -> None:
    there = net.desk(desk)
    there("retrieve", "--reviewer", "Ada", answers="s\n" * 5)
    there("retrieve", "--list")
    assert net.server.asked == []
    nameless = net.desk(desk, NCBI_EMAIL="")
    refused = nameless("retrieve", "--reviewer", "Ada", "--open-access", status=1)
    assert "Unpaywall asks for an e-mail address" in refused
    assert net.server.asked == []


def test_a_service_that_refuses_is_an_error_and_what_it_said_before_is_kept(desk: Desk, net: Net) -> None:
    answer = net.server.answer

    def refusing(path: str, params: dict[str, str]) -> Answer:
        refused: Answer = (422, {}, b'{"error": true, "message": "use your own address"}')
        return refused if path.endswith("fiction.2") else answer(path, params)

    net.server.answer = refusing  # type: ignore[method-assign]
    there = net.desk(desk)
    said = there("retrieve", "--reviewer", "Ada", "--open-access", status=1)
    assert "HTTP status 422" in said
    assert EMAIL not in said
    assert [bool(t["copies"]) for t in there.json("retrieve")] == [True, False, False, False, False]


@pytest.fixture
def fetcher(tmp_path: Path) -> Callable[..., Any]:
    from resift.search.pdfs import Pdfs

    def make(**more: Any) -> Pdfs:
        settings = {"gate_folder": tmp_path, "sleep": lambda _: None, "tries": 2, "local": True} | more
        return Pdfs(**settings)

    return make


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://repository.example.org/a.pdf",
        "https://user:secret@repository.example.org/a.pdf",
        "http://127.0.0.1:9/a.pdf",
        "http://[::1]/a.pdf",
        "http://10.0.0.1/a.pdf",
        "http://169.254.169.254/latest/meta-data",
        "http://[not an address/a.pdf",
    ],
)
def test_an_address_that_is_not_on_the_public_web_is_never_asked(
    url: str, fetcher: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from resift.errors import SearchFailed

    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SearchFailed, match=r"no web address|leads into this network"):
        fetcher(local=False).get(url)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, {}, b"%PDF-1.4 " + b"x" * 5000), "more than 4,096 bytes"),
        ((403, {}, b""), "HTTP status 403"),
        ((503, {}, b""), "HTTP status 503"),
        ((302, {"Location": "/again"}, b""), "every answer points elsewhere"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "no web address"),
        ((302, {"Location": "http://10.0.0.1/a.pdf"}, b""), "leads into this network"),
        ((200, {"Content-Length": "9000"}, b"%PDF-1.4 cut"), "cut short|broke"),
    ],
)
def test_what_cannot_be_had_says_why(fetcher: Callable[..., Any], answer: Answer, why: str) -> None:
    from resift.errors import SearchFailed

    with serving(lambda *_: answer) as server, pytest.raises(SearchFailed, match=why):
        fetcher(most=4096, stall=2.0).get(f"{server.address}a.pdf")


def test_killed_while_it_reads_a_folder_it_goes_on_where_it_stopped(desk: Desk) -> None:
    files = {"1": pdf(TRIAL), "2": pdf("doi 10.5555/fiction.2"), **{f"x{n}": pdf("nothing") for n in range(150)},
             "z": pdf("doi 10.5555/fiction.4")}  # fmt: skip
    folder = _folder(desk, **files)
    command = [sys.executable, "-m", "resift", "retrieve", "--reviewer", "Ada", "--folder", folder]
    running = subprocess.Popen(command, cwd=desk.review, stdout=subprocess.DEVNULL)
    with Review(desk.review) as review:
        until = time.monotonic() + 60
        while len(review.store.standing_events("retrieval")) < 1 and time.monotonic() < until:
            time.sleep(0.002)
        running.send_signal(signal.SIGKILL)
        running.wait()
        kept = len(review.store.standing_events("retrieval"))
    assert 1 <= kept <= 3
    done = desk.json("retrieve", "--reviewer", "Ada", "--folder", folder)["folder"]
    assert (len(done["retrieved"]), len(done["known"])) == (3 - kept, kept)
    assert [e["verb"] for e in desk.events() if e["stage"] == "retrieval"] == ["retrieved"] * 3
