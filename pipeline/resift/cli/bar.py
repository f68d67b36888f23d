"""The progress bar on standard error."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 2.0
_WINDOW = 30.0


class Bar:
    """A bar with counts, rate and time left, once there was nothing to see for two seconds and until a step is done.

    After that further steps are shown almost at once: many short ones would else be one long wait.
    Nothing is drawn where standard error is no terminal.
    """

    def __init__(self) -> None:
        self.what, self._total = "", 0
        self._seen: deque[tuple[float, int]] = deque()
        self._drawn: Progress | None = None
        self._task: Any = None
        self._timer: threading.Timer | None = None
        self._since = time.monotonic()
        self._lock = threading.RLock()

    def __call__(self, what: str, done: int, total: int) -> None:
        with self._lock:
            if what != self.what:
                self._begin(what)
            self._look(done)
            self._total = total
            if done >= total:
                self.clear()
            elif self._drawn is not None:
                self._drawn.update(self._task, **self._state())

    def _begin(self, what: str) -> None:
        self.clear()
        self.what = what
        if sys.stderr.isatty():
            waited = time.monotonic() - self._since
            self._timer = threading.Timer(max(_PATIENCE - waited, _PATIENCE / 10), self._draw)
            self._timer.daemon = True
            self._timer.start()

    def _look(self, done: int) -> None:
        now = time.monotonic()
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] < now - _WINDOW:
            self._seen.popleft()

    def _state(self) -> dict[str, Any]:
        done = self._seen[-1][1]
        rate, left = pace(self._seen, self._total)
        count = f"{done:,}/{self._total:,}"
        return {"completed": done, "total": self._total, "count": count, "rate": rate, "left": left}

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.table import Column

        label = TextColumn("{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", max_width=28))
        numbers = (TextColumn(f"{{task.fields[{name}]}}", table_column=Column(no_wrap=True, justify="right"))
                   for name in ("count", "rate", "left"))  # fmt: skip
        with self._lock:
            if self._timer is None:
                return
            self._drawn = Progress(label, BarColumn(12), *numbers, console=Console(stderr=True), transient=True)
            self._task = self._drawn.add_task(self.what, **self._state())
            self._drawn.start()

    def say(self, text: str) -> None:
        """A line on standard error, above the bar where there is one."""
        with self._lock:
            if self._drawn is not None:
                self._drawn.console.print(text, markup=False, highlight=False)
            else:
                print(text, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away; the next that is told of begins a new step."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._drawn is not None:
                self._drawn.stop()
            self._timer = self._drawn = None
            self.what = ""
            self._seen.clear()


def pace(seen: Sequence[tuple[float, int]], total: int) -> tuple[str, str]:
    """How fast a step goes and how long it will yet take, from (seconds, done) seen of late; empty while unknown.

    >>> pace([(0.0, 0), (10.0, 500)], 2000)
    ('50/s', '0:00:30 left')
    >>> pace([(0.0, 0), (100.0, 25)], 2000)
    ('0.25/s', '2:11:40 left')
    """
    (begin, first), (now, done) = seen[0], seen[-1]
    if done <= first or now <= begin:
        return "", ""
    rate = (done - first) / (now - begin)
    shown = f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.2g}/s"
    return shown, f"{timedelta(seconds=round((total - done) / rate))} left"
