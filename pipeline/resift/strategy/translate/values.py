"""Whole values of coded fields (languages, publication types, authors, limits) in another platform's place."""

from __future__ import annotations

from dataclasses import replace

from resift.strategy.dialects.base import Dialect
from resift.strategy.effects import Effect, composed
from resift.strategy.translate.expressions import with_signs
from resift.strategy.translate.headings import Carried
from resift.strategy.tree import Heading, Node, Value, Word

UNLISTED = ("limit", "subset")
"""Fields whose values are each platform's own."""
_LIMITS = {
    "human": "Humans", "humans": "Humans", "animal": "Animals", "animals": "Animals", "female": "Female",
    "male": "Male", "all adult (19 plus years)": "Adult", "adult": "Adult", "all aged (65 and over)": "Aged",
    "aged (65+)": "Aged",
}  # fmt: skip
_SURE_VALUES = ("language", "pmid", "registry number")
_UNSURE_VALUES = {
    "publication type": (Effect.BROADER, "PubMed also finds the narrower publication types"),
    "author": (Effect.UNKNOWN, "names are written in other ways on each platform"),
    "journal": (Effect.UNKNOWN, "journals are named in other ways on each platform"),
    "subheading": (Effect.UNKNOWN, "subheadings explode on PubMed, and elsewhere come from other lists"),
    "floating subheading": (Effect.EXACT, "the same subheading, not exploded"),
}


_TYPES = {"article": "journal article", "review": "review", "letter": "letter", "editorial": "editorial"}
_OWN_TYPES = {medline: own for own, medline in _TYPES.items()}


def carried_value(node: Value, source: Dialect, target: Dialect) -> Carried | str:
    """The value as the target has it, with the effect and its reason; or what it is that no rule carries over.

    >>> from resift.strategy.dialects import dialect
    >>> carried_value(Value("language", Word(("english",))), dialect("ovid"), dialect("pubmed"))[1].value
    'EXACT'
    """
    name = "".join(map(str, node.word.parts))
    if node.field in UNLISTED:
        found = _limit(node, name, target)
        return (
            (found, Effect.UNKNOWN, "a limit by indexing, as the heading behind it") if found else f"the limit {name!r}"
        )
    if node.field == "publication type" and _types(source) != _types(target):
        return _other_type(node, source, target)
    effect, reason = _claim(node.field, source, target)
    word, wider = with_signs(node.word, target)
    if wider is not Effect.EXACT and isinstance(word, Word):
        return replace(node, word=word), composed([effect, wider]), f"{reason}; {target.title} has another wildcard"
    return node, effect, reason


def _claim(field: str, source: Dialect, target: Dialect) -> tuple[Effect, str]:
    if field == "publication type" and source.name not in ("ovid", "cochrane"):
        return Effect.UNKNOWN, "publication types differ by database"
    if field == "publication type" and target.name != "pubmed":
        return Effect.EXACT, "MEDLINE's publication types"
    sure = Effect.EXACT if field in _SURE_VALUES else Effect.UNKNOWN
    return _UNSURE_VALUES.get(field, (sure, f"{field} as both platforms hold it"))


def _types(platform: Dialect) -> str:
    """Whose list of publication types a platform has; those without MeSH have one of their own."""
    return "MEDLINE" if platform.vocabulary in ("mesh", "cinahl") else platform.title


def _other_type(node: Value, source: Dialect, target: Dialect) -> Carried | str:
    """A publication type in another platform's list, where the same kind is in both."""
    name = "".join(p for p in node.word.parts if isinstance(p, str))
    named = _TYPES.get(name) if _types(target) == "MEDLINE" else _OWN_TYPES.get(name)
    if named is None or node.word.wild:
        return f"the publication type {name!r}: its list is not {source.title}'s"
    reason = f"the publication type of that kind in {target.title}'s list"
    return replace(node, word=Word((named,))), Effect.UNKNOWN, reason


def _limit(node: Value, name: str, target: Dialect) -> Node | None:
    if target.name == "pubmed" and name in ("abstracts", "abstract", "has abstract"):
        return Value("subset", Word(("hasabstract",)), node.span)
    if name in _LIMITS and target.vocabulary == "mesh":
        return Heading("mesh", _LIMITS[name], span=node.span)
    return None
