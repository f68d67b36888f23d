"""The log of deduplication: pairs joined by rule and by persons, pairs kept apart, pairs still in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from resift.decisions import Stage, Verb
from resift.records import Link
from resift.reporting.document import Block, Details, Paragraph, Section, Table, columns
from resift.review.report.snapshot import Snapshot
from resift.review.state import FOUND_AGAIN

DUPLICATE, DOUBTFUL = "duplicate of", "perhaps duplicate of"
PAIR = ("record", "other", "relation", "rule", "score")


def deduplication_section(snapshot: Snapshot) -> Section:
    """How duplicates were found, and what became of each pair."""
    return Section(id="deduplication", title="Deduplication", blocks=list(_blocks(snapshot)))


def pairs(snapshot: Snapshot) -> Iterator[tuple[object, ...]]:
    """Every pair of records that a rule or a person said something about, for the file of the log."""
    for x in snapshot.state.store.links():
        yield x.record, x.other, x.kind, x.rule, f"{x.score:.3f}"


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    flow, links = snapshot.flow, snapshot.state.store.links()
    yield Paragraph(
        text=f"{len(flow['duplicates']):,} duplicate records were removed before screening: "
        f"{len(flow['duplicates_within']):,} within one source, {len(flow['duplicates_between']):,} between sources. "
        "Pairs of records are compared by fixed rules on identifiers, titles, authors, years, volumes and pages; what "
        "the rules cannot tell is asked, and a person's answer wins over every rule. Every pair with its rule and "
        "score stands in duplicates.csv."
    )
    rules = Counter(x.rule for x in links if x.kind == DUPLICATE)
    rows = sorted(rules.items(), key=lambda kv: (-kv[1], kv[0]))
    yield Table(caption="Pairs of records joined, by rule", columns=columns("Rule", "Pairs#"), rows=rows,
                name="duplicates-by-rule")  # fmt: skip
    yield from _answers(snapshot)
    related = [x for x in links if x.kind not in (DUPLICATE, DOUBTFUL, FOUND_AGAIN)]
    yield from _pairs(snapshot, related, "Related pairs that were kept apart")
    yield from _pairs(snapshot, [x for x in links if x.kind == DOUBTFUL], "Pairs still in doubt")


def _answers(snapshot: Snapshot) -> Iterator[Block]:
    """What persons said of pairs."""
    events = snapshot.state.store.standing_events(Stage.DUPLICATES.value)
    if not events:
        yield Paragraph(text="No pair was decided by a person.")
        return
    words = {Verb.SAME: "the same report", Verb.DISTINCT: "kept apart"}
    rows = [(_named(snapshot, e.record), _named(snapshot, str(e.data["other"])), words.get(e.verb, e.verb.value),
             e.reviewer, e.time[:10]) for e in events]  # fmt: skip
    heads = columns("Record", "Other record", "Decided as", "By", "On")
    table = Table(caption="Pairs decided by a person", columns=heads, rows=rows, name="duplicates-by-person")
    yield Details(summary=f"Pairs decided by a person ({len(rows):,})", blocks=[table])


def _pairs(snapshot: Snapshot, links: list[Link], what: str) -> Iterator[Block]:
    known = snapshot.state.records
    rows = [(_named(snapshot, x.record), _named(snapshot, x.other), x.kind, x.rule)
            for x in links if x.record in known and x.other in known]  # fmt: skip
    if rows:
        table = Table(caption=what, columns=columns("Record", "Other record", "Relation", "Why"), rows=rows)
        yield Details(summary=f"{what} ({len(rows):,})", blocks=[table])


def _named(snapshot: Snapshot, record: str) -> str:
    return f"{record}: {snapshot.line(record)}"
