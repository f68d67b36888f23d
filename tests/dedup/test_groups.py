"""What holds for every library: a partition that does not depend on order, with a reason for each merge."""

import random
import subprocess
import sys
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resift.dedup import Grouping, find_duplicates
from resift.dedup.candidates import candidate_pairs
from resift.dedup.traits import read_traits
from resift.records import Doi, Pmid, Record

TITLE = "Fictional visits against loneliness in older tenants"
ARTICLE = Record(
    id="article", title=TITLE, authors=("Roe, A. B.", "Doe, C."), year=2011, journal="Fictional Journal of Care",
    volume="12", issue="5", pages="539-542",
)  # fmt: skip
DUPLICATE = "duplicate of"

RECORDS = st.builds(
    Record,
    id=st.just(""),
    title=st.sampled_from([
        TITLE, TITLE.upper(), f"[{TITLE}].", f"Erratum: {TITLE}", f"{TITLE} - Reply", f"{TITLE}. Part I",
        f"{TITLE}: part 2", f"{TITLE}: what forty imaginary neighbours told us about it", "Editorial", "",
        "Imaginary gardens for younger neighbours", "关于虚构探访与孤独的研究",
    ]),
    authors=st.sampled_from([
        ("Roe, A. B.", "Doe, C."), ("Roe AB", "Doe C", "et al."), ("Moe, F.",), ("Anonymous",), (),
    ]),
    year=st.sampled_from([2010, 2011, 2015, None]),
    journal=st.sampled_from(["Fictional Journal of Care", "Fict J Care", "Imaginary Letters", ""]),
    volume=st.sampled_from(["12", "3", "12 Suppl 1", ""]),
    issue=st.sampled_from(["3", "5", ""]),
    pages=st.sampled_from(["539-542", "539-42", "e44", "1-6", "18", "S18", ""]),
    doi=st.sampled_from([None, Doi.parse("10.5555/fict.1"), Doi.parse("10.5555/fict.2")]),
    pmid=st.sampled_from([None, None, None, Pmid.parse("99999901"), Pmid.parse("99999902")]),
    abstract=st.sampled_from(["", "An invented abstract without any meaning. " * 6, "Other made-up words. " * 12]),
)  # fmt: skip
LIBRARIES = st.lists(RECORDS, max_size=9).map(lambda rs: [replace(r, id=f"r{n}") for n, r in enumerate(rs)])


def together(found: Grouping, a: str, b: str) -> bool:
    return any(a in group and b in group for group in found.groups)


@given(LIBRARIES)
def test_every_record_is_in_exactly_one_group(library: list[Record]) -> None:
    found = find_duplicates(library)
    assert sorted(i for group in found.groups for i in group) == sorted(r.id for r in library)


