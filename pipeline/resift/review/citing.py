"""Citation searching: what the review's studies cite and what cites them, asked, archived and stored as one search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from resift.errors import ReviewError, SearchFailed
from resift.review.citation_log import Earlier, answer, as_text, asked_by, remarks, sources_of
from resift.review.config import CONFIG
from resift.review.desk import Desk
from resift.review.searches import Search
from resift.review.searching import Wish, archive_of
from resift.review.state import Reports
from resift.store import Run

if TYPE_CHECKING:
    from resift.search.citations import Citations, CitationSource, How
    from resift.search.eutils import Eutils
    from resift.search.services import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The reports whose citations are followed: their PMIDs, and the titles of those that have none."""

    pmids: tuple[str, ...]
    without: tuple[str, ...]


def start_of(state: Reports, search: Search) -> Start:
    """What a search sets out from as the review stands: reports included so far, the previous version's, or both."""
    reports = [state.shown(r) for r in state.included] if search.of in ("included", "both") else []
    if state.config.previous and search.of in ("previous", "both"):
        reports += state.config.previous.reports
    pmids = dict.fromkeys(r.pmid for r in reports if r.pmid)
    without = dict.fromkeys(r.title or r.id for r in reports if not r.pmid)
    return Start(pmids=tuple(sorted(pmids, key=int)), without=tuple(sorted(without)))


def unfollowed(state: Reports, search: Search) -> bool:
    """Whether the search has still to be run: it never was, or studies were included since resift ran it."""
    runs = [r for r in state.runs if r.search == search.name]
    asked = {q["study"] for r in runs for q in asked_by(r)}
    wanted = set(start_of(state, search).pmids)
    return bool(wanted) and (not runs or (bool(asked) and not wanted <= asked))


def run_citations(
    desk: Desk, state: Reports, search: Search, run_id: str, wish: Wish, client: Eutils | None,
    services: Mapping[str, Service],
) -> Run:  # fmt: skip
    """Follow the citations of the review's studies; returns the run as stored, without what earlier runs brought."""
    from resift.search.citations import records

    start, earlier = _start(state, search), Earlier.of(desk, search.name)
    client = _allowed(search, wish, client)
    client.archive = archive_of(desk, run_id)
    answered = frozenset(
        how for how in earlier.asked if how.direction == "references" and "references" in search.follow
    )
    sources = _sources(search, client, services, start.pmids, answered)
    found = _followed(desk, search, start, answered, sources)
    new = replace(found, works=tuple(w for w in found.works if not earlier.has(w)))
    told = _progress(desk, f"{search.label}: fetching")
    got, missing = records(new, client, prefix=run_id, progress=told)
    run = Run(
        id=run_id, search=search.name, database=search.database, label=search.label, kind=search.kind,
        platform=search.platform, searched=desk.clock(), source=", ".join(sources_of(found)),
        strategy=as_text(found), answer=answer(found),
        remarks=(*_not_asked(start, answered, sources), *remarks(found), *_known(earlier, found, new), *missing),
    )  # fmt: skip
    desk.store.add_run(run, got)
    return run


def _allowed(search: Search, wish: Wish, client: Eutils | None) -> Eutils:
    if wish.corpus or wish.since:
        raise ReviewError(f"{search.label}: citations are followed on PubMed, not in files, and without a date",
                          then=f"resift search {search.name}, without --corpus and --since")  # fmt: skip
    if client is None:
        raise SearchFailed("there is no connection to PubMed", then=f"resift search {search.name}")
    return client


def _followed(
    desk: Desk, search: Search, start: Start, answered: Collection[How], sources: Sequence[CitationSource]
) -> Citations:
    """What all sources answer; references that an earlier run was told are not asked for again, citing papers are."""
    from resift.search.citations import Direction, by_citation

    directions, told = [Direction(d) for d in search.follow], _progress(desk, f"{search.label}: following")
    found = by_citation(start.pmids, sources, directions=directions, answered=answered, progress=told)
    if not found.asked:
        raise ReviewError(f"{search.label}: the references of all these studies were followed already",
                          then="resift status shows what comes next")  # fmt: skip
    return found


def _progress(desk: Desk, what: str) -> Callable[[int, int], None]:
    return lambda done, total: desk.progress(what, done, total)


def _not_asked(start: Start, answered: Collection[How], sources: Sequence[CitationSource]) -> Iterator[str]:
    for title in start.without:
        yield f"not followed, for it has no PMID: {title}"
    for source in sources:
        again = [p for p in start.pmids if any((how.source, how.study) == (source.name, p) for how in answered)]
        if again:
            yield f"{source.name}, references: told to an earlier run and not asked for again: PMID {', '.join(again)}"


def _known(earlier: Earlier, found: Citations, new: Citations) -> list[str]:
    total, fresh = len(found.works), len(new.works)
    told = f"{total:,} found, of which {total - fresh:,} were known from earlier runs: {fresh:,} new"
    return [told] if earlier.known else []


def _start(state: Reports, search: Search) -> Start:
    start = start_of(state, search)
    if start.pmids:
        return start
    if start.without:
        raise ReviewError(f"{search.label}: none of the studies to follow has a PMID: {'; '.join(start.without)}",
                          then=f"follow them by hand, then: resift import FILE --database {search.name}")  # fmt: skip
    raise ReviewError(f"{search.label}: no study is included yet whose citations can be followed",
                      then=f"resift status; then, once studies are included: resift search {search.name}")  # fmt: skip


def _sources(
    search: Search, client: Eutils, services: Mapping[str, Service], studies: Sequence[str], answered: Collection[How]
) -> list[CitationSource]:  # fmt: skip
    from resift.search.links import PubMedLinks, ReferenceLists

    def fresh(name: str) -> list[str]:
        return [s for s in studies if not any(h.study == s and h.source == name for h in answered)]

    made: list[CitationSource] = []
    for name in search.services:
        if name == "pubmed":
            linked = frozenset(studies) - frozenset(fresh(PubMedLinks.name))
            made.append(PubMedLinks(client, studies, followed=linked))
            made.append(ReferenceLists(client, fresh(ReferenceLists.name)))
        elif name in services and client.archive:
            made.append(services[name](client.archive))
        else:
            raise SearchFailed(f"there is no connection to {name}", where=CONFIG, then=f"leave out {name}")
    return made
