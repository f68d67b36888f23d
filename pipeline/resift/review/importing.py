"""Importing an export: kept as received, read by its content, checked, then stored with its records at one stroke."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from resift.errors import BadFile, ReviewError
from resift.formats import PUBMED_XML, Remark, decode, read_bytes, sniff
from resift.records import Record
from resift.review.desk import Desk
from resift.review.folder import received, sha256, write_whole
from resift.review.searches import Search
from resift.store import Run

_TIMES = re.compile(r" \((\d+) times\)$")


def import_file(desk: Desk, path: Path, search: Search, run_id: str) -> Run:
    """The run that an export made; a ReviewError when it cannot be read or was imported already."""
    data = received(path)
    mark = sha256(data)
    known = _made_of(desk, mark)
    if known is not None:
        raise ReviewError(f"this file was imported already, as {known.id} ({known.reported} records)", where=str(path),
                          then="resift dedup")  # fmt: skip
    kept = desk.folder.imports / search.name / f"{mark[:12]}-{path.stem[:60]}{path.suffix[:10]}"
    write_whole(kept, data)
    try:
        records, remarks, form = _read(data, path, run_id, search.database)
    except ReviewError as error:
        kept.unlink()
        where = error.where.replace("reply", str(path), 1) if error.where.startswith("reply") else error.where
        raise BadFile(error.message, where=where or str(path), then=error.then) from None
    run = Run(
        id=run_id, search=search.name, database=search.database, label=search.label, kind=search.kind,
        platform=search.platform, searched=desk.clock(), source=f"{form}, {path.name}", sha256=mark,
        reported=len(records), strategy=_strategy(desk, search), remarks=remarks,
    )  # fmt: skip
    desk.store.add_run(run, records)
    return run


def known_import(desk: Desk, path: Path) -> Run | None:
    """The run that this very file made already, under whatever name, or None."""
    return _made_of(desk, sha256(received(path)))


def _made_of(desk: Desk, mark: str) -> Run | None:
    return next((r for r in desk.store.runs() if r.sha256 == mark), None)


def _read(data: bytes, path: Path, prefix: str, database: str) -> tuple[tuple[Record, ...], tuple[str, ...], str]:
    if data.lstrip()[:5] in (b"<?xml", b"<!DOC", b"<PubM") and sniff(decode(data)[0]) == PUBMED_XML:
        from resift.search.medline import read_records

        return tuple(read_records(data, prefix=prefix)), (), PUBMED_XML
    reading = read_bytes(data, name=str(path), prefix=prefix, database=database)
    return reading.records, tuple(_remarks(reading.remarks)), reading.format


def _remarks(remarks: Sequence[Remark]) -> Iterator[str]:
    """One line for each kind of irregularity, with where it first occurred and how often."""
    kinds: dict[str, list[Remark]] = {}
    for remark in remarks:
        kinds.setdefault(remark.code, []).append(remark)
    for first, *more in kinds.values():
        often = _TIMES.search(first.message)
        place = f"{often[1]} times, first on line {first.line}" if often else f"line {first.line}"
        more_such = f", and {len(more):,} more such" if more else ""
        yield f"{_TIMES.sub('', first.message)} ({place}{more_such})"


def _strategy(desk: Desk, search: Search) -> str:
    return desk.folder.text(search.strategy) if search.strategy else ""
