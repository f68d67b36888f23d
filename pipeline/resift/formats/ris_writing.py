"""Records as RIS for other tools: one value per line, read back unchanged here (short page ranges in full)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from resift.records import Record

_RANGE = re.compile(r"([^\s-]+)-([^\s-]+)")
_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufeff]+")


def write_ris(records: Iterable[Record]) -> str:
    r"""The records as RIS text with LF line ends; ``ID`` is the record's id here, ``AN`` its accession number.

    Line breaks inside a value become blanks, those in notes a further ``N1``. The tag list as received (``raw``), index
    headings and PubMed's dates and notices are left out: RIS has no place for them.

    >>> print(write_ris([Record(id="demo-1", title="A made-up title", pages="24-26", year=2019)]), end="")
    TY  - JOUR
    ID  - demo-1
    TI  - A made-up title
    PY  - 2019
    SP  - 24
    EP  - 26
    DP  - resift
    ER  -
    <BLANKLINE>
    """
    return "".join(f"{_entry(record)}\n" for record in records)


def _entry(record: Record) -> str:
    lines = [f"{tag}  - {folded}" for tag, value in _tags(record) if (folded := _CONTROL.sub(" ", value).strip())]
    return "\n".join(["TY  - JOUR", *lines, "ER  - ", ""])


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    yield "ID", record.id
    yield "TI", record.title
    yield from (("AU", a) for a in record.authors)
    yield "PY", str(record.year or "")
    yield "T2", record.journal  # EndNote, Zotero, Mendeley, Rayyan and Covidence all read T2
    yield "JA", record.journal_short
    yield "VL", record.volume
    yield "IS", record.issue
    yield from _pages(record.pages)
    yield from (("SN", i) for i in record.issn)
    yield "DO", record.doi or ""
    yield "PM", record.pmid or ""
    yield "AN", record.accession
    yield "DB", record.database
    yield "AB", record.abstract
    yield from (("KW", k) for k in record.keywords)
    yield from (("M3", t) for t in record.publication_types)
    yield from (("LA", t) for t in record.languages)
    yield from (("AD", a) for a in record.affiliations)
    yield "UR", record.url
    yield from (("N1", n) for n in record.notes.split("\n"))
    yield "DP", "resift"


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    found = _RANGE.fullmatch(pages)
    if found and found.group(1) != found.group(2):
        yield "SP", found.group(1)
        yield "EP", _whole(*found.groups())
    else:
        yield "SP", pages


def _whole(first: str, last: str) -> str:
    """The last page with the digits that a short form leaves to the first.

    >>> _whole("516", "22"), _whole("98", "103"), _whole("S12", "5"), _whole("516", "12")
    ('522', '103', '5', '12')
    """
    long = first[: len(first) - len(last)] + last
    return long if first.isdecimal() and last.isdecimal() and len(last) < len(first) and long > first else last
