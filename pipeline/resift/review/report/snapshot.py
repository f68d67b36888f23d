"""All that the sections of the report tell from: the review's state, its flow, and how records are named in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from resift.prisma import Finding, Flow, History, Level, check, flow
from resift.records import Record
from resift.review.checks import charted, imported
from resift.review.config import Study
from resift.review.folder import Folder
from resift.review.report.words import ALWAYS, WORDS
from resift.review.state import PREVIOUS, Reports


@dataclass(frozen=True)
class Snapshot:
    """One moment of a review; every number of the report is taken from it, so that no two can differ."""

    state: Reports
    folder: Folder

    @cached_property
    def history(self) -> History:
        """What happened, as ids."""
        return self.state.history()

    @cached_property
    def flow(self) -> Flow:
        """The flow as sets."""
        return flow(self.history)

    @property
    def begun(self) -> bool:
        """Whether anything was searched or imported yet; before that there is no flow."""
        return bool(self.state.runs)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The checks that do not hold."""
        if not self.begun:
            return ()
        own = (*imported(self.state.runs, self.folder), *charted(self.state))
        return tuple(sorted((*check(self.flow, self.history), *own), key=lambda f: int(f.code[1:])))

    @cached_property
    def open_items(self) -> tuple[str, ...]:
        """Why this is a draft, if it is."""
        if not self.begun:
            return ("nothing was searched yet",)
        errors = (f for f in self.findings if f.level is Level.ERROR)
        return (*self.flow.open_items, *(f"{f.code}: {f.message}" for f in errors))

    @cached_property
    def demo(self) -> bool:
        """Whether this is the demonstration, in which everything new is fictional."""
        return (self.folder.root / ".resift-demo").is_file()

    def shows(self, field: str) -> bool:
        """Whether a count of the flow has a line of its own in the report, and a list behind it."""
        own = field.startswith(("previous_", "total_")) and self.history.previous_studies
        return field in WORDS and (field in ALWAYS or bool(own) or bool(self.flow[field]))

    @cached_property
    def ends(self) -> dict[str, tuple[str, str]]:
        """Each record's last box and its reason there."""
        found = {r: (box, "") for box, ids in self.flow.terminals.items() for r in ids}
        of = {"records_excluded_reasons": "records_excluded", "excluded_other_reasons": "excluded_other"}
        for field, lines in self.flow.lists.items():
            box = of.get(field, field)
            for line, ids in lines.items():
                found.update((r, (box, line)) for r in ids if found.get(r, ("",))[0] == box)
        return found

    @cached_property
    def ids_by_run(self) -> Mapping[str, tuple[str, ...]]:
        """The records of each run, in the order in which they came."""
        return self.state.store.ids_by_run()

    @cached_property
    def label_of(self) -> dict[str, str]:
        """The printed name of each record's source."""
        labels = {r.id: r.label for r in self.state.runs}
        return {i: labels[run] for run, ids in self.ids_by_run.items() for i in ids}

    @cached_property
    def previous_records(self) -> dict[str, Record]:
        """The reports of the previous version by their ids there."""
        previous = self.state.config.previous
        return {} if previous is None else {r.id: r for r in previous.reports}

    @cached_property
    def previous_studies(self) -> dict[str, Study]:
        """The studies of the previous version."""
        previous = self.state.config.previous
        return {} if previous is None else {s.id: s for s in previous.studies}

    @cached_property
    def studies(self) -> dict[str, Study]:
        """All included studies: those of the previous version, then the new ones."""
        return self.previous_studies | (self.state.studies if self.begun else {})

    @cached_property
    def reports_of(self) -> dict[str, Sequence[Record]]:
        """The reports of each study, those of the previous version first; their ids are those of the records."""
        found: dict[str, list[Record]] = {}
        previous = self.state.config.previous
        for report, study in (previous.study_of if previous else {}).items():
            known = self.previous_records[report]
            found.setdefault(study, []).append(replace(known, id=PREVIOUS + report))
        for report, study in self.state.study_of.items() if self.begun else ():
            found.setdefault(study, []).append(self.state.records[report])
        return {study: tuple(records) for study, records in found.items()}

    @cached_property
    def _lines(self) -> dict[str, str]:
        return {}

    def line(self, record: str) -> str:
        """A record of the review or report of the previous version in one line; made once, since lists repeat it."""
        if record not in self._lines:
            known = self.state.records.get(record) or self.previous_records.get(record.removeprefix(PREVIOUS))
            self._lines[record] = citation(known) if known else ""
        return self._lines[record]

    def cited(self, report: str) -> str:
        """A report in one line, with what PubMed says against relying on it."""
        flags = self.state.flagged.get(report, ()) if self.begun else ()
        return self.line(report) + (f" [{', '.join(flags).upper()}]" if flags else "")


def citation(record: Record) -> str:
    """A record in one line: first author, year, title, journal.

    >>> citation(Record(id="x", title="Befriending.", authors=("Doe, J", "Roe, R"), year=2020, journal="J Fiction"))
    'Doe, J et al. 2020. Befriending. J Fiction.'
    """
    who = record.authors[0] + (" et al." if len(record.authors) > 1 else "") if record.authors else ""
    head = " ".join(x for x in (who, str(record.year or "")) if x)
    parts = (head, record.title.rstrip("."), record.journal)
    return ". ".join(p for p in parts if p) + "." if any(parts) else record.notes
