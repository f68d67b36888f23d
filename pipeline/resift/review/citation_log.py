"""The log of a citation search: from which studies, in which direction, by which source, and what each answered.

It is written into the run (PRISMA-S item 5) and read back by later runs of the same search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from resift.records import NormalTitle, Record
from resift.review.desk import Desk
from resift.store import Run

if TYPE_CHECKING:
    from resift.search.citations import Citations, FoundWork, How, Work

Asked = Sequence[tuple["How", int | None]]


def asked_by(run: Run) -> Sequence[dict[str, Any]]:
    """The questions of a run that resift made; none of one that was imported."""
    return list(run.answer.get("asked", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What earlier runs of the same search asked and brought."""

    asked: frozenset[How]
    known: frozenset[tuple[str, object]]

    @classmethod
    def of(cls, desk: Desk, search: str) -> Earlier:
        """From the store; questions that a source had no answer to do not count as asked."""
        from resift.search.citations import Direction, How

        runs = [r for r in desk.store.runs() if r.search == search]
        told = [q for r in runs for q in asked_by(r) if q["found"] is not None]
        records = [r for run in runs for r in desk.store.records(run.id)]
        return cls(
            asked=frozenset(
                How(source=q["source"], direction=Direction(q["direction"]), study=q["study"]) for q in told
            ),
            known=frozenset(name for r in records for name in _names_of(r)),
        )

    def has(self, found: FoundWork) -> bool:
        """Whether a work was brought already; of two PMIDs with one DOI neither stands for the other."""
        w = found.work
        if w.pmid:
            return not self.known.isdisjoint({("pmid", w.pmid), ("doi alone", w.doi)})
        own = {("doi", w.doi), (found.source, w.accession)} if w.doi or w.accession else {_title(w)}
        return not self.known.isdisjoint(own)


def _names_of(record: Record) -> Iterator[tuple[str, object]]:
    """All that a work of this record may be known by."""
    if record.pmid:
        yield "pmid", record.pmid
    if record.doi:
        yield "doi", record.doi
    if record.doi and not record.pmid:
        yield "doi alone", record.doi
    if record.accession:
        yield record.database, record.accession
    if not (record.pmid or record.doi or record.accession):
        yield _title(record)


def _title(named: Record | Work) -> tuple[str, object]:
    return "title", (NormalTitle.of(named.title), named.year)


def sources_of(found: Citations) -> tuple[str, ...]:
    """The names of the sources that were asked."""
    return tuple(dict.fromkeys(how.source for how, _ in found.asked))


def as_text(found: Citations) -> str:
    """The search as a reader can repeat it: from which studies, in which direction, by which source."""
    ways = {"references": "References of", "citing": "Works citing"}
    return "\n".join(
        f"{ways[direction]} PMID {', '.join(how.study for how, _ in some)} ({source})"
        for (source, direction), some in _by_source(found.asked)
    )


def _by_source(asked: Asked) -> Iterator[tuple[tuple[str, str], Asked]]:
    for key, some in groupby(asked, key=lambda a: (a[0].source, a[0].direction.value)):
        yield key, list(some)


def answer(found: Citations) -> dict[str, Any]:
    """The answers in numbers, as the run keeps them; a number is None where the source does not know the study."""
    asked = [
        {"source": how.source, "direction": how.direction.value, "study": how.study, "found": n}
        for how, n in found.asked
    ]
    return {"asked": asked, "works": len(found.works), "nameless": found.nameless}


def remarks(found: Citations) -> Iterator[str]:
    """What each source answered, study by study, and how many entries nothing can be made of."""
    for (source, direction), some in _by_source(found.asked):
        known = [(how.study, n) for how, n in some if n is not None]
        if known:
            yield f"{source}, {direction}: {', '.join(f'{n:,} of PMID {study}' for study, n in known)}"
        unknown = [how.study for how, n in some if n is None]
        if unknown:
            yield f"{source}, {direction}: does not know PMID {', '.join(unknown)}"
    if found.nameless:
        yield f"left out, for they name neither an identifier nor a title: {found.nameless:,}"
