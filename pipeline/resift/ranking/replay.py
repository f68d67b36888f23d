"""Documents that are read one by one, and what is to be read next after each label."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from resift.ranking import model
from resift.ranking.features import Table
from resift.ranking.machine import Vector

DENSE_LIMIT = 8_000
"""Up to here all pairs of documents are multiplied beforehand (half a gigabyte); beyond, the terms are used."""

_FREQUENT = 0.1
_BLOCK = 1024


class Replay(Protocol):
    """Learns labels one at a time and ranks what is unread; both kinds below give the same order."""

    def learn(self, row: int, relevant: bool) -> None:
        """Note the label of one unread document."""

    def ranked(self) -> NDArray[np.int64]:
        """The rows of the unread, the likeliest to be relevant first, equal ones in the order of the rows."""


def replay(table: Table, asked: int) -> Replay:
    """A replay over the rows of ``table``, of which the last ``asked`` are not documents but what is asked for."""
    return _ByPairs(table, asked) if table.shape[0] <= DENSE_LIMIT else _ByTerms(table, asked)


class _ByTerms:
    """Without more memory than the terms themselves."""

    def __init__(self, table: Table, asked: int) -> None:
        self._table = table
        self._known = dict.fromkeys(range(table.shape[0] - asked, table.shape[0]), True)
        self._found = False

    def learn(self, row: int, relevant: bool) -> None:
        self._known[row] = relevant
        self._found |= relevant

    def ranked(self) -> NDArray[np.int64]:
        rows = np.array(sorted(self._known), dtype=np.int64)
        labels = np.array([self._known[row] for row in rows.tolist()], dtype=np.bool_)
        scores = model.scores(self._table, rows, labels, found=self._found)
        scores[rows] = -np.inf
        return np.argsort(-scores, kind="stable")[: len(scores) - len(rows)]


class _ByPairs:
    """With the inner products of all pairs, kept in reading order, and each solution as the start of the next.

    What is asked for comes first, then what was read, then the rest; so the products among the known and those
    between the unread and the known are each one block. Reading swaps two rows and two columns.
    """

    def __init__(self, table: Table, asked: int) -> None:
        size = table.shape[0]
        self._rows = np.arange(size)
        self._place = np.arange(size)
        self._products = _inner_products(table) + 1.0
        self._typical = self._products.mean(axis=1)
        self._labels = np.zeros(size, dtype=np.bool_)
        self._pull = np.zeros(size)
        self._known = 0
        for row in range(size - asked, size):
            self.learn(row, True)
        self._found = False

    def learn(self, row: int, relevant: bool) -> None:
        here, there = self._known, int(self._place[row])
        ends, turned = [here, there], [there, here]
        self._products[ends] = self._products[turned]
        self._products[:, ends] = self._products[:, turned]
        self._rows[ends] = self._rows[turned]
        self._place[self._rows[ends]] = ends
        self._labels[here] = relevant
        self._found = relevant or self._found
        self._known += 1

    def ranked(self) -> NDArray[np.int64]:
        unread = self._rows[self._known :]
        return unread[np.lexsort((unread, -self._scores(unread)))]

    def _scores(self, unread: NDArray[np.int64]) -> Vector:
        n = self._known
        labels, cross = self._labels[:n], self._products[n:, :n]
        if not self._found or labels.all():
            return model.rounded(cross @ model.resembling(labels) + model.contrast(labels) * self._typical[unread])
        gram = self._products[:n, :n]
        self._pull[:n] = model.separating(labels, lambda v: gram @ v, self._pull[:n])
        return model.rounded(cross @ self._pull[:n])


def _inner_products(table: Table) -> NDArray[np.float64]:
    """All pairs of rows multiplied, frequent terms as a dense matrix and rare ones as a sparse one: each where fast."""
    having = np.bincount(table.indices, minlength=table.shape[1])
    frequent = having > _FREQUENT * table.shape[0]
    dense, rare = table[:, frequent].toarray(), table[:, ~frequent]
    turned = rare.T.tocsr()
    products: NDArray[np.float64] = dense @ dense.T
    for start in range(0, table.shape[0], _BLOCK):
        products[start : start + _BLOCK] += (rare[start : start + _BLOCK] @ turned).toarray()
    return products
