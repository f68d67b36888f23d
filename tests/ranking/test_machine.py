"""The support vector machine: its optimum, checked by its own conditions and against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.svm import LinearSVC

from resift.ranking.machine import Vector, solve


def problem(seed: int, size: int, features: int) -> tuple[np.ndarray, Vector, Vector]:
    random = np.random.default_rng(seed)
    points = random.normal(size=(size, features))
    labels = np.where(np.arange(size) % 3 == 0, 1.0, -1.0)
    return points, labels, random.uniform(0.05, 5, size)


def solved(points: np.ndarray, labels: Vector, costs: Vector, start: Vector | None = None) -> Vector:
    gram = points @ points.T + 1
    return solve(lambda v: gram @ v, labels, costs, np.zeros(len(labels)) if start is None else start)


@given(st.integers(0, 10_000), st.integers(2, 25), st.integers(1, 6))
def test_every_weight_is_twice_its_cost_times_its_error(seed: int, size: int, features: int):
    # the gradient of |w|^2 / 2 + sum c max(0, 1 - y f)^2 is zero exactly where w = sum 2 c y max(0, 1 - y f) x
    points, labels, costs = problem(seed, size, features)
    weights = solved(points, labels, costs)
    errors = np.maximum(0, 1 - labels * ((points @ points.T + 1) @ weights))
    assert weights == pytest.approx(2 * costs * labels * errors, abs=1e-4)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_scores_are_those_of_scikit_learn(seed: int):
    points, labels, costs = problem(seed, 60, 8)
    theirs = LinearSVC(C=1, dual=True, tol=1e-10, random_state=0, max_iter=1_000_000)
    theirs.fit(points, labels, sample_weight=costs)
    ours = (points @ points.T + 1) @ solved(points, labels, costs)
    assert ours == pytest.approx(theirs.decision_function(points), abs=1e-5)


@given(st.integers(0, 10_000))
def test_the_start_does_not_change_the_result(seed: int):
    points, labels, costs = problem(seed, 12, 3)
    far = np.random.default_rng(seed).normal(size=12) * 10
    gram = points @ points.T + 1
    assert gram @ solved(points, labels, costs, far) == pytest.approx(gram @ solved(points, labels, costs), abs=1e-4)
