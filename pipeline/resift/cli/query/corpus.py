"""Records at hand for a strategy to be run over: PubMed XML, in files or folders, and exports of any format read."""

from __future__ import annotations

import gzip
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from resift.records import Record
from resift.strategy import Parsed
from resift.strategy.evaluate import Index
from resift.strategy.mesh import vocabulary
from resift.strategy.translate.headings import with_mapped_headings

_PATIENCE = 2.0
corpus_option = click.option(
    "--corpus", type=click.Path(path_type=Path), multiple=True, metavar="FILE", help="Records to search: PubMed XML "
    "(a file, or a folder of them) or an export (RIS, CSV and others). May be given more than once.",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Records with their names, made searchable."""

    names: tuple[str, ...]
    records: tuple[Record, ...]
    index: Index

    def find(self, parsed: Parsed) -> list[int]:
        """Which records a strategy finds, by their place."""
        return self.index.find(None if parsed.tree is None else with_mapped_headings(parsed.tree))

    def counts(self, parsed: Parsed) -> list[tuple[str, int | None]]:
        """How many records each line finds; None where a line cannot be answered."""
        lines = (replace(n, tree=None if n.tree is None else with_mapped_headings(n.tree)) for n in parsed.lines)
        return self.index.counts(replace(parsed, lines=tuple(lines)))


def read_corpus(paths: Sequence[Path]) -> Corpus:
    """The records of all files; a BadFile names one that cannot be read."""
    with waiting("reading the records"):
        named = [*_pubmed([p for p in paths if _is_pubmed(p)]), *_exports([p for p in paths if not _is_pubmed(p)])]
    with waiting("making them searchable"):
        index = Index([r for _, r in named], vocabulary())
    return Corpus(names=tuple(n for n, _ in named), records=tuple(r for _, r in named), index=index)


def _pubmed(paths: Sequence[Path]) -> Iterator[tuple[str, Record]]:
    if paths:
        from resift.search.corpus import Corpus as Articles

        articles = Articles(paths)
        for path in articles.skipped:
            click.echo(f"{path}: no PubMed records, passed over", err=True)
        yield from ((r.accession, r) for r in articles.records)


def _exports(paths: Sequence[Path]) -> Iterator[tuple[str, Record]]:
    if paths:
        from resift.review.standalone import read_exports

        yield from ((r.id, r) for r in read_exports(paths))


def _is_pubmed(path: Path) -> bool:
    if path.is_dir():
        return True
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return b"<Pubmed" in file.read(4000)
    except OSError:
        return False


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A sign on standard error that work goes on, once it takes more than two seconds; only on a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.status import Status

    status = Status(what, console=Console(stderr=True))
    timer = threading.Timer(_PATIENCE, status.start)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
