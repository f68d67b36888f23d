"""One article or book of PubMed's XML as a record.

Source: ``pubmed_250101.dtd``. What no field of a record holds stands in ``raw`` under MEDLINE's tags (FAU, AUID, DP,
PHST, PMC, COIS ...), and cited works without an identifier, as printed, under CR.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from resift.records import Heading, Notice, Pmid, Record
from resift.search import pubmeddata
from resift.search.branch import Branch, Element, leaves, text, unique
from resift.search.dates import Parts, partial, parts, year_of
from resift.search.people import People, names


def journal_article(root: Element, identity: str) -> Record:
    """The record of a ``PubmedArticle``; a ValueError says what makes it none."""
    top = Branch(root)
    element = _needed(top, "MedlineCitation")
    citation, data = Branch(element), top.one("PubmedData")
    article = Branch(_needed(citation, "Article"))
    journal, media, summary = article.one("Journal"), citation.one("MedlineJournalInfo"), article.one("Abstract")
    issue, stamp, ids = journal.one("JournalIssue"), _pmid(citation), pubmeddata.identifiers(data)
    days, events = pubmeddata.history(data)
    dates = [parts(e) for e in (*issue.all("PubDate"), *article.all("ArticleDate"))]
    people, cited = People.of(article.all("AuthorList", "Author")), pubmeddata.references(data)
    return Record(
        id=identity,
        accession=stamp[0],
        pmid=stamp[0],
        version=stamp[1],
        database="PubMed",
        title=article.text("ArticleTitle"),
        original_title=article.text("VernacularTitle"),
        abstract=abstract(summary.all("AbstractText")),
        other_abstract=abstract(citation.all("OtherAbstract", "AbstractText")),
        authors=tuple(filter(None, people.names)),
        affiliations=tuple(filter(None, people.affiliations)) or unique(article.all("Affiliation")),
        journal=journal.text("Title"),
        journal_short=media.text("MedlineTA") or journal.text("ISOAbbreviation"),
        volume=issue.text("Volume"),
        issue=issue.text("Issue"),
        issn=unique([*journal.all("ISSN"), *media.all("ISSNLinking")]),
        pages=_pages(leaves(article.first("Pagination"))),
        doi=pubmeddata.doi(article.all("ELocationID"), ids),
        languages=unique(article.all("Language")),
        publication_types=unique(article.all("PublicationTypeList", "PublicationType")),
        headings=tuple([_heading(h) for h in citation.all("MeshHeadingList", "MeshHeading")]),
        keywords=unique(citation.all("KeywordList", "Keyword")),
        substances=unique(_substances(citation)),
        notices=tuple([_notice(e) for e in citation.all("CommentsCorrectionsList", "CommentsCorrections")]),
        references=cited.known,
        year=year_of(dates),
        published=_published(dates),
        created=days.get("entrez"),
        entered=days.get("pubmed"),
        indexed=days.get("medline"),
        raw=(
            *_raw_citation(element, citation, media, article, issue, summary),
            *_filled(*people.raw),
            *events,
            *_filled(("PST", data.text("PublicationStatus"))),
            *pubmeddata.raw_identifiers(ids),
            *[("CR", words) for words in cited.unknown],
        ),
    )


def book(root: Element, identity: str) -> Record:
    """The record of a ``PubmedBookArticle``: a chapter, or a whole book where it has no title of its own."""
    top = Branch(root)
    document, data = Branch(_needed(top, "BookDocument")), top.one("PubmedBookData")
    volume, stamp, ids = document.one("Book"), _pmid(document), pubmeddata.identifiers(document)
    (days, events), people = pubmeddata.history(data), People.of(_book_authors(document, volume))
    title, whole, cited = document.text("ArticleTitle"), volume.text("BookTitle"), pubmeddata.references(document)
    dates = [parts(e) for e in (*volume.all("PubDate"), *document.all("ContributionDate"))]
    return Record(
        id=identity,
        accession=stamp[0],
        pmid=stamp[0],
        version=stamp[1],
        database="PubMed",
        title=title or whole,
        original_title=document.text("VernacularTitle"),
        abstract=abstract(document.all("Abstract", "AbstractText")),
        authors=tuple(filter(None, people.names)),
        affiliations=tuple(filter(None, people.affiliations)),
        journal=whole if title else "",
        volume=volume.text("Volume"),
        pages=_pages(leaves(document.first("Pagination"))),
        doi=pubmeddata.doi(volume.all("ELocationID"), ids),
        languages=unique(document.all("Language")),
        publication_types=unique(document.all("PublicationType")),
        keywords=unique(document.all("KeywordList", "Keyword")),
        references=cited.known,
        year=year_of(dates),
        published=_published(dates),
        created=days.get("entrez"),
        entered=days.get("pubmed"),
        indexed=days.get("medline"),
        raw=(
            *_raw_book(document, volume),
            *pubmeddata.raw_identifiers(ids),
            *_filled(*people.raw),
            *events,
            *_filled(("PST", data.text("PublicationStatus"))),
            *pubmeddata.raw_identifiers(pubmeddata.identifiers(data)),
            *[("CR", words) for words in cited.unknown],
        ),
    )


def abstract(sections: Iterable[Element]) -> str:
    """The abstract as one line per section, with its label before it where it has one."""
    lines = ((section.get("Label", "").strip(), text(section)) for section in sections)
    return "\n".join([f"{label}: {body}" if label else body for label, body in lines if body])


def _book_authors(document: Branch, volume: Branch) -> Iterable[Element]:
    lists = [*document.all("AuthorList"), *volume.all("AuthorList")]
    writers = [x for x in lists if x.get("Type", "authors") == "authors"] or lists
    return writers[0] if writers else ()


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
    return pmid, int(version) if version.isdecimal() else 1


def _published(dates: Iterable[Parts]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([d for found in dates if (d := partial(found))]))


def _pages(pagination: dict[str, str]) -> str:
    ends = (pagination.get("StartPage", ""), pagination.get("EndPage", ""))
    return pagination.get("MedlinePgn") or "-".join(filter(None, ends))


def _heading(element: Element) -> Heading:
    names, major = [], False
    for part in element:
        names.append(text(part))
        major = major or part.get("MajorTopicYN") == "Y"
    if not names:
        raise ValueError("a MeSH heading without a descriptor")
    return _one_heading(tuple(names), major)


@lru_cache(maxsize=4096)  # the same headings stand in article after article
def _one_heading(names: tuple[str, ...], major: bool) -> Heading:
    return Heading(name=names[0], major=major, qualifiers=names[1:])


def _substances(citation: Branch) -> list[Element]:
    """Chemicals and supplementary concepts: what ``[nm]`` searches."""
    return [
        *citation.all("ChemicalList", "Chemical", "NameOfSubstance"),
        *citation.all("SupplMeshList", "SupplMeshName"),
    ]


def _notice(element: Element) -> Notice:
    link = leaves(element)
    return Notice(kind=element.get("RefType", ""), pmid=link.get("PMID", ""), citation=link.get("RefSource", ""))


def _person(element: Element) -> str:
    return names(leaves(element))[1]


def _registered(chemical: dict[str, str]) -> str:
    number, name = chemical.get("RegistryNumber", ""), chemical.get("NameOfSubstance", "")
    return f"{number} ({name})" if number and name else number


def _raw_days(citation: Branch) -> list[tuple[str, str]]:
    days = (("DA", "DateCreated"), ("DCOM", "DateCompleted"), ("LR", "DateRevised"))
    return [(tag, "{:04}{:02}{:02}".format(*parts(e))) for tag, name in days for e in citation.all(name)]


def _raw_citation(
    element: Element, citation: Branch, media: Branch, article: Branch, issue: Branch, summary: Branch
) -> list[tuple[str, str]]:
    return _filled(
        ("STAT", element.get("Status", "")),
        ("IM", element.get("IndexingMethod", "")),
        *[("DP", " ".join([text(part) for part in date])) for date in issue.all("PubDate")],
        *_raw_days(citation),
        ("JID", media.text("NlmUniqueID")),
        ("PL", media.text("Country")),
        ("COIS", citation.text("CoiStatement")),
        ("CI", summary.text("CopyrightInformation")),
        *[("GN", text(e)) for e in citation.all("GeneralNote")],
        *[("GR", text(e)) for e in article.all("GrantList", "Grant", "GrantID")],
        *[("SI", text(e)) for e in article.all("DataBankList", "DataBank", "AccessionNumberList", "AccessionNumber")],
        *[("RN", _registered(leaves(e))) for e in citation.all("ChemicalList", "Chemical")],
        *[("SB", text(e)) for e in citation.all("CitationSubset")],
        *[("PS", _person(e)) for e in citation.all("PersonalNameSubjectList", "PersonalNameSubject")],
        *[("IR", _person(e)) for e in citation.all("InvestigatorList", "Investigator")],
    )


def _raw_book(document: Branch, volume: Branch) -> list[tuple[str, str]]:
    publisher = volume.one("Publisher")
    editors = [person for x in volume.all("AuthorList") if x.get("Type") == "editors" for person in x]
    return _filled(
        ("BTI", volume.text("BookTitle")),
        ("CTI", volume.text("CollectionTitle")),
        ("EN", volume.text("Edition")),
        ("PB", publisher.text("PublisherName")),
        ("PL", publisher.text("PublisherLocation")),
        ("CI", document.one("Abstract").text("CopyrightInformation")),
        *[("ED", name) for name in People.of(editors).names],
        *[("ISBN", text(e)) for e in volume.all("Isbn")],
    )


def _filled(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [pair for pair in pairs if pair[1]]
