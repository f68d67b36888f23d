"""A strategy carried over to PubMed, with the effect of every rewriting named.

Modes: *superset* never loses a record on purpose (what PubMed cannot say becomes AND, and the source itself is then
applied to the records fetched); *tight* gives the narrowest faithful query; *strict* refuses all that is not exact.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from resift.errors import BadStrategy
from resift.strategy import fields as f
from resift.strategy.effects import Effect, Step, composed
from resift.strategy.findings import at
from resift.strategy.mesh import bundled, mappings
from resift.strategy.parser import Parsed
from resift.strategy.render import render
from resift.strategy.tree import (
    ANY,
    And,
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Text,
    Value,
    Wild,
    Word,
    join,
    words,
)  # fmt: skip

Mode = Literal["superset", "tight", "strict"]
LEAST_STEM = 4
PROXIMITY_FIELDS = (f.TITLE, f.PUBMED_TIAB, f.AFFILIATION)

_FIELD_RULES: dict[frozenset[str], tuple[frozenset[str], Effect, str]] = {
    f.TITLE: (f.TITLE, Effect.EXACT, "title words"),
    f.ABSTRACT: (f.PUBMED_TIAB, Effect.BROADER, "PubMed has no certain field for the abstract alone"),
    f.TITLE_ABSTRACT: (f.PUBMED_TIAB, Effect.BROADER, "[tiab] also searches author keywords"),
    f.TITLE_ABSTRACT_KEYWORD: (f.PUBMED_TIAB, Effect.BROADER, "[tiab] also searches other abstracts"),
    f.KEYWORD: (f.KEYWORD, Effect.EXACT, "author keywords"),
    f.OVID_MP: (f.PUBMED_TW, Effect.UNKNOWN, "Ovid's .mp. and PubMed's [tw] overlap, usually closely"),
    f.EVERYTHING: (f.EVERYTHING, Effect.UNKNOWN, "all fields differ between platforms"),
    f.HEADING_WORD: (f.PUBMED_TW, Effect.BROADER, "no field for words of headings alone"),
    f.SUBSTANCE: (f.SUBSTANCE, Effect.UNKNOWN, "phrase against word"),
    f.ORIGINAL_TITLE: (f.ORIGINAL_TITLE, Effect.UNKNOWN, "original against transliterated title"),
    f.AFFILIATION: (f.AFFILIATION, Effect.UNKNOWN, "institution against affiliation"),
    f.PUBMED_TIAB: (f.PUBMED_TIAB, Effect.EXACT, "the same field"),
    f.PUBMED_TW: (f.PUBMED_TW, Effect.EXACT, "the same field"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A strategy as PubMed gets it: text, overall effect, and each step with its effect and reason.

    ``residual`` is what must be applied to the records fetched so that the source's own meaning is kept, or None.
    """

    source: Parsed
    mode: Mode
    tree: Node
    text: str
    effect: Effect
    steps: tuple[Step, ...]
    residual: Node | None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, as ``resift query translate --json`` prints them."""
        return {
            "platform": self.source.platform, "to": "pubmed", "mode": self.mode, "source": self.source.text,
            "translation": self.text, "effect": self.effect.value, "steps": [s.as_dict() for s in self.steps],
            "residual": self.residual is not None,
            "diagnostics": [d.as_dict() for d in self.source.findings],
        }  # fmt: skip


def translate(parsed: Parsed, mode: Mode = "superset") -> Translation:
    """The strategy for PubMed; a BadStrategy for a faulty one, or for what the mode does not allow.

    >>> from resift.strategy.parser import parse
    >>> t = translate(parse("(social* or peer*) adj1 network*", "ovid"), mode="tight")
    >>> print(t.text)
    "social* network*"[tw] OR "peer* network*"[tw] OR "network* social*"[tw] OR "network* peer*"[tw]
    >>> translate(parse("exp Mental Disorders/", "ovid")).text
    '"Mental Disorders"[mh]'
    """
    if parsed.errors or parsed.tree is None:
        first = parsed.errors[0]
        raise BadStrategy(first.message, where=f"line {first.line}, column {first.start + 1}", then="mend the strategy")
    if parsed.platform == "pubmed":
        return Translation(source=parsed, mode=mode, tree=parsed.tree, text=parsed.text.strip(), effect=Effect.EXACT,
                           steps=(), residual=None)  # fmt: skip
    work = _Translator(parsed, mode)
    tree, effect = work.node(parsed.tree)
    inexact = next((s for s in work.steps if s.effect is not Effect.EXACT), None)
    if mode == "strict" and inexact:
        raise BadStrategy(f"{inexact.source!r} has no exact counterpart: {inexact.reason}", then="use --mode superset")
    return Translation(
        source=parsed, mode=mode, tree=tree, text=render(tree, "pubmed"), effect=effect, steps=tuple(work.steps),
        residual=_residual(parsed.tree, True) if work.loosened else None,  # type: ignore[arg-type]
    )  # fmt: skip


def with_mapped_headings(node: Node) -> Node:
    """The tree with each other vocabulary's heading in the place of which MeSH has its nearest."""
    match node:
        case Heading(vocabulary, name, explode, major, qualifiers, span) if vocabulary != "mesh":
            mesh, _ = mappings().get((vocabulary, name.lower()), (name, ""))
            return Heading("mesh", mesh, explode, major, qualifiers, span)
        case And(parts, span):
            return And(tuple(map(with_mapped_headings, parts)), span)
        case Or(parts, span):
            return Or(tuple(map(with_mapped_headings, parts)), span)
        case Not(keep, drop, span):
            return Not(with_mapped_headings(keep), with_mapped_headings(drop), span)
    return node


