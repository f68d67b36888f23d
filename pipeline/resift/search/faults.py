"""A script of faults for the server: at which call of which utility which of PubMed's known failures happens.

The script is a TOML file with one ``[[fault]]`` for each::

    [[fault]]
    kind = "429-retry-after"   # one of KINDS
    utility = "efetch"         # esearch, efetch, epost, elink, einfo or esummary; without it: any of them
    call = [3, 4]              # its third and fourth call, counted from 1; without it: every call
    seconds = 2                # how long, where the kind has a time
    pmid = "90000001"          # which record, where the kind changes the corpus
"""

from __future__ import annotations

import threading
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resift.errors import BadFile
from resift.records import Pmid
from resift.search.living import CHANGES

UTILITIES = ("esearch", "efetch", "epost", "elink", "einfo", "esummary")
EVICT = "evict"
KINDS: dict[str, str] = {
    "429": "one request too many, without Retry-After",
    "429-retry-after": "one request too many, with Retry-After (seconds, 2 if not given)",
    "429-under-200": "the text of a 429 under HTTP status 200",
    "400-viewer": "a failure of the backend that passes, under 400",
    "400-empty-ids": "a request refused because its list of ids is empty",
    "viewer-under-200": "a failure of the backend that passes, under 200",
    "500": "a diagnostic page",
    "502": "a page of the gateway",
    "503": "a page of the gateway",
    "html-under-200": "a page in place of XML",
    "empty": "nothing, under 200",
    "error-database": "ERROR: Database is not supported, as on 2025-07-04",
    "error-query": "ERROR: Unable to obtain query #1",
    "error-retstart": "ERROR: 'retstart' cannot be larger than 9998",
    "closed": "the connection is closed before the answer",
    "reset": "the connection is reset in the body",
    "cut-length": "half the body, shorter than Content-Length",
    "cut-chunked": "half the body in chunks, without the last chunk",
    "cut-chunked-ended": "half the body in chunks, ended as if whole",
    "broken-gzip": "a packed body with wrong bytes in it",
    "cut-gzip": "half a packed body",
    "stall": "silence (seconds; for ever if not given)",
    "drip": "one byte at a time (seconds between them, 1 if not given)",
    "missing": "the first id or record is missing",
    "none": "all ids or records are missing",
    "extra": "an id or record that was not asked for",
    "duplicate": "the first id or record comes twice",
    "reorder": "the ids or records come in reverse order",
    "book": "the first record is a book",
    "version": "the first record is version 2",
    "versions": "the first record comes as versions 1 and 2",
    "retracted": "the first record is marked as retracted",
    "concern": "the first record has an expression of concern",
    "new-dtd": "a new document type and an unknown element",
    "count-off": "Count is one more than there are",
    EVICT: "the history (WebEnv) is forgotten",
    "add": "a record is added before the answer",
    "delete": "a record (pmid; the last if not given) is deleted before the answer",
    "merge": "a record (pmid; the first if not given) is merged away before the answer",
    "retract": "a record (pmid; the last if not given) is retracted before the answer",
    "reindex": "a record (pmid; the last if not given) loses its MeSH headings before the answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault; without ``calls`` it happens at every call, without ``utility`` calls of all utilities count."""

    kind: str
    utility: str = ""
    calls: tuple[int, ...] = ()
    seconds: float = 0.0
    pmid: str = ""


class Script:
    """Faults in the order in which they are due, and how many calls there have been."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.faults = tuple(faults)
        self._calls: Counter[str] = Counter()
        self._lock = threading.Lock()

    def due(self, utility: str) -> list[Fault]:
        """Count one more call of the utility; the faults that happen at it."""
        with self._lock:
            self._calls.update((utility, ""))
            return [
                fault
                for fault in self.faults
                if fault.utility in ("", utility) and (not fault.calls or self._calls[fault.utility] in fault.calls)
            ]

    @property
    def changes(self) -> bool:
        """Whether a fault changes the corpus."""
        return any(fault.kind in CHANGES for fault in self.faults)


def read(path: Path) -> Script:
    """The script in a TOML file; a BadFile names the fault that is not understood."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as why:
        raise BadFile(why.strerror or str(why), where=str(path), then="give the path of a file of faults") from None
    except ValueError as why:
        raise BadFile(f"not TOML: {why}", where=str(path), then="correct it at that place") from None
    faults = given.get("fault")
    if set(given) - {"fault"} or not isinstance(faults, list):
        raise BadFile(
            "there must be [[fault]] in it, and nothing else", where=str(path), then="write one [[fault]] for each"
        )
    return Script(_fault(each, f"{path}: fault {n}") for n, each in enumerate(faults, start=1))


def _fault(given: Any, where: str) -> Fault:
    if not isinstance(given, dict):
        raise BadFile("not a table", where=where, then="write [[fault]] and its lines below it")
    calls, kind = given.get("call", []), given.get("kind")
    wrong = sorted(set(given) - {"kind", "utility", "call", "seconds", "pmid"})
    if wrong or kind not in KINDS:
        said = f"unknown: {', '.join(wrong)}" if wrong else f"there is no kind {kind!r}"
        raise BadFile(said, where=where, then=f"use one of {', '.join(KINDS)}")
    calls = calls if isinstance(calls, list) else [calls]
    if given.get("utility", "") not in ("", *UTILITIES) or not all(isinstance(n, int) and n > 0 for n in calls):
        raise BadFile("utility or call is not understood", where=where, then=f"use {', '.join(UTILITIES)}; 1 or [1, 2]")
    return Fault(kind=kind, utility=given.get("utility", ""), calls=tuple(calls), **_details(given, where))


def _details(given: dict[str, Any], where: str) -> dict[str, Any]:
    seconds, pmid = given.get("seconds", 0.0), str(given.get("pmid", ""))
    if not isinstance(seconds, int | float) or seconds < 0:
        raise BadFile("seconds is not a number", where=where, then="write seconds = 2")
    if pmid and Pmid.parse(pmid) != pmid:
        raise BadFile(f"pmid {pmid} is not a PMID", where=where, then='write pmid = "90000001"')
    return {"seconds": float(seconds), "pmid": pmid}
