"""What PubMed remarks on a query: unknown words, phrases that its phrase index lacks, unknown fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from resift.search.asked import Refused
from resift.strategy import Finding
from resift.strategy.tree import Node, Phrase, Text, Value, Word, leaves, words

Remarks = list[tuple[str, str]]
_UNKNOWN_FIELD = re.compile(r"unknown PubMed field: \[(.*)\]", re.S)
NOTHING = ("OutputMessage", "No items found.")


def unknown_fields(errors: Sequence[Finding]) -> Remarks:
    """FieldNotFound for each unknown field tag; whatever else is wrong with a query is refused."""
    found = []
    for error in errors:
        named = _UNKNOWN_FIELD.fullmatch(error.message)
        if error.code != "FLD01" or named is None:
            raise Refused(f"this search is not served: {error.message} (place {error.line}:{error.start})")
        found.append(("FieldNotFound", named[1]))
    return found


def unknown_words(term: str, tree: Node, vocabulary: frozenset[str] | None, *, hit: bool) -> Remarks:
    """PhraseNotFound for words outside the vocabulary; without one, for a single term that finds nothing."""
    texts = [leaf for leaf in leaves(tree) if isinstance(leaf, Text)]
    if vocabulary is None:
        return [("PhraseNotFound", term.strip())] if len(leaves(tree)) == 1 and texts and not hit else []
    plain = (w for leaf in texts for w in words(leaf.expression) if not w.wild)
    return [("PhraseNotFound", w.stem) for w in dict.fromkeys(plain) if w.stem not in vocabulary]


def unknown_phrases(term: str, tree: Node, known: Callable[[Node, str], bool]) -> Remarks:
    """QuotedPhraseNotFound for each quoted phrase or journal that is not known, given the condition and its words."""
    return [("QuotedPhraseNotFound", f'"{p}"') for leaf, p in _quoted(term, tree) if not known(leaf, p)]


def _quoted(term: str, tree: Node) -> Iterator[tuple[Node, str]]:
    for leaf in leaves(tree):
        if isinstance(leaf, Text) and isinstance(leaf.expression, Phrase) and '"' in term[slice(*leaf.span)]:
            plain: list[Word] = [w for w in leaf.expression.words if not w.wild]
            if len(plain) == len(leaf.expression.words):
                yield leaf, " ".join(w.stem for w in plain)
        if isinstance(leaf, Value) and leaf.field == "journal" and '"' in term[slice(*leaf.span)]:
            yield leaf, leaf.word.stem
