"""A second reading of PubMed's XML, with ElementTree and plain paths; it shares no code with the room that it checks.

Only the normal forms of DOI and PMID are the project's own. Every field of a record has its line here.
"""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator

from resift.records import Doi, Pmid

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
RAW_IDS = {"pmc": "PMC", "pii": "PII", "mid": "MID", "bookaccession": "BAC"}


def whole(element: ET.Element | None) -> str:
    """All text below an element, runs of white space as one space."""
    return "" if element is None else re.sub(r"[ \t\r\n]+", " ", "".join(element.itertext())).strip()


def texts(root: ET.Element, *paths: str) -> tuple[str, ...]:
    """The distinct texts at some paths."""
    return tuple(dict.fromkeys(t for path in paths for e in root.findall(path) if (t := whole(e))))


def written_date(element: ET.Element) -> str:
    """A publication date as far as its elements say it."""
    year, month, day = (element.findtext(name, "") for name in ("Year", "Month", "Day"))
    free = element.findtext("MedlineDate", "")
    if not year:
        found = re.search(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)", free)
        year, month = (found[0], free.replace(found[0], " ")) if found else ("", "")
    month = month or element.findtext("Season", "")
    named = next(
        (m for m in re.findall("[a-z]{3}", re.sub("([a-z]{3})[a-z]*", r"\1", month.lower())) if m in MONTHS), ""
    )
    number = int(month) if month.isdecimal() else MONTHS.index(named) + 1 if named else 0
    parts = [year, f"{number:02}" if number else "", f"{int(day):02}" if number and day else ""]
    return "-".join(p for p in parts if p) if year else ""


def moment(element: ET.Element) -> dt.date:
    """The day of an event in the history."""
    return dt.date(*(int(element.findtext(name, "1")) for name in ("Year", "Month", "Day")))


def name(person: ET.Element, given: str, comma: str) -> str:
    """A person's name in PubMed's manner, or the group's."""
    group, last = whole(person.find("CollectiveName")), whole(person.find("LastName"))
    rest = f"{whole(person.find(given))} {whole(person.find('Suffix'))}".strip()
    return group or f"{last}{comma} {rest}".strip() if rest and last else group or last or rest


def sections(elements: Iterable[ET.Element]) -> str:
    """A structured abstract, a section a line."""
    lines = [(e.get("Label", ""), whole(e)) for e in elements]
    return "\n".join(f"{label}: {text}" if label else text for label, text in lines if text)


def cited(root: ET.Element) -> Iterator[tuple[str, str]]:
    """What is known of each reference, and how it is printed."""
    for reference in root.iter("Reference"):
        ids = {e.get("IdType"): whole(e) for e in reference.findall("ArticleIdList/ArticleId")}
        yield Pmid.parse(ids.get("pubmed")) or Doi.parse(ids.get("doi")) or "", whole(reference.find("Citation"))


def first_doi(*found: tuple[str | None, str | None, str]) -> str | None:
    """The first valid DOI of some identifiers given as kind, validity and text."""
    return next(
        (doi for kind, valid, text in found if kind == "doi" and valid != "N" if (doi := Doi.parse(text))), None
    )


def people(root: ET.Element, path: str) -> dict[str, object]:
    """Authors and where they work."""
    persons = root.findall(path)
    return {
        "authors": tuple(n for p in persons if (n := name(p, "Initials", ""))),
        "affiliations": texts(root, f"{path}/AffiliationInfo/Affiliation"),
    }


def common(root: ET.Element, data: str, stamp: ET.Element | None, dates: list[ET.Element]) -> dict[str, object]:
    """What articles and books have in common."""
    days = {e.get("PubStatus"): moment(e) for e in root.findall(f"{data}/History/PubMedPubDate")}
    published = [d for e in dates if (d := written_date(e))]
    assert stamp is not None
    return {
        "accession": whole(stamp),
        "pmid": whole(stamp),
        "version": int(stamp.get("Version", "1")),
        "database": "PubMed",
        "url": "",
        "notes": "",
        "published": tuple(dict.fromkeys(published)),
        "year": int(published[0][:4]) if published else None,
        "created": days.get("entrez"),
        "entered": days.get("pubmed"),
        "indexed": days.get("medline"),
        "references": tuple(known for known, _ in cited(root) if known),
    }


