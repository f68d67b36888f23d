"""PubMed records that change between two questions, as PubMed does: added, deleted, merged, retracted, re-indexed."""

from __future__ import annotations

import re
from collections.abc import Callable

from resift.errors import BadStrategy
from resift.records import Record
from resift.search.corpus import Corpus
from resift.search.medline import entries
from resift.strategy import parse
from resift.strategy.evaluate import Index
from resift.strategy.tree import Node

_PMID = re.compile(rb"(<PMID[^>]*>)\d+(</PMID>)")
_HEADINGS = re.compile(rb"<MeshHeadingList>.*?</MeshHeadingList>", re.S)
_END = b"</MedlineCitation>"


class Living(Corpus):
    """A corpus that begins as another one, which stays as it is, and can be changed while it is asked.

    A search over what was there before costs as much as before; the new and changed records have an index of their own.
    """

    def __init__(self, base: Corpus) -> None:
        self._base, self.skipped = base, base.skipped
        self._gone: set[str] = set()
        self._young: dict[str, tuple[Record, bytes]] = {}
        self._young_index = Index(())
        self.records = base.records

    def get(self, pmid: str) -> Record | None:
        """The record of that PMID as it is now, or None."""
        if pmid in self._young:
            return self._young[pmid][0]
        return None if pmid in self._gone else self._base.get(pmid)

    def blob(self, pmid: str) -> bytes | None:
        """The XML of that record as it is now, or None."""
        if pmid in self._young:
            return self._young[pmid][1]
        return None if pmid in self._gone else self._base.blob(pmid)

    def find(self, query: str | Node) -> tuple[Record, ...]:
        """What a PubMed search finds at this moment."""
        old = (r for r in self._base.find(query) if r.accession not in self._gone)
        tree = parse(query, platform="pubmed").tree if isinstance(query, str) else query
        young = [record for record, _ in self._young.values()]
        new = (young[row] for row in self._young_index.find(tree)) if young else ()
        return tuple(sorted((*old, *new), key=lambda r: int(r.accession)))

    def prepare(self) -> None:
        """Build the index now."""
        self._base.prepare()

    def put(self, blob: bytes) -> None:
        """Add a record, or replace the one with its PMID."""
        ((record, kept),) = entries(b"<PubmedArticleSet>" + blob + b"</PubmedArticleSet>")
        self._gone.add(record.accession)
        self._young[record.accession] = record, kept
        self._changed()

    def delete(self, pmid: str) -> None:
        """Take a record out."""
        self._gone.add(pmid)
        self._young.pop(pmid, None)
        self._changed()

    def _changed(self) -> None:
        young = [record for record, _ in self._young.values()]
        old = [r for r in self._base.records if r.accession not in self._gone]
        self._young_index = Index(young)
        self.records = tuple(sorted((*old, *young), key=lambda r: int(r.accession)))


def _named(corpus: Living, pmid: str, default: int) -> tuple[str, bytes]:
    """The PMID meant and its record: by default the first or last in the corpus."""
    pmid = pmid or (corpus.records[default].accession if corpus.records else "")
    blob = corpus.blob(pmid)
    if blob is None:
        raise BadStrategy(
            f"there is no record {pmid or 'left'} to change", then="name a PMID of the corpus in the faults"
        )
    return pmid, blob


def add(corpus: Living, pmid: str) -> None:
    """The last record once more, under a new PMID."""
    last, blob = _named(corpus, "", -1)
    corpus.put(_PMID.sub(rb"\g<1>%d\g<2>" % int(pmid or int(last) + 1), blob, count=1))


def delete(corpus: Living, pmid: str) -> None:
    """The last record is gone."""
    corpus.delete(_named(corpus, pmid, -1)[0])


def merge(corpus: Living, pmid: str) -> None:
    """The first record is merged into another one: its PMID is no longer known."""
    corpus.delete(_named(corpus, pmid, 0)[0])


def retract(corpus: Living, pmid: str) -> None:
    """The last record is marked as retracted."""
    note = (
        b'<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>Fictional notice.</RefSource>'
        b"</CommentsCorrections></CommentsCorrectionsList>"
    )
    corpus.put(_named(corpus, pmid, -1)[1].replace(_END, note + _END))


def reindex(corpus: Living, pmid: str) -> None:
    """The last record loses its MeSH headings."""
    corpus.put(_HEADINGS.sub(b"", _named(corpus, pmid, -1)[1]))


CHANGES: dict[str, Callable[[Living, str], None]] = {
    "add": add,
    "delete": delete,
    "merge": merge,
    "retract": retract,
    "reindex": reindex,
}
