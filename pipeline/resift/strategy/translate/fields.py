"""Which fields of one platform stand for those of another, and what that does to the records found."""

from __future__ import annotations

from resift.strategy import fields as f
from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.spelling import CannotSay
from resift.strategy.effects import Effect, composed

_RARE = frozenset({"other abstract", "keywords plus"})
Cover = tuple[tuple[frozenset[str], ...], Effect, str]
_UNSURE = {
    f.SUBSTANCE: "a substance is a phrase on one platform and words on another",
    f.ORIGINAL_TITLE: "original against transliterated title",
    f.AFFILIATION: "institution against affiliation",
    f.EVERYTHING: "all fields differ between platforms",
    f.FULL_TEXT: "all fields, perhaps with the full text, differ between platforms",
}


def cover(fields: frozenset[str], source: Dialect, target: Dialect, *, wide: bool = True) -> Cover:
    """The target's field sets that together stand for ``fields``, the effect of that, and why.

    Where none fits, ``wide`` takes a wider one before several narrower.

    >>> from resift.strategy.dialects import dialect
    >>> sets, effect, _ = cover(f.ABSTRACT, dialect("ovid"), dialect("pubmed"))
    >>> sets == (f.PUBMED_TIAB,), effect.value
    (True, 'BROADER')
    """
    known = list(dict.fromkeys(target.spelling.codes.values()))
    if fields >= f.KEYWORD_PHRASE and f.KEYWORD_PHRASE not in known:
        sets, effect, reason = cover(fields - f.KEYWORD_PHRASE | f.KEYWORD, source, target, wide=wide)
        told = f"{target.title} looks for words of a keyword, not for the whole of it"
        return sets, composed([effect, Effect.BROADER]), told if effect is Effect.EXACT else f"{told}; {reason}"
    if fields in _UNSURE:
        return (_nearest(fields, known),), Effect.UNKNOWN, _UNSURE[fields]
    if "heading" in fields and source.vocabulary != target.vocabulary:
        best = _nearest(fields, [*(k for k in known if not k >= f.EVERYTHING - {"affiliation"})])
        return (best,), Effect.UNKNOWN, f"headings of {source.title} and of {target.title} are not the same"
    if fields in known:
        return (fields,), Effect.EXACT, "the same field"
    parts = _parts(fields, known)
    if parts:
        return parts, Effect.EXACT, "the same fields, each on its own"
    narrow = [k for k in known if not k >= f.EVERYTHING - {"affiliation"}]
    wider = [k for k in narrow if k > fields]
    if wider and fields != source.default:
        best = min(wider, key=len)
        added = ", ".join(sorted(best - fields))
        return (best,), Effect.BROADER, f"the narrowest field of {target.title} that holds them also searches {added}"
    common = fields - _RARE
    sets = (common,) if common in known else _parts(common, known)
    wider = [k for k in narrow if k > common] if wide and len(sets) > 1 else []
    if wider:
        best = min(wider, key=len)
        return (best,), Effect.UNKNOWN, _difference(fields, best, source, target)
    if sets and common != fields:
        return sets, Effect.NARROWER, f"{target.title} has no field for {', '.join(sorted(fields - common))}"
    if not any(k & fields for k in narrow):
        return (), Effect.UNKNOWN, f"no field of {target.title} for {', '.join(sorted(fields))}"
    whole = _codable(frozenset[str]().union(*(k for k in narrow if k < fields)), target)
    best = _nearest(fields, [*narrow, *whole])
    return (best,), Effect.UNKNOWN, _difference(fields, best, source, target)


def _parts(fields: frozenset[str], known: list[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """The fewest field sets within ``fields`` that make it up, the largest first; empty where none do."""
    left, chosen = set(fields), []
    for k in sorted((k for k in known if k < fields), key=len, reverse=True):
        if left & k:
            chosen.append(k)
            left -= k
    return tuple(chosen) if not left else ()


def _codable(fields: frozenset[str], target: Dialect) -> list[frozenset[str]]:
    """The fields as one set, if the target has a code or list of codes for them."""
    try:
        target.spelling.code(fields)
    except CannotSay:
        return []
    return [fields]


def _nearest(fields: frozenset[str], known: list[frozenset[str]]) -> frozenset[str]:
    return max(known, key=lambda k: len(k & fields) / len(k | fields))


def _difference(fields: frozenset[str], best: frozenset[str], source: Dialect, target: Dialect) -> str:
    if fields == source.default:
        theirs = target.spelling.scoped(target.spelling.code(best), "").strip() or "default fields"
        mine = source.default_code or "default fields"
        lost, added = ", ".join(sorted(fields - best)) or "none", ", ".join(sorted(best - fields)) or "none"
        told = f"only the first has {lost}; only the second {added}"
        return f"{source.title}'s {mine} and {target.title}'s {theirs} overlap, usually closely: {told}"
    lost = ", ".join(sorted(fields - best))
    return f"{target.title} has no field for {lost}" if lost else f"no field of {target.title} holds just these"
