"""query run: what a strategy finds among records at hand, line by line."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from resift.cli.output import harmless, json_option, print_json
from resift.cli.query.corpus import Corpus, corpus_option, read_corpus, waiting
from resift.cli.query.reading import file_argument, platform_option, read
from resift.errors import BadStrategy
from resift.strategy import Parsed


@click.command(short_help="Evaluate a strategy over records at hand.")
@file_argument
@corpus_option
@platform_option
@json_option
def run(file: Path, corpus: tuple[Path, ...], platform: str | None, as_json: bool) -> None:
    """Evaluate the strategy in FILE over records at hand: how many each line finds, and which ones all of it does.

    Every --corpus FILE is searched with the meaning that the strategy has on its own platform.
    """
    if not corpus:
        raise click.UsageError("give the records to search: --corpus FILE")
    strategy = read(file, platform)
    parsed = strategy.sound()
    held = read_corpus(corpus)
    with waiting("searching"):
        counts = held.counts(parsed)
        found, why = _answer(held, parsed)
    if as_json:
        print_json({
            "platform": parsed.platform, "platform_reason": strategy.reason, "records": len(held.records),
            "total": None if why else len(found), "lines": [{"number": n, "count": c} for n, c in counts],
            "ids": [held.names[i] for i in found],
        })  # fmt: skip
        if why:
            raise why
        return
    click.echo(strategy.heading, err=True)
    _show(parsed, counts, held, found, whole=not why)
    if why:
        raise why


def _answer(held: Corpus, parsed: Parsed) -> tuple[list[int], BadStrategy | None]:
    """What the whole strategy finds, or why the records at hand cannot tell; its lines may be told all the same."""
    try:
        return held.find(parsed), None
    except BadStrategy as why:
        return [], why


def _show(parsed: Parsed, counts: list[tuple[str, int | None]], held: Corpus, found: list[int], *, whole: bool) -> None:
    columns = shutil.get_terminal_size().columns - 1
    if len(counts) > 1:
        for line, (number, count) in zip(parsed.lines, counts, strict=True):
            shown = "?" if count is None else f"{count:,}"
            text = " ".join(parsed.text[slice(*line.span)].split())
            click.echo(_cut(f"{number:>4}  {shown:>9}  {text}", columns))
        if any(count is None for _, count in counts):
            click.echo("? a line that the records at hand cannot answer", err=True)
    if whole:
        click.echo(f"{len(found):,} of {len(held.records):,} records" + (":" if found else ""))
    for i in found:
        click.echo(_cut(f"{held.names[i]}  {held.records[i].title}", columns))


def _cut(text: str, columns: int) -> str:
    text = harmless(text)
    return text if len(text) <= columns else text[: columns - 3] + "..."
