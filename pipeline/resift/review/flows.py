"""A flow outside any review: read from a file of numbers, checked, drawn; and the wishes for a figure, from a file."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resift.errors import BadFile, ReviewError
from resift.prisma import Finding, Level, Options, check_counts
from resift.prisma.fields import Counts, template, total
from resift.prisma.given import read_counts
from resift.prisma.identities import Unchecked, unchecked
from resift.prisma.sheet import COLUMNS
from resift.prisma.words import TEXTS, UNITS
from resift.review.folder import received, write_tree
from resift.review.tables import read_toml

if TYPE_CHECKING:
    from resift.reporting.flow_files import Style

PENDING = {
    "x_screening_pending": "awaiting a decision on title and abstract",
    "x_dbr_pending": "awaiting retrieval or assessment",
    "x_other_screening_pending": "of other methods awaiting a decision",
    "x_other_pending": "of other methods awaiting retrieval or assessment",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A flow that is given only as numbers, and what its checks found."""

    name: str
    counts: Counts
    rows: Sequence[Sequence[str]] = ()

    @property
    def template(self) -> str:
        """Which of the four official templates it asks for."""
        return template(self.counts)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The identities that do not hold, and what is noteworthy."""
        return check_counts(self.counts)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The identities that do not hold."""
        return tuple(f for f in self.findings if f.level is Level.ERROR)

    @property
    def unchecked(self) -> tuple[Unchecked, ...]:
        """The identities that could not be tested."""
        return unchecked(self.counts)

    @property
    def open_items(self) -> tuple[str, ...]:
        """What still waits, so that the figure is a draft."""
        return tuple(f"{total(self.counts, f):,} {what}" for f, what in PENDING.items() if total(self.counts, f))


def read_flow(path: Path) -> Numbers:
    """The counts in a CSV file; a BadFile names each line that is at fault."""
    try:
        text = received(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("this is not text in UTF-8", where=str(path), then="save it as CSV in UTF-8") from None
    counts = read_counts(text, str(path))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    whole = tuple(rows[0]) == COLUMNS and all(len(r) == len(COLUMNS) for r in rows)
    return Numbers(name=path.stem, counts=counts, rows=rows if whole else ())


def draw_flow(
    numbers: Numbers, given: Path, out: Path, title: str, style: Style, *, force: bool = False
) -> tuple[list[Path], list[str]]:
    """Write the figure and its tables to a folder; returns the files and remarks on them.

    A ReviewError rather than writing over the file that was given, or over another one without ``force``.
    """
    from resift.reporting.flow_files import Told, flow_files
    from resift.reporting.picture import remarks

    told = Told(title=title or numbers.name, open_items=numbers.open_items, findings=numbers.findings,
                unchecked=numbers.unchecked)  # fmt: skip
    files = flow_files(numbers.counts, told, style, rows=numbers.rows)
    own = next((n for n in files if (out / n).exists() and (out / n).samefile(given)), None)
    if own:
        raise ReviewError(f"{own} would be written over the file that was given", where=str(given),
                          then="name another folder: --out DIR")  # fmt: skip
    there = [n for n in files if (out / n).exists()]
    if there and not force:
        raise ReviewError(f"{', '.join(there)} is there already; nothing was written", where=str(out),
                          then="name another folder with --out DIR, or add --force")  # fmt: skip
    write_tree(out, files)
    return [out / n for n in files], remarks(files["flow.svg"].decode())


def read_labels(path: Path) -> dict[str, Any]:
    """The words of a figure from TOML: ``thousands``, ``[letters]`` by unit, ``[labels]`` by English text.

    A BadFile names what is not understood.
    """
    values, where = read_toml(path), str(path)
    for key in values:
        if key not in ("thousands", "letters", "labels"):
            raise BadFile(f"there is no setting {key!r}", where=where, then="use thousands, [letters], [labels]")
    letters, labels = (_words(values, key, where) for key in ("letters", "labels"))
    if unknown := next((u for u in letters if u not in UNITS), None):
        raise BadFile(f"[letters] has {unknown!r}", where=where, then=f"use {', '.join(UNITS)}")
    thousands = values.get("thousands", ",")
    if not isinstance(thousands, str) or any(c.isdigit() for c in thousands):
        raise BadFile("thousands is not a separator", where=where, then='write thousands = ","')
    return {"letters": letters, "labels": labels, "thousands": thousands}


def _words(values: Mapping[str, Any], key: str, where: str) -> dict[str, str]:
    found = values.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(v, str) and v.strip() for v in found.values()):
        raise BadFile(f"[{key}] is not a table of texts", where=where, then='write "English text" = "other text"')
    return found


def check_labels(options: Options, counts: Counts, where: Path) -> None:
    """A BadFile if a label stands for a text that is neither the diagram's nor a line of this flow."""
    lines = {line for value in counts.values() if isinstance(value, Mapping) for line in value}
    for text in options.labels:
        if text not in TEXTS and text not in lines:
            close = difflib.get_close_matches(text, [*TEXTS, *lines], 1)
            then = f"did you mean {close[0]!r}?" if close else "use the English text of the figure"
            raise BadFile(f"the diagram has no text {text!r}", where=str(where), then=then)
