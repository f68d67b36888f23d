"""What reviewers of one store may see of one another, and what its records are for other copies of the review."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import select

from resift.decisions import VERDICTS, Event
from resift.store import Store
from resift.store.schema import current_member, record, standing_event

_AT_ONCE = 500


def visible_events(store: Store, viewer: str, stage: str) -> list[Event]:
    """The standing events of a stage that a reviewer may see while screening goes on, oldest first.

    They are the reviewer's own, and everybody's on the reports that the reviewer has decided on too: nobody learns
    of another's decision before giving an own one. This query is where screening is blind.
    """
    e = standing_event.c
    at = standing_event.outerjoin(current_member, current_member.c.record == e.record)
    report = sa.func.coalesce(current_member.c.report, e.record)
    decided = select(report).select_from(at)
    decided = decided.where(e.stage == stage, e.reviewer == viewer, e.verb.in_([v.value for v in VERDICTS]))
    seen = select(e.body).select_from(at).where(e.stage == stage, sa.or_(e.reviewer == viewer, report.in_(decided)))
    with store.engine.connect() as db:
        return [Event.from_dict(json.loads(b)) for b in db.execute(seen.order_by(e.time, e.id)).scalars()]


def names_of(store: Store, records: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The title and accession number of each of these records that is in the store."""
    wanted = sorted(records)
    query = select(record.c.id, record.c.title, record.c.accession)
    found: dict[str, tuple[str, str]] = {}
    with store.engine.connect() as db:
        for i in range(0, len(wanted), _AT_ONCE):
            rows = db.execute(query.where(record.c.id.in_(wanted[i : i + _AT_ONCE])))
            found.update({r.id: (r.title, r.accession) for r in rows})
    return found
