"""Characteristics of the included studies, in the form of the previous version's table, and counts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from resift.reporting.document import Block, Figure, Paragraph, Section, Table, columns
from resift.reporting.plots import bars
from resift.review.config import Study
from resift.review.report.snapshot import Snapshot

UNCHARTED, UNKNOWN = "not charted yet", "not stated"
COLUMNS = (
    "study", "version", "category", "model", "population", "design", "is_rct", "outcome", "country", "reports",
)  # fmt: skip
_MANY = 20
"""Bars for more rows than this tell less than their table."""


def version(snapshot: Snapshot, study: Study) -> str:
    """Whether a study is of the previous version, or new."""
    return "previous" if study.id in snapshot.previous_studies else "new"


def in_order(snapshot: Snapshot) -> Iterator[tuple[str, Study]]:
    """Each study with its category, in the order of the categories and within them as they came."""
    studies = list(snapshot.studies.values())
    names = [*snapshot.state.config.categories, *(s.category or UNCHARTED for s in studies)]
    for name in dict.fromkeys(names):
        yield from ((name, s) for s in studies if (s.category or UNCHARTED) == name)


def study_rows(snapshot: Snapshot) -> Iterator[tuple[object, ...]]:
    """The studies as a table for programs; its columns are ``COLUMNS``."""
    for category, s in in_order(snapshot):
        yield (s.id, version(snapshot, s), category, s.model, s.population, s.design, s.is_rct, s.outcome, s.country,
               " | ".join(_reports(snapshot, s)))  # fmt: skip


def _reports(snapshot: Snapshot, study: Study) -> list[str]:
    return [snapshot.cited(r.id) for r in snapshot.reports_of.get(study.id, ())]


def studies_section(snapshot: Snapshot) -> Section:
    """A row for each study, grouped by category."""
    total = Counter(category for category, _ in in_order(snapshot))
    rows = [
        (f"{category} ({total[category]:,})", s.id, version(snapshot, s), s.model, s.population, s.country, s.design,
         s.outcome, "\n".join(_reports(snapshot, s)))
        for category, s in in_order(snapshot)
    ]  # fmt: skip
    heads = columns("Category", "Study", "Version", "Model", "Population", "Country", "Design", "Outcome", "Reports")
    table = Table(caption="Characteristics of included studies", columns=heads, rows=rows, grouped=True,
                  name="characteristics", empty="No study is included yet.")  # fmt: skip
    return Section(id="studies", title="Characteristics of included studies", blocks=[table])


def counts_section(snapshot: Snapshot) -> Section:
    """How many studies there are by category, design, country and year."""
    return Section(id="counts", title="Included studies in numbers", blocks=list(_counts(snapshot)))


def _counts(snapshot: Snapshot) -> Iterator[Block]:
    old = len(snapshot.previous_studies)
    yield Paragraph(text=f"{len(snapshot.studies):,} studies are included: {old:,} of the previous version and "
                    f"{len(snapshot.studies) - old:,} new ones.")  # fmt: skip
    for name, title, key, ranked in _WAYS:
        rows = _tally(snapshot, key, ranked=ranked)
        if name == "category":
            rows = sorted(rows, key=lambda r: _category_order(snapshot, str(r[0])))
        yield from _way(name, title, rows)
    yield from _unknown(snapshot)


def _category_order(snapshot: Snapshot, name: str) -> int:
    known = snapshot.state.config.categories
    return known.index(name) if name in known else len(known)


def year(snapshot: Snapshot, study: Study) -> str:
    """The year of a study's earliest report whose year is known."""
    years = [r.year for r in snapshot.reports_of.get(study.id, ()) if r.year]
    return str(min(years)) if years else UNKNOWN


_RCT = {"yes": "randomised controlled trial", "no": "other design"}
Key = Callable[[Snapshot, Study], str]
_WAYS: Sequence[tuple[str, str, Key, bool]] = (
    ("category", "category", lambda _, s: s.category or UNCHARTED, True),
    ("rct", "randomisation", lambda _, s: _RCT.get(s.is_rct.casefold(), UNKNOWN), True),
    ("design", "design", lambda _, s: s.design or UNKNOWN, True),
    ("country", "country", lambda _, s: s.country or UNKNOWN, True),
    ("year", "year of the earliest report", year, False),
)


def _tally(snapshot: Snapshot, key: Key, *, ranked: bool) -> list[tuple[str, int, int, int]]:
    """Rows of what is counted, how many of the previous version, new ones, and both; what is unknown comes last."""
    old, new = Counter[str](), Counter[str]()
    for s in snapshot.studies.values():
        (old if s.id in snapshot.previous_studies else new)[key(snapshot, s)] += 1
    rows = [(k, old[k], new[k], old[k] + new[k]) for k in old | new]
    return sorted(rows, key=lambda r: (r[0] in (UNKNOWN, UNCHARTED), -r[3] if ranked else 0, r[0]))


def _way(name: str, title: str, rows: Sequence[tuple[str, int, int, int]]) -> Iterator[Block]:
    caption = f"Studies by {title}"
    if 1 < len(rows) <= _MANY:
        svg = bars(f"by-{name}", caption, [(r[0], r[1:3]) for r in rows], ("previous", "new"))
        yield Figure(caption=f"{caption}, previous version and new", svg=svg, name=f"studies-by-{name}",
                     alt="The table that follows has the same numbers.")  # fmt: skip
    yield Table(caption=caption, columns=columns(title.capitalize(), "Previous#", "New#", "Total#"), rows=rows,
                name=f"studies-by-{name}", empty="No study is included yet.")  # fmt: skip


def _unknown(snapshot: Snapshot) -> Iterator[Block]:
    """What cannot be counted of the previous version, since its files do not say it."""
    studies = list(snapshot.previous_studies.values())
    bare, undated = sum(not s.country for s in studies), sum(year(snapshot, s) == UNKNOWN for s in studies)
    if bare:
        yield Paragraph(text=f"Of {bare:,} of the {len(studies):,} studies of the previous version the country is not "
                        "in the review's files, so its countries cannot be counted; none is filled in.")  # fmt: skip
    if undated:
        yield Paragraph(text=f"Of {undated:,} of them no report with a known year is in the review's files.")
