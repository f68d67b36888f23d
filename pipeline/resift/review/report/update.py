"""The previous version and this update: what it included, the window of the new searches, and what they found again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resift.records import Record
from resift.reporting.document import Block, Bullets, Paragraph, Section, Table, columns
from resift.review.config import Previous
from resift.review.report.snapshot import Snapshot, citation
from resift.review.report.window import overlap


def update_section(snapshot: Snapshot, previous: Previous) -> Section:
    """What this version takes from the previous one."""
    return Section(
        id="previous", title="The previous version and this update", blocks=list(_blocks(snapshot, previous))
    )


def _blocks(snapshot: Snapshot, previous: Previous) -> Iterator[Block]:
    yield Paragraph(
        text=f"{previous.citation} It searched in {previous.searched or 'a time that is not stated'} and included "
        f"{len(previous.studies):,} studies, described in {len(previous.reports):,} reports."
    )
    if previous.note:
        yield Paragraph(text=" ".join(previous.note.split()))
    yield from _unknown(previous)
    if snapshot.begun:
        yield Paragraph(text="Records that its authors excluded cannot be recognised; where the search found them "
                        "again, they were screened again.")  # fmt: skip
        heads = columns("Source", "Searched", "Records since", "Overlap with the previous search")
        rows = [(r.label, r.searched[:10], r.since or "not limited by resift", overlap(previous.searched, r.since))
                for r in snapshot.state.runs]  # fmt: skip
        yield Table(caption="Window of each search", columns=heads, rows=rows, name="windows")
    yield from _refound(snapshot, previous)


def _unknown(previous: Previous) -> Iterator[Block]:
    """What is not known of its reports, so that nobody takes a blank for a finding."""
    bare = sum(not r.title for r in previous.reports)
    pmids, dois = sum(bool(r.pmid) for r in previous.reports), sum(bool(r.doi) for r in previous.reports)
    yield Bullets(items=[
        f"{bare:,} of its {len(previous.reports):,} reports are known by their number only, without a title.",
        f"A verified DOI is known of {dois:,} and a verified PMID of {pmids:,}; none was filled in.",
        "Its search flow is left blank: how many records it found, and what became of them, is not reconstructed.",
    ])  # fmt: skip


def _refound(snapshot: Snapshot, previous: Previous) -> Iterator[Block]:
    if not snapshot.begun:
        rows = [(previous.study_of[r.id], _named(r)) for r in previous.reports]
        yield Table(caption="Reports of the previous version", columns=columns("Study", "Report"), rows=rows,
                    name="previous-reports")  # fmt: skip
        return
    by = {known: own for own, known in snapshot.state.refound.items()}
    since = [r.since for r in snapshot.state.runs]
    studies = {previous.study_of[r] for r in by}
    yield Paragraph(text=f"The searches found {len(by):,} of the {len(previous.reports):,} reports again, of "
                    f"{len(studies):,} of the {len(previous.studies):,} studies.")  # fmt: skip
    found = [(previous.study_of[r.id], _named(r), by.get(r.id, ""), "" if r.id in by else why_not(r, since))
             for r in previous.reports]  # fmt: skip
    yield Table(caption="Reports of the previous version, and whether this search found them again", rows=found,
                columns=columns("Study", "Report", "Found again as", "Why not"), name="found-again")  # fmt: skip


def _named(record: Record) -> str:
    return citation(record) if record.title else f"Reference {record.id}: {record.notes or 'not identified'}"


def why_not(record: Record, since: Sequence[str]) -> str:
    """Why a report was not found again, as far as it can be told; ``since`` has the first day of each search, or "".

    >>> known = Record(id="P1", title="Fictional choirs", year=2002)
    >>> why_not(known, ["2016-10-02", "2016-10-02"])
    'published in 2002; every search took only what was created, entered or indexed since 2016-10-02'
    >>> why_not(Record(id="P2", title=""), [""])
    'not identified: without title and identifier it cannot be recognised'
    """
    if not record.title and not record.doi and not record.pmid:
        return "not identified: without title and identifier it cannot be recognised"
    dated = sorted(s for s in since if s)
    early = record.year and dated and record.year < int(dated[0][:4])
    window = f"took only what was created, entered or indexed since {dated[0]}" if dated else ""
    if early and len(dated) == len(since):
        return f"published in {record.year}; every search {window}"
    told = [f"published in {record.year}; the searches with a window {window}"] if early else []
    told += [] if record.pmid else ["no PMID of it is verified, so whether PubMed has it is not known"]
    rest = "why the other sources did not bring it is not known" if early else "why is not known"
    return "; ".join((*told, rest))
