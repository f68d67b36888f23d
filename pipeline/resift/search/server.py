"""The E-utilities on this machine, over PubMed XML at hand: for rehearsals, the demo and tests.

It answers like the real ones, byte-shaped, by GET and POST, and refuses loudly (501) what it does not know.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from resift.errors import BadStrategy
from resift.search.answers import Entrez, Phrases
from resift.search.asked import Asked, Refused
from resift.search.corpus import Corpus
from resift.search.faults import EVICT, Fault, Script
from resift.search.living import CHANGES, Living
from resift.search.spoiling import SPOILERS
from resift.search.wire import JSON, PLAIN, WIRES, Answer, send

PATH = "/entrez/eutils/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it arrived: which utility, how, by which tool, for what, and how it went; no secrets.

    ``at`` is the time of arrival in the server's seconds. A fault may have changed the answer after ``status``.
    """

    utility: str
    method: str
    tool: str
    keyed: bool
    size: int
    ids: tuple[str, ...] = ()
    term: str = ""
    at: float = 0.0
    status: int = 200


class Pace:
    """How many requests each caller has left in the running second: 3, or 10 with a key (NBK25497)."""

    def __init__(self, now: Callable[[], float], *, enforced: bool) -> None:
        self.now, self._enforced = now, enforced
        self._times: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def left(self, caller: str, limit: int) -> int:
        """Requests left after this one; negative where it is one too many and limits are enforced."""
        with self._lock:
            now, times = self.now(), self._times.setdefault(caller, deque())
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
        self,
        entrez: Entrez,
        pace: Pace,
        address: tuple[str, int],
        handler: type[Handler] | None = None,
        faults: Script | None = None,
    ) -> None:
        self.entrez, self.pace, self.faults = entrez, pace, faults or Script()
        self.seen: list[Seen] = []
        self._one_at_a_time = threading.Lock()
        super().__init__(address, handler or Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing to say about a client that went away; all else is a fault of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

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
        at, asked = self.pace.now(), Asked.of(form)
        key, tool, term = ((asked.values.get(name) or [""])[0] for name in ("api_key", "tool", "term"))
        answer = self._answer(utility, asked, key, caller)
        self.seen.append(
            Seen(
                utility=utility, method=method, tool=tool, keyed=bool(key), size=len(form), ids=asked.ids(), term=term,
                at=at, status=answer.status,
            )
        )  # fmt: skip
        return answer

    def _answer(self, utility: str, asked: Asked, key: str, caller: str) -> Answer:
        limit = 10 if key else 3
        left = self.pace.left(key or caller, limit)
        rate = (("X-RateLimit-Limit", str(limit)), ("X-RateLimit-Remaining", str(max(0, left))))
        if left < 0:
            return Answer(status=429, body=_limited(key or caller, limit), kind=JSON, headers=rate)
        try:
            with self._one_at_a_time:
                return Answer(status=200, body=self.entrez.answer(utility, asked), headers=rate)
        except Refused as why:
            return Answer(status=why.status, body=f"{why.message}\n".encode(), kind=PLAIN, headers=rate)

    def change(self, faults: Sequence[Fault]) -> None:
        """What happens in PubMed before the answer: records come and go, the history is forgotten."""
        with self._one_at_a_time:
            for fault in faults:
                if fault.kind == EVICT:
                    self.entrez.evict()
                if fault.kind in CHANGES and isinstance(self.entrez.corpus, Living):
                    CHANGES[fault.kind](self.entrez.corpus, fault.pmid)


def _limited(caller: str, limit: int) -> bytes:
    said = {"error": "API rate limit exceeded", "api-key": caller, "count": f"{limit + 1}", "limit": f"{limit}"}
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


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
        faults = self.server.faults.due(utility)
        try:
            self.server.change(faults)
        except BadStrategy as why:
            self.send(Answer(status=501, body=f"{why.message}\n".encode(), kind=PLAIN))
            return
        answer = self.server.answer(utility, self.command, form, self.client_address[0])
        for fault in faults:
            if fault.kind in SPOILERS:
                answer = SPOILERS[fault.kind](answer, utility, fault.seconds)
        broken = [fault for fault in faults if fault.kind in WIRES]
        if broken:
            WIRES[broken[0].kind](self, answer, broken[0].seconds)
        else:
            self.send(answer)

    def send(self, answer: Answer) -> None:
        """Put an answer on the wire, whole."""
        send(self, answer)

    def log_message(self, *_: Any) -> None:
        """Only the command line prints."""


def serve(
    corpus: Corpus,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    limited: bool = False,
    now: Callable[[], float] = time.monotonic,
    phrases: Phrases = None,
    vocabulary: frozenset[str] | None = None,
    faults: Script | None = None,
) -> Server:
    """A server that is bound (port 0: any free one) but not running yet; call ``serve_forever`` and ``server_close``.

    ``limited`` enforces NCBI's rates (3 per second, 10 with a key); ``phrases`` and ``vocabulary`` declare what
    PubMed's indexes hold (``OWN``: the phrases of the corpus), which decides what is reported as not found; ``faults``
    happen when they are due. Where they change records, that is done to a view of the corpus.
    """
    corpus.prepare()
    corpus = Living(corpus) if faults and faults.changes else corpus
    entrez = Entrez(corpus, phrases=phrases, vocabulary=vocabulary)
    return Server(entrez, Pace(now, enforced=limited), (host, port), faults=faults)


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