def article(root: ET.Element) -> dict[str, object]:
    """Every field of a ``PubmedArticle`` except ``id`` and ``raw``."""
    c, a, j = "MedlineCitation", "MedlineCitation/Article", "MedlineCitation/Article/Journal"
    ids = [(e.get("EIdType"), e.get("ValidYN"), whole(e)) for e in root.findall(f"{a}/ELocationID")]
    ids += [(e.get("IdType"), "Y", whole(e)) for e in root.findall("PubmedData/ArticleIdList/ArticleId")]
    dates = [*root.findall(f"{j}/JournalIssue/PubDate"), *root.findall(f"{a}/ArticleDate")]
    first, last = (whole(root.find(f"{a}/Pagination/{tag}")) for tag in ("StartPage", "EndPage"))
    return common(root, "PubmedData", root.find(f"{c}/PMID"), dates) | people(root, f"{a}/AuthorList/Author") | {
        "title": whole(root.find(f"{a}/ArticleTitle")),
        "original_title": whole(root.find(f"{a}/VernacularTitle")),
        "abstract": sections(root.findall(f"{a}/Abstract/AbstractText")),
        "other_abstract": sections(root.findall(f"{c}/OtherAbstract/AbstractText")),
        "journal": whole(root.find(f"{j}/Title")),
        "journal_short": next(iter(texts(root, f"{c}/MedlineJournalInfo/MedlineTA", f"{j}/ISOAbbreviation")), ""),
        "volume": whole(root.find(f"{j}/JournalIssue/Volume")),
        "issue": whole(root.find(f"{j}/JournalIssue/Issue")),
        "issn": texts(root, f"{j}/ISSN", f"{c}/MedlineJournalInfo/ISSNLinking"),
        "pages": whole(root.find(f"{a}/Pagination/MedlinePgn")) or f"{first}-{last}".strip("-"),
        "doi": first_doi(*ids),
        "languages": texts(root, f"{a}/Language"),
        "publication_types": texts(root, f"{a}/PublicationTypeList/PublicationType"),
        "headings": [
            (whole(h[0]), any(e.get("MajorTopicYN") == "Y" for e in h), tuple(whole(q) for q in h[1:]))
            for h in root.findall(f"{c}/MeshHeadingList/MeshHeading")
        ],
        "keywords": texts(root, f"{c}/KeywordList/Keyword"),
        "substances": texts(root, f"{c}/ChemicalList/Chemical/NameOfSubstance", f"{c}/SupplMeshList/SupplMeshName"),
        "notices": [
            (e.get("RefType"), whole(e.find("PMID")), whole(e.find("RefSource")))
            for e in root.findall(f"{c}/CommentsCorrectionsList/CommentsCorrections")
        ],
    }  # fmt: skip


def book(root: ET.Element) -> dict[str, object]:
    """Every field of a ``PubmedBookArticle`` except ``id`` and ``raw``."""
    d, b = "BookDocument", "BookDocument/Book"
    ids = [(e.get("EIdType"), e.get("ValidYN"), whole(e)) for e in root.findall(f"{b}/ELocationID")]
    ids += [(e.get("IdType"), "Y", whole(e)) for e in root.findall(f"{d}/ArticleIdList/ArticleId")]
    dates = [*root.findall(f"{b}/PubDate"), *root.findall(f"{d}/ContributionDate")]
    kinds = [p for p in (d, b) for e in root.findall(f"{p}/AuthorList") if e.get("Type", "authors") == "authors"]
    title, volume = whole(root.find(f"{d}/ArticleTitle")), whole(root.find(f"{b}/BookTitle"))
    writers = people(root, f"{kinds[0]}/AuthorList[@Type='authors']/Author") if kinds else people(root, "none")
    return common(root, "PubmedBookData", root.find(f"{d}/PMID"), dates) | writers | {
        "title": title or volume,
        "original_title": whole(root.find(f"{d}/VernacularTitle")),
        "abstract": sections(root.findall(f"{d}/Abstract/AbstractText")),
        "other_abstract": "",
        "journal": volume if title else "",
        "journal_short": "",
        "volume": whole(root.find(f"{b}/Volume")),
        "issue": "",
        "issn": (),
        "pages": whole(root.find(f"{d}/Pagination/MedlinePgn")),
        "doi": first_doi(*ids),
        "languages": texts(root, f"{d}/Language"),
        "publication_types": texts(root, f"{d}/PublicationType"),
        "headings": [],
        "keywords": texts(root, f"{d}/KeywordList/Keyword"),
        "substances": (),
        "notices": [],
    }  # fmt: skip


def kept(root: ET.Element) -> set[tuple[str, str]]:
    """What must stand under a tag of MEDLINE because no field holds it."""
    persons = [p for path in ("AuthorList/Author",) for p in root.findall(f"MedlineCitation/Article/{path}")]
    pairs = {("FAU", name(p, "ForeName", ",")) for p in persons}
    pairs |= {("AUID", f"{e.get('Source')}: {whole(e)}") for p in persons for e in p.findall("Identifier")}
    pairs |= {("SB", whole(e)) for e in root.iter("CitationSubset")}
    pairs |= {("SI", whole(e)) for e in root.iter("AccessionNumber")} | {("GR", whole(e)) for e in root.iter("GrantID")}
    pairs |= {("COIS", whole(e)) for e in root.iter("CoiStatement")}
    pairs |= {("CI", whole(e)) for e in root.findall("MedlineCitation/Article/Abstract/CopyrightInformation")}
    pairs |= {("PST", whole(e)) for e in root.iter("PublicationStatus")} | {
        ("PL", whole(e)) for e in root.findall("MedlineCitation/MedlineJournalInfo/Country")
    }
    named = [(whole(e[0]), whole(e[1])) for e in root.iter("Chemical")]
    pairs |= {("RN", f"{number} ({what})" if what else number) for number, what in named}
    pairs |= {("CR", text) for known, text in cited(root) if not known}
    pairs |= {("PS", name(e, "ForeName", ",")) for e in root.iter("PersonalNameSubject")}
    ids = root.findall("PubmedData/ArticleIdList/ArticleId")
    pairs |= {(RAW_IDS[kind], whole(e)) for e in ids if (kind := e.get("IdType", "")) in RAW_IDS}
    for tag, path in (("DA", "DateCreated"), ("DCOM", "DateCompleted"), ("LR", "DateRevised")):
        pairs |= {(tag, f"{moment(e):%Y%m%d}") for e in root.findall(f"MedlineCitation/{path}")}
    return {(tag, text) for tag, text in pairs if text}
