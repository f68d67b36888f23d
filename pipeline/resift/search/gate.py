"""The pace at which all processes of this user together may ask NCBI."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from resift.search.locks import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE, PAUSE_WITH_KEY = 0.35, 0.11


class Gate:
    """Lets one request through every ``pause`` seconds, counted over all processes that share the folder.

    ``now`` gives seconds since 1970, ``sleep`` waits. The time of the last request stands in one file that is locked
    while waiting and until the server has begun to answer; a pause of 0 needs no file. NCBI allows 3 requests per
    second, 10 with a key (NBK25497).
    """

    def __init__(self, folder: Path, pause: float, now: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._path = folder / "eutils.gate"
        self._pause, self._now, self._sleep = pause, now, sleep

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The time in which one request may be sent and its answer begin.

        The pause counts from the answer's beginning: a request that was slow on its way cannot arrive together with
        the next one, so that the server never sees more than the pause allows.
        """
        if self._pause <= 0:
            yield
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self._path) as handle:
            left = _last(handle) + self._pause - self._now()
            # a clock that was set back must not stop the search for longer than one pause
            if left > 0:
                self._sleep(min(left, self._pause))
            _stamp(handle, self._now())
            try:
                yield
            finally:
                _stamp(handle, self._now())


def folder() -> Path:
    """Where processes of this user meet: the user's cache folder, or a temporary one where that cannot be written."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "resift"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _temporary()
    return cache if os.access(cache, os.W_OK) else _temporary()


def _temporary() -> Path:
    return Path(tempfile.gettempdir()) / f"resift-{os.getuid() if hasattr(os, 'getuid') else 'user'}"


def _last(handle: int) -> float:
    try:
        return float(os.read(handle, 20))
    except ValueError:
        return 0.0


def _stamp(handle: int, time: float) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, f"{time:020.6f}".encode())
