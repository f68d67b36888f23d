"""The first and the last line: how far one is, and which keys there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from resift.screening.terminal.front import Front


def status_line(front: Front, width: int) -> Text:
    """Read and total, inclusions, how long since the last, inclusions over time, and who reads at which stage."""
    p = front.progress
    who = f"{front.session.reviewer}, {'settling, ' if front.session.settles else ''}{front.session.stage.value}"
    parts = [f"{p.decided:,} of {p.total:,} read", f"{p.included:,} included"]
    if p.put_off:
        parts.append(f"{p.put_off:,} put off")
    room = width - len(who) - 2
    since = f"{p.since_include:,} since the last inclusion"
    if len(_row([*parts, since], front)) > room:
        since = since.replace("the last ", "")
    parts += [since, front.look.sparkline(p.includes[-12:])]
    while len(parts) > 1 and len(_row(parts, front)) > room:
        parts.pop()
    left = _row(parts, front)
    line = Text(f"{left}{who:>{max(width - len(left), 0)}}", "reverse")
    line.truncate(width, pad=True)
    return line


def _row(parts: list[str], front: Front) -> str:
    return (" | " if front.look.ascii else " · ").join(p for p in parts if p)


def footer(front: Front, width: int) -> Text:
    """The keys of the present mode, as many as fit."""
    line = Text()
    for key, what in front.mode.hints(front):
        cell = Text.assemble((key, "bold"), f" {what}  ")
        if line.cell_len + cell.cell_len - 2 > width:
            break
        line.append_text(cell)
    line.truncate(width)
    return line
