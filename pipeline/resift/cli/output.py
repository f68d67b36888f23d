"""What commands share in printing: JSON, tables, and progress on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
review_option = click.option(
    "-C", "--review", "where", type=click.Path(path_type=Path, file_okay=False), default=Path(), show_default=False,
    help="The review's folder, if not this one.",
)  # fmt: skip


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


class _Bar:
    """Counts, rate and time left on one line of standard error, once a step takes more than two seconds."""

    def __init__(self) -> None:
        self.what, self.since, self.shown, self.width = "", time.monotonic(), 0.0, 0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if what != self.what:
            self.clear()
            self.what, self.since = what, now
        spent = now - self.since
        if not sys.stderr.isatty() or (spent < 2 and done < total) or now - self.shown < 0.1:
            return
        self.shown = now
        rate = done / spent if spent else 0
        left = f", {(total - done) / rate:.0f} s left" if rate and done < total else ""
        line = f"{what}: {done:,} of {total:,}{left}"
        click.echo("\r" + line.ljust(self.width), nl=False, err=True)
        self.width = len(line)

    def clear(self) -> None:
        if self.width:
            click.echo("\r" + " " * self.width + "\r", nl=False, err=True)
            self.width = 0


@contextmanager
def progress() -> Iterator[_Bar]:
    """A progress line that is gone when the step is."""
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.clear()
