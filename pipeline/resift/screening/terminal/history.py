"""What was decided, newest first: looked through, filtered, and opened again to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from resift.screening.terminal.keymap import Act
from resift.screening.terminal.modes import Hints, Mode, Typing
from resift.screening.terminal.page import Page, wrapped

if TYPE_CHECKING:
    from resift.screening.history import Entry
    from resift.screening.terminal.front import Front


@dataclass(slots=True, kw_only=True)
class Browsing(Mode):
    """A list of decisions with a place in it."""

    entries: Sequence[Entry]
    words: str = ""
    at: int = 0

    def press(self, front: Front, key: str, /) -> None:
        """Move, filter, open one again, or go back."""
        act = front.keys.acts.get(key)
        step = front.height - 4
        moves = {Act.DOWN: 1, Act.UP: -1, Act.PAGE_DOWN: step, Act.PAGE_UP: -step}
        if act in moves or key in ("home", "end"):
            by = moves.get(act, 0) if act else {"home": -len(self.entries), "end": len(self.entries)}[key]
            self.at = min(max(self.at + by, 0), max(len(self.entries) - 1, 0))
        elif act is Act.FIND:
            front.mode = Typing("Show only (words, include, exclude, a criterion; nothing for all)", self,
                                lambda words: self._filter(front, words))  # fmt: skip
        elif key == "enter" and self.entries:
            self._open(front)
        elif act is Act.QUIT or key in ("escape", *front.keys.keys(Act.HISTORY)):
            front.ready()

    def _filter(self, front: Front, words: str) -> None:
        self.words, self.at = words, 0
        self.entries = front.session.history(words)

    def _open(self, front: Front) -> None:
        report = self.entries[self.at].report
        if front.tried(lambda: front.session.reopen(report)):
            front.ready()
            front.turn("Decide again; what you decided before stands until then.")

    def hints(self, front: Front, /) -> Hints:
        """How to move, filter, change and go back."""
        keys = front.keys
        return ((f"{keys.key(Act.DOWN)} {keys.key(Act.UP)}", "move"), ("Enter", "look at it, change it"),
                (keys.key(Act.FIND), "filter"), ("Esc", "back"))  # fmt: skip

    def page(self, front: Front, /) -> Page | None:
        """The part of the list around the place; only what is seen is drawn."""
        room = max(front.height - 3, 1)
        start = self.at - self.at % room
        shown = self.entries[start : start + room]
        body = [_line(front, e, front.width, here=start + i == self.at) for i, e in enumerate(shown)]
        only = f", with {self.words!r}" if self.words else ""
        where = f" ({start + 1:,} to {start + len(shown):,})" if shown else ""
        nothing = "Nothing has these words." if self.words else front.session.nothing
        title = f"{len(self.entries):,} decision{'' if len(self.entries) == 1 else 's'}{only}{where}, newest first"
        return Page(
            head=[Text(front.look.text(title), "bold"), Text()], body=body or wrapped(Text(nothing), front.width)
        )


def _line(front: Front, entry: Entry, width: int, *, here: bool) -> Text:
    what = " ".join((entry.verb.value, *entry.reasons))
    when = f"{entry.time[:10]} {entry.time[11:16]}"
    note = f" [{entry.note}]" if entry.note else ""
    text = Text(front.look.text(f"{'>' if here else ' '} {when}  {what:<14.14} {entry.title}{note}"),
                "reverse" if here else "", no_wrap=True)  # fmt: skip
    text.truncate(width, pad=here)
    return text
