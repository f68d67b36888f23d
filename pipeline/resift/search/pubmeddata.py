"""What PubMed's own part of an article says: its dates in the system, its identifiers and its reference list.

The same elements (``History``, ``ArticleIdList``, ``ReferenceList``) stand in ``PubmedData``, ``PubmedBookData`` and
``BookDocument``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from resift.records import Doi, Pmid
from resift.search.branch import Branch, Element, leaves, text
from resift.search.dates import day, read

_RAW_IDS = {"pmc": "PMC", "pii": "PII", "mid": "MID", "bookaccession": "BAC"}
_KEPT = frozenset({"entrez", "pubmed", "medline"})


def history(data: Branch) -> tuple[dict[str, dt.date | None], list[tuple[str, str]]]:
    """The days that a record keeps, by name, and each event as MEDLINE writes it (``2015/8/10 6:0 [entrez]``)."""
    days: dict[str, dt.date | None] = {}
    raw = []
    for mark in data.all("History", "PubMedPubDate"):
        status = mark.get("PubStatus", "")
        got = leaves(mark)
        if status in _KEPT:
            days[status] = day(read(got))
        raw.append(("PHST", f"{_written(list(got.values()))} [{status}]"))
    return days, raw


def _written(values: list[str]) -> str:
    days, hours = "/".join(values[:3]), ":".join(values[3:])
    return f"{days} {hours}" if days and hours else days or hours


def identifiers(parent: Branch) -> list[tuple[str, str]]:
    """The kind and text of each article identifier."""
    return [(e.get("IdType", ""), text(e)) for e in parent.all("ArticleIdList", "ArticleId")]


def raw_identifiers(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those identifiers that MEDLINE has a tag of its own for (PMC, PII, MID, BAC)."""
    return ((_RAW_IDS[kind], value) for kind, value in found if value and kind in _RAW_IDS)


def doi(places: Iterable[Element], found: Iterable[tuple[str, str]]) -> Doi | None:
    """The first valid DOI of the article's own locations, else of its identifiers."""
    own = (text(p) for p in places if p.get("EIdType") == "doi" and p.get("ValidYN") != "N")
    other = (value for kind, value in found if kind == "doi")
    return next((known for values in (own, other) for t in values if (known := Doi.parse(t))), None)


class Cited(NamedTuple):
    """The works that an article cites: PMID or else DOI of each that has one, and the others as printed."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]


def references(data: Branch) -> Cited:
    """The reference list with all its sections, in its order."""
    known, unknown = [], []
    for reference, ids in _listed(data):
        if found := _known(ids):
            known.append(found)
        else:
            unknown += [text(e) for e in reference.iterchildren("Citation")]
    return Cited(tuple(known), tuple(filter(None, unknown)))


def _listed(data: Branch) -> list[tuple[Element, dict[str | None, Element]]]:
    found: list[tuple[Element, dict[str | None, Element]]] = []
    for part in data.all("ReferenceList"):
        for element in part.iter("Reference", "ArticleId"):
            if element.tag == "Reference":
                found.append((element, {}))
            elif found:
                found[-1][1][element.get("IdType")] = element
    return found


def _known(ids: dict[str | None, Element]) -> str:
    known = Pmid.parse(text(ids["pubmed"])) if "pubmed" in ids else None
    return known or ("doi" in ids and Doi.parse(text(ids["doi"]))) or ""
