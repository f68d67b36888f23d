"""EndNote XML, as EndNote, Mendeley and Zotero write it; no entities, no DTD, no network."""

from __future__ import annotations

import re

from lxml import etree

from resift.errors import BadFile
from resift.formats.entries import Entry, Parsed, Remark
from resift.formats.values import database_of, distinct, issn_in, year_in
from resift.records import Doi, Pmid, Record, blank_to_empty

_COUNT = re.compile(r"<record(?=[\s>])")
_THEN = "export the records again as XML from the reference manager, or as RIS"


def parse(text: str) -> Parsed:
    """The records of an EndNote XML text; each element with text becomes a tag named by its path.

    Raises BadFile for XML that is not well-formed, that declares entities or a DTD, or that nests too deeply.

    >>> parse("<xml><records><record><titles><title>Made up</title></titles></record></records></xml>").entries[0].tags
    (('titles/title', 'Made up'),)
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadFile("XML with a document type declaration is not read (it could pull in other files)", then=_THEN)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False, encoding="utf-8",
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.lstrip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise BadFile(f"XML that is not well-formed: {str(error)[:120]}", where=f":{line}", then=_THEN) from error
    entries = tuple(_entry(element) for element in root.iter("record"))
    return Parsed(entries=entries, starts=len(_COUNT.findall(re.sub(r"<!--.*?-->", "", text, flags=re.S))))


def _entry(element: etree._Element) -> Entry:
    tags: list[tuple[str, str]] = []
    _collect(element, "", tags)
    return Entry(line=int(str(element.sourceline or 1)), tags=tuple(tags))


def _collect(element: etree._Element, path: str, tags: list[tuple[str, str]]) -> None:
    for child in element:
        here = f"{path}/{child.tag}".lstrip("/")
        if any(g.tag != "style" for g in child) and not _mixed(child):
            _collect(child, here, tags)
        elif value := _text(child):
            tags.append((here, value))
        if here == "ref-type" and child.get("name"):
            tags.append(("ref-type/name", str(child.get("name"))))


def _mixed(element: etree._Element) -> bool:
    """Whether words stand beside the children: then they are markup in a text, not fields."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _text(element: etree._Element) -> str:
    raw = "".join(str(part) for part in element.itertext()).replace("\r", "\n")
    return "\n".join(line for line in (" ".join(part.split()) for part in raw.split("\n")) if line)


def record(entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
    """The record that an EndNote XML entry holds.

    >>> tags = (("titles/title", "Made up"), ("remote-database-name", "Embase\\nMedline"), ("dates/year", "2019"))
    >>> found, _ = record(Entry(line=1, tags=tags), id="endnote-1", database="")
    >>> found.database, found.year
    ('Embase', 2019)
    """
    doi = Doi.parse(entry.first("electronic-resource-num"))
    remarks = [Remark(line=entry.line, code="vendor", message="read as EndNote XML")]
    if entry.first("electronic-resource-num") and not doi:
        what = f'no DOI in "{entry.first("electronic-resource-num")[:60]}"'
        remarks.append(Remark(line=entry.line, code="doi", message=what))
    journal = _line(entry, "periodical/full-title", "titles/secondary-title", "alt-periodical/full-title")
    found = Record(
        id=id,
        title=blank_to_empty(_line(entry, "titles/title")),
        abstract=entry.first("abstract"),
        authors=distinct(a.strip(" ,") for a in entry.all("contributors/authors/author")),
        year=year_in(entry.first("dates/year")) or year_in(entry.first("dates/pub-dates/date")),
        journal=journal,
        journal_short=next((v for v in entry.all("periodical/abbr-1", "alt-periodical/abbr-1") if v != journal), ""),
        volume=entry.first("volume"),
        issue=entry.first("number", "issue"),
        pages=entry.first("pages"),
        doi=doi,
        pmid=Pmid.parse(entry.first("accession-num")) if entry.first("remote-database-provider") == "NLM" else None,
        accession=entry.first("accession-num"),
        database=database or database_of(entry.first("remote-database-name").split("\n")[0]),
        original_title=_line(entry, "orig-pub/title", "titles/translated-title"),
        languages=distinct(entry.all("language")),
        publication_types=distinct(entry.all("work-type", "ref-type/name")),
        keywords=distinct(k for v in entry.all("keywords/keyword") for k in v.split("\n")),
        affiliations=distinct(v for a in entry.all("auth-address") for v in a.split("\n")),
        issn=issn_in(entry.all("isbn", "issn")),
        url=next((u.split()[0] for u in entry.all("urls/related-urls/url", "urls/web-urls/url")), ""),
        notes=entry.first("notes"),
        raw=entry.tags,
    )
    return found, remarks


def _line(entry: Entry, *names: str) -> str:
    return " ".join(entry.first(*names).split("\n"))
