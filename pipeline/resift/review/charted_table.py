"""What was charted as a table that people edit in a spreadsheet: written out, and read back without loss.

Each row is a study: its id, its reports (ids, or source and accession, separated by ``;``), what was charted of it.
A row without a study holds a report that belongs to none yet. An empty cell leaves what was charted before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from resift.cells import unguarded
from resift.decisions import Event
from resift.errors import BadFile
from resift.reporting.tables import csv_bytes
from resift.review.config import Study
from resift.review.folder import read_rows
from resift.review.report import citation
from resift.review.review import Review
from resift.review.state import Reports
from resift.screening.form import FIELDS, Form

NAMES = tuple(f.name for f in FIELDS)
COLUMNS = ("study", "reports", *NAMES, "cited as")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a table brought: so many studies, of which so many said something new; rows without a study; remarks."""

    studies: int
    changed: int
    without: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row that names a study, and where it stands."""

    where: str
    study: Study
    reports: tuple[str, ...]


def keys_of(state: Reports) -> dict[str, str]:
    """Each record's report under ``source:accession``; rounds and strategies of one database share its first name."""
    found = {}
    ids = state.store.ids_by_run()
    for run in state.runs:
        for name in (run.search, run.search.split("-")[0]):
            for i in ids.get(run.id, ()):
                found[f"{name}:{state.records[i].accession}"] = state.report_of[i]
    return found


def write_table(state: Reports) -> bytes:
    """All included reports and their studies as CSV that a spreadsheet opens safely."""
    return csv_bytes(COLUMNS, _lines(state))


def _lines(state: Reports) -> Iterator[tuple[str, ...]]:
    of: dict[str, list[str]] = {}
    for report in state.included:
        of.setdefault(state.study_of.get(report, ""), []).append(report)
    known = {s.id: s for s in (state.config.previous.studies if state.config.previous else ())} | state.studies
    for study, reports in sorted(of.items(), key=lambda x: (not x[0], x[0])):
        for some in [reports] if study else [[r] for r in reports]:
            values = known.get(study, Study(id=study))
            cited = " | ".join(citation(state.shown(r)) for r in some)
            yield study, "; ".join(some), *(getattr(values, n) for n in NAMES), cited


def read_table(review: Review, path: Path, *, reviewer: str, time: str = "") -> Read:
    """Read such a table: whole or not at all. What the review holds already is not told again.

    A BadFile names the line of a report that is not included, a study or a report named twice, or a row with values
    and no study.
    """
    state = review.state
    rows, without = _rows(state, path)
    previous = {s.id: s for s in (state.config.previous.studies if state.config.previous else ())}
    events: list[Event] = []
    changed = 0
    for row in rows:
        new = list(_events(review, state, row, previous, reviewer, time))
        events += new
        changed += bool(new)
    review.store.append(events)
    return Read(studies=len(rows), changed=changed, without=without, remarks=tuple(_remarks(state, rows, previous)))


def _events(
    review: Review, state: Reports, row: _Row, previous: Mapping[str, Study], reviewer: str, time: str
) -> Iterator[Event]:  # fmt: skip
    if row.study.id in previous:
        _unchanged(row, previous[row.study.id])
    elif _says_more(state, row.study):
        yield review.charted(row.study, reviewer=reviewer, time=time)
    for report in row.reports:
        if state.study_of.get(report) != row.study.id:
            yield review.assigned(report, row.study.id, reviewer=reviewer, time=time)


def _says_more(state: Reports, study: Study) -> bool:
    known = state.characteristics.get(study.id, Study(id=study.id))
    return any(getattr(study, n) not in ("", getattr(known, n)) for n in NAMES)


def _unchanged(row: _Row, known: Study) -> None:
    other = next((n for n in NAMES if getattr(row.study, n) not in ("", getattr(known, n))), "")
    if other:
        raise BadFile(f"{known.id} is a study of the previous version, and its {other} is another there",
                      where=row.where, then="leave the cell empty, or correct the previous version's file")  # fmt: skip


def _rows(state: Reports, path: Path) -> tuple[list[_Row], int]:
    """The rows that name a study, and how many name none."""
    keys, included = keys_of(state), set(state.included)
    rows: list[_Row] = []
    seen: set[str] = set()
    without = 0
    for number, raw in enumerate(read_rows(path, "study", "reports"), start=2):
        where, cells = f"{path}:{number}", {k: unguarded(v) for k, v in raw.items()}
        study = cells["study"]
        if not study:
            if any(cells.get(n) for n in NAMES):
                raise BadFile("this row has no study", where=where, then="give it an id, such as S01")
            without += 1
            continue
        reports = tuple(_report(k, keys, included, where) for k in map(str.strip, cells["reports"].split(";")) if k)
        twice = next((x for x in (f"study {study}", *(f"report {r}" for r in reports)) if x in seen), "")
        if twice:
            raise BadFile(f"{twice} stands in two rows", where=where, then="put it into one")
        seen |= {f"study {study}", *(f"report {r}" for r in reports)}
        rows.append(_Row(where=where, reports=reports, study=Study(id=study, **{n: cells.get(n, "") for n in NAMES})))
    return rows, without


def _report(key: str, keys: Mapping[str, str], included: set[str], where: str) -> str:
    report = keys.get(key, key)
    if report not in included:
        raise BadFile(f"{key} is not an included report", where=where, then="correct the key")
    return report


def _remarks(state: Reports, rows: list[_Row], previous: Mapping[str, Study]) -> Iterator[str]:
    form = Form(categories=state.config.categories)
    for row in rows:
        if row.study.id not in previous:
            values = {n: getattr(row.study, n) for n in NAMES}
            yield from (f"{row.where}: {doubt}" for doubt in form.doubts(values))
