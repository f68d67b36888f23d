"""The flow: the diagram, its counts as a table, what the checks say, and the lists behind the counts."""

from __future__ import annotations

from collections.abc import Iterator

from resift.prisma.fields import FIELDS
from resift.reporting.document import Block, Bullets, Figure, Link, Listing, Paragraph, Section, Table, columns
from resift.review.report.snapshot import Snapshot
from resift.review.report.words import WORDS


def shown(snapshot: Snapshot) -> list[str]:
    """The counts that have a line and a list, in the order of the flow."""
    return [f for f in FIELDS if snapshot.shows(f)]


def flow_section(snapshot: Snapshot, figure: str) -> Section:
    """The flow; ``figure`` is the diagram as SVG, its links leading to the lists."""
    return Section(id="flow", title="Flow of records, reports and studies", blocks=list(_flow(snapshot, figure)))


def _flow(snapshot: Snapshot, figure: str) -> Iterator[Block]:
    if not snapshot.begun:
        yield Paragraph(text="Nothing was searched or imported yet, so there is no flow to draw and nothing to count. "
                        "What is known of the previous version stands below.")  # fmt: skip
        return
    yield Figure(caption="PRISMA 2020 flow diagram", svg=figure, alt="Its counts stand in the table that follows.")
    yield Paragraph(text="Each number leads to the list of what it counts. No number was typed in: each is the size of "
                    "a set of records, reports or studies in the review's store.")  # fmt: skip
    rows = [(WORDS[f], (Link(text=f"{len(snapshot.flow[f]):,}", to=f),)) for f in shown(snapshot)]
    yield Table(caption="The flow as a table", columns=columns("Box", "n#"), rows=rows, name="flow")
    if snapshot.findings:
        yield Paragraph(text="Checks that do not hold:")
        yield Bullets(items=[str(f) for f in snapshot.findings])
    else:
        yield Paragraph(text="All identities and checks of the flow hold.")


def lists_section(snapshot: Snapshot) -> Section:
    """The records behind each number of the flow."""
    return Section(id="lists", title="Record lists", blocks=[_listing(snapshot, f) for f in shown(snapshot)])


def _listing(snapshot: Snapshot, field: str) -> Listing:
    return Listing(id=field, title=WORDS[field], items=[(i, _line(snapshot, i, field)) for i in snapshot.flow[field]])


def _line(snapshot: Snapshot, i: str, field: str) -> str:
    if field.endswith("_studies"):
        study = snapshot.studies.get(i)
        return study.model if study else ""
    box, reason = snapshot.ends.get(i, ("", ""))
    return snapshot.line(i) + (f" [{reason}]" if reason and box == field else "")
