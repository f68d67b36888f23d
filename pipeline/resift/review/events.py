"""What people did, by stage and report; each stage is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from resift.decisions import Stage

T = TypeVar("T")


class ByReport(Mapping[tuple[Stage, str], list[T]]):
    """Acts by stage and report: ``read`` gives those of a stage, each with the report that it belongs to now.

    Of very many acts only those of the stages that are asked for are read.

    >>> acts = ByReport(lambda stage: [("pubmed-1", "include")] if stage is Stage.SCREENING else [])
    >>> acts[Stage.SCREENING, "pubmed-1"], len(acts)
    (['include'], 1)
    """

    def __init__(self, read: Callable[[Stage], Iterable[tuple[str, T]]]) -> None:
        self._read = read
        self._stages: dict[Stage, dict[str, list[T]]] = {}

    def at(self, stage: Stage) -> Mapping[str, list[T]]:
        """One stage's acts by report."""
        if stage not in self._stages:
            found: dict[str, list[T]] = {}
            for report, act in self._read(stage):
                found.setdefault(report, []).append(act)
            self._stages[stage] = found
        return self._stages[stage]

    def __getitem__(self, key: tuple[Stage, str]) -> list[T]:
        return self.at(key[0])[key[1]]

    def __iter__(self) -> Iterator[tuple[Stage, str]]:
        return ((stage, report) for stage in Stage for report in self.at(stage))

    def __len__(self) -> int:
        return sum(len(self.at(stage)) for stage in Stage)
