"""A line being typed: letters, corrections, and what is pasted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Line:
    """Text with a place in it at which the next letter goes.

    >>> line = Line("note")
    >>> for key in ("!", "home", "A", " ", "end", "backspace"):
    ...     _ = line.press(key)
    >>> line.text
    'A note'
    """

    text: str = ""
    at: int = -1

    def __post_init__(self) -> None:
        self.at = len(self.text) if self.at < 0 else self.at

    def insert(self, text: str) -> None:
        """Put text in at the place; line breaks become spaces."""
        clean = " ".join(text.split()) if len(text) > 1 else text
        self.text = self.text[: self.at] + clean + self.text[self.at :]
        self.at += len(clean)

    def press(self, key: str) -> bool:
        """One key; False for one that means nothing in a line."""
        if len(key) == 1 and key.isprintable():
            self.insert(key)
        elif key == "space":
            self.insert(" ")
        elif key in ("backspace", "ctrl+h"):
            self._cut(self.at - 1)
        elif key in ("ctrl+w", "ctrl+u"):
            self._cut(self.text.rstrip().rfind(" ", 0, self.at) + 1 if key == "ctrl+w" else 0)
        elif key == "delete":
            self.text = self.text[: self.at] + self.text[self.at + 1 :]
        elif key in ("left", "right", "home", "end"):
            places = {"left": self.at - 1, "right": self.at + 1, "home": 0, "end": len(self.text)}
            self.at = min(max(places[key], 0), len(self.text))
        else:
            return False
        return True

    def _cut(self, start: int) -> None:
        start = max(start, 0)
        self.text, self.at = self.text[:start] + self.text[self.at :], start
