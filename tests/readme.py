"""Writes the commands' help into README.md, or checks that it is there: the README never says what is not so."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
from click.testing import CliRunner

from resift.cli import COMMANDS, cli

README = Path(__file__).resolve().parents[1] / "README.md"
BLOCK = re.compile(r"(<!-- help -->\n).*?(<!-- /help -->)", re.S)


def helps() -> str:
    """The help of every command, as Markdown."""
    names = [["--help"], *([n, "--help"] for n in COMMANDS), ["query", "translate", "--help"]]
    return "\n".join(_help(n) for n in names)


def _help(arguments: list[str]) -> str:
    result = CliRunner().invoke(cli, arguments, prog_name="resift", terminal_width=80)
    if result.exit_code:
        raise SystemExit(f"resift {' '.join(arguments)} failed: {result.output}")
    return f"```console\n$ resift {' '.join(arguments)}\n{click.unstyle(result.output).strip()}\n```\n"


def main() -> None:
    """Write, or with --check compare."""
    text = README.read_text(encoding="utf-8")
    wanted = BLOCK.sub(lambda m: f"{m[1]}{helps()}{m[2]}", text)
    if "--check" not in sys.argv:
        README.write_text(wanted, encoding="utf-8")
    elif wanted != text:
        raise SystemExit("README.md does not show the commands' present help: run make readme")


if __name__ == "__main__":
    main()
