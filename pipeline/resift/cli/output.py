"""What commands share in printing: JSON, tables, and progress on standard error."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 2.0

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
review_option = click.option(
    "-C", "--review", "where", type=click.Path(path_type=Path, file_okay=False), default=Path(), show_default=False,
    help="The review's folder, if not this one.",
)  # fmt: skip


def harmless(text: str) -> str:
    """Text without the control characters that a terminal would obey; line breaks are kept."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def print_json(value: Any) -> None:
    """A value as JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: Iterable[Sequence[object]]) -> None:
    """Rows as aligned columns; numbers to the right, with thousands separators."""
    shown = [[f"{c:,}" if isinstance(c, int) else str(c) for c in row] for row in rows]
    widths = [max((len(r[i]) for r in shown), default=0) for i in range(max(map(len, shown), default=0))]
    for row, texts in zip(rows, shown, strict=False):
        cells = (t.rjust(w) if isinstance(c, int) else t.ljust(w) for c, t, w in zip(row, texts, widths, strict=False))
        click.echo("  ".join(cells).rstrip())


class Bar:
    """A progress bar with counts and time left on standard error, once a step takes more than two seconds.

    Nothing is drawn where standard error is no terminal.
    """

    def __init__(self) -> None:
        self.what, self.since = "", time.monotonic()
        self._drawn: Progress | None = None
        self._task: Any = None

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self.what:
            self.clear()
            self.what, self.since = what, time.monotonic()
        if self._drawn is None and time.monotonic() - self.since > _PATIENCE and sys.stderr.isatty():
            self._draw(total)
        if self._drawn is not None:
            self._drawn.update(self._task, completed=done, total=total)

    def _draw(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), TimeRemainingColumn())
        self._drawn = Progress(*columns, console=Console(stderr=True), transient=True)
        self._drawn.start()
        self._task = self._drawn.add_task(self.what, total=total)

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn is not None:
            self._drawn.stop()
            self._drawn = None


@contextmanager
def progress() -> Iterator[Bar]:
    """A progress bar that is gone when the step is."""
    bar = Bar()
    try:
        yield bar
    finally:
        bar.clear()


def typed_lines() -> Iterator[str]:
    """The answers as they are typed or piped; the end of input ends them."""
    while True:
        if sys.stdin.isatty():
            click.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        yield line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def say(text: str) -> None:
    """A line of text, broken between words where a terminal shows it, as it is where a program reads it."""
    if not sys.stdout.isatty():
        click.echo(text)
        return
    click.echo(textwrap.fill(text, shutil.get_terminal_size().columns - 1, break_on_hyphens=False))
