"""A fictional web service on loopback that answers in JSON, or as a test says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, dict[str, str], bytes]


class Service(ThreadingHTTPServer):
    """A fictional web service: ``answer(path, parameters)`` gives status, headers and body; ``asked`` is what came,
    ``programs`` what the callers named themselves.

    ``spoil`` names, by number of the call, who answers in its place.
    """

    daemon_threads = True

    def __init__(self, answer: Callable[[str, dict[str, str]], Answer]) -> None:
        self.answer, self.asked = answer, list[tuple[str, dict[str, str]]]()
        self.programs: set[str] = set()
        self.spoil: dict[int, Callable[[BaseHTTPRequestHandler, Answer], None]] = {}
        super().__init__(("127.0.0.1", 0), Answering)

    def handle_error(self, *_: Any) -> None:
        """A client that gives up is what some tests are about."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Service

    def do_GET(self) -> None:
        path, params = urlsplit(self.path).path, {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append((path, params))
        self.server.programs.add(self.headers["User-Agent"])
        answer = self.server.answer(path, params)
        self.server.spoil.get(len(self.server.asked) - 1, send)(self, answer)

    def log_message(self, *_: Any) -> None:
        pass


def send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    status, headers, body = answer
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def answered(value: Any, status: int = 200) -> Answer:
    return status, {}, json.dumps(value).encode()


@contextmanager
def serving(answer: Callable[[str, dict[str, str]], Answer]) -> Iterator[Service]:
    """A service that runs while the block lasts."""
    server = Service(answer)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
