"""chart: which study each included report is of, and what the table of characteristics says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resift.cli.output import harmless, json_option, print_json, review_option, say, typed_lines
from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.review import Review
    from resift.review.charting import Charting, Suggestion
    from resift.screening.form_lines import Left

_STUDY_HELP = """\
1            the study with that number, or its id
n            a new study; n NAME gives it an id of your own
s            leave this report for later
?            show these commands
q            stop; everything is saved"""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--reviewer", default="", metavar="NAME", help="Who charts.")
@click.option("--change", metavar="ID", help="Ask again about this report (which study?) or this study (every field).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the table here, to be edited and "
              "read back.")  # fmt: skip
@click.option("--force", is_flag=True, help="Let --out replace a file.")
@click.option("--differences", is_flag=True, help="Only list where people who charted one study differ.")
@json_option
@review_option
def chart(
    file: Path | None, reviewer: str, change: str | None, out: Path | None, force: bool, differences: bool,
    as_json: bool, where: Path,
) -> None:  # fmt: skip
    """Form studies of the included reports and chart them, one question at a time.

    Each answer is saved at once; run it again to go on. Where two people chart one study, what was written last
    stands, and --differences lists the rest.

    FILE is a CSV instead, as --out writes it: study, reports (ids or source:accession, separated by ;), category,
    model, population, design, is_rct, outcome, country. An empty cell leaves what was charted.
    """
    from resift.review import Review

    if sum((file is not None, change is not None, out is not None, differences)) > 1:
        raise click.UsageError("give one of FILE, --change, --out and --differences")
    if not (reviewer or out or differences):
        raise click.UsageError("give --reviewer NAME")
    if as_json and not differences:
        raise click.UsageError("--json goes with --differences")
    with Review.open(where) as review:
        if differences:
            _differences(review, as_json=as_json)
            return
        if out:
            _write(review, out, force=force)
        elif file:
            _read(review, file, reviewer)
        else:
            _sit(review, reviewer, change)
        click.echo(f"Next: {review.status()['next']}", err=True)


def _differences(review: Review, *, as_json: bool) -> None:
    from resift.review.charting import differences

    found = differences(review.state)
    if as_json:
        print_json([asdict(d) for d in found])
        return
    for d in found:
        told = "; ".join(f"{who}: {value}" for who, value in d.values.items())
        click.echo(harmless(f"{d.study}, {d.field}: {told}"))
    click.echo(f"{len(found)} differences." if found else "Nobody differs.")


def _write(review: Review, out: Path, *, force: bool) -> None:
    from resift.review.charted_table import write_table
    from resift.review.folder import write_whole

    state = review.state
    if not state.included:
        raise ReviewError("no report is included yet", then="resift status shows what comes next")
    if out.exists() and not force:
        raise ReviewError("this file is there already", where=str(out), then="name another one, or add --force")
    write_whole(out, write_table(state))
    click.echo(f"{len(state.included)} included reports written to {out}. To read it back: resift chart {out}")


def _read(review: Review, file: Path, reviewer: str) -> None:
    from resift.review.charted_table import read_table

    done = read_table(review, file, reviewer=reviewer)
    studies = "1 study" if done.studies == 1 else f"{done.studies} studies"
    click.echo(f"{studies} charted, of which {done.changed} said something new.")
    if done.without:
        click.echo(f"{done.without} rows have no study yet and were passed over.")
    for remark in done.remarks:
        click.echo(harmless(remark), err=True)


def _sit(review: Review, reviewer: str, change: str | None) -> None:
    from resift.review.charting import Charting

    charting, lines = Charting(review, reviewer, review.state), typed_lines()
    if not charting.state.included:
        raise ReviewError("no report is included yet", then="resift status shows what comes next")
    if change is not None:
        report, study = charting.target(change)
        _study_of(charting, report, lines) if report else _fill(charting, study, lines, again=True)
        return
    reports, studies = charting.open_reports(), charting.open_studies()
    say(f"{len(reports)} included reports belong to no study yet, {len(studies)} studies are not wholly charted. "
        "? shows the commands, q stops.")  # fmt: skip
    _chart_all(charting, lines)


def _chart_all(charting: Charting, lines: Iterator[str]) -> None:
    """Studies begun first, then reports, until nothing waits or somebody stops; what is put off is left out."""
    from resift.screening.form_lines import Left

    later: set[str] = set()
    while True:
        study = next((s for s in charting.open_studies() if s not in later), None)
        report = next((r for r in charting.open_reports() if r not in later), None)
        if study is not None:
            how = _fill(charting, study, lines)
        elif report is not None:
            how = _study_of(charting, report, lines)
        else:
            break
        if how is Left.STOP:
            say("Saved. Resume any time.")
            return
        if how is Left.LATER:
            later.add(study if study is not None else report or "")
    say(f"Put off: {', '.join(sorted(later))}." if later else "All included reports belong to charted studies.")


def _study_of(charting: Charting, report: str, lines: Iterator[str]) -> Left:
    """Ask which study a report is of."""
    from resift.screening.form_lines import Left

    offered = charting.suggestions(report)
    _show_report(charting, report, offered)
    for line in lines:
        text = line.strip()
        if text.lower() in ("q", "s"):
            return Left.STOP if text.lower() == "q" else Left.LATER
        if text == "?":
            say(_STUDY_HELP)
            continue
        study = _named(charting, text, offered)
        if study:
            charting.assign(report, study)
            say(harmless(f"Saved: {report} is of study {study}."))
            return Left.DONE
        say("Answer with a number shown, the id of a study, n for a new one, s or q; ? explains them.")
    return Left.STOP


def _show_report(charting: Charting, report: str, offered: list[Suggestion]) -> None:
    from resift.review.fulltext import full_text
    from resift.review.report import citation

    record, text = charting.state.shown(report), full_text(charting.state, report)
    say("")
    say(harmless(f"{report}: {citation(record)} {record.doi or ''}".rstrip()))
    if text.file:
        say(harmless(f"Full text: {text.file}"))
    for told in charting.families.about(report):
        say(told)
    say("Which study is it of?" + (f" So far: {charting.study_of[report]}." if report in charting.study_of else ""))
    for number, x in enumerate(offered, start=1):
        say(harmless(f"  {number} {x.study}{f', {x.model}' if x.model else ''} ({x.why})"))
    say(f"  n a new study ({charting.new_id()})")


def _named(charting: Charting, text: str, offered: list[Suggestion]) -> str:
    """The id of the study that an answer names, or nothing."""
    if text.isdecimal() and 1 <= int(text) <= len(offered):
        return offered[int(text) - 1].study
    word, _, name = text.partition(" ")
    name = " ".join(name.split())
    if word.lower() == "n" and not charting.known(name):
        return name if name.isprintable() and name else charting.new_id()
    return text if charting.known(text) else ""


def _fill(charting: Charting, study: str, lines: Iterator[str], *, again: bool = False) -> Left:
    """Ask for what is not charted of a study; with ``again`` for every field, unseen what others charted."""
    from resift.review.charting import differences
    from resift.review.report import citation
    from resift.screening.form_lines import Filling, fill

    own, values = charting.own.get(study, {}), charting.values.get(study, {})
    say("")
    say(harmless(f"Study {study}"))
    for report in charting.reports_of(study):
        say(harmless(f"  {report}: {citation(charting.state.shown(report))}"))
    filling = Filling(
        form=charting.form, values=own if again else values, own=own, again=again,
        save=lambda name, value: charting.save(study, name, value),
    )  # fmt: skip
    how = fill(filling, lines, say)
    for d in differences(charting.review.state) if again else ():
        if d.study == study:
            say(harmless(f"{d.field} differs: {'; '.join(f'{who}: {value}' for who, value in d.values.items())}"))
    return how
