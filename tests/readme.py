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


def helps() -> str:
    """The help of every command, as Markdown."""
    names = [["--help"], *([n, "--help"] for n in COMMANDS), ["query", "translate", "--help"]]
    return "\n".join(_help(n) for n in names)


def _help(arguments: list[str]) -> str:
    result = CliRunner().invoke(cli, arguments, prog_name="resift", terminal_width=80)
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
    wanted = DEMO.sub(lambda m: f"{m[1]}{demonstration()}{m[2]}", wanted)
    if "--check" not in sys.argv:
        README.write_text(wanted, encoding="utf-8")
    elif wanted != text:
        raise SystemExit("README.md does not show the commands' present help or counts: run make readme")


if __name__ == "__main__":
    main()
