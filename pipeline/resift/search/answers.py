"""What the E-utilities answer to a question over a corpus: no network in it, the same answer to the same question.

What is not known here is refused (HTTP 501), never guessed. Source: NBK25499; recorded replies for the shapes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Final, Literal

from resift.errors import BadStrategy
from resift.records import Record
from resift.search import shapes
from resift.search.asked import Asked, Refused
from resift.search.corpus import Corpus
from resift.search.remarks import NOTHING, Remarks, unknown_fields, unknown_phrases, unknown_words
from resift.strategy import parse
from resift.strategy.tree import Node

OWN: Final = "corpus"
Phrases = frozenset[str] | Literal["corpus"] | None
CAP = 9999
MOST = 10_000
_TOO_FAR = (
    "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. For PubMed, ESearch can only retrieve "
    "the first 9,999 records matching the query. To obtain more than 9,999 PubMed records, consider using EDirect "
    "that contains additional logic to batch PubMed search results automatically so that an arbitrary number can be "
    "retrieved. For details see https://www.ncbi.nlm.nih.gov/books/NBK25499/"
)
_NO_IDS = "ID list is empty! In it there are neither IDs nor accessions."
_FIELDS = (("ALL", "All Fields"), ("UID", "UID"), ("TITL", "Title"), ("TIAB", "Title/Abstract"), ("MESH", "MeSH Terms"))


def _newest(record: Record) -> tuple[object, ...]:
    return (-int(record.accession),)


def _latest(record: Record) -> tuple[object, ...]:
    date = (record.published or ("0",))[0].split("-")
    return (tuple(-int(n) for n in [*date, "0", "0"][:3]), -int(record.accession))


_ORDERS: dict[str, Callable[[Record], tuple[object, ...]]] = {
    "": _newest,
    "relevance": _newest,
    "pub_date": _latest,
    "Author": lambda r: ((r.authors or ("",))[0].lower(), -int(r.accession)),
    "JournalName": lambda r: (r.journal.lower(), -int(r.accession)),
}


class Entrez:
    """The E-utilities' answers over a corpus, with the history that ``usehistory`` and epost fill.

    ``phrases`` (lower case) are the phrases of the phrase index and ``vocabulary`` the known words; where one is
    None, every phrase or word is known, but a single term that finds nothing is still reported as not found. With
    ``OWN`` for ``phrases`` the phrases known are those that a record of the corpus holds in the field asked.
    """

    def __init__(self, corpus: Corpus, *, phrases: Phrases = None, vocabulary: frozenset[str] | None = None) -> None:
        self.corpus, self.phrases, self.vocabulary = corpus, phrases, vocabulary
        self._history: dict[str, list[tuple[str, ...]]] = {}
        self._made = 0
        self._answers: dict[str, Callable[[Asked], bytes]] = {
            "esearch": self._esearch, "efetch": self._efetch, "epost": self._epost,
            "einfo": self._einfo, "esummary": self._esummary, "elink": self._elink,
        }  # fmt: skip

    def answer(self, utility: str, asked: Asked) -> bytes:
        """The body for one request; a Refused for anything outside the known subset."""
        if utility not in self._answers:
            raise Refused(f"there is no {utility} here", 404)
        return self._answers[utility](asked)

    def evict(self) -> None:
        """Forget the history, as NCBI does after a time that it does not state."""
        self._history.clear()

    def _esearch(self, asked: Asked) -> bytes:
        asked.only("term", "retstart", "retmax", "usehistory", "sort", "rettype", "datetype", "mindate", "maxdate")
        asked.xml()
        if asked.one("db") != "pubmed":
            return shapes.error("eSearchResult", f"Invalid db name specified: {asked.one('db')}")
        term = asked.term()
        ids, errors, warnings = self._find(term, asked.one("sort"))
        if asked.one("rettype") == "count":
            return shapes.document("eSearchResult", f"<Count>{len(ids)}</Count>")
        start = asked.number("retstart", 0)
        if start >= CAP:
            if len(ids) > CAP:
                return shapes.error("eSearchResult", _TOO_FAR)
            warnings.append(("OutputMessage", f"Restrictions achieved. start and count adjusted to {len(ids)} and 0"))
        page = ids[start : min(start + asked.number("retmax", 20), CAP)]
        translation, history = " ".join(term.split()), self._history_of(ids, asked)
        return shapes.found(page, len(ids), start, translation, history, errors, warnings)

    def _find(self, term: str, sort: str) -> tuple[tuple[str, ...], Remarks, Remarks]:
        if sort not in _ORDERS:
            raise Refused(f"sort={sort} is not served: {', '.join(filter(None, _ORDERS))}")
        parsed = parse(term, platform="pubmed")
        errors, tree = unknown_fields(parsed.errors), parsed.tree
        if errors or tree is None:
            return (), errors, [NOTHING]
        try:
            found = self.corpus.find(tree)
        except BadStrategy as why:
            raise Refused(f"this search is not served: {why.message}") from None
        errors = unknown_words(term, tree, self.vocabulary, hit=bool(found))
        warnings = [*unknown_phrases(term, tree, self._knows), *([] if found else [NOTHING])]
        return tuple(r.accession for r in sorted(found, key=_ORDERS[sort])), errors, warnings

    def _knows(self, condition: Node, phrase: str) -> bool:
        if self.phrases is None:
            return True
        return bool(self.corpus.find(condition)) if self.phrases == OWN else phrase in self.phrases

    def _efetch(self, asked: Asked) -> bytes:
        asked.only("id", "rettype", "retstart", "retmax")
        if asked.one("rettype") not in ("", "null", "xml", "medline", "abstract", "uilist"):
            return b""  # what PubMed has answered to unsupported types since November 2022
        if asked.one("rettype") not in ("", "null", "xml"):
            raise Refused(f"rettype={asked.one('rettype')} is not served here; ask for retmode=xml")
        asked.xml()
        ids = self._wanted(asked)
        if ids is None:
            return shapes.fetch_error(f"Unable to obtain query #{asked.one('query_key') or '1'}")
        if not ids:
            raise Refused(_NO_IDS, 400)
        start = asked.number("retstart", 0)
        wanted = ids[start : start + min(asked.number("retmax", MOST), MOST)]
        return shapes.records(blob for i in wanted if (blob := self.corpus.blob(i)) is not None)

    def _epost(self, asked: Asked) -> bytes:
        asked.only("id")
        if asked.one("db") != "pubmed":
            return shapes.error("ePostResult", f"Invalid db name specified: {asked.one('db')}")
        ids = asked.ids()
        if not ids:
            omitted = "Some IDs have invalid value and were omitted."
            return shapes.error("ePostResult", "Empty ID list; Nothing to store", omitted)
        webenv, key = self._keep(ids[:MOST], asked.one("WebEnv"))
        return shapes.posted(key, webenv)

    def _einfo(self, asked: Asked) -> bytes:
        asked.only("version")
        asked.xml()
        return shapes.database(len(self.corpus), _FIELDS) if asked.one("db") else shapes.databases()

    def _esummary(self, asked: Asked) -> bytes:
        asked.only("id", "retstart", "retmax")
        asked.xml()
        ids = self._wanted(asked)
        if not ids:
            return shapes.error("eSummaryResult", "Neither query_key nor id specified")
        return shapes.summaries(r for i in ids if (r := self.corpus.get(i)) is not None)

    def _elink(self, asked: Asked) -> bytes:
        asked.only("id", "dbfrom", "cmd", "linkname")
        asked.xml()
        name, ways = asked.one("linkname"), {"pubmed_pubmed_refs": self._cited, "pubmed_pubmed_citedin": self._citing}
        if asked.one("cmd") not in ("", "neighbor") or asked.one("dbfrom") != "pubmed" or name not in ways:
            raise Refused(f"elink is served with dbfrom=pubmed, cmd=neighbor and a linkname of {', '.join(ways)}")
        return shapes.links((ids, name, sorted(ways[name](ids), key=int, reverse=True)) for ids in asked.groups())

    def _cited(self, ids: Sequence[str]) -> set[str]:
        found = (r for i in ids if (r := self.corpus.get(i)) is not None)
        return {ref for r in found for ref in r.references if self.corpus.get(ref) is not None}

    def _citing(self, ids: Sequence[str]) -> set[str]:
        wanted = frozenset(ids)
        return {r.accession for r in self.corpus.records if not wanted.isdisjoint(r.references)}

    def _wanted(self, asked: Asked) -> tuple[str, ...] | None:
        """The ids asked for, directly or by the history; None where the history does not have them."""
        key = asked.one("query_key")
        if not key:
            return asked.ids()
        kept = self._history.get(asked.one("WebEnv"), [])
        return kept[int(key) - 1] if key.isdigit() and 1 <= int(key) <= len(kept) else None

    def _history_of(self, ids: tuple[str, ...], asked: Asked) -> str:
        if asked.one("usehistory") != "y":
            return ""
        webenv, key = self._keep(ids[:CAP], asked.one("WebEnv"))
        return f"<QueryKey>{key}</QueryKey><WebEnv>{webenv}</WebEnv>"

    def _keep(self, ids: tuple[str, ...], webenv: str) -> tuple[str, int]:
        if webenv not in self._history:
            self._made += 1
            webenv = f"MCID_{hashlib.sha256(str(self._made).encode()).hexdigest()[:24]}"
        kept = self._history.setdefault(webenv, [])
        kept.append(ids)
        return webenv, len(kept)
