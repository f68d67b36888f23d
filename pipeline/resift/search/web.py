"""JSON from a web service other than NCBI's: patiently, at its pace, with limits, without secrets in what is kept.

The same rules as for the E-utilities: an answer that may pass is asked for again with growing pauses, an error is never
an empty answer, and what was received is archived before it is used.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from resift import __version__
from resift.errors import SearchFailed
from resift.search import gate
from resift.search.archive import Archive
from resift.search.envelopes import Transient, excerpt
from resift.search.redaction import without, without_addresses
from resift.search.transport import LOOPBACK, Reply, pause_before, retry_after

TRIES = 6
LONGEST_WAIT = 120.0
MOST = 64 << 20
_CHUNK = 1 << 16
_HOPS = 3
_ABSENT = 404
_LATER = frozenset({403, 408, 425, 429})  # 403: OpenAlex, for who asks too fast
_MOVED = frozenset({301, 302, 307, 308})


class Web:
    """A connection to the service ``name`` at ``base_url``.

    ``secrets`` are parameters that are sent and never written or said; so is ``contact``, an e-mail address for those
    who run the service, in the header that names the program. ``clock`` gives the time in UTC, ``sleep`` waits,
    ``jitter`` gives a number from 0 to 1; ``pause`` is the least time between two requests of all processes of this
    user. ``stall`` is the longest silence, ``limit`` the longest time for one answer (seconds), ``most`` its greatest
    size (bytes). With an ``archive`` the same question is never sent twice. ``sent`` counts the requests.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        secrets: Mapping[str, str] | None = None,
        contact: str = "",
        archive: Archive | None = None,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        pause: float = 0.2,
        gate_folder: Path | None = None,
        tries: int = TRIES,
        stall: float = 30.0,
        limit: float = 300.0,
        most: int = MOST,
    ) -> None:
        self.name, self.base_url, self.archive, self.sent = name, base_url.rstrip("/") + "/", archive, 0
        self._secrets = {k: v for k, v in (secrets or {}).items() if v}
        self._unsaid = (*self._secrets.values(), *filter(None, (contact,)))
        self._sleep, self._jitter, self._tries = sleep, jitter, tries
        self._now: Callable[[], float] = lambda: clock().timestamp()
        self._stall, self._limit, self._most = stall, limit, most
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"resift/{__version__}" + (f" (mailto:{contact})" if contact else "")
        loopback = urlsplit(base_url).hostname in LOOPBACK
        self._session.trust_env = not loopback
        where = (gate_folder or gate.folder()) / re.sub(r"\W+", "-", name.lower())
        self._gate = gate.Gate(where, 0.0 if loopback else pause, self._now, sleep)

    def get(
        self, path: str, params: Mapping[str, str | int], check: Callable[[Any], object], *, attempt: int = 1
    ) -> Any:
        """The JSON at a path below the base address; None where the service says that it has no such thing (404).

        ``check`` raises a Transient for JSON that is not what was asked for. ``attempt`` sets a question apart from
        the same one asked before (an archive would repeat that answer).
        """
        request = json.dumps(["GET", self.base_url + path, dict(params), attempt], sort_keys=True)
        key = hashlib.sha256(request.encode()).hexdigest()
        if self.archive and self.archive.get(f"{key}:{_ABSENT}") is not None:
            return None
        body = self.archive.get(key) if self.archive else None
        if body is not None:
            # a later version may expect more of an answer than the one that kept it
            with suppress(Transient):
                return _parsed(body, check)
        reply = self._patiently(path, params, check)
        if self.archive:
            kept = key if reply.status == 200 else f"{key}:{reply.status}"
            self.archive.put(kept, reply.body, request=self.redact(request), status=reply.status)
        return None if reply.status == _ABSENT else _parsed(reply.body, check)

    def redact(self, text: str) -> str:
        """The text without the secrets that are sent along, and without IP addresses."""
        return without_addresses(without(text, self._unsaid))

    def _patiently(self, path: str, params: Mapping[str, str | int], check: Callable[[Any], object]) -> Reply:
        problem = Transient("nothing was asked")
        for turn in range(self._tries):
            if turn:
                self._sleep(pause_before(turn, self._jitter(), problem.after))
            try:
                reply = self._once(path, params)
                if reply.status == 200:
                    _parsed(reply.body, check)
            except Transient as why:
                problem = why
            else:
                return reply
            if (problem.after or 0.0) > LONGEST_WAIT:
                hours = (problem.after or 0.0) / 3600
                raise self._failed(f"asks to wait {hours:.1f} hours: {problem.message}", "run it again then")
        raise self._failed(f"failed {self._tries} times; the last time: {problem.message}", "run it again later")

    def _failed(self, message: str, then: str) -> SearchFailed:
        host = urlsplit(self.base_url).hostname or ""
        return SearchFailed(f"{self.name} {self.redact(message)}", where=host,
                            then=f"{then} (what was received is kept), or leave {self.name} out")  # fmt: skip

    def _once(self, path: str, params: Mapping[str, str | int]) -> Reply:
        address = self.base_url + path
        for _ in range(_HOPS):
            reply, moved = self._request(address, params)
            if reply.status not in _MOVED:
                return self._sorted(reply)
            address = self._followed(address, moved)
        raise self._failed("sends every answer elsewhere", "tell the makers of resift")

    def _request(self, address: str, params: Mapping[str, str | int]) -> tuple[Reply, str]:
        self.sent += 1
        try:
            with self._gate.turn():
                found = self._session.get(address, params={**params, **self._secrets}, stream=True,
                                          timeout=self._stall, allow_redirects=False)  # fmt: skip
            with closing(found):
                body = b"".join(self._pieces(found))
                after = retry_after(found.headers.get("Retry-After"), self._now())
                return Reply(found.status_code, body, after), found.headers.get("Location", "")
        except (requests.Timeout, TimeoutError):
            problem = Transient(f"was silent for {self._stall:g} s")
        except (requests.RequestException, HTTPError, OSError) as why:
            # its text holds the whole address, secrets and all
            problem = Transient(f"the connection broke ({type(why).__name__})")
        raise problem

    def _pieces(self, found: requests.Response) -> Iterator[bytes]:
        until, size = self._now() + self._limit, 0
        while piece := found.raw.read1(_CHUNK, decode_content=True):
            size += len(piece)
            if size > self._most:
                raise self._failed(f"sent more than {self._most:,} bytes", "run it again")
            if self._now() > until:
                raise Transient(f"the answer took longer than {self._limit:g} s")
            yield piece
        if found.raw.length_remaining:
            raise Transient("the answer is cut short")

    def _followed(self, address: str, location: str) -> str:
        there = urljoin(address, location)
        old, new = urlsplit(address), urlsplit(there)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise self._failed(f"points to another place ({new.hostname})", "check the address of the service")
        return there.partition("?")[0]

    def _sorted(self, reply: Reply) -> Reply:
        said = f"HTTP status {reply.status}: {excerpt(reply.body)}"
        if reply.status in _LATER or reply.status >= 500:
            raise Transient(said, after=reply.after)
        if reply.status not in (200, _ABSENT):
            raise self._failed(f"answered with {said}", "check the key and the request")
        return reply


def _parsed(body: bytes, check: Callable[[Any], object]) -> Any:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Transient(f"the answer is not JSON, or cut short: {excerpt(body)}") from None
    check(found)
    return found
