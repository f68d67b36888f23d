"""A fictional PubMed on loopback and a review of choirs, searched from the command line as a reviewer does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from resift.review.review import start_review
from resift.review.worked import worked_files
from resift.search.corpus import Corpus
from resift.search.faults import Script
from resift.search.server import running

WHO = "fictional.reviewer@example.org"
HEAD = (
    '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)


def article(
    pmid: int, *, created: str = "2020/01/01", entered: str = "", indexed: str = "", retracted: bool = False,
    concern: bool = False, title: str = "Fictional choir number {}.",
) -> str:  # fmt: skip
    """A fictional article on choirs; dates are PubMed's CRDT (entrez), EDAT (pubmed) and MHDA (medline)."""
    kind = "<PublicationType UI='D016441'>Retracted Publication</PublicationType>" if retracted else ""
    notice = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="ExpressionOfConcernIn"><RefSource>Fictional J. 2025'
        '</RefSource><PMID Version="1">99</PMID></CommentsCorrections></CommentsCorrectionsList>'
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f'<Article PubModel="Print"><ArticleTitle>{title.format(pmid)}</ArticleTitle>'
        f"<PublicationTypeList><PublicationType UI='D016428'>Journal Article</PublicationType>{kind}"
        f"</PublicationTypeList></Article>{notice if concern else ''}</MedlineCitation><PubmedData><History>"
        f"{_dates(entrez=created, pubmed=entered, medline=indexed)}</History></PubmedData></PubmedArticle>"
    )


def _dates(**days: str) -> str:
    given = ((name, day.split("/")) for name, day in days.items() if day)
    return "".join(
        f'<PubMedPubDate PubStatus="{name}"><Year>{y}</Year><Month>{m}</Month><Day>{d}</Day></PubMedPubDate>'
        for name, (y, m, d) in given
    )


def corpus(path: Path, *articles: str) -> Corpus:
    """A corpus of these articles, kept in ``path``."""
    path.write_text(HEAD + "\n".join(articles) + "</PubmedArticleSet>")
    return Corpus([path])


def choir_review(folder: Path, **files: str) -> Path:
    """The worked review with a strategy that finds choirs; ``files`` by name are put in their place."""
    given = dict(worked_files(("review.toml", "queries", "screening", "data/previous")))
    given["queries/published.txt"] = given["queries/repaired.txt"] = b"choir*.ti."
    start_review(folder, given | {name: text.encode() for name, text in files.items()})
    return folder


def resift(folder: Path, *arguments: str, answers: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a folder."""
    command = [sys.executable, "-m", "resift", *arguments]
    env = os.environ | {"NCBI_EMAIL": WHO} | environment
    return subprocess.run(command, cwd=folder, input=answers, capture_output=True, text=True, check=False, env=env)


def search(folder: Path, articles: Iterable[str], *options: str, faults: Script | None = None) -> list[dict[str, Any]]:
    """The runs of ``resift search`` against a PubMed that holds these articles, as it prints them for programs."""
    with running(corpus(folder.parent / "pubmed.xml", *articles), faults=faults) as address:
        done = resift(folder, "search", *options, "--json", RESIFT_EUTILS=address)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
