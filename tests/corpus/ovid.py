"""Exports from Ovid: a number line before each record, T1/A1/N2/Y1, ER with two spaces."""

from __future__ import annotations

from render import abstract_in, authors_in, doi_in, issue_in, journal_in, title_in, year_in
from ris import kind_of, language, lines, many, page_tags, subjects
from works import NOTE, Work, journals, rng


def psycinfo(work: Work, accession: str, number: int) -> str:
    """Ovid PsycInfo: number line, T1/A1/N2/Y1, cited authors in A2, the segment in DB, ER with two spaces."""
    j, dice = journals()[work.journal], rng("psycinfo", work.id)
    address = doi_in(work, "psycinfo") and f"https://dx.doi.org/{doi_in(work, 'psycinfo')}"
    cited = ", ".join(sorted(name.split(",")[0] for name in work.authors) * 2) if dice.random() < 0.4 else ""
    missing = [("SP", "No"), ("EP", "Specified")] if not work.pages else page_tags(work, "psycinfo")
    segment = "<2017>" if year_in(work, "psycinfo") < 2018 else "<2018 to 2026 October Week 4>"
    tags = [
        ("TY", "JOUR"),
        ("DB", f"APA PsycInfo {segment}"),
        ("ID", accession),
        ("DO", address),
        ("T1", title_in(work, "psycinfo")),
        *many("A1", authors_in(work, "psycinfo")),
        ("A2", cited),
        ("Y1", f"{year_in(work, 'psycinfo')}//"),
        ("Y2", f"{year_in(work, 'psycinfo')}//"),
        ("N2", abstract_in(work, "psycinfo")),
        *many("KW", subjects(work)),
        ("M3", "Health & Mental Health Treatment & Prevention [3300]"),
        ("LA", language(work)),
        ("JF", journal_in(work, "psycinfo")),
        ("VL", work.volume),
        ("IS", issue_in(work, "psycinfo")),
        *missing,
        ("CY", j["country"]),
        ("PB", j["publisher"]),
        ("PB", j["country"]),
        ("SN", j["issn"]),
        ("N1", NOTE),
        ("PT", "Journal, Peer Reviewed Journal"),
        ("M1", kind_of(work)),
        ("M1", "Human"),
        ("UR", f"https://ovidsp.ovid.com/ovidweb.cgi?T=JS&PAGE=reference&D=psyc&NEWS=N&AN={accession}"),
    ]
    return f"{number}. \n{lines(tags)}ER  -  \n\n \n"


def spp(work: Work, accession: str, number: int) -> str:
    """Ovid Social Policy and Practice: as Ovid, titles often in capitals, three authors, short pages, no DOI."""
    tags = [
        ("TY", "JOUR"),
        ("DB", "Social Policy and Practice <202610>"),
        ("ID", accession),
        ("T1", title_in(work, "spp")),
        *many("A1", authors_in(work, "spp")),
        ("Y1", f"{year_in(work, 'spp')}//"),
        ("N2", abstract_in(work, "spp")),
        *many("KW", [word.lower() for word in subjects(work)][:6]),
        ("JF", journal_in(work, "spp")),
        ("VL", work.volume),
        ("IS", issue_in(work, "spp")),
        *page_tags(work, "spp"),
        ("PT", "Journal Article"),
        ("N1", NOTE),
    ]
    return f"{number}. \n{lines(tags)}ER  -  \n\n \n"
