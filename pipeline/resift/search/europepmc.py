"""Europe PMC's references and citing papers (Articles RESTful API); asked only where the reviewer wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from resift.errors import SearchFailed
from resift.records import Doi, Pmid
from resift.search.citations import BOTH, Direction, Work
from resift.search.envelopes import Transient
from resift.search.web import Web

ADDRESS = "https://www.ebi.ac.uk/europepmc/webservices/rest/"
PAGE = 1000
ROUNDS = 3
_LISTS = {"references": ("referenceList", "reference"), "citations": ("citationList", "citation")}


class EuropePMC:
    """Citations of studies as Europe PMC has them, also of works outside PubMed (preprints, books).

    ``web`` is a connection to ``ADDRESS``, or to what stands in for it.
    """

    name = "Europe PMC"
    directions: ClassVar[Sequence[Direction]] = BOTH

    def __init__(self, web: Web) -> None:
        self._web = web

    def references(self, pmid: str) -> Sequence[Work] | None:
        """The study's reference list; an entry that Europe PMC did not match has no identifier."""
        return self._all(pmid, "references")

    def citing(self, pmid: str) -> Sequence[Work] | None:
        """What Europe PMC knows to cite the study."""
        return self._all(pmid, "citations")

    def _all(self, pmid: str, what: str) -> Sequence[Work] | None:
        """All pages; their entries must be as many as the service counts, or it is asked anew."""
        attempt = rounds = count = 0
        found: list[Work] | None = []
        while rounds < ROUNDS:
            attempt, sent = attempt + 1, self._web.sent
            count, found = self._pages(pmid, what, attempt)
            if found is None or len(found) == count:
                return found
            rounds += self._web.sent > sent
        raise SearchFailed(f"Europe PMC counts {count} {what} of {pmid} but lists {len(found or ())}",
                           then="run it again later, or leave Europe PMC out")  # fmt: skip

    def _pages(self, pmid: str, what: str, attempt: int) -> tuple[int, list[Work] | None]:
        found: list[Work] = []
        count, page = 1, 0
        while len(found) < count:
            page += 1
            params: dict[str, str | int] = {"format": "json", "pageSize": PAGE, "page": page}
            answer = self._web.get(f"MED/{pmid}/{what}", params, lambda a: _entries(a, what), attempt=attempt)
            if answer is None:
                return 0, None
            entries, count = _entries(answer, what), answer["hitCount"]
            found += map(_work, entries)
            if not entries:
                break
        return count, found


def _entries(answer: Any, what: str) -> list[dict[str, Any]]:
    """The entries on a page; a Transient where it is not a page of these."""
    if not isinstance(answer, dict) or not isinstance(answer.get("hitCount"), int):
        said = answer.get("errMsg") if isinstance(answer, dict) else None
        raise Transient(f"the answer has no count of {what}{f': {said}' if said else ''}")
    outer, inner = _LISTS[what]
    held = answer.get(outer) or {}
    entries = held.get(inner, []) if isinstance(held, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise Transient(f"the answer has no list of {what}")
    if answer["hitCount"] and outer not in answer:
        raise Transient(f"the answer counts {answer['hitCount']} {what} and lists none")
    return entries


def _work(entry: dict[str, Any]) -> Work:
    own, source = str(entry.get("id") or ""), str(entry.get("source") or "")
    year = str(entry.get("pubYear") or "")
    return Work(
        pmid=Pmid.parse(own) if source == "MED" else None,
        doi=Doi.parse(str(entry.get("doi") or "")),
        accession=f"{source}:{own}" if own and source and source != "MED" else "",
        title=str(entry.get("title") or ""),
        authors=tuple(_authors(str(entry.get("authorString") or ""))),
        journal=str(entry.get("journalAbbreviation") or ""),
        year=int(year) if year.isdigit() else None,
    )


def _authors(listed: str) -> Iterator[str]:
    return filter(None, (name.strip().rstrip(".") for name in listed.split(",")))
