"""When a work was created, entered and indexed in PubMed, and how its journal issue was dated."""

from __future__ import annotations

from datetime import date, timedelta

from works import Work, between, pick, rng

LAST_INDEXED = date(2026, 10, 15)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def created(work: Work) -> date:
    return date.fromisoformat(work.created)


def record_dates(work: Work) -> dict[str, str]:
    """The history dates by their PubMed name; a record added long after publication is entered as of publication."""
    dice, entrez = rng("dates", work.id), created(work)
    entered = entrez + timedelta(days=pick(dice, [0, 0, 1]))
    if work.year < entrez.year - 1 or (work.year == entrez.year - 1 and 0 < work.month < entrez.month):
        entered = date(work.year, work.month or 1, 1)
    quick = between(dice, 2, 40) if entrez.year >= 2022 else between(dice, 40, 420)
    indexed = min(entrez + timedelta(days=quick), LAST_INDEXED) if work.headings else entered
    found = {"entrez": entrez, "pubmed": entered, "medline": indexed}
    return {name: day.isoformat() for name, day in found.items()}


def issue_date(work: Work) -> list[tuple[str, str]]:
    """The parts of PubDate: year and month, or a MedlineDate for double months and seasons."""
    dice = rng("pubdate", work.id)
    if work.month and dice.random() < 0.07 and work.month < 12:
        return [("MedlineDate", f"{work.year} {MONTHS[work.month - 1]}-{MONTHS[work.month]}")]
    if not work.month and dice.random() < 0.3:
        return [("MedlineDate", f"{work.year} {pick(dice, ['Winter', 'Spring', 'Summer', 'Autumn'])}")]
    parts = [("Year", str(work.year))]
    if work.month:
        parts.append(("Month", MONTHS[work.month - 1]))
        if dice.random() < 0.3:
            parts.append(("Day", f"{between(dice, 1, 28):02d}"))
    return parts
