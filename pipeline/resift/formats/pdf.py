"""What a PDF says of itself: its title, the identifiers in its properties, and the words of its first page.

A PDF from elsewhere may be broken or made to harm. It is read by a process of its own, which may take so much time
and memory and no more; what goes wrong there is a BadFile here, and the next file is read by a new process.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import multiprocessing
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

from resift.errors import BadFile
from resift.records import Doi

SECONDS = 30.0
MOST = 200 << 20
_MEMORY = 2 << 30
_HEAD = 1024
_LONGEST = 20_000
_XMP_DOI = re.compile(rb"<(?:prism|pdfx|dc|pdf):(?:doi|identifier)>([^<]{6,200})<", re.I)
_LOOSE_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>|]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One PDF: its name, the sha256 of its content, the title and DOIs of its properties, its first page's text."""

    name: str
    sha256: str
    title: str = ""
    dois: tuple[Doi, ...] = ()
    text: str = ""

    @property
    def printed(self) -> tuple[Doi, ...]:
        """The DOIs on the first page, in order, each once.

        >>> Paper(name="a.pdf", sha256="", text="doi:10.5555/a1. See also https://doi.org/10.5555/b2").printed
        ('10.5555/a1', '10.5555/b2')
        """
        return dois_in(self.text)


def dois_in(text: str) -> tuple[Doi, ...]:
    """The DOIs in a text, in order, each once."""
    return tuple(dict.fromkeys(d for x in _LOOSE_DOI.findall(text) if (d := Doi.parse(x))))


class Papers:
    """Reads PDFs, one after the other; use it in a ``with`` so that its process ends.

    ``seconds`` is the longest time for one file.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: tuple[BaseProcess, Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, path: Path) -> Paper:
        """What a file says of itself; a BadFile names one that is no PDF or cannot be read, and why."""
        sha256 = _checked(path)
        answer = self._ask(path)
        if isinstance(answer, str):
            raise BadFile(answer, where=str(path), then="look at the file")
        title, dois, text = answer
        return Paper(name=path.name, sha256=sha256, title=title, dois=tuple(Doi(d) for d in dois), text=text)

    def _ask(self, path: Path) -> str | tuple[str, list[str], str]:
        """What the process answers: title, DOIs and text, or what is wrong."""
        process, ends = self._child or self._begin()
        try:
            ends.send((str(path), self._seconds))
            if ends.poll(self._seconds):
                answer: str | tuple[str, list[str], str] = ends.recv()
                return answer
            wrong = f"it was not read within {self._seconds:g} s"
        except (EOFError, OSError):
            wrong = "reading it failed: it may ask for too much memory"
        process.kill()
        self._end()
        return wrong

    def _begin(self) -> tuple[BaseProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there,), daemon=True)
        process.start()
        there.close()
        self._child = process, here
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            process, ends = self._child
            self._child = None
            ends.close()
            process.join(1)
            process.kill()
            process.join()


def _checked(path: Path) -> str:
    """The sha256 of a file that begins like a PDF and is not too large."""
    try:
        if not path.is_file():
            raise BadFile("this is no file", where=str(path), then="check the folder")
        if path.stat().st_size > MOST:
            raise BadFile(f"it is larger than {MOST >> 20} MB", where=str(path), then="look at the file")
        with path.open("rb") as file:
            if b"%PDF-" not in file.read(_HEAD):
                raise BadFile("this is not a PDF", where=str(path), then="look at the file")
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror}", where=str(path), then="check the file") from None


def _serve(ends: Connection) -> None:
    """The process that reads: a path in, what the file says or what is wrong with it out, until the other end closes.

    Whatever a library raises over a hostile file is an answer here, never a crash.
    """
    logging.disable()
    _limit_memory()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            path, seconds = ends.recv()
            with _ended_after(seconds):
                try:
                    answer: object = _read(path)
                except Exception as error:
                    answer = f"cannot be read as a PDF ({type(error).__name__})"
            ends.send(answer)


@contextlib.contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process when a file takes too long, also where who asked is not there any more."""
    import signal

    if not hasattr(signal, "alarm"):
        yield
        return
    signal.alarm(int(seconds) + 5)
    yield
    signal.alarm(0)


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _read(path: str) -> tuple[str, list[str], str]:
    from pypdf import PdfReader

    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PermissionError
    properties: Mapping[str, Any] = reader.metadata or {}
    texts = [
        str(properties.get(k) or "") for k in ("/doi", "/DOI", "/WPS-ARTICLEDOI", "/Subject", "/Keywords", "/Title")
    ]
    dois = [*dois_in(" ".join(texts)), *dois_in(" ".join(_packet(reader)))]
    page = reader.pages[0].extract_text() if reader.pages else ""
    return str(properties.get("/Title") or "")[:_LONGEST], list(dict.fromkeys(map(str, dois))), page[:_LONGEST]


def _packet(reader: Any) -> Iterable[str]:
    """The identifiers in the XMP packet; it is looked through as text, for nothing in it shall be expanded."""
    try:
        data = reader.trailer["/Root"]["/Metadata"].get_data()
    except Exception:  # a file without it, or with a broken one, is read by its text
        return ()
    return (x.decode("utf-8", "replace") for x in _XMP_DOI.findall(data[: 1 << 20]))
