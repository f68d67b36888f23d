"""One request at a time to the E-utilities' host, and to no other, with timeouts and whole bodies.

Bio.Entrez builds the requests; this is the opener it sends them through. It turns every request into a POST (no key
or e-mail in an address, no limit of length) and sends it to ``base_url``.
"""

from __future__ import annotations

import email.utils
import gzip
import http.client
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from resift.search.envelopes import Transient

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as received: HTTP status, body, and the seconds to wait that the server asked for."""

    status: int
    body: bytes
    after: float | None = None


class Transport:
    """Sends requests for NCBI's address to ``base_url``; whatever goes elsewhere is refused.

    ``stall`` is the longest silence, ``limit`` the longest time for one answer (seconds); ``now`` gives seconds.
    ``opener`` is urllib's, made fit for proxies by default; a test may pass its own.
    """

    def __init__(
        self, base_url: str, now: Callable[[], float], *, stall: float, limit: float, opener: OpenerDirector | None
    ) -> None:
        self.base_url = base_url.rstrip("/") + "/"
        self.loopback = urlsplit(base_url).hostname in LOOPBACK
        proxies = [ProxyHandler({})] if self.loopback else []
        self._opener = opener or build_opener(_NoRedirect(), *proxies)
        self._now, self._stall, self._limit = now, stall, limit

    def open(self, request: Request) -> Any:
        """Stand in for ``urlopen``: an answer of any HTTP status, its body not read yet."""
        address, _, query = request.full_url.partition("?")
        if not address.startswith(NCBI):
            raise URLError(f"refused to ask {urlsplit(address).hostname}: only the E-utilities are asked")
        data = request.data if isinstance(request.data, bytes) else query.encode()
        packed = {"Accept-Encoding": "gzip"}
        sent = Request(self.base_url + address.removeprefix(NCBI), data, packed, method="POST")  # noqa: S310
        try:
            return self._opener.open(sent, timeout=self._stall)
        except HTTPError as refusal:
            return refusal

    def read(self, send: Callable[[], Any]) -> Reply:
        """Send and take the whole answer; a Transient where the way there or back failed."""
        try:
            handle = send()
            with handle:
                stream = getattr(handle, "buffer", handle)
                body = _decoded(self._whole(stream), stream.headers.get("Content-Encoding", ""))
                return Reply(_status(stream), body, retry_after(stream.headers.get("Retry-After"), self._now()))
        except TimeoutError:
            problem = Transient(f"the server was silent for {self._stall:g} s")
        except URLError as why:
            problem = Transient(f"the server cannot be reached ({why.reason})", divisible=False)
        except (http.client.HTTPException, OSError, EOFError, zlib.error) as why:
            problem = Transient(f"the connection broke ({type(why).__name__})")
        raise problem

    def _whole(self, stream: Any) -> bytes:
        until, pieces = self._now() + self._limit, []
        while piece := stream.read1(_CHUNK):
            pieces.append(piece)
            if self._now() > until:
                raise Transient(f"the answer took longer than {self._limit:g} s")
        if getattr(stream, "length", None):
            raise http.client.IncompleteRead(b"", stream.length)
        return b"".join(pieces)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: an answer from another place is not PubMed's."""


def _status(stream: Any) -> int:
    return int(getattr(stream, "status", None) or stream.code)


def _decoded(body: bytes, encoding: str) -> bytes:
    return gzip.decompress(body) if encoding.strip().lower() == "gzip" else body


def retry_after(header: str | None, now: float) -> float | None:
    """Seconds to wait from a Retry-After header, given as seconds or as a date (RFC 9110, 10.2.3).

    >>> retry_after("2", 0.0), retry_after("Thu, 01 Jan 1970 00:00:30 GMT", 10.0), retry_after("soon", 0.0)
    (2.0, 20.0, None)
    """
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - now)
    except ValueError:
        return None


def pause_before(turn: int, jitter: float, after: float | None) -> float:
    """Seconds to wait before asking for the ``turn``-th time again: twice as long each time, or what was asked for.

    >>> pause_before(1, 0.5, None), pause_before(3, 0.5, None), pause_before(1, 0.5, 7.0)
    (1.0, 4.0, 7.0)
    """
    return max(2.0 ** (turn - 1) * (0.5 + jitter), after or 0.0)
