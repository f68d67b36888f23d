"""The terms of a strategy in words that belong to no platform, so that two strategies can be laid side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resift.strategy.tree import (
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Phrase,
    Range,
    Raw,
    Ref,
    Text,
    Value,
    Wild,
    Window,
    Word,
    leaves,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of a concept: its words, where they are looked up, and the proximity that it stands in."""

    words: str
    fields: str = ""
    proximity: str = ""


def terms_of(node: Node) -> dict[Term, None]:
    """The terms of a part of a strategy, each once, in the order of writing.

    >>> from resift.strategy import parse
    >>> for term in terms_of(parse("(social adj3 network*).ti. or exp Loneliness/", "ovid").tree):
    ...     print(term.words, "|", term.fields, "|", term.proximity)
    social | title | at most 2 words between, either order
    network* | title | at most 2 words between, either order
    heading loneliness | mesh, exploded |
    """
    return {term: None for leaf in leaves(node) for term in _of(leaf)}


def _of(leaf: Node) -> Iterator[Term]:
    match leaf:
        case Text(fields, expression, _, times):
            place = ", ".join(sorted(fields)) + (f", {times} times" if times > 1 else "")
            yield from (Term(words=w, fields=place, proximity=p) for w, p in _pieces(expression, ""))
        case Heading(vocabulary, name, explode, major, qualifiers):
            where = "" if vocabulary == "mesh" else f" of {vocabulary or 'another vocabulary'}"
            how = [vocabulary, "exploded" if explode else "this heading only", *(["main topic"] if major else [])]
            yield Term(words=f"heading {name.lower()}{where}", fields=", ".join((*how, *qualifiers)))
        case Value(field, word):
            yield Term(words=_word(word), fields=field)
        case Range(field, low, high):
            yield Term(words=f"{low} to {'any later' if high == '3000' else high}", fields=field)
        case Ref(line):
            yield Term(words=f"line {line}")
        case Raw(text):
            yield Term(words=text)


def _pieces(e: Expression, proximity: str) -> Iterator[tuple[str, str]]:
    """The words and phrases of an expression, each with the proximity that it stands in."""
    match e:
        case Word():
            yield _word(e), proximity
        case Phrase(words):
            yield '"' + " ".join(_word(w) for w in words) + '"', proximity
        case Window(words, between):
            yield '"' + " ".join(_word(w) for w in words) + '"', _within(between, False)
        case Either(options):
            for option in options:
                yield from _pieces(option, proximity)
        case Near(left, right, between, ordered):
            for side in (left, right):
                yield from _pieces(side, _within(between, ordered))


def _within(between: int, ordered: bool) -> str:
    words = "side by side" if between == 0 else f"at most {between} word{'s' if between > 1 else ''} between"
    return f"{words}, in order" if ordered else f"{words}, either order"


def _word(word: Word) -> str:
    return "".join(_sign(p) if isinstance(p, Wild) else p for p in word.parts)


def _sign(wild: Wild) -> str:
    if wild.high is None:
        return "*"
    return "?" if wild.low == wild.high == 1 else f"[{wild.low}-{wild.high}]"
