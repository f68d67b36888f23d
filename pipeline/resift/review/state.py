"""The present state of a review, folded from its store: reports, their records, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from resift.decisions import WORKING, Event, Outcome, Rules, Stage, State, Verb, deciding, outcome
from resift.prisma import History, Lane, Retrieval, Source
from resift.prisma.fields import REFOUND
from resift.records import Notice, Record
from resift.review.config import Config, Study
from resift.review.events import ByReport
from resift.review.reading import Reading
from resift.store import Decision, Run, Store

FOUND_AGAIN = "found again"
PUBMED = "PubMed"
"""Who tells of notices in events; no person."""
PREVIOUS = "previous:"
"""What the ids of the previous version's reports begin with where they stand among records."""


@dataclass(frozen=True)
class Reports:
    """A snapshot of the store: every question about where the review stands is answered from it."""

    config: Config
    store: Store

    @cached_property
    def runs(self) -> list[Run]:
        """The search runs, oldest first."""
        return self.store.runs()

    @cached_property
    def records(self) -> dict[str, Record]:
        """Every record by id."""
        return {r.id: r for r in self.store.records()}

    @cached_property
    def report_of(self) -> dict[str, str]:
        """Each record's report."""
        return self.store.report_of()

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Each report's records, in the order in which they came."""
        found: dict[str, list[str]] = {}
        for record, report in self.report_of.items():
            found.setdefault(report, []).append(record)
        return found

    @cached_property
    def refound(self) -> dict[str, str]:
        """Reports that are reports of the previous version, and which."""
        return {x.record: x.other for x in self.store.links() if x.kind == FOUND_AGAIN}

    @cached_property
    def to_screen(self) -> list[str]:
        """The reports that go to screening."""
        return [r for r in self.members if r not in self.refound]

    @cached_property
    def events(self) -> ByReport[Event]:
        """Standing events by stage and report, without what somebody did while reading."""
        return ByReport(self._events_at)

    def _events_at(self, stage: Stage) -> Iterable[tuple[str, Event]]:
        standing = (e for e in self.store.standing_events(stage.value) if e.verb not in WORKING)
        return ((self.report_of.get(e.record, e.record), e) for e in standing)

    @cached_property
    def decisions(self) -> ByReport[Decision]:
        """Who decided on what, by stage and report: read fast, without the whole events."""
        return ByReport(lambda stage: ((d.report, d) for d in self.store.decisions(stage.value)))

    @cached_property
    def marks(self) -> list[Event]:
        """What PubMed said of records after they were found, in standing events."""
        return self.store.standing_events(verb=Verb.MARKED.value)

    @cached_property
    def _notices(self) -> Mapping[str, tuple[Notice, ...]]:
        found: dict[str, tuple[Notice, ...]] = {}
        for e in self.marks:
            report = self.report_of.get(e.record, e.record)
            found[report] = (*found.get(report, ()), Notice(**e.data))
        return found

    def marks_on(self, report: str) -> tuple[Notice, ...]:
        """What PubMed said of a report after it was found, as notices."""
        return self._notices.get(report, ())

    @cached_property
    def flagged(self) -> dict[str, tuple[str, ...]]:
        """The reports, also of the previous version, that PubMed speaks against, and in which words."""
        told = {self.report_of[r.id] for r in self.records.values() if r.flags} | self._notices.keys()
        found = {report: self.shown(report) for report in self.to_screen if report in told}
        again = {own: report for report, own in self.refound.items()}
        for r in map(as_previous, self.config.previous.reports if self.config.previous else ()):
            own = r.id.removeprefix(PREVIOUS)
            record = self.shown(again[own]) if own in again else r
            found[r.id] = replace(record, notices=(*record.notices, *self.marks_on(r.id)))
        return {report: record.flags for report, record in found.items() if record.flags}

    def shown(self, report: str) -> Record:
        """A report's record as people read it: as received, with the abstract that somebody added."""
        record, (abstract, _) = self.received(report), self.edits.get(report, ("", ""))
        return replace(record, abstract=abstract) if abstract else record

    @cached_property
    def edits(self) -> dict[str, tuple[str, str]]:
        """Abstracts that somebody added, each with where it was taken from."""
        return self._added(self._edits)

    def edits_by_others(self, reviewer: str, stage: Stage) -> dict[str, tuple[str, str]]:
        """The same without what one reviewer added at a stage; an abstract is no opinion, so that it is not blinded."""
        return self._added(e for e in self._edits if e.reviewer != reviewer or e.stage is not stage)

    @cached_property
    def _edits(self) -> list[Event]:
        return self.store.standing_events(verb=Verb.EDIT.value)

    def _added(self, edits: Iterable[Event]) -> dict[str, tuple[str, str]]:
        return {self.report_of.get(e.record, e.record): (e.data["abstract"], e.data["source"]) for e in edits}

    def received(self, report: str) -> Record:
        """The record that stands for a report, its gaps filled from the others of the report.

        Its notices are those of all its records and those that PubMed added since.
        """
        first, *others = sorted(self.records_of(report), key=lambda r: r.id != report)
        gaps = ("abstract", "doi", "pmid", "headings", "keywords", "journal", "year", "authors", "original_title")
        for name in gaps:
            if not getattr(first, name):
                found = next((getattr(o, name) for o in others if getattr(o, name)), None)
                first = first if found is None else replace(first, **{name: found})
        notices = tuple(
            dict.fromkeys(n for r in (first, *others) for n in r.notices) | dict.fromkeys(self.marks_on(report))
        )
        types = tuple(dict.fromkeys(t for r in (first, *others) for t in r.publication_types))
        return replace(first, notices=notices, publication_types=types)

    def all_at_once(self, reports: Iterable[str]) -> Iterable[str]:
        """The same reports, for whoever goes through very many: their records are then not read one by one."""
        _ = self.records
        return reports

    def records_of(self, report: str) -> list[Record]:
        """A report's records, in the order in which they came; each from the store unless all were read already."""
        if "records" in self.__dict__:
            return [self.records[r] for r in self.members[report]]
        found = {r.id: r for r in self.store.records_of(self.members[report])}
        return [found[r] for r in self.members[report]]

    def outcomes(self, stage: Stage) -> dict[str, Outcome]:
        """Each report's outcome at a stage, for those on which anybody decided.

        It is pending until everybody has decided who is to read it, or somebody has settled it.
        """
        found, ids = self.events.at(stage), self.config.criteria.ids
        asked = {r: self.reading.needed(r, stage) for r in self.to_screen if r in found}
        return {r: outcome(found[r], Rules(reviewers=n, criteria=ids)) for r, n in asked.items()}

    @cached_property
    def screening(self) -> dict[str, Outcome]:
        """Outcomes on title and abstract."""
        return self.outcomes(Stage.SCREENING)

    @cached_property
    def sought(self) -> list[str]:
        """The reports whose full text is sought."""
        return [r for r, o in self.screening.items() if o.state is State.INCLUDED]

    @cached_property
    def retrieval(self) -> dict[str, Retrieval]:
        """Whether the full text of each sought report could be had."""
        found = {}
        for report in self.sought:
            last = {e.record: e for e in self.events.get((Stage.RETRIEVAL, report), ()) if e.verb is not Verb.LEAD}
            if last:
                e = next((e for e in last.values() if e.verb is Verb.RETRIEVED), [*last.values()][-1])
                found[report] = Retrieval(found=e.verb is Verb.RETRIEVED, why=e.note)
        return found

    @cached_property
    def to_assess(self) -> list[str]:
        """The reports that are to be assessed in full text."""
        return [r for r in self.sought if (got := self.retrieval.get(r)) and got.found]

    @cached_property
    def eligibility(self) -> dict[str, Outcome]:
        """Outcomes on the full text."""
        found = self.outcomes(Stage.ELIGIBILITY)
        return {r: found[r] for r in self.to_assess if r in found}

    @cached_property
    def included(self) -> list[str]:
        """The reports that are included."""
        return [r for r, o in self.eligibility.items() if o.state is State.INCLUDED]

    @cached_property
    def study_of(self) -> dict[str, str]:
        """The study of each included report that was assigned to one."""
        found = {}
        for report in self.included:
            for e in self.events.get((Stage.DATA, report), ()):
                if e.verb is Verb.STUDY and e.data.get("study"):
                    found[report] = str(e.data["study"])
        return found

    @cached_property
    def charted(self) -> dict[str, dict[str, dict[str, str]]]:
        """What each person charted of each study: by study, person and field the last that was written."""
        found: dict[str, dict[str, dict[str, str]]] = {}
        for e in self._charts:
            own = found.setdefault(str(e.data["id"]), {}).setdefault(e.reviewer, {})
            own.update(_filled(e))
        return found

    @cached_property
    def _charts(self) -> list[Event]:
        events = (e for es in self.events.at(Stage.DATA).values() for e in es)
        return [e for e in events if e.verb is Verb.CHART and e.data.get("id")]

    @cached_property
    def characteristics(self) -> dict[str, Study]:
        """Every study that anybody charted: of each field the last that was written."""
        values: dict[str, dict[str, str]] = {}
        for e in self._charts:
            values.setdefault(str(e.data["id"]), {}).update(_filled(e))
        return {s: Study(id=s, **v) for s, v in values.items()}

    @cached_property
    def studies(self) -> dict[str, Study]:
        """The new studies that have an included report, as charted."""
        previous = {s.id for s in self.config.previous.studies} if self.config.previous else set()
        new = dict.fromkeys(s for s in self.study_of.values() if s not in previous)
        return {s: self.characteristics.get(s, Study(id=s)) for s in new}

    def history(self) -> History:
        """What happened, as the flow is derived from it."""
        previous = self.config.previous
        own = {} if previous is None else dict(previous.study_of)
        return History(
            sources=tuple(self._sources()), survivor=self.report_of,
            removed=dict.fromkeys(self.refound, REFOUND), screening=self.screening, retrieval=self.retrieval,
            eligibility=self.eligibility, study_of={**own, **self.study_of},
            previous_studies=() if previous is None else tuple(s.id for s in previous.studies),
            previous_reports=() if previous is None else tuple(r.id for r in previous.reports),
            refound=self.refound, criteria=self.config.criteria.labels,
            reviewers=1 if self.config.assignment.overlap < 1 else self.config.reviewers,
        )  # fmt: skip

    def _sources(self) -> Iterable[Source]:
        ids = self.store.ids_by_run()
        for r in self.runs:
            yield Source(name=r.id, label=r.label, lane=Lane(r.kind), records=ids.get(r.id, ()), reported=r.reported,
                         since=r.since, searched=r.searched[:10])  # fmt: skip

    @cached_property
    def reading(self) -> Reading:
        """Who is to read which report, and who has."""
        keys = {report: records[0] for report, records in self.members.items()}
        return Reading(plan=self.config.assignment, keys=keys, acts=self.decisions, pilot=self._pilot())

    def _pilot(self) -> frozenset[str]:
        """The pilot's reports, drawn from those that were there when screening began: later ones change nothing."""
        if not self.config.assignment.pilot:
            return frozenset()
        begun = min((d.time for ds in self.decisions.at(Stage.SCREENING).values() for d in ds), default="~")
        ids = self.store.ids_by_run()
        there = {i for r in self.runs if r.searched <= begun for i in ids.get(r.id, ())}
        firsts = {self.members[report][0]: report for report in self.to_screen}
        return frozenset(firsts[i] for i in self.config.assignment.pilot_of(there & firsts.keys()))

    def waiting(self, reviewer: str, stage: Stage) -> list[str]:
        """The reports of a stage that need this reviewer, with those that the same person decided already.

        Reports that have as many decisions of others as the protocol asks, or that were settled, are left out.
        """
        from resift.review.families import Families

        pool = self.to_screen if stage is Stage.SCREENING else Families(self, self.to_assess).together()
        return [r for r in pool if self.reading.needs(reviewer, r, stage)]

    def own(self, reviewer: str, stage: Stage) -> list[Event]:
        """All that one reviewer did at a stage, taken back or not; a session is handed nobody else's."""
        return self.store.own_events(reviewer, stage.value)

    def conflicts(self, stage: Stage, adjudicator: str = "") -> list[str]:
        """The reports of a stage on which reviewers disagree and nobody settled it, without the adjudicator's own.

        Those that somebody is still to decide on are left out, so that everybody decides unseen.
        """
        found: Mapping[str, Outcome] = self.screening if stage is Stage.SCREENING else self.eligibility
        open_ = (r for r, o in found.items() if o.state is State.CONFLICT and adjudicator not in o.reviewers)
        return [r for r in open_ if not self.reading.awaited(r, stage)]

    def verdicts(self, report: str, stage: Stage) -> list[str]:
        """What the reviewers decided on a report, in a set order and without names."""
        by = deciding(self.events.get((stage, report), ()))
        told = (" ".join((e.verb.value, *e.reasons)) + (f" ({e.note})" if e.note else "") for e in by)
        return [f"A reviewer decided: {t}" for t in sorted(told)]

    @cached_property
    def people(self) -> list[str]:
        """Everybody who has events, in the order of names."""
        return [p for p in self.store.people() if p != PUBMED]


def _filled(chart: Event) -> dict[str, str]:
    """The fields that were charted; an empty one takes nothing back."""
    return {k: str(chart.data[k]) for k in Study.__dataclass_fields__ if k != "id" and chart.data.get(k)}


def as_previous(record: Record) -> Record:
    """A report of the previous version as one more record."""
    return replace(record, id=PREVIOUS + record.id)
