"""Tables (CSV, TSV) to records: PubMed, Embase.com, Scopus, EBSCOhost, Rayyan, Covidence, ASReview and plain ones."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from resift.errors import BadFile
from resift.formats import own_table
from resift.formats.entries import Entry, Parsed, Remark
from resift.formats.headers import COLUMNS, EMTREE, ID, Header, find_header, fold
from resift.formats.values import authors_in, database_of, day_in, distinct, issn_in, pages_of, year_in
from resift.records import Doi, Pmid, Record, blank_to_empty

# A single cell may hold a long abstract or all affiliations; the library's own limit is 128 KiB.
_LONGEST_CELL = 64 * 1024 * 1024
_FORMULA = re.compile(r'="(.*)"', re.S)
# What a set of column names (folded) shows, and the name of the database that was then searched.
_SIGNATURES = (
    ("PubMed", {"pmid", "journalbook"}, "PubMed"),
    ("Embase.com", {"pui", "medlinepmid"}, "Embase"),
    ("Scopus", {"eid", "sourcetitle"}, "Scopus"),
    ("EBSCOhost", {"articletitle", "pagecount"}, ""),
    ("Covidence", {"covidence"}, ""),
    ("Rayyan", {"key", "pubmedid"}, ""),
    ("OpenAlex", {"displayname", "openaccess"}, "OpenAlex"),
)
_THEN = "open the file in a text editor at that line, or export it again as CSV"


def parse(text: str) -> Parsed:
    r"""The rows of a table as column names and cells, every cell kept as received.

    The header is found by its column names; what stands before it is skipped with a remark. Rows with more or fewer
    cells than the header are kept and remarked; empty rows are skipped. Raises BadFile (``where`` is ``:line``)
    for a quote that is never closed and for a table without a header or without a row.

    >>> parsed = parse('title,label\n"Made up, of course",1\n')
    >>> parsed.entries[0].tags, parsed.starts
    ((('title', 'Made up, of course'), ('label', '1')), 1)
    """
    header = find_header(text)
    if header is None:
        raise BadFile("no line with known column names (title, authors, doi ...)", then=_THEN)
    body = text[header.offset :]
    remarks = [Remark(line=1, code="preamble", message=f"{header.rows} lines before the header skipped")][: header.rows]
    entries: list[Entry] = []
    for line, row in _rows(body, header):
        if not any(cell.strip() for cell in row):
            remarks.append(Remark(line=line, code="blank-row", message="empty row skipped"))
            continue
        if len(row) != len(header.names):
            message = f"{len(row)} cells where the header has {len(header.names)}"
            remarks.append(Remark(line=line, code="cells", message=message))
        entries.append(Entry(line=line, tags=_named(header, row)))
    return Parsed(entries=tuple(entries), starts=_count(body, header.delimiter), remarks=tuple(remarks))


def _rows(body: str, header: Header) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header, each with the line where it begins."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        try:
            yield from _strictly(body, header, strict=True)
        except csv.Error as error:
            if "expected after" not in str(error) or body.count('"') % 2:
                raise _unclosed(body, header) from error
            yield from _strictly(body, header, strict=False)
    finally:
        csv.field_size_limit(before)


def _strictly(body: str, header: Header, *, strict: bool) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=header.delimiter, strict=strict)
    rows, begins = [], header.line
    for n, row in enumerate(reader):
        if n and row:
            rows.append((begins, row))
        begins = header.line + reader.line_num
    return rows


def _unclosed(body: str, header: Header) -> BadFile:
    rest = _QUOTED[header.delimiter].sub("", body)
    opened = re.search(rf'(?:^|[\n{re.escape(header.delimiter)}])"', rest)
    line = header.line + body[: body.rfind('"')].count("\n")
    what = "a quote is opened and never closed; the file may have been cut off" if opened else "a stray quote"
    return BadFile(f"{what} (last quote here)", where=f":{line}", then=_THEN)


_QUOTED = {d: re.compile(rf'(?:\A|(?<=[\n{d}]))"(?:[^"]|"")*+"') for d in (",", ";", "\t")}


def _count(body: str, delimiter: str) -> int:
    """Rows counted on the text: quoted cells put on one line each, then the lines that hold more than separators."""
    flat = _QUOTED[delimiter].sub(lambda m: m.group().replace("\n", " "), body[body.find("\n") + 1 :])
    return sum(1 for line in flat.split("\n") if line.strip(' "=\t' + delimiter)) if "\n" in body else 0


def _named(header: Header, row: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _unwrap(cell)) for name, cell in zip_longest(header.names, row, fillvalue=""))


def _unwrap(cell: str) -> str:
    r"""A cell without the formula that keeps a spreadsheet from changing it.

    >>> _unwrap('="19326203"'), _unwrap("plain")
    ('19326203', 'plain')
    """
    found = _FORMULA.fullmatch(cell.strip())
    return found.group(1) if found else cell


def ids(entries: tuple[Entry, ...]) -> list[str] | None:
    """The cells of the ``id`` column where there is one; BadFile where two rows share an id or one has none."""
    if not entries or ID not in [fold(name) for name, _ in entries[0].tags]:
        return None
    found: dict[str, int] = {}
    for entry in entries:
        value = next(v.strip() for name, v in entry.tags if fold(name) == ID)
        if not value or value in found:
            what = f'the id "{value}" is also in line {found[value]}' if value else "no id in this row"
            raise BadFile(what, where=f":{entry.line}", then="give every row an id of its own, or drop the column")
        found[value] = entry.line
    return list(found)


def record(entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
    """The record that a row holds. Labels and decisions stay in ``raw`` and are never read as content.

    >>> row = Entry(line=2, tags=(("title", "Made up"), ("author", "Doe, A. and Roe, B."), ("label", "1")))
    >>> found, _ = record(row, id="demo-1", database="")
    >>> found.authors, found.raw[-1]
    (('Doe, A.', 'Roe, B.'), ('label', '1'))
    """
    if own_table.SIGN in dict(entry.tags):
        remarks = [Remark(line=entry.line, code="vendor", message="read as a table of resift")]
        found = own_table.read(dict(entry.tags), id=id)
        return replace(found, database=database or found.database), remarks
    folded = Entry(line=entry.line, tags=tuple((fold(name), blank_to_empty(v)) for name, v in entry.tags))
    names = {name for name, _ in folded.tags}
    vendor, searched = next(((n, db) for n, sign, db in _SIGNATURES if sign <= names), ("plain table", ""))
    remarks = [Remark(line=entry.line, code="vendor", message=f"read as a table of {vendor}")]
    found = Record(
        id=id,
        title=_first(folded, "title"),
        abstract=_first(folded, "abstract"),
        journal=_first(folded, "journal"),
        journal_short=_first(folded, "journal_short"),
        volume=_first(folded, "volume"),
        issue=_first(folded, "issue"),
        original_title=_first(folded, "original_title"),
        other_abstract=_first(folded, "other_abstract"),
        authors=authors_in(_first(folded, "authors")),
        year=next((y for y in map(year_in, _all(folded, "year")) if y), None),
        pages=_pages(folded, remarks),
        doi=_doi(folded, remarks),
        pmid=Pmid.parse(_first(folded, "pmid")),
        accession=_first(folded, "accession"),
        database=database or searched or ("" if vendor != "plain table" else database_of(_first(folded, "database"))),
        languages=distinct(re.split("[;,]", _first(folded, "languages"))),
        publication_types=distinct(_first(folded, "publication_types").split(";")),
        keywords=distinct(k for name in COLUMNS["keywords"] for cell in folded.all(name) for k in _terms(name, cell)),
        affiliations=distinct(_addresses(_first(folded, "affiliations"))),
        issn=issn_in(_all(folded, "issn")),
        url=(_first(folded, "url").split() or [""])[0],
        created=day_in(_first(folded, "created")) if vendor == "PubMed" else None,
        raw=entry.tags,
    )
    return found, remarks


def _first(row: Entry, field: str) -> str:
    return row.first(*COLUMNS[field])


def _all(row: Entry, field: str) -> list[str]:
    return [value for name in COLUMNS[field] for value in row.all(name)]


def _terms(name: str, cell: str) -> list[str]:
    if name in EMTREE:
        return cell.split(", ")
    if re.search(r"[;\n|]", cell):
        return re.split(r"[;\n|]", cell)
    # A single comma is more often inside one term (Disease Models, Animal) than between two.
    return cell.split(",") if cell.count(",") > 1 else [cell]


def _addresses(cell: str) -> list[str]:
    # Embase.com puts the authors of an address before it, in brackets and separated by semicolons.
    return cell.split(". , ") if cell.startswith("(") else re.split(r";\s+", cell)


def _pages(row: Entry, remarks: list[Remark]) -> str:
    given, first, last = _first(row, "pages"), _first(row, "first_page"), _first(row, "last_page")
    number = _first(row, "page_count")
    if not given and first.isdecimal() and not last and number.isdecimal() and int(number) > 0:
        remarks.append(Remark(line=row.line, code="pages", message="last page worked out from the number of pages"))
        last = str(int(first) + int(number) - 1)
    return given or pages_of(first, last)


def _doi(row: Entry, remarks: list[Remark]) -> Doi | None:
    given = _first(row, "doi")
    doi = Doi.parse(given)
    if given and not doi:
        remarks.append(Remark(line=row.line, code="doi", message=f'no DOI in "{given[:60]}"'))
    return doi
