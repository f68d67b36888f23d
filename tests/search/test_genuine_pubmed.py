"""Every genuine sample, field by field, against two readings that share no code with ours."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from Bio import Entrez

from resift.errors import ReviewError
from resift.records import Doi, Pmid
from resift.search.envelopes import Found, Transient, read_esearch
from resift.search.medline import blobs, read_records

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def samples(shared_dir) -> list[Path]:
    """The XML files with PubMed records."""
    files = sorted((shared_dir / "samples" / "pubmed").rglob("*.xml"))
    return [f for f in files if re.search(rb"<Pubmed(Book)?Article[ >]", f.read_bytes())]


def _squeeze(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _all(element: ET.Element | None) -> str:
    return "" if element is None else _squeeze("".join(element.itertext()))


def _texts(root: ET.Element, path: str) -> list[str]:
    return [t for e in root.findall(path) if (t := _all(e))]


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _independent(root: ET.Element) -> dict[str, object]:
    """The fields of a PubmedArticle, read with ElementTree and plain paths."""
    a = "MedlineCitation/Article/"
    authors = []
    for person in root.findall(f"{a}AuthorList/Author"):
        names = [person.findtext(t) or "" for t in ("LastName", "Initials", "Suffix")]
        authors.append(_all(person.find("CollectiveName")) or " ".join(n for n in names if n))
    abstract = [(e.get("Label"), _all(e)) for e in root.findall(f"{a}Abstract/AbstractText")]
    dois = [e.text for e in root.findall(f"{a}ELocationID") if (e.get("EIdType"), e.get("ValidYN")) == ("doi", "Y")]
    dois += [e.text for e in root.findall("PubmedData/ArticleIdList/ArticleId") if e.get("IdType") == "doi"]
    days = {
        e.get("PubStatus"): tuple(int(e.findtext(t)) for t in ("Year", "Month", "Day"))
        for e in root.iter("PubMedPubDate")
    }
    references = []
    for reference in root.iter("Reference"):
        ids = {e.get("IdType"): e.text for e in reference.findall("ArticleIdList/ArticleId")}
        references += [Pmid.parse(ids.get("pubmed")) or Doi.parse(ids.get("doi"))]
    headings = [
        (_all(h[0]), any(e.get("MajorTopicYN") == "Y" for e in h), tuple(_all(q) for q in h[1:]))
        for h in root.iter("MeshHeading")
    ]
    return {
        "pmid": root.findtext("MedlineCitation/PMID"),
        "title": _all(root.find(f"{a}ArticleTitle")),
        "original_title": _all(root.find(f"{a}VernacularTitle")),
        "abstract": "\n".join(f"{label}: {text}" if label else text for label, text in abstract if text),
        "authors": tuple(authors),
        "affiliations": _once(_texts(root, f"{a}AuthorList/Author/AffiliationInfo/Affiliation")),
        "journal": _all(root.find(f"{a}Journal/Title")),
        "volume": root.findtext(f"{a}Journal/JournalIssue/Volume") or "",
        "issue": root.findtext(f"{a}Journal/JournalIssue/Issue") or "",
        "pages": root.findtext(f"{a}Pagination/MedlinePgn") or "",
        "languages": _once(_texts(root, f"{a}Language")),
        "publication_types": _once(_texts(root, f"{a}PublicationTypeList/PublicationType")),
        "keywords": _once(_texts(root, "MedlineCitation/KeywordList/Keyword")),
        "substances": _once(_texts(root, ".//NameOfSubstance") + _texts(root, ".//SupplMeshName")),
        "doi": next((d for t in dois if (d := Doi.parse(t))), None),
        "year": int(root.findtext(f"{a}Journal/JournalIssue/PubDate/Year")),
        "created": days.get("entrez"),
        "entered": days.get("pubmed"),
        "indexed": days.get("medline"),
        "references": tuple(r for r in references if r),
        "headings": headings,
        "notices": [
            (e.get("RefType"), e.findtext("PMID") or "", _all(e.find("RefSource")))
            for e in root.iter("CommentsCorrections")
        ],
    }


def _ours(record) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name in ("created", "entered", "indexed"):
        day = getattr(record, name)
        fields[name] = day and (day.year, day.month, day.day)
    fields["headings"] = [(h.name, h.major, h.qualifiers) for h in record.headings]
    fields["notices"] = [(n.kind, n.pmid, n.citation) for n in record.notices]
    return fields


def test_every_article_equals_an_independent_reading_field_by_field(samples):
    compared = 0
    for path in samples:
        root = ET.parse(path).getroot()  # noqa: S314 (the samples are at hand and known)
        theirs = [root] if root.tag == "PubmedArticle" else list(root)
        for element, record in zip(theirs, read_records(path), strict=True):
            if element.tag != "PubmedArticle":
                continue
            expected, ours = _independent(element), _ours(record)
            got = {name: ours.get(name, getattr(record, name)) for name in expected}
            assert got == expected, path.name
            compared += 1
    assert compared == 99


def test_every_article_equals_what_bio_entrez_reads(samples):
    compared = 0
    for path in samples:
        with path.open("rb") as stream:
            try:
                read = Entrez.read(stream)
            except (ValueError, RuntimeError):
                continue  # document types with http:// addresses and files that need another DTD
        records = [r for r in read_records(path) if ("BTI" not in dict(r.raw))]
        theirs = read.get("PubmedArticle", [read])
        for article, record in zip(theirs, records, strict=True):
            citation = article["MedlineCitation"]
            assert record.pmid == str(citation["PMID"])
            assert record.version == int(citation["PMID"].attributes["Version"])
            assert record.title.split() == re.sub(r"<[^>]*>", "", citation["Article"]["ArticleTitle"]).split()
            assert len(record.authors) == len(citation["Article"].get("AuthorList", []))
            assert [h.name for h in record.headings] == [
                str(h["DescriptorName"]) for h in citation.get("MeshHeadingList", [])
            ]
            compared += 1
    assert compared > 60


def test_the_one_book_is_read_as_a_book(samples):
    books = [r for path in samples for r in read_records(path) if "BTI" in dict(r.raw)]
    assert len(books) == 1
    assert all((books[0].title, books[0].abstract, books[0].authors, books[0].year, books[0].created))


def test_blobs_of_every_sample_are_records_again(samples):
    for path in samples:
        for record, (pmid, blob) in zip(read_records(path), blobs(path), strict=True):
            (again,) = read_records(blob)
            assert (pmid, again.title, again.abstract) == (record.accession, record.title, record.abstract)


def test_what_is_no_record_raises_and_names_the_place(shared_dir, samples):
    others = set((shared_dir / "samples" / "pubmed").rglob("*.xml")) - set(samples)
    assert len(others) == 15
    for path in others:
        with pytest.raises(ReviewError) as failure:
            list(read_records(path))
        assert re.fullmatch(rf"{re.escape(str(path))}:\d+", failure.value.where)


def test_genuine_esearch_answers_are_read_and_errors_are_errors(shared_dir):
    folder = shared_dir / "samples" / "pubmed"
    found = read_esearch((folder / "biopython" / "esearch3.xml").read_bytes(), retstart=6, retmax=6)
    assert isinstance(found, Found)
    assert (found.count, len(found.ids), found.ids[0]) == (2651, 6, "11121077")
    for name in ("esearch_old_position.xml", "efetch_unable_query.xml"):
        with pytest.raises((ReviewError, Transient)):
            read_esearch((folder / "errors" / name).read_bytes())
