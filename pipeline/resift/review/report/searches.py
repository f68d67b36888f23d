"""The search appendix: each strategy byte for byte as it was run, where and when, and what came of it (PRISMA-S)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from resift.errors import ReviewError
from resift.reporting.document import Block, Cell, Code, Details, Paragraph, Preformatted, Section, Table, columns
from resift.review.report.compared import differences
from resift.review.report.snapshot import Snapshot
from resift.review.searches import Search
from resift.store import Run
from resift.strategy import Parsed, parse
from resift.strategy.lint import lint
from resift.strategy.translate import WINDOW

_NO_LINES = "PubMed gives no number of hits for each line of a strategy, so none is shown."


def searches_section(snapshot: Snapshot) -> Section:
    """Every search and import of the review."""
    return Section(
        id="searches", title="Searches", blocks=list(_overview(snapshot)),
        sections=[_run(snapshot, run) for run in snapshot.state.runs],
    )  # fmt: skip


def _overview(snapshot: Snapshot) -> Iterator[Block]:
    rows = [
        (r.label, _place(r), r.searched[:10], _window(r), len(snapshot.ids_by_run.get(r.id, ())), r.reported)
        for r in snapshot.state.runs
    ]
    heads = columns("Source", "Database and platform", "Searched", "Window", "Records#", "Reported by the source#")
    yield Table(caption="Searches and imports", columns=heads, rows=rows, name="searches")
    ran = {r.search for r in snapshot.state.runs}
    if missing := [s.label for s in snapshot.state.config.searches if s.name not in ran]:
        yield Paragraph(text=f"Planned, but neither searched nor imported so far: {'; '.join(missing)}.")


def _place(run: Run) -> str:
    return f"{run.database}, {run.platform}" if run.platform else run.database


def _window(run: Run) -> str:
    return f"created, entered or indexed on {run.since} or later" if run.since else "no limit of dates set by resift"


def _run(snapshot: Snapshot, run: Run) -> Section:
    name = f"search-{run.id}"
    return Section(id=name, title=_title(snapshot, run), blocks=list(_blocks(snapshot, run)))


def _title(snapshot: Snapshot, run: Run) -> str:
    alone = sum(r.label == run.label for r in snapshot.state.runs) == 1
    return run.label if alone else f"{run.label} ({run.id})"


def _blocks(snapshot: Snapshot, run: Run) -> Iterator[Block]:
    title, search = _title(snapshot, run), _search(snapshot, run)
    yield Table(
        caption=f"{title}: about the search", columns=columns("Item", "Value"), rows=list(_facts(snapshot, run))
    )
    for what, ids in _kept(run.answer).items():
        yield Details(summary=f"PMIDs {what} ({len(ids):,})", blocks=[Paragraph(text=", ".join(ids))])
    if run.strategy:
        yield Preformatted(caption=f"{title}: the strategy as it stands in the review", text=run.strategy)
        yield from _read(title, run, search)
    elif not run.answer.get("asked") and not (search and search.journals):
        yield Paragraph(text=("The strategy run there is not in the review; add it to ", Code(text="queries/"),
                              " and name it in ", Code(text="review.toml"), "."))  # fmt: skip
    if run.translation:
        yield Preformatted(caption=f"{title}: as it was sent", text=run.translation)
    if understood := str(run.answer.get("translation", "")):
        yield Preformatted(caption=f"{title}: as the database understood it", text=understood)
    yield from _steps(title, run)
    yield from differences(snapshot, run, title)


def _facts(snapshot: Snapshot, run: Run) -> Iterator[tuple[str, Cell]]:
    records = len(snapshot.ids_by_run.get(run.id, ()))
    more = f" of {run.reported:,} reported" if run.reported not in (None, records) else ""
    yield "Database and platform", _place(run)
    yield "Searched", f"{run.searched[:10]}, {run.searched[11:16]} UTC; {run.source}"
    yield "Records", f"{records:,}{more}"
    yield "Window", _window(run)
    if run.effect:
        yield "Effect of the translation", run.effect
    if run.strategy:
        yield "Fingerprint of the strategy (SHA-256)", (Code(text=sha256(run.strategy.encode()).hexdigest()),)
    yield from (("Warning of the database", w) for w in run.answer.get("warnings", ()))
    yield from (("Note", r) for r in run.remarks)


def _kept(answer: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """What was kept with a run as lists of PMIDs, such as what the first date of its window would have missed."""
    windows = answer.get("windows", {})
    late = {f"found only by the date {field}": windows.get(field) for field, _ in WINDOW[1:]}
    return {what: ids for what, ids in (late | answer.get("lists", {})).items() if ids}


def _search(snapshot: Snapshot, run: Run) -> Search | None:
    return next((s for s in snapshot.state.config.searches if s.name == run.search), None)


def _read(title: str, run: Run, search: Search | None) -> Iterator[Block]:
    """What reading the strategy shows: hits by line where they are known, and warnings."""
    if search is None or not search.written_for:
        return
    try:
        parsed = parse(run.strategy, search.written_for)
    except ReviewError:
        return
    yield from _hits(title, run, parsed)
    findings = [(f.code, f.severity, f.line, f.message) for f in lint(parsed)]
    if findings:
        table = Table(caption=f"{title}: remarks on the strategy", columns=columns("Code", "Kind", "Line#", "Remark"),
                      rows=findings)  # fmt: skip
        yield Details(summary=f"Remarks on the strategy ({len(findings)})", blocks=[table])


def _hits(title: str, run: Run, parsed: Parsed) -> Iterator[Block]:
    rows = [(line.number, " ".join(parsed.text[slice(*line.span)].split()), line.hits) for line in parsed.lines]
    if any(hits is not None for *_, hits in rows):
        heads = columns("Line", "Search", "Hits#")
        yield Table(caption=f"{title}: hits by line, as printed beside them", columns=heads, rows=rows)
    elif run.source == "PubMed E-utilities":
        yield Paragraph(text=_NO_LINES)
    else:
        yield Paragraph(text="The hits of each line were not kept with this search.")


def _steps(title: str, run: Run) -> Iterator[Block]:
    if run.steps:
        rows = [(str(s["rule"]), str(s["effect"]), str(s["reason"]), (Code(text=str(s["source"])),)) for s in run.steps]
        table = Table(caption=f"{title}: steps of the translation", columns=columns("Step", "Effect", "Why", "From"),
                      rows=rows)  # fmt: skip
        yield Details(summary=f"What the translation changed ({len(rows)} steps)", blocks=[table])
