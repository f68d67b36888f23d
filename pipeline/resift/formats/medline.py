"""MEDLINE text (.nbib) of PubMed and of ERIC: tags of up to four letters, values that go on under an indent."""

from __future__ import annotations

import re

from resift.errors import BadFile
from resift.formats.entries import Entry, Parsed, Remark
from resift.formats.values import day_in, distinct, issn_in, partial_date, year_in
from resift.records import Doi, Heading, Notice, Pmid, Record, blank_to_empty

_TAG = re.compile(r"([A-Z]{2,5}\d?) {0,3}-(?: (.*)|(\S.*)|)")
_COUNT = re.compile(r"^PMID *-|^OWN *- *ERIC\b", re.M)
_FRAGMENT = re.compile(r"\A\s*PMCR? *-")
# MEDLINE's comment-and-correction tags by the names that PubMed's XML gives them (source: NLM, MEDLINE/PubMed data
# element descriptions).
NOTICES = {
    "CIN": "CommentIn", "CON": "CommentOn", "CRI": "CorrectedandRepublishedIn", "CRF": "CorrectedandRepublishedFrom",
    "DDIN": "AssociatedDataset", "DRIN": "AssociatedPublication", "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor", "EIN": "ErratumIn", "EFR": "ErratumFor", "ORI": "OriginalReportIn",
    "PRIN": "PartialRetractionIn", "PROF": "PartialRetractionOf", "RIN": "RetractionIn", "ROF": "RetractionOf",
    "RPI": "RepublishedIn", "RPF": "RepublishedFrom", "RRI": "RetractedandRepublishedIn",
    "RRF": "RetractedandRepublishedFrom", "SPIN": "SummaryForPatientsIn", "UIN": "UpdateIn", "UOF": "UpdateOf",
}  # fmt: skip
_THEN = "save the search again as PubMed format (or Citation manager file) and import that file"


def parse(text: str) -> Parsed:
    r"""The records of a MEDLINE text as tags and values; wrapped values are put together with a space.

    A record begins with PMID, or with ``OWN - ERIC`` in ERIC's files, which have no PMID; blank lines separate
    records. Lines that are neither a tag nor a continuation are kept with the value before, with a remark.

    >>> parse("PMID- 1\nOWN - NLM\nTI  - A made-up\n      title\n\nPMID- 2\nTI  - Another\n").entries[0].tags
    (('PMID', '1'), ('OWN', 'NLM'), ('TI', 'A made-up title'))
    """
    starts = len(_COUNT.findall(text))
    reader = _Reader()
    for n, line in enumerate(text.split("\n"), 1):
        reader.line(n, line)
    reader.close()
    fragment = not starts and _FRAGMENT.match(text)
    if not starts and not fragment:
        raise BadFile("MEDLINE text without any PMID or OWN - ERIC", then=_THEN)
    return Parsed(entries=tuple(reader.entries), starts=starts or 1, remarks=tuple(reader.remarks))


class _Reader:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.remarks: list[Remark] = []
        self.tags: list[tuple[str, list[str]]] = []
        self.begins = 0
        self.blank = True

    def line(self, n: int, line: str) -> None:
        tag = _TAG.fullmatch(line)
        if not line.strip():
            self.blank = True
            return
        if tag:
            self._tag(n, tag.group(1), (tag.group(2) or tag.group(3) or "").strip())
        elif self.tags:
            self._continue(n, line)
        else:
            self._note(n, "noise", f"line outside a record left out: {line.strip()[:80]}")
        self.blank = False

    def _tag(self, n: int, name: str, value: str) -> None:
        starts = name == "PMID" or (name == "OWN" and value.startswith("ERIC"))
        if starts and any(tag in {"PMID", "PMC", "PMCR", "OWN"} for tag, _ in self.tags[:1]):
            if not self.blank:
                self._note(n, "no-blank", "no blank line before this record")
            self.close()
        elif self.blank and self.tags and not starts:
            self._note(n, "blank-inside", f"a blank line before {name}, inside a record")
        self.begins = self.begins or n
        self.tags.append((name, [value]))

    def _continue(self, n: int, line: str) -> None:
        if not line.startswith((" ", "\t")):
            self._note(n, "odd-line", f"not a tag and not indented; kept with {self.tags[-1][0]}: {line.strip()[:60]}")
        self.tags[-1][1].append(line.strip())

    def close(self) -> None:
        if self.tags:
            tags = tuple((tag, " ".join(p for p in parts if p)) for tag, parts in self.tags)
            self.entries.append(Entry(line=self.begins, tags=tags))
        self.tags, self.begins = [], 0

    def _note(self, line: int, code: str, message: str) -> None:
        self.remarks.append(Remark(line=line, code=code, message=message))


