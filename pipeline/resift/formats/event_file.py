"""Events as a file that travels: JSON Lines, a header and then one event a line, each checked when it is read.

The header names format, version, review, whose events they are, how many, and a fingerprint of the records that
they are about. An event's id is the hash of its content, so a line that was changed is found out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from resift.decisions import INSTEAD, Event, Stage
from resift.errors import BadFile
from resift.records import Notice

FORMAT = "resift events"
VERSION = 1
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_LONGEST_NAME = 200
_NOTICE = frozenset(Notice.__dataclass_fields__)
_NO_RECORD = ("", "highlights")
_NOT_HERE = ("study:", "previous:")
_MORE: Mapping[str, Mapping[str, type]] = {
    "tag": {"tag": str, "on": bool}, "edit": {"abstract": str, "source": str}, "open": {"why": str},
    "term": {"criterion": str, "term": str}, "same": {"other": str}, "distinct": {"other": str},
    "study": {"study": str}, "chart": {"id": str}, "marked": {"kind": str},
}  # fmt: skip
"""What ``data`` needs besides, by verb: without it the state cannot be folded, and an event is never deleted."""
_AGAIN = "ask for the file again: resift export --to events --reviewer NAME --out FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """What one file says: of which review, by whom (nobody: by several), about which records, which events."""

    review: str
    reviewer: str = ""
    records: str = ""
    events: tuple[Event, ...] = ()


def write_events(file: EventFile) -> bytes:
    r"""The file as UTF-8 JSON Lines, the oldest event first: the same events give the same bytes.

    >>> print(write_events(EventFile(review="A made-up review", reviewer="Ada")).decode(), end="")
    {"format":"resift events","version":1,"review":"A made-up review","reviewer":"Ada","events":0,"records":""}
    """
    header = {"format": FORMAT, "version": VERSION, "review": file.review, "reviewer": file.reviewer,
              "events": len(file.events), "records": file.records}  # fmt: skip
    ordered = sorted(file.events, key=lambda e: (e.time, e.id))
    lines = [header, *({"id": e.id} | e.as_dict() for e in ordered)]
    return "".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) + "\n" for x in lines).encode()


def read_events(data: bytes, *, name: str) -> EventFile:
    """The events of such a file, all or none; a BadFile names the line (``name:line``) at fault.

    Refused: another format or a newer version, a file cut short, a line that is no event, an event whose id is not
    the hash of its content, an event of somebody else than the header's reviewer.
    """
    lines = _text(data, name).removesuffix("\n").split("\n")
    header = _header(_object(lines[0], f"{name}:1"), f"{name}:1")
    reviewer = str(header["reviewer"])
    events = tuple(_event(line, reviewer, f"{name}:{n}") for n, line in enumerate(lines[1:], 2))
    if len(events) != header["events"]:
        what = f"{len(events)} events where the header says {header['events']}; the file may have been cut off"
        raise BadFile(what, where=name, then=_AGAIN)
    return EventFile(review=header["review"], reviewer=reviewer, records=header["records"], events=events)


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadFile("this is not UTF-8 text", where=f"{name}:{line}", then=_AGAIN) from None


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadFile("this line is no JSON object", where=where, then=_AGAIN)
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _header(values: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    if values.get("format") != FORMAT:
        raise BadFile("this is not a file of resift's events", where=where, then=_AGAIN)
    if not _is_count(values.get("version")) or values["version"] > VERSION:
        raise BadFile(f"written by a newer resift (version {values.get('version')}, this one reads {VERSION})",
                      where=where, then="install the newer resift")  # fmt: skip
    if not all(isinstance(values.get(k), str) for k in ("review", "reviewer", "records")):
        raise BadFile("the header does not say of which review and whose the events are", where=where, then=_AGAIN)
    if not _is_count(values.get("events")):
        raise BadFile("the header does not say how many events there are", where=where, then=_AGAIN)
    return values


def _event(line: str, reviewer: str, where: str) -> Event:
    values = _object(line, where)
    wrong = _wrong(values)
    if wrong:
        raise BadFile(f"this is no event that resift knows: {wrong}", where=where, then=_AGAIN)
    try:
        event = Event.from_dict(values)
    except (TypeError, ValueError) as error:
        then = "install the resift that wrote it, or ask for the file again"
        raise BadFile(f"this is no event that resift knows: {error}", where=where, then=then) from None
    if event.id != values["id"]:
        raise BadFile(f"this event was changed: its content is not that of {values['id'][:24]}", where=where,
                      then=_AGAIN)  # fmt: skip
    if reviewer and event.reviewer != reviewer:
        raise BadFile(f"this event is {event.reviewer}'s, the file {reviewer}'s", where=where, then=_AGAIN)
    return event


def _wrong(values: Mapping[str, Any]) -> str:
    """What is not of the kind that an event needs, or nothing."""
    kinds = {"id": str, "time": str, "reviewer": str, "stage": str, "record": str, "verb": str, "note": str,
             "target": str, "model": str, "criteria": str, "reasons": list, "verdicts": dict, "settles": bool,
             "data": dict}  # fmt: skip
    odd = next((k for k, kind in kinds.items() if not isinstance(values.get(k), kind)), "")
    if odd:
        return f"{odd} is missing or of another kind"
    rank = values.get("rank")
    if not (rank is None or _is_count(rank)):
        return "rank is no number"
    if not all(isinstance(v, str) for v in (*values["reasons"], *values["verdicts"].values())):
        return "reasons and verdicts are texts"
    name = values["reviewer"]
    if not 0 < len(name) <= _LONGEST_NAME or " ".join(name.split()) != name or not name.isprintable():
        return "the reviewer has no proper name"
    return _wrong_data(values) if _is_time(values["time"]) else f"its time is {values['time'][:40]!r}"


def _wrong_data(values: Mapping[str, Any]) -> str:
    verb, data = values["verb"], values["data"]
    odd = next((k for k, kind in _MORE.get(verb, {}).items() if not isinstance(data.get(k), kind)), "")
    if odd:
        return f"{verb} without {odd}"
    if verb == "open" and data["why"] not in ("exploration", "changed"):
        return f"opened because of {data['why'][:40]!r}"
    if verb == "marked" and not (data.keys() <= _NOTICE and all(isinstance(v, str) for v in data.values())):
        return "marked with what is no notice"
    instead = data.get(INSTEAD, [])
    return "" if isinstance(instead, list) and all(isinstance(i, str) for i in instead) else f"{INSTEAD} is no list"


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text)) and dt.datetime.fromisoformat(text).year > 2000
    except ValueError:
        return False


def about(events: Sequence[Event]) -> set[str]:
    """The ids of the records that events are about; studies, words to highlight and previous reports are none."""
    pairs = {str(e.data.get("other", "")) for e in events if e.stage is Stage.DUPLICATES}
    named = {e.record for e in events} | pairs
    return {r for r in named if r not in _NO_RECORD and not r.startswith(_NOT_HERE)}
