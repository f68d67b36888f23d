"""Sittings for tests: made-up criteria, a clock that ticks, and a training whose outcome is known beforehand."""

from collections.abc import Sequence

from resift.decisions import Event, Stage
from resift.records import Record
from resift.screening.criteria import Criteria, Criterion
from resift.screening.session import Session
from resift.screening.training import Order


def criterion(key: str, kind: str, *terms: str, stage: str = "screening") -> Criterion:
    return Criterion(id=key, kind=kind, stage=stage, judgement="fact", text=key, label=key, terms=terms)  # type: ignore[arg-type]


CRITERIA = Criteria(
    version="1",
    items=(
        criterion("I1", "include", "psychos*"),
        criterion("E1", "exclude", "alcohol"),
        criterion("I9", "include", stage="eligibility"),
    ),
)


class Clock:
    """A clock that goes on by a millisecond each time it is asked."""

    def __init__(self, day: str = "2026-11-02") -> None:
        self.day, self.ticks = day, 0

    def __call__(self) -> str:
        self.ticks += 1
        return f"{self.day}T12:{self.ticks // 60_000:02}:{self.ticks // 1000 % 60:02}.{self.ticks % 1000:03}000Z"


class Prepared:
    """A training whose outcome is known beforehand; it is ready as soon as it was asked for."""

    def __init__(self, *reports: str) -> None:
        self.reports, self.asked, self.trouble = reports, 0, ""
        self.order: Order | None = None

    def start(self) -> None:
        self.asked += 1
        self.order = Order(reports=self.reports)

    def ready(self) -> Order | None:
        found, self.order = self.order, None
        return found

    def wait(self) -> None:
        pass


def names(reports: int) -> tuple[str, ...]:
    return tuple(f"r{i}" for i in range(reports))


def sitting(queue: int | Sequence[str] = 5, saved: list[Event] | None = None, **more: object) -> Session:
    """Ada's sitting over reports that hold only their own name; ``saved`` is what is on disk, before and after."""
    log = [] if saved is None else saved
    reports = names(queue) if isinstance(queue, int) else tuple(queue)
    known: dict[str, object] = {
        "clock": Clock(), "stage": Stage.SCREENING, "mine": list(log), "show": lambda r: Record(id=r, title=r),
        "titles": lambda: {r: r for r in reports}, **more,
    }  # fmt: skip
    return Session(reviewer="Ada", criteria=CRITERIA, order=Order(reports=reports), save=log.append, **known)  # type: ignore[arg-type]
