"""What each vendor does to RIS, on fictional exports (all content is made up)."""

import csv
from pathlib import Path

import pytest

from resift.errors import BadFile
from resift.formats import Reading, read_bytes
from resift.formats.entries import Entry
from resift.formats.vendors import vendor_of

EXPORTS = {path.stem: path.read_bytes().decode() for path in sorted((Path(__file__).parent / "exports").glob("*.ris"))}


def read(text: str, database: str = "") -> Reading:
    return read_bytes(text.encode(), name="demo.ris", prefix="demo", database=database)


def codes(reading: Reading) -> set[str]:
    return {remark.code for remark in reading.remarks}


def test_ovid_psycinfo_keeps_cited_authors_out_and_the_segment_off_the_database() -> None:
    reading = read(EXPORTS["ovid_old"])
    first = reading.records[0]
    assert first.authors == ("Doe, Anna A", "Roe, Bo")
    assert (first.database, first.accession, first.doi) == ("APA PsycInfo", "2019-00001-001", "10.1000/demo.1")
    assert (first.year, first.pages, first.issn, first.pmid) == (2019, "", ("1234-5678",), None)
    assert ("DB", "APA PsycInfo <2021>") in first.raw
    assert {"cited-authors", "between", "after-ER", "pages"} <= codes(reading)


def test_a_tag_after_er_belongs_to_the_record_before() -> None:
    reading = read(EXPORTS["ovid_old"])
    assert [r.raw[-1] for r in reading.records] == [("NL", "J Fict"), ("NL", "J Fict")]


def test_the_link_line_of_ovid_is_in_no_record() -> None:
    assert not [v for r in read(EXPORTS["ovid_old"]).records for _, v in r.raw if "Link to the Ovid" in v]


def test_the_pmid_of_ovid_medline_is_in_the_address() -> None:
    assert read(EXPORTS["ovid_medline"]).records[0].pmid == "12345678"


def test_an_ovid_psycinfo_address_gives_no_pmid() -> None:
    text = EXPORTS["ovid_medline"].replace("D=medl", "D=psyc16")
    assert read(text).records[0].pmid is None


def test_ebsco_keeps_the_first_abstract_and_drops_the_copyright_notice() -> None:
    reading = read(EXPORTS["ebsco"])
    record = reading.records[0]
    assert record.abstract == "The invented findings."
    assert "second-abstract" in codes(reading)
    assert sum(tag == "AB" for tag, _ in record.raw) == 2


def test_ebsco_has_its_number_in_n1_and_its_doi_in_l3() -> None:
    record = read(EXPORTS["ebsco"]).records[0]
    assert (record.accession, record.doi) == ("990000001", "10.1000/demo.2")
    assert (record.database, record.pages, record.issn) == ("Academic Search Premier", "4", ("1234-5678",))


def test_newer_ebsco_has_its_number_in_an() -> None:
    text = (
        EXPORTS["ebsco"].replace("N1  - Accession Number: 990000001; ", "AN  - 2024-1\nN1  - ").replace("aph", "psyh")
    )
    record = read(text).records[0]
    assert (record.accession, record.database) == ("2024-1", "PsycInfo")


def test_ebsco_without_db_is_named_by_its_address() -> None:
    reading = read(EXPORTS["ebsco"].replace("DB  - aph\n", ""))
    assert reading.records[0].database == "Academic Search Premier"
    assert "database-code" in codes(reading)


def test_l3_is_no_doi_outside_ebsco() -> None:
    assert read("TY  - JOUR\nTI  - Made up\nL3  - 10.1000/demo.2\nER  - \n").records[0].doi is None


def test_embase_has_its_number_in_u2_and_the_pmid_in_c5() -> None:
    record = read(EXPORTS["embase"]).records[0]
    assert (record.accession, record.pmid, record.database) == ("L9000000001", "12345679", "Embase")
    assert record.affiliations == ("(Doe A., a@example.org) University of Fiction",)
    assert (record.journal, record.journal_short) == ("Journal of Fiction", "J. Fict.")


def test_c5_is_no_pmid_outside_embase() -> None:
    assert read("TY  - JOUR\nTI  - Made up\nC5  - 12345679\nER  - \n").records[0].pmid is None


