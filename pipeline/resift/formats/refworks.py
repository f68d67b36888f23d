"""RefWorks tagged text (.rwt): RT begins a record; a legend of tags may stand before the first."""

from __future__ import annotations

import re

from resift.formats.entries import Entry, Parsed, Remark
from resift.formats.values import distinct, issn_in, pages_of, year_in
from resift.records import Doi, Pmid, Record, blank_to_empty

_TAG = re.compile(r"(PMC?ID|[A-Z][A-Z0-9]\d?)(?: (.*)|)")
_COUNT = re.compile(r"^RT (?=\S)", re.M)


def parse(text: str) -> Parsed:
    r"""The records of a RefWorks text as tags and values; the legend before the first record is left out.

    >>> parse("RT Journal Article\nA1 Doe,A\nT1 A made-up title\nYR 2019\n").entries[0].tags[1]
    ('A1', 'Doe,A')
    """
    found: list[tuple[int, list[tuple[str, list[str]]]]] = []
    remarks: list[Remark] = []
    for n, line in enumerate(text.split("\n"), 1):
        tag = _TAG.fullmatch(line)
        if tag and tag.group(1) == "RT" and tag.group(2):
            found.append((n, []))
        if not line.strip() or not found:
            continue
        if tag:
            found[-1][1].append((tag.group(1), [(tag.group(2) or "").strip()]))
        else:
            found[-1][1][-1][1].append(line.strip())
            remarks.append(Remark(line=n, code="continued", message=f"{found[-1][1][-1][0]} goes on over another line"))
    entries = (Entry(line=n, tags=tuple((t, "\n".join(v)) for t, v in tags)) for n, tags in found)
    return Parsed(entries=tuple(entries), starts=len(_COUNT.findall(text)), remarks=tuple(remarks))


def record(entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
    """The record that a RefWorks entry holds.

    >>> tags = (("RT", "Journal Article"), ("T1", "Made up"), ("YR", "2019"), ("SP", "24"), ("OP", "26"))
    >>> record(Entry(line=1, tags=tags), id="refworks-1", database="")[0].pages
    '24-26'
    """
    found = Record(
        id=id,
        title=blank_to_empty(entry.first("T1")),
        abstract=entry.first("AB"),
        authors=distinct(entry.all("A1")),
        year=year_in(entry.first("YR")) or year_in(entry.first("FD")),
        journal=entry.first("JF", "T2"),
        journal_short=entry.first("JO"),
        volume=entry.first("VO"),
        issue=entry.first("IS"),
        pages=pages_of(entry.first("SP"), entry.first("OP")),
        doi=Doi.parse(entry.first("DO")),
        pmid=Pmid.parse(entry.first("PMID")),
        accession=entry.first("AN", "ID"),
        database=database or entry.first("DB"),
        original_title=entry.first("OT"),
        languages=distinct(entry.all("LA")),
        publication_types=distinct(entry.all("RT")),
        keywords=distinct(entry.all("K1")),
        affiliations=distinct(entry.all("AD")),
        issn=issn_in(entry.all("SN")),
        url=(entry.first("UL", "LK").split() or [""])[0],
        notes="\n".join(entry.all("NO")),
        raw=entry.tags,
    )
    return found, [Remark(line=entry.line, code="vendor", message="read as RefWorks tagged text")]
