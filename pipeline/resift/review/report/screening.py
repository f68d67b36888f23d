"""Screening: by which criteria, who read what, how far people agreed, what was settled and looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from resift.reporting.document import Block, Details, Paragraph, Section, Table, columns
from resift.review.report.snapshot import Snapshot
from resift.review.screened import looked_again, protocol, settled, stage_rows

_HOW = (
    "Agreement is counted over reports on which everybody who is to read them has decided, on decisions made before "
    "any second look. Unsure counts as an inclusion, except where three answers are told apart. Intervals are 95 %: "
    "Wilson's for shares, PABAK and agreement on inclusion (positive) and exclusion (negative); Fleiss, Cohen & "
    "Everitt 1969 for Cohen's kappa; Gwet 2008 for AC1 and wherever more than two reviewers are compared. Kappa alone "
    "misleads where few reports are included, so all of them are given."
)
_BY_CRITERION = (
    "From answers to each criterion where any were given, from reasons elsewhere: then a criterion that was not named "
    "counts as not failed. Unclear is not failed."
)


def screening_section(snapshot: Snapshot) -> Section:
    """Both stages of screening."""
    return Section(id="screening", title="Screening", blocks=list(_blocks(snapshot)), sections=[_criteria(snapshot)])


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    yield Paragraph(text=" ".join(protocol(snapshot.state.config.assignment)))
    stages = list(stage_rows(snapshot.state))
    yield Table(
        caption="Who screened how much", name="screening", rows=[_stage(s) for s in stages],
        columns=columns("Stage", "Reviewers", "Reports decided by", "Settled disagreements#", "Waiting for somebody#"),
    )  # fmt: skip
    yield Paragraph(text=_HOW)
    rows = [(f"{s['stage']}: {m['who']}, {m['reports']:,} reports", f["name"], f["value"], f["interval"])
            for s in stages for m in (*s["measured"], *s["pairs"]) for f in m["figures"]]  # fmt: skip
    yield Table(caption="Agreement", columns=columns("Who", "Measure", "Value#", "95 % interval"), rows=rows,
                name="agreement", grouped=True, empty="No report was decided on by two people yet.")  # fmt: skip
    for s in stages:
        yield from _by_criterion(s)
    yield from _second_look(snapshot)
    yield from _settled(snapshot)


def _stage(s: Mapping[str, Any]) -> tuple[str, str, str, int, int]:
    read = "; ".join(f"{who}: {n:,}" for who, n in s["read_by"]) or "nobody yet"
    return s["stage"], s["reviewers"], read, s["settled"], s["awaited"]


def _by_criterion(s: Mapping[str, Any]) -> Iterator[Block]:
    if s["versions"]:
        told = "; ".join(f"version {version}: {n:,}" for version, n in s["versions"])
        yield Paragraph(text=f"{s['stage']}: decisions were made under more than one version of the criteria: {told}.")
    if s["measured"]:
        rows = [(c["id"], c["source"], c["reports"], "; ".join(c["figures"])) for c in s["criteria"]]
        heads = columns("Criterion", "From", "Reports#", "Measures with 95 % intervals, where anything varies")
        table = Table(caption=f"{s['stage']}: agreement by criterion", columns=heads, rows=rows)
        yield Details(summary=table.caption, blocks=[Paragraph(text=_BY_CRITERION), table])


def _second_look(snapshot: Snapshot) -> Iterator[Block]:
    rows = [(x["stage"].capitalize(), x["why"], x["reports"], x["to_include"], x["to_exclude"])
            for x in looked_again(snapshot.state)]  # fmt: skip
    if rows:
        heads = columns("Stage", "Why", "Looked at#", "Changed to include#", "Changed to exclude#")
        yield Table(caption="Second looks at one's own decisions", columns=heads, rows=rows, name="second-looks")


def _settled(snapshot: Snapshot) -> Iterator[Block]:
    rows = [(snapshot.line(x["id"]), x["stage"], x["state"], x["by"]) for x in settled(snapshot.state)]
    if rows:
        heads = columns("Report", "Stage", "Settled as", "By")
        table = Table(caption="Disagreements and how they were settled", columns=heads, rows=rows, name="settled")
        yield Details(summary=f"{table.caption} ({len(rows):,})", blocks=[table])


def _criteria(snapshot: Snapshot) -> Section:
    rows = [(c.id, c.kind, c.text) for c in snapshot.state.config.criteria.items]
    table = Table(caption="Criteria for inclusion and exclusion", columns=columns("Id", "Kind", "Criterion"), rows=rows,
                  name="criteria")  # fmt: skip
    return Section(id="criteria", title="Criteria", blocks=[table])
