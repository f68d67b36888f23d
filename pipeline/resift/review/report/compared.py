"""The strategy that was run beside the one that the previous version published: what came, what went, what changed."""

from __future__ import annotations

from collections.abc import Iterator

from resift.errors import ReviewError
from resift.reporting.document import Block, Paragraph, Table, columns
from resift.review.report.snapshot import Snapshot
from resift.store import Run
from resift.strategy import parse
from resift.strategy.compare import Concept, compare
from resift.strategy.tree import Node


def differences(snapshot: Snapshot, run: Run, title: str) -> Iterator[Block]:
    """What tells a search's strategy from the published one, where the review has both."""
    previous = snapshot.state.config.previous
    search = next((s for s in snapshot.state.config.searches if s.name == run.search), None)
    if previous is None or not previous.strategy or search is None or not run.strategy:
        return
    published = _published(snapshot, previous.strategy)
    if published is None:
        yield Paragraph(text=f"The published strategy, {previous.strategy}, cannot be read any more.")
    elif published == run.strategy:
        yield Paragraph(text="This is the strategy that the previous version published, byte for byte.")
    else:
        yield from _table(published, previous.written_for, run.strategy, search.written_for, title)


def _published(snapshot: Snapshot, name: str) -> str | None:
    try:
        return snapshot.folder.text(name)
    except ReviewError:
        return None


def _table(old: str, old_platform: str, new: str, platform: str, title: str) -> Iterator[Block]:
    before, after = _tree(old, old_platform), _tree(new, platform)
    if before is None or after is None:
        yield Paragraph(text="The strategy differs from the published one; the two cannot be compared by their terms.")
        return
    yield Table(
        caption=f"{title}: the published strategy and this one, concept by concept",
        columns=columns("Concept", "Status", "Terms that came", "Terms that went", "Searched otherwise"),
        rows=[_row(c) for c in compare(before, after)], empty="No concept differs.",
    )  # fmt: skip


def _tree(text: str, platform: str) -> Node | None:
    try:
        return parse(text, platform).tree
    except ReviewError:
        return None


def _row(concept: Concept) -> tuple[str, ...]:
    changed = "\n".join(f"{c.term}: {c.what}, {c.before} before, {c.after} now" for c in concept.changed)
    name = f"not {concept.name}" if concept.excluded else concept.name
    return name, concept.status, ", ".join(concept.added), ", ".join(concept.removed), changed
