"""Random trees of every platform, carried over to every other: two engines see that each keeps the effect it claims."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.strategy.oracle import BruteForce
from tests.strategy.trees import records, trees_of

from resift.errors import BadStrategy
from resift.records import Record
from resift.strategy import Index, parse, translate
from resift.strategy.dialects import DIALECTS
from resift.strategy.effects import Effect, composed
from resift.strategy.parser import Parsed
from resift.strategy.render import render
from resift.strategy.tree import Node, Not, Raw, leaves

MODES = ("superset", "tight", "strict")
CLAIMS = {
    Effect.EXACT: lambda meant, found: found == meant,
    Effect.BROADER: lambda meant, found: found >= meant,
    Effect.NARROWER: lambda meant, found: found <= meant,
    Effect.UNKNOWN: lambda meant, found: True,
}


def _both(tree: Node, found: list[Record]) -> set[int]:
    """What the two engines find, which has to be the same."""
    try:
        one = set(Index(found).find(tree))
    except BadStrategy:  # a field that no record at hand has
        assume(False)
    other = set(BruteForce(found).find(tree))
    assert one == other
    return one


def _parsed(tree: Node, platform: str) -> Parsed:
    parsed = parse(render(tree, platform), platform)
    assert parsed.tree == tree
    return parsed


def _understood(*trees: Node | None) -> bool:
    return not any(isinstance(n, Raw) for t in trees if t is not None for n in leaves(t))


@pytest.mark.slow
@pytest.mark.parametrize("source", DIALECTS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_translation_keeps_the_effect_that_it_claims(source: str, data: st.DataObject) -> None:
    tree = data.draw(trees_of(source))
    target = data.draw(st.sampled_from([name for name in DIALECTS if name != source]))
    mode = data.draw(st.sampled_from(MODES))
    found = data.draw(records())
    try:
        done = translate(_parsed(tree, source), mode, target)
    except BadStrategy:
        assume(False)
    assume(_understood(done.tree))
    meant, got = _both(tree, found), _both(done.tree, found)
    assert CLAIMS[done.effect](meant, got), (done.text, done.effect, meant, got)


@pytest.mark.slow
@pytest.mark.parametrize("source", [name for name in DIALECTS if name != "pubmed"])
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_fetched_and_filtered_is_what_was_meant(source: str, data: st.DataObject) -> None:
    tree = data.draw(trees_of(source))
    try:
        done = translate(_parsed(tree, source))
    except BadStrategy:
        assume(False)
    assume(_understood(done.tree) and done.effect is Effect.BROADER and done.residual is not None)
    found = data.draw(records())
    meant, fetched = _both(tree, found), _both(done.tree, found)
    kept = fetched & _both(done.residual, found)
    assert meant <= kept
    assert kept <= fetched


@pytest.mark.slow
@pytest.mark.parametrize("target", ["pubmed", "ovid"])
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_effect_flips_under_not(target: str, data: st.DataObject) -> None:
    source = "ovid" if target == "pubmed" else "pubmed"
    keep, drop = data.draw(trees_of(source)), data.draw(trees_of(source))
    try:
        alone = translate(_parsed(drop, source), "tight", target)
        kept = translate(_parsed(keep, source), "tight", target)
        done = translate(_parsed(Not(keep, drop), source), "tight", target)
    except BadStrategy:
        assume(False)
    assume(_understood(done.tree))
    assert done.effect is composed([kept.effect, alone.effect.flipped()])
