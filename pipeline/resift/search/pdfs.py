"""PDFs of open copies, fetched from wherever a service says they lie: with limits, and never from this network.

The addresses are somebody else's words. Only public hosts are asked, each step of a redirection anew; what comes is
bounded in size and time, and must be a PDF.
"""

from __future__ import annotations

import ipaddress
import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from resift import __version__
from resift.errors import SearchFailed
from resift.search import gate
from resift.search.envelopes import Transient
from resift.search.transport import pause_before

MOST = 64 << 20
_CHUNK = 1 << 16
_HOPS = 6
_HEAD = 1024
_MOVED = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({408, 425, 429})


class Pdfs:
    """Fetches PDFs by address; ``get`` returns the bytes, or raises a SearchFailed that says why not.

    ``contact`` goes along so that operators can write. ``local`` lets it ask this machine, for services that stand in
    on loopback. ``stall`` is the longest silence, ``limit`` the longest time for one file (seconds), ``most`` its
    greatest size (bytes).
    """

    def __init__(
        self, *, contact: str = "", local: bool = False, now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep, jitter: Callable[[], float] = random.random,
        gate_folder: Path | None = None, tries: int = 3, stall: float = 30.0, limit: float = 300.0, most: int = MOST,
    ) -> None:  # fmt: skip
        self._agent = f"resift/{__version__}" + (f" (mailto:{contact})" if contact else "")
        self._local, self._now, self._sleep, self._jitter, self._tries = local, now, sleep, jitter, tries
        self._stall, self._limit, self._most = stall, limit, most
        self._gate = gate.Gate((gate_folder or gate.folder()) / "full-texts", 0.0 if local else 1.0, now, sleep)

    def get(self, url: str) -> bytes:
        """The PDF at an address; a SearchFailed names the host and the reason where there is none."""
        problem = Transient("nothing was asked")
        for turn in range(self._tries):
            if turn:
                self._sleep(min(pause_before(turn, self._jitter(), problem.after), self._limit))
            try:
                return self._whole(url)
            except Transient as why:
                problem = why
        raise self._failed(url, problem.message)

    def _whole(self, url: str) -> bytes:
        with requests.Session() as session:
            session.headers["User-Agent"] = self._agent
            for _ in range(_HOPS):
                self._allow(url)
                answer = self._step(session, url)
                if isinstance(answer, bytes):
                    return answer
                url = urljoin(url, answer)
        raise self._failed(url, "every answer points elsewhere")

    def _step(self, session: requests.Session, url: str) -> bytes | str:
        """The PDF, or where it is said to lie."""
        session.trust_env = not self._local
        try:
            with self._gate.turn():
                found = session.get(url, headers={"Accept": "application/pdf"}, stream=True, timeout=self._stall,
                                    allow_redirects=False)  # fmt: skip
            with closing(found):
                if found.status_code in _MOVED and found.headers.get("Location"):
                    return found.headers["Location"]
                self._judge(url, found.status_code)
                body = b"".join(self._pieces(url, found))
        except (requests.Timeout, TimeoutError):
            raise Transient(f"was silent for {self._stall:g} s") from None
        except (requests.RequestException, HTTPError, OSError, UnicodeError) as why:
            raise Transient(f"the connection broke ({type(why).__name__})") from None
        if b"%PDF-" not in body[:_HEAD]:
            raise self._failed(url, "what came is not a PDF")
        return body

    def _judge(self, url: str, status: int) -> None:
        if status in _LATER or status >= 500:
            raise Transient(f"HTTP status {status}")
        if status != 200:
            raise self._failed(url, f"HTTP status {status}")

    def _pieces(self, url: str, found: requests.Response) -> Iterator[bytes]:
        until, size, head = self._now() + self._limit, 0, b""
        while piece := found.raw.read1(_CHUNK, decode_content=True):
            size, head = size + len(piece), head + piece if len(head) < _HEAD else head
            if len(head) >= _HEAD and b"%PDF-" not in head[:_HEAD]:
                raise self._failed(url, "what came is not a PDF")
            if size > self._most:
                raise self._failed(url, f"more than {self._most:,} bytes")
            if self._now() > until:
                raise Transient(f"took longer than {self._limit:g} s")
            yield piece
        if found.raw.length_remaining:
            raise Transient("the file was cut short")

    def _allow(self, url: str) -> None:
        """Refuse what is no web address, and hosts inside this network."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise self._failed(url, "this is no web address") from None
        if parts.scheme not in ("http", "https") or not host or parts.username:
            raise self._failed(url, "this is no web address")
        if self._local or not get_environ_proxies(url):
            self._allow_host(url, host, port)

    def _allow_host(self, url: str, host: str, port: int) -> None:
        try:
            found = {ipaddress.ip_address(str(a[4][0]).partition("%")[0]) for a in socket.getaddrinfo(host, port)}
        except (OSError, UnicodeError):
            raise Transient("the host is not known") from None
        if not all(ip.is_global or (self._local and ip.is_loopback) for ip in found):
            raise self._failed(url, "the address leads into this network")

    def _failed(self, url: str, message: str) -> SearchFailed:
        where = url.partition("?")[0][:200]
        return SearchFailed(message, where=where, then="open its page by hand, then: resift retrieve --folder DIR")
