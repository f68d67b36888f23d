"""What the rows of the store's tables hold, as values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from resift.decisions import Event, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One search of one database, or one import of its export: what was asked, when, and what came."""

    id: str
    search: str
    database: str
    label: str
    kind: str
    platform: str = ""
    searched: str = ""
    source: str = ""
    sha256: str = ""
    reported: int | None = None
    strategy: str = ""
    translation: str = ""
    effect: str = ""
    steps: tuple[Mapping[str, Any], ...] = ()
    since: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """An order of reading: for whom, which reports, from how many of that reviewer's decisions, by which model.

    ``terms`` has, for the first reports, the words that speak most for them.
    """

    reviewer: str
    reports: tuple[str, ...]
    trained: int
    model: str
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Decision(NamedTuple):
    """That somebody decided on a report: enough to know who is still to read it, without the whole event."""

    report: str
    reviewer: str
    verb: Verb
    settles: bool
    time: str


def event_row(event_id: str, e: Event) -> dict[str, Any]:
    """An event's columns."""
    return {
        "id": event_id, "time": e.time, "reviewer": e.reviewer, "stage": e.stage.value, "record": e.record,
        "verb": e.verb.value, "target": e.target, "settles": int(e.settles), "body": as_json(e.as_dict()),
    }  # fmt: skip


def column(text: str) -> str:
    """A text as a column of its own holds it: PostgreSQL takes no NUL there (the record itself keeps it)."""
    return text.replace("\0", "\ufffd")


def run_of(values: dict[str, Any]) -> Run:
    """The run of a row's body."""
    return Run(**values | {"steps": tuple(values["steps"]), "remarks": tuple(values["remarks"])})


def as_json(values: Mapping[str, Any]) -> str:
    """Values as a body holds them: the same values give the same text."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
