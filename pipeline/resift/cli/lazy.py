"""Groups of commands whose modules are loaded when a command is called, so that the command line answers at once."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click


def lazy(commands: Mapping[str, str], package: str) -> type[click.Group]:
    """A group of the commands in the order given: name to ``module:attribute`` in ``package``."""

    class Lazy(click.Group):
        def list_commands(self, _ctx: click.Context) -> list[str]:
            return list(commands)

        def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
            if cmd_name not in commands:
                return None
            module, _, name = commands[cmd_name].partition(":")
            command: click.Command = getattr(import_module(f"{package}.{module}"), name)
            return command

    return Lazy
