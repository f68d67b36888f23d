"""The paper's strategy over genuine PubMed records, checked by a second reading that shares no code with resift."""

import csv
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

A = r"(?:social|communit)\w*"
B = r"(?:inclus\w*|capital|engag\w*|participat\w*|network\w*|support|enterpri\w*|connect\w*)"
NEXT_TO = re.compile(rf"\b(?:{A} {B}|{B} {A})\b")
PEOPLE = re.compile(r"\bpsych\w*")
CONCEPT_3 = re.compile(r"\b(?:intervene\w*|training\w*|program\w*|trial|stud\w*|rct|eval\w*)\b")
STRETCHES = ("ArticleTitle", "AbstractText", "Keyword", "DescriptorName", "QualifierName", "PublicationType",
             "NameOfSubstance", "BookTitle")  # fmt: skip


def _stretches(article: ElementTree.Element) -> list[str]:
    """The searchable stretches as lower-case words; an abstract's sections are one stretch."""
    found = []
    for tag in STRETCHES:
        texts = ["".join(e.itertext()) for e in article.iter(tag)]
        found += [" ".join(texts)] if tag == "AbstractText" else texts
    return [" ".join(re.findall(r"\w+", t.lower().replace("'", ""))) for t in found]


def _found(folder: Path, *patterns: re.Pattern[str]) -> set[str]:
    """The PMIDs of the records in which each pattern matches some stretch."""
    hits = set()
    for path in sorted(folder.rglob("*.xml")):
        try:
            root = ElementTree.parse(path).getroot()  # noqa: S314 (genuine samples)
        except ElementTree.ParseError:
            continue
        for article in [*root.iter("PubmedArticle"), *root.iter("PubmedBookArticle")]:
            texts = _stretches(article)
            if all(any(p.search(t) for t in texts) for p in patterns):
                hits.add(article.findtext(".//PMID") or "")
    return hits


@pytest.mark.shared
@pytest.mark.parametrize("since", ["1900-01-01", "2016-10-02"])
def test_the_paper_strategy_over_genuine_records_gives_a_true_flow(
    review: Path, resift: Run, shared_dir: Path, since: str
) -> None:
    folder = shared_dir / "samples/pubmed"
    wanted = _found(folder, NEXT_TO, PEOPLE, CONCEPT_3)
    for step in (("search", "pubmed", "--corpus", str(folder), "--since", since), ("dedup",), ("report",)):
        done = resift(*step, cwd=review)
        assert done.returncode == 0, done.stderr
    with (review / "reports/records.csv").open() as file:
        found = {r["pmid"] for r in csv.DictReader(file)}
    assert found <= wanted
    if since == "1900-01-01":
        assert found == wanted
    with (review / "reports/flow.csv").open() as file:
        counts = {(r["field"], r["line"]): int(r["n"]) for r in csv.DictReader(file)}
    assert counts["database_results", ""] == len(found)
    assert counts["duplicates", ""] + counts["records_screened", ""] == len(found)
    assert counts["x_screening_pending", ""] == counts["records_screened", ""]


@pytest.mark.shared
def test_a_wider_strategy_over_genuine_records_finds_what_a_second_reading_finds(
    review: Path, resift: Run, shared_dir: Path
) -> None:
    folder = shared_dir / "samples/pubmed"
    (review / "queries/published.txt").write_text("(with* or into or from) adj1 (patient* or cell* or gene*)")
    x, y = r"(?:with\w*|into|from)", r"(?:patient|cell|gene)\w*"
    wanted = _found(folder, re.compile(rf"\b(?:{x} {y}|{y} {x})\b"))
    done = resift("search", "pubmed", "--corpus", str(folder), "--since", "1900-01-01", cwd=review)
    assert done.returncode == 0, done.stderr
    resift("dedup", cwd=review)
    resift("report", cwd=review)
    with (review / "reports/records.csv").open() as file:
        found = {r["pmid"] for r in csv.DictReader(file)}
    assert len(wanted) > 5
    assert found == wanted
