"""Writes the commands' help and the demonstration's counts into README.md, or checks that they are there."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

import click
from click.testing import CliRunner

from resift.cli import COMMANDS, cli
from resift.cli.start import shown

README = Path(__file__).resolve().parents[1] / "README.md"
GOLDEN = README.parent / "reports/demo/flow.csv"
HELP = re.compile(r"(<!-- help -->\n).*?(<!-- /help -->)", re.S)
DEMO = re.compile(r"(<!-- demo -->\n).*?(<!-- /demo -->)", re.S)


STRATEGY = re.compile(r"(<!-- strategy -->\n).*?(<!-- /strategy -->)", re.S)


def helps() -> str:
    """The help of every command, as Markdown."""
    context = click.Context(cli)
    commands = {n: cli.get_command(context, n) for n in COMMANDS}
    below = [[n, part] for n, c in commands.items() if isinstance(c, click.Group) for part in c.list_commands(context)]
    return "\n".join(_shown([*n, "--help"]) for n in ([], *([n] for n in COMMANDS), *below))


def strategy() -> str:
    """What the check of the published string says, and its translation with the effects of its steps."""
    check, translate = ["query", "check", "queries/published.txt"], ["query", "translate", "queries/published.txt"]
    return f"{_shown(check)}\n{_shown([*translate, '--mode', 'tight'])}"


def _shown(arguments: list[str]) -> str:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(cli, arguments, prog_name="resift", terminal_width=80)
    if result.exit_code:
        raise SystemExit(f"resift {' '.join(arguments)} failed: {result.output}")
    return f"```console\n$ resift {' '.join(arguments)}\n{click.unstyle(result.output).strip()}\n```\n"


def demonstration() -> str:
    """What the demonstration prints, from the golden copy of its report."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        counts = Counter[str]()
        for row in csv.DictReader(file):
            counts[row["field"]] += int(row["n"])
    lines = "\n".join(f"{n:>4,}  {words}" for n, words in shown(counts))
    return f"```\nPRISMA 2020 flow\n{lines}\nReport: resift-demo/reports/report.html\n```\n"


def main() -> None:
    """Write, or with --check compare."""
    text = README.read_text(encoding="utf-8")
    wanted = HELP.sub(lambda m: f"{m[1]}{helps()}{m[2]}", text)
    wanted = STRATEGY.sub(lambda m: f"{m[1]}{strategy()}{m[2]}", wanted)
    wanted = DEMO.sub(lambda m: f"{m[1]}{demonstration()}{m[2]}", wanted)
    if "--check" not in sys.argv:
        README.write_text(wanted, encoding="utf-8")
    elif wanted != text:
        raise SystemExit("README.md does not show the commands' present help or counts: run make readme")


if __name__ == "__main__":
    main()
