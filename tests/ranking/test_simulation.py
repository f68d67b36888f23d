"""Finished screenings, replayed."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ranking.corpus import LABELS, POOL

from resift.errors import ReviewError
from resift.ranking import Document, metrics, simulate
from resift.ranking import replay as replays

FOUND, REJECTED = LABELS.index(True), LABELS.index(False)


def test_a_topic_apart_is_read_without_a_single_detour():
    order = simulate(POOL, LABELS, priors=[FOUND, REJECTED])
    assert order[:2] == [FOUND, REJECTED]
    assert all(LABELS[row] for row in order[2:])
    assert len(order) == 2 + sum(LABELS) - 1


def test_the_question_alone_starts_at_its_topic():
    assert len(simulate(POOL, LABELS, question="Does befriending reduce loneliness?")) == sum(LABELS)


titles = st.lists(st.text(alphabet="ab é精", max_size=12), max_size=25)


@settings(deadline=None)
@given(titles, st.data())
def test_the_order_names_each_row_once_with_the_priors_first_and_ends_with_the_last_relevant(
    texts: list[str], data: st.DataObject
):
    pool = [Document(id="x", title=text) for text in texts]
    labels = data.draw(st.lists(st.booleans(), min_size=len(pool), max_size=len(pool)))
    priors = data.draw(st.permutations(range(len(pool))))[: data.draw(st.integers(0, 3))]
    order = simulate(pool, labels, priors=priors, question=data.draw(st.sampled_from(["", "ab", "精"])))
    assert len(set(order)) == len(order)
    assert set(order) <= set(range(len(pool)))
    assert order[: len(priors)] == priors
    assert {row for row, relevant in enumerate(labels) if relevant} <= set(order)
    assert len(order) == len(priors) or labels[order[-1]]


def test_no_relevant_record_at_all_reads_nothing_but_the_priors():
    assert simulate(POOL, [False] * len(POOL), priors=[4, 2]) == [4, 2]


def test_equal_records_are_read_in_the_order_of_their_rows():
    pool = [Document(id=str(i), title="The same") for i in range(12)]
    assert simulate(pool, [False] * 11 + [True], priors=[5]) == [5, 0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]


MIXED = [label ^ (row % 7 == 0) for row, label in enumerate(LABELS)]


@pytest.mark.parametrize("question", ["", "Does befriending reduce loneliness?"])
def test_a_pool_too_large_for_all_pairs_gives_the_same_order(monkeypatch: pytest.MonkeyPatch, question: str):
    usual = simulate(POOL, MIXED, priors=[FOUND], question=question)
    monkeypatch.setattr(replays, "DENSE_LIMIT", 0)
    assert simulate(POOL, MIXED, priors=[FOUND], question=question) == usual


@pytest.mark.slow
def test_the_order_does_not_depend_on_the_hash_seed_of_the_process():
    code = (
        "from tests.ranking.corpus import POOL; from resift.ranking import simulate; "
        "print(simulate(POOL, [row % 5 == 0 for row in range(len(POOL))], priors=[0, 1], question='girders'))"
    )
    root = Path(__file__).resolve().parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "4242")
    }  # fmt: skip
    assert len(outputs) == 1


@pytest.mark.parametrize("priors", [[-1], [len(POOL)], [3, 3]])
def test_a_prior_that_is_no_row_or_is_named_twice_is_refused(priors: list[int]):
    with pytest.raises(ReviewError, match="cannot start the simulation"):
        simulate(POOL, LABELS, priors=priors)


def test_fewer_labels_than_records_are_refused():
    with pytest.raises(ReviewError, match="40 records but 39 labels"):
        simulate(POOL, LABELS[1:])


@pytest.mark.slow
@pytest.mark.shared
def test_on_three_finished_reviews_the_relevant_come_earlier_than_with_asreview(shared_dir: Path):
    bench = shared_dir / "bench" / "ranking"
    priors = json.loads((bench / "priors.json").read_text(encoding="utf-8"))
    anchors = {(row["dataset"], row["seed"]): float(row["nATD"]) for row in _rows(bench / "anchor.csv")}
    ours, theirs = [], []
    for name in ("Cohen_Antihistamines", "Cohen_Estrogens", "Cohen_Triptans"):
        pool, labels = _review(bench / f"{name}.csv")
        for seed, start in priors[name].items():
            ours.append(metrics(simulate(pool, labels, priors=start), labels, start)["nATD"])
            theirs.append(anchors[name, seed])
    assert fmean(ours) < fmean(theirs)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _review(path: Path) -> tuple[list[Document], list[bool]]:
    rows = _rows(path)
    pool = [
        Document(id=str(i), title=r["title"], abstract=r["abstract"], keywords=tuple(r.get("keywords", "").split("; ")))
        for i, r in enumerate(rows)
    ]
    return pool, [r["label"] == "1" for r in rows]
