"""The catalogue of findings: it is complete, and each example shows what it says."""

import re
from pathlib import Path

import pytest

from resift.errors import BadStrategy
from resift.strategy import parse, translate
from resift.strategy.codes import Code, Example, catalogue, explained
from resift.strategy.lint import lint

CODES = list(catalogue().values())


def _codes(example: Example) -> set[str]:
    parsed = parse(example.text, example.platform)
    translated = translate(parsed, to=example.to).findings if example.to else ()
    return {f.code for f in (*lint(parsed), *translated)}


@pytest.mark.parametrize("code", CODES, ids=lambda c: c.code)
def test_the_bad_example_has_the_finding_and_the_good_one_does_not(code: Code) -> None:
    assert code.code in _codes(code.bad)
    assert code.code not in _codes(code.good)


@pytest.mark.parametrize("code", CODES, ids=lambda c: c.code)
def test_a_good_example_can_be_run(code: Code) -> None:
    assert parse(code.good.text, code.good.platform).errors == ()


def test_every_code_that_a_module_gives_is_in_the_catalogue(root: Path) -> None:
    modules = sorted((root / "pipeline/resift/strategy").rglob("*.py"))
    given = {code for m in modules for code in re.findall(r'"((?:[A-Z]{3}|L)\d\d)"', m.read_text("utf-8"))}
    assert len(given) > 50
    assert given - set(catalogue()) - {"L99"} == set()  # L99 is an example in a docstring


def test_the_catalogue_has_no_code_that_nothing_gives(root: Path) -> None:
    text = "".join(m.read_text("utf-8") for m in (root / "pipeline/resift/strategy").rglob("*.py"))
    assert [c.code for c in CODES if f'"{c.code}"' not in text] == []


def test_each_entry_says_what_it_is_in_a_line_and_why_in_sentences() -> None:
    assert [c.code for c in CODES if len(c.title) > 70 or c.title.endswith(".")] == []
    assert [c.code for c in CODES if not c.text.endswith(".")] == []
    assert len({c.title for c in CODES}) == len(CODES)


def test_a_code_is_found_in_any_case_and_an_unknown_one_is_named() -> None:
    assert explained(" l04 ").code == "L04"
    with pytest.raises(BadStrategy, match="L99"):
        explained("L99")


def test_an_example_of_many_pieces_is_shown_short() -> None:
    deep = explained("SYN09").bad
    assert len(deep.text) > 1000
    assert len(deep.shown) < 80
