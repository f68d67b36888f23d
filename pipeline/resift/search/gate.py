"""The pace at which all processes of this user together may ask NCBI."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE, PAUSE_WITH_KEY = 0.35, 0.11


class Gate:
    """Lets one request through every ``pause`` seconds, counted over all processes that share the folder.

    ``now`` gives seconds since 1970, ``sleep`` waits. The time of the last request stands in one file that is locked
    while waiting; a pause of 0 needs no file. NCBI allows 3 requests per second, 10 with a key (NBK25497).
    """

    def __init__(self, folder: Path, pause: float, now: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._path = folder / "eutils.gate"
        self._pause, self._now, self._sleep = pause, now, sleep

    def wait(self) -> None:
        """Come back when the next request may be sent."""
        if self._pause <= 0:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(self._path) as handle:
            left = _last(handle) + self._pause - self._now()
            # a clock that was set back must not stop the search for longer than one pause
            if left > 0:
                self._sleep(min(left, self._pause))
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, f"{self._now():020.6f}".encode())


def folder() -> Path:
    """Where processes of this user meet: the user's cache folder, or a temporary one where that cannot be written."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "resift"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / f"resift-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    return cache if os.access(cache, os.W_OK) else Path(tempfile.gettempdir()) / "resift"


def _last(handle: int) -> float:
    try:
        return float(os.read(handle, 20))
    except ValueError:
        return 0.0


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            import fcntl  # there is none on Windows; one process at a time is the rule there

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)
