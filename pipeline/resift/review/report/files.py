"""The report's files, all from one snapshot."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from resift.prisma.diagram import diagram
from resift.reporting.flow_files import Style, Told, flow_files
from resift.reporting.html import html
from resift.reporting.rereading import reread
from resift.reporting.tables import csv_bytes
from resift.review.folder import Folder
from resift.review.report.counted import shown
from resift.review.report.deduplication import PAIR, pairs
from resift.review.report.excluded import excluded_rows
from resift.review.report.manifest import Manifest
from resift.review.report.office import office_files
from resift.review.report.snapshot import Snapshot
from resift.review.report.sources import how_found
from resift.review.report.studies import COLUMNS, study_rows
from resift.review.report.whole import document
from resift.review.state import Reports

RECORD = ("record", "source", "report", "box", "reason", "how_found", "authors", "year", "title", "doi", "pmid")
EXCLUDED = ("report", "citation", "reason", "note", "decided_by")


@dataclass(frozen=True, kw_only=True)
class Built:
    """A report that is not written yet: its files by name, the flow's counts, and what keeps it a draft."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int | Mapping[str, int]]
    open_items: tuple[str, ...]


def build(state: Reports, folder: Folder, style: Style | None = None, *, draft: bool = False) -> Built:
    """All files of the report; ``draft`` marks the figure whatever the checks say.

    What the files show is read back (check C31); a difference keeps the report a draft too.
    """
    work = _Build(Snapshot(state, folder), style or Style(), draft)
    with _at_a_stretch():
        files = work.files()
    if not work.snapshot.begun:
        return Built(files=files, counts=work.previous_counts(), open_items=work.snapshot.open_items)
    flow = work.snapshot.flow
    unlike = tuple(f"{f.code}: {f.message}" for f in reread(files, flow, work.style.options))
    return Built(files=files, counts=flow.counts, open_items=(*work.snapshot.open_items, *unlike))


@contextmanager
def _at_a_stretch() -> Iterator[None]:
    """Looking for cycles among millions of small values, of which none is in one, costs a sixth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@dataclass(frozen=True)
class _Build:
    snapshot: Snapshot
    style: Style
    draft: bool

    def files(self) -> dict[str, bytes]:
        """The files by name."""
        snapshot, manifest = self.snapshot, Manifest(self.snapshot)
        whole = document(snapshot, self._figure() if snapshot.begun else "", manifest)
        found = self._flow_files() if snapshot.begun else {}
        found |= {"report.html": html(whole), "studies.csv": csv_bytes(COLUMNS, study_rows(snapshot)),
                  "manifest.json": manifest.as_json(), **office_files(snapshot, whole)}  # fmt: skip
        if snapshot.begun:
            found |= {
                "records.csv": csv_bytes(RECORD, self._record_rows()),
                "excluded.csv": csv_bytes(EXCLUDED, excluded_rows(snapshot)),
                "duplicates.csv": csv_bytes(PAIR, pairs(snapshot)),
            }
        return found

    def previous_counts(self) -> dict[str, int]:
        """All that can be counted before the first search."""
        flow = self.snapshot.flow
        return {f: len(flow[f]) for f in ("previous_studies", "previous_reports") if flow[f]}

    def _flow_files(self) -> dict[str, bytes]:
        snapshot = self.snapshot
        links = {f: f"report.html#{f}" for f in shown(snapshot)}
        told = Told(title=snapshot.state.config.title, open_items=snapshot.open_items, findings=snapshot.findings,
                    draft=self.draft)  # fmt: skip
        return flow_files(snapshot.flow, told, self.style, links=links)

    def _figure(self) -> str:
        """The diagram as it stands in the page: its ids differ from those of the sections and lists there."""
        snapshot = self.snapshot
        return diagram(
            snapshot.flow, title=snapshot.state.config.title, draft=self.draft or bool(snapshot.open_items),
            links={f: f"#{f}" for f in shown(snapshot)}, options=replace(self.style.options, prefix="figure-"),
        )  # fmt: skip

    def _record_rows(self) -> Iterator[tuple[object, ...]]:
        snapshot, how = self.snapshot, how_found(self.snapshot)
        for i, label in snapshot.label_of.items():
            r, (box, reason) = snapshot.state.records[i], snapshot.ends.get(i, ("", ""))
            yield (i, label, snapshot.state.report_of[i], box, reason, how.get(i, ""), "; ".join(r.authors),
                   r.year or "", r.title, r.doi or "", r.pmid or "")  # fmt: skip
