"""Web of Science's tagged text (.txt, .ciw): two-letter tags, values that go on under three blanks."""

from __future__ import annotations

import re

from resift.errors import BadFile
from resift.formats.entries import Entry, Parsed, Remark
from resift.formats.values import database_of, distinct, issn_in, pages_of, year_in
from resift.records import Doi, Pmid, Record, blank_to_empty

_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|)")
_COUNT = re.compile(r"^PT (?=\S)", re.M)
# Tags whose every line is one value; in all others a further line is the same text wrapped.
_LISTS = frozenset({"AU", "AF", "BA", "BF", "BE", "CA", "GP", "CR", "C1", "EM"})
# Databases by the part of UT (or AN) before the colon (source: identifiers in genuine exports).
DATABASES = {
    "WOS": "Web of Science", "ISI": "Web of Science", "ZOOREC": "Zoological Record", "INSPEC": "Inspec", 
    "CABI": "CAB Abstracts",
    "MEDLINE": "MEDLINE", "BIOSIS": "BIOSIS", "BIOABS": "BIOSIS", "FSTA": "FSTA", "SCIELO": "SciELO", "KJD": "KCI",
    "RSCI": "RSCI", "DIIDW": "Derwent Innovations Index", "CCC": "Current Contents Connect",
}  # fmt: skip
_THEN = "export again as plain text (full record) from Web of Science"


def parse(text: str) -> Parsed:
    r"""The records of a Web of Science text: PT begins one, ER ends it, EF ends the file.

    >>> parse("FN Clarivate\nVR 1.0\nPT J\nAU Doe, A\n   Roe, B\nTI A made-up\n   title\nER\n\nEF").entries[0].tags
    (('PT', 'J'), ('AU', 'Doe, A\nRoe, B'), ('TI', 'A made-up title'))
    """
    reader = _Reader()
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            reader.line(n, line)
    reader.close("the file ends before this record's ER; it may have been cut off")
    return Parsed(entries=tuple(reader.entries), starts=len(_COUNT.findall(text)), remarks=tuple(reader.remarks))


class _Reader:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.remarks: list[Remark] = []
        self.tags: list[tuple[str, list[str]]] = []
        self.begins = 0

    def line(self, n: int, line: str) -> None:
        tag = _TAG.fullmatch(line)
        if tag and tag.group(1) == "PT" and tag.group(2):
            self.close("no ER before the next PT")
            self.begins, self.tags = n, [("PT", [tag.group(2).strip()])]
        elif tag and tag.group(1) == "ER":
            self.close("")
        elif self.tags and tag:
            self.tags.append((tag.group(1), [(tag.group(2) or "").strip()]))
        elif self.tags:
            self.tags[-1][1].append(line.strip())
        elif not (tag and tag.group(1) in {"FN", "VR", "EF"}):
            self._outside(n, line, tagged=bool(tag))

    def _outside(self, n: int, line: str, *, tagged: bool) -> None:
        if tagged:
            raise BadFile(f"a tag outside a record: {line.strip()[:60]}", where=f":{n}", then=_THEN)
        self.remarks.append(Remark(line=n, code="noise", message=f"line left out: {line.strip()[:80]}"))

    def close(self, complaint: str) -> None:
        if not self.tags:
            return
        if complaint:
            self.remarks.append(Remark(line=self.begins, code="no-ER", message=complaint))
        joined = tuple((tag, ("\n" if tag in _LISTS else " ").join(p for p in parts if p)) for tag, parts in self.tags)
        self.entries.append(Entry(line=self.begins, tags=joined))
        self.tags = []


def record(entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
    """The record that a Web of Science entry holds.

    >>> tags = (("PT", "J"), ("AU", "Doe, A. (a@example.org)"), ("UT", "WOS:000000000000001"), ("PM", "12345"))
    >>> found, _ = record(Entry(line=3, tags=tags), id="wos-1", database="")
    >>> found.authors, found.database, found.pmid
    (('Doe, A.',), 'Web of Science', '12345')
    """
    accession = entry.first("UT", "AN")
    inside = database_of(DATABASES.get(accession.split(":")[0], "Zoological Record" if accession[:4] == "ZOOR" else ""))
    found = Record(
        id=id,
        title=blank_to_empty(entry.first("TI")),
        abstract=entry.first("AB"),
        authors=distinct(
            re.sub(r"\([^()\s]+@[^()\s]+\)", "", a) for v in entry.all("AU", "BA", "CA", "GP") for a in v.split("\n")
        ),
        year=year_in(entry.first("PY", "PD")),
        journal=entry.first("SO"),
        journal_short=entry.first("JI", "J9"),
        volume=entry.first("VL"),
        issue=entry.first("IS"),
        pages=pages_of(entry.first("BP"), entry.first("EP")) or entry.first("PS"),
        doi=Doi.parse(entry.first("DI")),
        pmid=Pmid.parse(entry.first("PM")),
        accession=accession,
        database=database or inside,
        original_title=entry.first("FT"),
        languages=distinct(re.split(r";\s*", entry.first("LA"))),
        publication_types=distinct(re.split(r";\s*", entry.first("DT"))),
        keywords=distinct(k for v in entry.all("DE", "ID") for k in re.split(r";\s*", v)),
        affiliations=distinct(a for v in entry.all("C1") for a in _addresses(v)),
        issn=issn_in(entry.all("SN", "EI")),
        raw=entry.tags,
    )
    return found, [
        Remark(
            line=entry.line, code="vendor", message=f"read as Web of Science text of {inside or 'no named database'}"
        )
    ]


def _addresses(value: str) -> list[str]:
    r"""Addresses, one per sentence: some databases wrap them, and a line that ends without a full stop goes on.

    >>> _addresses("Univ Fiction, Storrs,\nCT, USA.\nTale Univ, Graz.")
    ['Univ Fiction, Storrs, CT, USA.', 'Tale Univ, Graz.']
    """
    return [" ".join(a.split("\n")) for a in re.split(r"(?<=\.)\n", value)]
