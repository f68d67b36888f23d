"""What each source contributed, and how the records of other methods were found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from resift.prisma import Lane
from resift.reporting.document import Block, Cell, Details, Paragraph, Section, Table, columns
from resift.review.report.snapshot import Snapshot


def sources_section(snapshot: Snapshot) -> Section:
    """The sources side by side."""
    return Section(id="sources", title="What each source contributed", blocks=list(_blocks(snapshot)))


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    yield Table(
        caption="Contribution of each source", name="sources", rows=list(_rows(snapshot)),
        columns=columns("Source", "Records#", "Reports#", "Found only here#", "Shared#", "Included reports#",
                        "Share of the included#", "Included, only here#", "Included of all found#"),
    )  # fmt: skip
    yield Paragraph(text=_COUNTED)
    if rows := list(_found(snapshot)):
        table = Table(caption="Records from other methods, and how each was found", name="other-methods", rows=rows,
                      columns=columns("Record", "Source", "Citation", "How it was found"))  # fmt: skip
        yield Details(summary=f"How each record from other methods was found ({len(rows):,})", blocks=[table])


_COUNTED = (
    "A report counts for every source that has a record of it, so the columns of reports add up to more than there "
    "are. Included reports are those of new studies, and new reports of previous ones."
)


def _rows(snapshot: Snapshot) -> Iterator[tuple[Cell, ...]]:
    state, counts = snapshot.state, Counter(snapshot.label_of.values())
    found = {report: {snapshot.label_of[m] for m in members} for report, members in state.members.items()}
    included = set(state.included)
    for label in dict.fromkeys(r.label for r in state.runs):
        here = {r for r, by in found.items() if label in by}
        only = {r for r in here if len(found[r]) == 1}
        own = here & included
        yield (label, counts[label], len(here), len(only), len(here) - len(only), len(own),
               percent(len(own), len(included)), len(only & included), percent(len(own), len(here)))  # fmt: skip


def percent(part: int, whole: int) -> str:
    """A share with one decimal, or nothing where there is nothing to share.

    >>> percent(1, 3), percent(0, 0)
    ('33.3 %', '')
    """
    return f"{100 * part / whole:.1f} %" if whole else ""


def how_found(snapshot: Snapshot) -> dict[str, str]:
    """How each record that no database or register brought was found, one way in a line; what is not known is said."""
    runs = {r.id: r for r in snapshot.state.runs if not Lane(r.kind).is_database}
    return {
        i: snapshot.state.records[i].notes or f"not recorded; it came by {runs[run].source}"
        for run, ids in snapshot.ids_by_run.items() if run in runs for i in ids
    }  # fmt: skip


def _found(snapshot: Snapshot) -> Iterator[tuple[str, ...]]:
    for i, how in how_found(snapshot).items():
        yield i, snapshot.label_of[i], snapshot.line(i), how
