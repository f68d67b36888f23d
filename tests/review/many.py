"""A review with very many fictional reports, written straight into its store."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from resift.decisions import Event, Stage, Verb
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


def screened(root: Path) -> None:
    """Two people decide on everything in the review: each 50th report goes forward, each 20th of these is included."""
    with Review(root) as review:
        reports = review.state.to_screen
        sought = reports[::50]
        review.store.append(
            [
                *_both(Stage.SCREENING, reports, set(sought)),
                *(_event("Ada", Stage.RETRIEVAL, r, Verb.RETRIEVED) for r in sought),
                *_both(Stage.ELIGIBILITY, sought, set(sought[::20])),
                *(
                    _event("Ada", Stage.DATA, r, Verb.STUDY, data={"study": f"S{i}"})
                    for i, r in enumerate(sought[::20])
                ),
            ]
        )


def _both(stage: Stage, reports: Sequence[str], included: set[str]) -> Iterator[Event]:
    for i, report in enumerate(reports):
        for who in ("Ada", "Bo"):
            verb = Verb.INCLUDE if report in included else Verb.EXCLUDE
            yield _event(who, stage, report, verb, i, reasons=() if report in included else ("I2",))


def _event(who: str, stage: Stage, report: str, verb: Verb, number: int = 0, **more: Any) -> Event:
    time = f"2026-11-02T09:00:00.{number:06}Z"
    return Event(time=time, reviewer=who, stage=stage, record=report, verb=verb, **more)


def _record(number: int, words: Sequence[str]) -> Record:
    return Record(id=f"embase-{number}", title=f"Fictional {number}: {' '.join(words[:8])}", abstract=" ".join(words),
                  authors=("Doe J", "Roe K"), year=2019, journal="Fictional Journal")  # fmt: skip
