"""Terms on one level of OR that find nothing which another term there does not find already."""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy import mesh
from resift.strategy.findings import Finding
from resift.strategy.lint.places import levels, say
from resift.strategy.parser import Parsed
from resift.strategy.tree import ANY, Condition, Expression, Heading, Phrase, Ref, Text, Word, words

Fields = frozenset[str]


def repeated(parsed: Parsed) -> Iterator[Finding]:
    """L15: the same term twice; L16: a term that another one of the same or more fields takes in."""
    targets = {line.number: line.tree for line in parsed.lines if line.number and line.tree is not None}
    for level in levels(parsed, targets):
        first: dict[Condition, Condition] = {}
        for leaf in level:
            if leaf in first and not isinstance(leaf, Ref):
                yield say(parsed, leaf.span, "L15", "note", f"{_written(parsed, leaf)} stands here twice")
            first.setdefault(leaf, leaf)
        yield from _taken_in(parsed, list(first))


def _written(parsed: Parsed, leaf: Condition) -> str:
    text = " ".join(parsed.text[slice(*leaf.span)].split())
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _taken_in(parsed: Parsed, level: list[Condition]) -> Iterator[Finding]:
    single = {(leaf.fields, leaf.expression): leaf for leaf in level if _plain(leaf)}  # type: ignore[union-attr]
    sets = {fields for fields, _ in single}
    for leaf in level:
        if isinstance(leaf, Text) and leaf.times == 1:
            by = next((single[f, w] for f in sets if leaf.fields <= f for w in _wider(leaf.expression)
                       if (f, w) in single and single[f, w] is not leaf), None)  # fmt: skip
            if by is not None:
                message = f"{_written(parsed, leaf)} finds nothing more: {_written(parsed, by)} takes it in"
                yield say(parsed, leaf.span, "L16", "note", message)
    yield from _narrower(parsed, [n for n in level if isinstance(n, Heading)])


def _plain(leaf: Condition) -> bool:
    """A single word, whole or truncated at its end."""
    if not isinstance(leaf, Text) or leaf.times != 1 or not isinstance(leaf.expression, Word):
        return False
    return not leaf.expression.wild or leaf.expression.parts == (leaf.expression.stem, ANY)


def _wider(expression: Expression) -> Iterator[Word]:
    """The single words and stems that find all that the expression finds."""
    if not isinstance(expression, Word | Phrase):
        return
    for word in words(expression):
        if isinstance(expression, Phrase) and (not word.wild or word.parts == (word.stem, ANY)):
            yield word
        last = len(word.stem) if word.wild else len(word.stem) + 1
        yield from (Word((word.stem[:n], ANY)) for n in range(1, last))


def _narrower(parsed: Parsed, level: list[Heading]) -> Iterator[Finding]:
    table = mesh.vocabulary()
    above = {
        number: h for h in level if h.explode and not h.major and not h.qualifiers and h.vocabulary == "mesh"
        for number in table.places(h.name)
    }  # fmt: skip
    for node in level:
        by = next((above[n] for n in _above(table.places(node.name)) if n in above), None) if above else None
        if by is not None and node.vocabulary == "mesh":
            message = f"{_written(parsed, node)} finds nothing more: {_written(parsed, by)} takes it in"
            yield say(parsed, node.span, "L16", "note", message)


def _above(numbers: tuple[str, ...]) -> Iterator[str]:
    """All tree numbers above those given."""
    for number in numbers:
        parts = number.split(".")
        yield from (".".join(parts[:n]) for n in range(1, len(parts)))
