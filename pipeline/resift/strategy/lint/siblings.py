"""Nouns left whole among truncated words."""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.findings import Finding
from resift.strategy.lint.forms import forms
from resift.strategy.lint.places import alternatives, say
from resift.strategy.lint.stems import covered
from resift.strategy.parser import Parsed
from resift.strategy.tree import Word


def untruncated(parsed: Parsed) -> Iterator[Finding]:
    """L05: a noun that is not truncated although most of the words beside it are, and whose plural nothing finds."""
    known = covered(parsed)
    for level in alternatives(parsed):
        single = [w for w in level if isinstance(w, Word)]
        cut = sum(w.wild for w in single)
        if cut < 2 or cut * 2 < len(single):
            continue
        for w in single:
            plural = "" if w.wild else forms().plural(w.stem)
            if plural and not known(plural):
                message = f"{w.stem} is not truncated, although the terms beside it are: it misses {plural}"
                yield say(parsed, w.span, "L05", "warning", message)
