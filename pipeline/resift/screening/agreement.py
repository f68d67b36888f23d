"""How far reviewers agree, beyond what chance would do, each figure with a 95 % interval or the reason why none.

For two reviewers: Cohen's kappa (Cohen 1960; variance of Fleiss, Cohen & Everitt 1969), Gwet's AC1 (Gwet 2008, with
its variance), PABAK (Byrt, Bishop & Carlin 1993), positive and negative agreement (Cicchetti & Feinstein 1990), and
plain agreement with Wilson's interval (Wilson 1927). For more: Fleiss' kappa (Fleiss 1971), AC1 and PABAK over all
ratings of a report, with the variance of Gwet 2008, which does not suppose that reviewers judge independently.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

Z = 1.959964
_ROUNDING = 1e-12
TOO_FEW = "fewer than two reports"
NONE_YET = "no report was decided by two reviewers"
NO_CHOICE = "all decided alike, so chance agrees always"
NOTHING_VARIES = "no interval, for nothing varies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of agreement: its value, its 95 % interval, and ``why`` where either is missing."""

    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


def pair(pairs: Iterable[tuple[str, str]], categories: Sequence[str]) -> tuple[Figure, ...]:
    """All figures for two reviewers from their decisions on the same reports.

    ``categories`` are all that could be said. With two of them, the first is the positive one and positive and
    negative agreement are given as well.

    >>> told = [("in", "in")] * 5 + [("in", "out")] * 10 + [("out", "in")] * 10 + [("out", "out")] * 975
    >>> [(f.name, round(f.value, 3)) for f in pair(told, ("in", "out"))][:4]
    [('agreement', 0.98), ("Cohen's kappa", 0.323), ("Gwet's AC1", 0.979), ('PABAK', 0.96)]
    """
    cells = Counter(pairs)
    n = sum(cells.values())
    agreed = sum(cells[c, c] for c in categories)
    observed = wilson("agreement", agreed, n, NONE_YET)
    figures = (observed, _cohen(cells, categories), _linear(GWET, _shares(cells.elements(), categories)),
               _prevalence_free(observed, len(categories)))  # fmt: skip
    if len(categories) > 2:
        return figures
    yes, no = categories
    return (*figures, _specific("positive agreement", cells[yes, yes], n - agreed),
            _specific("negative agreement", cells[no, no], n - agreed))  # fmt: skip


def several(ratings: Iterable[Sequence[str]], categories: Sequence[str]) -> tuple[Figure, ...]:
    """All figures for three or more reviewers: one sequence for each report, of two or more decisions on it.

    Not every reviewer needs to have decided on every report; each report weighs the same (Gwet 2008).
    """
    shares = _shares(ratings, categories)
    return tuple(_linear(measure, shares) for measure in (OBSERVED, FLEISS, GWET, UNIFORM))


def wilson(name: str, found: int, n: int, why: str = "") -> Figure:
    """A share with Wilson's interval (Wilson 1927), which also holds where the share is 0 or 1.

    >>> figure = wilson("agreement", 81, 263)
    >>> round(figure.low, 4), round(figure.high, 4)
    (0.2553, 0.3662)
    """
    if not n:
        return Figure(name=name, why=why)
    p, z2 = found / n, Z * Z
    middle, half = p + z2 / (2 * n), Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    return Figure(name=name, value=p, low=max(0.0, (middle - half) / scale), high=min(1.0, (middle + half) / scale))


def _specific(name: str, both: int, disagreed: int) -> Figure:
    """Agreement on one category, 2a / (2a + b + c).

    It grows with a / (a + b + c), a plain share of the reports that anybody put there; its interval is that share's.
    """
    share = wilson(name, both, both + disagreed, "nobody said so of any report")
    return _moved(share, lambda x: 2 * x / (1 + x))


def _prevalence_free(observed: Figure, categories: int) -> Figure:
    """PABAK, 2 po - 1 for two categories: agreement if chance chose each category equally often."""
    return replace(_moved(observed, lambda x: (categories * x - 1) / (categories - 1)), name="PABAK")


