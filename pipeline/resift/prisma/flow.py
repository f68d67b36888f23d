"""The flow as sets of ids: every identified record in exactly one box, every count the size of a set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from resift.decisions import State
from resift.prisma.fields import FIELDS, LISTS, TERMINALS
from resift.prisma.groups import BETWEEN, WITHIN, Groups, grouped
from resift.prisma.history import History, Lane
from resift.prisma.steps import ASSESSED, BEFORE, SOUGHT, Place, Step, place, studied

Sets = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """All boxes of the diagram with the ids in them, in the order of ids.

    ``sets`` has every field; ``lists`` the lines of the fields that have lines, as sets too. An id is a record's, or
    a study's in the fields counted in studies. ``kept`` leads from each record to the record that decisions are
    about: it differs from the record in a box for duplicates, and where a report was kept under a record of the
    other lane although a database found it too (then the database's record stands in the box). ``found_by`` has the
    sources of each kept record. ``refound`` are the previous reports found again. ``open_items`` says why this is a
    draft.
    """

    template: str
    sets: Sets
    lists: Mapping[str, Sets]
    kept: Mapping[str, str]
    found_by: Sets
    refound: tuple[str, ...] = ()
    open_items: tuple[str, ...] = ()

    def __getitem__(self, field: str) -> tuple[str, ...]:
        return self.sets[field]

    def ids(self, field: str, line: str = "") -> tuple[str, ...]:
        """The ids behind a count, or behind one line of a list."""
        return self.lists.get(field, {}).get(line, ()) if line else self.sets[field]

    @property
    def counts(self) -> dict[str, int | dict[str, int]]:
        """Every field's size; lists as line and size."""
        return {
            f: {line: len(ids) for line, ids in self.lists[f].items()} if f in LISTS else len(self.sets[f])
            for f in FIELDS
        }

    @property
    def draft(self) -> bool:
        """Whether anything is still open, so that the figure must say DRAFT."""
        return bool(self.open_items)

    @property
    def terminals(self) -> dict[str, tuple[str, ...]]:
        """The boxes in which a record's way ends; they part the identified records."""
        return {f: self.sets[f] for f in TERMINALS}


def flow(history: History) -> Flow:
    """Sort every record of a review into its box.

    Works whatever the history holds; ``check`` says whether it can be trusted. Reasons are printed in the protocol's
    order, then by name. Order of records within a source does not matter.

    >>> from resift.prisma.history import Source
    >>> pubmed = Source(name="pubmed", label="PubMed", lane=Lane.DATABASE, records=("a", "b", "c"))
    >>> f = flow(History(sources=(pubmed,), survivor={"a": "a", "b": "a", "c": "c"}, unread=frozenset({"c"})))
    >>> f["duplicates"], f["records_screened"], f.counts["records_excluded"], f.draft
    (('b',), ('a', 'c'), 1, True)
    """
    groups = grouped(history)
    previous = frozenset(history.previous_studies)
    places = {kept: place(kept, history, previous) for kept in groups.members}
    sets: dict[str, Iterable[str]] = dict.fromkeys(FIELDS, ())
    lists: dict[str, Mapping[str, Iterable[str]]] = {f: {} for f in LISTS}
    for part in (_identified, _database_lane, _other_lane, _studies):
        some_sets, some_lists = part(history, groups, places)
        sets |= some_sets
        lists |= some_lists
    for field, lines in lists.items():
        if field in sets and not sets[field]:
            sets[field] = {i for ids in lines.values() for i in ids}
    other = any(not s.lane.is_database for s in history.sources)
    updated = bool(history.previous_studies or history.previous_reports)
    return Flow(
        template=("U" if updated else "N") + ("2" if other else "1"),
        sets={f: tuple(sorted(set(sets[f]))) for f in FIELDS},
        lists={f: {line: tuple(sorted(set(ids))) for line, ids in lists[f].items()} for f in sorted(LISTS)},
        kept=groups.kept,
        found_by={k: groups.found_by(k) for k in groups.members},
        refound=tuple(sorted({p for k, p in history.refound.items() if k in places} & set(history.previous_reports))),
        open_items=tuple(_open(history, places)),
    )


Parts = tuple[dict[str, Iterable[str]], dict[str, Mapping[str, Iterable[str]]]]
Places = Mapping[str, Place]


def _identified(history: History, *_: object) -> Parts:
    by: dict[Lane, dict[str, set[str]]] = {lane: {} for lane in Lane}
    for source in history.sources:
        by[source.lane].setdefault(source.label, set()).update(source.records)
    every = {lane: set().union(*lines.values()) for lane, lines in by.items()}
    sets: dict[str, Iterable[str]] = {
        "database_results": every[Lane.DATABASE],
        "register_results": every[Lane.REGISTER],
        "website_results": every[Lane.WEBSITE],
        "organisation_results": every[Lane.ORGANISATION],
        "citations_results": every[Lane.CITATION],
    }
    lines = {"database_specific_results": Lane.DATABASE, "register_specific_results": Lane.REGISTER}
    # the template's box ends in "etc."; what it does not name is printed under its own name
    return sets, {field: by[lane] for field, lane in (lines | {"x_other_sources": Lane.HAND}).items()}


def _stand_for(groups: Groups, places: Places, database: bool) -> Callable[[Iterable[Step]], set[str]]:
    lane = [(groups.stands[k], p.step) for k, p in places.items() if (k in groups.database) is database]
    return lambda steps: {record for record, step in lane if step in steps}


def _by_reason(
    groups: Groups, places: Places, history: History, steps: Iterable[Step], *, database: bool
) -> dict[str, set[str]]:
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for kept, where in places.items():
        if where.step in steps and (kept in groups.database) is database:
            lines[where.reason].add(groups.stands[kept])
    return _in_protocol_order(lines, history)


def _in_protocol_order(lines: Mapping[str, set[str]], history: History) -> dict[str, set[str]]:
    order = {label: i for i, label in enumerate(history.criteria.values())}
    return {r: lines[r] for r in sorted(lines, key=lambda r: (order.get(r, len(order)), r))}


def _database_lane(history: History, groups: Groups, places: Places) -> Parts:
    at = _stand_for(groups, places, True)
    kinds = {r: kind for k in groups.database for r, kind in groups.duplicates(k).items()}
    sets: dict[str, Iterable[str]] = {
        "duplicates": set(kinds),
        "duplicates_within": {r for r, kind in kinds.items() if kind == WITHIN},
        "duplicates_between": {r for r, kind in kinds.items() if kind == BETWEEN},
        "excluded_automatic": at({Step.INELIGIBLE}),
        "excluded_other": at({Step.REMOVED}),
        "records_screened": at(set(Step) - BEFORE),
        "records_excluded": at({Step.BY_HUMAN, Step.BY_AUTOMATION, Step.UNREAD}),
        "x_excluded_by_human": at({Step.BY_HUMAN}),
        "x_excluded_by_automation": at({Step.BY_AUTOMATION}),
        "x_not_screened_stopping": at({Step.UNREAD}),
        "x_screening_pending": at({Step.TO_SCREEN}),
        "dbr_sought_reports": at(SOUGHT),
        "dbr_notretrieved_reports": at({Step.NOT_RETRIEVED}),
        "x_dbr_pending": at({Step.TO_ASSESS}),
        "dbr_assessed": at(ASSESSED),
        "dbr_excluded": at({Step.EXCLUDED}),
    }
    steps = {
        "excluded_automatic_reasons": {Step.INELIGIBLE},
        "excluded_other_reasons": {Step.REMOVED},
        "records_excluded_reasons": {Step.BY_HUMAN, Step.BY_AUTOMATION},
        "dbr_excluded": {Step.EXCLUDED},
    }
    return sets, {f: _by_reason(groups, places, history, some, database=True) for f, some in steps.items()}


def _other_lane(history: History, groups: Groups, places: Places) -> Parts:
    at = _stand_for(groups, places, False)
    sets: dict[str, Iterable[str]] = {
        "x_other_screening_pending": at({Step.TO_SCREEN}),
        "other_sought_reports": at(SOUGHT),
        "other_notretrieved_reports": at({Step.NOT_RETRIEVED}),
        "x_other_pending": at({Step.TO_ASSESS}),
        "other_assessed": at(ASSESSED),
        "other_excluded": at({Step.EXCLUDED}),
    }
    excluded = _by_reason(groups, places, history, {Step.EXCLUDED}, database=False)
    return sets, {"other_excluded": excluded, "x_other_removed": _not_sought(history, groups, places)}


def _not_sought(history: History, groups: Groups, places: Places) -> dict[str, set[str]]:
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for record, kept in groups.kept.items():
        if not groups.source[record].lane.is_database:
            also, stands = kept in groups.database, record == groups.stands[kept]
            if why := places[kept].not_sought(also=also, stands=stands):
                lines[why].add(record)
    return _in_protocol_order(lines, history)


def _studies(history: History, groups: Groups, places: Places) -> Parts:
    def reports(step: Step) -> set[str]:
        return {groups.stands[k] for k, p in places.items() if p.step is step}

    new = {groups.stands[k]: studied(k, history) for k, p in places.items() if p.step is Step.INCLUDED}
    companions = reports(Step.COMPANION)
    gone = set(history.previous_removed) & set(history.previous_studies)
    gone_reports = {r for r in history.previous_reports if history.study_of.get(r) in gone}
    studies = (set(history.previous_studies) - gone) | set(new.values())
    sets: dict[str, Iterable[str]] = {
        "previous_studies": history.previous_studies,
        "previous_reports": history.previous_reports,
        "x_previous_studies_removed": gone,
        "x_previous_reports_removed": gone_reports,
        "new_studies": set(new.values()),
        "new_reports": set(new),
        "x_new_reports_of_previous_studies": companions,
        "x_studies_awaiting": reports(Step.AWAITING),
        "x_studies_ongoing": reports(Step.ONGOING),
        "total_studies": studies,
        "total_reports": (set(history.previous_reports) - gone_reports) | set(new) | companions,
        "total_studies_ma": studies & history.pooled,
    }
    of = {r: studied(groups.kept.get(r, r), history) for r in sets["total_reports"]}
    sets["total_reports_ma"] = {r for r, study in of.items() if study in history.pooled}
    return sets, {"x_included_by_source": _credited(history, groups, places)}


def _credited(history: History, groups: Groups, places: Places) -> dict[str, set[str]]:
    """Each new study under the one source that found it first: databases before other methods, in their order."""
    rank = {s.label: (not s.lane.is_database, i) for i, s in reversed(list(enumerate(history.sources)))}
    best: dict[str, str] = {}
    for kept, where in places.items():
        if where.step is Step.INCLUDED:
            study = studied(kept, history)
            names = (*groups.found_by(kept), *([best[study]] if study in best else []))
            best[study] = min(names, key=rank.__getitem__)
    lines = {s.label: {study for study, label in best.items() if label == s.label} for s in history.sources}
    return {label: ids for label, ids in lines.items() if ids}


def _open(history: History, places: Places) -> Iterable[str]:
    to_screen = [k for k, p in places.items() if p.step is Step.TO_SCREEN]
    to_assess = [k for k, p in places.items() if p.step is Step.TO_ASSESS]
    retrieved = [k for k in to_assess if k in history.retrieval]
    outcomes = [history.screening.get(k) for k in to_screen] + [history.eligibility.get(k) for k in retrieved]
    conflicts = sum(o is not None and o.state is State.CONFLICT for o in outcomes)
    for n, what in (
        (len(to_screen), "awaiting a decision on title and abstract"),
        (len(to_assess) - len(retrieved), "awaiting retrieval"),
        (len(retrieved), "awaiting assessment at full text"),
        (conflicts, "of these in open conflict between reviewers"),
    ):
        if n:
            yield f"{n:,} {what}"
