"""Tables, views and engine of the store.

Whatever is particular to one database engine stands here and nowhere else.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, String, Table, Text, event, select

from resift.decisions import Verb

VERSION = 2
_BUSY_SECONDS = 30
_LOCK = 7_243_438  # any number that no other program takes in the same database

metadata = MetaData()
meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))
run = Table(
    "run", metadata,
    Column("id", String(80), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("search", String(60), nullable=False),
    Column("body", Text, nullable=False),
)  # fmt: skip
record = Table(
    "record", metadata,
    Column("id", String(100), primary_key=True),
    Column("run", String(80), ForeignKey("run.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("accession", String(200), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
)  # fmt: skip
grouping = Table(
    "grouping", metadata, Column("id", Integer, primary_key=True), Column("made", String(40), nullable=False),
    Column("method", Text, nullable=False),
)  # fmt: skip
member = Table(
    "member", metadata,
    Column("grouping", Integer, ForeignKey("grouping.id"), primary_key=True),
    Column("record", String(100), ForeignKey("record.id"), primary_key=True),
    Column("report", String(100), nullable=False, index=True),
)  # fmt: skip
link = Table(
    "link", metadata,
    Column("grouping", Integer, ForeignKey("grouping.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("record", String(100), nullable=False),
    Column("other", String(100), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("rule", Text, nullable=False),
    Column("score", sa.Float, nullable=False),
)  # fmt: skip
ranking = Table(
    "ranking", metadata, Column("id", Integer, primary_key=True), Column("made", String(40), nullable=False),
    Column("reviewer", String(200), nullable=False, index=True),
    Column("trained", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("body", sa.LargeBinary, nullable=False),
)  # fmt: skip
events = Table(
    "event", metadata,
    Column("id", String(24), primary_key=True),
    Column("time", String(40), nullable=False, index=True),
    Column("reviewer", String(200), nullable=False, index=True),
    Column("stage", String(20), nullable=False),
    Column("record", String(100), nullable=False, index=True),
    Column("verb", String(20), nullable=False),
    Column("target", String(24), nullable=False),
    Column("settles", Integer, nullable=False, server_default="0"),
    Column("body", Text, nullable=False),
)  # fmt: skip

newest_grouping = select(sa.func.max(grouping.c.id)).scalar_subquery()
_taken = events.alias("taken")
# An undo takes back only what the same person did; a target that is not here yet will be taken back when it comes.
_undone = (
    select(events.c.target)
    .join(_taken, _taken.c.id == events.c.target)
    .where(events.c.verb == Verb.UNDO.value, _taken.c.reviewer == events.c.reviewer)
)
_membership = select(member.c.record, member.c.report).where(member.c.grouping == newest_grouping)
_standing = select(events).where(events.c.verb != Verb.UNDO.value, events.c.id.not_in(_undone))
# What the flow is counted from: every record with its run and the report it belongs to (itself before the first
# grouping), and every event that no undo takes back, at the report it belongs to now.
VIEWS: Mapping[str, sa.Select[Any]] = {
    "current_member": _membership,
    "standing_event": _standing,
}


current_member = sa.table("current_member", sa.column("record"), sa.column("report"))
standing_event = sa.table("standing_event", *(sa.column(c.name) for c in events.c))


def open_engine(address: str) -> sa.Engine:
    engine = sa.create_engine(address)
    if engine.dialect.name == "sqlite":
        _make_sqlite_safe(engine)
    if engine.dialect.name == "postgresql":
        _make_postgresql_safe(engine)
    return engine


def _make_postgresql_safe(engine: sa.Engine) -> None:
    """The one place of PostgreSQL's own settings: who writes has the store alone, as in SQLite, until it commits."""

    @event.listens_for(engine, "begin")
    def _begin(db: Connection) -> None:
        if db.get_execution_options().get("writes", False):
            db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _make_sqlite_safe(engine: sa.Engine) -> None:
    """The one place of SQLite's own settings: durable, shared, and with transactions that hold schema changes too."""

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _: object) -> None:
        raw.isolation_level = None
        for setting in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={_BUSY_SECONDS * 1000}",
            "foreign_keys=ON",
        ):
            raw.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(db: Connection) -> None:
        db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("writes", False) else "BEGIN")


def make_schema(db: Connection) -> None:
    metadata.create_all(db)
    _make_views(db)
    db.execute(meta.insert(), {"key": "version", "value": str(VERSION)})


def _make_views(db: Connection) -> None:
    for name, query in VIEWS.items():
        body = query.compile(db, compile_kwargs={"literal_binds": True})
        db.execute(sa.text(f"CREATE VIEW {name} AS {body}"))


def update_schema(db: Connection) -> None:
    """Bring a store of version 1 to version 2: an order of reading is one packed row, and an event says by itself
    whether it settles a disagreement. Nothing that was written gets lost.
    """
    for view in ("current_place", *VIEWS):
        db.execute(sa.text(f"DROP VIEW {view}"))
    db.execute(sa.text("ALTER TABLE event ADD COLUMN settles INTEGER NOT NULL DEFAULT 0"))
    db.execute(events.update().where(events.c.body.like('%"settles":true%')).values(settles=1))
    body = "BYTEA" if db.dialect.name == "postgresql" else "BLOB"
    db.execute(sa.text(f"ALTER TABLE ranking ADD COLUMN body {body}"))
    for number in db.execute(select(ranking.c.id)).scalars().all():
        query = sa.text("SELECT report FROM place WHERE ranking = :ranking ORDER BY position")
        reports = db.execute(query, {"ranking": number}).scalars().all()
        db.execute(ranking.update().where(ranking.c.id == number).values(body=packed(reports, {})))
    db.execute(sa.text("DROP TABLE place"))
    _make_views(db)
    db.execute(meta.update().where(meta.c.key == "version").values(value=str(VERSION)))


def packed(reports: Sequence[str], terms: Mapping[str, Sequence[str]]) -> bytes:
    """An order of reading in one value: a twentieth of a row for each report."""
    return zlib.compress(json.dumps([list(reports), dict(terms)], ensure_ascii=False).encode())


def unpacked(body: bytes) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The reports in order, and the words that speak for the first of them."""
    reports, terms = json.loads(zlib.decompress(body))
    return tuple(reports), {r: tuple(t) for r, t in terms.items()}
