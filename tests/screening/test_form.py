"""What a table of characteristics asks, its checks, and the form that asks it line by line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.screening.countries import country
from resift.screening.form import FIELDS, NOT_REPORTED, Form, contradiction
from resift.screening.form_lines import Filling, Left, fill

FORM = Form(categories=("choirs", "gardens"))
ALL = ["Choir", "adults", "cluster RCT", "y", "more friends", "uk", "2"]


def _fill(
    answers: list[str], own: dict[str, str] | None = None, **more: bool
) -> tuple[Left, dict[str, str], list[str]]:
    saved: dict[str, str] = {}
    said: list[str] = []

    def lines() -> Iterator[str]:
        yield from (f"{a}\n" for a in answers)

    filling = Filling(form=FORM, values=own or {}, own=own or {}, save=saved.__setitem__, **more)
    return fill(filling, lines(), said.append), saved, said


def test_seven_answers_chart_a_study() -> None:
    how, saved, _ = _fill(ALL)
    assert how is Left.DONE
    assert saved == {"model": "Choir", "population": "adults", "design": "cluster RCT", "is_rct": "yes",
                     "outcome": "more friends", "country": "United Kingdom", "category": "gardens"}  # fmt: skip


def test_an_empty_answer_is_asked_again_and_not_reported_is_said_in_so_many_words() -> None:
    _, saved, said = _fill(["", "nr", *ALL[1:]])
    assert saved["model"] == NOT_REPORTED
    assert "An empty answer is not kept; nr says that the paper does not report it." in said


def test_each_answer_is_saved_before_the_next_question_and_the_end_of_the_input_ends() -> None:
    how, saved, _ = _fill(ALL[:3])
    assert how is Left.STOP
    assert list(saved) == ["model", "population", "design"]


def test_only_what_is_missing_is_asked_unless_all_is_asked_again() -> None:
    own = {"model": "Choir", "population": "adults", "design": "RCT", "is_rct": "yes"}
    _, saved, _ = _fill(["x", "Norway", "1"], own)
    assert saved == {"outcome": "x", "country": "Norway", "category": "choirs"}
    how, saved, said = _fill(["", "young adults", "", "", "x", "Norway", "1"], own, again=True)
    assert how is Left.DONE
    assert saved == {"population": "young adults", "outcome": "x", "country": "Norway", "category": "choirs"}
    assert any("[Choir]" in line for line in said)


def test_going_back_corrects_the_answer_before() -> None:
    _, saved, _ = _fill(["Choyr", "b", "Choir", *ALL[1:]])
    assert saved["model"] == "Choir"


def test_a_contradiction_and_an_unknown_country_are_kept_when_given_again_and_not_before() -> None:
    answers = ["Choir", "adults", "single-group pre-post", "yes", "no", "x", "Atlantis", "Atlantis", "1"]
    _, saved, said = _fill(answers)
    assert saved["is_rct"] == "no"
    assert saved["country"] == "Atlantis"
    assert sum("Not saved yet" in line for line in said) == 2
    assert any("'Atlantis' is no country of ISO 3166" in line for line in said)


def test_a_country_one_letter_off_is_offered() -> None:
    assert country("Norwey") == ("", ("Norway",))
    assert "Denmark" in country("Danmark")[1]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("TÜRKIYE", "Türkiye"), ("Turkey", "Türkiye"), ("England", "United Kingdom"), ("U.S.", "United States"),
     ("US", "United States"), ("Korea, Republic of", "South Korea"), ("Taiwan", "Taiwan"), ("Iran", "Iran"),
     ("Viet Nam", "Vietnam"), ("Bosnia-Herzegovina", "Bosnia and Herzegovina"), ("Niger", "Niger"),
     ("Nigeria", "Nigeria")],
)  # fmt: skip
def test_countries_are_known_by_the_names_in_use(typed: str, name: str) -> None:
    assert country(typed)[0] == name


@pytest.mark.parametrize("table", ["data/previous/studies.csv", "data/demo/recorded/studies.csv"])
def test_no_study_of_the_worked_review_contradicts_itself(root: Path, table: str) -> None:
    with (root / table).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 19
    assert [FORM.doubts(r) for r in rows] == [[]] * len(rows)


@pytest.mark.parametrize(
    ("design", "called", "doubtful"),
    [
        ("RCT", "no", True), ("RCT", "yes", False), ("non-randomised controlled pilot", "yes", True),
        ("non-randomized", "no", False), ("randomised before-after", "yes", False),
        ("randomised before-after", "no", False), ("a randomized crossover", "no", True),
        ("qualitative pilot", "yes", True), ("not reported", "yes", False), ("RCT", "not reported", False),
        ("quasi-experimental", "yes", True), ("cohort study", "yes", True), ("", "yes", False),
    ],
)  # fmt: skip
def test_design_and_randomisation_agree(design: str, called: str, doubtful: bool) -> None:
    assert bool(contradiction({"design": design, "is_rct": called})) is doubtful


@given(st.sampled_from([f.name for f in FIELDS]), st.text())
def test_whatever_is_kept_is_one_printable_line_and_is_kept_again_as_it_is(name: str, text: str) -> None:
    try:
        kept = FORM.answer(name, text, {}).value
    except ValueError:
        return
    assert kept == " ".join(kept.split())
    assert kept.isprintable()
    assert FORM.answer(name, kept, {}).value == kept or not kept