def record(entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
    """The record that a MEDLINE entry of PubMed or ERIC holds.

    >>> tags = (("PMID", "12345"), ("TI", "Made up"), ("AID", "10.1000/demo [doi]"), ("MH", "Loneliness/*psychology"))
    >>> found, _ = record(Entry(line=1, tags=tags), id="pubmed-1", database="")
    >>> found.doi, found.headings[0].name, found.headings[0].major
    ('10.1000/demo', 'Loneliness', True)
    """
    eric = entry.first("OWN").startswith("ERIC")
    pmid = None if eric else Pmid.parse(entry.first("PMID"))
    remarks = _remarks(entry, eric=eric, pmid=pmid)
    dates = [partial_date(v) for tag in ("DP", "DEP") for v in entry.all(tag)]
    found = Record(
        id=id,
        title=blank_to_empty(entry.first("TI", "BTI")),
        abstract="\n".join(dict.fromkeys(entry.all("AB"))),
        authors=_authors(entry),
        year=year_in(entry.first("DP", "DEP")),
        journal=entry.first("JT"),
        journal_short=entry.first("TA"),
        volume=entry.first("VI"),
        issue=entry.first("IP"),
        pages=entry.first("PG"),
        doi=_doi(entry),
        pmid=pmid,
        accession=entry.first("OID") if eric else entry.first("PMID"),
        database=database or ("ERIC" if eric else "PubMed"),
        original_title=entry.first("TT"),
        other_abstract="\n".join(entry.all("OAB")),
        languages=distinct(entry.all("LA")),
        publication_types=distinct(entry.all("PT")),
        headings=tuple(_heading(v) for v in entry.all("MH")),
        keywords=distinct(v.lstrip("*") for v in entry.all("OT")),
        substances=distinct(re.sub(r"^\S+ \((.*)\)$|^EC [\d.-]+ \((.*)\)$", r"\1\2", v) for v in entry.all("RN", "NM")),
        affiliations=distinct(entry.all("AD")),
        issn=issn_in(re.sub(r"^E?ISSN-", "", v) for v in entry.all("IS")),
        url=next((v for tag in ("LID", "AID") for v in entry.all(tag) if eric and v.startswith("http")), ""),
        notes="\n".join(entry.all("GN")),
        created=day_in(entry.first("CRDT")),
        entered=day_in(entry.first("EDAT")),
        indexed=day_in(entry.first("MHDA")),
        published=tuple(dict.fromkeys(d for d in dates if d)),
        notices=tuple(_notice(NOTICES[tag], value) for tag, value in entry.tags if tag in NOTICES and value),
        raw=entry.tags,
    )
    return found, remarks


def _remarks(entry: Entry, *, eric: bool, pmid: Pmid | None) -> list[Remark]:
    found = [Remark(line=entry.line, code="vendor", message=f"read as MEDLINE text of {'ERIC' if eric else 'PubMed'}")]
    if not eric and pmid is None:
        given = entry.first("PMID")
        what = f'"{given}" is no PMID' if given else "a record without PMID"
        found.append(Remark(line=entry.line, code="pmid", message=what))
    for tag in ("TI", "AB"):
        if len(entry.all(tag)) > 1:
            kept = "put together" if tag == "AB" else "the first is the title, the others are in the raw tags"
            message = f"{tag} occurs {len(entry.all(tag))} times; {kept}"
            found.append(Remark(line=entry.line, code="repeated", message=message))
    return found


def _authors(entry: Entry) -> tuple[str, ...]:
    """Full names where the record has them; each FAU is followed by its short form AU."""
    authors: list[str] = []
    before = ""
    for tag, value in entry.tags:
        if value and (tag in {"FAU", "CN"} or (tag == "AU" and before != "FAU")):
            authors.append(value)
        if tag in {"FAU", "AU", "CN"}:
            before = tag
    return tuple(authors)


def _doi(entry: Entry) -> Doi | None:
    marked = (v for v in entry.all("LID", "AID") if v.endswith("[doi]") or re.match(r"doi:|https?://(?:dx\.)?doi\.", v))
    return next((doi for doi in map(Doi.parse, marked) if doi), None)


def _heading(value: str) -> Heading:
    name, *qualifiers = value.split("/")
    return Heading(
        name=name.lstrip("*"), major="*" in value, qualifiers=tuple(q.lstrip("*") for q in qualifiers if q.strip("*"))
    )


def _notice(kind: str, value: str) -> Notice:
    found = re.search(r"PMID:\s*(\d{1,8})", value)
    return Notice(kind=kind, pmid=found.group(1) if found else "", citation=value.partition("PMID:")[0].rstrip())
