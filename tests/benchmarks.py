"""Speed as ratios against a peer, so that a figure means the same on any machine: make bench."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Seconds of the fastest of some rounds."""
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def said(what: str, own: float, peer: str, other: float) -> str:
    """One line: our time, the peer's, and how many of ours fit into one of theirs."""
    return f"{what}: {own:.3f} s; {peer}: {other:.3f} s; ratio {other / own:.2f}"


def start_up() -> str:
    """`resift --help` against a bare interpreter that imports click."""
    own = best(lambda: subprocess.run([sys.executable, "-m", "resift", "--help"], capture_output=True, check=True), 5)
    bare = best(lambda: subprocess.run([sys.executable, "-c", "import click"], capture_output=True, check=True), 5)
    return said("resift --help", own, "python -c 'import click'", bare)


def records() -> str:
    """PubMed XML to records against Bio.Entrez.read."""
    from Bio import Entrez

    from resift.search.medline import read_records

    data = (ROOT / "data/demo/pubmed.xml").read_bytes()
    own = best(lambda: list(read_records(data)))
    return said("340 records from XML", own, "Bio.Entrez.read", best(lambda: Entrez.read(io.BytesIO(data))))


def strategies() -> str:
    """The published string read, translated and evaluated, against one pass of a regular expression over the texts."""
    import re

    from resift.search.medline import read_records
    from resift.strategy import parse, translate
    from resift.strategy.evaluate import Index

    found = list(read_records(ROOT / "data/demo/pubmed.xml"))
    text = (ROOT / "queries/published.txt").read_text()
    index = Index(found)
    own = best(lambda: index.find(translate(parse(text, "ovid"), "tight").tree))
    pattern = re.compile(r"\b(?:social|communit)\w*\W+(?:inclus|engag|participat|network)\w*", re.I)
    return said("the published string over 340 records", own, "one regular expression",
                best(lambda: [r for r in found if pattern.search(f"{r.title} {r.abstract}")]))  # fmt: skip


def main() -> None:
    """Print every comparison."""
    for line in (start_up, records, strategies):
        sys.stdout.write(line() + "\n")


if __name__ == "__main__":
    main()
