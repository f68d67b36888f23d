"""query check: a strategy with its findings underlined, then each finding in words."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from resift.cli.output import counted, harmless, json_option, print_json
from resift.cli.query.annotated import annotated, has_place
from resift.cli.query.colour import colour_option, coloured, wanted
from resift.cli.query.reading import Strategy, file_argument, platform_option, read
from resift.strategy.findings import Finding, Severity
from resift.strategy.lint import lint

_ORDER: tuple[Severity, ...] = ("error", "warning", "note")


@click.command(short_help="Show what is wrong with a strategy, underlined.")
@file_argument
@platform_option
@colour_option
@json_option
def check(file: Path, platform: str | None, colour: bool | None, as_json: bool) -> None:
    """Read the strategy in FILE and show what is wrong with it or noteworthy in it, underlined at its place.

    FILE may be - for standard input. Exit status 1 if anything keeps the strategy from being run.
    """
    strategy = read(file, platform)
    found = lint(strategy.parsed)
    if as_json:
        print_json(_as_dict(strategy, found))
    else:
        click.echo(strategy.heading, err=True)
        show(strategy.parsed.text, found, wanted(colour))
        if found:
            worst = min(found, key=lambda f: _ORDER.index(f.severity))
            click.echo(f"What a code means: resift query explain {worst.code}", err=True)
    if any(f.severity == "error" for f in found):
        raise SystemExit(1)


def show(text: str, found: Sequence[Finding], colour: bool | None) -> None:
    """Print a strategy with its findings beneath, then the findings in words, and how many there are."""
    columns = min(shutil.get_terminal_size().columns, 100) - 1
    for row in annotated(text, found, columns, coloured):
        click.echo(row, color=colour)
    click.echo()
    for finding in found:
        click.echo(_said(finding, columns), color=colour)
    click.echo(_sum(found), color=colour)


def _said(finding: Finding, columns: int) -> str:
    place = f"line {finding.line}, column {finding.start + 1}" if has_place(finding) else "whole strategy"
    text = harmless(f"{finding.severity} {finding.code}, {place}: {finding.message}")
    wrapped = textwrap.fill(text, columns, subsequent_indent="    ", break_on_hyphens=False)
    return coloured(finding.severity, finding.severity) + wrapped.removeprefix(finding.severity)


def _sum(found: Sequence[Finding]) -> str:
    counts = Counter(f.severity for f in found)
    if not counts:
        return "Nothing to remark on."
    parts = (counted(counts[s], s) for s in _ORDER)
    return ", ".join(parts) + ". Marks: ^ error, ~ warning, - note."


def _as_dict(strategy: Strategy, found: Sequence[Finding]) -> dict[str, Any]:
    parsed = strategy.parsed
    lines = [
        {"number": line.number, "line": parsed.text.count("\n", 0, line.span[0]) + 1,
         "text": parsed.text[slice(*line.span)].strip(), "hits": line.hits, "parsed": line.tree is not None}
        for line in parsed.lines
    ]  # fmt: skip
    return {
        "platform": parsed.platform, "platform_reason": strategy.reason, "parsed": parsed.tree is not None,
        "lines": lines, "diagnostics": [f.as_dict() for f in found],
    }  # fmt: skip
