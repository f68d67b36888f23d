"""Figures of an order, against tables worked by hand from their definitions (Cohen 2006; the ranking bench)."""

import csv
import json
import random
import runpy
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.errors import ReviewError
from resift.ranking import metrics

TEN = [True, True, False, False, True, False, False, False, False, False]


def test_ten_records_with_finds_at_one_two_and_five_give_the_figures_worked_by_hand():
    # ranks 1, 2, 5; found so far 1 2 2 2 3 3 3 3 3 3 = 25, at best 1 2 3 * 8 = 27, worst 21 less
    assert metrics(range(10), TEN) == pytest.approx(
        {
            "nATD": 8 / 30,
            "WSS95": 1 - 5 / 10 - 0.05,
            "WSS100": 1 - 5 / 10,
            "recall@10%": 1 / 3,
            "loss": (27 - 25) / 21,
            "nDCG": (1 + 0.6309297536 + 0.3868528072) / (1 + 0.6309297536 + 0.5),
        }
    )


def test_the_best_order_loses_nothing_and_the_worst_loses_all():
    labels = [True, True, False, False, False]
    assert metrics([0, 1, 2, 3, 4], labels)["loss"] == 0
    assert metrics([0, 1, 2, 3, 4], labels)["nDCG"] == 1
    assert metrics([4, 3, 2, 1, 0], labels)["loss"] == 1


def test_start_records_are_left_out_wherever_they_stand():
    labels = [True, *TEN, False]
    shifted = [row + 1 for row in range(10)]
    assert metrics([0, 11, *shifted], labels, [0, 11]) == metrics(range(10), TEN)


def test_rows_that_were_not_reached_count_as_read_last_with_the_relevant_ones_at_the_end():
    # rank 1, then two irrelevant, then the other relevant one at rank 4
    assert metrics([0], [True, False, True, False])["nATD"] == (1 + 4) / 2 / 4


def test_an_order_may_end_with_the_last_relevant_record():
    assert metrics(range(5), TEN) == metrics(range(10), TEN)


def test_nineteen_of_twenty_are_ninety_five_percent():
    labels = [True] * 19 + [False] * 10 + [True] + [False] * 10
    assert metrics(range(40), labels)["WSS95"] == pytest.approx(1 - 19 / 40 - 0.05)


def test_a_tenth_of_fewer_than_ten_records_is_one_record():
    assert metrics([0, 1, 2], [True, False, False])["recall@10%"] == 1


@pytest.mark.parametrize("labels", [[], [False, False], [True, True]])
def test_nothing_to_find_or_nothing_to_save_is_an_error_and_not_a_figure(labels: list[bool]):
    with pytest.raises(ReviewError, match="nothing to measure"):
        metrics(range(len(labels)), labels)


def test_no_order_of_five_records_has_a_loss_outside_zero_and_one():
    labels = [True, False, True, False, False]
    losses = {metrics(order, labels)["loss"] for order in permutations(range(5))}
    assert (min(losses), max(losses)) == (0, 1)


@given(st.lists(st.booleans(), min_size=2, max_size=40).filter(lambda x: any(x) and not all(x)), st.randoms())
def test_moving_a_relevant_record_forward_never_makes_a_figure_worse(labels: list[bool], rng: random.Random):
    order = list(range(len(labels)))
    rng.shuffle(order)
    later = rng.randrange(1, len(order))
    better = list(order)
    if labels[order[later]] > labels[order[later - 1]]:
        better[later - 1], better[later] = order[later], order[later - 1]
    before, after = metrics(order, labels), metrics(better, labels)
    assert all(after[k] <= before[k] + 1e-12 for k in ("nATD", "loss"))
    assert all(after[k] >= before[k] - 1e-12 for k in ("WSS95", "WSS100", "recall@10%", "nDCG"))


@pytest.mark.shared
def test_the_figures_agree_with_the_scorer_of_the_ranking_bench(shared_dir: Path):
    bench = shared_dir / "bench" / "ranking"
    scorer = runpy.run_path(str(bench / "score.py"))
    priors = json.loads((bench / "priors.json").read_text(encoding="utf-8"))["Cohen_Triptans"]["1"]
    with (bench / "Cohen_Triptans.csv").open(encoding="utf-8", newline="") as file:
        labels = [row["label"] == "1" for row in csv.DictReader(file)]
    order = random.Random(7).sample(range(len(labels)), 400)
    order = [*priors, *(row for row in order if row not in priors)]
    theirs = scorer["score_order"](order[2:], [int(y) for y in labels], priors)
    names = {"nATD": "nATD", "WSS95": "wss95", "WSS100": "wss100", "recall@10%": "recall10", "nDCG": "ndcg"}
    ours = metrics(order, labels, priors)
    assert {k: ours[k] for k in names} == pytest.approx({k: theirs[name] for k, name in names.items()})
    assert ours["loss"] == pytest.approx(theirs["loss"])
