"""Resift's own table: every field of a record that fits a cell, so that what was written is read back unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from resift.cells import unguarded
from resift.records import Record

_TEXTS = (
    "title", "journal", "journal_short", "volume", "issue", "pages", "accession", "database", "original_title",
    "abstract", "other_abstract", "url", "notes",
)  # fmt: skip
_LISTS = ("authors", "languages", "publication_types", "keywords", "affiliations", "issn")
COLUMNS = (
    "id", "title", "authors", "year", "journal", "journal_short", "volume", "issue", "pages", "doi", "pmid",
    "accession", "database", "languages", "publication_types", "keywords", "affiliations", "issn", "url",
    "original_title", "abstract", "other_abstract", "notes",
)  # fmt: skip
SIGN = "resift_status"
"""The column by which such a table is known; it and the other ``resift_`` columns hold what people decided."""


def row(record: Record) -> tuple[str, ...]:
    """A record's cells in the order of COLUMNS; lists are joined by ``; ``, a semicolon inside a value is doubled.

    Index headings, PubMed's dates and notices, and the tags as received have no column.

    >>> row(Record(id="demo-1", title="Made up", authors=("Doe, A.", "Group X; Y")))[:3]
    ('demo-1', 'Made up', 'Doe, A.; Group X;; Y')
    """
    cells = {name: _joined(getattr(record, name)) for name in _LISTS}
    cells |= {name: getattr(record, name) for name in _TEXTS}
    cells |= {"id": record.id, "year": str(record.year or ""), "doi": record.doi or "", "pmid": record.pmid or ""}
    return tuple(cells[name] for name in COLUMNS)


def read(cells: Mapping[str, str], *, id: str) -> Record:
    """The record of one row; the counterpart of ``row``. An apostrophe before a formula was put there by the writer.

    >>> read({"title": "'=1+1", "authors": "Doe, A.; Group X;; Y"}, id="demo-1").authors
    ('Doe, A.', 'Group X; Y')
    """
    got = {name: unguarded(value) for name, value in cells.items()}
    year = got.get("year", "")
    values: dict[str, Any] = {name: got.get(name, "") for name in (*_TEXTS, "doi", "pmid")}
    values |= {name: _parts(got.get(name, "")) for name in _LISTS}
    values |= {"id": id, "year": int(year) if year.isdecimal() else None, "raw": tuple(cells.items())}
    return Record.from_dict(values)


def _joined(values: Iterable[str]) -> str:
    return "; ".join(v.replace(";", ";;") for v in values)


def _parts(cell: str) -> tuple[str, ...]:
    parts: Sequence[str] = cell.replace(";;", "\0").split("; ") if cell else ()
    return tuple(p.replace("\0", ";") for p in parts)
