"""Reports that PubMed speaks against: retracted, under concern, or withdrawn."""

from __future__ import annotations

from collections.abc import Iterator

from resift.reporting.document import Paragraph, Section, Table, columns
from resift.review.report.snapshot import Snapshot
from resift.review.report.words import WORDS
from resift.review.state import PREVIOUS

_TITLE = "Retracted, under concern, or withdrawn from PubMed"


def flagged_section(snapshot: Snapshot) -> Section:
    """Each such report, what is said, when it was seen, and how far the report came."""
    heads = columns("Report", "What PubMed says", "When", "Stage reached")
    return Section(id="flagged", title=_TITLE, blocks=[
        Paragraph(text="Nothing was excluded for this by a program. Included reports among them should be looked at "
                  "again."),
        Table(caption="What PubMed says against reports", columns=heads, rows=list(_rows(snapshot)), name="flagged"),
    ])  # fmt: skip


def _rows(snapshot: Snapshot) -> Iterator[tuple[str, str, str, str]]:
    state = snapshot.state
    for report, flags in state.flagged.items():
        again = {own for own, known in state.refound.items() if PREVIOUS + known == report}
        marks = (e for e in state.marks if state.report_of.get(e.record, e.record) in {report, *again})
        since = sorted({e.time[:10] for e in marks})
        box = snapshot.ends.get(report, ("",))[0]
        yield (
            snapshot.cited(report), ", ".join(flags),
            f"since it was found; seen on {', '.join(since)}" if since else "when it was found",
            "Report of the previous version" if report.startswith(PREVIOUS) else WORDS.get(box, box),
        )  # fmt: skip
