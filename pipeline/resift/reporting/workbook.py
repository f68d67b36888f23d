"""All tables of the report in one Excel workbook: a sheet each, text as text, numbers as numbers."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from resift.reporting.document import Cell, Document, Table, blocks, columns, plain
from resift.reporting.office import allowed

ROWS = 1_048_575
"""Excel's most rows in a sheet, without the heading."""
LETTERS = 32_767
"""Excel's most letters in a cell."""
NAME = 31
"""Excel's longest name of a sheet."""
CUT = " [cut here: a cell holds no more]"
CONTENTS = "contents"

_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_NUMBER = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,6}))?)( ?%)?")
_DECIMALS = range(1, 7)
_WIDEST, _SAMPLE = 60, 200
_LIKE_FORMULA = ("=", "+", "-", "@")


def workbook(document: Document, as_of: dt.datetime) -> bytes:
    """The document's tables as XLSX; the same document and time give the same bytes.

    The first sheet says which table is on which sheet, and what the document says before all else, such as that it
    is a draft. No text is taken for a formula, a number or an address.
    """
    import xlsxwriter

    out = io.BytesIO()
    found = list(sheets(b for b in blocks(document) if isinstance(b, Table)))
    rows: list[Sequence[Cell]] = [(None, plain(notice), None) for notice in document.notices]
    rows += ((name, table.caption, len(table.rows)) for name, table in found)
    first = Table(caption="", columns=columns("Sheet", "Table", "Rows#"), rows=rows)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": allowed(document.title)[:255], "created": as_of})
        looks = _looks(book)
        for name, table in [(CONTENTS, first), *found]:
            _fill(book.add_worksheet(name), table, looks)
    return out.getvalue()


def sheets(tables: Iterable[Table]) -> Iterator[tuple[str, Table]]:
    """Each table with the name of its sheet; one with more rows than a sheet holds goes on on the next."""
    used = {CONTENTS}
    for table in tables:
        for start in range(0, max(len(table.rows), 1), ROWS):
            part = table if len(table.rows) <= ROWS else replace(table, rows=table.rows[start : start + ROWS])
            name = sheet_name(table.name or table.caption, used)
            used.add(name.casefold())
            yield name, part


def sheet_name(wanted: str, used: Iterable[str]) -> str:
    """A name that Excel takes for a sheet: 31 letters at most, some signs left out, and no other sheet's.

    >>> sheet_name("Screening: Ada and Bo, agreement on 240 reports", ())
    'Screening Ada and Bo, agreement'
    >>> sheet_name("Sources", {"sources"})
    'Sources (2)'
    """
    whole = " ".join(_NO_NAME.sub(" ", allowed(wanted)).split()).strip("' ") or "table"
    whole = f"{whole} table" if whole.casefold() == "history" else whole  # Excel keeps this name for itself
    taken, number, name = set(used), 1, _first(whole, NAME).strip("' ")
    while name.casefold() in taken:
        number += 1
        end = f" ({number})"
        name = _first(whole, NAME - len(end)).strip("' ") + end
    return name


def _looks(book: Any) -> dict[str, Any]:
    text = {"text_wrap": True, "valign": "top"}
    return {
        "heading": book.add_format({**text, "bold": True, "bottom": 1, "bg_color": "#E8E8E8"}),
        "text": book.add_format(text),
        "quoted": book.add_format({**text, "quote_prefix": True}),
        "share": book.add_format({"num_format": "0.0 %", "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
        **{f"decimals {n}": book.add_format({"num_format": f"0.{'0' * n}", "valign": "top"}) for n in _DECIMALS},
    }


def _fill(sheet: Any, table: Table, looks: dict[str, Any]) -> None:
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, _text(column.name), looks["heading"])
        sheet.set_column(at, at, _width(column.name, [row[at] for row in table.rows[:_SAMPLE]]))
    for down, row in enumerate(table.rows, start=1):
        for at, cell in enumerate(row):
            _write(sheet, down, at, cell, table.columns[at].numeric, looks)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


def _write(sheet: Any, down: int, at: int, cell: Cell, numeric: bool, looks: dict[str, Any]) -> None:
    text = _text(plain(cell))
    number = _number(text) if numeric and not isinstance(cell, int) else None
    if isinstance(cell, int):
        sheet.write_number(down, at, cell, looks["number"])
    elif number:
        sheet.write_number(down, at, number[0], looks[number[1]])
    elif cell is not None:
        # the mark that a spreadsheet keeps with the cell, so that editing it makes no formula either
        sheet.write_string(down, at, text, looks["quoted" if text.startswith(_LIKE_FORMULA) else "text"])


def _number(text: str) -> tuple[float, str] | None:
    """What a text in a column of numbers stands for, and how it looks there: 1,234, 0.700 or 12.5 %.

    >>> _number("1,234"), _number("0.700"), _number("12.5 %"), _number("not defined")
    ((1234.0, 'number'), (0.7, 'decimals 3'), (0.125, 'share'), None)
    """
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    value, decimals, share = float(found[1].replace(",", "")), found[2] or "", found[3]
    if share:
        return round(value / 100, 12), "share"
    return value, f"decimals {len(decimals)}" if decimals else "number"


def _text(text: str) -> str:
    shown = allowed(text)
    fits = 2 * len(shown) <= LETTERS or _first(shown, LETTERS) == shown
    return shown if fits else _first(shown, LETTERS - len(CUT)) + CUT


def _first(text: str, most: int) -> str:
    """The beginning of a text, in as many letters as Excel counts: those beyond U+FFFF count twice."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _width(heading: str, cells: Sequence[Cell]) -> int:
    lines = (line for c in cells for line in plain(c).splitlines())
    return min(_WIDEST, max([len(heading) + 3, *(len(line) + 2 for line in lines)]))
