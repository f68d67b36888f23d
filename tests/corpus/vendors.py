"""Export files as each database's platform writes them, quirks included; every record says that it is fictional."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ovid import psycinfo, spp
from render import abstract_in, authors_in, day_in, doi_in, issue_in, journal_in, numbered, title_in, year_in
from ris import kind_of, language, lines, many, page_tags, subjects
from works import NOTE, Work, journals, rng


def embase(work: Work, accession: str, _number: int, pmid: str = "") -> str:
    """Embase.com: U2 is the record, C5 the PMID, DB repeats, M1 repeats."""
    j, found = journals()[work.journal], doi_in(work, "embase")
    first = authors_in(work, "embase")[:1]
    tags = [
        ("TY", "JOUR"),
        ("M3", kind_of(work)),
        ("Y1", str(year_in(work, "embase"))),
        ("VL", work.volume),
        ("IS", issue_in(work, "embase")),
        *page_tags(work, "embase"),
        ("SN", j["issn"]),
        ("JF", j["title"]),
        ("JO", _dotted(j["iso"], j["title"])),
        ("UR", f"https://www.embase.com/search/results?subaction=viewrecord&id={accession}&from=export"),
        ("U2", accession),
        ("C5", pmid),
        ("DB", "Embase"),
        ("DB", "Medline" if pmid else ""),
        ("U3", work.created),
        ("U4", work.created),
        ("L2", found and f"http://dx.doi.org/{found}"),
        ("DO", found),
        *many("A1", authors_in(work, "embase")),
        ("M1", f"({'; '.join(first).replace(',', '')}) Fictional University of Harbourmouth"),
        ("M1", NOTE),
        ("T1", title_in(work, "embase")),
        ("LA", language(work)),
        *many("KW", sorted({word.lower() for word in subjects(work)} | {"article", "human"})),
        ("N2", abstract_in(work, "embase")),
    ]
    return f"{lines(tags)}ER  - \n\n"


def cinahl(work: Work, accession: str, _number: int) -> str:
    """EBSCOhost: a second AB with the copyright line, the accession number inside N1, SN without a hyphen."""
    j, abstract = journals()[work.journal], abstract_in(work, "cinahl")
    own = f"Copyright of {j['title']} is the property of {j['publisher']} and its content may not be copied. {NOTE}"
    people = " ".join(f"{name} 1" for name in authors_in(work, "cinahl"))
    tags = [
        ("TY", "JOUR"),
        *many("AU", authors_in(work, "cinahl")),
        ("T1", title_in(work, "cinahl")),
        ("JO", journal_in(work, "cinahl")),
        ("JF", journal_in(work, "cinahl")),
        ("Y1", day_in(work, "cinahl")),
        ("VL", work.volume),
        ("IS", issue_in(work, "cinahl")),
        ("M3", kind_of(work)),
        *page_tags(work, "cinahl"),
        ("PB", j["publisher"]),
        ("SN", j["issn"].replace("-", "")),
        ("AB", abstract),
        ("AB", abstract and own),
        *many("KW", [_upper_first_word(word) for word in subjects(work)]),
        ("N1", f"Accession Number: {accession}; {people}; Affiliation:  1: Fictional University. {NOTE}"),
        ("L3", doi_in(work, "cinahl")),
        ("UR", f"https://search.ebscohost.com/login.aspx?direct=true&db=ccm&AN={accession}&site=ehost-live"),
        ("DP", "EBSCOhost"),
        ("DB", "ccm"),
    ]
    return f"{lines(tags)}ER  - \n\n"


def ssa(work: Work, accession: str, _number: int) -> str:
    """ProQuest: ER without a trailing space and three blank lines, AN with two numbers, DO as an address."""
    j, found = journals()[work.journal], doi_in(work, "ssa")
    address = found and f"http://dx.doi.org/{found}"
    tags = [
        ("TY", "JOUR"),
        ("T1", title_in(work, "ssa")),
        ("AN", f"{accession}; {work.year}{int(accession[-5:]):05d}"),
        ("AB", abstract_in(work, "ssa")),
        ("JF", journal_in(work, "ssa")),
        *many("AU", authors_in(work, "ssa")),
        ("PY", str(year_in(work, "ssa"))),
        ("VL", work.volume),
        ("IS", issue_in(work, "ssa")),
        *page_tags(work, "ssa"),
        ("SN", f"{j['issn']}, {j['issn']}"),
        *many("KW", subjects(work)),
        ("UR", f"https://search.proquest.com/docview/{accession}?accountid=99999"),
        ("L2", address),
        ("LA", language(work)),
        ("DB", "Social Services Abstracts"),
        ("N1", f"Last updated - {work.created}"),
        ("N1", f"SuppNotes - {NOTE}"),
        ("DO", address),
    ]
    return f"{lines(tags)}ER  -\n\n\n\n"


def cochrane(work: Work, accession: str, number: int, pmid: str = "") -> str:
    """Cochrane Library: three lines before each record, two spaces after the hyphen, the PMID inside C3."""
    extra = f"EMBASE {numbered('embase-id', work, 690000000, 699999999)}" if rng("c3", work.id).random() < 0.4 else ""
    other = ",".join(part for part in (pmid and f"PUBMED {pmid}", extra) if part)
    tags = [
        ("TY", "JOUR"),
        ("AN", accession),
        *many("A1", authors_in(work, "cochrane")),
        ("T1", title_in(work, "cochrane")),
        ("JA", journal_in(work, "cochrane")),
        ("PY", str(year_in(work, "cochrane"))),
        ("VL", work.volume),
        ("IS", issue_in(work, "cochrane")),
        ("CC", "Common Mental Disorders"),
        *page_tags(work, "cochrane"),
        ("C3", other),
        ("M3", "Journal article"),
        *many("KW", subjects(work)),
        ("DO", doi_in(work, "cochrane")),
        ("N1", NOTE),
        ("N2", abstract_in(work, "cochrane")),
        ("UR", f"https://www.cochranelibrary.com/central/doi/10.1002/central/{accession}/full"),
    ]
    head = f"Record #{number} of {{total}}\nProvider: John Wiley & Sons, Ltd.\n"
    return head + f'Content: text/plain; charset="UTF-8"\n\n{lines(tags, "  -  ")}ER  -  \n\n\n'


def citations(work: Work, accession: str, _number: int) -> str:
    """Reference lists of included studies, typed into a reference manager: plain RIS."""
    tags = [
        ("TY", "CHAP" if work.is_book else "JOUR"),
        ("ID", accession),
        *many("AU", authors_in(work, "citations")),
        ("TI", title_in(work, "citations")),
        ("T2", journal_in(work, "citations")),
        ("PY", str(year_in(work, "citations"))),
        ("VL", work.volume),
        ("IS", work.issue),
        *page_tags(work, "citations"),
        ("DO", doi_in(work, "citations")),
        ("N1", NOTE),
    ]
    return f"{lines(tags)}ER  - \n\n"


def _dotted(short: str, title: str) -> str:
    return " ".join(word if word in title.split() else f"{word}." for word in short.split())


def _upper_first_word(text: str) -> str:
    first, _, rest = text.partition(" ")
    return f"{first.upper()} {rest}".strip()


Writer = Callable[..., str]
WRITERS: Mapping[str, tuple[str, Writer]] = {
    "psycinfo": ("psycinfo.ris", psycinfo),
    "spp": ("social-policy-and-practice.ris", spp),
    "embase": ("embase.ris", embase),
    "cinahl": ("cinahl.ris", cinahl),
    "ssa": ("social-services-abstracts.ris", ssa),
    "cochrane": ("cochrane.ris", cochrane),
    "citations": ("reference-lists.ris", citations),
}
_ACCESSION: Mapping[str, Callable[[Work, int], str]] = {
    "psycinfo": lambda work, n: f"{work.year}-9{n:04d}-001",
    "spp": lambda _work, n: f"99{n:05d}",
    "embase": lambda _work, n: f"L99{n:07d}",
    "cinahl": lambda _work, n: f"9990{n:05d}",
    "ssa": lambda _work, n: f"99900{n:05d}",
    "cochrane": lambda _work, n: f"CN-099{n:05d}",
    "citations": lambda _work, n: f"REF-{n:02d}",
}


def export(source: str, works: Sequence[Work], pmids: Mapping[str, str]) -> tuple[list[str], str]:
    """The accessions in file order and the text of one database's export."""
    write = WRITERS[source][1]
    accessions, texts = [], []
    for n, work in enumerate(works, 1):
        accession = _ACCESSION[source](work, n * (1 if source == "citations" else 7))
        known = {"pmid": _pmid(source, work, pmids)} if source in ("embase", "cochrane") else {}
        accessions.append(accession)
        texts.append(write(work, accession, n, **known).replace("{total}", str(len(works))))
    mark = "\ufeff" if source == "embase" else ""
    return accessions, mark + "".join(texts)


def _pmid(source: str, work: Work, pmids: Mapping[str, str]) -> str:
    kept = rng("pmid", source, work.id).random() < (0.8 if source == "embase" else 0.7)
    return pmids.get(work.id, "") if kept else ""
