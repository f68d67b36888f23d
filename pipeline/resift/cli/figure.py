"""prisma, and what it shares with report: the wishes for a figure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resift.cli.output import harmless, json_option, print_json
from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.prisma.fields import Counts
    from resift.reporting.flow_files import Style
    from resift.review.flows import Numbers

_OPTIONS = (
    click.option("--hide-empty", is_flag=True, help="Figure: leave out lines that count nothing."),
    click.option("--no-sources", is_flag=True, help="Figure: no line for each database and register."),
    click.option("--reasons", is_flag=True, help="Figure: the reasons at title and abstract too."),
    click.option("--unread-first", is_flag=True,
                 help="Figure: what nobody read stands under removed before screening."),
    click.option("--labels", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.toml",
                 help="Figure: other words, letters and separators."),
    click.option("--dpi", type=click.Choice(["300", "600"]), default="300", show_default=True,
                 help="Resolution of flow.png."),
    click.option("--pdf", is_flag=True, help="Write flow.pdf too."),
)  # fmt: skip


def figure_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how the figure is wanted, the same for every command that draws one."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def style_of(wishes: dict[str, Any], counts: Counts | None = None) -> Style:
    """The style that the options ask for; ``counts`` are asked for lines that a label may stand for."""
    from resift.prisma import Options
    from resift.reporting.flow_files import Style
    from resift.review.flows import check_labels, read_labels

    labels: Path | None = wishes["labels"]
    options = Options(
        hide_empty=wishes["hide_empty"], per_source=not wishes["no_sources"], screening_reasons=wishes["reasons"],
        unread_before_screening=wishes["unread_first"], **(read_labels(labels) if labels else {}),
    )  # fmt: skip
    if labels and counts is not None:
        check_labels(options, counts, labels)
    return Style(options=options, dpi=int(wishes["dpi"]), pdf=wishes["pdf"])


@click.command()
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(),
              help="Write to this folder, not here.")  # fmt: skip
@click.option("--title", default="", metavar="TEXT", help="The figure's title, if not the file's name.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@figure_options
@json_option
def prisma(file: Path, out: Path, title: str, force: bool, as_json: bool, **wishes: Any) -> None:
    """Check a flow given as numbers, and draw it if it holds.

    FILE.csv has the columns data and n: a field of the PRISMA2020 template and its number, or a list such as
    "Wrong design, 10; No outcome, 4". The 34 rows of the R package are such a file. What is not given is not tested.
    Every identity that does not hold is named; then nothing is drawn and the exit status is 1.
    """
    from resift.review.flows import draw_flow, read_flow

    numbers = read_flow(file)
    style = style_of(wishes, numbers.counts)
    drawn, remarks = ([], []) if numbers.errors else draw_flow(numbers, file, out, title, style, force=force)
    if as_json:
        print_json(_as_dict(numbers, [str(p) for p in drawn]))
    else:
        _print(numbers, drawn)
    for remark in remarks:
        click.echo(remark, err=True)
    if numbers.errors:
        _refuse(numbers, file, as_json)


def _refuse(numbers: Numbers, file: Path, as_json: bool) -> None:
    if as_json:
        raise SystemExit(1)
    n = len(numbers.errors)
    what = "1 check does not hold" if n == 1 else f"{n} checks do not hold"
    raise ReviewError(f"{what}; nothing was drawn", where=str(file), then="correct the numbers and run it again")


def _print(numbers: Numbers, drawn: list[Path]) -> None:
    click.echo(f"PRISMA 2020 flow, template {numbers.template}, {len(numbers.counts)} counts given")
    for finding in numbers.findings:
        click.echo(harmless(str(finding)))
    for left in numbers.unchecked:
        click.echo(f"not checked: {left}")
    for item in numbers.open_items:
        click.echo(f"DRAFT: {item}")
    if not numbers.errors:
        click.echo("All identities that could be tested hold.")
    for path in drawn:
        click.echo(f"Written: {path}")


def _as_dict(numbers: Numbers, drawn: list[str]) -> dict[str, Any]:
    from resift.reporting.flow_files import finding_as_dict

    return {
        "holds": not numbers.errors, "template": numbers.template, "counts": numbers.counts,
        "findings": [finding_as_dict(f) for f in numbers.findings],
        "unchecked": [{"code": u.code, "field": u.field, "missing": list(u.missing)} for u in numbers.unchecked],
        "draft": list(numbers.open_items), "files": drawn,
    }  # fmt: skip
