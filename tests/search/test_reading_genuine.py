"""Every field of every genuine record against a second reading, and what Bio.Entrez.read says of the same files."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from Bio import Entrez
from tests.search import second_reading

from resift.records import Record
from resift.search.medline import read_records

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def pairs(shared_dir) -> list[tuple[str, ET.Element, Record]]:
    """Each genuine article or book as an element tree and as our record."""
    return [(f.name, e, r) for f in _files(shared_dir) for e, r in zip(_elements(f), read_records(f), strict=True)]


def _files(shared_dir: Path) -> Iterator[Path]:
    for path in sorted((shared_dir / "samples" / "pubmed").rglob("*.xml")):
        if re.search(rb"<Pubmed(Book)?Article[ >]", path.read_bytes()):
            yield path


def _elements(path: Path) -> list[ET.Element]:
    root = ET.parse(path).getroot()  # noqa: S314 (the samples are at hand and known)
    return [root] if root.tag == "PubmedArticle" else list(root)


def _plain(record: Record) -> dict[str, object]:
    found = {f.name: getattr(record, f.name) for f in fields(Record)}
    found["headings"] = [(h.name, h.major, h.qualifiers) for h in record.headings]
    found["notices"] = [(n.kind, n.pmid, n.citation) for n in record.notices]
    return found


def test_every_field_of_every_record_equals_a_second_reading(pairs):
    for where, element, record in pairs:
        read = second_reading.article if element.tag == "PubmedArticle" else second_reading.book
        expected, got = read(element), _plain(record)
        assert set(got) - set(expected) == {"id", "raw"}
        assert {name: got[name] for name in expected} == expected, where
    assert len(pairs) == 100


def test_what_no_field_holds_stands_under_its_tag_in_every_article(pairs):
    for where, element, record in pairs:
        if element.tag == "PubmedArticle":
            assert second_reading.kept(element) <= set(record.raw), where


def test_no_text_of_a_genuine_article_is_lost_except_of_elements_named_here(pairs):
    # of grants the country, agency and acronym; names of data banks; numbers of institutions; headings of reference
    # lists; the print of references that have an identifier; contents of books. Dates, pages, ids: compared above.
    left = {"Agency", "Acronym", "Country", "DataBankName", "Citation", "Year", "Month", "Day", "Season", "Hour",
            "Minute", "StartPage", "EndPage", "ISOAbbreviation", "ELocationID", "ArticleId", "SectionTitle",
            "LocationLabel"}  # fmt: skip
    within = {("ReferenceList", "Title"), ("AffiliationInfo", "Identifier")}
    for where, element, record in pairs:
        said = "\n".join(_said(record))
        for parent in element.iter():
            for leaf in parent:
                named = leaf.tag in left or (parent.tag, leaf.tag) in within
                if not named and not len(leaf) and (text := second_reading.whole(leaf)):
                    assert text in said, (where, leaf.tag)


def _said(record: Record) -> Iterator[str]:
    for value in _plain(record).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, (tuple, list)):
            for item in value:
                yield item if isinstance(item, str) else "\n".join(map(str, _flat(item)))


def _flat(item: object) -> Iterator[object]:
    if isinstance(item, tuple):
        for part in item:
            yield from _flat(part)
    else:
        yield item


def test_bio_entrez_reads_the_same_lists_texts_and_dates(shared_dir):
    compared = 0
    for path in _files(shared_dir):
        try:
            with path.open("rb") as stream:
                read = Entrez.read(stream, escape=True)
        except (ValueError, RuntimeError):
            continue  # document types with http:// addresses and files that need another DTD
        ours = [r for r in read_records(path) if "BTI" not in dict(r.raw)]
        for theirs, record in zip(read.get("PubmedArticle", [read]), ours, strict=True):
            _compare(theirs["MedlineCitation"], theirs["PubmedData"], record)
            compared += 1
    assert compared >= 90


def _bare(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def _compare(citation, data, record: Record) -> None:
    article = citation["Article"]
    assert record.abstract.replace("\n", " ").split() == " ".join(
        f"{t.attributes['Label']}: {_bare(t)}" if t.attributes.get("Label") else _bare(t)
        for t in article.get("Abstract", {}).get("AbstractText", [])
    ).split()  # fmt: skip
    people = article.get("AuthorList", [])
    assert record.authors == tuple(
        _bare(p["CollectiveName"]) if "CollectiveName" in p
        else " ".join(_bare(p[k]) for k in ("LastName", "Initials", "Suffix") if k in p) for p in people
    )  # fmt: skip
    assert list(map(str.split, record.affiliations)) == list(map(str.split, dict.fromkeys(
        _bare(i["Affiliation"]) for p in people for i in p.get("AffiliationInfo", [])
    )))  # fmt: skip
    assert record.languages == tuple(dict.fromkeys(map(str, article["Language"])))
    assert record.publication_types == tuple(dict.fromkeys(map(_bare, article["PublicationTypeList"])))
    assert record.keywords == tuple(dict.fromkeys(_bare(k) for group in citation["KeywordList"] for k in group))
    assert [(h.name, h.qualifiers) for h in record.headings] == [
        (_bare(h["DescriptorName"]), tuple(map(_bare, h["QualifierName"]))) for h in citation.get("MeshHeadingList", [])
    ]
    assert [(n.kind, n.pmid) for n in record.notices] == [
        (n.attributes["RefType"], str(n.get("PMID", ""))) for n in citation.get("CommentsCorrectionsList", [])
    ]
    days = {d.attributes["PubStatus"]: tuple(int(d[k]) for k in ("Year", "Month", "Day")) for d in data["History"]}
    for status, day in (("entrez", record.created), ("pubmed", record.entered), ("medline", record.indexed)):
        assert (day and (day.year, day.month, day.day)) == days.get(status)
    listed = [r for group in data.get("ReferenceList", []) for r in group.get("Reference", [])]
    printed = sum(tag == "CR" for tag, _ in record.raw)
    assert len(listed) == len(record.references) + printed
