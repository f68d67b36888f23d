"""What PubMed says of a review's reports since they were found: retracted, under concern, no longer there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from resift.decisions import Event, Stage, State, Verb
from resift.records import FLAGS, WITHDRAWN, Notice, Record
from resift.review.desk import Desk
from resift.review.state import PREVIOUS, PUBMED, Reports, as_previous

if TYPE_CHECKING:
    from resift.search.eutils import Eutils

Kinds = Mapping[str, Notice]


def notices_since(desk: Desk, state: Reports, client: Eutils) -> tuple[list[Event], list[str]]:
    """Ask PubMed again for the records still in the review: what it marks now and did not before, as events to keep.

    Also a remark for each. What PubMed does not say any more is taken back; asked a second time, nothing is new.
    """
    held = _held(state)
    desk.progress("retractions since", 0, len(held))
    now = _now(held, client, lambda done, total: desk.progress("retractions since", done, total))
    events, told = [], []
    for pmid, record in held.items():
        standing = {e.data["kind"]: e for e in state.marks if e.record == record.id}
        here = now.get(pmid, {})
        for kind in sorted(here.keys() - _kinds(record).keys() - standing.keys()):
            events.append(_event(desk, record, Verb.MARKED, data=asdict(here[kind])))
            told.append(f"{FLAGS[kind]} since it was found: PMID {pmid}, {record.title}")
        for kind in sorted(standing.keys() - here.keys() if WITHDRAWN not in here else ()):
            events.append(_event(desk, record, Verb.UNDO, target=standing[kind].id))
            told.append(f"not any more {FLAGS[kind]}: PMID {pmid}, {record.title}")
    return events, told


def _event(desk: Desk, record: Record, verb: Verb, **more: object) -> Event:
    return Event(time=desk.clock(), reviewer=PUBMED, stage=Stage.DATA, record=record.id, verb=verb, **more)  # type: ignore[arg-type]


def _held(state: Reports) -> dict[str, Record]:
    """By PMID the first record of each report that was not excluded, and the previous version's reports."""
    outcomes = [*state.screening.items(), *state.eligibility.items()]
    out = {report for report, outcome in outcomes if outcome.state is State.EXCLUDED}
    found: dict[str, Record] = {}
    for r in (state.records[m] for report, members in state.members.items() if report not in out for m in members):
        if r.pmid:
            found.setdefault(r.pmid, r)
    for r in map(as_previous, state.config.previous.reports if state.config.previous else ()):
        if r.pmid:
            found.setdefault(r.pmid, r)
    return found


def _now(held: Mapping[str, Record], client: Eutils, progress: Callable[[int, int], None]) -> dict[str, Kinds]:
    from resift.search import pubmed
    from resift.search.medline import read_records

    got = pubmed.fetch(client, sorted(held, key=int), progress=progress)
    found = {r.accession: _kinds(r) for r in pubmed.newest(r for body in got.bodies for r in read_records(body))}
    # whether the previous version's reports were ever there is not known
    gone = (p for p in got.not_returned if not held[p].id.startswith(PREVIOUS))
    return found | {pmid: {WITHDRAWN: Notice(kind=WITHDRAWN)} for pmid in gone}


def _kinds(record: Record) -> Kinds:
    """The notices that speak against relying on a record, by kind."""
    found = {n.kind: n for n in record.notices if n.kind in FLAGS}
    return ({"RetractionIn": Notice(kind="RetractionIn")} if record.retracted else {}) | found
