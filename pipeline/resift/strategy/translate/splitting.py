"""A search with more wildcards than PubMed takes in one query, as several queries that together find the same."""

from __future__ import annotations

from resift.strategy.tree import And, Node, Not, Or, Text, join, leaves, words

MOST_WILDCARDS = 256
"""PubMed's limit for one query, by a note on an NLM office hour of June 2024; not in PubMed's help."""


def wildcards(node: Node) -> int:
    """How many wildcards a tree has."""
    texts = (n for n in leaves(node) if isinstance(n, Text))
    return sum(sum(not isinstance(p, str) for p in w.parts) for t in texts for w in words(t.expression))


def split(node: Node, most: int = MOST_WILDCARDS) -> list[Node] | None:
    """Trees of at most ``most`` wildcards whose results together are the tree's; None where that cannot be.

    >>> from resift.strategy.parser import parse
    >>> tree = parse("(abcd*[ti] OR bcde*[ti] OR cdef*[ti]) AND defg*[ti]", "pubmed").tree
    >>> [wildcards(part) for part in split(tree, 3)]
    [3, 2]
    """
    if wildcards(node) <= most:
        return [node]
    match node:
        case Or(parts):
            return _packed(list(parts), most)
        case And(parts):
            return _conjunction(node, list(parts), most)
        case Not(keep, drop, span):
            halves = split(keep, most - wildcards(drop)) if wildcards(drop) < most else None
            return None if halves is None else [Not(h, drop, span) for h in halves]
    return None


def _packed(parts: list[Node], most: int) -> list[Node] | None:
    """Alternatives in as few queries as a first fit in their order gives."""
    bins: list[list[Node]] = []
    held = most + 1
    for part in parts:
        pieces = split(part, most)
        if pieces is None:
            return None
        for piece in pieces:
            size = wildcards(piece)
            if held + size > most:
                bins.append([])
                held = 0
            bins[-1].append(piece)
            held += size
    return [join(Or, b, b[0].span) for b in bins]


def _conjunction(node: And, parts: list[Node], most: int) -> list[Node] | None:
    """The largest part split, in turn, until each combination fits."""
    sizes = [wildcards(p) for p in parts]
    largest = max(range(len(parts)), key=sizes.__getitem__)
    rest = sum(sizes) - sizes[largest]
    room = most - rest if rest < most else max(1, sizes[largest] // 2)
    pieces = split(parts[largest], room) if room < sizes[largest] else None
    if pieces is None or len(pieces) < 2:
        return None
    found: list[Node] = []
    for piece in pieces:
        whole = split(And((*parts[:largest], piece, *parts[largest + 1 :]), node.span), most)
        if whole is None:
            return None
        found.extend(whole)
    return found
