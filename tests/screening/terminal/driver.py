"""A real pseudo-terminal with a program in it: keys are written, what is painted is read, times are taken."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[@-Z\\-_=>])", re.S)
SAVED = re.compile(r"\((\d+) read\)")


def plain(painted: bytes) -> str:
    """What was painted, without the codes that place and colour it."""
    return _ESCAPE.sub(b"", painted).decode("utf-8", "replace")


class Terminal:
    """A program on a terminal of its own; use it in a ``with``, so that it is ended."""

    def __init__(
        self, command: Sequence[str], *, size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:  # fmt: skip
        self.main, other = pty.openpty()
        self.resize(*size)
        self.painted = self.all_painted = b""
        surroundings = {
            k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LC_ALL", "LC_CTYPE", "COLUMNS", "LINES")
        }
        surroundings |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", **(env or {})}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            list(command), stdin=other, stdout=other, stderr=other, env=surroundings, cwd=cwd, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )  # fmt: skip
        os.close(other)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()
        os.close(self.main)

    def kill(self) -> None:
        """End the program at once, as a power cut would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def resize(self, width: int, height: int) -> None:
        """Another size, as when a window is drawn larger."""
        fcntl.ioctl(self.main, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def type(self, keys: str) -> None:
        """Write keys, as many as there are, at once."""
        os.write(self.main, keys.encode())

    def read(self, wait: float) -> bool:
        """Take what is painted within so many seconds; false when there is nothing, or the program has ended."""
        if not select.select([self.main], [], [], wait)[0]:
            return False
        try:
            got = os.read(self.main, 1 << 16)
        except OSError:
            return False
        self.painted += got
        self.all_painted += got
        return bool(got)

    def settle(self) -> None:
        """Wait until nothing more is painted for a while."""
        while self.read(0.5):
            pass

    def until(self, pattern: str, seconds: float = 60) -> str:
        """Wait until something is painted, from now on; returns all painted meanwhile."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            text = plain(self.painted)
            if re.search(pattern, text, re.S):
                self.painted = b""
                return text
            if not self.read(0.05) and self.process.poll() is not None and not self.read(0):
                break
        raise AssertionError(f"{pattern!r} was not painted; this was:\n{plain(self.painted)[-2000:]}")

    def timed(self, keys: str, quiet: float = 0.06) -> float:
        """Milliseconds from writing keys to the last byte painted, which is when nothing follows for a while."""
        while self.read(quiet):
            pass
        self.painted = b""
        start = last = time.perf_counter()
        self.type(keys)
        while self.read(quiet if self.painted else 2):
            last = time.perf_counter()
        return (last - start) * 1000

    def ended(self, seconds: float = 30) -> int:
        """Wait for the program's end; its exit status."""
        end = time.perf_counter() + seconds
        while self.process.poll() is None and time.perf_counter() < end:
            self.read(0.05)
        while self.read(0):
            pass
        return self.process.wait(1)
