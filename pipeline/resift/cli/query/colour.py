"""Colour on a terminal, never as the only sign: every colour stands beside a word or a mark of its own."""

from __future__ import annotations

import os

import click

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
colour_option = click.option(
    "--color/--no-color", "colour", default=None,
    help="Colour, or none. Without either: on a terminal, unless NO_COLOR is set.",
)  # fmt: skip


def wanted(choice: bool | None) -> bool | None:
    """What click is told: yes, no, or (None) to see whether it writes to a terminal."""
    if choice is not None:
        return choice
    return False if os.environ.get("NO_COLOR") else None


def coloured(text: str, severity: str) -> str:
    """Text in the colour of a severity."""
    return click.style(text, fg=_COLOURS[severity])