def _moved(figure: Figure, by: Callable[[float], float]) -> Figure:
    if figure.value is None or figure.low is None or figure.high is None:
        return figure
    return replace(figure, value=by(figure.value), low=by(figure.low), high=by(figure.high))


def _cohen(cells: Counter[tuple[str, str]], categories: Sequence[str]) -> Figure:
    """Cohen's kappa with the variance of Fleiss, Cohen & Everitt 1969 for a kappa that is not nought."""
    n, name = sum(cells.values()), "Cohen's kappa"
    if not n:
        return Figure(name=name, why=NONE_YET)
    first = {c: sum(cells[c, d] for d in categories) / n for c in categories}
    second = {c: sum(cells[d, c] for d in categories) / n for c in categories}
    po = sum(cells[c, c] for c in categories) / n
    pe = sum(first[c] * second[c] for c in categories)
    if math.isclose(pe, 1):
        return Figure(name=name, why=NO_CHOICE)
    same = sum(cells[c, c] / n * ((1 - pe) - (first[c] + second[c]) * (1 - po)) ** 2 for c in categories)
    unlike = sum(cells[c, d] / n * (second[c] + first[d]) ** 2 for c in categories for d in categories if c != d)
    variance = (same + (1 - po) ** 2 * unlike - (po * pe - 2 * pe + po) ** 2) / (n * (1 - pe) ** 4)
    return _about(name, (po - pe) / (1 - pe), variance, n)


@dataclass(frozen=True, slots=True)
class _Measure:
    """An agreement corrected for chance: ``chance`` gives one category's part in it, from its share of all ratings."""

    name: str
    chance: Callable[[float, int], float]


OBSERVED = _Measure("agreement", lambda p, q: 0.0)  # noqa: ARG005
FLEISS = _Measure("Fleiss' kappa", lambda p, q: p)  # noqa: ARG005
GWET = _Measure("Gwet's AC1", lambda p, q: (1 - p) / (q - 1))
UNIFORM = _Measure("PABAK", lambda p, q: 1 / q)  # noqa: ARG005

_Shares = list[tuple[tuple[float, ...], float]]


def _shares(ratings: Iterable[Sequence[str]], categories: Sequence[str]) -> _Shares:
    """For each report the share of its ratings in each category, and the share of its pairs that agree."""
    return [_share(tuple(told), tuple(categories)) for told in ratings]


@lru_cache(maxsize=1024)  # very many reports have few different ratings
def _share(told: tuple[str, ...], categories: tuple[str, ...]) -> tuple[tuple[float, ...], float]:
    counts, r = [told.count(c) for c in categories], len(told)
    return tuple(c / r for c in counts), sum(c * (c - 1) for c in counts) / (r * (r - 1))


def _linear(measure: _Measure, shares: _Shares) -> Figure:
    """A coefficient over reports and its variance by linearisation (Gwet 2008), as if sampled from many reports."""
    n = len(shares)
    if not n:
        return Figure(name=measure.name, why=NONE_YET)
    q = len(shares[0][0])
    common = [sum(s[k] for s, _ in shares) / n for k in range(q)]
    parts = [measure.chance(p, q) for p in common]
    pe, po = _dot(common, parts), sum(agreed for _, agreed in shares) / n
    if math.isclose(pe, 1):
        return Figure(name=measure.name, why=NO_CHOICE)
    value = (po - pe) / (1 - pe)
    lean = 2 * (1 - value) / (1 - pe)
    each = ((agreed - pe) / (1 - pe) - lean * (_dot(s, parts) - pe) for s, agreed in shares)
    variance = sum((x - value) ** 2 for x in each) / (n * (n - 1)) if n > 1 else 0.0
    return _about(measure.name, value, variance, n)


def _about(name: str, value: float, variance: float, n: int) -> Figure:
    if n < 2 or variance < _ROUNDING:
        return Figure(name=name, value=value, why=TOO_FEW if n < 2 else NOTHING_VARIES)
    half = Z * math.sqrt(variance)
    return Figure(name=name, value=value, low=max(-1.0, value - half), high=min(1.0, value + half))


def _dot(a: Iterable[float], b: Iterable[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
