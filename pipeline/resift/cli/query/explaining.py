"""query explain: what a finding's code means, why it matters, and how to do without it."""

from __future__ import annotations

import shutil
import textwrap

import click

from resift.cli.output import json_option, print_json
from resift.strategy.codes import Code, Example, catalogue, explained
from resift.strategy.dialects import dialect


@click.command(short_help="Say what a finding's code means.")
@click.argument("code", required=False)
@json_option
def explain(code: str | None, as_json: bool) -> None:
    """Say what the finding CODE means, why it matters, and show a bad and a good example; without CODE, list all."""
    if code is None:
        _list(as_json)
        return
    entry = explained(code)
    if as_json:
        print_json(entry.as_dict())
    else:
        click.echo(_said(entry, min(shutil.get_terminal_size().columns, 100) - 1))


def _list(as_json: bool) -> None:
    if as_json:
        print_json([{"code": c.code, "title": c.title} for c in catalogue().values()])
        return
    for c in catalogue().values():
        click.echo(f"{c.code}  {c.title}")


def _said(code: Code, columns: int) -> str:
    parts = [f"{code.code}: {code.title}", textwrap.fill(code.text, columns, break_on_hyphens=False)]
    parts += [_example("Bad", code.bad), _example("Good", code.good)]
    if code.source:
        parts.append(textwrap.fill(f"Source: {code.source}", columns, break_on_hyphens=False))
    return "\n\n".join(parts)


def _example(word: str, example: Example) -> str:
    to = f", translated to {dialect(example.to).title}" if example.to else ""
    return f"{word}, on {dialect(example.platform).title}{to}:\n{textwrap.indent(example.shown.strip(), '    ')}"
