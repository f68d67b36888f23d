"""The searchable text of a record, in stretches that no phrase or proximity leaves, and its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from resift.records import NormalTitle, Record
from resift.strategy.fields import KEYWORD_PHRASE

_ONE: dict[str, Callable[[Record], str]] = {
    "title": lambda r: r.title,
    "original title": lambda r: r.original_title,
    "abstract": lambda r: r.abstract,
    "other abstract": lambda r: r.other_abstract,
    "journal": lambda r: r.journal,
}
_MANY: dict[str, Callable[[Record], Iterable[str]]] = {
    "keyword": lambda r: r.keywords,
    "publication type": lambda r: r.publication_types,
    "author": lambda r: r.authors,
    "substance": lambda r: r.substances,
    "affiliation": lambda r: r.affiliations,
    "heading": lambda r: (h.name for h in r.headings),
    "qualifier": lambda r: (q for h in r.headings for q in h.qualifiers),
}
SEARCHABLE = frozenset(_ONE) | frozenset(_MANY) | KEYWORD_PHRASE
"""The fields whose text a record holds."""

_BETWEEN = {chr(i): None if chr(i) in "'`" else " " for i in range(128) if not chr(i).isalnum()}
_PLAIN = str.maketrans(_BETWEEN)
_MARKED = re.compile(r"<[/A-Za-z]|&\S")
_OTHER = re.compile(r"\S*[^\x00-\x7f]\S*")
_WORD = re.compile(r"[^\W_]+")


def segments(record: Record) -> Iterator[tuple[str, str]]:
    """The searchable stretches of a record: (field, text); no phrase or proximity crosses from one to the next."""
    for field, one in _ONE.items():
        yield field, one(record)
    for field, many in _MANY.items():
        for value in many(record):
            yield field, value


def words(text: str) -> list[str]:
    """The words of a text in the order of reading, in the normal form of ``NormalTitle``.

    >>> words("Groups 4 Health: the peer's β-test")
    ['groups', '4', 'health', 'the', 'peers', 'beta', 'test']
    """
    if _MARKED.search(text):
        text = NormalTitle.of(text)
    elif not text.isascii():
        # what has an accent or another script, word by word: most of a text needs no such care
        text = _OTHER.sub(lambda m: NormalTitle.of(m[0]), text)
    return text.translate(_PLAIN).lower().split() if text.isascii() else _WORD.findall(text.lower())


def normal(text: str) -> str:
    """A word, or a piece of one, in the form in which words are indexed.

    >>> normal("Peer's")
    'peers'
    """
    return " ".join(words(text))
