"""Open copies, as Unpaywall and Europe PMC answer on loopback: by DOI, by PMID, and answers that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.search.web_service import Answer, answered, serving

from resift.errors import SearchFailed
from resift.records import Doi, Pmid
from resift.search.open_access import EuropePMCCopies, OpenCopy, Unpaywall
from resift.search.web import Web

ONE = Doi("10.5555/fiction(1)#a")


def _web(address: str, folder: Path, **more: Any) -> Web:
    settings = {"secrets": {"email": "fictional@example.org"}, "sleep": lambda _: None, "gate_folder": folder,
                "tries": 2} | more  # fmt: skip
    return Web("Fictional", address, **settings)


def _place(**more: Any) -> dict[str, Any]:
    return {"url": None, "url_for_pdf": None, "url_for_landing_page": None, "license": None, "version": None} | more


def _object(*places: dict[str, Any], doi: str = ONE) -> dict[str, Any]:
    return {"doi": doi, "is_oa": bool(places), "best_oa_location": places[0] if places else None,
            "oa_locations": list(places)}  # fmt: skip


def test_a_doi_with_signs_of_its_own_is_asked_for_whole_and_each_copy_is_named_once_pdfs_first(tmp_path: Path) -> None:
    page = _place(url="https://publisher.example.org/1", license="publisher-specific", version="publishedVersion")
    pdf = _place(url_for_pdf="https://repository.example.org/1.pdf", version="submittedVersion")
    bad = _place(url_for_pdf="javascript:alert(1)")
    with serving(lambda *_: answered(_object(page, pdf, bad))) as server:
        found = Unpaywall(_web(server.address, tmp_path)).copies(ONE, None, 1)
    ((path, params),) = server.asked
    assert path == "/10.5555/fiction%281%29%23a"
    assert params == {"email": "fictional@example.org"}
    assert found == [
        OpenCopy(source="Unpaywall", pdf="https://repository.example.org/1.pdf", version="submitted manuscript"),
        OpenCopy(source="Unpaywall", page="https://publisher.example.org/1", licence="publisher-specific",
                 version="published version"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "copies"),
    [
        (answered({"HTTP_status_code": 404, "error": True}, 404), None),
        (answered(_object(doi="10.5555/another")), None),
        (answered(_object()), []),
    ],
)
def test_not_known_is_told_apart_from_known_and_closed(answer: Answer, copies: object, tmp_path: Path) -> None:
    with serving(lambda *_: answer) as server:
        assert Unpaywall(_web(server.address, tmp_path)).copies(ONE, None, 1) == copies


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"<html>maintenance</html>"),
        (200, {}, b"[]"),
        answered({"message": "upstream failed"}),
        answered({"doi": ONE, "is_oa": True, "oa_locations": "many"}),
        (500, {}, b""),
    ],
)
def test_an_answer_that_is_none_is_a_failure_and_never_no_copy(answer: Answer, tmp_path: Path) -> None:
    with serving(lambda *_: answer) as server:
        with pytest.raises(SearchFailed):
            Unpaywall(_web(server.address, tmp_path)).copies(ONE, None, 1)
        with pytest.raises(SearchFailed):
            EuropePMCCopies(_web(server.address, tmp_path)).copies(ONE, None, 1)


def _entry(**more: Any) -> dict[str, Any]:
    urls = [
        {"availabilityCode": "F", "documentStyle": "html", "site": "Unpaywall", "url": "https://a.example.org/1"},
        {"availabilityCode": "OA", "documentStyle": "html", "site": "Europe_PMC", "url": "https://b.example.org/1"},
        {"availabilityCode": "OA", "documentStyle": "pdf", "site": "Europe_PMC", "url": "https://b.example.org/1.pdf"},
        {"availabilityCode": "S", "documentStyle": "doi", "site": "DOI", "url": "https://doi.org/10.5555/fiction"},
    ]
    return {"id": "90000001", "source": "MED", "pmid": "90000001", "license": "cc by-nc",
            "fullTextUrlList": {"fullTextUrl": urls}} | more  # fmt: skip


def test_europe_pmc_is_asked_by_pmid_and_its_page_and_pdf_are_one_copy(tmp_path: Path) -> None:
    page = {"hitCount": 2, "resultList": {"result": [_entry(pmid="90000009"), _entry()]}}
    with serving(lambda *_: answered(page)) as server:
        found = EuropePMCCopies(_web(server.address, tmp_path)).copies(ONE, Pmid("90000001"), 1)
    ((_, params),) = server.asked
    assert params["query"] == "EXT_ID:90000001 AND SRC:MED"
    assert found == [
        OpenCopy(source="Europe PMC", page="https://b.example.org/1", pdf="https://b.example.org/1.pdf",
                 licence="cc by-nc"),
        OpenCopy(source="Europe PMC", page="https://a.example.org/1", licence="cc by-nc"),
    ]  # fmt: skip


def test_what_has_no_identifier_is_not_asked_about(tmp_path: Path) -> None:
    with serving(lambda *_: answered({})) as server:
        assert EuropePMCCopies(_web(server.address, tmp_path)).copies(None, None, 1) is None
        assert Unpaywall(_web(server.address, tmp_path)).copies(None, Pmid("90000001"), 1) is None
    assert server.asked == []
