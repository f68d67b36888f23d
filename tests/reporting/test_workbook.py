"""Excel's workbook has the tables of the document and nothing that a spreadsheet would act on; openpyxl reads it."""

import datetime as dt
import io
import time
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reporting.documents import of, whole

from resift.reporting import workbook as module
from resift.reporting.document import Document, Link, Table, columns
from resift.reporting.workbook import sheet_name, workbook

NOW = dt.datetime(2026, 3, 4, 5, 6, 7)  # noqa: DTZ001 (Excel's properties have no zone)


def _read(document: Document) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(document, NOW)))


def _cells(document: Document, sheet: int = 1) -> list[list[Any]]:
    return [[c.value for c in row] for row in _read(document).worksheets[sheet].iter_rows()]


def test_each_table_has_a_sheet_and_the_first_sheet_names_them() -> None:
    book = _read(whole())
    assert book.sheetnames == ["contents", "boxes", "Measures", "studies"]
    assert [[c.value for c in row] for row in book["contents"].iter_rows()] == [
        ["Sheet", "Table", "Rows"],
        [None, "Draft: 3 awaiting a decision.", None],
        ["boxes", "The flow as a table", 2],
        ["Measures", "Measures", 2],
        ["studies", "Characteristics", 3],
    ]


def test_numbers_are_numbers_and_what_is_not_one_is_text() -> None:
    assert _cells(whole(), 1)[1:] == [["Records screened", 12345], ["Records excluded", None]]
    assert _cells(whole(), 2)[1:] == [["PABAK", 0.7], ["kappa", "not defined"]]


def test_a_number_with_separators_and_a_share_are_numbers_too() -> None:
    rows = [((Link(text="1,234", to="x"),), "12.5 %"), ("1,23", "")]
    assert _cells(of(Table(caption="c", columns=columns("n#", "Share#"), rows=rows)))[1:] == [
        [1234, 0.125],
        ["1,23", ""],
    ]


def test_digits_in_a_column_of_text_stay_text() -> None:
    assert _cells(of(Table(caption="c", columns=columns("PMID"), rows=[("0123",), ("1e5",)])))[1:] == [
        ["0123"],
        ["1e5"],
    ]


def test_the_heading_stays_in_view_and_every_column_has_a_filter() -> None:
    sheet = _read(whole())["studies"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G4"
    assert sheet["A1"].font.bold


@pytest.mark.parametrize("text", [
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"https://example.org\")", "{=1}", "https://example.org",
    "mailto:a@b.c", "internal:'x'!A1", "=cmd|' /C calc'!A0", "\t=1",
])  # fmt: skip
def test_text_is_neither_formula_nor_link(text: str) -> None:
    sheet = _read(of(Table(caption="c", columns=columns("A"), rows=[(text,)]))).worksheets[1]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].hyperlink) == (text, "s", None)


@given(st.text(st.characters(), max_size=40))
def test_any_text_makes_a_workbook_that_can_be_read(text: str) -> None:
    table = Table(caption=text, columns=columns("A"), rows=[(f"x{text}x",)])
    assert str(_cells(of(table, title=text))[1][0]).startswith("x")


@given(st.lists(st.text(st.characters() | st.sampled_from("[]:*?/\\'"), max_size=40), max_size=6))
def test_names_of_sheets_are_such_as_excel_takes(names: list[str]) -> None:
    used: set[str] = {"contents"}
    for wanted in names:
        name = sheet_name(wanted, used)
        assert 2 <= len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() not in used | {"history"}
        used.add(name.casefold())


def test_a_cell_longer_than_excel_allows_is_cut_and_says_so() -> None:
    (cell,) = _cells(of(Table(caption="c", columns=columns("A"), rows=[("a" * 32_768,)])))[1]
    assert len(cell) == 32_767
    assert cell.endswith("[cut here: a cell holds no more]")


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS", 2)
    long = Table(caption="c", name="pairs", columns=columns("n#"), rows=[(i,) for i in range(5)])
    book = _read(of(long))
    assert [[[c.value for c in r] for r in s.iter_rows(min_row=2)] for s in book.worksheets[1:]] == [
        [[0], [1]], [[2], [3]], [[4]],
    ]  # fmt: skip
    assert book.sheetnames == ["contents", "pairs", "pairs (2)", "pairs (3)"]


def test_the_same_document_gives_the_same_bytes_with_no_time_of_its_making() -> None:
    made = workbook(whole(), NOW)
    time.sleep(1.1)  # the properties count in seconds
    assert made == workbook(whole(), NOW)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_have_title_and_time_and_no_author() -> None:
    told = _read(whole()).properties
    assert (told.title, told.creator, told.modified) == ("A fictional review", None, NOW)
