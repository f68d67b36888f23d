"""The report's files, built from one snapshot and one flow, so that no two numbers can differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from resift import __version__
from resift.decisions import State
from resift.prisma import Finding, Flow, Level, check, flow
from resift.prisma.fields import FIELDS
from resift.records import Record
from resift.reporting.flow_files import Style, Told, flow_files
from resift.reporting.html import Box, Page, render
from resift.reporting.rereading import reread
from resift.reporting.tables import csv_bytes
from resift.review.checks import charted, imported
from resift.review.config import Study
from resift.review.folder import Folder
from resift.review.screened import looked_again, protocol, settled, stage_rows
from resift.review.state import PREVIOUS, Reports
from resift.strategy.translate import WINDOW

WORDS: Mapping[str, str] = {
    "previous_studies": "Studies included in previous version of review",
    "previous_reports": "Reports of studies included in previous version of review",
    "database_results": "Records identified from databases",
    "register_results": "Records identified from registers",
    "website_results": "Records identified from websites",
    "organisation_results": "Records identified from organisations",
    "citations_results": "Records identified from citation searching",
    "x_other_sources": "Records identified from journals searched by hand",
    "duplicates": "Duplicate records removed before screening",
    "excluded_automatic": "Records marked as ineligible by automation tools",
    "excluded_other": "Records removed before screening for other reasons",
    "records_screened": "Records screened",
    "records_excluded": "Records excluded",
    "x_not_screened_stopping": "Records ranked below the stopping point, not read",
    "x_screening_pending": "Records awaiting a decision on title and abstract",
    "dbr_sought_reports": "Reports sought for retrieval",
    "dbr_notretrieved_reports": "Reports not retrieved",
    "x_dbr_pending": "Reports awaiting retrieval or assessment",
    "dbr_assessed": "Reports assessed for eligibility",
    "dbr_excluded": "Reports excluded",
    "x_other_removed": "Records from other methods, not sought",
    "x_other_screening_pending": "Records from other methods awaiting a decision",
    "other_sought_reports": "Reports from other methods sought for retrieval",
    "other_notretrieved_reports": "Reports from other methods not retrieved",
    "x_other_pending": "Reports from other methods awaiting retrieval or assessment",
    "other_assessed": "Reports from other methods assessed for eligibility",
    "other_excluded": "Reports from other methods excluded",
    "new_studies": "New studies included in review",
    "new_reports": "Reports of new included studies",
    "x_new_reports_of_previous_studies": "New reports of studies of the previous version",
    "total_studies": "Total studies included in review",
    "total_reports": "Reports of total included studies",
}
STUDY_COLUMNS = (
    "study", "version", "category", "model", "population", "design", "is_rct", "outcome", "country", "reports",
)  # fmt: skip
ALWAYS = frozenset({
    "database_results", "duplicates", "records_screened", "records_excluded", "dbr_sought_reports",
    "dbr_notretrieved_reports", "dbr_assessed", "dbr_excluded", "new_studies", "new_reports",
})  # fmt: skip


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
    work = _Build(state, folder, style or Style(), draft)
    files = work.files()
    unlike = tuple(f"{f.code}: {f.message}" for f in reread(files, work.flow, work.style.options))
    return Built(files=files, counts=work.flow.counts, open_items=(*work.open_items, *unlike))


@dataclass(frozen=True)
class _Build:
    state: Reports
    folder: Folder
    style: Style
    draft: bool

    @cached_property
    def history(self) -> Any:
        return self.state.history()

    @cached_property
    def flow(self) -> Flow:
        return flow(self.history)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        own = (*imported(self.state.runs, self.folder), *charted(self.state))
        return tuple(sorted((*check(self.flow, self.history), *own), key=lambda f: int(f.code[1:])))

    @cached_property
    def open_items(self) -> tuple[str, ...]:
        errors = (f for f in self.findings if f.level is Level.ERROR)
        return (*self.flow.open_items, *(f"{f.code}: {f.message}" for f in errors))

    @cached_property
    def demo(self) -> bool:
        return (self.folder.root / ".resift-demo").is_file()

    def files(self) -> dict[str, bytes]:
        """The files by name."""
        flow_of = self._flow_files()
        return flow_of | {
            "report.html": render(self._page(flow_of["flow.svg"].decode())).encode(),
            "records.csv": csv_bytes(
                ("record", "source", "report", "box", "reason", "authors", "year", "title", "doi", "pmid"),
                self._record_rows(),
            ),
            "studies.csv": csv_bytes(
                STUDY_COLUMNS,
                self._study_rows(),
            ),
            "excluded.csv": csv_bytes(("report", "citation", "reason", "note"), (
                (e["id"], e["report"], e["reason"], e["note"]) for e in self._excluded()
            )),
        }  # fmt: skip

    def _flow_files(self) -> dict[str, bytes]:
        links = {f: f"report.html#{f}" for f in FIELDS if f in WORDS and self._has(f)}
        told = Told(title=self.state.config.title, open_items=self.open_items, findings=self.findings, draft=self.draft)
        return flow_files(self.flow, told, self.style, links=links)

    def _has(self, field: str) -> bool:
        own = {"previous": self.history.previous_studies, "total": self.history.previous_studies}
        shown = field in ALWAYS or bool(own.get(field.split("_", maxsplit=1)[0]))
        return shown or bool(self.flow[field])

    @cached_property
    def ends(self) -> dict[str, tuple[str, str]]:
        """Each record's last box and its reason there."""
        found = {r: (box, "") for box, ids in self.flow.terminals.items() for r in ids}
        for field, lines in self.flow.lists.items():
            box = {"records_excluded_reasons": "records_excluded", "excluded_other_reasons": "excluded_other"}
            for line, ids in lines.items():
                found.update(
                    (r, (box.get(field, field), line)) for r in ids if found.get(r, ("",))[0] == box.get(field, field)
                )
        return found

    def _record_rows(self) -> Iterator[tuple[object, ...]]:
        labels = {r.id: r.label for r in self.state.runs}
        for run, ids in self.state.store.ids_by_run().items():
            for i in ids:
                r = self.state.records[i]
                box, reason = self.ends.get(i, ("", ""))
                yield (i, labels[run], self.state.report_of[i], box, reason, "; ".join(r.authors), r.year or "",
                       r.title,
                       r.doi or "", r.pmid or "")  # fmt: skip

    def _page(self, figure: str) -> Page:
        config, previous = self.state.config, self.state.config.previous
        return Page(
            title=config.title, question=config.question, version=__version__,
            figure=figure.replace("report.html#", "#"),
            notice="Demonstration: every new record, study, reviewer and decision in this report is fictional."
            if self.demo else "",
            open_items=self.open_items, boxes=[self._box(f) for f in FIELDS if f in WORDS and self._has(f)],
            findings=[str(f) for f in self.findings], searches=list(self._searches()),
            sources=list(self._sources()), merged=self._merged(), related=list(self._related()),
            screening=list(stage_rows(self.state)), settled=list(self._settled()),
            protocol=protocol(config.assignment), second_look=looked_again(self.state),
            excluded=list(self._excluded()), not_retrieved=list(self._not_retrieved()),
            categories=list(self._categories()),
            refound=list(self._refound()), flagged=list(self._flagged()),
            criteria=[_shown(c) for c in config.criteria.items], ranking=self._ranking(),
            previous="" if previous is None else
            f"{previous.citation} It searched in {previous.searched} and included {len(previous.studies)} studies, "
            f"described in {len(previous.reports)} reports.",
            previous_note="" if previous is None else " ".join(previous.note.split()),
        )  # fmt: skip

    def _box(self, field: str) -> Box:
        lines = [(i, self._line(i, field)) for i in self.flow[field]]
        return Box(anchor=field, words=WORDS[field], count=len(lines), lines=lines)

    def _line(self, i: str, field: str) -> str:
        if field.endswith("_studies"):
            study = self._all_studies.get(i)
            return study.model if study else ""
        if i in self.state.records:
            reason = self.ends.get(i, ("", ""))
            return citation(self.state.records[i]) + (f" [{reason[1]}]" if reason[1] and reason[0] == field else "")
        if i in self._previous_records:
            return citation(self._previous_records[i])
        return ""

    @cached_property
    def _previous_records(self) -> dict[str, Record]:
        previous = self.state.config.previous
        return {} if previous is None else {r.id: r for r in previous.reports}

    @cached_property
    def _all_studies(self) -> dict[str, Study]:
        previous = self.state.config.previous
        return {s.id: s for s in (previous.studies if previous else ())} | self.state.studies

    def _searches(self) -> Iterator[Mapping[str, Any]]:
        ids = self.state.store.ids_by_run()
        for r in self.state.runs:
            yield {
                "label": r.label, "database": r.database, "platform": r.platform, "searched": r.searched[:10],
                "source": r.source, "records": len(ids.get(r.id, ())), "reported": r.reported, "since": r.since,
                "effect": r.effect, "remarks": r.remarks, "strategy": r.strategy.strip(), "translation": r.translation,
                "answer": r.answer.get("translation", ""), "steps": r.steps,
                "lists": _lists(r.answer),
            }  # fmt: skip

    def _sources(self) -> Iterator[Mapping[str, Any]]:
        labels = dict.fromkeys(r.label for r in self.state.runs)
        ids = self.state.store.ids_by_run()
        of = {i: r.label for r in self.state.runs for i in ids.get(r.id, ())}
        found = {report: {of[m] for m in members} for report, members in self.state.members.items()}
        counts = Counter(of.values())
        included = set(self.state.included)
        for label in labels:
            here = {r for r, by in found.items() if label in by}
            only = {r for r in here if found[r] == {label}}
            yield {"label": label, "records": counts[label], "reports": len(here), "unique": len(only),
                   "included": len(here & included), "included_unique": len(only & included)}  # fmt: skip

    def _merged(self) -> dict[str, int]:
        rules = Counter(x.rule for x in self.state.store.links() if x.kind == "duplicate of")
        return dict(sorted(rules.items(), key=lambda kv: (-kv[1], kv[0])))

    def _related(self) -> Iterator[Mapping[str, Any]]:
        for x in self.state.store.links():
            if x.kind != "duplicate of" and x.record in self.state.records and x.other in self.state.records:
                names = {
                    "record": citation(self.state.records[x.record]),
                    "other": citation(self.state.records[x.other]),
                }
                yield names | {"kind": x.kind, "rule": x.rule}

    def _settled(self) -> Iterator[Mapping[str, str]]:
        for x in settled(self.state):
            yield {**x, "report": citation(self.state.records[x["id"]])}

    def _excluded(self) -> Iterator[Mapping[str, str]]:
        labels = self.state.config.criteria.labels
        for report, o in self.state.eligibility.items():
            if o.state is State.EXCLUDED:
                yield {"id": report, "report": citation(self.state.records[report]),
                       "note": " ".join(dict.fromkeys(o.notes)),
                       "reason": "; ".join(labels.get(r, r) for r in o.reasons)}  # fmt: skip

    def _not_retrieved(self) -> Iterator[Mapping[str, str]]:
        for report, got in self.state.retrieval.items():
            if not got.found:
                yield {"report": citation(self.state.records[report]), "why": got.why}

    def _categories(self) -> Iterator[Mapping[str, Any]]:
        previous = self.state.config.previous
        own = {s.id for s in (previous.studies if previous else ())}
        reports = self._reports_of_studies()
        known = [*self.state.config.categories, *(s.category for s in self._all_studies.values())]
        for name in dict.fromkeys(k or "not charted yet" for k in known):
            studies = [s for s in self._all_studies.values() if (s.category or "not charted yet") == name]
            rows = [_study(s, "previous" if s.id in own else "new", reports.get(s.id, [])) for s in studies]
            yield {"name": name, "studies": rows, "previous": sum(s.id in own for s in studies),
                   "new": sum(s.id not in own for s in studies)}  # fmt: skip

    def _reports_of_studies(self) -> dict[str, list[str]]:
        previous = self.state.config.previous
        found: dict[str, list[str]] = {}
        for report, study in (previous.study_of if previous else {}).items():
            found.setdefault(study, []).append(self._cited(PREVIOUS + report))
        for report, study in self.state.study_of.items():
            found.setdefault(study, []).append(self._cited(report))
        return found

    def _cited(self, report: str) -> str:
        """A report in one line, with what PubMed says against relying on it."""
        known = self._previous_records.get(report.removeprefix(PREVIOUS)) or self.state.records[report]
        flags = self.state.flagged.get(report, ())
        return citation(known) + (f" [{', '.join(flags).upper()}]" if flags else "")

    def _flagged(self) -> Iterator[Mapping[str, str]]:
        for report, flags in self.state.flagged.items():
            again = {own for own, known in self.state.refound.items() if PREVIOUS + known == report}
            marks = (e for e in self.state.marks if self.state.report_of.get(e.record, e.record) in {report, *again})
            since = sorted({e.time[:10] for e in marks})
            box = self.ends.get(report, ("",))[0]
            yield {
                "report": self._cited(report), "flags": ", ".join(flags),
                "since": f"since it was found; seen on {', '.join(since)}" if since else "when it was found",
                "stage": "Report of the previous version" if report.startswith(PREVIOUS) else WORDS.get(box, box),
            }  # fmt: skip

    def _study_rows(self) -> Iterator[tuple[object, ...]]:
        for c in self._categories():
            for s in c["studies"]:
                yield (s["id"], s["version"], c["name"], s["model"], s["population"], s["design"], s["is_rct"],
                       s["outcome"],
                       s["country"], " | ".join(s["reports"]))  # fmt: skip

    def _refound(self) -> Iterator[Mapping[str, str]]:
        by = {previous: report for report, previous in self.state.refound.items()}
        for i, r in self._previous_records.items():
            yield {
                "report": citation(r) if r.title else f"Reference {i}: {r.notes}",
                "found": by.get(i, "not found again"),
            }

    def _ranking(self) -> str:
        ranked = self.state.store.ranked() or next(
            (x for p in self.state.people if (x := self.state.store.ranked(p))), None
        )
        if ranked is None:
            return "Reports were not ranked."
        return (
            f"A text classifier ({ranked.model}) put the reports in the order in which they were read, learning from "
            "each reviewer's own decisions; the previous version's reports and the review's question were its first "
            "examples. "
            f"It decided nothing: {len(self.flow['x_not_screened_stopping'])} records were left unread."
        )


