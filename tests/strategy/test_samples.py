"""Genuine strategies, many of them broken as published: every one is read, and every error names a real fault."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.strategy import parse
from resift.strategy.detect import detect
from resift.strategy.render import render, render_lines
from resift.strategy.tree import Raw, leaves

pytestmark = [pytest.mark.shared]
CASES = Path(__file__).resolve().parents[1] / "cases" / "strategies.csv"


def _read(shared: Path) -> list[tuple[str, str, str]]:
    files = sorted((shared / "samples" / "strategies").glob("*/*.txt"))
    platforms = {"plain": "pubmed"}
    return [
        (f"{f.parent.name}/{f.name}", platforms.get(f.parent.name, f.parent.name), f.read_text("utf-8-sig"))
        for f in files
    ]


def test_only_strategies_with_a_known_fault_have_an_error_finding(shared_dir: Path) -> None:
    with CASES.open(encoding="utf-8", newline="") as file:
        known = {row["file"]: set(row["codes"].split()) for row in csv.DictReader(file)}
    found = {
        name: {f.code for f in errors}
        for name, platform, text in _read(shared_dir)
        if (errors := parse(text, platform).errors)
    }
    assert found == known


def test_every_strategy_is_recognised_as_its_platform_s(shared_dir: Path) -> None:
    wrong = [n for n, platform, text in _read(shared_dir) if not n.startswith("plain") and detect(text)[0] != platform]
    assert wrong == []


def test_every_line_that_was_understood_is_read_again_as_the_same(shared_dir: Path) -> None:
    unlike = []
    for name, platform, text in _read(shared_dir):
        lines = parse(text, platform).lines
        known = [n for n in lines if n.tree is not None and not any(isinstance(x, Raw) for x in leaves(n.tree))]
        if not known or len({n.number for n in known}) < len(known):
            continue
        written = render_lines(known, platform) if known[0].number else render(known[0].tree, platform)  # type: ignore[arg-type]
        again = [n for n in parse(written, platform).lines if n.tree is not None]
        if [(n.number, n.tree) for n in again] != [(n.number, n.tree) for n in known]:
            unlike.append(name)
    assert unlike == []


def test_a_strategy_cut_short_or_with_a_sign_less_is_still_read(shared_dir: Path) -> None:
    texts = [(p, t) for _, p, t in _read(shared_dir)]

    @given(st.sampled_from(texts), st.data())
    def check(strategy: tuple[str, str], data: st.DataObject) -> None:
        platform, text = strategy
        at = data.draw(st.integers(0, len(text) - 1))
        parse(text[:at], platform)
        parse(text[:at] + text[at + 1 :], platform)

    check()
