"""The report for Word and for spreadsheets: one document, one workbook, and each table as CSV."""

from __future__ import annotations

import datetime as dt

from resift.reporting.document import Document
from resift.reporting.docx import docx
from resift.reporting.tables import table_files
from resift.reporting.workbook import workbook
from resift.review.report.snapshot import Snapshot


def office_files(snapshot: Snapshot, document: Document) -> dict[str, bytes]:
    """The files by name; their properties are dated by the last thing that happened in the review."""
    when = last_act(snapshot)
    return {
        "report.docx": docx(document, when),
        "report.xlsx": workbook(document, when),
        **table_files(document),
    }


def last_act(snapshot: Snapshot) -> dt.datetime:
    """When the last search, import or decision was made, in UTC: the same however often the report is written."""
    log = snapshot.state.store.log()
    times = [*(run.searched for run in snapshot.state.runs if run.searched), *([log[-1][0]] if log else [])]
    newest = max((dt.datetime.fromisoformat(t) for t in times), default=dt.datetime(1980, 1, 1, tzinfo=dt.UTC))
    return newest.replace(microsecond=0, tzinfo=None)
