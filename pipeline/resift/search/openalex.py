"""OpenAlex's references and citing works; asked only where the reviewer wants it.

Source: developers.openalex.org (2026): single works are free, lists cost a little of a daily allowance, which is small
without a key; pages hold at most 100 works; without a key only the first 10,000 by number of page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from resift.errors import SearchFailed
from resift.records import Doi, Pmid
from resift.search.citations import BOTH, Direction, Work
from resift.search.envelopes import Transient
from resift.search.web import Web

ADDRESS = "https://api.openalex.org/"
PAGE = 100
MOST_BY_NUMBER = 10_000
TOGETHER = 50
ROUNDS = 3
_FIELDS = "id,doi,ids,display_name,publication_year"


class OpenAlex:
    """Citations of studies as OpenAlex has them, also of works outside PubMed.

    ``web`` is a connection to ``ADDRESS``, or to what stands in for it, with ``secrets={"api_key": ...}`` where
    there is a key; ``keyed`` says so: only then are pages asked for by cursor, which has no limit.
    """

    name = "OpenAlex"
    directions: ClassVar[Sequence[Direction]] = BOTH

    def __init__(self, web: Web, *, keyed: bool = False) -> None:
        self._web, self._keyed = web, keyed
        self._studies: dict[str, dict[str, Any] | None] = {}

    def references(self, pmid: str) -> Sequence[Work] | None:
        """What OpenAlex lists as cited by the study; a work it lists and no longer has is named by its id alone."""
        study = self._study(pmid)
        if study is None:
            return None
        ids = [_short(i) for i in dict.fromkeys(study["referenced_works"])]
        known: dict[str, Work] = {}
        for start in range(0, len(ids), TOGETHER):
            known |= self._listed(f"openalex:{'|'.join(ids[start : start + TOGETHER])}")
        return (*known.values(), *(Work(accession=i) for i in ids if i not in known))

    def citing(self, pmid: str) -> Sequence[Work] | None:
        """What OpenAlex knows to cite the study."""
        study = self._study(pmid)
        return None if study is None else tuple(self._listed(f"cites:{_short(study['id'])}").values())

    def _study(self, pmid: str) -> dict[str, Any] | None:
        if pmid not in self._studies:
            params = {"select": "id,referenced_works"}
            self._studies[pmid] = self._web.get(f"works/pmid:{pmid}", params, _check_study)
        return self._studies[pmid]

    def _listed(self, selection: str) -> dict[str, Work]:
        """All works of a selection by id; as many as the service counts, or it is asked anew."""
        attempt = rounds = count = 0
        found: dict[str, Work] = {}
        while rounds < ROUNDS:
            attempt, sent = attempt + 1, self._web.sent
            count, found = self._pages(selection, attempt)
            if len(found) == count:
                return found
            rounds += self._web.sent > sent
        raise SearchFailed(f"OpenAlex counts {count} works for {selection[:60]} but lists {len(found)}",
                           then="run it again later, or leave OpenAlex out")  # fmt: skip

    def _pages(self, selection: str, attempt: int) -> tuple[int, dict[str, Work]]:
        found: dict[str, Work] = {}
        place: dict[str, str | int] = {"cursor": "*"} if self._keyed else {"page": 1}
        while True:
            params = {"filter": selection, "select": _FIELDS, "per_page": PAGE, **place}
            answer = self._web.get("works", params, _check_page, attempt=attempt)
            if answer is None:
                raise SearchFailed("OpenAlex has no list of works", then="tell the makers of resift")
            count = answer["meta"]["count"]
            if not self._keyed and count > MOST_BY_NUMBER:
                raise SearchFailed(f"OpenAlex lists {count:,} works only to who has a key",
                                   then="set OPENALEX_API_KEY, or leave OpenAlex out")  # fmt: skip
            found |= {_short(w["id"]): _work(w) for w in answer["results"]}
            following = self._next(answer, place)
            if following is None or not answer["results"] or len(found) >= count:
                return count, found
            place = following

    def _next(self, answer: dict[str, Any], place: dict[str, str | int]) -> dict[str, str | int] | None:
        if not self._keyed:
            return {"page": int(place["page"]) + 1}
        cursor = answer["meta"].get("next_cursor")
        return {"cursor": cursor} if cursor else None


def _check_study(answer: Any) -> None:
    if not isinstance(answer, dict) or not isinstance(answer.get("id"), str):
        raise Transient("the answer is not a work")
    if not isinstance(answer.get("referenced_works"), list):
        raise Transient("the answer has no list of referenced works")


def _check_page(answer: Any) -> None:
    meta = answer.get("meta") if isinstance(answer, dict) else None
    if not isinstance(meta, dict) or not isinstance(meta.get("count"), int):
        raise Transient("the answer has no count of works")
    results = answer.get("results")
    if not isinstance(results, list) or not all(isinstance(w, dict) and isinstance(w.get("id"), str) for w in results):
        raise Transient("the answer has no list of works")


def _short(identity: str) -> str:
    """``W123`` from ``https://openalex.org/W123``."""
    return identity.rpartition("/")[2]


def _work(found: dict[str, Any]) -> Work:
    ids = found.get("ids") or {}
    year = found.get("publication_year")
    return Work(
        pmid=Pmid.parse(str(ids.get("pmid") or "")),
        doi=Doi.parse(str(found.get("doi") or "")),
        accession=_short(found["id"]),
        title=str(found.get("display_name") or ""),
        year=year if isinstance(year, int) else None,
    )
