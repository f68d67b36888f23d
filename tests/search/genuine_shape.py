"""Fictional PubMed records in the shape of genuine ones, and what one way of reading them costs.

Genuine records (82 of the shared samples) have a median of 6 authors, 6 affiliations, 6 headings, an abstract of 1,300
characters and 260 elements, all on one line. Run as ``python genuine_shape.py own|bare|peer FILE`` it reads the file
in a process of its own and prints seconds of the processor and the peak of resident memory in MiB.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HEAD = (
    '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
TEXT = (
    "befriending loneliness invented village group visits measured randomly assigned adults aged living alone and the "
    "of in to with was were not fewer more contact network support over weeks at baseline weekly café garden"
)
WORDS = TEXT.split()
SECTIONS = ("BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS")


def article(pmid: int, seed: int = 0) -> str:
    """One fictional article of about 10 kB: 8 authors, 10 headings, 10 references; the same for the same seed."""
    chance = random.Random(f"{seed}-{pmid}")
    return (
        '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Automated">'
        f'<PMID Version="1">{pmid}</PMID>{_date("DateCompleted", chance)}{_date("DateRevised", chance)}'
        f'<Article PubModel="Print-Electronic">{_article(pmid, chance)}</Article>'
        "<MedlineJournalInfo><Country>Nowhere</Country><MedlineTA>J Invent Stud</MedlineTA><NlmUniqueID>0000001"
        "</NlmUniqueID><ISSNLinking>0000-0027</ISSNLinking></MedlineJournalInfo><CitationSubset>IM</CitationSubset>"
        f"{_indexing(chance)}<CoiStatement>The invented authors declare {_words(chance, 8)}.</CoiStatement>"
        f"</MedlineCitation><PubmedData>{_data(pmid, chance)}</PubmedData></PubmedArticle>"
    )


def article_set(count: int, seed: int = 0) -> Iterator[str]:
    """The pieces of a set of so many articles, as efetch writes it."""
    yield HEAD
    for pmid in range(1, count + 1):
        yield article(pmid, seed)
    yield "</PubmedArticleSet>\n"


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def _date(tag: str, chance: random.Random, attribute: str = "") -> str:
    return (
        f"<{tag}{attribute}><Year>{chance.randint(1990, 2026)}</Year><Month>{chance.randint(1, 12):02}</Month>"
        f"<Day>{chance.randint(1, 28):02}</Day></{tag}>"
    )


def _article(pmid: int, chance: random.Random) -> str:
    sections = "".join(
        f'<AbstractText Label="{label}" NlmCategory="{label}">{_words(chance, 28)} (<i>p</i>&lt;0.05, 2.1&#xb1;0.4) '
        f"{_words(chance, 20)}.</AbstractText>"
        for label in SECTIONS
    )
    return (
        '<Journal><ISSN IssnType="Electronic">0000-0019</ISSN><JournalIssue CitedMedium="Internet"><Volume>'
        f"{chance.randint(1, 90)}</Volume><Issue>{chance.randint(1, 12)}</Issue><PubDate><Year>2019</Year>"
        "<Month>Aug</Month></PubDate></JournalIssue><Title>Journal of invented studies</Title><ISOAbbreviation>"
        f"J Invent Stud</ISOAbbreviation></Journal><ArticleTitle>{_words(chance, 14).capitalize()}.</ArticleTitle>"
        "<Pagination><StartPage>101</StartPage><EndPage>112</EndPage><MedlinePgn>101-112</MedlinePgn></Pagination>"
        f'<ELocationID EIdType="doi" ValidYN="Y">10.5555/fiction.{pmid}</ELocationID><Abstract>{sections}'
        "<CopyrightInformation>&#xa9; 2019 Nobody.</CopyrightInformation></Abstract>"
        f'<AuthorList CompleteYN="Y">{"".join(_author(n, chance) for n in range(8))}</AuthorList>'
        '<Language>eng</Language><GrantList CompleteYN="Y"><Grant><GrantID>X00 0001</GrantID><Agency>Nobody</Agency>'
        '<Country>Nowhere</Country></Grant></GrantList><PublicationTypeList><PublicationType UI="D016428">Journal '
        'Article</PublicationType><PublicationType UI="D016449">Randomized Controlled Trial</PublicationType>'
        f"</PublicationTypeList>" + _date("ArticleDate", chance, ' DateType="Electronic"')
    )


def _author(number: int, chance: random.Random) -> str:
    name = chance.choice(WORDS).capitalize()
    orcid = '<Identifier Source="ORCID">0000-0000-0000-0000</Identifier>' if number == 0 else ""
    return (
        f'<Author ValidYN="Y"><LastName>{name}</LastName><ForeName>Ann B</ForeName><Initials>AB</Initials>{orcid}'
        f"<AffiliationInfo><Affiliation>Department of {_words(chance, 3)}, University of {_words(chance, 4)}, "
        f"{chance.randint(1, 99999)} Nowhere, Neverland.</Affiliation></AffiliationInfo></Author>"
    )


def _indexing(chance: random.Random) -> str:
    qualifier = '<QualifierName UI="Q000523" MajorTopicYN="Y">psychology</QualifierName>'
    headings = "".join(
        f'<MeshHeading><DescriptorName UI="D0{n:05}" MajorTopicYN="N">{chance.choice(WORDS).capitalize()} {n}'
        f"</DescriptorName>{qualifier if n % 2 else ''}</MeshHeading>"
        for n in range(10)
    )
    keywords = "".join(f'<Keyword MajorTopicYN="N">{_words(chance, 2)}</Keyword>' for _ in range(5))
    return f'<MeshHeadingList>{headings}</MeshHeadingList><KeywordList Owner="NOTNLM">{keywords}</KeywordList>'


def _data(pmid: int, chance: random.Random) -> str:
    history = "".join(
        _date("PubMedPubDate", chance, f' PubStatus="{status}"').replace(
            "</PubMedPubDate>", "<Hour>6</Hour><Minute>0</Minute></PubMedPubDate>"
        )
        for status in ("received", "accepted", "medline", "pubmed", "entrez")
    )
    references = "".join(
        f"<Reference><Citation>{_words(chance, 3).title()}. {_words(chance, 12).capitalize()}. J Invent Stud. "
        f"{chance.randint(1980, 2019)};{n}(2):101-9.</Citation><ArticleIdList>"
        f'<ArticleId IdType="doi">10.5555/cited.{chance.randint(1, 10**7)}</ArticleId>'
        f'{f"""<ArticleId IdType="pubmed">{chance.randint(1, 10**7)}</ArticleId>""" if n % 2 else ""}'
        "</ArticleIdList></Reference>"
        for n in range(10)
    )
    return (
        f"<History>{history}</History><PublicationStatus>ppublish</PublicationStatus><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{pmid}</ArticleId><ArticleId IdType="doi">10.5555/fiction.{pmid}</ArticleId>'
        f"</ArticleIdList><ReferenceList>{references}</ReferenceList>"
    )


def peak() -> float:
    """The peak of this process's resident memory in MiB (ru_maxrss would count the parent's, from before the exec)."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if "VmHWM" in line) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _own(path: Path) -> int:
    from resift.search.medline import read_records

    return sum(1 for _ in read_records(path))


def _bare(path: Path) -> int:
    """Only to look at the name and text of every element, which no reading with lxml can do without."""
    from resift.search.medline import articles

    return sum(1 for article in articles(path) if [(e.tag, e.text) for e in article.iter()])


def _peer(path: Path) -> int:
    from Bio import Entrez

    with path.open("rb") as stream:
        return len(Entrez.read(stream)["PubmedArticle"])


def main(who: str, path: str) -> None:
    """Read the file once and print the cost as JSON."""
    start = time.process_time()
    count = {"own": _own, "bare": _bare, "peer": _peer}[who](Path(path))
    sys.stdout.write(json.dumps({"records": count, "seconds": time.process_time() - start, "peak": peak()}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
