"""The criteria beside the record on a wide terminal: the key of each, the answer given, and its wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from resift.screening.terminal.modes import Choosing, Reasons, keyed, lettered
from resift.screening.terminal.page import wrapped

if TYPE_CHECKING:
    from resift.screening.criteria import Criterion
    from resift.screening.terminal.front import Front


def panel(front: Front, width: int, height: int) -> list[Text]:
    """The criteria in full, or as much of their wording as there is room for."""
    for at_most in (0, 3, 2, 1):
        lines: list[Text] = []
        for kind, head in (("include", "Must hold"), ("exclude", "Must not hold")):
            lines.append(Text(head, "bold"))
            for key, c in _keyed(front):
                if c.kind == kind:
                    lines += _criterion(front, key, c, width, at_most)
        if len(lines) <= height:
            break
    return lines[:height]


def _keyed(front: Front) -> list[tuple[str, Criterion]]:
    """Each criterion with the keys that mean it now: those for an answer, or the letter of a reason."""
    if isinstance(front.mode, Reasons | Choosing):
        return list(lettered(front).items())
    return keyed(front)


def _criterion(front: Front, key: str, c: Criterion, width: int, at_most: int) -> list[Text]:
    given = front.card.draft.judgements.get(c.id, "") if front.card else ""
    chosen = isinstance(front.mode, Reasons) and c.id in front.mode.all
    answer = "FAILED" if chosen else given
    style = "" if given or chosen or c.stage == front.session.stage.value else front.look.faint
    later = " (full text)" if c.stage == "eligibility" and front.session.stage.value == "screening" else ""
    text = Text.assemble((f"{c.id} ", "bold"), (f"[{answer}] ", "bold") if answer else "",
                         (front.look.text(c.text) + later, style))  # fmt: skip
    lines = wrapped(text, width - len(key) - 1, at_most)
    blank = " " * len(key)
    return [Text.assemble((key, "bold") if i == 0 else blank, " ", line) for i, line in enumerate(lines)]
