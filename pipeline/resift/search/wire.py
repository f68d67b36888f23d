"""An HTTP answer on its way: as it should travel, and broken in every way in which answers are known to break."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

XML, PLAIN, JSON, HTML = "text/xml; charset=UTF-8", "text/plain; charset=UTF-8", "application/json", "text/html"
_SMALL = 1000  # not worth packing
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=UTF-8\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    kind: str = XML
    headers: tuple[tuple[str, str], ...] = ()


def send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """The whole answer, packed where the client takes that."""
    body, headers = answer.body, answer.headers
    if len(body) > _SMALL and "gzip" in handler.headers.get("Accept-Encoding", ""):
        body, headers = gzip.compress(body, 1, mtime=0), (*headers, ("Content-Encoding", "gzip"))
    _send(handler, answer, body, headers)


def _send(handler: BaseHTTPRequestHandler, answer: Answer, body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    handler.send_response(answer.status)
    handler.send_header("Content-Type", answer.kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def closed(handler: BaseHTTPRequestHandler, _: Answer, __: float) -> None:
    """The connection is closed before anything is said."""
    _hang_up(handler)


def reset(handler: BaseHTTPRequestHandler, answer: Answer, _: float) -> None:
    """The connection is reset in the middle of the body."""
    half = answer.body[: len(answer.body) // 2]
    handler.wfile.write(_HEAD + b"Content-Length: %d\r\n\r\n" % len(answer.body) + half)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def cut_length(handler: BaseHTTPRequestHandler, answer: Answer, _: float) -> None:
    """Half a body where Content-Length promised a whole one."""
    half = answer.body[: len(answer.body) // 2]
    handler.wfile.write(_HEAD + b"Content-Length: %d\r\n\r\n" % len(answer.body) + half)
    _hang_up(handler)


def cut_chunked(handler: BaseHTTPRequestHandler, answer: Answer, _: float) -> None:
    """Half a body in chunks, without the last chunk."""
    _half_in_chunks(handler, answer, b"")


def cut_chunked_ended(handler: BaseHTTPRequestHandler, answer: Answer, _: float) -> None:
    """Half a body in chunks, ended as if it were whole: only the XML shows it."""
    _half_in_chunks(handler, answer, b"0\r\n\r\n")


def _half_in_chunks(handler: BaseHTTPRequestHandler, answer: Answer, end: bytes) -> None:
    half = answer.body[: len(answer.body) // 2]
    handler.wfile.write(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(half) + half + b"\r\n" + end)
    _hang_up(handler)


def broken_gzip(handler: BaseHTTPRequestHandler, answer: Answer, _: float) -> None:
    """A packed body with bytes changed in its middle."""
    packed = bytearray(gzip.compress(answer.body, 1, mtime=0))
    middle = len(packed) // 2
    packed[middle : middle + 4] = bytes(b ^ 0xFF for b in packed[middle : middle + 4])
    _send(handler, answer, bytes(packed), (("Content-Encoding", "gzip"),))


def cut_gzip(handler: BaseHTTPRequestHandler, answer: Answer, _: float) -> None:
    """Half a packed body, of the length that was promised."""
    packed = gzip.compress(answer.body, 1, mtime=0)
    _send(handler, answer, packed[: len(packed) // 2], (("Content-Encoding", "gzip"),))


def stall(handler: BaseHTTPRequestHandler, _: Answer, seconds: float) -> None:
    """Nothing at all, until the client gives up or the seconds are over."""
    handler.connection.settimeout(seconds or None)
    with contextlib.suppress(OSError):
        handler.rfile.read(1)  # returns when the client has given up
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler, answer: Answer, seconds: float) -> None:
    """One byte at a time with a pause after each, until the client gives up."""
    handler.close_connection = True
    try:
        handler.wfile.write(_HEAD + b"Content-Length: %d\r\n\r\n" % len(answer.body))
        for byte in answer.body:
            handler.wfile.write(bytes((byte,)))
            time.sleep(seconds or 1.0)
    except OSError:
        return


def _hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


WIRES: dict[str, Callable[[BaseHTTPRequestHandler, Answer, float], None]] = {
    "closed": closed,
    "reset": reset,
    "cut-length": cut_length,
    "cut-chunked": cut_chunked,
    "cut-chunked-ended": cut_chunked_ended,
    "broken-gzip": broken_gzip,
    "cut-gzip": cut_gzip,
    "stall": stall,
    "drip": drip,
}
