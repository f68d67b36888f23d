"""A recorded screening, played back through the very session in which people screen.

``decisions.csv`` has one row a decision: time, reviewer, stage, key, verb, reasons, note, settles; a key names a
record by its source and accession there (``embase:L600``). ``studies.csv`` has what was charted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from resift.decisions import Stage, Verb
from resift.errors import BadFile, ReviewError
from resift.review.charted_table import keys_of, read_table
from resift.review.folder import read_rows
from resift.review.review import Review

COLUMNS = ("time", "reviewer", "stage", "key", "verb", "reasons", "note", "settles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One recorded decision on one report."""

    time: str
    reviewer: str
    stage: Stage
    report: str
    verb: Verb
    reasons: tuple[str, ...]
    note: str
    settles: bool


def replay(review: Review, decisions: Path, studies: Path) -> None:
    """Play the recording to the end; what was played already is not played twice."""
    rows = list(_rows(decisions, keys_of(review.state)))
    for stage in (Stage.SCREENING, Stage.ELIGIBILITY):
        _decide(review, stage, [r for r in rows if r.stage is stage])
        if stage is Stage.SCREENING:
            _retrieve(review, [r for r in rows if r.stage is Stage.RETRIEVAL])
    read_table(
        review, studies, reviewer=rows[-1].reviewer if rows else "", time=max((r.time for r in rows), default="")
    )


def _decide(review: Review, stage: Stage, rows: Iterable[Row]) -> None:
    by: defaultdict[tuple[bool, str], list[Row]] = defaultdict(list)
    for row in rows:
        by[row.settles, row.reviewer].append(row)
    for (settles, reviewer), own in sorted(by.items()):
        _sit(review, stage, reviewer, settles, {r.report: r for r in own}, sorted(r.time for r in own))


def _sit(review: Review, stage: Stage, reviewer: str, settles: bool, by: Mapping[str, Row], times: list[str]) -> None:
    """One reviewer's sitting: reports come in the session's own order, the recorded times in theirs."""
    session = review.session(reviewer, stage, settling=settles)
    total = session.progress.total
    while (report := session.report) is not None:
        row = by.get(report)
        if row is None:
            raise ReviewError(f"the recording has no decision of {reviewer} on {report}", then="complete the recording")
        session.decide(row.verb, row.reasons, row.note, report=report, time=times[len(session.decided)])
        review.progress(f"{reviewer}, {stage.value}", len(session.decided), total)


def _retrieve(review: Review, rows: Iterable[Row]) -> None:
    state = review.state
    for row in rows:
        if row.report not in state.retrieval:
            review.retrieve(row.report, found=row.verb is Verb.RETRIEVED, why=row.note, reviewer=row.reviewer,
                            time=row.time, state=state)  # fmt: skip


def _rows(path: Path, keys: Mapping[str, str]) -> Iterable[Row]:
    for number, row in enumerate(read_rows(path, *COLUMNS), start=2):
        if row["key"] not in keys:
            raise BadFile(f"there is no record {row['key']!r}", where=f"{path}:{number}", then="correct the key")
        try:
            stage, verb = Stage(row["stage"]), Verb(row["verb"])
        except ValueError as error:
            raise BadFile(str(error), where=f"{path}:{number}", then="correct the row") from None
        yield Row(
            time=row["time"], reviewer=row["reviewer"], stage=stage, report=keys[row["key"]], verb=verb,
            reasons=tuple(r for r in row["reasons"].split(";") if r), note=row["note"], settles=row["settles"] == "yes",
        )  # fmt: skip