def test_cochrane_has_the_pmid_inside_c3() -> None:
    reading = read(EXPORTS["cochrane"])
    assert [r.pmid for r in reading.records] == ["12345670", None]
    assert [r.accession for r in reading.records] == ["CN-09999999", "CN-09999998"]
    assert [r.title for r in reading.records] == ["A made-up programme", "Another made-up programme"]
    assert [r.abstract[:11] for r in reading.records] == ["An invented"] * 2
    assert {r.database for r in reading.records} == {"Cochrane Library"}


def test_cochranes_short_journal_name_does_not_fill_the_full_one() -> None:
    record = read(EXPORTS["cochrane"]).records[0]
    assert (record.journal, record.journal_short) == ("", "Tales")


def test_proquest_has_two_numbers_of_which_the_first_counts() -> None:
    record = read(EXPORTS["proquest"]).records[0]
    assert (record.accession, record.doi, record.issn) == ("2990000001", "10.1000/demo.5", ("1234-5678",))
    assert record.notes == "Date revised - 2019-05-03\nLast updated - 2019-05-04"


def test_scopus_has_the_pmid_in_c2_and_its_number_in_the_address() -> None:
    record = read(EXPORTS["scopus"]).records[0]
    assert (record.pmid, record.accession, record.issn) == ("12345671", "2-s2.0-99999999999", ("1234-5678",))


def test_web_of_science_with_mixed_line_ends_keeps_its_tags_apart() -> None:
    record = read(EXPORTS["wos"]).records[0]
    assert record.affiliations == ("Univ Fiction", "Tale Univ")
    assert record.abstract == "First invented paragraph.\nSecond invented paragraph."
    assert (record.accession, record.journal_short) == ("WOS:000000000000001", "J. Fict.")


def test_rayyans_decisions_are_not_content() -> None:
    reading = read(EXPORTS["rayyan"])
    record = reading.records[0]
    assert record.notes == ""
    assert "decision" in codes(reading)
    assert not [v for k, v in record.as_dict().items() if k != "raw" and "Included" in str(v)]
    assert (record.doi, record.url) == ("10.1000/demo.7", "https://www.embase.com/search/results?id=L1")


def test_covidences_notes_are_not_content_and_empty_tags_are_empty() -> None:
    record = read(EXPORTS["covidence"]).records[0]
    assert (record.notes, record.abstract, record.accession, record.pages) == ("", "", "", "14-16")


def test_asreviews_decisions_are_not_content() -> None:
    text = "TY  - JOUR\nTI  - Made up\nN1  - ASReview_relevant\nN1  - A true note\nER  - \n"
    assert read(text).records[0].notes == "A true note"


def test_pubmed_by_way_of_endnote_has_the_pmid_in_an() -> None:
    record = read(EXPORTS["endnote_pubmed"]).records[0]
    assert (record.pmid, record.accession) == ("12345672", "12345672")
    assert record.keywords == ("Animals", "Fiction/*chemistry")
    assert record.pages == "349-69"


def test_files_of_r_tools_have_one_blank_and_na() -> None:
    reading = read(EXPORTS["r_tool"])
    assert [(r.title, r.abstract, r.doi) for r in reading.records] == [
        ("A made-up table", "", None),
        ("Another made-up table", "", None),
    ]
    assert "spacing" in codes(reading)


def test_plain_ris_has_its_number_in_an_or_id() -> None:
    text = "TY  - JOUR\nTI  - Made up\n{}ER  - \n"
    assert read(text.format("ID  - 7\nAN  - 9\n")).records[0].accession == "9"
    assert read(text.format("ID  - 7\n")).records[0].accession == "7"


def test_what_the_reviewer_says_was_searched_counts_with_a_remark() -> None:
    reading = read(EXPORTS["embase"], database="Embase and MEDLINE")
    assert reading.records[0].database == "Embase and MEDLINE"
    assert [r.message for r in reading.remarks if r.code == "database"] == [
        'the file says "Embase"; counted as Embase and MEDLINE, as told'
    ]


@pytest.mark.parametrize("name", EXPORTS)
def test_every_fictional_export_says_how_it_was_read(name: str) -> None:
    assert "vendor" in codes(read(EXPORTS[name]))


ROWS = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "formats.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_a_record_is_taken_for_its_vendors(row: dict[str, str]) -> None:
    tags = tuple((part[:2], part[3:]) for part in row["case"].split("|"))
    assert vendor_of(Entry(line=1, tags=tags)).name == row["expected"]


def test_a_mark_of_a_vendor_never_makes_a_bad_file() -> None:
    with pytest.raises(BadFile, match="every tag is empty"):
        read("TY  - JOUR\nTI  - \nER  - \n")
