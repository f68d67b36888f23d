"""A small fictional review, made as a user makes one, and the command line run as a user runs it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>{year}</Year></PubDate>
</JournalIssue><Title>Fictional Journal</Title></Journal><ArticleTitle>{title}</ArticleTitle>
<Abstract><AbstractText>{abstract}</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><ForeName>Jo</ForeName><Initials>J</Initials></Author></AuthorList>
<Language>eng</Language></Article></MedlineCitation><PubmedData><History>
<PubMedPubDate PubStatus="entrez"><Year>{year}</Year><Month>5</Month><Day>1</Day></PubMedPubDate></History>
<ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""

# fictional records; the string finds the first two, the third lacks a population, the fourth is too old
WORKS = [
    ("90000001", 2018, "Social support in psychosis: a fictional trial", "Befriending was tried out."),
    ("90000002", 2019, "Community participation and psychiatry: a fictional study", "Gardening was tried out."),
    ("90000003", 2019, "Social networks of beekeepers: a fictional study", "Bees were counted."),
    ("90000004", 2012, "Social inclusion in psychosis: a fictional study", "An old record."),
]
RIS = """TY  - JOUR
AN  - F1
TI  - Social support in psychosis: a fictional trial
AU  - Doe, Jo
PY  - 2018
JO  - Fictional Journal
AB  - Befriending was tried out.
ER  - 

TY  - JOUR
AN  - F2
TI  - A fictional horticulture programme
AU  - Roe, Ro
PY  - 2021
JO  - Fictional Journal
AB  - Found only here.
ER  - 
"""


def _resift(*arguments: str, cwd: Path, answers: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resift", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=answers, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def resift() -> Run:
    return _resift


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A new review's folder, with a corpus and an export beside it."""
    made = _resift("init", "review", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    articles = "\n".join(ARTICLE.format(pmid=p, year=y, title=t, abstract=a) for p, y, t, a in WORKS)
    xml = f'<?xml version="1.0"?>\n<PubmedArticleSet>\n{articles}\n</PubmedArticleSet>\n'
    (tmp_path / "corpus.xml").write_text(xml)
    (tmp_path / "export.ris").write_text(RIS)
    return tmp_path / "review"
