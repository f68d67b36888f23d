"""Who reads which report, by a rule that needs no messages: sites that share a protocol agree, also on new reports.

Each report ranks the people by a hash of its key and their names (rendezvous hashing, Thaler & Ravishankar 1998) and
goes to the first of them. Somebody who joins takes only a fair part of everybody's reports; those of somebody who
leaves move to the next in their own ranking, and no other report moves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What the protocol says about sharing the work.

    ``people`` are the reviewers (none named: whoever comes). ``reviewers`` is how many of them read a report: all of
    them when it is as many as there are. ``overlap`` is the share of the reports that so many read; one person reads
    each of the others. ``pilot`` is how many reports everybody reads first.

    >>> plan = Assignment(people=("Ada", "Bo", "Cy"), reviewers=2)
    >>> plan.readers("embase-7"), plan.wanted("embase-7", {"Cy"}, 2)
    (('Bo', 'Ada'), ('Bo',))
    """

    people: tuple[str, ...] = ()
    reviewers: int = 2
    overlap: float = 1.0
    pilot: int = 0

    def needed(self, key: str) -> int:
        """How many decisions the report asks for."""
        return self.reviewers if self.overlap == 1 or share_of("overlap", key) < self.overlap else 1

    def ranking(self, key: str) -> tuple[str, ...]:
        """The people in the order in which this report comes to them."""
        return tuple(sorted(self.people, key=lambda who: (share_of("reader", key, who), who)))

    def readers(self, key: str) -> tuple[str, ...]:
        """The people who read the report when nobody has yet."""
        return self.wanted(key, frozenset(), self.needed(key))

    def wanted(self, key: str, decided: Set[str], number: int) -> tuple[str, ...]:
        """The people whose decision the report still waits for, of ``number`` in all, when ``decided`` gave theirs.

        The decision of somebody who is no longer among the people counts like any other.
        """
        missing = number - len(decided)
        if missing <= 0:
            return ()
        return tuple(islice((who for who in self.ranking(key) if who not in decided), missing))

    def pilot_of(self, keys: Iterable[str]) -> frozenset[str]:
        """The reports of the pilot, drawn by their hash: the same at every site, in whatever order they came."""
        return drawn("pilot", keys, self.pilot)


def drawn(name: str, keys: Iterable[str], number: int) -> frozenset[str]:
    """A random sample that is the same whenever and wherever it is drawn; ``name`` tells one draw from another.

    >>> sorted(drawn("pilot", ["a", "b", "c", "d"], 2)), drawn("pilot", ["a"], 2) == {"a"}
    (['a', 'd'], True)
    """
    return frozenset(sorted(keys, key=lambda key: (share_of(name, key), key))[:number])


def share_of(*parts: str) -> float:
    """A number from 0 up to 1, even over all keys, from the text of the parts alone."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
