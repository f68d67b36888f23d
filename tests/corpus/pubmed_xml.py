"""The corpus as PubMed's efetch would return it (pubmed_250101.dtd), one record a line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dates import issue_date, record_dates
from special import links
from works import NOTE, Work, between, journals, pick, rng, toml
from xml_parts import day, doi, el, pagination, title, txt

HEAD = (
    '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
_CATEGORY = (
    ("BACKGROUND", "BACKGROUND INTRODUCTION CONTEXT RATIONALE"),
    ("OBJECTIVE", "OBJECTIVE OBJECTIVES AIM AIMS PURPOSE"),
    ("METHODS", "METHODS METHOD DESIGN SETTING PARTICIPANTS MATERIALS INTERVENTION MEASURES"),
    ("RESULTS", "RESULTS FINDINGS OUTCOMES"),
    ("CONCLUSIONS", "CONCLUSION CONCLUSIONS DISCUSSION IMPLICATIONS INTERPRETATION"),
)


def document(works: Sequence[Work], pmids: Mapping[str, str]) -> str:
    related = links(works)
    by_id = {work.id: work for work in works}
    lines = []
    for work in works:
        if work.is_book:
            lines.append(_book(work, pmids[work.id]))
        else:
            notes = [(kind, by_id[other]) for kind, other in related.get(work.id, []) if other in pmids]
            lines.append(_article(work, pmids, notes))
    return HEAD + "\n".join(lines) + "\n</PubmedArticleSet>\n"


def _article(work: Work, pmids: Mapping[str, str], notes: list[tuple[str, Work]]) -> str:
    journal = journals()[work.journal]
    dates = record_dates(work)
    parts = [el("PMID", pmids[work.id], Version="1")]
    if work.headings:
        parts.append(el("DateCompleted", day(dates["medline"])))
    parts += [el("DateRevised", day(_revised(dates["medline"]))), _article_part(work, journal)]
    parts.append(
        el(
            "MedlineJournalInfo",
            el("Country", journal["country"])
            + el("MedlineTA", txt(journal["iso"]))
            + el("NlmUniqueID", journal["nlm"])
            + el("ISSNLinking", journal["issn"]),
        )
    )
    if work.headings:
        parts.append(el("CitationSubset", "IM"))
    if notes:
        parts.append(el("CommentsCorrectionsList", "".join(_correction(kind, w, pmids) for kind, w in notes)))
    if work.headings:
        parts.append(el("MeshHeadingList", "".join(_heading(h) for h in work.headings)))
    if work.keywords:
        words = "".join(el("Keyword", txt(word), MajorTopicYN="N") for word in work.keywords)
        parts.append(el("KeywordList", words, Owner="NOTNLM"))
    parts.append(el("GeneralNote", NOTE, Owner="NLM"))
    return el("PubmedArticle", el("MedlineCitation", "".join(parts), **_status(work)) + _data(work, pmids, dates))


def _status(work: Work) -> dict[str, str]:
    dice = rng("status", work.id)
    if not work.headings:
        return {"Status": pick(dice, ["PubMed-not-MEDLINE", "PubMed-not-MEDLINE", "Publisher"]), "Owner": "NLM"}
    method = pick(dice, ["Automated", "Curated"]) if work.created >= "2022" else "Manual"
    return {"Status": "MEDLINE", "Owner": "NLM", "IndexingMethod": method}


def _revised(indexed: str) -> str:
    return min(date.fromisoformat(indexed) + timedelta(days=31), date(2026, 10, 30)).isoformat()


def _article_part(work: Work, journal: Mapping[str, Any]) -> str:
    dice = rng("article", work.id)
    medium = pick(dice, ["Print", "Internet"])
    model = "Electronic" if work.pages.startswith("e") else "Print-Electronic" if dice.random() < 0.5 else "Print"
    issue = "".join(el(name, txt(v)) for name, v in (("Volume", work.volume), ("Issue", work.issue)) if v)
    issue += el("PubDate", "".join(el(name, value) for name, value in issue_date(work)))
    parts = [
        el(
            "Journal",
            el("ISSN", journal["issn"], IssnType="Print" if medium == "Print" else "Electronic")
            + el("JournalIssue", issue, CitedMedium=medium)
            + el("Title", txt(journal["title"]))
            + el("ISOAbbreviation", txt(journal["iso"])),
        ),
        el("ArticleTitle", txt(title(work))),
    ]
    if work.pages or not work.has_doi:
        parts.append(el("Pagination", pagination(work.pages) if work.pages else "<MedlinePgn/>"))
    if work.has_doi:
        parts.append(el("ELocationID", doi(work), EIdType="doi", ValidYN="Y"))
    parts += [_abstract(work), _authors(work), el("Language", work.language)]
    parts.append(el("PublicationTypeList", _kinds(work)))
    if work.original_title:
        parts.append(el("VernacularTitle", txt(work.original_title + ".")))
    if model != "Print":
        parts.append(el("ArticleDate", day(work.created), DateType="Electronic"))
    return el("Article", "".join(parts), PubModel=model)


def _abstract(work: Work) -> str:
    if not work.abstract:
        return ""
    marked = rng("markup", work.id).random() < 0.35
    texts = []
    for label, text in work.abstract:
        body = txt(text)
        if marked:
            body = re.sub(r"\bP(?==|&lt;)", "<i>P</i>", body)
        body = re.sub(r"χ2\b", "χ<sup>2</sup>", re.sub(r"\bR2\b", "R<sup>2</sup>", body))
        attributes = {"Label": label, "NlmCategory": _category(label)} if label else {}
        texts.append(el("AbstractText", body, **attributes))
    return el("Abstract", "".join(texts) + el("CopyrightInformation", NOTE))


def _category(label: str) -> str:
    words = set(re.findall(r"[A-Z]+", label.upper()))
    return next((name for name, known in _CATEGORY if words & set(known.split())), "UNASSIGNED")


def _authors(work: Work) -> str:
    people = "".join(_author(name, rng("affiliation", work.id, n), n) for n, name in enumerate(work.authors))
    group = el("Author", el("CollectiveName", txt(work.group)), ValidYN="Y") if work.group else ""
    return el("AuthorList", people + group, CompleteYN="Y") if people or group else ""


def _author(name: str, dice: Any, position: int) -> str:
    family, _, given = name.partition(", ")
    initials = "".join(part[0] for part in re.split(r"[ -]", given) if part)
    parts = el("LastName", txt(family)) + el("ForeName", txt(given)) + el("Initials", initials)
    if position == 0 or dice.random() < 0.3:
        places = [
            "Fictional University of Harbourmouth",
            "Institute of Invented Studies, Eastmere",
            "Fictional Health Trust, Norham Bay",
            "Department of Social Care, Fictional College of Wendle",
        ]
        parts += el("AffiliationInfo", el("Affiliation", pick(dice, places) + "."))
    return el("Author", parts, ValidYN="Y")


def _ui(table: str, name: str) -> dict[str, str]:
    """The identifier where it was verified; an unverified one is left out, never guessed."""
    known = toml("blocks/mesh_ui.toml")[table]
    return {"UI": known[name]} if name in known else {}


def _kinds(work: Work) -> str:
    return "".join(el("PublicationType", txt(kind), **_ui("types", kind)) for kind in work.types)


def _heading(heading: str) -> str:
    major = heading.startswith("*")
    name, *qualifiers = heading.replace("*", "").split("/")
    on_name = "Y" if major and not qualifiers else "N"
    starred = "Y" if major or "/*" in heading else "N"
    content = el("DescriptorName", txt(name), **_ui("ui", name), MajorTopicYN=on_name)
    content += "".join(el("QualifierName", txt(q), **_ui("qualifiers", q), MajorTopicYN=starred) for q in qualifiers)
    return el("MeshHeading", content)


def _correction(kind: str, other: Work, pmids: Mapping[str, str]) -> str:
    issue = f"({other.issue})" if other.issue else ""
    source = f"{journals()[other.journal]['iso']}. {other.year};{other.volume}{issue}"
    source += f":{other.pages}." if other.pages else "."
    parts = el("RefSource", txt(source)) + el("PMID", pmids[other.id], Version="1")
    return el("CommentsCorrections", parts, RefType=kind)


def _data(work: Work, pmids: Mapping[str, str], dates: Mapping[str, str]) -> str:
    minute = "0" if work.headings else "1"
    history = "".join(
        el(
            "PubMedPubDate",
            day(dates[name], padded=False) + el("Hour", "6") + el("Minute", minute if name == "medline" else "0"),
            PubStatus=name,
        )
        for name in ("entrez", "pubmed", "medline")
    )
    ids = el("ArticleId", pmids[work.id], IdType="pubmed")
    ids += el("ArticleId", doi(work), IdType="doi") if work.has_doi else ""
    status = "epublish" if work.pages.startswith("e") else "ppublish" if work.pages else "aheadofprint"
    return el("PubmedData", el("History", history) + el("PublicationStatus", status) + el("ArticleIdList", ids))


def _book(work: Work, pmid: str) -> str:
    journal = journals().get(work.journal, {"title": "Fictional Handbook", "publisher": "Fictional Press"})
    ids = el("ArticleId", f"FB{between(rng('book', work.id), 1000, 9999)}", IdType="bookaccession")
    ids += el("ArticleId", doi(work), IdType="doi") if work.has_doi else ""
    publisher = el("PublisherName", txt(journal["publisher"])) + el("PublisherLocation", "Harbourmouth (Fictional)")
    book = el("Publisher", publisher) + el("BookTitle", txt(journal["title"]), book="fictional")
    book += el("PubDate", el("Year", str(work.year)))
    parts = el("PMID", pmid, Version="1") + el("ArticleIdList", ids) + el("Book", book)
    parts += el("ArticleTitle", txt(work.title), book="fictional", part="chapter1")
    parts += (el("Pagination", pagination(work.pages)) if work.pages else "") + el("Language", work.language)
    parts += _authors(work).replace("<AuthorList ", '<AuthorList Type="authors" ')
    parts += _kinds(work)
    parts += _abstract(work) or el("Abstract", el("AbstractText", NOTE) + el("CopyrightInformation", NOTE))
    if work.keywords:
        words = "".join(el("Keyword", txt(word), MajorTopicYN="N") for word in work.keywords)
        parts += el("KeywordList", words, Owner="NOTNLM")
    parts += el("ContributionDate", day(work.created))
    dates = record_dates(work)
    history = "".join(
        el("PubMedPubDate", day(dates[n], padded=False) + el("Hour", "6") + el("Minute", "0"), PubStatus=n)
        for n in ("pubmed", "medline", "entrez")
    )
    data = el("History", history) + el("PublicationStatus", "ppublish")
    data += el("ArticleIdList", el("ArticleId", pmid, IdType="pubmed"))
    return el("PubmedBookArticle", el("BookDocument", parts) + el("PubmedBookData", data))
