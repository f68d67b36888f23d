"""The E-utilities on this machine, over PubMed XML at hand: for rehearsals, the demo and tests.

It answers like the real ones, byte-shaped, by GET and POST, and refuses loudly (501) what it does not know.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from resift.search.answers import Entrez
from resift.search.asked import Asked, Refused
from resift.search.corpus import Corpus

PATH = "/entrez/eutils/"
_XML, _PLAIN, _JSON = "text/xml; charset=UTF-8", "text/plain; charset=UTF-8", "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    kind: str = _XML
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it arrived: which utility, how, by which tool; no secrets."""

    utility: str
    method: str
    tool: str
    keyed: bool
    size: int


class Pace:
    """How many requests each caller has left in the running second: 3, or 10 with a key (NBK25497)."""

    def __init__(self, now: Callable[[], float], *, enforced: bool) -> None:
        self._now, self._enforced = now, enforced
        self._times: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def left(self, caller: str, limit: int) -> int:
        """Requests left after this one; negative where it is one too many and limits are enforced."""
        with self._lock:
            now, times = self._now(), self._times.setdefault(caller, deque())
            while times and times[0] <= now - 1.0:
                times.popleft()
            if self._enforced and len(times) >= limit:
                return -1
            times.append(now)
            return max(0, limit - len(times))


class Server(ThreadingHTTPServer):
    """A running server; ``base_url`` is what a client needs, ``seen`` what has been asked so far."""

    daemon_threads = True

    def __init__(
        self, entrez: Entrez, pace: Pace, address: tuple[str, int], handler: type[Handler] | None = None
    ) -> None:
        self.entrez, self.pace = entrez, pace
        self.seen: list[Seen] = []
        self._one_at_a_time = threading.Lock()
        super().__init__(address, handler or Handler)

    def server_bind(self) -> None:
        """Bind without asking a name server for this machine's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[0], self.server_address[1]  # type: ignore[assignment]

    @property
    def base_url(self) -> str:
        """The address to give to a client in place of NCBI's."""
        return f"http://{self.server_name}:{self.server_port}{PATH}"

    def answer(self, utility: str, method: str, form: str, caller: str) -> Answer:
        """The answer to one request; overridden where faults are rehearsed."""
        asked = Asked.of(form)
        key = (asked.values.get("api_key") or [""])[0]
        limit = 10 if key else 3
        tool = (asked.values.get("tool") or [""])[0]
        self.seen.append(Seen(utility=utility, method=method, tool=tool, keyed=bool(key), size=len(form)))
        left = self.pace.left(key or caller, limit)
        rate = (("X-RateLimit-Limit", str(limit)), ("X-RateLimit-Remaining", str(max(0, left))))
        if left < 0:
            said = {
                "error": "API rate limit exceeded",
                "api-key": key or caller,
                "count": f"{limit + 1}",
                "limit": f"{limit}",
            }
            body = json.dumps(said, separators=(",", ":")).encode() + b"\n"
            return Answer(status=429, body=body, kind=_JSON, headers=rate)
        try:
            with self._one_at_a_time:
                return Answer(status=200, body=self.entrez.answer(utility, asked), headers=rate)
        except Refused as why:
            return Answer(status=why.status, body=f"{why.message}\n".encode(), kind=_PLAIN, headers=rate)


class Handler(BaseHTTPRequestHandler):
    """HTTP for the server: addresses and forms in, answers out, nothing printed."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "resift", ""
    server: Server

    def do_GET(self) -> None:
        """A question in the address."""
        self._reply(self.path.partition("?")[2])

    def do_POST(self) -> None:
        """A question as a form; what stands in the address counts too."""
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        self._reply("&".join(filter(None, (self.path.partition("?")[2], form))))

    def _reply(self, form: str) -> None:
        path = self.path.partition("?")[0]
        known = path.startswith(PATH) and path.endswith(".fcgi")
        utility = path.removeprefix(PATH).removesuffix(".fcgi") if known else ""
        self.send(self.server.answer(utility, self.command, form, self.client_address[0]))

    def send(self, answer: Answer) -> None:
        """Put an answer on the wire."""
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Only the command line prints."""


def serve(
    corpus: Corpus,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    limited: bool = False,
    now: Callable[[], float] = time.monotonic,
    phrases: frozenset[str] | None = None,
    vocabulary: frozenset[str] | None = None,
) -> Server:
    """A server that is bound (port 0: any free one) but not running yet; call ``serve_forever`` and ``server_close``.

    ``limited`` enforces NCBI's rates (3 per second, 10 with a key); ``phrases`` and ``vocabulary`` declare what
    PubMed's indexes hold, which decides what is reported as not found.
    """
    corpus.prepare()
    entrez = Entrez(corpus, phrases=phrases, vocabulary=vocabulary)
    return Server(entrez, Pace(now, enforced=limited), (host, port))


@contextmanager
def running(corpus: Corpus, **options: Any) -> Iterator[str]:
    """The address of a server that runs on a free port while the block lasts; options as for ``serve``."""
    with background(serve(corpus, **options)) as server:
        yield server.base_url


@contextmanager
def background(server: Server) -> Iterator[Server]:
    """A server answering in a thread while the block lasts."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
