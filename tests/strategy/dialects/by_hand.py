"""Trees written by hand in few letters, and random ones over a platform's own conditions."""

from __future__ import annotations

from hypothesis import strategies as st

from resift.strategy import fields as f
from resift.strategy.parser import Parsed
from resift.strategy.tree import And, Expression, Node, Not, Or, Phrase, Text, Wild, Word


def word(*parts: str | Wild) -> Word:
    return Word(parts)


def phrase(*texts: str) -> Phrase:
    return Phrase(tuple(word(w) for text in texts for w in text.split()))


def within(fields: frozenset[str], expression: str | Expression) -> Text:
    return Text(fields, word(expression) if isinstance(expression, str) else expression)


def title(expression: str | Expression) -> Text:
    return within(f.TITLE, expression)


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    """The codes and severities of a strategy's findings."""
    return [(x.code, x.severity) for x in parsed.findings]


def _joined(kind: type[And] | type[Or], inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Parts under one operator, none of them under the same one: that would be written and read as one chain."""
    unlike = inner.filter(lambda node: not isinstance(node, kind))
    return st.lists(unlike, min_size=2, max_size=4).map(lambda parts: kind(tuple(parts)))


# a function of its own so that hypothesis names it instead of printing all that it is made of
@st.composite
def _one(draw: st.DrawFn, conditions: st.SearchStrategy[Node]) -> Node:
    return draw(conditions)


def trees_over(conditions: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Trees of up to eight conditions under AND, OR and NOT."""
    return st.recursive(
        _one(conditions), lambda c: _joined(And, c) | _joined(Or, c) | st.builds(Not, c, c), max_leaves=8
    )
