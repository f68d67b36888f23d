"""query: strategies as a language. A subcommand's module is loaded when it is called."""

from __future__ import annotations

import click

from resift.cli.lazy import lazy

_COMMANDS = {
    "check": "checking:check",
    "explain": "explaining:explain",
    "translate": "translating:translate",
    "run": "running:run",
    "diff": "comparing:diff",
}


@click.group(cls=lazy(_COMMANDS, __name__))
def query() -> None:
    """Read, check, translate, run and compare search strategies."""
