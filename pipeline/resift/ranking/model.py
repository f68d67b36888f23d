"""From what was decided so far to a score for everything else.

Once a relevant and an irrelevant document are known, a linear support vector machine separates them; its settings
are those of ASReview's *elas_u4* (squared hinge loss, C .11, class ratio 9.8). Before that, likeness takes its
place (Rocchio 1971): near to what is asked for, far from what sets the rejected apart from all others.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from resift.ranking import machine
from resift.ranking.features import KEYWORD_WEIGHT, PIECE_WEIGHT, Table
from resift.ranking.machine import Vector

COST = 0.11
RATIO = 9.8
NAME = (
    f"tf-idf: words 1-2, pieces 4-5 x {PIECE_WEIGHT}, keywords x {KEYWORD_WEIGHT}; linear svm: C {COST}, ratio {RATIO}"
)

Labels = NDArray[np.bool_]


def separating(labels: Labels, gram: Callable[[Vector], Vector], start: Vector) -> Vector:
    """How strongly each labelled document draws others up (above zero) or pushes them down (below).

    ``labels`` (at least one of each kind) says which are relevant; ``gram`` and ``start`` are as in
    ``machine.solve``. The relevant together weigh ``RATIO`` times as much as the irrelevant; the mean weight is 1.
    """
    relevant = int(labels.sum())
    share = len(labels) / (1 + RATIO)
    each = np.where(labels, share * RATIO / relevant, share / (len(labels) - relevant))
    return machine.solve(gram, np.where(labels, 1.0, -1.0), COST * each, start)


def resembling(labels: Labels) -> Vector:
    """The same before anything was found: what is asked for draws, what was rejected pushes, each with its mean."""
    relevant = int(labels.sum())
    return np.where(labels, 1 / max(1, relevant), -1 / max(1, len(labels) - relevant))


def contrast(labels: Labels) -> float:
    """How strongly what all documents have in common draws beside that: 1, or 0 where only wanted ones are known.

    The common part is the topic searched for. It stands against the rejected, which are on the topic as well and
    would push all of it down; and it stands alone where nothing is known.
    """
    return 0.0 if len(labels) and labels.all() else 1.0


def scores(table: Table, rows: NDArray[np.int64], labels: Labels, *, found: bool) -> Vector:
    """A score for every row of ``table``, given the labels of ``rows``: the higher, the likelier to be relevant.

    ``found`` says whether a label comes from a relevant work rather than from the question alone. The unit is
    arbitrary and changes with every label: only the order means something.
    """
    if not table.size:
        return np.zeros(table.shape[0])
    weights, shift = direction(table, rows, labels, found=found)
    return scored(table, weights, shift)


def direction(table: Table, rows: NDArray[np.int64], labels: Labels, *, found: bool) -> tuple[Vector, float]:
    """How much each column of ``table`` speaks for relevance, and what is added to every score."""
    part = table[rows]
    if found and not labels.all():
        pull = separating(labels, lambda v: part @ (v @ part) + v.sum(), np.zeros(len(rows)))
        return np.asarray(pull @ part), float(pull.sum())
    centre: Vector = np.asarray(resembling(labels) @ part)
    typical: Vector = np.asarray(table.mean(axis=0))
    return np.asarray(centre + contrast(labels) * typical), 0.0


def scored(table: Table, weights: Vector, shift: float) -> Vector:
    """The scores that a direction gives."""
    return rounded(np.asarray(table @ weights) + shift)


def rounded(values: Vector) -> Vector:
    """Scores as they are compared: to nine decimals, so that equal documents tie whatever the last bit of a sum is."""
    return np.asarray(np.round(values, 9))
