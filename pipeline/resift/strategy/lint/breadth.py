"""Stems so broad that they hardly narrow a search."""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.findings import Finding
from resift.strategy.lint.forms import forms
from resift.strategy.lint.places import conditions, say
from resift.strategy.parser import Parsed
from resift.strategy.tree import Either, Expression, Text, Word


def broad(parsed: Parsed) -> Iterator[Finding]:
    """L06: a stem that matches most records of a medical database, unless a phrase or proximity holds it in."""
    for leaf in conditions(parsed):
        if isinstance(leaf, Text):
            for word in _alone(leaf.expression):
                if word.wild and word.stem in forms().broad:
                    message = f"{word.stem}* matches most records of a medical database: it hardly narrows the search"
                    yield say(parsed, word.span, "L06", "note", message)


def _alone(expression: Expression) -> list[Word]:
    options = expression.options if isinstance(expression, Either) else (expression,)
    return [o for o in options if isinstance(o, Word)]
