"""What changed between two strategies: per concept, which terms came, went, or are searched otherwise.

A concept is a part of the strategy that must be met: each part of its top-level AND, and what it excludes by NOT.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from resift.strategy.terms import Term, terms_of
from resift.strategy.tree import And, Node, Not

_LONGEST = 3
_COMMON = 40
"""A stem that stands in more concepts than this tells none of them apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A term of both strategies that is searched otherwise: ``what`` is fields, proximity or truncation."""

    term: str
    what: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """Plain JSON values."""
        return {"term": self.term, "what": self.what, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A concept of the one strategy beside its counterpart in the other; None on the side that does not have it."""

    before: Node | None
    after: Node | None
    excluded: bool
    name: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()

    @property
    def status(self) -> str:
        """``added``, ``removed``, ``changed`` or ``same``."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        return "changed" if self.added or self.removed or self.changed else "same"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, as ``resift query diff --json`` prints them."""
        return {
            "name": self.name, "status": self.status, "excluded": self.excluded, "added": list(self.added),
            "removed": list(self.removed), "changed": [c.as_dict() for c in self.changed],
        }  # fmt: skip


def compare(before: Node, after: Node) -> tuple[Concept, ...]:
    """The concepts of two strategies side by side, matched by the terms that they share, the most shared first.

    >>> from resift.strategy import parse
    >>> old = parse("(lonel* or isolat*).ti. and intervene*.ti.", "ovid").tree
    >>> new = parse("interven*[ti] AND (lonel*[ti] OR isolat*[tiab] OR befriend*[ti])", "pubmed").tree
    >>> for c in compare(old, new):
    ...     print(c.status, c.name, c.added, [(x.term, x.what) for x in c.changed])
    changed lonel*, isolat* ('befriend*',) [('isolat*', 'fields')]
    changed intervene* () [('interven*', 'truncation')]
    """
    left, right = list(_concepts(before)), list(_concepts(after))
    partner = _matched([terms_of(n) for n, _ in left], [terms_of(n) for n, _ in right])
    pairs = [_pair(node, out, right[partner[i]][0] if i in partner else None) for i, (node, out) in enumerate(left)]
    met = set(partner.values())
    new = (_pair(None, out, node) for j, (node, out) in enumerate(right) if j not in met)
    return (*pairs, *new)


def _concepts(tree: Node) -> Iterator[tuple[Node, bool]]:
    match tree:
        case And(parts):
            for part in parts:
                yield from _concepts(part)
        case Not(keep, drop):
            yield from _concepts(keep)
            yield drop, True
        case _:
            yield tree, False


def _matched(left: list[dict[Term, None]], right: list[dict[Term, None]]) -> dict[int, int]:
    """The counterpart of each concept: greedily, by the share of terms in common; stems count as a part."""
    a, b = ([_Known.of(side) for side in sides] for sides in (left, right))
    having: dict[str, list[int]] = {}
    for j, y in enumerate(b):
        for stem in y.stems:
            having.setdefault(stem, []).append(j)
    telling = {stem: own for stem, own in having.items() if len(own) <= _COMMON}
    pairs = {(i, j) for i, x in enumerate(a) for stem in x.stems for j in telling.get(stem, ())}
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((-a[i].alike(b[j]), i, j) for i, j in pairs):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return partner


@dataclass(frozen=True, slots=True)
class _Known:
    """What a concept is known by."""

    words: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def of(cls, terms: dict[Term, None]) -> _Known:
        return cls(frozenset(t.words for t in terms), frozenset(_stem(t.words) for t in terms))

    def alike(self, other: _Known) -> float:
        shared = len(self.words & other.words) + len(self.stems & other.stems) / 2
        return shared / max(1, min(len(self.words), len(other.words)))


def _stem(words: str) -> str:
    """The first letters, which a change of truncation leaves alone."""
    return words.strip('"').rstrip("*?")[:6]


def _pair(before: Node | None, excluded: bool, after: Node | None) -> Concept:
    old = {} if before is None else terms_of(before)
    new = {} if after is None else terms_of(after)
    whole = Concept(before=before, after=after, excluded=excluded, name=_name(old or new))
    gone = {t: None for t in old if t not in new}
    come = {t: None for t in new if t not in old}
    changes = [*_moved(gone, come), *_recut(gone, come)]
    return replace(whole, added=_said(come), removed=_said(gone), changed=tuple(changes))


def _said(terms: dict[Term, None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.words for t in terms))


def _moved(gone: dict[Term, None], come: dict[Term, None]) -> Iterator[Change]:
    """Terms with the same words in other fields or in another proximity; they are taken off both lists."""
    by_words: dict[str, list[Term]] = {}
    for term in reversed(come):
        by_words.setdefault(term.words, []).append(term)
    for old in list(gone):
        if not by_words.get(old.words):
            continue
        new = by_words[old.words].pop()
        del gone[old], come[new]
        if old.fields != new.fields:
            yield Change(term=old.words, what="fields", before=old.fields, after=new.fields)
        if old.proximity != new.proximity:
            before, after = (t.proximity or "no proximity" for t in (old, new))
            yield Change(term=old.words, what="proximity", before=before, after=after)


def _recut(gone: dict[Term, None], come: dict[Term, None]) -> Iterator[Change]:
    """Words that are truncated earlier, later or not at all."""
    by_stem: dict[str, list[Term]] = {}
    for term in come:
        by_stem.setdefault(_stem(term.words)[:3], []).append(term)
    for old in list(gone):
        beside = by_stem.get(_stem(old.words)[:3], [])
        new = next((t for t in beside if _recut_of(old, t)), None)
        if new is not None:
            beside.remove(new)
            del gone[old], come[new]
            yield Change(term=new.words, what="truncation", before=old.words, after=new.words)


def _recut_of(old: Term, new: Term) -> bool:
    a, b = old.words.rstrip("*"), new.words.rstrip("*")
    near = min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a)) and abs(len(a) - len(b)) < 4
    return near and "*" in old.words + new.words


def _name(terms: dict[Term, None]) -> str:
    words = list(dict.fromkeys(t.words for t in terms))
    return ", ".join(words[:_LONGEST]) + (f" and {len(words) - _LONGEST} more" if len(words) > _LONGEST else "")
