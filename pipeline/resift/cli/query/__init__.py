"""query: strategies as a language. A subcommand's module is loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = {
    "check": "checking:check",
    "explain": "explaining:explain",
    "translate": "translating:translate",
    "run": "running:run",
    "diff": "comparing:diff",
}


class _Query(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"resift.cli.query.{module}"), name)
        return command


@click.group(cls=_Query)
def query() -> None:
    """Read, check, translate, run and compare search strategies."""
