"""NCBI's E-utilities through Bio.Entrez, with what that lacks: patience, timeouts, a shared pace, plain errors.

Everything that asks PubMed goes through ``Eutils``. Source: NBK25497, NBK25499; behaviour of Bio.Entrez 1.88.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.request import OpenerDirector

from Bio import Entrez

from resift.errors import SearchFailed
from resift.records import Pmid
from resift.search import gate
from resift.search.archive import Archive
from resift.search.envelopes import (
    Found,
    Transient,
    check_answer,
    check_not_failing,
    check_records,
    check_status,
    read_esearch,
    read_links,
)
from resift.search.redaction import without, without_addresses
from resift.search.transport import NCBI, Reply, Transport, pause_before

TRIES = 6
LONGEST_WAIT = 120.0
KEPT = "what was received is kept"
_ONE_AT_A_TIME = threading.Lock()
_SECRETS = re.compile(r"(api[_-]key\"?\s*[=:]\s*\"?|email=)[^\"&,\s}]+", re.I)


class Unreachable(SearchFailed):
    """The server does not answer at all, or answers nobody this fast: a smaller question would not help."""


def _utc() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Eutils:
    """A connection to PubMed, or to what stands in for it at ``base_url``.

    ``clock`` gives the time in UTC, ``sleep`` waits, ``jitter`` gives a number from 0 to 1. With an ``archive``, an
    answer is kept as received and the same question is never sent twice. Failures are asked again ``tries`` times,
    with growing pauses (or as Retry-After says), and end in a SearchFailed that names no key, e-mail or IP address.
    ``sent`` counts the requests made so far; ``waiting`` is told in words of each pause before asking again.
    """

    def __init__(
        self,
        base_url: str = NCBI,
        *,
        email: str,
        tool: str = "resift",
        api_key: str | None = None,
        archive: Archive | None = None,
        clock: Callable[[], dt.datetime] = _utc,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        pause: float | None = None,
        gate_folder: Path | None = None,
        tries: int = TRIES,
        stall: float = 30.0,
        limit: float = 300.0,
        opener: OpenerDirector | None = None,
        waiting: Callable[[str], object] = lambda _: None,
    ) -> None:
        if "@" not in email:
            raise SearchFailed("NCBI asks for an e-mail address with every request", then="give yours")
        self._email, self._tool, self._key = email, tool, api_key or None
        self.sent, self._waiting = 0, waiting
        self.archive, self._sleep, self._jitter, self._tries = archive, sleep, jitter, tries
        self._transport = Transport(base_url, lambda: clock().timestamp(), stall=stall, limit=limit, opener=opener)
        if pause is None:
            pause = 0.0 if self._transport.loopback else gate.PAUSE_WITH_KEY if api_key else gate.PAUSE
        self._gate = gate.Gate(gate_folder or gate.folder(), pause, lambda: clock().timestamp(), sleep)

    def esearch(
        self, term: str, *, retstart: int = 0, retmax: int = 9999, sort: str = "pub_date", attempt: int = 1
    ) -> Found:
        """How many records match, and the ids of up to 9,999 of them; never zero for an error.

        ``attempt`` sets a question apart from the same one asked before (an archive would repeat that answer).
        """
        params = {"term": term, "retstart": retstart, "retmax": retmax, "sort": sort, "usehistory": "n"}

        def check(body: bytes) -> Found:
            return read_esearch(body, retstart=retstart, retmax=retmax)

        return check(self.ask("esearch", params, check, attempt))

    def efetch(self, ids: Sequence[str], *, attempt: int = 1) -> bytes:
        """The records of these PMIDs as PubMed XML; complete XML, nothing foreign, none twice, but some may miss.

        More than half of many may only miss where they are asked for again (``attempt`` 2), missing once already.
        """

        def check(body: bytes) -> None:
            got = check_records(body, frozenset(ids))
            if attempt == 1:
                check_not_failing(got, ids)

        return self.ask("efetch", {"id": ",".join(ids)}, check, attempt)

    def elink(self, ids: Sequence[str], linkname: str) -> Mapping[str, tuple[Pmid, ...]]:
        """What each of these PMIDs is linked to, perhaps nothing; never nothing for an error. At most 100 at a time."""
        params = {"dbfrom": "pubmed", "linkname": linkname, "cmd": "neighbor", "id": list(ids)}

        def check(body: bytes) -> Mapping[str, tuple[Pmid, ...]]:
            return read_links(body, ids, linkname)

        return check(self.ask("elink", params, check, 1))

    def einfo(self, *, attempt: int = 1) -> bytes:
        """PubMed's size and fields."""
        return self.ask("einfo", {}, lambda body: check_answer(body, "eInfoResult"), attempt)

    def fetched(self, attempt: int = 1) -> Iterator[tuple[str, ...]]:
        """The ids of each efetch of that attempt that the archive holds, in the order of the answers."""
        for entry in self.archive.entries() if self.archive else ():
            try:
                name, params, number = json.loads(entry.request)
            except (ValueError, TypeError):
                continue  # asked of another service, or local files in the place of PubMed
            if (name, number) == ("efetch", attempt):
                yield tuple(params["id"].split(","))

    def redact(self, text: str) -> str:
        """The text without the key and the e-mail address."""
        return _SECRETS.sub(r"\1[redacted]", without(text, filter(None, (self._key, self._email))))

    def said(self, text: str) -> str:
        """What a server said, fit to be shown: NCBI echoes the caller's key or IP address."""
        return without_addresses(self.redact(text))

    def ask(self, name: str, params: dict[str, Any], check: Callable[[bytes], object], attempt: int) -> bytes:
        """What a utility answers, checked, archived, and taken from the archive where it was asked before."""
        request = json.dumps([name, params, attempt], sort_keys=True)
        key = hashlib.sha256(request.encode()).hexdigest()
        stored = self.archive.get(key) if self.archive else None
        if stored is not None:
            return stored
        reply = self._patiently(name, params, check)
        if self.archive:
            self.archive.put(key, reply.body, request=self.redact(request), status=reply.status)
        return reply.body

    def _patiently(self, name: str, params: dict[str, Any], check: Callable[[bytes], object]) -> Reply:
        problem = Transient("nothing was asked")
        for turn in range(self._tries):
            if turn:
                pause = self._backoff(turn, problem.after)
                again = f"trying again in {max(1, round(pause))} s ({turn + 1} of {self._tries})"
                self._waiting(f"{self.said(_why(problem))}; {again}")
                self._sleep(pause)
            outcome = self._once(name, params, check)
            if isinstance(outcome, Reply):
                return outcome
            if isinstance(outcome, SearchFailed):
                raise outcome
            problem = outcome
        kind = SearchFailed if problem.divisible else Unreachable
        message = f"{name} failed {self._tries} times; the last time: {self.said(problem.message)}"
        raise kind(
            message,
            where=self._transport.base_url,
            then=f"run it again later; {KEPT}" if self.archive else "run it again later",
        )

    def _once(
        self, name: str, params: dict[str, Any], check: Callable[[bytes], object]
    ) -> Reply | Transient | SearchFailed:
        self.sent += 1
        try:
            reply = self._transport.read(lambda: self._send(name, params))
            check_status(reply.status, reply.body, reply.after)
            check(reply.body)
        except Transient as problem:
            return problem
        except SearchFailed as why:
            return type(why)(self.said(why.message), where=self._transport.base_url, then=why.then)
        return reply

    def _send(self, name: str, params: dict[str, Any]) -> Any:
        identity = {"tool": self._tool, "email": self._email, "api_key": self._key}
        with self._gate.turn(), _ONE_AT_A_TIME:
            saved = Entrez.urlopen, Entrez.max_tries
            Entrez.urlopen, Entrez.max_tries = self._transport.open, 1
            # its own pause counts neither retries nor other processes; ours has been kept before this
            Entrez._open.previous = 0
            try:
                return getattr(Entrez, name)(db="pubmed", retmode="xml", **params, **identity)
            finally:
                Entrez.urlopen, Entrez.max_tries = saved

    def _backoff(self, turn: int, after: float | None) -> float:
        return min(LONGEST_WAIT, pause_before(turn, self._jitter(), after))


def _why(problem: Transient) -> str:
    """What went wrong in a few words."""
    status = re.match(r"HTTP status (\d+)", problem.message)
    if status:
        return f"PubMed {'fails' if problem.divisible else 'refuses'} ({status[1]})"
    return f"PubMed: {problem.message[:80]}"
