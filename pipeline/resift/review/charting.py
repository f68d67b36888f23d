"""Studies made of reports, and charted: what waits, what may be one study, what is saved, where two people differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from resift.errors import ReviewError
from resift.records import Record
from resift.review.config import Study
from resift.review.families import Families, registered
from resift.review.review import Review
from resift.review.state import Reports
from resift.screening.form import FIELDS, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A study that a report may be of, and why."""

    study: str
    model: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field of a study that people charted differently: each person's value."""

    study: str
    field: str
    values: dict[str, str]


@dataclass
class Charting:
    """One person's sitting over the included reports and their studies; what is saved counts at once.

    ``state`` is read once; what is saved since is kept beside it.
    """

    review: Review
    reviewer: str
    state: Reports
    study_of: dict[str, str] = field(init=False)
    values: dict[str, dict[str, str]] = field(init=False)
    own: dict[str, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.study_of = dict(self.state.study_of)
        self.values = {s.id: _values(s) for s in self.state.characteristics.values()}
        self.own = {s: dict(by.get(self.reviewer, {})) for s, by in self.state.charted.items()}

    @cached_property
    def form(self) -> Form:
        """The form of this review."""
        return Form(categories=self.state.config.categories)

    @cached_property
    def families(self) -> Families:
        """What speaks for two of the included reports being of one study."""
        return Families(self.state, self.state.included)

    @cached_property
    def previous(self) -> dict[str, Study]:
        """The previous version's studies."""
        return {s.id: s for s in (self.state.config.previous.studies if self.state.config.previous else ())}

    def open_reports(self) -> list[str]:
        """The included reports that belong to no study yet, possible companions one after the other."""
        return [r for r in self.families.together() if r not in self.study_of]

    def open_studies(self) -> list[str]:
        """The new studies of which something was not charted yet."""
        new = dict.fromkeys(s for s in self.study_of.values() if s not in self.previous)
        return [s for s in new if self.form.missing(self.values.get(s, {}))]

    def reports_of(self, study: str) -> list[str]:
        """The included reports of a study."""
        return [r for r in self.state.included if self.study_of.get(r) == study]

    def known(self, study: str) -> bool:
        """Whether there is such a study, of this version or the previous one."""
        return study in self.previous or study in self.study_of.values()

    def new_id(self) -> str:
        """The first id that is free: S01, S02, …"""
        taken = {*self.previous, *self.study_of.values(), *self.own, *self.values, *self.state.charted}
        return next(x for n in range(1, len(taken) + 2) if (x := f"S{n:02}") not in taken)

    def assign(self, report: str, study: str) -> None:
        """Say which study a report is of."""
        if self.study_of.get(report) != study:
            self.review.store.append(self.review.assigned(report, study, reviewer=self.reviewer))
        self.study_of[report] = study

    def save(self, study: str, name: str, value: str) -> None:
        """Keep one answer."""
        self.review.store.append(self.review.charted(Study(id=study, **{name: value}), reviewer=self.reviewer))
        self.own.setdefault(study, {})[name] = value
        self.values.setdefault(study, {})[name] = value

    def suggestions(self, report: str) -> list[Suggestion]:
        """The studies that a report may be of: by links and registration numbers, then by authors."""
        kin = self.families.kin.get(report, {})
        found = {self.study_of[r]: f"{why}: {r}" for r, why in kin.items() if r in self.study_of}
        own = self.state.shown(report)
        for other, record in self._others(report):
            if (why := _alike(own, record)) and other not in found:
                found[other] = f"{why}: {record.title or record.id}"
        return [Suggestion(study=s, model=self._model(s), why=why) for s, why in found.items()]

    def _others(self, report: str) -> Iterator[tuple[str, Record]]:
        """The reports that belong to a study, also of the previous version, and which."""
        for r, study in self.study_of.items():
            if r != report:
                yield study, self.state.shown(r)
        previous = self.state.config.previous
        for record in previous.reports if previous else ():
            yield previous.study_of[record.id], record  # type: ignore[union-attr]

    def _model(self, study: str) -> str:
        known = self.previous.get(study)
        return known.model if known else self.values.get(study, {}).get("model", "")

    def target(self, key: str) -> tuple[str, str]:
        """What is to be changed: a report's or a study's id, as (report, study), one of them empty."""
        report = self.state.report_of.get(key, key)
        if report in self.state.included:
            return report, ""
        if key in self.previous:
            raise ReviewError(f"{key} is a study of the previous version", then="change the previous version's file")
        if key in self.study_of.values():
            return "", key
        raise ReviewError(f"there is no included report or new study {key!r}", then="resift chart --out FILE.csv")


def _alike(a: Record, b: Record) -> str:
    """What two records share that reports of one study share, in words."""
    from resift.dedup.names import read_authors

    numbers = registered(a) & registered(b)
    if numbers:
        return f"both name {min(numbers)}"
    ours, theirs = ([p.family for p in read_authors(r.authors).people] for r in (a, b))
    shared = [x for x in dict.fromkeys(ours) if x in theirs]
    if len(shared) >= 2 or (shared and len(set(ours)) == 1 == len(set(theirs))):
        return f"same authors ({', '.join(x.capitalize() for x in shared[:3])})"
    return ""


def _values(study: Study) -> dict[str, str]:
    return {f.name: v for f in FIELDS if (v := getattr(study, f.name))}


def differences(state: Reports) -> list[Difference]:
    """Where people who charted the same study differ; what was written last stands in the report."""
    found = []
    for study, by in state.charted.items():
        for name in (f.name for f in FIELDS if study in state.studies):
            values = {who: own[name] for who, own in by.items() if own.get(name)}
            if len(set(values.values())) > 1:
                found.append(Difference(study=study, field=name, values=values))
    return found


def left(state: Reports) -> tuple[int, int]:
    """How many included reports belong to no study yet, and how many new studies are not wholly charted."""
    form = Form(categories=state.config.categories)
    unfinished = [s for s in state.studies.values() if form.missing(_values(s))]
    return len(state.included) - len(state.study_of), len(unfinished)
