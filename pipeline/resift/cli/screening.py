"""rank, simulate, screen and adjudicate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from resift.cli.output import (
    counted,
    harmless,
    json_option,
    print_json,
    print_table,
    progress,
    review_option,
    shortened,
)
from resift.cli.sitting import Front, front_options, serve_session, sit, web_option
from resift.decisions import Stage

if TYPE_CHECKING:
    from resift.ranking import Document
    from resift.records import Record

reviewer_option = click.option("--reviewer", required=True, metavar="NAME", help="Who decides.")
stage_option = click.option("--stage", type=click.Choice(["screening", "eligibility"]), default="screening",
                            show_default=True, help="Title and abstract, or full text.")  # fmt: skip


@click.command()
@review_option
@click.option("--reviewer", default="", metavar="NAME", help="Learn from this reviewer's decisions only.")
@click.option("--due", is_flag=True, help="Only if decisions or reports have come since the newest order.")
@json_option
def rank(where: Path, reviewer: str, due: bool, as_json: bool) -> None:
    """Order what is unread, most likely relevant first."""
    from resift.review import Review

    with progress() as bar, Review.open(where, progress=bar) as review:
        before = review.store.ranked(reviewer)
        ranked = review.rank(reviewer, due=due)
        titles = {r: review.state.records[r].title for r in ranked.reports[:10]}
    if as_json:
        print_json({"model": ranked.model, "trained": ranked.trained, "order": list(ranked.reports)})
        return
    if due and ranked == before:
        click.echo("Nothing is due: no decision and no report asks for another order than the newest.")
    said = f"{counted(len(ranked.reports), 'report')} in order, from {counted(ranked.trained, 'decision')}."
    click.echo(f"{said} The first of them:")
    for position, (report, title) in enumerate(titles.items(), start=1):
        click.echo(harmless(f"{position:3}. {shortened(title, 90)} ({report})"))
    click.echo("Next: resift screen --reviewer NAME", err=True)


@click.command("simulate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--prior", "priors", type=int, multiple=True, metavar="ROW", help="A row known from the start, from 0.")
@click.option("--question", default="", metavar="TEXT", help="The review's question, as one more relevant document.")
@click.option("--fields", default="title,abstract,keywords", show_default=True, help="The columns to learn from.")
@click.option("--order", type=click.Path(path_type=Path, dir_okay=False), help="Write position,row,label here.")
@json_option
def simulate_(
    file: Path, priors: tuple[int, ...], question: str, fields: str, order: Path | None, as_json: bool
) -> None:
    """Replay a finished, labelled screening as if ranked, and measure what the ranking saves."""
    from resift.ranking import metrics, simulate
    from resift.reporting.tables import csv_bytes
    from resift.review.folder import write_whole
    from resift.review.standalone import read_screened

    with progress() as bar:
        screened = read_screened(file)
        wrong = [p for p in priors if not 0 <= p < len(screened.labels)]
        if wrong:
            raise click.UsageError(f"there is no row {wrong[0]}; rows go from 0 to {len(screened.labels) - 1}")
        bar("ranking", 0, len(screened.labels))
        rows = simulate(_documents(screened.records, fields), screened.labels, priors=priors, question=question)
    if order:
        lines = ((i, row, int(screened.labels[row])) for i, row in enumerate(rows, start=1))
        write_whole(order, csv_bytes(("position", "row", "label"), lines))
    found = metrics(rows, screened.labels, priors)
    if as_json:
        print_json({"records": len(screened.labels), "included": sum(screened.labels), "metrics": found})
        return
    click.echo(f"{len(screened.labels):,} records, {sum(screened.labels):,} included")
    print_table([(name, f"{value:.4f}") for name, value in found.items()])


def _documents(records: tuple[Record, ...], fields: str) -> list[Document]:
    from resift.ranking import Document

    wanted = {f.strip() for f in fields.split(",")}
    unknown = wanted - {"title", "abstract", "keywords"}
    if unknown:
        raise click.UsageError(f"there is no field {sorted(unknown)[0]!r}; use title, abstract, keywords")
    return [
        Document(id=f"{row:09}", title=r.title if "title" in wanted else "",
                 abstract=r.abstract if "abstract" in wanted else "",
                 keywords=r.keywords if "keywords" in wanted else ())
        for row, r in enumerate(records)
    ]  # fmt: skip


@click.command()
@reviewer_option
@stage_option
@click.option("--second-look", "again", is_flag=True, help="Look again at your own decisions that the ranking, or one "
              "judgement alone, speaks against, and at a sample.")  # fmt: skip
@front_options
@web_option
@review_option
def screen(reviewer: str, stage: str, again: bool, where: Path, front: Front, web: bool) -> None:
    """Read reports and decide, most likely relevant first; every decision is saved at once.

    On a terminal everything is in view and one key decides; ? shows all keys. Elsewhere, and with --plain, it asks
    one question at a time in full sentences.
    """
    if web and again:
        raise click.UsageError("--web shows the reading itself; use --second-look on the terminal")
    if web:
        serve_session(where, reviewer, stage, front)
    else:
        sit(where, reviewer, Stage(stage), front, again=again)


@click.command()
@click.option("--reviewer", default="", metavar="NAME", help="Who settles: somebody who has not decided before.")
@stage_option
@click.option("--consensus", is_flag=True, help="Settle also your own, as what all who disagreed have agreed on.")
@click.option("--list", "listed", is_flag=True, help="Only list them, with differences of reasons.")
@front_options
@json_option
@review_option
def adjudicate(
    reviewer: str, stage: str, consensus: bool, listed: bool, as_json: bool, where: Path, front: Front
) -> None:
    """Settle the reports on which reviewers disagree, on the same keys.

    Different reasons for one exclusion hold nothing up; they are listed, not asked about.
    """
    from resift.cli.agreement import list_conflicts

    if listed:
        list_conflicts(where, Stage(stage), as_json=as_json)
    elif not reviewer or as_json:
        raise click.UsageError("--json goes with --list" if as_json else "give --reviewer NAME, or --list")
    else:
        sit(where, reviewer, Stage(stage), front, settling=True, consensus=consensus)
