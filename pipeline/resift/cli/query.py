"""query: strategies as a language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from resift.strategy import Finding

from resift.cli.output import json_option, print_json
from resift.errors import BadFile


@click.group()
def query() -> None:
    """Read, translate and run search strategies."""


@query.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", type=click.Choice(["pubmed"]), default="pubmed", show_default=True, expose_value=False)
@click.option("--platform", help="The platform that the strategy was written for (ovid, pubmed).")
@click.option("--mode", type=click.Choice(["superset", "tight", "strict"]), default="superset", show_default=True)
@json_option
def translate(file: Path, platform: str | None, mode: str, as_json: bool) -> None:
    """Translate the strategy in FILE, and say of every step what it does to the result.

    superset never loses a record: what PubMed cannot say becomes AND, and the source itself is applied to what was
    fetched. tight is the narrowest faithful query. strict refuses everything that is not exact.
    """
    from resift.strategy import parse
    from resift.strategy import translate as carry
    from resift.strategy.detect import detect

    text = _read(file)
    guess, reason = (platform, "as given") if platform else detect(text)
    done = carry(parse(text, guess), mode)  # type: ignore[arg-type]
    if as_json:
        print_json(done.as_dict() | {"platform_reason": reason})
        return
    click.echo(done.text)
    click.echo(f"\nEffect: {done.effect.value}. Read as {guess} ({reason}).", err=True)
    for step in done.steps:
        click.echo(f"  {step.effect.value:9} {step.rule}: {step.reason}", err=True)
        click.echo(f"            {_short(step.source)} -> {_short(step.target)}", err=True)
    if done.residual is not None:
        click.echo("The source itself is applied to the records fetched, so that its meaning is kept.", err=True)


@query.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--platform", help="The platform that the strategy was written for (ovid, pubmed).")
@json_option
def check(file: Path, platform: str | None, as_json: bool) -> None:
    """Read the strategy in FILE and show what is wrong with it or noteworthy in it, each remark at its place.

    Exit status 1 if anything keeps the strategy from being run.
    """
    from resift.strategy import parse
    from resift.strategy.detect import detect
    from resift.strategy.lint import lint

    text = _read(file)
    guess, reason = (platform, "as given") if platform else detect(text)
    parsed = parse(text, guess)
    found = lint(parsed)
    if as_json:
        print_json({"platform": guess, "platform_reason": reason, "parsed": parsed.tree is not None,
                    "diagnostics": [f.as_dict() for f in found]})  # fmt: skip
    else:
        click.echo(f"Read as {guess} ({reason}).", err=True)
        for f in found:
            _show(text, f)
    if any(f.severity == "error" for f in found):
        raise SystemExit(1)


def _show(text: str, finding: Finding) -> None:
    """A finding with the stretch of text that it is about underlined."""
    lines = text.splitlines() or [""]
    line = lines[finding.line - 1]
    start = max(0, min(finding.start, finding.end - 1) - 20)
    shown = line[start : start + 72]
    width = max(1, min(finding.end, len(line), start + 72) - finding.start)
    click.echo(f"{finding.severity} {finding.code}, line {finding.line}, column {finding.start + 1}: {finding.message}")
    click.echo(f"    {shown}")
    click.echo("    " + " " * (finding.start - start) + "^" * width)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"cannot be read: {error}", where=str(path), then="check the path; save it as UTF-8") from None
