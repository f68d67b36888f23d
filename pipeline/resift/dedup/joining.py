"""Putting records together by the strongest reasons first, never across a veto."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from resift.dedup.comparison import judge
from resift.dedup.rules import Answer, Verdict
from resift.dedup.traits import Traits

# One document has seldom more than ten forms; what would have more than this is a recurring item, which stays apart.
_MOST_FORMS = 40
_VETOES = (Answer.DISTINCT, Answer.CONTESTED)
BY_PERSON = "decided by a person"
Pair = tuple[str, str]


def pair(a: str, b: str) -> Pair:
    """Two ids in one order."""
    return (a, b) if a < b else (b, a)


class Joined:
    """Groups that grow pair by pair; a pair whose groups contradict each other is refused and remembered."""

    def __init__(self, traits: Sequence[Traits], verdicts: Mapping[Pair, Verdict]) -> None:
        self._traits = {t.id: t for t in traits}
        self._verdicts = dict(verdicts)
        self._group_of = {t.id: t.id for t in traits}
        self._members = {t.id: [t.id] for t in traits}
        self.refused: list[Pair] = []

    def join(self, pairs: Iterable[Pair]) -> None:
        """Join every pair found the same, strongest first; ties by id, so that the order of records does not matter."""
        for a, b in sorted(pairs, key=self._strength):
            left, right = self.group_of(a), self.group_of(b)
            if left == right:
                continue
            if self._may_join(left, right, by_person=self._verdicts[a, b].rule == BY_PERSON):
                self._unite(left, right)
            else:
                self.refused.append((a, b))

    def group_of(self, record: str) -> str:
        """The name of the group that a record is in."""
        return self._group_of[record]

    def members(self) -> Iterable[Sequence[str]]:
        """The groups."""
        return self._members.values()

    def contradict(self, a: str, b: str) -> bool:
        """Whether any two records of the groups of ``a`` and ``b`` are known to be different documents."""
        left, right = self._members[self.group_of(a)], self._members[self.group_of(b)]
        return any(self._verdict(x, y).answer is Answer.DISTINCT for x in left for y in right)

    def _strength(self, key: Pair) -> tuple[bool, float, Pair]:
        verdict = self._verdicts[key]
        return verdict.rule != BY_PERSON, -verdict.score, key

    def _may_join(self, left: str, right: str, *, by_person: bool) -> bool:
        a, b = self._members[left], self._members[right]
        if not by_person and len(a) + len(b) > _MOST_FORMS:
            return False
        found = (self._verdict(x, y) for x in a for y in b)
        return not any(v.answer in _VETOES and (v.rule == BY_PERSON or not by_person) for v in found)

    def _verdict(self, a: str, b: str) -> Verdict:
        key = pair(a, b)
        if key not in self._verdicts:
            self._verdicts[key] = judge(self._traits[key[0]], self._traits[key[1]])
        return self._verdicts[key]

    def _unite(self, left: str, right: str) -> None:
        low, high = sorted((left, right))
        for record in self._members[high]:
            self._group_of[record] = low
        self._members[low] += self._members.pop(high)
