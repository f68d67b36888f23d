"""The ranker: reads the documents once, then puts the unread in order after any number of decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from resift.errors import ReviewError
from resift.ranking import features, model
from resift.ranking.documents import Document, asked
from resift.ranking.machine import Vector

Telling = dict[str, tuple[str, ...]]
_WORDS = 4
_MANY = 0.5
"""A word that more than this share of the documents have explains nothing, whatever its weight."""


class Ranker:
    """Orders documents by how likely they are to be relevant.

    ``documents`` are all records under screening, read or unread, with distinct ids (else ReviewError).
    ``question`` is the review's question; ``examples`` are works known to be relevant, such as the studies of the
    previous version, which are not under screening themselves. Nothing is drawn at random, and neither the order
    of the documents nor that of the decisions matters.

    >>> pool = [Document(id="a", title="Bridge repair"), Document(id="b", title="Befriending lonely adults")]
    >>> [name for name, _ in Ranker(pool, question="Befriending and loneliness").order({})]
    ['b', 'a']
    """

    def __init__(self, documents: Sequence[Document], *, question: str = "", examples: Sequence[Document] = ()) -> None:
        pool = sorted(documents, key=lambda d: d.id)
        _refuse_repeats(pool)
        self._row = {d.id: row for row, d in enumerate(pool)}
        self._examples = sorted(examples, key=lambda d: d.id)
        self._asked = asked(question)
        self._table, self._words = features.named([*pool, *self._examples, *self._asked])
        self._having = np.bincount(self._table.indices, minlength=self._table.shape[1])

    @property
    def model(self) -> str:
        """The model and its settings in a few words, for the log of decisions.

        >>> Ranker([], question="Befriending").model
        'tf-idf: words 1-2, pieces 4-5 x 0.7, keywords x 0.5; linear svm: C 0.11, ratio 9.8; question; 0 examples'
        """
        return "; ".join([model.NAME, "question" if self._asked else "no question", f"{len(self._examples)} examples"])

    def order(self, labels: Mapping[str, bool]) -> list[tuple[str, float]]:
        """The ids without a label, the likeliest to be relevant first, each with its score.

        ``labels`` maps ids of documents to whether they were found relevant; it may be empty, all of one kind, or
        complete. A label of an unknown id raises ReviewError. Equal scores stand in the order of their ids.
        """
        return self.explained(labels, first=0)[0]

    def explained(self, labels: Mapping[str, bool], *, first: int) -> tuple[list[tuple[str, float]], Telling]:
        """The same order, and for its ``first`` documents the words of each that speak most for it.

        >>> pool = [Document(id="a", title="Bridge repair"), Document(id="b", title="Befriending lonely adults")]
        >>> Ranker(pool, question="Befriending and loneliness").explained({}, first=1)[1]
        {'b': ('befriending',)}
        """
        self._refuse_unknown(labels)
        known = {self._row[name]: relevant for name, relevant in labels.items()}
        stated = range(len(self._row), self._table.shape[0])
        rows = np.array([*sorted(known), *stated], dtype=np.int64)
        verdicts = np.array([known.get(row, True) for row in rows.tolist()], dtype=np.bool_)
        found = any(known.values()) or bool(self._examples)
        if not self._table.size:
            return [(name, 0.0) for name, row in self._row.items() if row not in known], {}
        weights, shift = model.direction(self._table, rows, verdicts, found=found)
        scores = model.scored(self._table, weights, shift).tolist()
        unread = [(name, scores[row]) for name, row in self._row.items() if row not in known]
        order = sorted(unread, key=lambda pair: (-pair[1], pair[0]))
        return order, {name: self._telling(self._row[name], weights) for name, _ in order[:first]}

    def _telling(self, row: int, weights: Vector) -> tuple[str, ...]:
        """A document's own words, without those that very many have, by how much they add to its score."""
        having = self._having
        start, end = self._table.indptr[row : row + 2].tolist()
        cells = zip(self._table.indices[start:end].tolist(), self._table.data[start:end].tolist(), strict=True)
        added = [(value * weights[c], self._words[c]) for c, value in cells
                 if c < len(self._words) and having[c] <= max(2, _MANY * self._table.shape[0])]  # fmt: skip
        best = sorted((a for a in added if a[0] > 0 and len(a[1]) > 3), key=lambda a: (-round(a[0], 9), a[1]))
        return tuple(word for _, word in best[:_WORDS])

    def _refuse_unknown(self, labels: Mapping[str, bool]) -> None:
        unknown = sorted(labels.keys() - self._row.keys())
        if unknown:
            raise ReviewError(
                f"decisions on {len(unknown)} records that are not under screening, the first is {unknown[0]}",
                then="rank all records that were screened, with the decisions on them",
            )


def _refuse_repeats(documents: Sequence[Document]) -> None:
    repeated = sorted(name for name, n in Counter(d.id for d in documents).items() if n > 1)
    if repeated:
        raise ReviewError(f"two records have the id {repeated[0]}", then="give every record an id of its own")
