"""One way in for every format: decode, sniff, cut into entries, understand each, and check the count."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast

from resift.errors import BadFile
from resift.formats import sniffing, tables
from resift.formats.decoding import decode
from resift.formats.entries import Entry, Parsed, Reading, Remark, summed
from resift.records import Record


class _Format(Protocol):
    """What each format's module offers."""

    parse: Callable[[str], Parsed]

    def record(self, entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
        """The record that an entry holds."""


# Loaded when first needed: only EndNote XML needs lxml.
_MODULES = {
    sniffing.RIS: ("ris", "ris_records"),
    sniffing.MEDLINE: ("medline", "medline"),
    sniffing.CSV: ("tables", "tables"),
    sniffing.TSV: ("tables", "tables"),
    sniffing.WOS: ("wos", "wos"),
    sniffing.OVID: ("ovid", "ovid"),
    sniffing.REFWORKS: ("refworks", "refworks"),
    sniffing.BIBTEX: ("bibtex", "bibtex"),
    sniffing.ENDNOTE_XML: ("endnote", "endnote"),
}
READABLE = tuple(_MODULES)
_INSTEAD = {
    sniffing.PUBMED_XML: "read it with the PubMed search step",
    sniffing.ENDNOTE_TAGGED: "export as RIS or EndNote XML from the reference manager",
}
# Kinds of remark that say one thing of many records; shown once with their number.
_SUMMED = (
    "vendor", "between", "database", "unknown-tag", "spacing", "second-abstract", "cited-authors", 
    "continued", "decision", "pages", "blank-row",
)  # fmt: skip


def read_file(path: Path, *, prefix: str | None = None, database: str = "") -> Reading:
    """The records of an export file; like ``read_bytes`` with the file's own name in messages."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(
            f"cannot be read: {error.strerror}", where=str(path), then="check the name and the rights"
        ) from error
    return read_bytes(data, name=str(path), prefix=prefix, database=database)


def read_bytes(data: bytes, *, name: str, prefix: str | None = None, database: str = "") -> Reading:
    r"""The records of an export in any readable format, with everything that was odd about it.

    The content decides on the format; ``name`` is only for messages. Ids are ``<prefix>-<n>``; without a prefix a
    table's ``id`` column names its records, and everything else is ``record-<n>``. ``database`` is what was searched;
    without it the name in the file counts. Raises BadFile with ``name:line`` for whatever cannot be read wholly; a
    file in which two counts of the records differ is such a case.

    >>> found = read_bytes(b"TY  - JOUR\nTI  - A made-up title\nPY  - 2019\nER  - \n", name="demo.ris", prefix="demo")
    >>> found.format, found.starts, found.records[0].id, found.records[0].year
    ('RIS', 1, 'demo-1', 2019)
    >>> read_bytes(b"<html></html>", name="page.ris")
    Traceback (most recent call last):
      ...
    resift.errors.BadFile: page.ris: this is a web page, not an export of records (perhaps a log-in page)
      next: export RIS (or MEDLINE text, CSV) from the database and import that file
    """
    try:
        return _read(data, prefix=prefix, database=database)
    except BadFile as error:
        raise BadFile(error.message, where=name + error.where, then=error.then) from error


def _read(data: bytes, *, prefix: str | None, database: str) -> Reading:
    text, assumed = decode(data)
    kind = sniffing.sniff(text)
    if kind not in _MODULES:
        raise BadFile(f"{kind} is not read here", then=_INSTEAD.get(kind, "export the records as RIS"))
    parser, understander = (_module(name) for name in _MODULES[kind])
    parsed = parser.parse(text)
    _check(parsed)
    named = tables.ids(parsed.entries) if prefix is None and kind in {sniffing.CSV, sniffing.TSV} else None
    names = named or [f"{prefix or 'record'}-{n}" for n in range(1, len(parsed.entries) + 1)]
    results = [understander.record(e, id=i, database=database) for e, i in zip(parsed.entries, names, strict=True)]
    remarks = [*assumed, *parsed.remarks, *(r for _, notes in results for r in notes)]
    records = tuple(record for record, _ in results)
    return Reading(format=kind, records=records, starts=parsed.starts, remarks=summed(remarks, _SUMMED))


def _module(name: str) -> _Format:
    return cast(_Format, importlib.import_module(f"resift.formats.{name}"))


def _check(parsed: Parsed) -> None:
    if not parsed.entries:
        raise BadFile("no record in this file", then="check the export; an empty result needs no import")
    if len(parsed.entries) != parsed.starts:
        what = f"{len(parsed.entries)} records read, but {parsed.starts} record starts counted"
        raise BadFile(what, then="nothing was imported; export the records again or in another format (RIS, CSV)")


def renamed(reading: Reading, prefix: str) -> Reading:
    """The same reading with ids ``<prefix>-<n>``.

    >>> found = read_bytes(b"id,title\\nx9,A made-up title\\n", name="demo.csv")
    >>> found.records[0].id, renamed(found, "demo").records[0].id
    ('x9', 'demo-1')
    """
    records = tuple(replace(record, id=f"{prefix}-{n}") for n, record in enumerate(reading.records, 1))
    return replace(reading, records=records)
