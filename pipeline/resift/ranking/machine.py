"""A linear support vector machine with squared hinge loss, solved exactly and from where the last one ended.

Between two decisions the solution hardly moves. The finite Newton method with conjugate gradients (Keerthi & DeCoste
2005, A modified finite Newton method for fast solution of large scale linear SVMs, JMLR 6:341-361) starts there and
needs only products with the Gram matrix of the labelled documents, never their features.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_NEWTON_STEPS = 50
_GRADIENT_STEPS = 500
_ACCURACY = 1e-7


def solve(gram: Callable[[Vector], Vector], labels: Vector, costs: Vector, start: Vector) -> Vector:
    """The weight of each labelled document in the direction that separates the relevant from the irrelevant.

    ``gram`` multiplies a vector by the matrix of inner products of the labelled documents (with 1 added to each for
    the intercept); ``labels`` are 1 and -1; ``costs`` is the price of an error per document; ``start`` is any guess,
    zeros for none. A document scores the sum of the weights times its inner products (plus 1) with the labelled.
    The result minimises half the squared length of that direction plus the sum of ``costs * max(0, 1 - label *
    score) ** 2``.

    >>> same = solve(lambda v: np.eye(2) @ v, np.array([1.0, -1.0]), np.array([0.5, 0.5]), np.zeros(2))
    >>> same.round(6).tolist()
    [0.5, -0.5]
    """
    weights, scores = start, gram(start)
    for _ in range(_NEWTON_STEPS):
        active = labels * scores < 1
        goal = _least_squares(gram, active, labels, 0.5 / costs, weights)
        weights, scores = _towards(goal, gram(goal), weights, scores, labels, costs)
        if np.array_equal(active, labels * scores < 1):
            break
    return weights


def _towards(
    goal: Vector, goal_scores: Vector, weights: Vector, scores: Vector, labels: Vector, costs: Vector
) -> tuple[Vector, Vector]:
    """The whole step to ``goal``, halved until the loss does not rise: without it the method could go in circles."""
    loss = _loss(weights, scores, labels, costs)
    part = 1.0
    while True:
        new, new_scores = weights + part * (goal - weights), scores + part * (goal_scores - scores)
        if part < 1e-6 or _loss(new, new_scores, labels, costs) <= loss * (1 + 1e-12):
            return new, new_scores
        part /= 2


def _loss(weights: Vector, scores: Vector, labels: Vector, costs: Vector) -> float:
    return float(weights @ scores / 2 + costs @ np.maximum(0, 1 - labels * scores) ** 2)


def _least_squares(
    gram: Callable[[Vector], Vector], active: NDArray[np.bool_], labels: Vector, ridge: Vector, start: Vector
) -> Vector:
    """Solve ``(gram + diag(ridge)) x = labels`` over the active documents; the others have weight zero."""
    scale = active / (1 + ridge)
    x = np.where(active, start, 0.0)
    left = np.where(active, labels - gram(x) - ridge * x, 0.0)
    along = scale * left
    size = float(left @ along)
    enough = _ACCURACY**2 * float(labels @ (scale * labels))
    for _ in range(_GRADIENT_STEPS):
        if size <= enough:
            break
        image = np.where(active, gram(along) + ridge * along, 0.0)
        step = size / float(along @ image)
        x = x + step * along
        left = left - step * image
        before, size = size, float(left @ (scale * left))
        along = scale * left + size / before * along
    return x
