"""Where the words of criteria stand in a text, and how often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rich.text import Text

from resift.screening.criteria import Criteria
from resift.screening.terminal.look import Look


def marked(text: str, criteria: Criteria, look: Look, words: str = "", style: str = "") -> Text:
    """A text with the words of criteria, and those searched for, told apart by how they are printed."""
    shown = Text(text, style=style)
    for c in criteria.items:
        if c.pattern is not None:
            shown.highlight_regex(c.pattern, look.include if c.kind == "include" else look.exclude)
    if words:
        shown.highlight_regex(searched(words), "bold reverse")
    return shown


def searched(words: str) -> re.Pattern[str]:
    """What is looked for, as a pattern: letter for letter, in any case, any space between words."""
    return re.compile(r"\s+".join(re.escape(w) for w in words.split()), re.I)


def hits(texts: Iterable[str], criteria: Criteria) -> list[tuple[str, Counter[str]]]:
    """Each criterion that has words in the texts, with these words and how often they occur."""
    whole = "\n".join(texts)
    counted = (
        (c.id, Counter(m.group().lower() for m in c.pattern.finditer(whole)))
        for c in criteria.items if c.pattern is not None
    )  # fmt: skip
    return [(key, found) for key, found in counted if found]
