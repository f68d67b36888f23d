"""Evaluators that share no code find the same records."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategy.oracle import BruteForce, CannotAsk, Sqlite, split
from tests.strategy.trees import ALL, TEXT_ONLY, Kinds, expressions, records, trees

from resift.records import NormalTitle, Record
from resift.search.corpus import Corpus
from resift.strategy import fields as f
from resift.strategy import parse
from resift.strategy.evaluate import Index
from resift.strategy.evaluate.segments import words
from resift.strategy.tree import ANY, And, Either, Expression, Heading, Near, Node, Not, Or, Phrase, Text, Window, Word

PLAIN = Kinds(leading=True, values=(), ranges=(), nested=False, ordered_between=(0,), between=(0, 1, 3), leaves=4)


@settings(max_examples=150)
@given(trees(ALL), records())
def test_the_index_finds_what_looking_at_every_word_finds(tree: Node, held: list[Record]) -> None:
    assert Index(held).find(tree) == BruteForce(held).find(tree)


@settings(max_examples=150)
@given(expressions(TEXT_ONLY), st.integers(1, 3), records(20))
def test_an_expression_occurs_as_often_as_it_can_be_pointed_at(e: Expression, times: int, held: list[Record]) -> None:
    tree = Text(f.TITLE_ABSTRACT_KEYWORD, e, times=times)
    assert Index(held).find(tree) == BruteForce(held).find(tree)


@settings(max_examples=150)
@given(trees(PLAIN), records())
def test_sqlite_finds_the_same_wherever_it_can_be_asked(tree: Node, held: list[Record]) -> None:
    try:
        asked = Sqlite(held).find(tree)
    except CannotAsk:
        return
    assert Index(held).find(tree) == asked == BruteForce(held).find(tree)


_TEXTS = st.text(max_size=30) | st.text("aé'’<>&;/-_ iB", max_size=30)


@given(_TEXTS)
def test_the_quick_way_to_words_gives_those_of_the_normal_form(text: str) -> None:
    assert words(text) == NormalTitle.of(text).lower().split()


# The demonstration's corpus


@pytest.fixture(scope="module")
def demo(root: Path) -> tuple[Record, ...]:
    return Corpus([root / "data/demo/pubmed.xml"]).records


@pytest.mark.parametrize("name", ["published", "repaired"])
def test_three_evaluators_agree_on_the_worked_reviews_strategy(root: Path, demo: tuple[Record, ...], name: str) -> None:
    tree = parse((root / f"queries/{name}.txt").read_text("utf-8"), "ovid").tree
    assert tree is not None
    found = Index(demo).find(tree)
    assert found == BruteForce(demo).find(tree) == Sqlite(demo).find(tree)
    assert 0 < len(found) < len(demo)


def test_evaluators_agree_on_random_trees_of_the_corpus_own_words(demo: tuple[Record, ...]) -> None:
    demo = demo[::3]  # looking at every word takes its time
    index, brute, sqlite = Index(demo), BruteForce(demo), Sqlite(demo)
    asked = found = 0
    for seed in range(200):
        tree = _tree(Random(seed), demo)
        rows = index.find(tree)
        assert rows == brute.find(tree), tree
        found += 0 < len(rows) < len(demo)
        try:
            assert rows == sqlite.find(tree), tree
            asked += 1
        except CannotAsk:
            continue
    assert min(asked, found) > 80  # the comparison is of something


def _tree(chance: Random, held: tuple[Record, ...], depth: int = 0) -> Node:
    if depth == 2 or chance.random() < 0.4:
        return _leaf(chance, held)
    parts = [_tree(chance, held, depth + 1) for _ in range(chance.randint(2, 3))]
    if chance.random() < 0.2:
        return Not(parts[0], parts[1])
    return (And if chance.random() < 0.4 else Or)(tuple(parts))


def _leaf(chance: Random, held: tuple[Record, ...]) -> Node:
    record = chance.choice(held)
    if record.headings and chance.random() < 0.15:
        name = chance.choice(record.headings).name
        return Heading("mesh", name, chance.random() < 0.5, chance.random() < 0.3)
    fields = chance.choice((f.TITLE, f.TITLE_ABSTRACT, f.PUBMED_TIAB, f.OVID_MP, f.PUBMED_TW))
    return Text(fields, _expression(chance, split(chance.choice((record.title, record.abstract or record.title)))))


def _expression(chance: Random, text: list[str]) -> Expression:
    """Words that stand near each other in a text of the corpus, so that most are found, some just not."""
    at = chance.randrange(max(1, len(text) - 6))
    near = [_word(chance, w) for w in text[at : at + 6]]
    chosen = chance.sample(near, min(len(near), 3))
    if len(chosen) < 3:
        return near[0]
    between, ways = chance.randint(0, 4), chance.choice((0, 1, 2, 2, 3, 4, 5))
    return (
        chosen[0],
        Phrase(tuple(near[:2])),
        Near(chosen[0], chosen[1], between, ordered=False),
        Near(Either(tuple(chosen[:2])), Phrase(tuple(near[1:3])), between, ordered=chance.random() < 0.3),
        Near(Near(chosen[0], chosen[1], between, ordered=False), chosen[2], between, ordered=False),
        Window(tuple(chosen), between),
    )[ways]


def _word(chance: Random, word: str) -> Word:
    if len(word) > 4 and chance.random() < 0.4:
        return Word((word[: chance.randint(3, len(word))], ANY))
    return Word((word,))