def _residual(node: Node, kept: bool) -> Node | bool:
    """What can be tested on records at hand: conditions on text; what PubMed alone can judge is taken as fulfilled.

    Headings, coded values and ranges were judged by PubMed, which knows all of its vocabulary; ``kept`` is false
    under NOT, where taking them as fulfilled means to exclude nothing by them.
    """
    match node:
        case Text():
            return node
        case And(parts, span):
            return _joined(And, [_residual(p, kept) for p in parts], span)
        case Or(parts, span):
            return _joined(Or, [_residual(p, kept) for p in parts], span)
        case Not(keep, drop, span):
            left, right = _residual(keep, kept), _residual(drop, not kept)
            if right is False or left is False:
                return left
            everything = And((), span) if left is True else left
            return False if right is True else Not(everything, right, span)
    return kept


def _joined(kind: type[And] | type[Or], parts: list[Node | bool], span: tuple[int, int]) -> Node | bool:
    """The parts that say anything; one that decides alone (false under AND, true under OR) decides."""
    decisive = kind is Or
    if decisive in [p for p in parts if isinstance(p, bool)]:
        return decisive
    left = [p for p in parts if not isinstance(p, bool)]
    return join(kind, left, span) if left else not decisive


def within(text: str, day: dt.date) -> str:
    """A PubMed search as text, limited like ``since``.

    >>> within("a[ti] OR b[ti]", dt.date(2016, 10, 2))
    '(a[ti] OR b[ti]) AND (2016/10/02:3000[edat] OR 2016/10/02:3000[crdt] OR 2016/10/02:3000[mhda])'
    """
    low = day.strftime("%Y/%m/%d")
    return f"({text}) AND ({' OR '.join(f'{low}:3000[{tag}]' for tag in ('edat', 'crdt', 'mhda'))})"


def since(tree: Node, day: dt.date) -> Node:
    """The strategy limited to what PubMed created, entered or indexed from ``day`` on.

    All three dates, because an old record may be added, or get its headings, later (PubMed Help).

    >>> from resift.strategy.parser import parse
    >>> render(since(parse("a[ti]", "pubmed").tree, dt.date(2016, 10, 2)), "pubmed")
    'a[ti] AND (2016/10/02:3000[edat] OR 2016/10/02:3000[crdt] OR 2016/10/02:3000[mhda])'
    """
    low = day.strftime("%Y/%m/%d")
    window = Or(tuple(Range(field, low, "3000") for field in ("entered", "created", "indexed")))
    return join(And, [tree, window], (0, 0))


