"""The whole report as a document."""

from __future__ import annotations

from collections.abc import Iterator

from resift import __version__
from resift.reporting.document import Document, Emphasis, Link, Paragraph, Section, Text
from resift.review.report.automation import automation_section
from resift.review.report.checklists import checklists_section
from resift.review.report.counted import flow_section, lists_section
from resift.review.report.deduplication import deduplication_section
from resift.review.report.excluded import excluded_section
from resift.review.report.flagged import flagged_section
from resift.review.report.manifest import Manifest, manifest_section
from resift.review.report.recall import recall_section
from resift.review.report.screening import screening_section
from resift.review.report.searches import searches_section
from resift.review.report.snapshot import Snapshot
from resift.review.report.sources import sources_section
from resift.review.report.studies import counts_section, studies_section
from resift.review.report.update import update_section

_DEMO = "Demonstration: every new record, study, reviewer and decision in this report is fictional."


def document(snapshot: Snapshot, figure: str, manifest: Manifest) -> Document:
    """The report of a review; ``figure`` is the diagram as it stands in it."""
    config = snapshot.state.config
    return Document(
        title=config.title, subtitle="PRISMA 2020 report", notices=list(_notices(snapshot)),
        lead=[Paragraph(text=(Emphasis(text="Question."), f" {config.question}"))],
        sections=_with_checklists(snapshot, list(_sections(snapshot, figure, manifest))),
        colophon=[
            ("Flow diagram after Page MJ, et al. The PRISMA 2020 statement. BMJ 2021;372:n71, ",
             Link(text="doi 10.1136/bmj.n71", to="https://doi.org/10.1136/bmj.n71"), ", CC BY 4.0."),
            f"Made with resift {__version__}.",
        ],
    )  # fmt: skip


def _notices(snapshot: Snapshot) -> Iterator[Text]:
    if snapshot.demo:
        yield _DEMO
    if snapshot.open_items:
        yield f"Draft: {'; '.join(snapshot.open_items)}."


def _with_checklists(snapshot: Snapshot, told: list[Section]) -> list[Section]:
    """The sections with the checklists, which name where each item stands, before the manifest and the lists."""
    at = next(i for i, s in enumerate(told) if s.id == "manifest")
    return [*told[:at], checklists_section(snapshot, told), *told[at:]]


def _sections(snapshot: Snapshot, figure: str, manifest: Manifest) -> Iterator[Section]:
    previous = snapshot.state.config.previous
    yield flow_section(snapshot, figure)
    if snapshot.begun:
        yield from _selection(snapshot)
    yield studies_section(snapshot)
    yield counts_section(snapshot)
    if previous is not None:
        yield update_section(snapshot, previous)
    yield automation_section(snapshot)
    yield manifest_section(manifest)
    if snapshot.begun:
        yield lists_section(snapshot)


def _selection(snapshot: Snapshot) -> Iterator[Section]:
    """From the searches to what is included."""
    yield searches_section(snapshot)
    yield sources_section(snapshot)
    yield deduplication_section(snapshot)
    yield screening_section(snapshot)
    yield recall_section(snapshot)
    yield excluded_section(snapshot)
    if snapshot.state.flagged:
        yield flagged_section(snapshot)
