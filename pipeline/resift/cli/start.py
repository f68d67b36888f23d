"""demo, init, status and report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from resift.cli.figure import figure_options, style_of
from resift.cli.output import counted, harmless, json_option, print_json, print_table, progress, review_option


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("resift-demo"))
@json_option
def demo(folder: Path, as_json: bool) -> None:
    """Run the whole worked review on a fictional corpus.

    Copies it to DIR (resift-demo by default), searches a loopback PubMed, imports, removes duplicates, ranks, plays
    back a recorded screening, and writes the report. Can be stopped and run again at any time.
    """
    from resift.review.worked import demo as run

    with progress() as bar:
        done = run(folder, bar)
    _print_report(done, as_json)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new review in DIR, with the worked review as a pattern."""
    from resift.review.worked import init as make

    make(folder)
    click.echo(f"{folder} is a review now. Edit {folder / 'review.toml'}, then: resift status -C {folder}")


@click.command()
@review_option
@json_option
def status(where: Path, as_json: bool) -> None:
    """Say where the review stands, per stage, and name the next command."""
    from resift.review import Review
    from resift.screening.second_look import SECOND_LOOK

    with Review.open(where) as review:
        found = review.status()
    if as_json:
        print_json(found)
        return
    click.echo(found["title"])
    words = (
        ("searches", "searches and imports"), ("records", "records identified"), ("reports", "reports"),
        ("found_again", "found again from the previous version"), ("to_screen", "to screen"), ("screened", "screened"),
        ("conflicts", "disagreements on title and abstract"), ("sought", "sought in full text"),
        ("retrieved", "retrieved"), ("not_retrieved", "not retrieved"), ("assessed", "assessed for eligibility"),
        ("eligibility_conflicts", "disagreements on full text"), ("included_reports", "reports included"),
        ("included_studies", "new studies"), ("without_study", "reports of no study yet"),
        ("not_charted", "new studies not wholly charted"),
    )  # fmt: skip
    print_table([(found["counts"][key], text) for key, text in words])
    for who, number in found["screened_by"].items():
        click.echo(f"{who} screened {number:,}.")
    for said in found["changed"]:
        click.echo(said)
    for said in found["doubts"]:
        click.echo(harmless(f"Warning: {said}"))
    for who, number in found["waiting_for"].items():
        what = "title and abstract waits" if number == 1 else "titles and abstracts wait"
        click.echo(f"{number:,} {what} for {who}.")
    for who, number in found["pilot"]["left"].items():
        if number:
            click.echo(f"Pilot of {counted(found['pilot']['reports'], 'report')}: {who} has {number:,} left.")
    if found["pilot"]["read"] and found["counts"]["screened"] < found["counts"]["to_screen"]:
        click.echo("The pilot is read: resift agreement --pilot says how far its readers agree.")
    for x in found["second_looks"]:
        why = "" if x["why"] == SECOND_LOOK else f", {x['why']}"
        click.echo(f"Second look, {x['stage']}{why}: {counted(x['reports'], 'report')}, "
                   f"{x['to_include']:,} changed to include, {x['to_exclude']:,} to exclude.")  # fmt: skip
    click.echo(f"Next: {found['next']}")


@click.command()
@review_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write to this folder, not to reports/.")
@click.option("--strict", is_flag=True, help="Write nothing, exit 1, unless every check holds and nothing is open.")
@click.option("--draft", is_flag=True, help="Mark the figure as a draft in any case.")
@figure_options
@json_option
def report(where: Path, out: Path | None, strict: bool, draft: bool, as_json: bool, **wishes: Any) -> None:
    """Count the PRISMA 2020 flow, draw it, and write the report."""
    from resift.review import Review

    if strict and draft:
        raise click.UsageError("--strict and --draft exclude each other")
    style = style_of(wishes)
    with progress() as bar, Review.open(where, progress=bar) as review:
        done = review.report(out, style=style, strict=strict, draft=draft)
    _print_report(done, as_json)


_SHOWN = (
    ("previous_studies", "studies included in the previous version"),
    ("previous_reports", "reports of these studies"),
    ("database_results", "records identified from databases"),
    ("register_results", "records identified from registers"),
    ("website_results", "records identified from websites"),
    ("organisation_results", "records identified from organisations"),
    ("citations_results", "records identified from citation searching"),
    ("x_other_sources", "records identified from journals searched by hand"),
    ("duplicates", "duplicate records removed"),
    ("excluded_automatic", "records marked as ineligible by automation tools"),
    ("excluded_other", "records removed for other reasons"),
    ("records_screened", "records screened"),
    ("records_excluded", "records excluded"),
    ("dbr_sought_reports", "reports sought for retrieval"),
    ("dbr_notretrieved_reports", "reports not retrieved"),
    ("dbr_assessed", "reports assessed for eligibility"),
    ("dbr_excluded", "reports excluded"),
    ("other_sought_reports", "reports from other methods sought"),
    ("other_notretrieved_reports", "reports from other methods not retrieved"),
    ("other_assessed", "reports from other methods assessed"),
    ("other_excluded", "reports from other methods excluded"),
    ("new_studies", "new studies included"),
    ("new_reports", "reports of new included studies"),
    ("x_new_reports_of_previous_studies", "new reports of studies of the previous version"),
    ("total_studies", "total studies included"),
    ("total_reports", "reports of total included studies"),
)


def _print_report(done: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(done)
        return
    click.echo("PRISMA 2020 flow" if "records_screened" in done["counts"] else "Nothing was searched yet; known are")
    print_table(shown({k: sum(v.values()) if isinstance(v, dict) else v for k, v in done["counts"].items()}))
    for item in done["draft"]:
        click.echo(harmless(f"DRAFT: {item}"))
    click.echo(f"Report: {done['report']}")
    for remark in done["remarks"]:
        click.echo(remark, err=True)


def shown(counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """The counts that are printed, in the order of the flow; empty ones only where every review has them.

    A review without a previous version has no totals beside its own studies.
    """
    always = {"database_results", "duplicates", "records_screened", "new_studies"}
    told = [(k, text) for k, text in _SHOWN if k in counts and (counts[k] or k in always)]
    if counts.get("previous_studies"):
        return [(counts[k], text) for k, text in told]
    return [(counts[k], text.removeprefix("new ").replace("of new ", "of ")) for k, text in told if k[:6] != "total_"]
