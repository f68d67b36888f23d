"""PubMed's own knowledge of citations: elink's references and citing papers, and the records' reference lists.

An empty answer does not mean that a study has no references: only what publishers or PMC deposited is known.
Source: NBK25499 (one ``LinkSet`` per repeated ``id``; a comma-joined list would merge the sources).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar

from resift.errors import SearchFailed
from resift.records import Doi, Pmid
from resift.search.citations import BOTH, Direction, Work
from resift.search.eutils import Eutils, Unreachable

MOST = 100
_NAMES = {Direction.REFERENCES: "pubmed_pubmed_refs", Direction.CITING: "pubmed_pubmed_citedin"}
Linked = dict[str, tuple[Pmid, ...]]


class PubMedLinks:
    """References and citing papers by elink, for all ``studies`` (PMIDs) in batches of at most 100.

    The first question for a study asks for its whole batch; a batch that fails is halved. The references of studies
    that were ``followed`` before are not asked for along with others.
    """

    name = "PubMed links"
    directions: ClassVar[Sequence[Direction]] = BOTH

    def __init__(self, eutils: Eutils, studies: Iterable[str], *, followed: Collection[str] = ()) -> None:
        self._eutils, wanted = eutils, tuple(dict.fromkeys(studies))
        fresh = tuple(p for p in wanted if p not in followed)
        self._batch = {Direction.REFERENCES: _batches(fresh), Direction.CITING: _batches(wanted)}
        self._known: dict[Direction, Linked] = {Direction.REFERENCES: {}, Direction.CITING: {}}

    def references(self, pmid: str) -> Sequence[Work]:
        """What PubMed lists as cited by the study."""
        return self._of(pmid, Direction.REFERENCES)

    def citing(self, pmid: str) -> Sequence[Work]:
        """What PubMed lists as citing the study."""
        return self._of(pmid, Direction.CITING)

    def _of(self, pmid: str, direction: Direction) -> Sequence[Work]:
        known = self._known[direction]
        if pmid not in known:
            known.update(_linked(self._eutils, self._batch[direction].get(pmid, (pmid,)), _NAMES[direction]))
        return tuple(Work(pmid=p) for p in known[pmid])


class ReferenceLists:
    """The reference lists in PubMed's records of the ``studies``, fetched when the first is asked for."""

    name = "PubMed reference lists"
    directions: ClassVar[Sequence[Direction]] = (Direction.REFERENCES,)

    def __init__(self, eutils: Eutils, studies: Iterable[str]) -> None:
        self._eutils, self._studies = eutils, tuple(dict.fromkeys(studies))
        self._lists: Mapping[str, tuple[str, ...]] | None = None

    def references(self, pmid: str) -> Sequence[Work] | None:
        """What the record lists by PMID or DOI; None where PubMed gives no record of the study."""
        if self._lists is None:
            self._lists = self._fetched()
        listed = self._lists.get(pmid)
        return None if listed is None else tuple(map(_work, dict.fromkeys(listed)))

    def citing(self, pmid: str) -> Sequence[Work] | None:
        """Nothing: a reference list tells one direction only."""
        raise SearchFailed(f"reference lists do not tell what cites {pmid}", then="ask another source")

    def _fetched(self) -> Mapping[str, tuple[str, ...]]:
        from resift.search.medline import read_records
        from resift.search.pubmed import batches

        got = [r for batch in batches(self._eutils, self._studies) for r in read_records(batch.body)]
        return {r.accession: r.references for r in sorted(got, key=lambda r: r.version)}


def _batches(studies: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Each study with the batch in which it is asked for."""
    return {p: batch for i in range(0, len(studies), MOST) for batch in (studies[i : i + MOST],) for p in batch}


def _linked(eutils: Eutils, ids: Sequence[str], linkname: str) -> Linked:
    try:
        return dict(eutils.elink(ids, linkname))
    except Unreachable:
        raise
    except SearchFailed as why:
        if len(ids) == 1:
            raise SearchFailed(f"PMID {ids[0]}: {why.message}", where=why.where, then=why.then) from None
        half = len(ids) // 2
        return _linked(eutils, ids[:half], linkname) | _linked(eutils, ids[half:], linkname)


def _work(reference: str) -> Work:
    pmid = Pmid.parse(reference)
    return Work(pmid=pmid) if pmid else Work(doi=Doi.parse(reference))