def citation(record: Record) -> str:
    """A record in one line: first author, year, title, journal.

    >>> citation(Record(id="x", title="Befriending.", authors=("Doe, J", "Roe, R"), year=2020, journal="J Fiction"))
    'Doe, J et al. 2020. Befriending. J Fiction.'
    """
    who = record.authors[0] + (" et al." if len(record.authors) > 1 else "") if record.authors else ""
    head = " ".join(x for x in (who, str(record.year or "")) if x)
    parts = (head, record.title.rstrip("."), record.journal)
    return ". ".join(p for p in parts if p) + "." if any(parts) else record.notes


def _study(s: Study, version: str, reports: list[str]) -> dict[str, Any]:
    return {"id": s.id, "version": version, "model": s.model, "population": s.population, "design": s.design,
            "is_rct": s.is_rct, "outcome": s.outcome, "country": s.country, "reports": reports}  # fmt: skip


def _lists(answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was kept with a run as lists of PMIDs, such as what the first date of its window would have missed."""
    windows = answer.get("windows", {})
    late = {f"found only by the date {field}": windows.get(field) for field, _ in WINDOW[1:]}
    return {what: ids for what, ids in (late | answer.get("lists", {})).items() if ids}


def _shown(criterion: Any) -> dict[str, str]:
    return {"id": criterion.id, "kind": criterion.kind, "text": criterion.text}
