"""export and merge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from resift.cli.output import json_option, print_json, print_table, review_option
from resift.decisions import Stage
from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.review.exporting import Export

_TOOLS = ("ris", "csv", "asreview", "rayyan", "covidence", "events")
_NAMED = ("csv", "rayyan", "events")  # they tell who decided what
_STATUSES = ("included", "excluded", "unsure", "conflict", "pending", "unread", "all")


@click.command()
@click.option("--to", required=True, type=click.Choice(_TOOLS), help="Who shall read it.")
@click.option("--stage", type=click.Choice(["screening", "eligibility"]), help="Title and abstract, or full text.  "
              "[default: eligibility if a full text was decided on, else screening; asreview: screening]")  # fmt: skip
@click.option("--status", type=click.Choice(_STATUSES), help="Only reports that stand so at this stage.")
@click.option("--reviewer", default="", metavar="NAME", help="As this reviewer may see it: own decisions first.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, not to the screen.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@review_option
@json_option
def export(
    to: str, stage: str | None, status: str | None, reviewer: str, out: Path | None, force: bool, where: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Write reports with what was decided for another tool, or events for another copy of this review.

    ris is for reference managers; csv holds every field; asreview, rayyan and covidence are what these tools import.
    events is what `resift merge` reads: with --reviewer one person's decisions, else everybody's.
    """
    from resift.review import Review

    if as_json and out is None:
        raise click.UsageError("--json prints counts; say with --out where the export goes")
    if to == "events" and (stage or status):
        raise click.UsageError("events are exported whole, without --stage and --status")
    if out and out.exists() and not force:
        raise ReviewError("this file is there already", where=str(out), then="name another one, or add --force")
    with Review.open(where) as review:
        chosen = "" if status in (None, "all") else str(status)
        made = review.export(to, stage=Stage(stage) if stage else None, status=chosen, reviewer=reviewer)
    _write(made, to, out, as_json)
    _remark(made, to, reviewer, chosen=bool(stage))


def _write(made: Export, to: str, out: Path | None, as_json: bool) -> None:
    from resift.review.folder import write_whole

    if out is None:
        click.echo(made.data, nl=False)
        return
    write_whole(out, made.data)
    if as_json:
        print_json(
            {"to": to, "file": str(out), "stage": made.stage, "number": made.number, "counts": dict(made.counts)}
        )
        return
    told = ", ".join(f"{n:,} {name}" for name, n in sorted(made.counts.items()))
    click.echo(f"{made.number:,} {'events' if to == 'events' else 'reports'} written to {out} ({told}).")


_WORDS = {Stage.SCREENING: "on title and abstract", Stage.ELIGIBILITY: "on the full text"}


def _remark(made: Export, to: str, reviewer: str, *, chosen: bool) -> None:
    from resift.formats import COVIDENCE_LIMIT

    if made.stage:
        other = "" if chosen or made.stage is Stage.SCREENING else "; for title and abstract add --stage screening"
        click.echo(f"Decisions {_WORDS[made.stage]} ({made.stage.value}){other}.", err=True)
    if to in _NAMED and not reviewer:
        click.echo("This file holds everybody's decisions: not for a reviewer who is still screening.", err=True)
    if to == "covidence" and made.number > COVIDENCE_LIMIT:
        click.echo(f"Covidence takes {COVIDENCE_LIMIT:,} references in one file: import it in parts.", err=True)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--force", is_flag=True, help="Take events of a review with another title.")
@review_option
@json_option
def merge(files: tuple[Path, ...], force: bool, where: Path, as_json: bool) -> None:
    """Add the decisions that other reviewers sent as event FILEs.

    In any order and any number of times: the state is the same. Every line is checked first; with one that is wrong
    nothing is added.
    """
    from resift.review import Review

    with Review.open(where) as review:
        done = review.merge(files, force=force)
        following = review.status()["next"]
    by = [{"reviewer": who, "stage": stage, "new": n} for (who, stage), n in done.by.items()]
    if as_json:
        print_json({"new": done.new, "known": done.known, "by": by, "next": following})
    else:
        click.echo(f"{done.new:,} events are new, {done.known:,} were known.")
        print_table([(n, f"of {who}, {stage}") for (who, stage), n in done.by.items()])
    for one, other in done.alike:
        click.echo(f"{one} and {other} count as two reviewers; if they are one, agree on one name.", err=True)
    click.echo(f"Next: {following}", err=True)
