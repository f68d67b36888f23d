"""A fictional PubMed: articles written here, a server over them, and one that misbehaves as scripted."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from resift.search.answers import Entrez
from resift.search.corpus import Corpus
from resift.search.eutils import Eutils
from resift.search.server import Answer, Handler, Pace, Server, background

EMAIL, KEY = "fictional.reviewer@example.org", "0123456789abcdef0123456789abcdef0123"
HEAD = (
    '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)


def article(pmid: int, title: str = "A fictional study.", **parts: str) -> str:
    """A small fictional article; ``parts`` are XML put into its article, citation and data."""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f'<Article PubModel="Print"><ArticleTitle>{title}</ArticleTitle>{parts.get("article", "")}</Article>'
        f"{parts.get('citation', '')}</MedlineCitation><PubmedData>{parts.get('data', '')}</PubmedData></PubmedArticle>"
    )


def article_set(*articles: str) -> bytes:
    """Articles as efetch sends them."""
    return (HEAD + "\n".join(articles) + "</PubmedArticleSet>").encode()


@pytest.fixture
def make_article() -> Callable[..., str]:
    return article


@pytest.fixture
def make_set() -> Callable[..., bytes]:
    return article_set


@pytest.fixture
def make_corpus(tmp_path: Path) -> Callable[..., Corpus]:
    """A corpus of the given articles."""

    def make(*articles: str) -> Corpus:
        path = tmp_path / "corpus.xml"
        path.write_bytes(article_set(*articles))
        return Corpus([path])

    return make


class Clock:
    """A clock that only moves when somebody sleeps, or by ``step`` at each look."""

    def __init__(self, step: float = 0.0) -> None:
        self.time, self.step, self.slept = 1_480_000_000.0, step, list[float]()

    def __call__(self) -> dt.datetime:
        self.time += self.step
        return dt.datetime.fromtimestamp(self.time, dt.UTC)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connect(clock: Clock) -> Callable[..., Eutils]:
    """A client with a key, a fictional e-mail address and a clock that nobody waits for."""

    def make(base_url: str, **options: Any) -> Eutils:
        given = {"email": EMAIL, "api_key": KEY, "clock": clock, "sleep": clock.sleep, "jitter": lambda: 0.5} | options
        return Eutils(base_url, **given)

    return make


@pytest.fixture
def secrets() -> tuple[str, ...]:
    """What must never be written or printed: address (plain and encoded), key, and the address that NCBI echoes."""
    return (EMAIL, EMAIL.replace("@", "%40"), KEY, "192.0.2.1")


Fault = Callable[[Handler, Answer], None]


def _status(status: int, body: str, kind: str = "text/html", **headers: str) -> Fault:
    def fault(handler: Handler, _: Answer) -> None:
        named = tuple((k.replace("_", "-"), v) for k, v in headers.items())
        Handler.send(handler, Answer(status=status, body=body.encode(), kind=kind, headers=named))

    return fault


def _hang_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def _closed(handler: Handler, _: Answer) -> None:
    _hang_up(handler)


def _cut_with_length(handler: Handler, answer: Answer) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n")
    handler.wfile.write(b"Content-Length: %d\r\n\r\n" % len(answer.body) + answer.body[: len(answer.body) // 2])
    _hang_up(handler)


def _chunked(*, ended: bool) -> Fault:
    def fault(handler: Handler, answer: Answer) -> None:
        half = answer.body[: len(answer.body) // 2]
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n")
        handler.wfile.write(b"%x\r\n" % len(half) + half + b"\r\n" + (b"0\r\n\r\n" if ended else b""))
        _hang_up(handler)

    return fault


def _broken_gzip(handler: Handler, answer: Answer) -> None:
    packed = gzip.compress(answer.body)
    headers = (("Content-Encoding", "gzip"),)
    Handler.send(handler, Answer(status=200, body=packed[: len(packed) // 2], headers=headers))


def _stall(handler: Handler, _: Answer) -> None:
    handler.rfile.read(1)  # returns when the client has given up
    handler.close_connection = True


LIMITED = json.dumps({"error": "API rate limit exceeded", "api-key": "192.0.2.1", "count": "4", "limit": "3"}) + "\n"
VIEWER = "External viewer error: fictional backend Status: Timeout\n"
PAGE = "<!DOCTYPE html><html><head><title>WWW Error 500 Diagnostic</title></head><body>transient</body></html>"
SEARCH_ERROR = "<eSearchResult><ERROR>{}</ERROR></eSearchResult>"
FETCH_ERROR = "<eFetchResult>\n\t<ERROR>Unable to obtain query #1</ERROR>\n</eFetchResult>"
PASSING: dict[str, Fault] = {
    "429 with Retry-After": _status(429, LIMITED, "application/json", Retry_After="7"),
    "429 without Retry-After": _status(429, LIMITED, "application/json"),
    "429 body that echoes the key": _status(429, LIMITED.replace("192.0.2.1", KEY), "application/json"),
    "429 body under 200": _status(200, LIMITED, "application/json"),
    "400 transient viewer error": _status(400, VIEWER, "text/plain"),
    "viewer error under 200": _status(200, VIEWER, "text/plain"),
    "500 diagnostic page": _status(500, PAGE),
    "502 page": _status(502, PAGE),
    "503 page": _status(503, PAGE),
    "page under 200": _status(200, PAGE),
    "empty body under 200": _status(200, "", "text/xml"),
    "outage as an ERROR": _status(
        200, SEARCH_ERROR.format("Search Backend failed: Database is not supported: pubmed"), "text/xml"
    ),
    "efetch ERROR": _status(200, FETCH_ERROR, "text/xml"),
    "another root": _status(200, "<eInfoResult/>", "text/xml"),
    "closed before headers": _closed,
    "cut with Content-Length": _cut_with_length,
    "chunked, cut without last chunk": _chunked(ended=False),
    "chunked, cut but properly ended": _chunked(ended=True),
    "broken gzip": _broken_gzip,
    "stall": _stall,
}
LASTING: dict[str, Fault] = {
    "400 empty id list": _status(400, "ID list is empty! fictional rest\n", "text/plain"),
    "414": _status(414, "too long", "text/plain"),
    "501": _status(501, "not served", "text/plain"),
    "403": _status(403, f"blocked: api_key={KEY}&email={EMAIL}", "text/plain"),
    "retstart as an ERROR": _status(
        200,
        SEARCH_ERROR.format("Search Backend failed: Exception:\n'retstart' cannot be larger than 9998."),
        "text/xml",
    ),
    "redirect elsewhere": _status(302, "moved", "text/plain", Location="http://192.0.2.1/entrez/eutils/esearch.fcgi"),
}


class Faulty(Handler):
    """Answers as the server would, except where its script (by number of the call, from 0) says otherwise."""

    def send(self, answer: Answer) -> None:
        self.server.script(len(self.server.seen) - 1)(self, answer)  # type: ignore[attr-defined]


@pytest.fixture
def faulty(make_corpus: Callable[..., Corpus]) -> Iterator[Callable[..., Server]]:
    """A running server over the given articles; ``script(call)`` names a fault or nothing."""
    open_servers = []

    def start(script: Callable[[int], str | Fault | None], *articles: str) -> Server:
        server = Server(Entrez(make_corpus(*articles)), Pace(lambda: 0.0, enforced=False), ("127.0.0.1", 0), Faulty)
        server.script = lambda call: _named(script(call))  # type: ignore[attr-defined]
        context = background(server)
        open_servers.append(context)
        return context.__enter__()

    yield start
    for context in open_servers:
        context.__exit__(None, None, None)


def _named(fault: str | Fault | None) -> Fault:
    if isinstance(fault, str):
        return (PASSING | LASTING)[fault]
    return fault or Handler.send


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each fault once, by name."""
    for name, faults in (("passing", PASSING), ("lasting", LASTING)):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, sorted(faults))
