"""The paper's own string, carried to PubMed as it was worked out by hand from the platforms' documentation."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from resift.errors import BadStrategy
from resift.records import Heading, Record
from resift.search.corpus import Corpus
from resift.strategy import Index, parse, translate
from resift.strategy.effects import Effect
from resift.strategy.translate import with_mapped_headings

A = ("social*", "communit*")
B = ("inclus*", "capital", "engag*", "participat*", "network*", "support", "enterpri*", "connect*")
C = ("intervene*", "training*", "program*", "trial", "stud*", "rct", "eval*")


@pytest.fixture(scope="module")
def published(root: Path) -> str:
    return (root / "queries/published.txt").read_text()


def _or(terms: list[str]) -> str:
    return "(" + " OR ".join(terms) + ")"


def _phrases(b: tuple[str, ...]) -> str:
    forward = [f'"{x} {y}"[tw]' for x, y in product(A, b)]
    return _or(forward + [f'"{y} {x}"[tw]' for x, y in product(A, b)])


def test_adjacency_becomes_32_phrases_in_both_orders(published: str) -> None:
    d = '(psych*[tw] OR "Mental Disorders"[mh])'
    wanted = f"{_phrases(B)} AND {d} AND {_or([f'{x}[tw]' for x in C])}"
    assert translate(parse(published, "ovid"), "tight").text == wanted
    assert wanted.count('[tw]"') == 0
    assert wanted.count('"social* ') + wanted.count('"communit* ') == 16


def test_superset_puts_and_in_the_place_of_adjacency_and_keeps_the_source_as_filter(published: str) -> None:
    done = translate(parse(published, "ovid"))
    both = f"({_or([f'{x}[tw]' for x in A])} AND {_or([f'{x}[tw]' for x in B])})"
    d = '(psych*[tw] OR "Mental Disorders"[mh])'
    assert done.text == f"{both} AND {d} AND {_or([f'{x}[tw]' for x in C])}"
    assert done.residual is not None


def test_the_repaired_string_adds_the_stems_and_headings_that_the_published_one_lacks(root: Path) -> None:
    done = translate(parse((root / "queries/repaired.txt").read_text(), "ovid"), "tight")
    b = tuple("support*" if x == "support" else x for x in B)
    d = '(psych*[tw] OR "Mental Disorders"[mh] OR "Mental Health"[mh] OR mental*[tw])'
    c = ("interven*", "training*", "program*", "trial*", "stud*", "rct", "rcts", "eval*")
    assert done.text == f"{_phrases(b)} AND {d} AND {_or([f'{x}[tw]' for x in c])}"


def test_each_lossy_step_names_its_effect_and_reason(published: str) -> None:
    effects = {s.rule: s.effect for s in translate(parse(published, "ovid"), "tight").steps}
    assert effects == {
        "field": Effect.UNKNOWN,  # .mp. and [tw] overlap
        "adjacency as phrases": Effect.EXACT,
        "heading of another vocabulary": Effect.UNKNOWN,  # Emtree and MeSH branches differ
    }


def test_strict_refuses_the_published_string(published: str) -> None:
    with pytest.raises(BadStrategy, match="no exact counterpart"):
        translate(parse(published, "ovid"), "strict")


# Fictional records at each boundary of the string; yes: worked out by hand from the Ovid meaning.
CASES = [
    ("adjacent in order", "Social inclusion and psychosis: a study", True),
    ("adjacent in reverse", "Inclusion, social: a psychiatric programme", True),
    ("hyphen is a space", "Community-engagement training in psychiatry", True),
    ("one word between", "Social and economic inclusion in psychosis: a study", False),
    ("support is not truncated", "Social supports in psychosis: a study", False),
    ("trial is not truncated", "Social support and psychosis in three trials", False),
    ("intervention is not intervene*", "Social support: an intervention in psychosis", False),
    ("no population word", "Social support: a study", False),
    ("mental alone is no heading", "Social support and mental health: a study", False),
]


@pytest.mark.parametrize(("why", "title", "found"), CASES)
def test_published_translated_and_filtered_forms_find_the_same(
    published: str, why: str, title: str, found: bool
) -> None:
    parsed = parse(published, "ovid")
    index = Index([Record(id="x", title=title)])
    meant = index.find(with_mapped_headings(parsed.tree))  # type: ignore[arg-type]
    tight, superset = translate(parsed, "tight"), translate(parsed)
    kept = [i for i in index.find(superset.tree) if i in index.find(superset.residual)]
    assert (meant, index.find(tight.tree), kept) == (([0],) * 3 if found else ([],) * 3), why


def test_a_heading_below_mental_disorders_stands_for_the_population(published: str) -> None:
    with_heading = Record(
        id="a", title="Peers: a trial of community support", headings=(Heading(name="Bipolar Disorder"),)
    )
    other = Record(id="b", title="Peers: a trial of community support", headings=(Heading(name="Loneliness"),))
    index = Index([with_heading, other])
    assert index.find(translate(parse(published, "ovid"), "tight").tree) == [0]


def test_words_of_neighbouring_fields_are_not_adjacent(published: str) -> None:
    record = Record(id="a", title="A study of psychosis, social", abstract="Inclusion was measured.")
    assert Index([record]).find(translate(parse(published, "ovid"), "tight").tree) == []


def test_on_the_demo_corpus_the_translated_string_finds_what_the_published_one_means(
    published: str, root: Path
) -> None:
    parsed = parse(published, "ovid")
    records = Corpus([root / "data/demo/pubmed.xml"]).records
    index = Index(records)
    meant = index.find(with_mapped_headings(parsed.tree))  # type: ignore[arg-type]
    superset = translate(parsed)
    fetched = index.find(superset.tree)
    assert len(fetched) > len(meant) > 100
    assert sorted(set(fetched) & set(index.find(superset.residual))) == meant
    # [tw] also searches publication types, .mp. does not: without them the phrases find the same
    bare = Index([replace(r, publication_types=()) for r in records])
    assert bare.find(translate(parsed, "tight").tree) == meant
