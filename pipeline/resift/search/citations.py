"""Other ways of finding: what the included studies cite, and what cites them, each found work with how it was found.

PRISMA 2020 counts these as records from *other methods* (citation searching). The sources stand in modules of their
own (``links``: PubMed; ``europepmc``, ``openalex``: only where asked for) behind one small interface.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from resift.errors import SearchFailed
from resift.records import Doi, NormalTitle, Pmid, Record

if TYPE_CHECKING:
    from resift.search.eutils import Eutils

Progress = Callable[[int, int], object]


class Direction(StrEnum):
    """Which way a citation was followed from a study."""

    REFERENCES = "references"
    CITING = "citing"


BOTH = (Direction.REFERENCES, Direction.CITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A publication as a source of citations names it; ``accession`` is the source's own id for it."""

    pmid: Pmid | None = None
    doi: Doi | None = None
    accession: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a work was found: from which study, in which direction, by which source.

    >>> print(How(source="PubMed links", direction=Direction.CITING, study="28286914"))
    cites PMID 28286914 (PubMed links)
    """

    source: str
    direction: Direction
    study: str

    def __str__(self) -> str:
        way = "cites" if self.direction is Direction.CITING else "in the reference list of"
        return f"{way} PMID {self.study} ({self.source})"


class CitationSource(Protocol):
    """Who knows what cites what. None where it does not know the study; an empty answer is that it lists nothing.

    A source is only asked for the ``directions`` it has. What it cannot answer raises a SearchFailed.
    """

    @property
    def name(self) -> str:
        """What the report calls it."""

    @property
    def directions(self) -> Sequence[Direction]:
        """The directions it can follow."""

    def references(self, pmid: str) -> Sequence[Work] | None:
        """What the study cites."""

    def citing(self, pmid: str) -> Sequence[Work] | None:
        """What cites the study."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWork:
    """One publication, whoever found it, and every way in which it was found."""

    work: Work
    source: str
    how: tuple[How, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations:
    """What following citations found: each work once; ``asked`` has how many works each question gave, None where
    the source does not know the study; ``nameless`` counts entries with neither identifier nor title."""

    works: tuple[FoundWork, ...]
    asked: tuple[tuple[How, int | None], ...]
    nameless: int = 0


def by_citation(
    studies: Iterable[str],
    sources: Sequence[CitationSource],
    *,
    directions: Sequence[Direction] = BOTH,
    answered: Collection[How] = (),
    progress: Progress | None = None,
) -> Citations:
    """What the studies (PMIDs) cite and what cites them, by all sources together, each work once.

    Works are the same where they have the same PMID; one without a PMID joins the only work with its DOI; one with
    neither is known by its source's id, or by title and year. Questions that were ``answered`` before are not asked.
    A source that fails raises a SearchFailed: half a result is none.
    """
    wanted = _checked(studies)
    questions = [
        How(source=s.name, direction=d, study=pmid)
        for s in sources for d in directions if d in s.directions for pmid in wanted
        if How(source=s.name, direction=d, study=pmid) not in answered
    ]  # fmt: skip
    named = {s.name: s for s in sources}
    if len(named) < len(sources):
        raise SearchFailed("two sources of citations have the same name", then="give each once")
    answers: list[tuple[How, Sequence[Work] | None]] = []
    for done, how in enumerate(questions, start=1):
        source = named[how.source]
        ask = source.references if how.direction is Direction.REFERENCES else source.citing
        answers.append((how, ask(how.study)))
        if progress is not None:
            progress(done, len(questions))
    found = [(how, work) for how, works in answers for work in works or ()]
    told = [(how, work) for how, work in found if _identified(work)]
    counts = tuple((how, None if works is None else len(works)) for how, works in answers)
    return Citations(works=tuple(_grouped(told)), asked=counts, nameless=len(found) - len(told))


def records(
    found: Citations, eutils: Eutils, *, prefix: str = "citations", progress: Progress | None = None
) -> tuple[list[Record], tuple[str, ...]]:
    """The found works as records, and remarks on those that no record could be made of.

    A work with a PMID is PubMed's record of it, fetched; another is what its source says, if it names a title.
    ``notes`` of each record say how it was found, one way per line. Ids are ``prefix-1`` ...: PubMed's records in
    ascending order of PMID, then the others.
    """
    by_pmid: dict[Pmid | None, FoundWork] = {w.work.pmid: w for w in found.works if w.work.pmid}
    fetched = _fetched(eutils, sorted(filter(None, by_pmid), key=int), progress)
    rest = [w for w in found.works if w.work.pmid not in fetched]
    titled = [w for w in rest if w.work.title]
    made = [*(replace(r, notes=_notes(by_pmid[pmid])) for pmid, r in fetched.items()), *map(_record, titled)]
    untitled = tuple(f"no record of {_name(w)}: {_notes(w)}".replace("\n", "; ") for w in rest if not w.work.title)
    return [replace(r, id=f"{prefix}-{n}") for n, r in enumerate(made, start=1)], untitled


def _fetched(eutils: Eutils, pmids: Sequence[Pmid], progress: Progress | None) -> dict[Pmid | None, Record]:
    """PubMed's records of these PMIDs in their order, the latest version of each; some may be missing."""
    from resift.search.medline import read_records
    from resift.search.pubmed import batches

    got: dict[Pmid | None, Record] = {}
    for batch in batches(eutils, pmids, progress=progress):
        for record in read_records(batch.body):
            if record.pmid not in got or got[record.pmid].version <= record.version:
                got[record.pmid] = record
    return {p: got[p] for p in pmids if p in got}


def _checked(studies: Iterable[str]) -> list[Pmid]:
    wanted = []
    for study in studies:
        pmid = Pmid.parse(study)
        if pmid is None:
            raise SearchFailed(f"{study!r} is not a PMID", then="citations are followed from studies in PubMed")
        wanted.append(pmid)
    return list(dict.fromkeys(wanted))


def _identified(work: Work) -> bool:
    return bool(work.pmid or work.doi or work.accession or NormalTitle.of(work.title))


def _grouped(told: Sequence[tuple[How, Work]]) -> Iterator[FoundWork]:
    pmids: dict[Doi, set[Pmid]] = {}
    for _, work in told:
        if work.doi and work.pmid:
            pmids.setdefault(work.doi, set()).add(work.pmid)
    groups: dict[tuple[object, ...], list[tuple[How, Work]]] = {}
    for how, work in told:
        groups.setdefault(_identity(how, work, pmids), []).append((how, work))
    for key in sorted(groups, key=str):
        members = groups[key]
        yield FoundWork(
            work=_merged([w for _, w in members]), source=members[0][0].source,
            how=tuple(dict.fromkeys(how for how, _ in members)),
        )  # fmt: skip


def _identity(how: How, work: Work, pmids: dict[Doi, set[Pmid]]) -> tuple[object, ...]:
    if work.pmid:
        return "1 pmid", f"{work.pmid:0>8}"
    if work.doi:
        same = pmids.get(work.doi, set())
        return ("1 pmid", f"{min(same):0>8}") if len(same) == 1 else ("2 doi", work.doi)
    if work.accession:
        return "3 accession", how.source, work.accession
    return "4 title", NormalTitle.of(work.title), work.year


def _merged(works: Sequence[Work]) -> Work:
    """The first value that any of them has, field by field."""
    held = {f.name: next((v for w in works if (v := getattr(w, f.name))), None) for f in fields(Work)}
    return Work(**{name: value for name, value in held.items() if value is not None})


def _record(found: FoundWork) -> Record:
    w = found.work
    return Record(
        id="", title=w.title, authors=w.authors, year=w.year, journal=w.journal, doi=w.doi, pmid=w.pmid,
        accession=w.accession or w.pmid or w.doi or "", database=found.source, notes=_notes(found),
    )  # fmt: skip


def _notes(found: FoundWork) -> str:
    return "\n".join(map(str, found.how))


def _name(found: FoundWork) -> str:
    w = found.work
    return f"PMID {w.pmid}" if w.pmid else f"doi:{w.doi}" if w.doi else f"{found.source} {w.accession}"
