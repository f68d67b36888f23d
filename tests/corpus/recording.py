"""The recorded decisions of two invented reviewers and an adjudicator, drawn from the truth of each work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from works import Work, pick, rng, shuffled

ADA, BEN, CLEO = "Ada Fictional", "Ben Fictional", "Cleo Fictional"
COLUMNS = ("time", "reviewer", "stage", "key", "verb", "reasons", "note", "settles")
STUDY_COLUMNS = ("study", "category", "model", "population", "design", "is_rct", "country", "outcome", "reports")
_OTHER = {"include": "exclude", "exclude": "include"}
_HOURS = {ADA: (9, 12), BEN: (13, 16), CLEO: (10, 15)}
_STARTS = {"screening": 2, "settle screening": 11, "retrieval": 12, "eligibility": 16, "settle eligibility": 19}


@dataclass
class Clock:
    """A reviewer's working time: sittings on working days, moving on to the next day when one is over."""

    reviewer: str
    phase: str

    def __post_init__(self) -> None:
        self.dice = rng("clock", self.reviewer, self.phase)
        self.now = datetime(2026, 11, _STARTS[self.phase], _HOURS[self.reviewer][0], 0, tzinfo=UTC)

    def tick(self, low: int, high: int) -> str:
        self.now += timedelta(seconds=low + int(self.dice.random() * (high - low)))
        if self.now.hour >= _HOURS[self.reviewer][1]:
            self.now = self.now.replace(hour=_HOURS[self.reviewer][0], minute=int(self.dice.random() * 20))
            self.now += timedelta(days=3 if self.now.weekday() == 4 else 1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def decisions(works: Sequence[Work], keys: Mapping[str, str]) -> list[dict[str, str]]:
    """Every decision in the order of time; ``works`` are the retrieved ones, ``keys`` one record of each."""
    rows = [*_stage(works, keys, "screening", (45, 130))]
    sought = [work for work in works if work.screening == "include"]
    clock = Clock(ADA, "retrieval")
    for work in shuffled(rng("order", "retrieval"), sought):
        rows.append(_row(clock.tick(90, 420), ADA, "retrieval", keys[work.id], work.retrieval, [], work.retrieval_note))
    got = [work for work in sought if work.retrieval == "retrieved"]
    rows += _stage(got, keys, "eligibility", (420, 1500))
    return sorted(rows, key=lambda row: (row["time"], row["reviewer"]))


def _stage(
    works: Sequence[Work], keys: Mapping[str, str], stage: str, pace: tuple[int, int]
) -> Iterator[dict[str, str]]:
    for reviewer in (ADA, BEN):
        clock = Clock(reviewer, stage)
        for work in shuffled(rng("order", stage, reviewer), works):
            verb, reasons, note = _verdict(work, stage, reviewer)
            yield _row(clock.tick(*pace), reviewer, stage, keys[work.id], verb, reasons, note)
    clock = Clock(CLEO, f"settle {stage}")
    for work in works:
        if work.disagree == stage:
            truth, reasons, _ = _truth(work, stage)
            yield _row(
                clock.tick(120, 600), CLEO, stage, keys[work.id], truth, reasons, "Settled after discussion.", "yes"
            )


def _truth(work: Work, stage: str) -> tuple[str, list[str], str]:
    if stage == "screening":
        return work.screening, work.screening_reasons, ""
    return work.eligibility, work.eligibility_reasons, work.eligibility_note


def _verdict(work: Work, stage: str, reviewer: str) -> tuple[str, list[str], str]:
    """The truth, unless this reviewer saw it otherwise; Ben now and then names fewer reasons or in another order."""
    verb, reasons, note = _truth(work, stage)
    dice = rng("verdict", stage, work.id)
    dissenter = pick(dice, [ADA, BEN])
    if work.disagree == stage and reviewer == dissenter:
        unsure = stage == "screening" and dice.random() < 0.3
        dissent = "unsure" if unsure else _OTHER[verb]
        return dissent, _guess(work) if dissent == "exclude" else [], "Not clear from the text."
    if verb == "exclude" and reviewer == BEN and len(reasons) > 1 and dice.random() < 0.35:
        reasons = [*reasons[1:], reasons[0]] if dice.random() < 0.5 else reasons[:1]
    return verb, reasons, note if reviewer == ADA else ""


def _guess(work: Work) -> list[str]:
    return [pick(rng("guess", work.id), ["I5", "I2", "I1"])]


def _row(
    time: str, reviewer: str, stage: str, key: str, verb: str, reasons: Sequence[str], note: str = "", settles: str = ""
) -> dict[str, str]:
    given = ";".join(reasons) if verb == "exclude" else ""
    return dict(zip(COLUMNS, (time, reviewer, stage, key, verb, given, note, settles), strict=True))


def studies(works: Sequence[Work], keys: Mapping[str, str]) -> list[dict[str, str]]:
    """One row per included study, charted from its main report where that has a chart."""
    reports: dict[str, list[Work]] = {}
    for work in works:
        if work.eligibility == "include" and work.study:
            reports.setdefault(work.study, []).append(work)
    return [_study(name, reports[name], keys) for name in sorted(reports)]


def _study(name: str, works: Sequence[Work], keys: Mapping[str, str]) -> dict[str, str]:
    charted = min(works, key=lambda work: (not work.chart, bool(work.relation)))
    values = {key: charted.chart.get(key, "") for key in STUDY_COLUMNS}
    values |= {"study": name, "country": charted.chart.get("country") or charted.country}
    return values | {"reports": ";".join(keys[work.id] for work in works)}
