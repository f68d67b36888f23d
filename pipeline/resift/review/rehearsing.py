"""A search rehearsed: the real client and a PubMed on this machine, in a copy of the review that is thrown away."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from resift.errors import ReviewError
from resift.review.folder import GIVEN, files_of
from resift.review.review import Review, start_review
from resift.review.worked import worked_review
from resift.store import Run


def rehearsal(
    review: Review, corpus: Sequence[Path], *, names: Sequence[str] = (), since: dt.date | None = None,
    accept: Sequence[str] = (), faults: Path | None = None, own_phrases: bool = False,
    waiting: Callable[[str], object] = lambda _: None,
) -> tuple[list[Run], dict[str, int]]:  # fmt: skip
    """Run a review's searches against a server on loopback over ``corpus``; returns the runs and their numbers.

    Without a corpus the fictional one is searched; a file of ``faults`` says what goes wrong on the way. With
    ``own_phrases`` a quoted phrase that no record holds is one that PubMed's phrase index lacks. ``waiting`` is told
    of pauses before asking again. The review itself is only read.
    """
    from resift.search.answers import OWN
    from resift.search.corpus import Corpus
    from resift.search.eutils import Eutils
    from resift.search.faults import read
    from resift.search.server import running

    script = read(faults) if faults else None
    held = Corpus(corpus or [worked_review() / "data/demo/pubmed.xml"])
    phrases = OWN if own_phrases else None
    folder = tempfile.TemporaryDirectory(prefix="resift-rehearsal-")
    with folder as name, running(held, faults=script, phrases=phrases) as base_url, _of_the_review(name, review):
        start_review(Path(name), dict(files_of(review.folder.root, GIVEN)))
        with Review(Path(name), clock=review.clock, progress=review.progress) as copy:
            client = Eutils(base_url, email="rehearsal@example.org", waiting=waiting)
            runs = copy.search(names, since=since, client=client, accept=accept)
            return runs, {k: len(v) for k, v in copy.store.ids_by_run().items()}


@contextmanager
def _of_the_review(copy: str, review: Review) -> Iterator[None]:
    """Errors name the review's own files, and do not promise to keep anything."""
    from resift.search.eutils import KEPT

    try:
        yield
    except ReviewError as error:
        message, where = (t.replace(copy, str(review.folder.root)) for t in (error.message, error.where))
        then = error.then.replace(KEPT, "nothing is kept in a rehearsal")
        raise type(error)(message, where=where, then=then) from None