class _Translator:
    def __init__(self, parsed: Parsed, mode: Mode) -> None:
        self.parsed, self.mode = parsed, mode
        self.steps: list[Step] = []
        self.loosened = False
        self._told: set[tuple[str, str]] = set()
        self._flip = False

    def node(self, node: Node) -> tuple[Node, Effect]:
        """The node for PubMed, and its effect."""
        match node:
            case And(parts) | Or(parts):
                done = [self.node(p) for p in parts]
                return type(node)(tuple(n for n, _ in done), node.span), composed(e for _, e in done)
            case Not():
                return self._not(node)
            case Text():
                return self._text(node)
            case Heading():
                return self._heading(node)
            case Value(field):
                effect = {"publication type": Effect.BROADER, "author": Effect.UNKNOWN}.get(field, Effect.EXACT)
                return node, self._step(node, "value", effect, f"{field} as PubMed holds it", node)
            case Range():
                return node, Effect.EXACT
        raise BadStrategy(f"{node.text!r} was not understood ({node.reason})", then="mend the strategy")

    def _not(self, node: Not) -> tuple[Node, Effect]:
        keep, kept = self.node(node.keep)
        self._flip = not self._flip
        drop, dropped = self.node(node.drop)
        self._flip = not self._flip
        if self.mode == "superset" and dropped not in (Effect.EXACT, Effect.NARROWER):
            self.loosened = True
            reason = "what is excluded is not certain in PubMed, so it is excluded from the records fetched instead"
            self._step(node, "NOT kept for the records fetched", Effect.BROADER, reason, keep)
            return keep, composed([kept, Effect.BROADER])
        return Not(keep, drop, node.span), composed([kept, dropped.flipped()])

    def _heading(self, node: Heading) -> tuple[Node, Effect]:
        if node.vocabulary != "mesh":
            return self._mapped(node)
        if node.qualifiers:
            each = [Heading("mesh", node.name, node.explode, node.major, (q,), node.span) for q in node.qualifiers]
            target = join(Or, [*each], node.span)
            reason = "PubMed explodes subheadings too"
            return target, self._step(node, "heading with subheading", Effect.BROADER, reason, target)
        reason = "the same heading of the same vocabulary"
        if node.name not in bundled():
            reason += " (not in the bundled table: check its spelling)"
        return node, self._step(node, "heading", Effect.EXACT, reason, node)

    def _mapped(self, node: Heading) -> tuple[Node, Effect]:
        known = mappings().get((node.vocabulary, node.name.lower()))
        if known is None:
            raise BadStrategy(f"the {node.vocabulary} heading {node.name!r} has no known counterpart in MeSH",
                              then="write the MeSH heading that is meant, as exp Heading/")  # fmt: skip
        target = Heading("mesh", known[0], node.explode, node.major, node.qualifiers, node.span)
        return target, self._step(node, "heading of another vocabulary", Effect.UNKNOWN, known[1], target)

    def _text(self, node: Text) -> tuple[Node, Effect]:
        fields, effect, reason = _field_rule(node.fields)
        effects = [effect]
        if effect is not Effect.EXACT or fields != node.fields:
            target = Text(fields, Word(("…",)))
            self._step(node, "field", effect, reason, target, once=",".join(sorted(node.fields)))
        expression, widened = _plain_wildcards(node.expression)
        if widened:
            plain = _spread(Text(fields, expression, node.span)) if not _has_near(expression) else None
            reason = "PubMed has only *, for any number of characters"
            effects.append(self._step(node, "wildcard", Effect.BROADER, reason, plain or Text(fields, Word(("…",)))))
        for w in words(expression):
            if w.wild and len(w.stem) < LEAST_STEM:
                raise BadStrategy(f"{_shown(self.parsed, w)!r}: PubMed truncates only after {LEAST_STEM} characters",
                                  then="write out the words that are meant")  # fmt: skip
        if not _has_near(expression):
            return _spread(Text(fields, expression, node.span)), composed(effects)
        target_node, near = self._near(node, fields, expression)
        return target_node, composed([*effects, near])

    def _near(self, node: Text, fields: frozenset[str], expression: Expression) -> tuple[Node, Effect]:
        within = _within(expression)
        if within is not None and fields in PROXIMITY_FIELDS:
            target = join(Or, [Text(fields, n) for n in within], node.span)
            reason = "proximity of plain words, either order, as words between"
            return target, self._step(node, "proximity", Effect.EXACT, reason, target)
        if self.mode == "superset":
            self.loosened = True
            target = _all_of(expression, fields)
            reason = (
                "PubMed has no proximity for truncated words; AND instead, the source's proximity on what is fetched"
            )
            return target, self._step(node, "proximity as AND", Effect.BROADER, reason, target)
        phrases, adjacent = _adjacent(expression)
        target = join(Or, [Text(fields, Phrase(p)) for p in phrases], node.span)
        if adjacent:
            reason = f"adjacent in either order: {len(phrases)} phrases (if PubMed looks truncated phrases up as typed)"
            return target, self._step(node, "adjacency as phrases", Effect.EXACT, reason, target)
        reason = "only adjacent words; those with words between are lost"
        return target, self._step(node, "proximity as phrases", Effect.NARROWER, reason, target)

    def _step(self, node: Node, rule: str, effect: Effect, reason: str, target: Node, once: str = "") -> Effect:
        source = self.parsed.text[slice(*node.span)]
        key = (rule, once or source)
        if key not in self._told:
            self._told.add(key)
            place = at(self.parsed.text, node.span, "", "note", "")
            shown = "[…]" if once else render(target, "pubmed")
            said = effect.flipped() if self._flip else effect
            if once:
                source, shown = f"fields of {source}", render(target, "pubmed").replace("…", "")
            self.steps.append(Step(rule=rule, effect=said, reason=reason, source=source, target=shown,
                                   line=place.line, start=place.start, end=place.end))  # fmt: skip
        return effect


