"""Headings of one vocabulary in another's place."""

from __future__ import annotations

from dataclasses import replace

from resift.strategy.effects import Effect
from resift.strategy.mesh import mappings, qualifiers
from resift.strategy.mesh import vocabulary as headings
from resift.strategy.tree import Condition, Heading, Node, Or, changed, join

NAMES = {"mesh": "MeSH", "emtree": "Emtree", "cinahl": "CINAHL Headings", "proquest": "ProQuest's thesaurus"}
Carried = tuple[Node, Effect, str]


def with_mapped_headings(node: Node) -> Node:
    """The tree with each other vocabulary's heading in the place of which MeSH has its nearest."""

    def change(leaf: Condition) -> Node:
        if not isinstance(leaf, Heading) or leaf.vocabulary == "mesh":
            return leaf
        name, _ = mappings().get((leaf.vocabulary, leaf.name.lower()), (leaf.name, ""))
        return replace(leaf, vocabulary="mesh", name=name)

    return changed(node, change)


def carried(node: Heading, vocabulary: str, title: str) -> Carried | None:
    """A heading in a platform's vocabulary, with the effect and its reason; None where no rule leads there."""
    if node.vocabulary == vocabulary:
        return _same(node, title)
    if vocabulary == "mesh":
        return _to_mesh(node)
    if node.vocabulary == "mesh" and vocabulary == "cinahl":
        reason = "the same heading if the database is MEDLINE; CINAHL and others have headings of their own"
        return replace(node, vocabulary="cinahl"), Effect.UNKNOWN, reason
    if node.vocabulary == "mesh":
        name = _named_as(node.name, vocabulary)
        if name:
            reason = f"the nearest heading of {NAMES.get(vocabulary, vocabulary)}; its branch is not the same"
            return replace(node, vocabulary=vocabulary, name=name, qualifiers=()), Effect.UNKNOWN, reason
    return None


def _named_as(mesh: str, vocabulary: str) -> str:
    """The heading of a vocabulary that stands for one of MeSH's: the first that the table of mappings has."""
    return next((name for (v, name), (m, _) in mappings().items() if (v, m.lower()) == (vocabulary, mesh.lower())), "")


def _same(node: Heading, title: str) -> Carried:
    if node.qualifiers and title == "PubMed":
        each: list[Node] = [replace(node, qualifiers=(q,)) for q in node.qualifiers]
        return join(Or, each, node.span), Effect.BROADER, "PubMed explodes subheadings too"
    mapped = mappings().get((node.vocabulary, node.name.lower()))
    nearest = _named_as(mapped[0], node.vocabulary) if mapped else node.name
    if mapped and nearest != node.name:
        return replace(node, name=nearest), Effect.UNKNOWN, mapped[1]
    canonical = headings().heading(node.name) if node.vocabulary == "mesh" else None
    if canonical is not None and canonical.lower() != node.name.lower():
        return replace(node, name=canonical), Effect.EXACT, f"{node.name!r} is an entry term of {canonical!r}"
    reason = "the same heading of the same vocabulary"
    if node.vocabulary == "mesh" and headings().heading(node.name) is None:
        reason += " (not in the table at hand: check its spelling)"
    return node, Effect.EXACT, reason


def _to_mesh(node: Heading) -> Carried | None:
    mapped = mappings().get((node.vocabulary, node.name.lower()))
    if mapped is not None:
        return replace(node, vocabulary="mesh", name=mapped[0]), Effect.UNKNOWN, mapped[1]
    known = headings().heading(node.name) is not None and all(q in qualifiers().values() for q in node.qualifiers)
    if node.vocabulary == "cinahl" and known:
        reason = "exact if the database was MEDLINE; a heading of CINAHL or another list need not be one of MeSH's"
        return replace(node, vocabulary="mesh"), Effect.UNKNOWN, reason
    if known and node.vocabulary != "cinahl":
        reason = f"MeSH has a heading of that name; its branch is not that of {NAMES.get(node.vocabulary, 'the other')}"
        return replace(node, vocabulary="mesh"), Effect.UNKNOWN, reason
    return None
