"""Reports with what was decided on them, and events, as files for other tools and for a co-reviewer elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from resift.decisions import VERDICTS, Event, Outcome, Stage, State, Verb, latest, standing
from resift.errors import ReviewError
from resift.formats import Judged, judged
from resift.formats.event_file import EventFile, about, write_events
from resift.reporting.tables import csv_bytes
from resift.review.desk import Desk
from resift.review.folder import sha256
from resift.review.state import Reports
from resift.store import Store
from resift.store.sharing import names_of, visible_events

_OWN = {Verb.INCLUDE: "included", Verb.EXCLUDE: "excluded", Verb.UNSURE: "unsure"}
_UNREAD = Outcome(state=State.PENDING)


def _csv(made: judged.Table) -> bytes:
    return csv_bytes(*made)


WRITERS: Mapping[str, Callable[[Iterable[Judged]], bytes]] = {
    "ris": lambda items: judged.ris(items).encode(),
    "csv": lambda items: _csv(judged.table(items)),
    "asreview": lambda items: _csv(judged.asreview(items)),
    "rayyan": lambda items: _csv(judged.rayyan(items)),
    "covidence": lambda items: judged.ris(items).encode(),
}
"""What each tool reads: RIS, or a table in its own columns."""
EVENTS = "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file's bytes and what they hold: so many reports of a stage (or events), by status (or reviewer)."""

    data: bytes
    number: int
    counts: Mapping[str, int]
    stage: Stage | None = None


def furthest(state: Reports, reviewer: str = "") -> Stage:
    """The full text where anybody (or that reviewer) decided on one, else title and abstract."""
    at = state.events.at(Stage.ELIGIBILITY).values()
    read = any(e.verb in VERDICTS and reviewer in ("", e.reviewer) for events in at for e in events)
    return Stage.ELIGIBILITY if read else Stage.SCREENING


def export_reports(state: Reports, to: str, *, stage: Stage, status: str = "", reviewer: str = "") -> Export:
    """The reports of a stage, all or those of one status; with ``reviewer``, as that person may see them.

    A ReviewError when nothing is selected: an empty file is never written.
    """
    if reviewer and reviewer not in state.people:
        raise ReviewError(f"{reviewer} decided nothing in this review", then="resift status names who screened")
    of = _seen_by(state, stage, reviewer) if reviewer else _together(state, stage)
    chosen = [j for j in of if not status or j.status == status]
    if not chosen:
        which = f"{status} at {stage.value}" if status else f"at {stage.value}"
        whose = f" by {reviewer}" if reviewer else ""
        raise ReviewError(f"no report is {which}{whose}; no file was written", then="resift status shows what is there")
    return Export(data=WRITERS[to](chosen), number=len(chosen), counts=Counter(j.status for j in chosen), stage=stage)


def _together(state: Reports, stage: Stage) -> list[Judged]:
    """Every report of the stage with what all reviewers' decisions come to."""
    outcomes = state.screening if stage is Stage.SCREENING else state.eligibility
    return [
        _judged(state, r, stage, _standing_of(outcomes.get(r, _UNREAD)), outcomes.get(r, _UNREAD).reasons,
                state.events.get((stage, r), ()))
        for r in _pool(state, stage)
    ]  # fmt: skip


def _seen_by(state: Reports, stage: Stage, reviewer: str) -> list[Judged]:
    """Every report of the stage as one reviewer may see it: status and reasons are that person's own."""
    seen: dict[str, list[Event]] = {}
    for e in visible_events(state.store, reviewer, stage.value):
        seen.setdefault(state.report_of.get(e.record, e.record), []).append(e)
    found = []
    for r in _pool(state, stage):
        events = seen.get(r, [])
        own = latest(e for e in events if not e.settles).get(reviewer)
        status = _OWN[own.verb] if own else "unread"
        found.append(_judged(state, r, stage, status, own.reasons if own else (), events))
    return found


def _pool(state: Reports, stage: Stage) -> Iterable[str]:
    return state.all_at_once(state.to_screen if stage is Stage.SCREENING else state.to_assess)


def _standing_of(outcome: Outcome) -> str:
    """Included, excluded, in conflict; *unread* is what nobody decided on, *pending* what waits for a further reviewer.

    *Unsure* is one reviewer's own word only.
    """
    return "unread" if outcome.state is State.PENDING and not outcome.reviewers else outcome.state.value


def _judged(
    state: Reports, report: str, stage: Stage, status: str, reasons: Sequence[str], events: Iterable[Event]
) -> Judged:
    known = [e for e in events if e.verb in VERDICTS]
    by = latest(e for e in known if not e.settles)
    settling = [e for e in standing(known) if e.settles][-1:]
    words = state.config.criteria.labels
    return Judged(
        record=state.shown(report), stage=stage, status=status, reasons=tuple(reasons),
        labels=tuple(words.get(r, "") for r in reasons), votes={who: e.verb for who, e in by.items()},
        settled={e.reviewer: e.verb for e in settling},
        notes=tuple(dict.fromkeys(e.note for e in known if e.note)),
    )  # fmt: skip


def export_events(desk: Desk, title: str, reviewer: str = "") -> Export:
    """One reviewer's events, undone ones and undoing ones too, or everybody's, as a file to be merged elsewhere."""
    events = [e for e in desk.store.all_events() if not reviewer or e.reviewer == reviewer]
    if not events:
        who = f"{reviewer} has" if reviewer else "nobody has"
        raise ReviewError(f"{who} decided nothing yet; no file was written", then="resift screen --reviewer NAME")
    file = EventFile(review=title, reviewer=reviewer, records=fingerprint(desk.store, about(events)),
                     events=tuple(events))  # fmt: skip
    return Export(data=write_events(file), number=len(events), counts=Counter(e.reviewer for e in events))


def fingerprint(store: Store, records: Iterable[str]) -> str:
    """A hash of what these records are here, so that one id cannot mean two papers in two copies of a review."""
    names = names_of(store, records)
    return sha256("\n".join("\t".join((i, *names[i])) for i in sorted(names)).encode())
