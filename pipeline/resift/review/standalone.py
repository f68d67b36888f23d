"""Steps on bare files, outside any review: grouping exports, and replaying a finished screening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resift.errors import BadFile
from resift.records import Record
from resift.review.folder import received

LABELS = (
    "label", "included", "label_included", "asreview_label", "final_included", "included_label", "included_final",
    "included_flag", "include",
)  # fmt: skip
_VALUES = {"1": True, "0": False, "1.0": True, "0.0": False, "yes": True, "no": False, "y": True, "n": False,
           "true": True, "false": False}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A finished screening: its records and each one's label, in the order of rows."""

    records: tuple[Record, ...]
    labels: tuple[bool, ...]


def read_exports(paths: Sequence[Path]) -> list[Record]:
    """The records of one or more exports of any format; ids are a CSV's own ``id`` column, or file name and number.

    A BadFile when two records would have one id.
    """
    from resift.formats import PUBMED_XML, decode, read_bytes, renamed, sniff

    found: dict[str, Record] = {}
    names = Counter[str]()
    for path in paths:
        data = received(path)
        names[path.stem] += 1
        prefix = path.stem if names[path.stem] == 1 else f"{path.stem}.{names[path.stem]}"
        if b"<PubmedArticleSet" in data[:2000] and sniff(decode(data)[0]) == PUBMED_XML:
            from resift.search.medline import read_records

            records = tuple(read_records(data, prefix=prefix))
        else:
            reading = read_bytes(data, name=str(path))
            own = any(r.id != f"record-{i}" for i, r in enumerate(reading.records, start=1))
            records = reading.records if own else renamed(reading, prefix).records
        for record in records:
            if record.id in found:
                raise BadFile(f"the id {record.id!r} occurs twice", where=str(path), then="give each record its own id")
            found[record.id] = record
    return list(found.values())


def read_screened(path: Path) -> Screened:
    """A labelled screening from CSV; a BadFile names the row of a missing or unknown label."""
    from resift.formats import read_bytes

    reading = read_bytes(received(path), name=str(path), prefix="row")
    cells = [{k.strip().lower(): v for k, v in r.raw} for r in reading.records]
    column = next((c for c in LABELS if any(c in row for row in cells)), None)
    if column is None:
        raise BadFile("there is no column with labels", where=f"{path}:1", then=f"name one of {', '.join(LABELS[:3])}")
    labels = []
    for row, cell in enumerate(cells):
        value = cell.get(column, "").strip().lower()
        if value not in _VALUES:
            raise BadFile(f"row {row}: {column} is {value!r}", where=str(path), then="label every row with 1 or 0")
        labels.append(_VALUES[value])
    return Screened(records=reading.records, labels=tuple(labels))
