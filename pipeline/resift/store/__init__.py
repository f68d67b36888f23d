"""The store: records and search runs as received, links, rankings, and an append-only log of events.

Nothing is changed in place and nothing deleted; views give the present state. SQLite by default, any database that
SQLAlchemy speaks by address. Each method that writes is one transaction: it happened whole, or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from resift.decisions import VERDICTS, Event, Stage
from resift.errors import StoreError
from resift.records import Link, Record
from resift.store.rows import Decision, Ranked, Run, as_json, column, event_row, run_of
from resift.store.schema import (
    VERSION,
    current_member,
    events,
    grouping,
    link,
    make_schema,
    member,
    meta,
    newest_grouping,
    open_engine,
    packed,
    ranking,
    record,
    run,
    standing_event,
    unpacked,
    update_schema,
)  # fmt: skip

__all__ = ["Decision", "Ranked", "Run", "Store"]


class Store:
    """A review's database, opened or made; close it or use it in a ``with``.

    >>> with Store("sqlite://") as store:
    ...     run = Run(id="a", search="a", database="A", label="A", kind="database")
    ...     store.add_run(run, [Record(id="a-1", title="t")])
    ...     [r.title for r in store.records()], store.report_of()
    (['t'], {'a-1': 'a-1'})
    """

    def __init__(self, address: str) -> None:
        try:
            self.engine = open_engine(address)
        except ModuleNotFoundError as error:
            missing = f"the driver {error.name!r} for this database is not installed"
            raise StoreError(missing, where=_shown(address), then="pip install 'resift[postgres]'") from None
        self._writing = self.engine.execution_options(writes=True)
        try:
            self._prepare()
        except DBAPIError as error:
            self.engine.dispose()
            wrong = f"the store cannot be opened: {error.orig}"
            then = "check that it is a resift store and that nothing else holds it"
            raise StoreError(wrong, where=_shown(address), then=then) from None

    @classmethod
    def at(cls, path: Path) -> Store:
        """The store in an SQLite file."""
        return cls(sa.URL.create("sqlite", database=str(path)).render_as_string())

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _prepare(self) -> None:
        with self._writing.begin() as db:
            if not sa.inspect(db).has_table("meta"):
                make_schema(db)
            found = db.execute(select(meta.c.value).where(meta.c.key == "version")).scalar_one_or_none()
            if found == "1":
                update_schema(db)
        if found is None or int(found) > VERSION:
            written = f"written by a newer resift (store version {found}, this one reads {VERSION})"
            raise StoreError(written, where=_shown(str(self.engine.url)), then="install the newer resift")

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """A transaction that writes, whole or not at all; a StoreError where the database cannot take it."""
        try:
            with self._writing.begin() as db:
                yield db
        except OperationalError as error:
            raise StoreError(f"nothing of this step could be written: {error.orig}", where=_shown(str(self.engine.url)),
                             then="see that there is space and that nothing else holds the store; then go on as before"
                             ) from None  # fmt: skip

    # search runs and their records

    def add_run(self, new: Run, records: Sequence[Record]) -> None:
        """Write a search run with its records; a StoreError when another process wrote that run in the meantime."""
        try:
            self._add_run(new, records)
        except IntegrityError:
            wrong = f"another process added records as {new.id!r} meanwhile, or two records share an id"
            where = _shown(str(self.engine.url))
            raise StoreError(wrong, where=where, then="run the same command again") from None

    def _add_run(self, new: Run, records: Sequence[Record]) -> None:
        with self._write() as db:
            number = (db.execute(select(sa.func.max(run.c.number))).scalar() or 0) + 1
            body = as_json(asdict(new))
            db.execute(run.insert(), {"id": new.id, "number": number, "search": new.search, "body": body})
            rows = [
                {"id": r.id, "run": new.id, "position": i, "accession": column(r.accession)[:200],
                 "title": column(r.title), "body": as_json(r.as_dict())}
                for i, r in enumerate(records, start=1)
            ]  # fmt: skip
            if rows:
                db.execute(record.insert(), rows)

    def runs(self) -> list[Run]:
        """All search runs, oldest first."""
        with self.engine.connect() as db:
            bodies = db.execute(select(run.c.body).order_by(run.c.number)).scalars().all()
        return [run_of(json.loads(b)) for b in bodies]

    def records(self, run_id: str | None = None) -> list[Record]:
        """All records, or those of one run, in the order in which they came."""
        query = select(record.c.body).join(run).order_by(run.c.number, record.c.position)
        query = query if run_id is None else query.where(record.c.run == run_id)
        with self.engine.connect() as db:
            return [Record.from_dict(json.loads(b)) for b in db.execute(query).scalars()]

    def records_of(self, ids: Sequence[str]) -> list[Record]:
        """The records with these ids, in any order."""
        with self.engine.connect() as db:
            bodies = db.execute(select(record.c.body).where(record.c.id.in_(ids))).scalars().all()
        return [Record.from_dict(json.loads(b)) for b in bodies]

    def titles(self) -> dict[str, str]:
        """Each record's title."""
        with self.engine.connect() as db:
            return {row[0]: row[1] for row in db.execute(select(record.c.id, record.c.title))}

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each record's title and abstract as one text."""
        with self.engine.connect() as db:
            for record_id, body in db.execute(select(record.c.id, record.c.body)):
                values = json.loads(body)
                yield record_id, f"{values['title']} {values.get('abstract', '')}"

    def ids_by_run(self) -> dict[str, tuple[str, ...]]:
        """The ids of each run's records, in order."""
        query = select(record.c.run, record.c.id).join(run).order_by(run.c.number, record.c.position)
        found: dict[str, list[str]] = {}
        with self.engine.connect() as db:
            for run_id, record_id in db.execute(query):
                found.setdefault(run_id, []).append(record_id)
        return {k: tuple(v) for k, v in found.items()}

    # reports: groups of records found to be the same

    def add_grouping(self, made: str, method: str, groups: Iterable[Sequence[str]], links: Sequence[Link]) -> None:
        """Write a grouping; each group's first record stands for its report. Later groupings replace it as a whole."""
        with self._write() as db:
            number = (db.execute(select(sa.func.max(grouping.c.id))).scalar() or 0) + 1
            db.execute(grouping.insert(), {"id": number, "made": made, "method": method})
            _insert(db, member, ({"grouping": number, "record": r, "report": g[0]} for g in groups for r in g))
            _insert(db, link, ({"grouping": number, "position": i, **asdict(x)} for i, x in enumerate(links)))

    def grouped(self) -> bool:
        """Whether the newest grouping covers every record and every answer on a doubtful pair."""
        outside = select(sa.func.count()).select_from(record).where(record.c.id.not_in(select(current_member.c.record)))
        with self.engine.connect() as db:
            left = db.execute(outside).scalar_one()
        return left == 0 and self.answered_at() <= self.grouped_at()

    def grouped_at(self) -> str:
        """When the newest grouping was made; empty before the first."""
        made = select(grouping.c.made).order_by(grouping.c.id.desc()).limit(1)
        with self.engine.connect() as db:
            return str(db.execute(made).scalar() or "")

    def answered_at(self) -> str:
        """The time of the newest answer on a doubtful pair; empty where there is none."""
        answered = select(sa.func.max(events.c.time)).where(events.c.stage == Stage.DUPLICATES.value)
        with self.engine.connect() as db:
            return str(db.execute(answered).scalar() or "")

    def report_of(self) -> dict[str, str]:
        """Each record's report: the record that stands for its group, itself where it was not grouped yet."""
        own = sa.func.coalesce(current_member.c.report, record.c.id)
        query = select(record.c.id, own).select_from(
            record.outerjoin(current_member, current_member.c.record == record.c.id).join(run, run.c.id == record.c.run)
        )
        with self.engine.connect() as db:
            rows = db.execute(query.order_by(run.c.number, record.c.position)).all()
        return {row[0]: row[1] for row in rows}

    def links(self) -> list[Link]:
        """The links of the newest grouping."""
        query = select(link).where(link.c.grouping == newest_grouping).order_by(link.c.position)
        with self.engine.connect() as db:
            rows = db.execute(query).mappings().all()
        return [
            Link(record=r["record"], other=r["other"], kind=r["kind"], rule=r["rule"], score=r["score"]) for r in rows
        ]

    # ranking

    def add_ranking(self, made: str, ranked: Ranked) -> None:
        """Write the order in which reports are to be read."""
        with self._write() as db:
            number = (db.execute(select(sa.func.max(ranking.c.id))).scalar() or 0) + 1
            row = {"reviewer": ranked.reviewer, "trained": ranked.trained, "model": ranked.model}
            body = packed(ranked.reports, ranked.terms)
            db.execute(ranking.insert(), {"id": number, "made": made, **row, "body": body})

    def ranked(self, reviewer: str = "") -> Ranked | None:
        """The newest ranking made for that reviewer (for everybody by default), or None."""
        query = select(ranking).where(ranking.c.reviewer == reviewer).order_by(ranking.c.id.desc()).limit(1)
        with self.engine.connect() as db:
            found = db.execute(query).first()
        if found is None:
            return None
        reports, terms = unpacked(found.body)
        return Ranked(reviewer, reports, found.trained, found.model, terms)

    # events

    def append(self, new: Event | Sequence[Event]) -> None:
        """Write events, on disk when this returns; one that is there already is not written twice."""
        self.add_events([new] if isinstance(new, Event) else new)

    def add_events(self, new: Iterable[Event]) -> list[Event]:
        """Like ``append``, all or none; returns those that were not there yet."""
        wanted = {e.id: e for e in new}
        with self._write() as db:
            known: set[str] = set()
            for some in _batches(list(wanted), 500):
                known.update(db.execute(select(events.c.id).where(events.c.id.in_(some))).scalars())
            added = [e for i, e in wanted.items() if i not in known]
            _insert(db, events, (event_row(e.id, e) for e in added))
        return added

    def standing_events(
        self, stage: str | None = None, reviewer: str | None = None, verb: str | None = None
    ) -> list[Event]:
        """The events that no undo takes back, oldest first; with ``reviewer``, only that person's (blinding)."""
        query = select(standing_event.c.body).order_by(standing_event.c.time, standing_event.c.id)
        query = query if stage is None else query.where(standing_event.c.stage == stage)
        query = query if reviewer is None else query.where(standing_event.c.reviewer == reviewer)
        query = query if verb is None else query.where(standing_event.c.verb == verb)
        with self.engine.connect() as db:
            return [Event.from_dict(json.loads(b)) for b in db.execute(query).scalars()]

    def own_events(self, reviewer: str, stage: str, of: Collection[str] | None = None) -> list[Event]:
        """All that one person did at a stage, also what was taken back, oldest first; ``of`` only these records."""
        query = select(events.c.body).where(events.c.reviewer == reviewer, events.c.stage == stage)
        query = query if of is None else query.where(events.c.record.in_(of))
        with self.engine.connect() as db:
            bodies = db.execute(query.order_by(events.c.time, events.c.id)).scalars().all()
        return [Event.from_dict(json.loads(b)) for b in bodies]

    def decisions(self, stage: str) -> list[Decision]:
        """Who decided on which report at a stage, in standing events, oldest first; fast for very many."""
        e = standing_event.c
        report = sa.func.coalesce(current_member.c.report, e.record)
        joined = standing_event.outerjoin(current_member, current_member.c.record == e.record)
        query = select(report, e.reviewer, e.verb, e.settles, e.time).select_from(joined).order_by(e.time, e.id)
        decided = query.where(e.stage == stage, e.verb.in_([v.value for v in VERDICTS]))
        verbs = {v.value: v for v in VERDICTS}
        with self.engine.connect() as db:
            rows = db.execute(decided).all()
        return [Decision(r, who, verbs[verb], bool(settles), time) for r, who, verb, settles, time in rows]

    def people(self) -> list[str]:
        """Everybody who did anything, in the order of names."""
        with self.engine.connect() as db:
            return sorted(db.execute(select(events.c.reviewer).distinct()).scalars())

    def log(self) -> list[tuple[str, str]]:
        """The time and the id of every event ever written, oldest first."""
        with self.engine.connect() as db:
            rows = db.execute(select(events.c.time, events.c.id).order_by(events.c.time, events.c.id)).all()
        return [(time, i) for time, i in rows]

    def all_events(self) -> list[Event]:
        """Every event ever written, oldest first."""
        with self.engine.connect() as db:
            bodies = db.execute(select(events.c.body).order_by(events.c.time, events.c.id)).scalars().all()
        return [Event.from_dict(json.loads(b)) for b in bodies]


def _insert(db: Connection, table: Table, rows: Iterator[Mapping[str, Any]]) -> None:
    todo = list(rows)
    if todo:
        db.execute(table.insert(), todo)


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for i in range(0, len(items), size):
        yield items[i : i + size]


def _shown(address: str) -> str:
    return str(sa.make_url(address).database or address)
