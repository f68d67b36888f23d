"""RIS tags understood: one entry of any vendor becomes a record, with remarks on what was left aside."""

from __future__ import annotations

import re

from resift.formats.entries import Entry, Remark
from resift.formats.values import database_of, distinct, issn_in, pages_of, year_in
from resift.formats.vendors import Vendor, vendor_of
from resift.records import Doi, Pmid, Record, blank_to_empty

_NOTICE = re.compile(r"^\s*Copyright\b.{0,300}\b(?:is the property of|All rights reserved)", re.S | re.I)
_DECISION = re.compile(r"(?:RAYYAN-[A-Z-]+:|USER-NOTES:|ASReview_|resift (?:screening|eligibility): ).*", re.S)
_EBSCO_CODE = re.compile(r"[?&]db=(\w+)")
_MARKUP = re.compile(r"</?(?:p|div|span|br|b|i|em|strong)\b[^<>]*>")
_WHOLE = frozenset({"BOOK", "UNPB", "EBOOK"})


def record(entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
    """The record that an entry holds; every field by the rules of the vendor that its content shows.

    ``database`` is what the reviewer says was searched; the name in the file counts only where nothing is said.

    >>> tags = (("TY", "JOUR"), ("T1", "A made-up title"), ("U2", "L1234567"), ("C5", "12345"), ("DB", "Embase"))
    >>> found, remarks = record(Entry(line=1, tags=tags), id="embase-1", database="")
    >>> found.accession, found.pmid, found.database, remarks[0].message
    ('L1234567', '12345', 'Embase', 'read as RIS of Embase.com')
    """
    vendor = vendor_of(entry)
    remarks = [Remark(line=entry.line, code="vendor", message=f"read as RIS of {vendor.name}")]
    kind = entry.first("TY")
    found = Record(
        id=id,
        title=_line(blank_to_empty(entry.first("TI", "T1", "CT") or (entry.first("BT") if kind in _WHOLE else ""))),
        abstract=_abstract(entry, vendor, remarks),
        authors=distinct(a.strip(" ,") for value in entry.all("AU", "A1") for a in value.split("\n")),
        year=_year(entry, remarks),
        journal=_journal(entry, kind),
        journal_short=_journal_short(entry, kind),
        volume=blank_to_empty(entry.first("VL", "VO")),
        issue=blank_to_empty(entry.first("IS", "CP")),
        pages=_pages(entry, remarks),
        doi=_doi(entry, vendor, remarks),
        pmid=Pmid.parse(vendor.pmid(entry)),
        accession=blank_to_empty(vendor.accession(entry)),
        database=_database(entry, vendor, database, remarks),
        languages=distinct(entry.all("LA")),
        publication_types=distinct(
            v for v in entry.all(*vendor.types) if not (v.lower().startswith("doi:") and Doi.parse(v))
        ),
        keywords=distinct(k for value in entry.all("KW") for k in value.split("\n") if k != "eppi-reviewer"),
        affiliations=distinct(entry.all(*next(([t] for t in vendor.affiliations if entry.first(t)), []))),
        issn=issn_in(entry.all("SN")),
        url=(entry.first("UR").split() or [""])[0],
        notes=_notes(entry, vendor, remarks),
        raw=entry.tags,
    )
    _cited_authors(entry, vendor, remarks)
    return found, remarks


def _line(text: str) -> str:
    return " ".join(text.split("\n"))


def _abstract(entry: Entry, vendor: Vendor, remarks: list[Remark]) -> str:
    given = [v for v in map(blank_to_empty, entry.all("AB") or entry.all("N2")) if v]
    kept = given[:1] if vendor.one_abstract else [v for n, v in enumerate(given) if n == 0 or not _NOTICE.match(v)]
    if len(kept) < len(given):
        _note(
            remarks, entry, "second-abstract", "a second abstract (the copyright notice) is kept in the raw tags only"
        )
    kept = list(dict.fromkeys(kept))
    if len(kept) > 1:
        _note(remarks, entry, "abstract-parts", f"the abstract comes in {len(kept)} tags; put together in their order")
    return "\n".join(kept)


def _year(entry: Entry, remarks: list[Remark]) -> int | None:
    dates = [v for tag in ("PY", "Y1", "DA", "YR") for v in entry.all(tag)]
    years = [y for y in map(year_in, dates) if y]
    if dates and not years:
        _note(remarks, entry, "year", f'no year in "{dates[0][:40]}"')
    return years[0] if years else None


def _journal(entry: Entry, kind: str) -> str:
    inside = () if kind in _WHOLE else ("BT",)
    return _line(blank_to_empty(entry.first("JF", "T2", "JO", *inside)))


def _journal_short(entry: Entry, kind: str) -> str:
    title = _journal(entry, kind)
    given = (v for tag in ("JA", "J2", "JI", "J1", "JO", "J9") for v in entry.all(tag))
    return _line(blank_to_empty(next((v for v in given if v != title), "")))


def _pages(entry: Entry, remarks: list[Remark]) -> str:
    first, last = blank_to_empty(entry.first("SP")), blank_to_empty(entry.first("EP"))
    pages = pages_of(first, last) or ("" if first else blank_to_empty(entry.first("PG")))
    if first and not pages:
        _note(remarks, entry, "pages", f'"{first} {last}" says that there are no pages')
    return pages


def _doi(entry: Entry, vendor: Vendor, remarks: list[Remark]) -> Doi | None:
    given = next((v for tag in vendor.doi for v in entry.all(tag)), "")
    doi = Doi.parse(given)
    if given and not doi:
        _note(remarks, entry, "doi", f'no DOI in "{given[:60]}"')
    return doi


def _database(entry: Entry, vendor: Vendor, said: str, remarks: list[Remark]) -> str:
    inside = database_of(entry.first("DB")) or vendor.database
    if not inside and vendor.name == "EBSCOhost" and (code := _EBSCO_CODE.search(entry.first("UR"))):
        inside = database_of(code.group(1))
        _note(remarks, entry, "database-code", f'no DB; "{inside}" comes from db= in the address')
    if said and inside and inside.lower() != said.lower():
        _note(remarks, entry, "database", f'the file says "{inside}"; counted as {said}, as told')
    return said or inside


def _notes(entry: Entry, vendor: Vendor, remarks: list[Remark]) -> str:
    given = entry.all("N1")
    # Rayyan marks what it adds to a note; in the other tools the whole note is the reviewers'.
    marked = not vendor.own_notes or vendor.name == "Rayyan"
    kept = [_DECISION.sub("", v).rstrip(" |") if _DECISION.search(v) else v for v in given] if marked else []
    if kept != given:
        _note(remarks, entry, "decision", "notes with decisions of reviewers are kept in the raw tags only")
    return "\n".join(v for v in (blank_to_empty(_MARKUP.sub(" ", k)) for k in kept) if v)


def _cited_authors(entry: Entry, vendor: Vendor, remarks: list[Remark]) -> None:
    if vendor.name == "Ovid" and entry.first("A2").count(",") > 2:
        _note(remarks, entry, "cited-authors", "A2 names the authors of cited works; kept in the raw tags only")


def _note(remarks: list[Remark], entry: Entry, code: str, message: str) -> None:
    remarks.append(Remark(line=entry.line, code=code, message=message))
