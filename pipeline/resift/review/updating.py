"""A search run again: what is new since the searches before, which date brought it, what they had and it has not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from resift.errors import BadFile
from resift.records import Pmid, Record
from resift.review.config import Config
from resift.review.desk import Desk
from resift.review.folder import received
from resift.strategy.translate import WINDOW

BEFORE, EARLIER = "the previous search", "earlier runs"
SHOWN = 10
Known = Mapping[str, frozenset[str]]


def known_ids(desk: Desk, config: Config, search: str, *, update: bool) -> Known:
    """The PMIDs that the previous version's search found, and those of earlier runs of this one; by whose they are."""
    runs = [r.id for r in desk.store.runs() if r.search == search] if update else []
    own = frozenset(r.accession for run in runs for r in desk.store.records(run) if r.accession)
    path = config.previous.found if config.previous else ""
    previous = frozenset(pmids_in(desk.folder.inside(path))) if path else frozenset[str]()
    return {whose: ids for whose, ids in ((BEFORE, previous), (EARLIER, own)) if ids}


def pmids_in(path: Path) -> list[str]:
    """The PMIDs in a file: one in a line, or an export of PubMed's records in any format that is read here.

    A BadFile names the line that is no PMID, or a file without any.
    """
    data = received(path)
    lines = [(n, x.strip()) for n, x in enumerate(data.decode("utf-8-sig", "replace").splitlines(), start=1)]
    lines = [(n, x) for n, x in lines if x]
    if lines and lines[0][1].isdecimal():
        return [_pmid(line, f"{path}:{n}") for n, line in lines]
    found = [str(r.pmid) for r in _records(path) if r.pmid] if lines else []
    if not found:
        raise BadFile("there is no PMID in this file", where=str(path),
                      then="write one PMID in a line, or export the search from PubMed")  # fmt: skip
    return found


def _pmid(text: str, where: str) -> str:
    pmid = Pmid.parse(text)
    if pmid is None:
        raise BadFile(f"{text[:40]!r} is not a PMID", where=where, then="write one PMID in a line, and nothing else")
    return str(pmid)


def _records(path: Path) -> list[Record]:
    from resift.review.standalone import read_exports

    return read_exports([path])


def told_of_known(found: Sequence[str], known: Known) -> list[str]:
    """What an update found in all and had already.

    >>> told_of_known(["1", "2", "3", "4"], {BEFORE: frozenset("12"), EARLIER: frozenset("23")})
    ['4 found, of which 2 were known from the previous search and 1 more from earlier runs: 1 new']
    """
    left, parts = frozenset(found), list[str]()
    for whose, ids in known.items():
        parts.append(f"{len(left & ids):,} {'more' if parts else 'were known'} from {whose}")
        left -= ids
    return [f"{len(found):,} found, of which {' and '.join(parts)}: {len(left):,} new"] if parts else []


def brought_by_dates(records: Iterable[Record], day: dt.date) -> dict[str, tuple[str, ...]]:
    """The accessions of the records that each date of the window adds to those before it, by the records' own dates.

    >>> old, new = dt.date(2015, 1, 1), dt.date(2017, 1, 1)
    >>> late = Record(id="a", title="t", accession="7", entered=old, created=new)
    >>> brought_by_dates([late], dt.date(2016, 10, 2))
    {'entered': (), 'created': ('7',), 'indexed': ()}
    """
    found: dict[str, list[str]] = {field: [] for field, _ in WINDOW}
    for r in records:
        field = next((f for f in found if (getattr(r, f) or dt.date.min) >= day), None)
        if field:
            found[field].append(r.accession)
    return {field: tuple(ids) for field, ids in found.items()}


def told_by_dates(brought: Mapping[str, Sequence[str]], day: dt.date) -> str:
    """How many records each date of the window adds to those before it.

    >>> told_by_dates({"entered": ("1", "2"), "created": ("3",), "indexed": ()}, dt.date(2016, 10, 2))
    'since 2016-10-02: 2 entered, 1 more created, 0 more indexed'
    """
    told = (f"{len(ids):,} {'more ' if i else ''}{field}" for i, (field, ids) in enumerate(brought.items()))
    return f"since {day.isoformat()}: {', '.join(told)}"


def listed(what: str, ids: Sequence[str]) -> str:
    """How many, and which as far as a line can hold; all of them are kept with the run.

    >>> listed("not returned by PubMed", ["7", "9"])
    '2 not returned by PubMed: 7, 9'
    """
    more = f" and {len(ids) - SHOWN:,} more, all listed in the report" if len(ids) > SHOWN else ""
    return f"{len(ids):,} {what}: {', '.join(ids[:SHOWN])}{more}"
