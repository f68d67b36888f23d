"""What holds for a strategy as a whole: its fields, its history, and what it does not look for."""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.dialects import dialect
from resift.strategy.findings import Finding
from resift.strategy.lint.forms import forms
from resift.strategy.lint.places import everything, say, terms
from resift.strategy.parser import Parsed


def without_fields(parsed: Parsed) -> Iterator[Finding]:
    """L03: terms without a field."""
    if not parsed.fields_given:
        speech = dialect(parsed.platform)
        own = speech.default_code or "its database's own fields"
        message = f"terms without a field: {speech.title}'s default, {own}, is assumed for them"
        yield say(parsed, everything(parsed), "L03", "warning", message)


def without_history(parsed: Parsed) -> Iterator[Finding]:
    """L11: one string, so that it cannot be told how it grew."""
    if len(parsed.lines) == 1 and not parsed.lines[0].number:
        message = "one string without line history, hits or dates: it cannot be told how it grew or when it was run"
        yield say(parsed, everything(parsed), "L11", "note", message)


def gaps(parsed: Parsed) -> Iterator[Finding]:
    """L10: words that usually stand beside those given, none of which the strategy has; information only."""
    found = list(terms(parsed))
    for family in forms().families:
        present = [w for w in found if w.stem and any(w.stem.startswith(s) for s in family.signs)]
        known = {s for s in family.signs if any(w.stem.startswith(s) for w in present)}
        absent = [s for s in family.kin if not any(_reaches(w.stem, w.wild, s) for w in found if w.stem)]
        if len(known) >= family.least and len(absent) == len(family.kin):
            message = f"none of the words that often name the same subject: {', '.join(family.kin)}"
            yield say(parsed, present[0].span, "L10", "note", message)


def _reaches(stem: str, wild: bool, word: str) -> bool:
    return word.startswith(stem) if wild else stem.startswith(word[:5])
