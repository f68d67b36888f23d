"""What a dialect is: its tables and its tokenizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from resift.strategy.findings import Finding
from resift.strategy.tokens import Token
from resift.strategy.tree import ANY, ONE, OPTIONAL, Span, Wild, Word

Tokenizer = Callable[[str, list[Finding]], list[Token]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One platform's way of writing: operator strengths, fields, wildcards, and how text becomes tokens.

    ``strength`` maps ``or``, ``and``, ``not``, ``near`` to binding powers (higher binds tighter); ``adjacent`` says
    what stands between two terms with no operator: ``near`` (Ovid: side by side, in order) or ``and``.
    """

    name: str
    title: str
    strength: Mapping[str, int]
    clear_precedence: bool
    adjacent: str
    default: frozenset[str]
    default_code: str
    tokenize: Tokenizer
    wildcards: Mapping[str, Wild] = field(default_factory=lambda: {"*": ANY})
    least_stem: int = 0


def word(text: str, wildcards: Mapping[str, Wild], span: Span) -> Word:
    """A word with its wildcards read by the dialect's table; Ovid's ``$3`` is at most three characters.

    >>> word("Wom$n", {"$": ANY}, (0, 5)).parts
    ('wom', Wild(low=0, high=None), 'n')
    >>> word("gene$3", {"$": ANY}, (0, 6)).parts
    ('gene', Wild(low=0, high=3))
    """
    signs = "".join(re.escape(s) for s in wildcards)
    parts: list[str | Wild] = []
    for piece in re.findall(rf"[{signs}]\d*|[^{signs}]+", text.lower()):
        if piece[0] not in wildcards:
            parts.append(piece)
            continue
        wild, digits = wildcards[piece[0]], piece[1:]
        if digits and wild in (ANY,) and len(digits) <= 2:
            parts.append(Wild(0, int(digits)))
        else:
            parts.append(wild)
            parts.extend([digits] if digits else [])
    return Word(tuple(parts), span)


def split_words(text: str, start: int, wildcards: Mapping[str, Wild]) -> tuple[Word, ...]:
    """The words of a stretch of text: punctuation and hyphens separate them, apostrophes vanish.

    >>> [w.parts for w in split_words("self-help", 0, {"*": ANY})]
    [('self',), ('help',)]
    """
    signs = "".join(re.escape(s) for s in wildcards)
    found = re.finditer(rf"[\w{signs}'’]+", text)
    words = ((m.group().translate(_NO_APOSTROPHE), m) for m in found)
    return tuple(
        word(t, wildcards, (start + m.start(), start + m.end())) for t, m in words if re.search(r"\w", t)
    )  # a wildcard alone says nothing


_NO_APOSTROPHE = str.maketrans("", "", "'’")
WILD_SIGNS = {ANY: "*", ONE: "#", OPTIONAL: "?"}
