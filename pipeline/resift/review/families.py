"""Which reports may be of one study: what links say, and the numbers under which trials are registered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from resift.decisions import Stage
from resift.records import Record
from resift.review.state import Reports

KIN = frozenset({"report of the same study", "version of"})
_REGISTERED = re.compile(
    r"\b(?:NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|ChiCTR[-A-Z]{0,8}\d{8,10}|EUCTR\d{4}-\d{6}-\d{2}|CTRI/\d{4}/\d{2,3}/\d{6}"
    r"|DRKS\d{8}|IRCT\d{6,20}N\d{1,3}|jRCT[s\d]\d{9,10}|UMIN\d{9}|NTR\d{3,5}|PACTR\d{15,16}|TCTR\d{11}|KCT\d{7})\b",
    re.I,
)


def registered(record: Record) -> frozenset[str]:
    """The registration numbers that a record names (source: the WHO platform's primary registries and their forms).

    >>> sorted(registered(Record(id="x", title="A trial", abstract="Registered: ISRCTN00000000 (nct00000000).")))
    ['ISRCTN00000000', 'NCT00000000']
    """
    texts = (record.title, record.abstract, record.notes, record.accession, *(value for _, value in record.raw))
    return frozenset(x.upper() for x in _REGISTERED.findall("\n".join(texts)))


@dataclass(frozen=True)
class Families:
    """Some reports of a review, and what speaks for any two of them being of one study."""

    state: Reports
    reports: Sequence[str]

    @cached_property
    def numbers(self) -> Mapping[str, frozenset[str]]:
        """Each report's registration numbers."""
        return {r: frozenset().union(*map(registered, self.state.records_of(r))) for r in self.reports}

    @cached_property
    def kin(self) -> Mapping[str, Mapping[str, str]]:
        """Each report's possible companions, and why."""
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        by_number = defaultdict(list)
        for report, numbers in self.numbers.items():
            for number in sorted(numbers):
                by_number[number].append(report)
        for number, reports in by_number.items():
            for a in reports:
                found[a].update((b, f"both name {number}") for b in reports if b != a)
        for a, b, why in self._linked():
            found[a][b] = found[b][a] = why
        return found

    def _linked(self) -> Iterable[tuple[str, str, str]]:
        of, here = self.state.report_of, set(self.reports)
        for x in self.state.store.links():
            a, b = of.get(x.record, ""), of.get(x.other, "")
            if x.kind in KIN and a in here and b in here and a != b:
                yield a, b, f"{x.kind} ({x.rule})"

    def together(self) -> list[str]:
        """The reports in their order, each followed by its companions."""
        order: dict[str, None] = {}
        for report in self.reports:
            todo = [report]
            while todo:
                at = todo.pop()
                if at not in order:
                    order[at] = None
                    todo.extend(r for r in reversed(self.reports) if r in self.kin.get(at, ()))
        return list(order)

    def about(self, report: str) -> list[str]:
        """What a reader is told of a report's companions."""
        return [f"May be of one study with {other}: {why}." for other, why in sorted(self.kin.get(report, {}).items())]


def told_of(state: Reports, stage: Stage, *, settling: bool) -> Callable[[str], list[str]] | None:
    """What is told of a report beside its record: at eligibility its file and companions, to a settler decisions."""
    if stage is Stage.SCREENING:
        return (lambda r: state.verdicts(r, stage)) if settling else None
    families = Families(state, state.to_assess)
    return lambda r: [*_at_hand(state, r), *families.about(r), *(state.verdicts(r, stage) if settling else ())]


def _at_hand(state: Reports, report: str) -> list[str]:
    from resift.review.fulltext import full_text

    file = full_text(state, report).file
    return [f"Full text: {file}"] if file else []
