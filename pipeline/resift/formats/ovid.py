"""Ovid's tagged citations (.txt): numbered headers, then tags or field names with their values."""

from __future__ import annotations

import re

from resift.formats.entries import Entry, Parsed, Remark
from resift.formats.values import authors_in, database_of, distinct, issn_in, year_in
from resift.records import Doi, Pmid, Record, blank_to_empty

_HEADER = re.compile(r"[ \t]*<\d+[ \t]*(?:\.[ \t]*)?>[ \t]*")
_COUNT = re.compile(r"^[ \t]*<\d+[ \t]*(?:\.[ \t]*)?>[ \t]*$", re.M)
_TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9]{1,4}) {1,2}-(?: (.*)|)")
_NAME = re.compile(r"[A-Z][A-Za-z-]*(?: [A-Za-z&/()-]+){0,6}[ \t]*")
_SOURCE = re.compile(
    r"(?P<journal>.+?)\.?\s+(?:Vol\.? ?)?(?:[A-Z][a-z]+ \d{4};)?"
    r"(?P<volume>\d+)(?:\((?P<issue>[^()]*(?:\([^()]*\))?)\))?"
    r"(?:(?::|, ?(?=\d+-\d))\s?(?P<pages>[A-Za-z]?\d[\w-]*))?(?=[,.;\s]|$)"
)
# Field names of the format without tags, by the tag that Ovid uses for the same.
NAMES = {
    "accession number": "AN", "author": "AU", "authors": "AU", "title": "TI", "source": "SO", "abstract": "AB",
    "institution": "IN", "language": "LG", "issn": "IS", "isbn": "IB", "doi number": "DI", "publication type": "PT",
    "document type": "DT", "author keywords": "KW", "keywords": "KW", "year of publication": "YR", "database": "DB",
    "digital object identifier": "DO", "doi": "DO", "subject headings": "MH", "original title": "OT",
}  # fmt: skip


def parse(text: str) -> Parsed:
    r"""The records of an Ovid text. Each begins with a header such as ``<12. >``; numbers need not start at 1.

    Tags (``TI  - ...``) and field names on lines of their own with indented values are both read; a field name that is
    not known stays as it is.

    >>> parse("<7. >\nTI  - A made-up title\nAU  - Doe A\n").entries[0].tags
    (('TI', 'A made-up title'), ('AU', 'Doe A'))
    >>> parse("<7>\nTitle\n  A made-up title\nAuthor\n  Doe A;  Roe B\n").entries[0].tags
    (('TI', 'A made-up title'), ('AU', 'Doe A;  Roe B'))
    """
    found: list[tuple[int, list[tuple[str, list[str]]]]] = []
    remarks: list[Remark] = []
    for n, line in enumerate(text.split("\n"), 1):
        if _HEADER.fullmatch(line):
            found.append((n, []))
        elif line.strip() and found:
            _add(found[-1][1], n, line, remarks)
        elif line.strip():
            remarks.append(Remark(line=n, code="noise", message=f"line left out: {line.strip()[:80]}"))
    entries = tuple(_closed(n, tags) for n, tags in found)
    return Parsed(entries=entries, starts=len(_COUNT.findall(text)), remarks=tuple(remarks))


def _add(tags: list[tuple[str, list[str]]], n: int, line: str, remarks: list[Remark]) -> None:
    tag = _TAG.fullmatch(line)
    if tag:
        tags.append((tag.group(1), [(tag.group(2) or "").strip()]))
    elif not line.startswith((" ", "\t")) and _NAME.fullmatch(line):
        name = line.strip()
        tags.append((NAMES.get(name.lower(), name), []))
    elif tags:
        tags[-1][1].append(line.strip())
    else:
        remarks.append(Remark(line=n, code="noise", message=f"line left out: {line.strip()[:80]}"))


def _closed(n: int, tags: list[tuple[str, list[str]]]) -> Entry:
    return Entry(line=n, tags=tuple((tag, "\n".join(p for p in parts if p)) for tag, parts in tags))


