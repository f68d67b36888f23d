"""Tables as CSV that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# Also what has apostrophes before it already, so that taking one away gives the cell back in every case.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


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


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
