"""agreement, and the list of conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resift.cli.output import counted, harmless, json_option, print_json, print_table, progress, review_option, say
from resift.decisions import Event, Stage

if TYPE_CHECKING:
    from resift.review.agreement import Agreement
    from resift.screening.agreement import Figure
    from resift.screening.ratings import Measured

_STAGES = {Stage.SCREENING: "Title and abstract", Stage.ELIGIBILITY: "Full text"}


@click.command()
@click.option("--stage", type=click.Choice(["screening", "eligibility"]), default="screening", show_default=True,
              help="Title and abstract, or full text.")  # fmt: skip
@click.option("--pilot", is_flag=True, help="Only the reports of the pilot.")
@click.option("--names", is_flag=True, help="Say who decided what on the disputed reports.")
@json_option
@review_option
def agreement(stage: str, pilot: bool, names: bool, as_json: bool, where: Path) -> None:
    """Say how far reviewers agree, overall and by criterion, with 95 % intervals.

    Only reports on which everybody who is to read them has decided are counted and shown: nobody learns of a decision
    before having made one.
    """
    from resift.review import Review
    from resift.review.agreement import disputed

    with progress() as bar, Review.open(where, progress=bar) as review:
        found = review.agreement(Stage(stage), pilot=pilot)
        kinds, state = disputed(found), review.state
        titles = {r: state.shown(r).title for r in kinds}
    decisions = {r: list(found.decisions[r].values()) for r in kinds}
    conflicts = list(_disputes(kinds, decisions, titles, names=names))
    if as_json:
        print_json({"stage": stage, "pilot": pilot} | found.as_dict() | {"disputed": conflicts})
        return
    _print_head(found, Stage(stage), pilot=pilot)
    if found.decisions:
        _print_figures(found)
    _print_disputes(conflicts)


def list_conflicts(where: Path, stage: Stage, *, as_json: bool) -> None:
    """The open conflicts of a stage and differences of reasons, without names."""
    from resift.review import Review
    from resift.review.agreement import disputed, to_settle
    from resift.review.status import settling

    with progress() as bar, Review.open(where, progress=bar) as review:
        found, state = review.agreement(stage), review.state
        waiting = to_settle(state, stage)
        reasons = [r for r, k in disputed(found).items() if k == "reason" and r not in waiting]
        kinds = dict.fromkeys(waiting, "decision") | dict.fromkeys(reasons, "reason")
        titles, following = {r: state.shown(r).title for r in kinds}, settling(state, stage)
    decisions = {r: list(found.decisions[r].values()) for r in reasons} | waiting
    conflicts = list(_disputes(kinds, decisions, titles, names=False))
    if as_json:
        print_json(conflicts)
        return
    wait, have = "wait" if len(waiting) != 1 else "waits", "have" if len(reasons) != 1 else "has"
    say(f"{_STAGES[stage]}: {counted(len(waiting), 'disagreement')} {wait}; "
        f"{counted(len(reasons), 'exclusion')} {have} different reasons, which holds nothing up.")  # fmt: skip
    _print_disputes(conflicts)
    if waiting:
        click.echo(f"Next: {following}", err=True)


def _disputes(
    kinds: Mapping[str, str], decisions: Mapping[str, Sequence[Event]], titles: Mapping[str, str], *, names: bool
) -> Iterator[dict[str, Any]]:
    for report, kind in sorted(kinds.items(), key=lambda x: x[1]):
        by = sorted(decisions[report], key=lambda e: e.reviewer)
        told = [({"reviewer": e.reviewer} if names else {}) | _told(e) for e in by]
        # without names not even the order may tell who said what
        told = told if names else sorted(told, key=lambda x: (x["decision"], x["reasons"], x["note"]))
        yield {"report": report, "title": titles[report], "about": kind, "decisions": told}


def _told(event: Event) -> dict[str, Any]:
    return {"decision": event.verb.value, "reasons": list(event.reasons), "note": event.note}


def _print_head(found: Agreement, stage: Stage, *, pilot: bool) -> None:
    say(f"{_STAGES[stage]}{', pilot' if pilot else ''}: {counted(len(found.decisions), 'report')} "
        f"{'was' if len(found.decisions) == 1 else 'were'} decided by two or more; {found.awaited:,} more "
        f"{'waits' if found.awaited == 1 else 'wait'} for somebody and {'is' if found.awaited == 1 else 'are'} left "
        "out, so that everybody decides unseen.")  # fmt: skip
    if len(found.versions) > 1:
        told = ", ".join(f"{n:,} under version {v}" for v, n in found.versions.items())
        say(f"The criteria changed meanwhile: {told}.")


def _print_figures(found: Agreement) -> None:
    say("Unsure counts as an inclusion, except where three answers are told apart. Decisions before any second look.")
    _print_measured(found.overall)
    _print_measured(found.three, ", three answers")
    for m in found.pairs:
        _print_measured(m)
    _print_criteria(found)


def _print_criteria(found: Agreement) -> None:
    """One line for each criterion with its first three measures, within 80 columns."""
    rows = [(c.criterion, c.measured.reports, *(_cell(f) for f in c.measured.figures[:3])) for c in found.criteria]
    click.echo()
    print_table([("Criterion", "Reports", "agreement", "kappa", "AC1"), *rows])
    whys = {f.why for c in found.criteria for f in c.measured.figures[:3] if f.value is None}
    for why in sorted(whys):
        say(f"-: {why}.")
    sources = dict.fromkeys(c.source for c in found.criteria)
    told = "; ".join(f"{s}: {', '.join(c.criterion for c in found.criteria if c.source == s)}" for s in sources)
    say(f"Read from {told}. Answers count where any were given; elsewhere reasons, and a criterion that was not named "
        "counts as not failed. Unclear is not failed. All measures: --json, resift report.")  # fmt: skip


def _cell(f: Figure) -> str:
    if f.value is None:
        return "-"
    return f"{f.value:z.2f}" + ("" if f.low is None else f" [{f.low:z.2f}, {f.high:z.2f}]")


def _print_measured(m: Measured, more: str = "") -> None:
    who = " and ".join(m.who) if len(m.who) < 3 else f"All {len(m.who)} reviewers"
    click.echo(f"\n{harmless(who)}{more}, {counted(m.reports, 'report')}")
    _print_rows(m)


def _print_rows(m: Measured) -> None:
    from resift.review.screened import in_words

    rows = [in_words(f) for f in m.figures]
    print_table([(f"  {r['name']}", r["value"], r["interval"]) for r in rows])


def _print_disputes(conflicts: Sequence[Mapping[str, Any]]) -> None:
    for c in conflicts:
        click.echo()
        say(f"{c['report']}: {c['title']}")
        if c["about"] == "reason":
            click.echo("  Excluded by all, for different reasons.")
        for d in c["decisions"]:
            note = f" ({d['note']})" if d["note"] else ""
            say(f"  {d.get('reviewer', 'A reviewer')}: {' '.join((d['decision'], *d['reasons']))}{note}")
