"""One article or book of PubMed's XML as a record.

Source: ``pubmed_250101.dtd``. What no field of a record holds stands in ``raw`` under MEDLINE's tags (FAU, AUID, DP,
PHST, PMC, COIS ...).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from resift.records import Doi, Heading, Notice, Pmid, Record
from resift.search.branch import Branch, Element, text, unique
from resift.search.dates import day, partial, year_of

_RAW_IDS = {"pmc": "PMC", "pii": "PII", "mid": "MID", "bookaccession": "BAC"}


def journal_article(root: Element, identity: str) -> Record:
    """The record of a ``PubmedArticle``; a ValueError says what makes it none."""
    top = Branch(root)
    citation, data = Branch(_needed(top, "MedlineCitation")), top.one("PubmedData")
    article = Branch(_needed(citation, "Article"))
    journal, media = article.one("Journal"), citation.one("MedlineJournalInfo")
    issue, history, stamp = journal.one("JournalIssue"), _history(data), _pmid(citation)
    dates = [*issue.all("PubDate"), *article.all("ArticleDate")]
    people = [Branch(person) for person in article.all("AuthorList", "Author")]
    return Record(
        id=identity,
        accession=stamp[0],
        pmid=stamp[0],
        version=stamp[1],
        database="PubMed",
        title=article.text("ArticleTitle"),
        original_title=article.text("VernacularTitle"),
        abstract=abstract(article.all("Abstract", "AbstractText")),
        other_abstract=abstract(citation.all("OtherAbstract", "AbstractText")),
        authors=authors(people),
        affiliations=unique(_affiliations(people)) or unique(article.all("Affiliation")),
        journal=journal.text("Title"),
        journal_short=media.text("MedlineTA") or journal.text("ISOAbbreviation"),
        volume=issue.text("Volume"),
        issue=issue.text("Issue"),
        issn=unique([*journal.all("ISSN"), *media.all("ISSNLinking")]),
        pages=_pages(article.one("Pagination")),
        doi=_doi([*article.all("ELocationID"), *data.all("ArticleIdList", "ArticleId")]),
        languages=unique(article.all("Language")),
        publication_types=unique(article.all("PublicationTypeList", "PublicationType")),
        headings=tuple(_heading(h) for h in citation.all("MeshHeadingList", "MeshHeading")),
        keywords=unique(citation.all("KeywordList", "Keyword")),
        substances=unique(_substances(citation)),
        notices=tuple(_notice(Branch(c), c) for c in citation.all("CommentsCorrectionsList", "CommentsCorrections")),
        references=tuple(_references(data)),
        year=year_of(dates),
        published=_published(dates),
        created=history.get("entrez"),
        entered=history.get("pubmed"),
        indexed=history.get("medline"),
        raw=(
            *_raw_citation(_needed(top, "MedlineCitation"), citation, article),
            *_raw_people(people),
            *_raw_data(data),
        ),
    )


def book(root: Element, identity: str) -> Record:
    """The record of a ``PubmedBookArticle``: a chapter, or a whole book where it has no title of its own."""
    top = Branch(root)
    document, data = Branch(_needed(top, "BookDocument")), top.one("PubmedBookData")
    volume, history, stamp = document.one("Book"), _history(data), _pmid(document)
    title, whole, people = document.text("ArticleTitle"), volume.text("BookTitle"), _book_authors(document, volume)
    dates = [*volume.all("PubDate"), *document.all("ContributionDate")]
    return Record(
        id=identity,
        accession=stamp[0],
        pmid=stamp[0],
        version=stamp[1],
        database="PubMed",
        title=title or whole,
        original_title=document.text("VernacularTitle"),
        abstract=abstract(document.all("Abstract", "AbstractText")),
        authors=authors(people),
        affiliations=unique(_affiliations(people)),
        journal=whole if title else "",
        volume=volume.text("Volume"),
        pages=_pages(document.one("Pagination")),
        doi=_doi([*volume.all("ELocationID"), *document.all("ArticleIdList", "ArticleId")]),
        languages=unique(document.all("Language")),
        publication_types=unique(document.all("PublicationType")),
        keywords=unique(document.all("KeywordList", "Keyword")),
        references=tuple(_references(document)),
        year=year_of(dates),
        published=_published(dates),
        created=history.get("entrez"),
        entered=history.get("pubmed"),
        indexed=history.get("medline"),
        raw=(*_raw_book(document, volume), *_raw_people(people), *_raw_data(data)),
    )


def abstract(sections: Iterable[Element]) -> str:
    """The abstract as one line per section, with its label before it where it has one."""
    lines = ((section.get("Label", "").strip(), text(section)) for section in sections)
    return "\n".join(f"{label}: {body}" if label else body for label, body in lines if body)


def authors(people: Iterable[Branch]) -> tuple[str, ...]:
    """Names as PubMed lists them (``Webber M``, ``Hambrick GW Jr``); a group by its own name."""
    return tuple(name for person in people if (name := _name(person, "Initials", " ")))


def _name(person: Branch, given: str, between: str) -> str:
    rest = " ".join(filter(None, (person.text(given), person.text("Suffix"))))
    return person.text("CollectiveName") or between.join(filter(None, (person.text("LastName"), rest)))


def _affiliations(people: Iterable[Branch]) -> Iterator[Element]:
    for person in people:
        yield from person.all("AffiliationInfo", "Affiliation")
        yield from person.all("Affiliation")


def _book_authors(document: Branch, volume: Branch) -> list[Branch]:
    lists = [*document.all("AuthorList"), *volume.all("AuthorList")]
    writers = [x for x in lists if x.get("Type", "authors") == "authors"] or lists
    return [Branch(person) for person in writers[0]] if writers else []


def _needed(parent: Branch, tag: str) -> Element:
    found = parent.first(tag)
    if found is None:
        raise ValueError(f"an article without <{tag}>")
    return found


def _pmid(parent: Branch) -> tuple[Pmid, int]:
    element = parent.first("PMID")
    pmid = Pmid.parse(text(element))
    if element is None or pmid is None:
        raise ValueError(f"an article without a PMID (found {text(element)!r})")
    version = element.get("Version", "1")
    return pmid, int(version) if version.isdigit() else 1


def _published(dates: Iterable[Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for e in dates if (d := partial(e))))


def _pages(pagination: Branch) -> str:
    ends = (pagination.text("StartPage"), pagination.text("EndPage"))
    return pagination.text("MedlinePgn") or "-".join(filter(None, ends))


def _doi(places: Iterable[Element]) -> Doi | None:
    named = (p for p in places if "doi" in (p.get("EIdType"), p.get("IdType")) and p.get("ValidYN") != "N")
    return next((doi for p in named if (doi := Doi.parse(text(p)))), None)


def _heading(heading: Element) -> Heading:
    descriptor, *qualifiers = heading
    major = any(e.get("MajorTopicYN") == "Y" for e in heading)
    return Heading(name=text(descriptor), major=major, qualifiers=tuple(text(q) for q in qualifiers))


def _substances(citation: Branch) -> list[Element]:
    """Chemicals and supplementary concepts: what ``[nm]`` searches."""
    return [
        *citation.all("ChemicalList", "Chemical", "NameOfSubstance"),
        *citation.all("SupplMeshList", "SupplMeshName"),
    ]


def _notice(link: Branch, element: Element) -> Notice:
    return Notice(kind=element.get("RefType", ""), pmid=link.text("PMID"), citation=link.text("RefSource"))


def _references(data: Branch) -> Iterator[str]:
    for found in data.all("ReferenceList"):
        ids: dict[str, Element] = {}
        for element in found.iter("Reference", "ArticleId"):
            if element.tag == "ArticleId":
                ids[element.get("IdType")] = element
            else:
                yield from _known(ids)
                ids = {}
        yield from _known(ids)


def _known(ids: dict[str, Element]) -> Iterator[str]:
    known = Pmid.parse(text(ids.get("pubmed"))) or Doi.parse(text(ids.get("doi")))
    if known:
        yield known


def _history(data: Branch) -> dict[str, dt.date | None]:
    return {m.get("PubStatus", ""): day(m) for m in data.all("History", "PubMedPubDate")}


def _raw_citation(element: Element, citation: Branch, article: Branch) -> Iterator[tuple[str, str]]:
    media, issue = citation.one("MedlineJournalInfo"), article.one("Journal").one("JournalIssue")
    yield from _filled(
        ("STAT", element.get("Status", "")),
        ("IM", element.get("IndexingMethod", "")),
        *(("DP", " ".join(text(part) for part in date)) for date in issue.all("PubDate")),
        ("JID", media.text("NlmUniqueID")),
        ("PL", media.text("Country")),
        ("COIS", citation.text("CoiStatement")),
        ("CI", article.one("Abstract").text("CopyrightInformation")),
        *(("GN", text(e)) for e in citation.all("GeneralNote")),
        *(("GR", text(e)) for e in article.all("GrantList", "Grant", "GrantID")),
        *(("SI", text(e)) for e in article.all("DataBankList", "DataBank", "AccessionNumberList", "AccessionNumber")),
        *(("IR", _name(Branch(e), "ForeName", ", ")) for e in citation.all("InvestigatorList", "Investigator")),
    )


def _raw_book(document: Branch, volume: Branch) -> Iterator[tuple[str, str]]:
    yield from _filled(
        ("BTI", volume.text("BookTitle")),
        ("PB", volume.one("Publisher").text("PublisherName")),
        *(("ISBN", text(e)) for e in volume.all("Isbn")),
        *((_RAW_IDS.get(e.get("IdType"), ""), text(e)) for e in document.all("ArticleIdList", "ArticleId")),
    )


def _raw_people(people: Iterable[Branch]) -> Iterator[tuple[str, str]]:
    for person in people:
        yield from _filled(("FAU", _name(person, "ForeName", ", ")))
        for number in person.all("Identifier"):
            yield "AUID", f"{number.get('Source', '')}: {text(number)}"


def _raw_data(data: Branch) -> Iterator[tuple[str, str]]:
    for mark in data.all("History", "PubMedPubDate"):
        parts = [text(part) for part in mark]
        when = " ".join(filter(None, ("/".join(parts[:3]), ":".join(parts[3:]))))
        yield "PHST", f"{when} [{mark.get('PubStatus', '')}]"
    ids = ((_RAW_IDS.get(e.get("IdType"), ""), text(e)) for e in data.all("ArticleIdList", "ArticleId"))
    yield from _filled(("PST", data.text("PublicationStatus")), *ids)


def _filled(*pairs: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return (pair for pair in pairs if all(pair))
