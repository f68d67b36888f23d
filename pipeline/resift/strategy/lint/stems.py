"""Truncated words: stems too short for the platform, and stems too long for the obvious word."""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.dialects import dialect
from resift.strategy.findings import Finding
from resift.strategy.lint.forms import forms, shortened
from resift.strategy.lint.places import say, terms
from resift.strategy.parser import Parsed
from resift.strategy.tree import ANY, Word


def too_short(parsed: Parsed) -> Iterator[Finding]:
    """L13: fewer characters before a wildcard than the platform asks for."""
    speech = dialect(parsed.platform)
    for w in terms(parsed):
        if w.wild and w.stem and len(w.stem) < speech.least_stem:
            message = f"{w.stem}*: {speech.title} truncates only after {speech.least_stem} characters"
            yield say(parsed, w.span, "L13", "error", message)


def missed(parsed: Parsed) -> Iterator[Finding]:
    """L04: a truncated stem that does not find the obvious word, if no other term of the strategy does."""
    known = covered(parsed)
    for w in terms(parsed):
        lost = forms().lost(w.stem) if w.parts == (w.stem, ANY) else ""
        if lost and not known(lost):
            stem = shortened(w.stem, lost)
            advice = f"{stem}* finds both" if len(stem) > 4 else f"add {lost}"
            yield say(parsed, w.span, "L04", "warning", f"{w.stem}* misses {lost}: {advice}")


class covered:  # noqa: N801 (called like a function: covered(strategy)(word))
    """Whether some single word or stem of a strategy finds a word."""

    def __init__(self, parsed: Parsed) -> None:
        self.whole: set[str] = set()
        self.stems: set[str] = set()
        for w in terms(parsed):
            self._add(w)

    def _add(self, w: Word) -> None:
        if not w.wild:
            self.whole.add(w.stem)
        elif w.parts[1] == ANY and w.stem:
            self.stems.add(w.stem)

    def __call__(self, word: str) -> bool:
        return word in self.whole or any(word[:n] in self.stems for n in range(1, len(word) + 1))
