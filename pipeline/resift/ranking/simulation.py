"""A finished screening, replayed: in which order would its records have been read?"""

from __future__ import annotations

from collections.abc import Sequence

from resift.errors import ReviewError
from resift.ranking import features
from resift.ranking.documents import Document, asked
from resift.ranking.replay import replay

EAGER = 100
"""So many labels are learnt one by one; after that the order is renewed whenever 2 % more were read."""

_PART = 50


def simulate(
    documents: Sequence[Document], labels: Sequence[bool], *, priors: Sequence[int] = (), question: str = ""
) -> list[int]:
    """The row numbers of ``documents`` in the order in which they would have been read with this ranking.

    ``labels`` says for each document whether it was relevant; ``priors`` are rows known from the start and come
    first; ``question`` is the review's question. The order ends with the last relevant document. A prior that is
    no row or is named twice, or labels that do not match the documents, raise ReviewError.

    >>> titles = ["Bridge repair", "Befriending adults", "Road repair", "Befriending lonely adults"]
    >>> pool = [Document(id=t, title=t) for t in titles]
    >>> simulate(pool, [False, True, False, True], priors=[1, 0])
    [1, 0, 3]
    """
    _refuse_misfits(len(documents), labels, priors)
    if not any(labels):
        return list(priors)
    stated = asked(question)
    reading = replay(features.vectorise([*documents, *stated]), len(stated))
    for row in priors:
        reading.learn(row, labels[row])
    order = list(priors)
    left = sum(labels) - sum(labels[row] for row in priors)
    while left:
        for row in reading.ranked()[: _step(len(order))].tolist():
            reading.learn(row, labels[row])
            order.append(row)
            left -= labels[row]
            if not left:
                break
    return order


def _step(read: int) -> int:
    return 1 if read < EAGER else read // _PART


def _refuse_misfits(documents: int, labels: Sequence[bool], priors: Sequence[int]) -> None:
    if len(labels) != documents:
        raise ReviewError(f"{documents} records but {len(labels)} labels", then="give every record one label")
    wrong = [row for i, row in enumerate(priors) if not 0 <= row < documents or row in priors[:i]]
    if wrong:
        raise ReviewError(
            f"row {wrong[0]} cannot start the simulation", then=f"name different rows from 0 to {documents - 1}"
        )
