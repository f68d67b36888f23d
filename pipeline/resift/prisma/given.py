"""A flow that is given only as numbers: a CSV with a row for each count, read with every fault named."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resift.cells import unguarded
from resift.errors import BadFile
from resift.prisma.arithmetic import SIGNED
from resift.prisma.fields import FIELDS, LISTS
from resift.prisma.sheet import FIXED, NA

# A count: digits, or groups of three with a comma, a point, an apostrophe or a space between them.
_COUNT = re.compile(r"\d+(?:\.0)?|\d{1,3}(?:[,.'’ \u00a0\u2009\u202f]\d{3})+", re.ASCII)
_ITEM = re.compile(
    r"(?P<name>.*?)\s*,\s*(?P<n>[-\u2212]?\s*(?:\d{1,3}(?:[,'’]\d{3})+|\d+(?:\.0)?))", re.ASCII | re.DOTALL
)
_PLACEHOLDER = re.compile(r".*,\s*x+", re.IGNORECASE | re.DOTALL)
_LONGEST = 15
# What other programs write in the place of a header's NA.
HEADS = ("", "prevstud", "newstud", "othstud")
_LIST_FORM = "write it as Reason1, 10; Reason2, 4"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its first line, its cells, and what stands between them."""

    line: int
    cells: tuple[str, ...]
    mark: str = ","


@dataclass(frozen=True, slots=True)
class _Fault(Exception):
    message: str
    then: str


def read_counts(text: str, name: str) -> dict[str, int | dict[str, int]]:
    """The counts in a CSV with the columns ``data`` and ``n`` (or ``field``, ``line`` and ``n``); others are let be.

    The 34 rows of the R package PRISMA2020 are such a file. Header rows and side bars count nothing; an empty ``n``,
    ``NA``, or the template's own ``Reason1, xxx`` means that the count is not given. A BadFile names every fault,
    each with its line.

    >>> text = 'data,n\\nduplicates,"1,204"\\ndbr_excluded,"Wrong design, 10; No outcome, 4"\\nnew_studies,NA'
    >>> read_counts(text, "flow.csv")
    {'duplicates': 1204, 'dbr_excluded': {'Wrong design': 10, 'No outcome': 4}}
    """
    rows = _rows(text, name)
    columns = _columns(rows, name)
    counts: dict[str, int | dict[str, int]] = {}
    faults: list[tuple[int, _Fault]] = []
    for row in rows[1:]:
        try:
            _take(counts, *_cells(row, columns))
        except _Fault as fault:
            faults.append((row.line, fault))
    if faults:
        raise _told(faults, name)
    if not counts:
        raise BadFile("there is no count in this file", where=name, then="give at least one field and its number")
    return counts


def _told(faults: Sequence[tuple[int, _Fault]], name: str) -> BadFile:
    (line, first), *more = faults
    rest = "".join(f"\n{name}:{n}: {fault.message}" for n, fault in more)
    return BadFile(first.message + rest, where=f"{name}:{line}", then=first.then)


def _rows(text: str, name: str) -> list[Row]:
    first, _, rest = text.partition("\n")
    # a first line such as sep=; is how Excel is told what stands between the cells
    told = first.strip().lower() in ("sep=,", "sep=;")
    mark = first.strip()[-1] if told else max(",;\t", key=first.count)
    text = f"\n{rest}" if told else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(c.strip() for c in cells):
                rows.append(Row(line, tuple(cells), mark))
            line = reader.line_num + 1
    except csv.Error as error:
        where = f"{name}:{line}"
        raise BadFile(f"cannot be read as CSV: {error}", where=where, then="check the quotes there") from None
    if not rows:
        raise BadFile("this file is empty", where=name, then="give a CSV with the columns data and n")
    return rows


