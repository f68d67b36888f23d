"""Pairs on which tools fail, all fictional, each with the right answer and its reason: tests/cases/dedup.csv."""

import csv
from pathlib import Path

import pytest

from resift.dedup import Grouping, find_duplicates
from resift.dedup.comparison import RULES
from resift.records import Doi, Pmid, Record

CASES = Path(__file__).resolve().parents[1] / "cases" / "dedup.csv"
DUPLICATE = "duplicate of"


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record(row: dict[str, str], side: str) -> Record:
    value = {k.removeprefix(f"{side}_"): v for k, v in row.items() if k.startswith(f"{side}_")}
    texts = ("title", "journal", "volume", "issue", "pages", "abstract", "original_title", "database", "accession")
    return Record(
        id=side,
        authors=tuple(a.strip() for a in value["authors"].split(";") if a.strip()),
        year=int(value["year"]) if value["year"] else None,
        doi=Doi.parse(value["doi"]),
        pmid=Pmid.parse(value["pmid"]),
        publication_types=tuple(t for t in value["publication_types"].split(";") if t),
        **{name: value[name] for name in texts},
    )


def answer(found: Grouping) -> str:
    if len(found.groups) == 1:
        return "same"
    return "ask" if found.doubtful else "different"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["case"])
def test_a_hard_pair_gets_the_right_answer(row: dict[str, str]) -> None:
    found = find_duplicates([record(row, "a"), record(row, "b")])
    assert answer(found) == row["expected"], row["why"]
    assert [x.kind for x in found.links if x.kind != DUPLICATE] == ([row["link"]] if row["link"] else []), row["why"]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["case"])
def test_the_answer_is_the_same_when_the_records_change_places(row: dict[str, str]) -> None:
    swapped = row | {f"a_{k[2:]}": v for k, v in row.items() if k[:2] == "b_"}
    swapped |= {f"b_{k[2:]}": v for k, v in row.items() if k[:2] == "a_"}
    assert answer(find_duplicates([record(swapped, "a"), record(swapped, "b")])) == row["expected"], row["why"]


def test_every_rule_has_a_name_of_its_own_and_a_reason() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.why for rule in RULES)
