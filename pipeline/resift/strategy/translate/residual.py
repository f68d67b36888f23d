"""What must still be applied to records fetched, so that the source's own meaning is kept."""

from __future__ import annotations

from resift.strategy.dialects.base import Dialect
from resift.strategy.mesh import vocabulary as headings
from resift.strategy.tree import And, Heading, Node, Not, Or, Range, Text, Value, join, leaves, words

SEEN = ("publication type", "language", "floating subheading", "pmid")
DATED = ("published", "entered", "created", "indexed")
AT_HAND = frozenset({"title", "abstract", "other abstract", "original title", "keyword", "keyword phrase", "journal"})


def residual(node: Node, source: Dialect) -> Node | None:
    """The conditions that can be tested on records at hand, or None where there is none.

    What PubMed was sent as it stands (headings, coded values, ranges) was judged by PubMed, which knows all of its
    vocabulary, and is taken as fulfilled. As one of several alternatives it does not tell which of them a record was
    found by: a heading is then judged on the record, if all that lies below it is at hand. Under NOT, where it may
    not have been sent, it is judged on the record if the record shows it, and excludes nothing if not.
    """
    left = _left(node, source, kept=True)
    return None if isinstance(left, bool) else left


def _left(node: Node, source: Dialect, *, kept: bool, either: bool = False) -> Node | bool:
    """``kept`` is false under NOT; ``either`` is true of one of several alternatives."""
    match node:
        case Text() if _readable(node, source):
            return node
        case And(parts, span):
            return _joined(And, [_left(p, source, kept=kept, either=either) for p in parts], span)
        case Or(parts, span):
            words = any(isinstance(leaf, Text) for leaf in leaves(node))  # without any, PubMed judged all of it
            return _joined(Or, [_left(p, source, kept=kept, either=either or words) for p in parts], span)
        case Not(keep, drop, span):
            left = _left(keep, source, kept=kept, either=either)
            right = _left(drop, source, kept=not kept)
            if right is False or left is False:
                return left
            everything = And((), span) if left is True else left
            return False if right is True else Not(everything, right, span)
    if kept:
        return node if either and isinstance(node, Heading) and _plain(node) else True
    return node if _shown(node) else False


def _readable(node: Text, source: Dialect) -> bool:
    """Whether the text of a record at hand tells if it fulfils the condition.

    It does not where the source searches what no record carries (all fields, another vocabulary's headings), or
    finds other forms of the words too.
    """
    beyond = "affiliation" in node.fields or ("heading" in node.fields and source.vocabulary != "mesh")
    forms = source.stems and any(not w.wild for w in words(node.expression))
    return bool(node.fields & AT_HAND) and not beyond and not forms


def _plain(node: Heading) -> bool:
    """Whether a record has a heading just where PubMed finds it by that: qualifiers explode there, too."""
    return not node.qualifiers and not node.major and _shown(node)


def _shown(node: Node) -> bool:
    """Whether a record fetched from PubMed shows by itself that it fulfils the condition."""
    match node:
        case Heading(vocabulary, name, explode):
            return vocabulary == "mesh" and (not explode or headings().explodes(name))
        case Value(field):
            return field in SEEN
    return isinstance(node, Range) and node.field in DATED


def _joined(kind: type[And] | type[Or], parts: list[Node | bool], span: tuple[int, int]) -> Node | bool:
    """The parts that say anything; one that decides alone (false under AND, true under OR) decides."""
    decisive = kind is Or
    if decisive in [p for p in parts if isinstance(p, bool)]:
        return decisive
    left = [p for p in parts if not isinstance(p, bool)]
    return join(kind, left, span) if left else not decisive
