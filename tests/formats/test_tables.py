"""Tables of every vendor, on fictional rows (all content is made up)."""

import pytest

from resift.errors import BadFile
from resift.formats import Reading, read_bytes


def read(text: str, prefix: str | None = "demo") -> Reading:
    return read_bytes(text.encode(), name="demo.csv", prefix=prefix)


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks if remark.code != "vendor"]


def test_pubmed_has_pmid_and_date_but_no_abstract() -> None:
    text = (
        "\ufeffPMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n"
        '"12345678","A made-up title","Doe A, Roe-Poe BC.","J Fict. 2020","Doe A","J Fict","2020","2019/03/30","","",'
        '"10.1000/demo"\n'
    )
    record = read(text).records[0]
    assert (record.pmid, record.accession, record.doi, record.year) == ("12345678", "12345678", "10.1000/demo", 2020)
    assert (record.authors, record.database) == (("Doe A", "Roe-Poe BC"), "PubMed")
    assert record.created
    assert record.created.isoformat() == "2019-03-30"


@pytest.mark.parametrize("mark", [",", ";"])
def test_embase_has_a_preamble_and_after_a_spreadsheet_semicolons(mark: str) -> None:
    rows = [
        ["SEARCH QUERY", "fiction:ti"], ["-----"], [""],
        ["Title", "Author Names", "Source", "Source title", "Publication Year", "First Page", "Last Page", 
         "Medline PMID", "PUI", "DOI", "Emtree Medical Index Terms"],
        ["Made up", '"Doe A., Roe B."', "Tales (2024) 15:1", "Tales", "2024", "3", "9", "12345678", "L9000000001", "",
         '"fiction, tale, human"'],
    ]  # fmt: skip
    reading = read("\n".join(mark.join(cells) for cells in rows))
    record = reading.records[0]
    assert (record.accession, record.pmid, record.database) == ("L9000000001", "12345678", "Embase")
    assert (record.authors, record.pages, record.journal) == (("Doe A.", "Roe B."), "3-9", "Tales")
    assert record.keywords == ("fiction", "tale", "human")
    assert codes(reading) == ["preamble"]


def test_ebsco_wraps_numbers_as_formulas_and_counts_pages() -> None:
    text = (
        "Article Title,Author,Journal Title,ISSN,Publication Date,First Page,Page Count,Accession Number,DOI\n"
        'Made up,"Doe, Anna; Roe, Bo",Tales,="12345678",="20240403",5,12,990000001,10.1000/demo\n'
    )
    reading = read(text)
    record = reading.records[0]
    assert (record.issn, record.pages, record.accession) == (("1234-5678",), "5-16", "990000001")
    assert record.authors == ("Doe, Anna", "Roe, Bo")
    assert "pages" in codes(reading)


def test_scopus_has_the_pmid_in_a_column_of_its_own() -> None:
    text = (
        "Authors,Title,Year,Source title,Page start,Page end,DOI,PubMed ID,Document Type,Source,EID\n"
        '"Doe A.; Roe B.",Made up,2024,Tales,1,9,10.1000/demo,12345678,Article,Scopus,2-s2.0-99999999999\n'
    )
    record = read(text).records[0]
    assert (record.pmid, record.accession, record.database) == ("12345678", "2-s2.0-99999999999", "Scopus")
    assert (record.authors, record.pages) == (("Doe A.", "Roe B."), "1-9")


def test_rayyan_keeps_its_key_and_no_decision() -> None:
    text = (
        "key,title,year,journal,authors,abstract,notes,doi,keywords,pubmed_id,pmc_id\n"
        'rayyan-1,Made up,2024,Tales,"Doe, A. and Roe, B.",Text,"RAYYAN-INCLUSION: {""Ada""=>""In""}",,a;b,12345678,\n'
    )
    record = read(text).records[0]
    assert (record.accession, record.pmid, record.notes) == ("rayyan-1", "12345678", "")
    assert (record.authors, record.keywords) == (("Doe, A.", "Roe, B."), ("a", "b"))


