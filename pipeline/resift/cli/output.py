"""What commands share in printing: JSON, tables, and progress on standard error."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from resift.cli.bar import Bar

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
review_option = click.option(
    "-C", "--review", "where", type=click.Path(path_type=Path, file_okay=False), default=Path(), show_default=False,
    help="The review's folder, if not this one.",
)  # fmt: skip


def harmless(text: str) -> str:
    """Text without the control characters that a terminal would obey; line breaks are kept."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def counted(number: int, noun: str) -> str:
    """A number of things, one thing in the singular.

    >>> counted(1, "report"), counted(1200, "report")
    ('1 report', '1,200 reports')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, most: int) -> str:
    """A text of so many characters at most, cut between words where it can be, with a mark where it was cut.

    >>> shortened("Befriending for lonely people", 22), shortened("Befriending", 22)
    ('Befriending for...', 'Befriending')
    """
    if len(text) <= most:
        return text
    cut = text[: most - 2]
    return f"{(cut.rpartition(' ')[0] or cut[:-1]).rstrip(' ,;:.')}..."


def print_json(value: Any) -> None:
    """A value as JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: Iterable[Sequence[object]]) -> None:
    """Rows as aligned columns; numbers to the right, with thousands separators."""
    shown = [[f"{c:,}" if isinstance(c, int) else str(c) for c in row] for row in rows]
    widths = [max((len(r[i]) for r in shown), default=0) for i in range(max(map(len, shown), default=0))]
    for row, texts in zip(rows, shown, strict=False):
        cells = (t.rjust(w) if isinstance(c, int) else t.ljust(w) for c, t, w in zip(row, texts, widths, strict=False))
        click.echo(harmless("  ".join(cells).rstrip()))


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
        # a byte-order mark before the first answer would make it no answer, and the next one count for its report
        yield line.encode("utf-8", "surrogateescape").decode("utf-8", "replace").removeprefix("\ufeff")


def say(text: str, hang: int = 0) -> None:
    """A line of text, broken between words where a terminal shows it, else unbroken; harmless in either case.

    Further lines begin ``hang`` columns from the left.
    """
    text = harmless(text)
    if not sys.stdout.isatty():
        click.echo(text)
        return
    width = shutil.get_terminal_size().columns - 1
    click.echo(textwrap.fill(text, width, subsequent_indent=" " * hang, break_on_hyphens=False))
