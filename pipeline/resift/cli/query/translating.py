"""query translate: a strategy for another platform, with what each step does to the result."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path
from typing import cast

import click

from resift.cli.output import harmless, json_option, print_json
from resift.cli.query.reading import file_argument, platform_option, platforms, read
from resift.strategy import Translation
from resift.strategy import translate as carry
from resift.strategy.dialects import dialect
from resift.strategy.translate import Mode


@click.command(short_help="Write a strategy for another platform.")
@file_argument
@click.option("--to", type=platforms, default="pubmed", show_default=True, help="The platform to translate to.")
@platform_option
@click.option(
    "--mode", type=click.Choice(["superset", "tight", "strict"]), default="superset", show_default=True,
    help="What to do where the platform cannot say the same.",
)  # fmt: skip
@click.option("--by-line", is_flag=True, help="A numbered history as a numbered history, not as one string.")
@json_option
def translate(file: Path, to: str, platform: str | None, mode: str, by_line: bool, as_json: bool) -> None:
    """Translate the strategy in FILE, and say of every step what it does to the result.

    superset never loses a record: what the platform cannot say becomes AND, and resift search applies the source
    itself to what was fetched. tight is the narrowest faithful query. strict refuses all that is not exact.

    The translation alone goes to standard output. Exit status 1 if a part of it could not be translated.
    """
    strategy = read(file, platform)
    done = carry(strategy.sound(), cast(Mode, mode), to=to)
    if as_json:
        print_json(done.as_dict() | {"platform_reason": strategy.reason})
    else:
        click.echo(harmless(_history(done) if by_line and done.lines else "\n\n".join(done.texts or (done.text,))))
        click.echo(err=True)
        _say(f"{strategy.heading} Effect on {dialect(to).title}: {done.effect.value}.")
        _steps(done)
    if done.untranslated:
        if not as_json:
            _say("next: write what stands in <<...>> as that platform would, or leave it out")
        raise SystemExit(1)


def _history(done: Translation) -> str:
    """The translation line by line, numbered as the platform does."""
    sign = dialect(done.to).references
    return "\n".join(f"{sign}{number} {text}" if sign else f"{number}. {text}" for number, text in done.lines)


def _steps(done: Translation) -> None:
    for step in done.steps:
        _say(f"  {step.effect.value:9} {step.rule}: {step.reason}")
        _say(f"            {_short(step.source)} -> {_short(step.target)}")
    for finding in done.findings:
        _say(f"  {finding.severity} {finding.code}: {finding.message}")
    if len(done.texts) > 1:
        _say(f"{len(done.texts)} queries, for a limit of the platform: their results together.")
    if done.residual is not None:
        _say(
            "The source itself is applied to the records fetched. Headings are taken as PubMed judged them; one that is"
        )
        _say("an alternative to words is looked up in each record.")


def _say(text: str) -> None:
    """A line on standard error, broken between words."""
    columns = min(shutil.get_terminal_size().columns, 100) - 1
    click.echo(textwrap.fill(harmless(text), columns, subsequent_indent=" " * 12, break_on_hyphens=False), err=True)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."
