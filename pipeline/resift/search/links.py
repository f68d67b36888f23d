"""PubMed's own knowledge of citations: elink's references and citing papers, and the records' reference lists.

An empty answer does not mean that a study has no references: only what publishers or PMC deposited is known.
Source: NBK25499 (one ``LinkSet`` per repeated ``id``; a comma-joined list would merge the sources).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from lxml import etree

from resift.errors import SearchFailed
from resift.records import Doi, Pmid
from resift.search.branch import Branch, text
from resift.search.citations import BOTH, Direction, Work
from resift.search.eutils import Eutils, Unreachable

MOST = 100
ROUNDS = 3
_NAMES = {Direction.REFERENCES: "pubmed_pubmed_refs", Direction.CITING: "pubmed_pubmed_citedin"}
Linked = dict[str, tuple[Pmid, ...]]


class PubMedLinks:
    """References and citing papers by elink, for all ``studies`` (PMIDs) in batches of at most 100.

    The first question for a study asks for its whole batch; a batch that fails is halved.
    """

    name = "PubMed links"
    directions: ClassVar[Sequence[Direction]] = BOTH

    def __init__(self, eutils: Eutils, studies: Iterable[str]) -> None:
        self._eutils, wanted = eutils, list(dict.fromkeys(studies))
        self._batch = {p: wanted[i : i + MOST] for i in range(0, len(wanted), MOST) for p in wanted[i : i + MOST]}
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
            known.update(_linked(self._eutils, self._batch.get(pmid, [pmid]), _NAMES[direction]))
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


def read_links(body: bytes, ids: Sequence[str], linkname: str) -> Linked:
    """What each of these PMIDs is linked to in an elink answer; a ValueError says what is wrong with the answer.

    The source itself, which PubMed sometimes lists, is left out.

    >>> answer = b'''<eLinkResult><LinkSet><IdList><Id>7</Id></IdList><LinkSetDb><LinkName>pubmed_pubmed_refs</LinkName>
    ... <Link><Id>5</Id></Link><Link><Id>7</Id></Link></LinkSetDb></LinkSet></eLinkResult>'''
    >>> read_links(answer, ["7"], "pubmed_pubmed_refs")
    {'7': ('5',)}
    """
    root = etree.fromstring(body, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False))
    said = "; ".join(text(e) for e in root.iter("ERROR"))
    if said:
        raise ValueError(f"elink answered with an error: {said}")
    found: Linked = {}
    for part in map(Branch, root.iterchildren("LinkSet")):
        sources = [text(e) for e in part.all("IdList", "Id")]
        if len(sources) != 1 or sources[0] not in ids or sources[0] in found:
            raise ValueError(f"elink gave a set of links for {', '.join(sources) or 'nothing'}")
        found[sources[0]] = _targets(part, sources[0], linkname)
    if len(found) < len(set(ids)):
        raise ValueError(f"elink gave sets of links for {len(found)} of {len(set(ids))} records")
    return {i: found[i] for i in ids}


def _targets(part: Branch, source: str, linkname: str) -> tuple[Pmid, ...]:
    targets: dict[Pmid, None] = {}
    for links in map(Branch, part.all("LinkSetDb")):
        if links.text("LinkName") != linkname:
            raise ValueError(f"elink gave {links.text('LinkName') or 'unnamed links'}, not {linkname}")
        for element in links.all("Link", "Id"):
            pmid = Pmid.parse(text(element))
            if pmid is None:
                raise ValueError(f"elink gave {text(element)!r} as a PMID")
            targets[pmid] = None
    return tuple(p for p in targets if p != source)


def _linked(eutils: Eutils, ids: Sequence[str], linkname: str) -> Linked:
    try:
        return _whole(eutils, ids, linkname)
    except Unreachable:
        raise
    except SearchFailed:
        if len(ids) == 1:
            raise
        half = len(ids) // 2
        return _linked(eutils, ids[:half], linkname) | _linked(eutils, ids[half:], linkname)


def _whole(eutils: Eutils, ids: Sequence[str], linkname: str) -> Linked:
    """One batch; an answer that is not what was asked for is asked for again, past what an archive repeats."""
    problem, attempt, rounds = "", 0, 0
    while rounds < ROUNDS:
        attempt, sent = attempt + 1, eutils.sent
        try:
            return read_links(eutils.elink(ids, linkname, attempt=attempt), ids, linkname)
        except ValueError as why:
            problem = str(why)
        rounds += eutils.sent > sent
    raise SearchFailed(eutils.redact(problem), then="run it again later; what was received is kept")


def _work(reference: str) -> Work:
    pmid = Pmid.parse(reference)
    return Work(pmid=pmid) if pmid else Work(doi=Doi.parse(reference))
