"""The previous version and this update: what it included, the window of the new searches, and what they found again."""

from __future__ import annotations

from collections.abc import Iterator

from resift.records import Record
from resift.reporting.document import Block, Bullets, Paragraph, Section, Table, columns
from resift.review.config import Previous
from resift.review.report.snapshot import Snapshot
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
    by = {known: own for own, known in snapshot.state.refound.items()} if snapshot.begun else {}
    if snapshot.begun:
        studies = {previous.study_of[r] for r in by}
        yield Paragraph(text=f"The searches found {len(by):,} of the {len(previous.reports):,} reports again, of "
                        f"{len(studies):,} of the {len(previous.studies):,} studies.")  # fmt: skip
    rows = [(previous.study_of[r.id], _named(r), by.get(r.id, ""), "" if r.id in by else _why(snapshot, r))
            for r in previous.reports]  # fmt: skip
    if snapshot.begun:
        yield Table(caption="Reports of the previous version, and whether this search found them again", rows=rows,
                    columns=columns("Study", "Report", "Found again as", "Why not"), name="found-again")  # fmt: skip
    else:
        yield Table(caption="Reports of the previous version", columns=columns("Study", "Report"),
                    rows=[r[:2] for r in rows], name="previous-reports")  # fmt: skip


def _named(record: Record) -> str:
    from resift.review.report.snapshot import citation

    return citation(record) if record.title else f"Reference {record.id}: {record.notes or 'not identified'}"


def _why(snapshot: Snapshot, record: Record) -> str:
    """Why a report was not found again, as far as it can be told from what is known of it."""
    since = {r.since for r in snapshot.state.runs}
    if not record.title and not record.doi and not record.pmid:
        return "not identified: without title and identifier it cannot be recognised"
    if record.year and "" not in since and record.year < int(min(since)[:4]):
        return f"published in {record.year}, before the window of every search"
    told = [f"published in {record.year}, before the window of the searches that have one"
            if record.year and (dated := since - {""}) and record.year < int(min(dated)[:4]) else "",
            "year not known" if not record.year else "",
            "whether PubMed has it is not known: no verified PMID" if not record.pmid else ""]  # fmt: skip
    return "; ".join(t for t in told if t) or "not known"
