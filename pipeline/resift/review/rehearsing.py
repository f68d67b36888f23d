"""A search rehearsed: the real client and a PubMed on this machine, in a copy of the review that is thrown away."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

from resift.review.folder import write_whole
from resift.review.review import Review
from resift.review.worked import worked_review
from resift.store import Run

_PARTS = ("review.toml", "queries", "screening", "data/previous")


def rehearsal(
    review: Review, corpus: Sequence[Path], *, names: Sequence[str] = (), since: dt.date | None = None,
    accept: Sequence[str] = (),
) -> tuple[list[Run], dict[str, int]]:  # fmt: skip
    """Run a review's searches against a server on loopback over ``corpus``; returns the runs and their numbers.

    Without a corpus the fictional one is searched. The review itself is only read.
    """
    from resift.search.corpus import Corpus
    from resift.search.eutils import Eutils
    from resift.search.server import running

    held = Corpus(corpus or [worked_review() / "data/demo/pubmed.xml"])
    with tempfile.TemporaryDirectory(prefix="resift-rehearsal-") as folder, running(held) as base_url:
        _copy(review.folder.root, Path(folder))
        with Review(Path(folder), clock=review.clock, progress=review.progress) as copy:
            client = Eutils(base_url, email="rehearsal@example.org")
            runs = copy.search(names, since=since, client=client, accept=accept)
            return runs, {k: len(v) for k, v in copy.store.ids_by_run().items()}


def _copy(source: Path, target: Path) -> None:
    for part in _PARTS:
        found = [source / part] if (source / part).is_file() else sorted((source / part).rglob("*"))
        for path in found:
            if path.is_file():
                write_whole(target / path.relative_to(source), path.read_bytes())
