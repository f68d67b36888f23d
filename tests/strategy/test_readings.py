"""Shapes in which strategies are printed and copied: each is read as the search that it stands for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from resift.strategy import parse
from resift.strategy.render import render, render_lines

with (Path(__file__).resolve().parents[1] / "cases" / "readings.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


def _plain(cell: str) -> str:
    """A cell with its tabs and line ends, which are written as ``\\t`` and ``\\n``."""
    return cell.replace("\\t", "\t").replace("\\n", "\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['platform']}: {case['why']}")
def test_a_printed_strategy_is_read_as_the_search_it_stands_for(case: dict[str, str]) -> None:
    parsed = parse(_plain(case["text"]), case["platform"])
    assert parsed.errors == ()
    assert parsed.tree is not None
    numbered = bool(parsed.lines[0].number)
    written = render_lines(parsed.lines, case["platform"]) if numbered else render(parsed.tree, case["platform"])
    assert written == _plain(case["written"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#1 lonel*[ti]\n#2 #153156", "REF08"),
        ("#1 lonel*[ti]\n#2 Limit #1 to English", "MIX02"),
    ],
)
def test_what_pubmed_cannot_have_searched_so_is_an_error_and_no_word(text: str, code: str) -> None:
    assert code in {f.code for f in parse(text, "pubmed").errors}


def test_limits_named_beside_a_history_are_never_left_out_in_silence() -> None:
    found = parse("#1 lonel*[ti]\n#2 aged[mh]\n#3 #1 AND #2\nFilters: Humans, English", "pubmed").findings
    assert [(f.code, f.severity, f.line) for f in found] == [("LIM03", "warning", 4)]


def test_a_remark_beside_line_numbers_is_warned_of() -> None:
    found = parse("#1 lonel*:ti\n#2 isolat*:ti\n#3 #1 OR #2 (both terms)", "embase").findings
    assert [(f.code, f.severity, f.line) for f in found] == [("REF10", "warning", 3)]


def test_a_history_that_begins_with_a_later_number_is_not_cut() -> None:
    parsed = parse("Loneliness/\n2. lonel*.ti.\n3. 1 or 2", "ovid")
    assert len(parsed.lines) == 1 or parsed.lines[0].span[0] == 0
