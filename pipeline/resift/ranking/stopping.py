"""What can be said about stopping: a test of "recall is still below the target", and a bound from a random sample.

Callaghan & Müller-Hansen 2020, Statistical stopping criteria for automated screening in systematic reviews,
Systematic Reviews 9:273. Conservative, and reliable in the comparisons of the field; it does not say what was found,
only how surprising the reading so far would be if too much were still unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, floor, lgamma

from resift.errors import ReviewError


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppingTest:
    """The result of the test at one point of the screening, with all that must be shown beside it."""

    records: int
    read: int
    relevant: int
    target: float
    confidence: float
    p: float

    @property
    def met(self) -> bool:
        """Whether the rule is met: finding so few lately would be rarer than the confidence allows."""
        return self.p < _allowed(self.confidence)

    @property
    def sentence(self) -> str:
        """The result in words; it says what was tested, never what is hoped.

        >>> StoppingTest(records=900, read=500, relevant=20, target=0.95, confidence=0.95, p=0.19).sentence
        'If more than 5% of the relevant records were still unseen, finding so few lately would still happen about 19
        times in 100. You set 5 in 100: not enough to stop yet.'
        """
        if self.read >= self.records:
            return "All records were read: nothing is left to test."
        unseen = _percent(1 - Fraction(str(self.target)))
        start = f"If more than {unseen} of the relevant records were still unseen, finding so few lately would"
        allowed = _allowed(self.confidence)
        base = _base(allowed, None if self.met else self.p)
        limit = f"{round(allowed * base):,}"
        if self.met:
            return f"{start} happen fewer than {limit} times in {base:,}. Your rule is met."
        return (
            f"{start} still happen about {round(self.p * base):,} times in {base:,}. "
            f"You set {limit} in {base:,}: not enough to stop yet."
        )

    @property
    def basis(self) -> str:
        """What the sentence rests on, to be shown with it.

        >>> StoppingTest(records=900, read=500, relevant=20, target=0.95, confidence=0.95, p=0.19).basis
        'Tested: recall below 95% of what the search found, at 95% confidence; 500 of 900 records read, 20 relevant.
        Assumed: the records read last came as if drawn at random from the unread.'
        """
        return (
            f"Tested: recall below {_percent(self.target)} of what the search found, at {_percent(self.confidence)} "
            f"confidence; {self.read} of {self.records} records read, {self.relevant} relevant. "
            "Assumed: the records read last came as if drawn at random from the unread."
        )


def stopping_test(
    decisions: Sequence[bool], *, records: int, target: float = 0.95, confidence: float = 0.95
) -> StoppingTest:
    """Test whether recall may still be below ``target``, from all decisions in the order in which they were made.

    ``decisions`` says of each record read whether it was relevant; ``records`` is how many there are, read or not.
    For every stretch of records read last, p is the probability of finding so few in it if the target were missed,
    as if they had been drawn at random; the smallest p counts. The test allows one look: fix beforehand when to
    look, or call the figure informal. ``target`` and ``confidence`` lie between 0 and 1, else ReviewError.

    >>> stopping_test([True] + [False] * 10, records=20, target=0.5).p
    0.2105263157894...
    """
    _refuse_impossible(len(decisions), records, target, confidence)
    total = sum(decisions)
    missed = floor(total / Fraction(str(target)) + 1)
    ps = (
        _at_most(seen, urn=records - len(decisions) + drawn, relevant=missed - (total - seen), drawn=drawn)
        for drawn, seen in _tails(decisions)
        if missed - (total - seen) > seen
    )
    return StoppingTest(
        records=records,
        read=len(decisions),
        relevant=total,
        target=target,
        confidence=confidence,
        p=min(ps, default=1.0),
    )


def unread_bound(unread: int, *, sampled: int, relevant: int = 0, confidence: float = 0.95) -> int:
    """How many relevant records there may be among the unread, after a random sample of them was read at the end.

    The largest number that the sample does not contradict at this confidence (exact one-sided hypergeometric bound);
    it includes those found in the sample.

    >>> unread_bound(10_000, sampled=300)
    97
    """
    if not 0 <= relevant <= sampled <= unread:
        raise ReviewError(
            f"a sample of {sampled} with {relevant} relevant does not fit {unread} unread records",
            then="draw the sample from the unread records",
        )
    allowed = float(_allowed(confidence))
    low, high = relevant, unread - (sampled - relevant)
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(relevant, urn=unread, relevant=middle, drawn=sampled) >= allowed:
            low = middle
        else:
            high = middle - 1
    return low


def _tails(decisions: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Length and finds of the stretches that can have the smallest p: those that begin after a find, or at the start.

    A longer stretch with the same number of finds is always rarer, so no other needs a look.
    """
    seen = 0
    for drawn, relevant in enumerate(reversed(decisions)):
        if relevant:
            yield drawn, seen
            seen += 1
    if decisions:
        yield len(decisions), seen


def _at_most(seen: int, *, urn: int, relevant: int, drawn: int) -> float:
    """Probability of at most ``seen`` relevant among ``drawn`` records of an ``urn`` with ``relevant`` ones."""
    least = max(0, drawn - (urn - relevant))
    if seen < least:
        return 0.0
    term = total = 1.0
    for k in range(seen, least, -1):
        term *= k * (urn - relevant - drawn + k) / ((relevant - k + 1) * (drawn - k + 1))
        total += term
        if term < total * 1e-17:
            break
    ways = _log_choose(relevant, seen) + _log_choose(urn - relevant, drawn - seen) - _log_choose(urn, drawn)
    return min(1.0, exp(ways) * total)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _allowed(confidence: float) -> Fraction:
    return 1 - Fraction(str(confidence))


def _base(allowed: Fraction, p: float | None) -> int:
    """The smallest of 100, 1,000, ... in which the limit is a whole number and p, rounded, still lies above it."""
    base = 100
    while base < 10**6 and ((allowed * base).denominator > 1 or (p is not None and round(p * base) <= allowed * base)):
        base *= 10
    return base


def _percent(share: float | Fraction) -> str:
    return f"{float(share) * 100:g}%"


def _refuse_impossible(read: int, records: int, target: float, confidence: float) -> None:
    if read > records:
        raise ReviewError(f"{read} decisions on {records} records", then="count every record once")
    if not (0 < target <= 1 and 0 < confidence < 1):
        raise ReviewError(
            f"target {target} and confidence {confidence} must lie between 0 and 1", then="write 0.95 for 95 %"
        )
