"""PubMed records at hand, searched in PubMed's own language."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from resift.errors import BadFile, BadStrategy
from resift.records import Record
from resift.search.medline import entries
from resift.strategy import parse
from resift.strategy.evaluate import Index
from resift.strategy.tree import Node


class Corpus:
    """The records of PubMed XML files, or of all such files in folders, by PMID.

    A PMID that comes again replaces the earlier one (update files follow the baseline), unless its version is lower.
    ``records`` are in ascending order of PMID; ``skipped`` are the files in folders that hold no PubMed records. A
    BadFile names a file that cannot be read.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        held: dict[str, tuple[Record, bytes]] = {}
        self.skipped: list[Path] = []
        for path in _files(paths, self.skipped):
            for record, blob in entries(path):
                known = held.get(record.accession)
                if known is None or record.version >= known[0].version:
                    held[record.accession] = record, blob
        order = sorted(held, key=int)
        self.records = tuple(held[pmid][0] for pmid in order)
        self._blobs = {pmid: held[pmid][1] for pmid in order}
        self._by_pmid = {record.accession: record for record in self.records}

    def __len__(self) -> int:
        return len(self.records)

    def get(self, pmid: str) -> Record | None:
        """The record of that PMID, or None."""
        return self._by_pmid.get(pmid)

    def blob(self, pmid: str) -> bytes | None:
        """The XML of that record as it was read, or None."""
        return self._blobs.get(pmid)

    def find(self, query: str | Node) -> tuple[Record, ...]:
        """The records that a PubMed search (text or tree) finds; a BadStrategy where it is not understood."""
        tree = _tree(query) if isinstance(query, str) else query
        return tuple(self.records[row] for row in self._index.find(tree))

    def prepare(self) -> None:
        """Build the index now, so that the first search does not wait for it."""
        self._index  # noqa: B018 (looking at it builds it)

    @cached_property
    def _index(self) -> Index:
        return Index(self.records)


def _tree(query: str) -> Node | None:
    parsed = parse(query, platform="pubmed")
    for finding in parsed.errors:
        raise BadStrategy(
            finding.message, where=f"{finding.line}:{finding.start}", then="resift query check shows the place"
        )
    return parsed.tree


def _files(paths: Iterable[Path], skipped: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.name.endswith((".xml", ".xml.gz")))
            if not found:
                raise BadFile("no PubMed XML in this folder", where=str(path), then="give files that end in .xml")
            held = [p for p in found if _holds_records(p)]
            skipped.extend(p for p in found if p not in set(held))
            yield from held
        else:
            yield path


def _holds_records(path: Path) -> bool:
    """Whether a file of a folder begins like PubMed records; folders also hold other answers and error messages."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return b"<Pubmed" in file.read(4000)