@given(LIBRARIES, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(library: list[Record], rng: random.Random) -> None:
    mixed = rng.sample(library, len(library))
    assert find_duplicates(mixed) == find_duplicates(library)


@given(LIBRARIES)
def test_each_group_hangs_together_by_named_links(library: list[Record]) -> None:
    found = find_duplicates(library)
    for group in found.groups:
        reached = {group[0]}
        links = [x for x in found.links if x.kind == DUPLICATE and x.record in group]
        for _ in group:
            reached |= {i for x in links if {x.record, x.other} & reached for i in (x.record, x.other)}
        assert reached == set(group)
        assert all(x.rule for x in links)


@given(LIBRARIES)
def test_related_and_doubtful_pairs_are_never_in_one_group(library: list[Record]) -> None:
    found = find_duplicates(library)
    apart = [x for x in (*found.links, *found.doubtful) if x.kind != DUPLICATE]
    assert not [x for x in apart if together(found, x.record, x.other)]


@given(LIBRARIES)
def test_doubtful_pairs_are_asked_once_and_most_likely_first(library: list[Record]) -> None:
    doubtful = find_duplicates(library).doubtful
    assert [x.score for x in doubtful] == sorted((x.score for x in doubtful), reverse=True)
    assert len({frozenset((x.record, x.other)) for x in doubtful}) == len(doubtful)
    assert {x.kind for x in doubtful} <= {"perhaps duplicate of"}


@given(LIBRARIES)
def test_two_runs_give_one_answer_and_so_does_settling_what_was_found(library: list[Record]) -> None:
    found = find_duplicates(library)
    settled = {(group[0], other): True for group in found.groups for other in group[1:]}
    assert find_duplicates(library).groups == found.groups == find_duplicates(library, settled=settled).groups


@given(LIBRARIES, RECORDS)
def test_a_further_record_joins_two_groups_only_by_a_link_that_names_it(library: list[Record], one: Record) -> None:
    before = find_duplicates(library)
    after = find_duplicates([*library, replace(one, id="new")])
    for group in after.groups:
        swallowed = [g for g in before.groups if set(g) <= set(group)]
        if len(swallowed) > 1:
            named = [x for x in after.links if x.kind == DUPLICATE and "new" in (x.record, x.other)]
            assert "new" in group
            assert named


@given(LIBRARIES, st.data())
def test_what_a_person_settled_wins_over_every_rule(library: list[Record], data: st.DataObject) -> None:
    pairs = list(combinations([r.id for r in library], 2))
    if not pairs:
        return
    (a, b), same = data.draw(st.sampled_from(pairs)), data.draw(st.booleans())
    found = find_duplicates(library, settled={(b, a): same})
    assert together(found, a, b) is same
    assert not [x for x in found.doubtful if {x.record, x.other} == {a, b}]


@settings(max_examples=50)
@given(LIBRARIES)
def test_the_survivor_has_an_abstract_if_any_record_of_its_group_has(library: list[Record]) -> None:
    by_id = {r.id: r for r in library}
    for group in find_duplicates(library).groups:
        best = by_id[group[0]]
        assert bool(best.abstract) == any(by_id[i].abstract for i in group)
        assert list(group[1:]) == sorted(group[1:])


def test_no_record_and_one_record_are_libraries_too() -> None:
    assert find_duplicates([]).groups == ()
    assert find_duplicates([ARTICLE]).groups == (("article",),)
    assert find_duplicates([Record(id="empty", title="")]).groups == (("empty",),)


def test_records_without_a_title_are_not_one_work() -> None:
    library = [Record(id=f"r{n}", title="") for n in range(5)]
    assert len(find_duplicates(library).groups) == 5


def test_a_library_without_a_duplicate_keeps_every_record() -> None:
    towns = ["Utopia", "Erewhon", "Lilliput", "Laputa", "Ruritania"]
    library = [replace(ARTICLE, id=t, title=f"Fictional visits to older tenants of {t}", pages="") for t in towns]
    found = find_duplicates(library)
    assert len(found.groups) == 5
    assert found.doubtful == ()


def test_four_copies_in_four_styles_are_one_report() -> None:
    styles = [
        replace(
            ARTICLE, id="b", title=TITLE.upper(), authors=("ROE, AB", "DOE, C"), journal="FICTIONAL JOURNAL OF CARE"
        ),
        replace(ARTICLE, id="c", title=f"[{TITLE}].", journal="Fict J Care", pages="539-42"),
        replace(ARTICLE, id="d", authors=("Roe A. B.Doe C.",), volume="", issue="", pages="", abstract="Invented."),
    ]
    assert find_duplicates([ARTICLE, *styles]).groups == (("d", "article", "b", "c"),)


def test_a_thousand_identical_records_are_one_report() -> None:
    library = [replace(ARTICLE, id=f"r{n:04}") for n in range(1000)]
    found = find_duplicates(library)
    assert found.groups == (tuple(r.id for r in library),)
    assert len(found.links) == 999


@pytest.mark.parametrize("names", sorted(permutations("abc")))
def test_a_record_without_a_place_never_joins_an_abstract_to_its_article(names: tuple[str, str, str]) -> None:
    article, abstract, bare = names
    library = [
        replace(ARTICLE, id=article),
        replace(ARTICLE, id=abstract, issue="2", pages="175"),
        replace(ARTICLE, id=bare, volume="", issue="", pages=""),
    ]
    assert not together(find_duplicates(library), article, abstract)


def test_a_person_may_separate_identical_records() -> None:
    library = [replace(ARTICLE, id=i) for i in "abc"]
    found = find_duplicates(library, settled={("a", "b"): False})
    assert not together(found, "a", "b")
    assert len(found.groups) == 2


def test_settled_pairs_of_unknown_records_are_ignored() -> None:
    assert find_duplicates([ARTICLE], settled={("article", "gone"): True}).groups == (("article",),)


def test_two_records_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        find_duplicates([ARTICLE, ARTICLE])


def test_a_recurring_title_does_not_bring_a_quadratic_number_of_pairs() -> None:
    """Each record has at most a dozen keys, each with eight neighbours: fewer than 100 pairs a record."""
    library = [replace(ARTICLE, id=f"r{n:04}", title="Editorial", issue=str(n), pages=f"{n}") for n in range(3000)]
    assert len(candidate_pairs([read_traits(r) for r in library])) < 100 * 3000


def test_importing_the_room_does_not_load_the_comparison() -> None:
    code = "import sys, resift.dedup; print('rapidfuzz' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
