"""A whole PubMed search: every id that matches, then every record; complete, or stopped with the reason.

Above 9,999 records PubMed hands out no more ids; the search is then cut into ranges of PMIDs, as NCBI's own tools do
(EDirect, ``GenerateFromSOLR``), until each range can be listed. The union must be as large as the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from resift.errors import BadStrategy, SearchFailed
from resift.records import Pmid
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
    """What a search found: all PMIDs in ascending order, how many there are, how PubMed understood the query."""

    ids: tuple[str, ...]
    count: int
    translation: str = ""
    warnings: tuple[Remark, ...] = ()


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

    Stops with a BadStrategy where PubMed does not know a phrase, field or quoted phrase, unless its kind
    (``PhraseNotFound`` ...) is among ``accept``; with a SearchFailed where the numbers do not come to agree.
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
            return _hits(found, ids)
        # a round that an archive repeated is none: running the search again must ask anew
        rounds += eutils.sent > sent
    message = f"PubMed counts {found.count} records but lists {len(ids)}, after {attempt} rounds"
    raise SearchFailed(message, then="run the search again; PubMed may be changing at this moment")


def _hits(found: Found, ids: set[str]) -> Hits:
    ordered = tuple(sorted(ids, key=int))
    return Hits(
        ids=ordered, count=found.count, translation=found.translation, warnings=(*found.errors, *found.warnings)
    )


def _by_ranges(eutils: Eutils, term: str, count: int, attempt: int, progress: Progress | None) -> set[str]:
    """The ids range by range; any PMID has at most eight digits, so that no record can lie beyond."""
    ids: set[str] = set()
    ranges = [(1, LARGEST_PMID)]
    while ranges:
        low, high = ranges.pop()
        found = eutils.esearch(f"({term}) AND ({low}:{high}[UID])", retmax=CAP, attempt=attempt)
        if found.count > CAP:
            middle = (low + high) // 2
            ranges += [(low, middle), (middle + 1, high)]
        else:
            ids.update(found.ids)
            _tell(progress, len(ids), count)
    return ids


def _stop(found: Found, accept: Collection[str]) -> None:
    blocking = [r for r in (*found.errors, *found.warnings) if r.kind in BLOCKING and r.kind not in accept]
    if blocking:
        said = "; ".join(_MEANING[r.kind].format(r.text) for r in blocking)
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

    A batch that fails is halved; what is missing is asked for once more and then listed as not returned.
    """
    wanted = _checked(ids)
    done = 0
    for start in range(0, len(wanted), batch):
        for part in _batch(eutils, wanted[start : start + batch]):
            done += len(part.ids) + len(part.not_returned)
            yield part
            _tell(progress, done, len(wanted))


def _batch(eutils: Eutils, ids: Sequence[str]) -> Iterator[Batch]:
    try:
        body = eutils.efetch(ids)
    except Unreachable:
        raise
    except SearchFailed:
        if len(ids) == 1:
            raise
        half = len(ids) // 2
        yield from _batch(eutils, ids[:half])
        yield from _batch(eutils, ids[half:])
        return
    got = check_records(body, ids)
    missing = _without(ids, got)
    yield Batch(body=body, ids=got)
    if missing:
        again = eutils.efetch(missing, attempt=2)
        late = check_records(again, missing)
        yield Batch(body=again, ids=late, not_returned=_without(missing, late))


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