def test_covidence_keeps_notes_and_tags_of_reviewers_in_raw_only() -> None:
    text = (
        "Title,Authors,Abstract,Published Year,Journal,Accession Number,DOI,Covidence #,Study,Notes,Tags\n"
        'Made up,"Doe, A.; Roe, B.",Text,2024,Tales,,,#1,Doe 2024,must be in,sure\n'
    )
    record = read(text).records[0]
    assert (record.year, record.notes, record.keywords) == (2024, "", ())
    assert ("Tags", "sure") in record.raw


def test_the_layout_for_duplicates_gives_the_ids_of_its_column() -> None:
    text = (
        "id,title,author,year,journal,volume,number,pages,doi,abstract,pmid,source\n"
        'x7,Made up,"Doe, A. and Roe, B.",2019,Tales,3,4,1-9,10.1000/demo,Text,12345678,Embase\n'
    )
    record = read(text, prefix=None).records[0]
    assert (record.id, record.issue, record.pages, record.database) == ("x7", "4", "1-9", "Embase")
    assert read(text, prefix="demo").records[0].id == "demo-1"


@pytest.mark.parametrize("label", ["label", "included", "label_included"])
def test_labels_of_a_screening_are_in_raw_and_nowhere_else(label: str) -> None:
    record = read(f"title,abstract,keywords,{label}\nMade up,Text,Aged; Humans,1\n", prefix=None).records[0]
    assert dict(record.raw)[label] == "1"
    assert (record.id, record.keywords) == ("record-1", ("Aged", "Humans"))


@pytest.mark.parametrize("rows", ["x1,One\nx1,Two\n", "x1,One\n,Two\n"])
def test_ids_that_repeat_or_are_missing_are_refused(rows: str) -> None:
    with pytest.raises(BadFile) as caught:
        read("id,title\n" + rows, prefix=None)
    assert caught.value.where == "demo.csv:3"


def test_line_breaks_and_quotes_inside_a_cell_stay() -> None:
    record = read('title,abstract\n"Made ""up""","Aims.\n\nMethods, all."\n').records[0]
    assert (record.title, record.abstract) == ('Made "up"', "Aims.\n\nMethods, all.")


def test_rows_with_other_numbers_of_cells_are_kept_and_remarked_at_their_line() -> None:
    reading = read('title,abstract,doi\n"Two\nlines",Text,\nMade up,Text\nMade up,Text,,more\n')
    assert [(r.line, r.code) for r in reading.remarks if r.code == "cells"] == [(4, "cells"), (5, "cells")]
    assert reading.records[2].raw[-1] == ("", "more")


def test_empty_rows_are_skipped_and_counted() -> None:
    reading = read("title,abstract\nMade up,Text\n,\n,\nMore,Text\n")
    assert [r.title for r in reading.records] == ["Made up", "More"]
    assert [r.message for r in reading.remarks if r.code == "blank-row"] == ["empty row skipped (2 times)"]


def test_a_quote_that_is_never_closed_is_an_error_with_its_line() -> None:
    with pytest.raises(BadFile, match="never closed") as caught:
        read('title,abstract\nMade up,Text\nCut off,"and then\nno more\n')
    assert caught.value.where == "demo.csv:3"


def test_quotes_in_the_middle_of_a_quoted_cell_are_tolerated() -> None:
    assert read('title,abstract\n"A "made" up title",Text\n').records[0].title.replace('"', "") == "A made up title"


def test_a_header_without_a_row_is_an_error() -> None:
    with pytest.raises(BadFile, match="no record"):
        read("title,abstract,doi\n")


def test_a_tab_separated_table_is_read() -> None:
    reading = read("Title\tAuthors\tYear\nMade up\tDoe, A.; Roe, B.\t2019\n")
    assert (reading.format, reading.records[0].authors) == ("TSV", ("Doe, A.", "Roe, B."))


def test_a_very_long_cell_is_read() -> None:
    assert len(read(f'title,abstract\nMade up,"{"x" * 300_000}"\n').records[0].abstract) == 300_000
