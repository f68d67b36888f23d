"""How early an order brings the relevant records: the usual figures of screening prioritisation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil, floor, log2
from statistics import fmean

from resift.errors import ReviewError

_SLACK = 1e-9  # so that 0.95 * 20 is 19 and not a little more


def metrics(order: Sequence[int], labels: Sequence[bool], priors: Sequence[int] = ()) -> dict[str, float]:
    """Figures for an ``order`` of row numbers, given which rows are relevant; ``priors`` are left out everywhere.

    ``nATD`` is the mean rank of the relevant records as a share of all (lower is better); ``WSS95`` and ``WSS100``
    the work saved over sampling at 95 and 100 % recall (Cohen 2006); ``recall@10%`` the recall after a tenth of the
    records; ``loss`` the area between the best recall curve and this one, as a share of the area between the best
    and the worst (lower is better); ``nDCG`` the discounted gain as a share of the best. Rows that are not in the
    order count as read last, the relevant ones at the very end. Without both relevant and irrelevant records
    nothing can be measured: ReviewError.

    >>> metrics([2, 0, 1, 3], [True, False, True, False])["nATD"]
    0.375
    """
    found = _in_order(order, labels, priors)
    n, ranks = len(found), [rank for rank, relevant in enumerate(found, 1) if relevant]
    r = len(ranks)
    if not 0 < r < n:
        raise ReviewError(
            f"{r} of {n} records are relevant, start records left out: nothing to measure",
            then="simulate on records of which some are relevant and some are not",
        )
    return {
        "nATD": fmean(ranks) / n,
        "WSS95": 1 - _needed(0.95, ranks) / n - 0.05,
        "WSS100": 1 - _needed(1, ranks) / n,
        "recall@10%": sum(found[: max(1, floor(0.1 * n + _SLACK))]) / r,
        "loss": (r * (n - (r - 1) / 2) - sum(accumulate(found))) / (r * (n - r)),
        "nDCG": sum(1 / log2(rank + 1) for rank in ranks) / sum(1 / log2(k + 1) for k in range(1, r + 1)),
    }


def _in_order(order: Sequence[int], labels: Sequence[bool], priors: Sequence[int]) -> list[bool]:
    """The labels in reading order without the priors, in the worst case for what was not reached."""
    apart = set(priors)
    reached = [row for row in order if row not in apart]
    apart.update(reached)
    unreached = sorted(bool(label) for row, label in enumerate(labels) if row not in apart)
    return [bool(labels[row]) for row in reached] + unreached


def _needed(recall: float, ranks: Sequence[int]) -> int:
    """How many records had to be read to find this share of the relevant ones."""
    return ranks[ceil(recall * len(ranks) - _SLACK) - 1]
