"""A whole PubMed search: every id that matches, then every record; complete, or stopped with the reason.

Above 9,999 records PubMed hands out no more ids; the search is then cut into ranges of PMIDs, as NCBI's own tools do
(EDirect, ``GenerateFromSOLR``), until each range can be listed. The union must be as large as the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from resift.errors import BadStrategy, SearchFailed
from resift.records import Pmid, Record
from resift.search.envelopes import BLOCKING, Found, Remark, check_records
from resift.search.eutils import Eutils, Unreachable

CAP = 9999
BATCH = 200
LARGEST_PMID = 99_999_999
ROUNDS = 3
Progress = Callable[[int, int], object]
_MEANING = {
    "PhraseNotFound": "PubMed does not know {!r}; it would search without it",
    "FieldNotFound": "PubMed has no field {!r}; it would search all fields instead",
    "QuotedPhraseNotFound": "PubMed has no phrase {!r} in its index; it would search its words, which finds more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a search found: all PMIDs in ascending order, how many there are, how PubMed understood the query.

    ``rounds`` above 1: PubMed changed on the way, and the search was begun again that many times.
    """

    ids: tuple[str, ...]
    count: int
    translation: str = ""
    warnings: tuple[Remark, ...] = ()
    rounds: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One answer of efetch, the PMIDs in it, and those asked for twice that PubMed did not give."""

    body: bytes
    ids: tuple[str, ...]
    not_returned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """All answers of a fetch in order, and the PMIDs that PubMed did not give (deleted or merged records)."""

    bodies: tuple[bytes, ...]
    not_returned: tuple[str, ...]


def search(eutils: Eutils, term: str, *, accept: Collection[str] = (), progress: Progress | None = None) -> Hits:
    """Every PMID that the query finds.

    Stops with a BadStrategy where PubMed does not know a phrase, field or quoted phrase, or reports any other error in
    the query, unless its kind (``PhraseNotFound`` ...) is among ``accept``; with a SearchFailed where
    the numbers do not come to agree.
    ``progress`` is called with the ids so far and their number in all.
    """
    attempt = rounds = 0
    while rounds < ROUNDS:
        attempt, sent = attempt + 1, eutils.sent
        found = eutils.esearch(term, retmax=CAP, attempt=attempt)
        _stop(found, accept)
        ids = set(found.ids) if found.count <= CAP else _by_ranges(eutils, term, found.count, attempt, progress)
        if len(ids) == found.count:
            _tell(progress, found.count, found.count)
            return _hits(found, ids, attempt)
        # a round that an archive repeated is none: running the search again must ask anew
        rounds += eutils.sent > sent
    message = f"PubMed counts {found.count} records but lists {len(ids)}, after {attempt} rounds"
    raise SearchFailed(message, then="run the search again; PubMed may be changing at this moment")


def _hits(found: Found, ids: set[str], rounds: int) -> Hits:
    ordered, warnings = tuple(sorted(ids, key=int)), (*found.errors, *found.warnings)
    return Hits(ids=ordered, count=found.count, translation=found.translation, warnings=warnings, rounds=rounds)


def _by_ranges(eutils: Eutils, term: str, count: int, attempt: int, progress: Progress | None) -> set[str]:
    """The ids range by range; any PMID has at most eight digits, so that no record can lie beyond."""
    ids: set[str] = set()
    ranges = [(1, LARGEST_PMID)]
    while ranges:
        low, high = ranges.pop()
        found = eutils.esearch(f"({term}) AND ({low}:{high}[UID])", retmax=CAP, attempt=attempt)
        if found.count > CAP and low == high:
            raise SearchFailed(f"PubMed counts {found.count} records with the PMID {low}", then="run the search again")
        if found.count > CAP:
            middle = (low + high) // 2
            ranges += [(low, middle), (middle + 1, high)]
        else:
            ids.update(found.ids)
            _tell(progress, len(ids), count)
    return ids


def _stop(found: Found, accept: Collection[str]) -> None:
    remarks = (*found.errors, *(w for w in found.warnings if w.kind in BLOCKING))
    blocking = [r for r in remarks if r.kind not in accept]
    if blocking:
        said = "; ".join(_MEANING.get(r.kind, f"PubMed reports {r.kind}: {{!r}}").format(r.text) for r in blocking)
        kinds = " ".join(f"--accept-warning {k}" for k in dict.fromkeys(r.kind for r in blocking))
        raise BadStrategy(said, then=f"correct the strategy, or accept it with {kinds}")


def fetch(eutils: Eutils, ids: Iterable[str], *, batch: int = BATCH, progress: Progress | None = None) -> Fetched:
    """The records of all these PMIDs, held in memory; see ``batches`` for one answer at a time."""
    got = tuple(batches(eutils, ids, batch=batch, progress=progress))
    return Fetched(bodies=tuple(b.body for b in got), not_returned=tuple(i for b in got for i in b.not_returned))


def batches(
    eutils: Eutils, ids: Iterable[str], *, batch: int = BATCH, progress: Progress | None = None
) -> Iterator[Batch]:
    """The records of all these PMIDs, one validated answer after the other, each PMID once.

    A batch that fails is halved; what is missing is asked for once more and then listed as not returned. What the
    client's archive holds is not asked for again, in whatever batches it came.
    """
    wanted = _checked(ids)
    done = 0
    for group in _groups(eutils, wanted, batch, 1):
        for part in _batch(eutils, group):
            done += len(part.ids) + len(part.not_returned)
            yield part
            _tell(progress, done, len(wanted))


def _groups(eutils: Eutils, wanted: Sequence[str], batch: int, attempt: int) -> list[tuple[str, ...]]:
    """What to ask for at once: first of all as it was asked and kept before, the rest in batches; in order."""
    place = {pmid: n for n, pmid in enumerate(wanted)}
    groups: list[tuple[str, ...]] = []
    for kept in eutils.fetched(attempt):
        if all(pmid in place for pmid in kept):
            groups.append(kept)
            for pmid in kept:
                del place[pmid]
    groups += [tuple(group) for _, group in groupby(place, key=lambda pmid: place[pmid] // batch)]
    order = {pmid: n for n, pmid in enumerate(wanted)}
    return sorted(groups, key=lambda group: order[group[0]])


def _batch(eutils: Eutils, ids: Sequence[str], attempt: int = 1) -> Iterator[Batch]:
    try:
        body = eutils.efetch(ids, attempt=attempt)
    except Unreachable:
        raise
    except SearchFailed as why:
        if len(ids) == 1:
            raise SearchFailed(f"PMID {ids[0]}: {why.message}", where=why.where, then=why.then) from None
        half = len(ids) // 2
        yield from _batch(eutils, ids[:half], attempt)
        yield from _batch(eutils, ids[half:], attempt)
        return
    got = check_records(body, ids)
    missing = _without(ids, got)
    yield Batch(body=body, ids=got, not_returned=missing if attempt > 1 else ())
    if missing and attempt == 1:
        for group in _groups(eutils, missing, len(missing), attempt + 1):
            yield from _batch(eutils, group, attempt + 1)


def newest(records: Iterable[Record]) -> list[Record]:
    """Each PMID once, in the order of first sight: of several versions of a record the highest."""
    best: dict[str, Record] = {}
    for record in records:
        known = best.get(record.accession)
        if known is None or record.version > known.version:
            best[record.accession] = record
    return list(best.values())


def _without(ids: Iterable[str], got: Iterable[str]) -> tuple[str, ...]:
    have = frozenset(got)
    return tuple(i for i in ids if i not in have)


def _checked(ids: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(ids))
    wrong = [i for i in wanted if Pmid.parse(i) != i]
    if wrong:
        raise SearchFailed(f"{wrong[0]!r} is not a PMID", then="give PMIDs as digits without leading zeros")
    return wanted


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
