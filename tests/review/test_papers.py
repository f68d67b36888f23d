"""Which report a PDF is: by identifier or title, and not decided where it could be another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.formats.pdf import Paper
from resift.records import Doi, Pmid, Record
from resift.review.papers import Sought, match

TRIAL = "A fictional trial of choirs for people with psychosis"


def _sought(report: str, title: str, doi: str = "", pmid: str = "") -> Sought:
    record = Record(id=report, title=title, doi=Doi.parse(doi), pmid=Pmid.parse(pmid))
    return Sought(report, [record])


CHOIRS = _sought("a-1", TRIAL, "10.5555/fiction.1", "90000001")
GARDENS = _sought("a-2", "Gardening groups in a small fictional town", "10.5555/fiction.2", "90000002")
SHORT = _sought("a-3", "Choirs")
POOL = (CHOIRS, GARDENS, SHORT)


def _paper(name: str = "download.pdf", **more: object) -> Paper:
    return Paper(name=name, sha256="0" * 64, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paper", "report", "evidence"),
    [
        (_paper("10.5555_fiction.2.pdf"), "a-2", "DOI 10.5555/fiction.2 in its name"),
        (_paper("10.5555%2Ffiction.2.PDF"), "a-2", "DOI 10.5555/fiction.2 in its name"),
        (_paper("90000001.pdf"), "a-1", "PMID 90000001 in its name"),
        (_paper("Doe 2020 PMID 90000001.pdf"), "a-1", "PMID 90000001 in its name"),
        (_paper(dois=(Doi("10.5555/fiction.1"),)), "a-1", "DOI 10.5555/fiction.1 in its properties"),
        (_paper(text="https://doi.org/10.5555/fiction.2"), "a-2", "DOI 10.5555/fiction.2 on its first page"),
        (_paper(title=TRIAL.upper()), "a-1", "title in its properties"),
        (_paper(text=f"Journal of Fiction 12\n{TRIAL}\nJo Doe"), "a-1", "title on its first page"),
        (_paper(f"Doe-2020-{TRIAL.replace(' ', '-')}.pdf"), "a-1", "title in its name"),
    ],
)
def test_a_file_is_known_by_its_best_evidence(paper: Paper, report: str, evidence: str) -> None:
    found = match(paper, POOL)
    assert (found.report, found.evidence) == (report, evidence)


@pytest.mark.parametrize(
    ("paper", "why"),
    [
        (_paper(text="Nothing known here"), "no DOI, PMID or title"),
        (_paper(title="Choirs"), "no DOI, PMID or title"),  # one word is no title to know a report by
        (_paper(text=f"Correction to: {TRIAL}"), "no DOI, PMID or title"),
        (_paper(text=f"Comment on the article {TRIAL}"), "no DOI, PMID or title"),
        (_paper(text=f"{TRIAL}: study protocol"), "no DOI, PMID or title"),
        (_paper(text="cites 10.5555/fiction.1 and 10.5555/other.9"), "no DOI, PMID or title"),
        (_paper(text=TRIAL, dois=(Doi("10.5555/other.9"),)), "but its DOI is 10.5555/other.9"),
        (_paper("12.pdf"), "no DOI, PMID or title"),
    ],
)
def test_a_file_that_may_be_another_paper_is_left_to_a_person(paper: Paper, why: str) -> None:
    found = match(paper, POOL)
    assert found.report == ""
    assert why in found.evidence


def test_a_title_that_two_reports_share_decides_nothing_and_names_both() -> None:
    twins = (_sought("a-1", TRIAL), _sought("b-7", f"{TRIAL}."))
    found = match(_paper(text=TRIAL), twins)
    assert found.report == ""
    assert found.fits == ("a-1", "b-7")


def test_an_identifier_decides_between_reports_of_one_title() -> None:
    twins = (_sought("a-1", TRIAL, "10.5555/fiction.1"), _sought("b-7", TRIAL, "10.5555/fiction.7"))
    assert match(_paper(text=f"{TRIAL} doi:10.5555/fiction.7"), twins).report == "b-7"


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=200), st.permutations(POOL))
def test_whatever_a_file_says_the_order_of_the_reports_changes_nothing(
    name: str, title: str, text: str, pool: list[Sought]
) -> None:
    paper = _paper(name, title=title, text=text)
    assert match(paper, pool) == match(paper, POOL)