def record(entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
    """The record that an Ovid entry holds; its source line (SO) is taken apart where there are no tags.

    >>> tags = (("TI", "Made up.  [Article]"), ("SO", "Journal of Fiction.   28(2):103-106, April 2015."))
    >>> found, _ = record(Entry(line=1, tags=tags), id="ovid-1", database="")
    >>> found.title, found.journal, found.volume, found.issue, found.pages, found.year
    ('Made up.', 'Journal of Fiction', '28', '2', '103-106', 2015)
    """
    source = " ".join(entry.first("SO").split())
    parts = _SOURCE.match(source[:600])
    split = {k: v or "" for k, v in parts.groupdict().items()} if parts else {}
    remarks = [Remark(line=entry.line, code="vendor", message="read as Ovid tagged citations")]
    if source and not parts:
        remarks.append(Remark(line=entry.line, code="source", message=f'source line not taken apart: "{source[:60]}"'))
    found = Record(
        id=id,
        title=re.sub(r"\s*\[(?:Article|Miscellaneous|Report|Review)[^\]]*\]\s*$", "", _text(entry, "TI")),
        abstract=entry.first("AB"),
        authors=distinct(a for value in entry.all("AU") for a in authors_in(_plain(value))),
        year=year_in(entry.first("YR", "DP")) or _last_year(source),
        journal=_text(entry, "JN") or split.get("journal", "").rstrip("."),
        volume=entry.first("VO") or split.get("volume", ""),
        issue=entry.first("IP") or split.get("issue", ""),
        pages=_pages(entry) or split.get("pages", ""),
        doi=Doi.parse(entry.first("DO", "DI")),
        pmid=Pmid.parse(_pmid(entry)),
        accession=re.sub(r"^[A-Za-z ]+: ", "", entry.first("AN", "UI")).rstrip("."),
        database=database or database_of(entry.first("DB")),
        original_title=_text(entry, "OT"),
        languages=distinct(v.rstrip(".") for v in entry.all("LG", "LA")),
        publication_types=distinct(v.rstrip(".") for v in entry.all("PT") or entry.all("DT")),
        keywords=distinct(k.rstrip(".") for v in entry.all("KW", "MH", "ID", "DE") for k in re.split(r";\s+", v)),
        affiliations=distinct(entry.all("IN")),
        issn=issn_in(entry.all("IS")),
        url=(entry.first("XL").split() or [""])[0],
        raw=entry.tags,
    )
    return found, remarks


def _text(entry: Entry, tag: str) -> str:
    return blank_to_empty(" ".join(entry.first(tag).split()))


def _plain(author: str) -> str:
    """An author without roles, degrees and numbers of institutions.

    >>> _plain("Doe, Anna MD, PhD *"), _plain("Roe, B. [Inventor, Reprint Author]")
    ('Doe, Anna', 'Roe, B.')
    """
    text = re.sub(r"\s*\[[^\[\]]*\]", "", " ".join(author.split()))
    return re.sub(r"(?:,?\s+(?:MD|PhD|MPH|MSc|BSc|DVM|RN)\b\.?)*(?:\s+[\d,*+]+)?(?=;|$)", "", text)


def _last_year(source: str) -> int | None:
    years = [year_in(found) for found in re.findall(r"(?<!\d)\d{4}(?!\d)", source)]
    return next((y for y in reversed(years) if y), None)


def _pages(entry: Entry) -> str:
    given = entry.first("PG")
    return "" if given.lower().startswith("no pagination") else given


def _pmid(entry: Entry) -> str:
    links = "\n".join(entry.all("XL"))
    found = re.search(r"[?&]id=pmid:(\d{1,8})(?!\d)", links)
    medline = "medline" in entry.first("DB").lower()
    return found.group(1) if found else (entry.first("UI", "AN") if medline else "")
