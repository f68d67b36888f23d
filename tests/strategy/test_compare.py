"""What is said to have changed between two strategies."""

from resift.strategy import parse
from resift.strategy.compare import Change, Concept, compare
from resift.strategy.tree import Node


def _tree(text: str, platform: str = "ovid") -> Node:
    tree = parse(text, platform).tree
    assert tree is not None
    return tree


def _compared(before: str, after: str) -> tuple[Concept, ...]:
    return compare(_tree(before), _tree(after))


def test_a_strategy_is_the_same_as_itself() -> None:
    same = _compared(*["(lonel* or isolat*).ti,ab. and exp Loneliness/ not trial.ti."] * 2)
    assert [(c.status, c.excluded) for c in same] == [("same", False), ("same", False), ("same", True)]


def test_the_order_of_concepts_does_not_matter() -> None:
    turned = _compared("lonel*.ti. and trial*.ti.", "trial*.ti. and lonel*.ti.")
    assert [(c.name, c.status) for c in turned] == [("lonel*", "same"), ("trial*", "same")]


def test_terms_that_came_and_went_are_named() -> None:
    (concept,) = _compared("(lonel* or isolat*).ti.", "(lonel* or befriend*).ti.")
    assert (concept.status, concept.added, concept.removed) == ("changed", ("befriend*",), ("isolat*",))


def test_a_term_in_other_fields_is_one_change_and_neither_added_nor_removed() -> None:
    (concept,) = _compared("(lonel* or isolat*).ti.", "lonel*.ti. or isolat*.ab.")
    assert concept.changed == (Change(term="isolat*", what="fields", before="title", after="abstract"),)
    assert (concept.added, concept.removed) == ((), ())


def test_a_wider_proximity_is_told_in_words_between() -> None:
    (concept,) = _compared("(social adj1 inclusion).ti.", "(social adj3 inclusion).ti.")
    assert [(c.term, c.before, c.after) for c in concept.changed] == [
        ("social", "side by side, either order", "at most 2 words between, either order"),
        ("inclusion", "side by side, either order", "at most 2 words between, either order"),
    ]


def test_another_truncation_is_one_change() -> None:
    (concept,) = _compared("(intervene* or support).ti.", "(interven* or support*).ti.")
    assert [(c.before, c.after) for c in concept.changed] == [("intervene*", "interven*"), ("support", "support*")]


def test_whole_concepts_that_came_and_went() -> None:
    found = _compared("lonel*.ti. and trial*.ti.", "lonel*.ti. and cohort*.ti.")
    assert [(c.name, c.status) for c in found] == [("lonel*", "same"), ("trial*", "removed"), ("cohort*", "added")]


def test_a_heading_that_is_no_longer_exploded_is_a_change() -> None:
    (concept,) = _compared("exp Loneliness/ or lonel*.ti.", "Loneliness/ or lonel*.ti.")
    assert [(c.term, c.before, c.after) for c in concept.changed] == [
        ("heading loneliness", "mesh, exploded", "mesh, this heading only")
    ]


def test_the_two_may_be_written_for_different_platforms() -> None:
    (concept,) = compare(_tree("lonel*.ti. or isolat*.ti."), _tree("lonel*[ti] OR isolat*[ti]", "pubmed"))
    assert concept.status == "same"
