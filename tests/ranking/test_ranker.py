"""The order of what is unread."""

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ranking.corpus import BRIDGES, POOL, TRIALS, trial

from resift.errors import ReviewError
from resift.ranking import Document, Ranker

RELEVANT = {d.id for d in TRIALS}


def ids(order: list[tuple[str, float]]) -> list[str]:
    return [name for name, _ in order]


def relevant_first(order: list[tuple[str, float]]) -> bool:
    flags = [name in RELEVANT for name, _ in order]
    return flags == sorted(flags, reverse=True)


def test_one_label_of_each_kind_brings_all_of_a_topic_to_the_front():
    order = Ranker(POOL).order({TRIALS[0].id: True, BRIDGES[0].id: False})
    assert len(order) == len(POOL) - 2
    assert relevant_first(order)


def test_the_question_alone_brings_its_topic_to_the_front():
    assert relevant_first(Ranker(POOL, question="Does befriending reduce loneliness?").order({}))


def test_examples_alone_bring_their_topic_to_the_front_and_are_not_in_the_order():
    example = trial("Kelso")
    order = Ranker(POOL, examples=[example]).order({})
    assert relevant_first(order)
    assert example.id not in ids(order)


def test_examples_and_rejected_records_together_are_enough_to_learn_from():
    assert relevant_first(Ranker(POOL, examples=[trial("Kelso")]).order({BRIDGES[0].id: False}))


def test_relevant_labels_only_bring_what_is_like_them():
    assert relevant_first(Ranker(POOL).order({TRIALS[0].id: True}))


def test_irrelevant_labels_only_push_back_what_is_like_them():
    assert relevant_first(Ranker(POOL).order({d.id: False for d in BRIDGES[:5]}))


def test_without_labels_and_question_what_all_have_in_common_comes_first():
    odd = Document(id="a", title="Zymurgy")
    assert ids(Ranker([odd, *TRIALS]).order({}))[-1] == "a"


def test_everything_labelled_leaves_nothing_to_order():
    assert Ranker(POOL).order({d.id: d.id in RELEVANT for d in POOL}) == []


def test_scores_fall_along_the_order_and_ties_stand_in_the_order_of_their_ids():
    order = Ranker(POOL, question="befriending").order({})
    assert order == sorted(order, key=lambda pair: (-pair[1], pair[0]))


def test_equal_documents_get_equal_scores_and_stand_together():
    twins = [Document(id=f"twin-{i}", title="Befriending in Corby", abstract="A trial.") for i in range(5)]
    order = dict(Ranker([*BRIDGES, *twins]).order({BRIDGES[0].id: False, "twin-0": True}))
    assert len({order[f"twin-{i}"] for i in range(1, 5)}) == 1
    assert list(order)[:4] == ["twin-1", "twin-2", "twin-3", "twin-4"]


@given(st.randoms())
def test_neither_the_order_of_records_nor_that_of_labels_changes_a_byte(rng: random.Random):
    labels = {d.id: d.id in RELEVANT for d in [*TRIALS[:3], *BRIDGES[:5]]}
    usual = Ranker(POOL, examples=TRIALS[:2]).order(labels)
    shuffled = rng.sample(POOL, len(POOL))
    mixed = dict(rng.sample(list(labels.items()), len(labels)))
    assert repr(Ranker(shuffled, examples=TRIALS[1::-1]).order(mixed)) == repr(usual)


def test_asking_twice_gives_the_same_and_earlier_questions_leave_no_trace():
    labels = {TRIALS[0].id: True, BRIDGES[0].id: False}
    ranker = Ranker(POOL)
    first = ranker.order(labels)
    ranker.order({TRIALS[5].id: False, BRIDGES[9].id: True})
    assert ranker.order(labels) == first


@pytest.mark.parametrize(
    "titles", [[], [""], ["One"], ["Same", "Same"], ["", "", "Word"], ["精神分裂症", "επανένταξη", "🙂"]]
)
@pytest.mark.parametrize("question", ["", "精神", "?"])
def test_pools_too_small_or_too_empty_to_learn_from_are_still_put_in_order(titles: list[str], question: str):
    pool = [Document(id=str(i), title=title) for i, title in enumerate(titles)]
    ranker = Ranker(pool, question=question)
    for labels in ({}, {"0": True}, {"0": False}, {"0": True, "1": False}):
        known = {name: label for name, label in labels.items() if int(name) < len(pool)}
        assert sorted(ids(ranker.order(known))) == sorted({d.id for d in pool} - known.keys())


def test_titles_without_abstracts_are_ranked_by_their_titles():
    pool = [Document(id=d.id, title=d.title) for d in POOL]
    assert relevant_first(Ranker(pool).order({TRIALS[0].id: True, BRIDGES[0].id: False}))


def test_a_repeated_id_is_refused():
    with pytest.raises(ReviewError, match="two records have the id trial-Ashford"):
        Ranker([*POOL, TRIALS[0]])


def test_a_label_of_an_unknown_record_is_refused_and_not_dropped():
    with pytest.raises(ReviewError, match="the first is trial-Kelso"):
        Ranker(POOL).order({"trial-Kelso": True})


def test_the_model_says_whether_it_knew_the_question_and_how_many_examples():
    assert Ranker(POOL, question="befriending", examples=TRIALS[:2]).model.endswith("; question; 2 examples")
    assert Ranker(POOL).model.endswith("; no question; 0 examples")


def test_importing_the_room_loads_no_numerical_library():
    code = "import sys, resift.ranking; print([m for m in ('numpy', 'scipy', 'sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_that_the_room_does_not_have_is_an_attribute_error():
    import resift.ranking

    with pytest.raises(AttributeError, match="Ranger"):
        _ = resift.ranking.Ranger