def _columns(rows: Sequence[Row], name: str) -> tuple[int, int | None, int]:
    """Where the field, the line of a list (if there is such a column) and the number stand."""
    names = [c.strip().casefold() for c in rows[0].cells]
    field = next((names.index(x) for x in ("data", "field") if x in names), None)
    if field is None or "n" not in names:
        missing = "n" if field is not None else "data"
        raise BadFile(f"there is no column {missing!r}", where=f"{name}:{rows[0].line}",
                      then="let the first line name the columns: data,n")  # fmt: skip
    return field, names.index("line") if "line" in names else None, names.index("n")


def _cells(row: Row, columns: tuple[int, int | None, int]) -> tuple[str, str, str]:
    at, line, n = columns
    cells = list(row.cells)
    while len(cells) > n + 1 and not cells[-1].strip():
        cells.pop()
    # A list or a number whose commas (or semicolons) were not quoted runs on into further cells.
    value = (
        row.mark.join(cells[n:]) if n > at and n >= (line or 0) and len(cells) > n + 1 else "".join(cells[n : n + 1])
    )
    return _plain(cells, at), "" if line is None else unguarded(_plain(cells, line)), value.strip()


def _plain(cells: Sequence[str], i: int) -> str:
    return cells[i].strip() if i < len(cells) else ""


def _take(counts: dict[str, int | dict[str, int]], field: str, line: str, value: str) -> None:
    if field in FIXED or (field in HEADS and value in ("", "0", NA)):
        return
    if field not in FIELDS:
        raise _Fault(f"there is no field {field!r}", _near(field))
    if line:
        _add(counts, field, line, value)
    elif field in counts:
        raise _Fault(f"{field} is given twice", "keep one of the two rows")
    elif value and value.upper() != NA and not _untouched(field, value):
        counts[field] = (
            _lines(field, value) if field in LISTS and not _COUNT.fullmatch(value) else _number(field, value)
        )


def _add(counts: dict[str, int | dict[str, int]], field: str, line: str, value: str) -> None:
    lines = counts.setdefault(field, {})
    if field not in LISTS or isinstance(lines, int):
        raise _Fault(f"{field} is one number and has no line {line!r}", "leave the line empty")
    if line in lines:
        raise _Fault(f"{field} has the line {line!r} twice", "keep one of the two rows")
    lines[line] = _number(f"{field} {line!r}", value)


def _near(field: str) -> str:
    close = difflib.get_close_matches(field, FIELDS, 1)
    return f"did you mean {close[0]}?" if close else "use the names of the PRISMA2020 template"


def _untouched(field: str, value: str) -> bool:
    items = [i for i in value.split(";") if i.strip()]
    return field in LISTS and all(_PLACEHOLDER.fullmatch(i.strip()) for i in items)


def _number(what: str, value: str) -> int:
    sign = value[:1] in tuple("-\u2212")
    digits = value[1:].strip() if sign else value
    if not _COUNT.fullmatch(digits):
        raise _Fault(f"{what} is not a number: {value!r}", "give a whole number, or leave it empty if it is not known")
    whole = re.sub(r"\D", "", digits[:-2] if re.fullmatch(r"\d+\.0", digits) else digits)
    if len(whole) > _LONGEST:
        raise _Fault(f"{what} is too large to be a count", "correct it")
    if sign and int(whole) and what != SIGNED:
        raise _Fault(f"{what} is negative: {value} (C12)", "give a number from 0 on")
    return -int(whole) if sign else int(whole)


def _lines(field: str, value: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in _items(value):
        got = _ITEM.fullmatch(item)
        if got is None:
            raise _Fault(f"{field} has {item!r}, which does not end with a number", _LIST_FORM)
        name = got["name"]
        if name in found:
            raise _Fault(f"{field} has the line {name!r} twice", "put the two together")
        found[name] = _number(f"{field} {name!r}", got["n"].replace(" ", ""))
    return found


def _items(value: str) -> Iterator[str]:
    return (i.strip() for i in value.split(";") if i.strip())
