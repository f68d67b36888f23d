"""Who reads what: fair, the same everywhere, and unmoved by what does not concern it."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from resift.screening.assignment import Assignment, drawn

names = st.lists(st.text("ABCDEFGH", min_size=1, max_size=3), min_size=2, max_size=5, unique=True)
seeds = st.integers(0, 10**9)


def _keys(seed: int, number: int) -> list[str]:
    return [f"source{seed}-{i}" for i in range(number)]


@st.composite
def plans(draw: st.DrawFn) -> Assignment:
    people = tuple(draw(names))
    share = draw(st.sampled_from([0.0, 0.1, 0.5, 1.0]))
    return Assignment(people=people, reviewers=draw(st.integers(1, len(people))), overlap=share)


@given(plans(), seeds)
def test_every_report_gets_as_many_different_people_as_it_needs(plan: Assignment, seed: int) -> None:
    for key in _keys(seed, 20):
        readers = plan.readers(key)
        assert len(set(readers)) == len(readers) == plan.needed(key) in (1, plan.reviewers)


@given(seeds)
@settings(max_examples=20)
def test_the_work_is_shared_evenly(seed: int) -> None:
    # 2 of 3 people read each of 3,000 reports: 2,000 each, standard deviation sqrt(3000 x 2/3 x 1/3) = 25.8;
    # beyond six of them lies one draw in 500 million
    plan = Assignment(people=("Ada", "Bo", "Cy"), reviewers=2)
    read = [who for key in _keys(seed, 3000) for who in plan.readers(key)]
    assert all(abs(read.count(who) - 2000) < 6 * 25.8 for who in plan.people)


@given(seeds)
@settings(max_examples=20)
def test_the_overlap_is_the_share_that_the_protocol_says(seed: int) -> None:
    # a tenth of 3,000: 300, standard deviation sqrt(3000 x .1 x .9) = 16.4
    plan = Assignment(people=("Ada", "Bo", "Cy"), reviewers=2, overlap=0.1)
    twice = sum(plan.needed(key) == 2 for key in _keys(seed, 3000))
    assert abs(twice - 300) < 6 * 16.4


@given(plans(), seeds)
def test_who_leaves_moves_only_own_reports(plan: Assignment, seed: int) -> None:
    gone, *stay = plan.people
    left = Assignment(people=tuple(stay), reviewers=min(plan.reviewers, len(stay)), overlap=plan.overlap)
    for key in _keys(seed, 20):
        before, after = plan.readers(key), left.readers(key)
        assert set(before) - {gone} <= set(after)
        if gone not in before:
            assert after == before


@given(plans(), st.text("XYZ", min_size=1, max_size=2), seeds)
def test_who_joins_takes_a_part_and_nothing_else_moves(plan: Assignment, new: str, seed: int) -> None:
    joined = Assignment(people=(*plan.people, new), reviewers=plan.reviewers, overlap=plan.overlap)
    for key in _keys(seed, 20):
        assert set(joined.readers(key)) - {new} <= set(plan.readers(key))


@given(plans(), seeds, st.data())
def test_a_report_waits_for_exactly_as_many_as_are_missing(plan: Assignment, seed: int, data: st.DataObject) -> None:
    # whoever decided, also somebody who has left: no report is stranded, none is read more often than it needs
    decided = data.draw(st.sets(st.sampled_from((*plan.people, "gone"))))
    for key in _keys(seed, 5):
        wanted = plan.wanted(key, decided, plan.needed(key))
        free = len(set(plan.people) - decided)
        assert len(wanted) == min(free, max(0, plan.needed(key) - len(decided)))
        assert not decided & set(wanted)


@given(plans(), seeds, st.randoms())
def test_neither_the_order_of_people_nor_that_of_reports_matters(plan: Assignment, seed: int, random: object) -> None:
    people, keys = list(plan.people), _keys(seed, 20)
    before = {key: plan.readers(key) for key in keys}
    random.shuffle(people)  # type: ignore[attr-defined]
    random.shuffle(keys)  # type: ignore[attr-defined]
    again = Assignment(people=tuple(people), reviewers=plan.reviewers, overlap=plan.overlap)
    assert {key: again.readers(key) for key in keys} == before


@given(seeds, st.integers(0, 30))
def test_a_draw_has_the_asked_number_and_loses_only_to_what_comes_first(seed: int, number: int) -> None:
    keys = _keys(seed, 20)
    sample = drawn("pilot", keys, number)
    assert len(sample) == min(number, 20)
    assert sample == drawn("pilot", reversed(keys), number)
    fewer = [k for k in keys if k in sample or k < keys[10]]
    assert drawn("pilot", fewer, number) == sample


def test_two_draws_of_the_same_reports_are_unlike() -> None:
    # of 1,000 draws of 50 in 1,000 the overlap would be 2.5 on average; 20 in common has a chance below 1e-10
    keys = _keys(1, 1000)
    assert len(drawn("pilot", keys, 50) & drawn("second look", keys, 50)) < 20


def test_one_person_more_takes_about_a_fair_part() -> None:
    # of 3,000 reports read by one of two people, a third person takes 1,000; sqrt(3000 x 1/3 x 2/3) = 25.8
    two, three = (Assignment(people=("Ada", "Bo", "Cy")[:n], reviewers=1) for n in (2, 3))
    moved = sum(two.readers(k) != three.readers(k) for k in _keys(7, 3000))
    assert math.isclose(moved, 1000, abs_tol=6 * 25.8)
