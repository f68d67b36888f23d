"""Where an open copy of a report lies, as Unpaywall and Europe PMC tell it; asked only where the reviewer wants it.

An open copy is a lead, not a full text: nothing counts as retrieved because a service names an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from resift.records import Doi, Pmid
from resift.search.envelopes import Transient
from resift.search.web import Web

UNPAYWALL = "https://api.unpaywall.org/v2/"
_FREE = frozenset({"OA", "F"})  # Europe PMC: open access, free to read; S is for subscribers
_VERSIONS = {
    "publishedVersion": "published version",
    "acceptedVersion": "accepted manuscript",
    "submittedVersion": "submitted manuscript",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCopy:
    """One open copy: who says so, its page and its PDF (either may be empty), licence and version where told."""

    source: str
    page: str = ""
    pdf: str = ""
    licence: str = ""
    version: str = ""

    def as_dict(self) -> dict[str, str]:
        """The filled fields as plain JSON values."""
        return {k: v for k, v in asdict(self).items() if v}


class CopyFinder(Protocol):
    """A service that is asked for open copies of one report."""

    name: str

    def copies(self, doi: Doi | None, pmid: Pmid | None, attempt: int) -> Sequence[OpenCopy] | None:
        """The copies, best first; None where the service does not know the report or cannot be asked for it.

        ``attempt`` sets a question apart from the same one asked before.
        """


class Unpaywall:
    """Unpaywall, asked by DOI (source: Unpaywall data format, DOI object and OA location object).

    ``web`` is a connection to ``UNPAYWALL``, or to what stands in for it, that sends the e-mail address it asks for.
    """

    name = "Unpaywall"

    def __init__(self, web: Web) -> None:
        self._web = web

    def copies(self, doi: Doi | None, pmid: Pmid | None, attempt: int) -> Sequence[OpenCopy] | None:  # noqa: ARG002
        """What it lists for the DOI."""
        if doi is None:
            return None
        answer = self._web.get(quote(doi, safe="/"), {}, _unpaywall_checked, attempt=attempt)
        if answer is None or Doi.parse(str(answer.get("doi") or "")) != doi:
            return None
        best = answer.get("best_oa_location")
        listed = [*([best] if best else []), *(answer.get("oa_locations") or [])]
        return _unique(_unpaywall_copy(x) for x in listed if isinstance(x, dict))


class EuropePMCCopies:
    """Europe PMC, asked by PMID or else by DOI (source: Articles RESTful API, search, resultType core)."""

    name = "Europe PMC"

    def __init__(self, web: Web) -> None:
        self._web = web

    def copies(self, doi: Doi | None, pmid: Pmid | None, attempt: int) -> Sequence[OpenCopy] | None:
        """What it lists as open or free; an answer about another report counts as none."""
        if not (doi or pmid):
            return None
        asked = f"EXT_ID:{pmid} AND SRC:MED" if pmid else 'DOI:"{}"'.format(str(doi).replace('"', ""))
        params: dict[str, str | int] = {"query": asked, "resultType": "core", "format": "json", "pageSize": 5}
        answer = self._web.get("search", params, _results, attempt=attempt)
        for entry in _results(answer) if answer is not None else ():
            if (pmid and str(entry.get("pmid")) == pmid) or (doi and Doi.parse(str(entry.get("doi") or "")) == doi):
                return _unique(_europepmc_copies(entry))
        return None


def _unpaywall_checked(answer: Any) -> None:
    if not isinstance(answer, dict) or not isinstance(answer.get("is_oa"), bool):
        said = answer.get("message") if isinstance(answer, dict) else None
        raise Transient(f"the answer does not say whether there is an open copy{f': {said}' if said else ''}")
    if not isinstance(answer.get("oa_locations") or [], list):
        raise Transient("the answer has no list of copies")


def _unpaywall_copy(entry: dict[str, Any]) -> OpenCopy:
    page = _address(entry.get("url_for_landing_page")) or _address(entry.get("url"))
    version = str(entry.get("version") or "")
    return OpenCopy(source=Unpaywall.name, page=page, pdf=_address(entry.get("url_for_pdf")),
                    licence=str(entry.get("license") or ""), version=_VERSIONS.get(version, version))  # fmt: skip


def _results(answer: Any) -> list[dict[str, Any]]:
    """The entries of a page of results; a Transient where it is none."""
    if not isinstance(answer, dict) or not isinstance(answer.get("hitCount"), int):
        said = answer.get("errMsg") if isinstance(answer, dict) else None
        raise Transient(f"the answer has no count of results{f': {said}' if said else ''}")
    held = answer.get("resultList") or {}
    entries = held.get("result", []) if isinstance(held, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise Transient("the answer has no list of results")
    return entries


def _europepmc_copies(entry: dict[str, Any]) -> Iterator[OpenCopy]:
    held = entry.get("fullTextUrlList") or {}
    listed = held.get("fullTextUrl") if isinstance(held, dict) else None
    free = [x for x in listed or () if isinstance(x, dict) and x.get("availabilityCode") in _FREE]
    pages = {x.get("site"): _address(x.get("url")) for x in free if x.get("documentStyle") != "pdf"}
    pdfs = {x.get("site"): _address(x.get("url")) for x in free if x.get("documentStyle") == "pdf"}
    for site in dict.fromkeys((*pdfs, *pages)):
        yield OpenCopy(source=EuropePMCCopies.name, page=pages.get(site, ""), pdf=pdfs.get(site, ""),
                       licence=str(entry.get("license") or ""))  # fmt: skip


def _unique(copies: Iterable[OpenCopy]) -> list[OpenCopy]:
    """Each copy that has an address once, those with a PDF first."""
    found = dict.fromkeys(c for c in copies if c.page or c.pdf)
    return sorted(found, key=lambda c: not c.pdf)


def _address(value: Any) -> str:
    """A web address, or nothing where it is none.

    >>> _address("https://example.org/a.pdf"), _address("javascript:alert(1)"), _address(None)
    ('https://example.org/a.pdf', '', '')
    """
    text = str(value or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.hostname and text.isprintable() and " " not in text
    return text if good else ""
