"""Tables as CSV that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from resift.cells import guarded
from resift.reporting.document import Document, Table, blocks, plain

# Also what has apostrophes before it already, so that taking one away gives the cell back in every case.


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as UTF-8 CSV; a cell that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> csv_bytes(["a"], [["=1+1"], [3]])
    b"a\\n'=1+1\\n3\\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def table_csv(table: Table) -> bytes:
    """A table of the report as CSV; its group, where it has one, is the first column.

    >>> from resift.reporting.document import columns
    >>> table_csv(Table(caption="By year", columns=columns("Year", "Studies#"), rows=[("2017", 3), ("2018", None)]))
    b'Year,Studies\\n2017,3\\n2018,\\n'
    """
    rows = ([c if isinstance(c, int) else plain(c) for c in row] for row in table.rows)
    return csv_bytes([c.name for c in table.columns], rows)


def table_files(document: Document) -> dict[str, bytes]:
    """Every table of the report that has a name, as CSV in ``tables/``."""
    named = (b for b in blocks(document) if isinstance(b, Table) and b.name)
    return {f"tables/{t.name}.csv": table_csv(t) for t in named}


def _safe(cell: object) -> object:
    return guarded(cell) if isinstance(cell, str) else cell
