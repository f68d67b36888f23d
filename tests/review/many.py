"""A review with very many fictional reports, written straight into its store."""

import random
from collections.abc import Sequence
from pathlib import Path

from resift.records import Record
from resift.review.review import Review, start_review
from resift.review.worked import worked_files
from resift.store import Run

_WORDS = ["social", "psychosis", "group", "friend", "garden", "trial", "volunteers", "lonely"]


def many(root: Path, reports: int, words: int = 20) -> None:
    """Make a review in ``root`` with so many fictional records, each a report of its own."""
    start_review(root, dict(worked_files(("review.toml", "queries", "screening", "data/previous"))))
    chance = random.Random(7)
    known = [*_WORDS, *(f"fictional{i}" for i in range(50 * words))]
    records = [_record(i, chance.choices(known, k=words)) for i in range(1, reports + 1)]
    with Review(root) as review:
        run = Run(id="embase", search="embase", database="Embase", label="Embase", kind="database")
        review.store.add_run(run, records)
        review.store.add_grouping(review.clock(), "each by itself", [(r.id,) for r in records], [])


def _record(number: int, words: Sequence[str]) -> Record:
    return Record(id=f"embase-{number}", title=f"Fictional {number}: {' '.join(words[:8])}", abstract=" ".join(words),
                  authors=("Doe J", "Roe K"), year=2019, journal="Fictional Journal")  # fmt: skip
