"""What a dialect is: its tables and its tokenizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from resift.strategy.dialects.spelling import Spelling
from resift.strategy.findings import Finding
from resift.strategy.tokens import Token
from resift.strategy.tree import ANY, Span, Wild, Word

Tokenizer = Callable[[str, int, int, list[Finding]], list[Token]]
"""From the whole text, the start and end of the stretch to read, and a list that findings are added to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One platform's way of writing: operator strengths, fields, wildcards, and how text becomes tokens.

    ``strength`` maps ``or``, ``and``, ``not``, ``near`` to binding powers (higher binds tighter; equal ones from left
    to right); ``clear_precedence`` is whether the vendor documents them; ``adjacent`` says what stands between two
    terms with no operator: ``near`` (side by side, in order) or ``and``. ``vocabulary`` names its headings
    (``mesh``, ``emtree``, ``cinahl``; empty for none); ``references`` is the sign before a line's number. A word
    truncated after fewer than ``least_stem`` characters is refused there; ``leading`` is whether a wildcard may begin
    a word, ``stems`` whether untruncated words also find their plurals or other spellings.
    """

    name: str
    title: str
    strength: Mapping[str, int]
    clear_precedence: bool
    adjacent: str
    default: frozenset[str]
    default_code: str
    tokenize: Tokenizer
    spelling: Spelling
    vocabulary: str = "mesh"
    references: str = "#"
    wildcards: Mapping[str, Wild] = field(default_factory=lambda: {"*": ANY})
    least_stem: int = 0
    leading: bool = False
    stems: bool = False


def word(text: str, wildcards: Mapping[str, Wild], span: Span, *, counted: bool = False) -> Word:
    """A word with its wildcards read by the dialect's table; ``counted``: Ovid's ``$3`` is at most three characters.

    >>> word("Wom$n", {"$": ANY}, (0, 5)).parts
    ('wom', Wild(low=0, high=None), 'n')
    >>> word("gene$3", {"$": ANY}, (0, 6), counted=True).parts
    ('gene', Wild(low=0, high=3))
    """
    parts: list[str | Wild] = []
    pattern = _patterns("".join(wildcards), counted)[0]
    for piece in pattern.findall(text.lower()):
        if piece[0] not in wildcards:
            parts.append(piece)
            continue
        wild, digits = wildcards[piece[0]], piece[1:]
        if counted and digits and wild == ANY and len(digits) <= 2:
            parts.append(Wild(0, int(digits)))
        else:
            parts.append(wild)
            parts.extend([digits] if digits else [])
    return Word(tuple(parts), span)


def digits(date: str) -> str:
    """A date without its strokes, months and days in two digits.

    >>> digits("2010/5"), digits("2010/05/02"), digits("2010")
    ('201005', '20100502', '2010')
    """
    year, *rest = date.split("/")
    return year + "".join(f"{part:0>2}" for part in rest)


def split_words(text: str, start: int, wildcards: Mapping[str, Wild], *, counted: bool = False) -> tuple[Word, ...]:
    """The words of a stretch of text: punctuation and hyphens separate them, apostrophes are kept for writing alone.

    >>> [w.parts for w in split_words("self-help", 0, {"*": ANY})]
    [('self',), ('help',)]
    """
    found = _patterns("".join(wildcards), counted)[1].finditer(text)
    words = (_word(m.group(), wildcards, (start + m.start(), start + m.end()), counted) for m in found)
    return tuple(w for w in words if any(isinstance(p, str) and re.search(r"[^\W_]", p) for p in w.parts))


def _word(text: str, wildcards: Mapping[str, Wild], span: Span, counted: bool) -> Word:
    """A word of a text; a wildcard alone says nothing."""
    plain = word(text.translate(_NO_APOSTROPHE), wildcards, span, counted=counted)
    marked = text.replace("’", "'").strip("'")
    return replace(plain, written=word(marked, wildcards, span, counted=counted).parts) if "'" in marked else plain


@lru_cache
def _patterns(wildcards: str, counted: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A wildcard with its digits or what stands between wildcards; and a whole word."""
    signs = re.escape(wildcards)
    digits = r"\d*" if counted else ""
    return re.compile(rf"[{signs}]{digits}|[^{signs}]+"), re.compile(rf"[\w{signs}'’]+")


def broken(text: str, m: re.Match[str]) -> bool:
    """Whether a sign is the hyphen of a word that goes on after a space or on the row below.

    >>> broken("non- compliance", re.compile("-").search("non- compliance"))
    True
    """
    return m.group() == "-" and m.start() > 0 and text[m.start() - 1].isalnum()


_NO_APOSTROPHE = str.maketrans("", "", "'’")
