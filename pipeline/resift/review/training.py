"""Ranking again while people screen: waited for, or by another process in the background."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from resift.screening.training import Order

_PATIENCE = 10
"""How far a training stands back behind whoever reads: the niceness of its process."""


class AtOnce:
    """A new order is made while the reader waits for it: the same answers always meet the same reports."""

    def __init__(self, train: Callable[[], Order]) -> None:
        self._train = train
        self._order: Order | None = None
        self.trouble = ""

    def start(self) -> None:
        """Make the order."""
        try:
            self._order, self.trouble = self._train(), ""
        except Exception as error:  # a training that fails must not stop a sitting, whatever it is
            self.trouble = _told(str(error))

    def ready(self) -> Order | None:
        """The order, once."""
        found, self._order = self._order, None
        return found

    def wait(self) -> None:
        """Nothing is ever running."""


class Apart:
    """A new order is made by another process: neither keys nor memory of the sitting feel it.

    ``command`` writes the order into the store, ``read`` reads it from there. What was begun goes on when the sitting
    ends, so that the next one has the order.
    """

    def __init__(self, command: Sequence[str], read: Callable[[], Order]) -> None:
        self._command, self._read = command, read
        self._running: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None
        self._once_more = False
        self.trouble = ""

    def start(self) -> None:
        """Begin, or have it done once more after the one that is running."""
        if self._running is not None:
            self._once_more = True
            return
        try:
            self._said = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as the process writes
            self._running = subprocess.Popen(  # noqa: S603  # our own command
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._said,
                start_new_session=True,
            )  # fmt: skip
            if hasattr(os, "setpriority"):
                os.setpriority(os.PRIO_PROCESS, self._running.pid, _PATIENCE)
        except OSError as error:
            self.trouble = _told(str(error))

    def ready(self) -> Order | None:
        """The order, once, if it is finished."""
        if self._running is None or self._running.poll() is None:
            return None
        failed, self._running = self._running.returncode, None
        self.trouble = _told(self._last_words()) if failed else ""
        if self._once_more:
            self._once_more = False
            self.start()
        return None if failed else self._read()

    def wait(self) -> None:
        """Return when the one that is running is finished."""
        if self._running is not None:
            self._running.wait()

    def _last_words(self) -> str:
        if self._said is None:
            return "no reason given"
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").split("\n")
        return next((x.removeprefix("resift: ") for x in reversed(lines) if x.strip() and "next:" not in x), "it died")


def ranking_command(root: Path, reviewer: str) -> list[str]:
    """The command that ranks for one reviewer, as on the command line."""
    return [sys.executable, "-m", "resift", "rank", "--due", f"--reviewer={reviewer}", "--review", str(root)]


def _told(why: str) -> str:
    return f"The order could not be made anew ({why.strip().rstrip('.')}); it stays as it was."
