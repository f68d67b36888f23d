"""What a source sent, kept as received: compressed bodies by content, and a ledger of who was asked what and when.

One archive belongs to one run of a search: a request that it holds is not sent again, which is how an interrupted
run goes on. Nothing in it is changed afterwards.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from resift.errors import BadFile
from resift.search.locks import locked

_PART = ".part-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger: the request (without secrets), when it was answered, and the answer's sha256."""

    key: str
    sha256: str
    request: str
    time: str
    status: int


class Archive:
    """Answers kept in a folder: bodies as ``ab/<sha256>.gz``, and ``ledger.jsonl`` with one line per answer.

    ``clock`` gives the present time in UTC. A last line that was cut by a crash counts as never written, and what it
    left behind is cleared away with the next answer; any other damage raises a BadFile that names the place.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     kept = Archive(Path(folder), clock=lambda: dt.datetime(2016, 11, 8, tzinfo=dt.timezone.utc))
    ...     kept.put("k1", b"<a/>", request="esearch term=x", status=200).time
    ...     kept.get("k1"), kept.get("k2")
    '2016-11-08T00:00:00Z'
    (b'<a/>', None)
    """

    def __init__(self, folder: Path, clock: Callable[[], dt.datetime]) -> None:
        self.folder = folder
        self.ledger = folder / "ledger.jsonl"
        self._clock, self._mended = clock, False
        folder.mkdir(parents=True, exist_ok=True)
        self._entries = {entry.key: entry for entry in self._load()}

    def entries(self) -> tuple[Entry, ...]:
        """The ledger as it is, in the order of the answers."""
        return tuple(self._entries.values())

    def get(self, key: str) -> bytes | None:
        """The body stored for a request, or None where it was never answered; a BadFile where it was altered."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        path = self._path(entry.sha256)
        try:
            body = gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error):
            body = b""
        if hashlib.sha256(body).hexdigest() != entry.sha256:
            raise BadFile(
                "this archived answer is not what was received", where=str(path), then="delete it to ask again"
            )
        return body

    def put(self, key: str, body: bytes, *, request: str, status: int) -> Entry:
        """Keep an answer: the body is on disk before the ledger names it."""
        sha256 = hashlib.sha256(body).hexdigest()
        time = self._clock().astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        entry = Entry(key=key, sha256=sha256, request=request, time=time, status=status)
        with locked(self.ledger) as ledger:
            self._mend(ledger)
            _write(self._path(sha256), gzip.compress(body, mtime=0))
            _append(ledger, json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n")
        self._entries[key] = entry
        return entry

    def _mend(self, ledger: int) -> None:
        """Clear away what a process left behind that ended while it wrote; whoever holds the lock is alone here."""
        if self._mended and _ends_a_line(ledger):
            return
        os.ftruncate(ledger, self.ledger.read_bytes().rfind(b"\n") + 1)
        for part in self.folder.glob(f"??/{_PART}*"):
            part.unlink()
        _sync(self.folder)
        self._mended = True

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}.gz"

    def _load(self) -> list[Entry]:
        data = self.ledger.read_bytes() if self.ledger.exists() else b""
        lines = data[: data.rfind(b"\n") + 1].split(b"\n")[:-1]
        return [self._entry(line, n) for n, line in enumerate(lines, start=1)]

    def _entry(self, line: bytes, number: int) -> Entry:
        try:
            return Entry(**json.loads(line))
        except (ValueError, TypeError):
            where = f"{self.ledger}:{number}"
            raise BadFile("this line of the ledger cannot be read", where=where, then="restore the file") from None


def _ends_a_line(ledger: int) -> bool:
    end = os.lseek(ledger, 0, os.SEEK_END)
    if not end:
        return True
    os.lseek(ledger, end - 1, os.SEEK_SET)
    return os.read(ledger, 1) == b"\n"


def _append(ledger: int, line: bytes) -> None:
    """One line more, on disk; where that fails (a full disk), the ledger is as it was."""
    end = os.lseek(ledger, 0, os.SEEK_END)
    try:
        while line:
            line = line[os.write(ledger, line) :]
        os.fsync(ledger)
    except BaseException:
        os.ftruncate(ledger, end)
        raise


def _write(path: Path, data: bytes) -> None:
    """The whole file or none of it, also when the power fails."""
    if not path.parent.exists():
        path.parent.mkdir(exist_ok=True)
        _sync(path.parent.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