def _field_rule(fields: frozenset[str]) -> tuple[frozenset[str], Effect, str]:
    if fields in _FIELD_RULES:
        return _FIELD_RULES[fields]
    wider = next((w for w in (f.PUBMED_TIAB, f.PUBMED_TW) if fields <= w), None)
    if wider:
        return wider, Effect.BROADER, "the narrowest PubMed field that holds all of them"
    return f.PUBMED_TW, Effect.UNKNOWN, "no PubMed field holds just these"


def _plain_wildcards(e: Expression) -> tuple[Expression, bool]:
    match e:
        case Word(parts, span):
            plain = tuple(ANY if isinstance(p, Wild) else p for p in parts)
            return Word(plain, span), plain != parts
        case Phrase(inner, span):
            done = [_plain_wildcards(w) for w in inner]
            return Phrase(tuple(w for w, _ in done if isinstance(w, Word)), span), any(b for _, b in done)
        case Either(options, span):
            done = [_plain_wildcards(o) for o in options]
            return Either(tuple(o for o, _ in done), span), any(b for _, b in done)
        case Near(left, right, between, ordered, span):
            (a, x), (b, y) = _plain_wildcards(left), _plain_wildcards(right)
            return Near(a, b, between, ordered, span), x or y


def _has_near(e: Expression) -> bool:
    return isinstance(e, Near) or (isinstance(e, Either) and any(_has_near(o) for o in e.options))


def _spread(node: Text) -> Node:
    if isinstance(node.expression, Either):
        return join(Or, [_spread(Text(node.fields, o, node.span)) for o in node.expression.options], node.span)
    return node


def _all_of(e: Expression, fields: frozenset[str]) -> Node:
    """The expression with AND in place of proximity."""
    match e:
        case Near(left, right):
            return And((_all_of(left, fields), _all_of(right, fields)), e.span)
        case Either(options):
            return join(Or, [_all_of(o, fields) for o in options], e.span)
    return Text(fields, e, e.span)


def _adjacent(e: Expression) -> tuple[list[tuple[Word, ...]], bool]:
    """The expression's readings with nothing between, and whether those are all its readings."""
    match e:
        case Word():
            return [(e,)], True
        case Phrase(inner):
            return [inner], True
        case Either(options):
            done = [_adjacent(o) for o in options]
            return [p for phrases, _ in done for p in phrases], all(x for _, x in done)
        case Near(left, right, between, ordered):
            (a, x), (b, y) = _adjacent(left), _adjacent(right)
            forward = [p + q for p, q in product(a, b)]
            return forward + ([] if ordered else [q + p for p, q in product(a, b)]), x and y and between == 0


def _within(e: Expression) -> list[Near] | None:
    """The pairs of plain words that PubMed's own proximity can search, or None."""
    if not isinstance(e, Near) or e.ordered:
        return None
    sides = [o if isinstance(o, Either) else Either((o,)) for o in (e.left, e.right)]
    plain = [[w for w in s.options if isinstance(w, Word) and not w.wild] for s in sides]
    if any(len(p) != len(s.options) for p, s in zip(plain, sides, strict=True)):
        return None
    return [Near(a, b, e.between, ordered=False) for a, b in product(*plain)]


def _shown(parsed: Parsed, word: Word) -> str:
    return parsed.text[slice(*word.span)]
