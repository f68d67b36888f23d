"""How far a sitting is: counts, where the last one stopped, and what can be said about stopping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from resift.decisions import Event, Verb
from resift.ranking.stopping import stopping_test
from resift.screening.times import day

STRETCH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Counts of one reviewer's reports at one stage.

    ``since_include`` is how many were decided since the last inclusion; ``includes`` how many inclusions there were
    in each stretch of ten decisions, the last one perhaps shorter.
    """

    total: int
    decided: int
    included: int
    excluded: int
    unsure: int
    put_off: int
    since_include: int
    includes: tuple[int, ...]


def progress(decisions: Sequence[Event], *, total: int, put_off: int) -> Progress:
    """The counts of these decisions, given in the order in which they were made."""
    verbs = [e.verb for e in decisions]
    found = [v is Verb.INCLUDE for v in verbs]
    return Progress(
        total=total, decided=len(verbs), included=sum(found), excluded=verbs.count(Verb.EXCLUDE),
        unsure=verbs.count(Verb.UNSURE), put_off=put_off,
        since_include=sum(1 for _ in takewhile(lambda f: not f, reversed(found))),
        includes=tuple(sum(found[i : i + STRETCH]) for i in range(0, len(found), STRETCH)),
    )  # fmt: skip


def resume(at: Progress, last: str, now: str) -> str:
    """Where the last sitting stopped; ``last`` and ``now`` are times of events. Nothing where there was none.

    >>> at = Progress(total=3108, decided=412, included=9, excluded=403, unsure=0, put_off=9, since_include=3,
    ...               includes=())
    >>> resume(at, "2026-11-03T12:00:00.000000Z", "2026-11-05T12:00:00.000000Z")
    'You stopped at 412 of 3,108 on Tuesday; 9 are put off.'
    """
    if not last:
        return ""
    rest = f"; {at.put_off:,} {'is' if at.put_off == 1 else 'are'} put off" if at.put_off else ""
    return f"You stopped at {at.decided:,} of {at.total:,} {day(last, now)}{rest}."


def stopping(decisions: Sequence[Event], *, total: int, now: str, target: float, confidence: float) -> str:
    """What can be said about stopping, with all that it rests on; it looks at one reviewer's own decisions."""
    if not decisions:
        return "Nothing was decided yet, so nothing can be said about stopping."
    verdicts = [e.verb is not Verb.EXCLUDE for e in decisions]
    test = stopping_test(verdicts, records=max(total, len(verdicts)), target=target, confidence=confidence)
    when = f"Looked at on {now[:10]}; the test allows one look, so at any other moment it is a hint."
    return f"{test.sentence} {test.basis} {when}"
