"""MEDLINE text of PubMed and ERIC, on fictional records (all content is made up)."""

import datetime as dt
from pathlib import Path

import pytest

from resift.errors import BadFile
from resift.formats import Reading, read_bytes
from resift.records import Heading

EXPORTS = {path.stem: path.read_bytes().decode() for path in sorted((Path(__file__).parent / "exports").glob("*.nbib"))}


def read(text: str) -> Reading:
    return read_bytes(text.encode(), name="demo.nbib", prefix="demo")


def test_a_pubmed_record_has_all_its_fields() -> None:
    first, second = read(EXPORTS["medline"]).records
    assert first.title == "A made-up title that is long."
    assert first.abstract == "An invented abstract of two lines."
    assert first.authors == ("Doe, Anna A", "Roe B", "Fiction Group")
    assert (first.pmid, first.accession, first.doi) == ("12345673", "12345673", "10.1000/demo.9")
    assert (first.journal, first.journal_short, first.volume, first.issue, first.pages) == (
        "Journal of fiction", "J Fict", "93", "14", "6913-7",
    )  # fmt: skip
    assert first.headings == (
        Heading(name="Loneliness", major=True, qualifiers=("psychology",)),
        Heading(name="Humans"),
    )
    assert (first.created, first.entered, first.indexed) == (
        dt.date(1996, 7, 8), dt.date(1996, 7, 9), dt.date(1996, 7, 10),
    )  # fmt: skip
    assert (first.published, first.substances, first.issn) == (("1996/07/09",), ("Fictions",), ("1234-5678",))
    assert second.title == "Another made-up title."


def test_a_retraction_is_seen() -> None:
    first, second = read(EXPORTS["medline"]).records
    assert (first.retracted, second.retracted) == (True, False)
    assert [(n.kind, n.pmid) for n in first.notices] == [("RetractionIn", "12345674")]


def test_eric_has_no_pmid_and_its_own_numbers() -> None:
    reading = read(EXPORTS["eric"])
    assert [r.accession for r in reading.records] == ["ED999991", "EJ999992"]
    assert [r.pmid for r in reading.records] == [None, None]
    assert {r.database for r in reading.records} == {"ERIC"}
    assert reading.records[0].url == "http://eric.ed.gov/?id=ED999991"
    assert reading.starts == 2


def test_records_without_a_blank_line_between_them_are_two() -> None:
    reading = read("PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n")
    assert [r.title for r in reading.records] == ["One", "Two"]
    assert "no-blank" in {r.code for r in reading.remarks}


def test_a_blank_line_inside_a_record_does_not_cut_it() -> None:
    reading = read("PMID- 1\nTI  - One\n\nAB  - Text\n")
    assert [(r.title, r.abstract) for r in reading.records] == [("One", "Text")]
    assert "blank-inside" in {r.code for r in reading.remarks}


def test_two_files_put_together_are_read_as_their_sum() -> None:
    assert len(read(EXPORTS["medline"] + EXPORTS["eric"]).records) == 4
    assert len(read(EXPORTS["eric"] + EXPORTS["medline"]).records) == 4


def test_a_number_that_is_no_pmid_is_remarked() -> None:
    reading = read("PMID- 000000000000\nTI  - Made up\n")
    assert reading.records[0].pmid is None
    assert "pmid" in {r.code for r in reading.remarks}


def test_a_line_that_is_no_tag_is_kept_with_the_value_before() -> None:
    reading = read("PMID- 1\nSO  invalid line\nTI  - Made up\n")
    assert dict(reading.records[0].raw)["PMID"].startswith("1 SO")
    assert "odd-line" in {r.code for r in reading.remarks}


def test_text_with_owner_but_without_records_is_refused() -> None:
    with pytest.raises(BadFile, match="without any PMID"):
        read("OWN - NLM\nTI  - Made up\n")
