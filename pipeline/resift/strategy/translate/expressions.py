"""Text expressions rewritten: wildcards and short stems as a platform has them, proximity as AND, phrases or pairs."""

from __future__ import annotations

import string
from collections.abc import Callable
from itertools import product
from math import prod

from resift.errors import BadStrategy
from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.spelling import CannotSay
from resift.strategy.effects import Effect
from resift.strategy.tree import (
    ANY,
    And,
    Either,
    Expression,
    Near,
    Node,
    Or,
    Phrase,
    Text,
    Wild,
    Window,
    Word,
    join,
)  # fmt: skip

MOST_PHRASES = 2_000
LONGEST = 20
"""The longest ending that stands for any, where a platform's truncation is bounded (ProQuest)."""
NEXT = string.ascii_lowercase + string.digits


def mapped(e: Expression, change: Callable[[Word], Expression]) -> Expression:
    """The expression with each word put through ``change``; a word that becomes several multiplies its phrase."""
    match e:
        case Word():
            return change(e)
        case Phrase(words, span):
            sides = [_options(change(w)) for w in words]
            if prod(len(side) for side in sides) > MOST_PHRASES:
                raise BadStrategy(f"a phrase would have to be written in more than {MOST_PHRASES:,} ways",
                                  then="write out its short or truncated words")  # fmt: skip
            phrases = [Phrase(tuple(_flat(side)), span) for side in product(*sides)]
            return phrases[0] if len(phrases) == 1 else Either(tuple(phrases), span)
        case Either(options, span):
            return Either(tuple(o for each in options for o in _options(mapped(each, change))), span)
        case Near(left, right, between, ordered, span):
            return Near(mapped(left, change), mapped(right, change), between, ordered, span)
        case Window(words, between, span):
            return Window(tuple(w for x in words for w in _flat((change(x),))), between, span)


def _options(e: Expression) -> tuple[Expression, ...]:
    return e.options if isinstance(e, Either) else (e,)


def _flat(parts: tuple[Expression, ...]) -> list[Word]:
    return [w for p in parts for w in (p.words if isinstance(p, Phrase) else (p,)) if isinstance(w, Word)]


def with_signs(e: Expression, target: Dialect) -> tuple[Expression, Effect]:
    """The expression with wildcards that the target has, and what that does: a wider one finds more.

    >>> from resift.strategy.dialects import dialect
    >>> with_signs(Word(("wom", Wild(1, 1), "n")), dialect("pubmed"))[1].value
    'BROADER'
    """
    effects: set[Effect] = set()

    def change(word: Word) -> Word:
        parts: list[str | Wild] = []
        for p in word.parts:
            sign, effect = _sign(p, target) if isinstance(p, Wild) else (p, Effect.EXACT)
            effects.add(effect)
            parts.append(sign)
        return word if tuple(parts) == word.parts else Word(tuple(parts), word.span)

    changed = mapped(e, change)
    left = effects - {Effect.EXACT}
    return changed, Effect.EXACT if not left else left.pop() if len(left) == 1 else Effect.UNKNOWN


def _sign(wild: Wild, target: Dialect) -> tuple[Wild, Effect]:
    if _signs(wild, target):
        return wild, Effect.EXACT
    known = list(target.spelling.signs)
    wider = [
        w for w in known if w.low <= wild.low and (w.high is None or (wild.high is not None and w.high >= wild.high))
    ]
    if wider:
        return min(wider, key=lambda w: (w.high is None, w.high or 0)), Effect.BROADER
    return max((w for w in (*known, Wild(0, LONGEST)) if _signs(w, target)), key=lambda w: w.high or 0), Effect.NARROWER


def _signs(wild: Wild, target: Dialect) -> bool:
    try:
        target.spelling.sign(wild)
    except CannotSay:
        return False
    return True


def spelled_out(word: Word, most: int = 100) -> list[Word] | None:
    """Every word that single-character wildcards can stand for, letters and digits; None where those are too many.

    >>> words = spelled_out(Word(("wom", Wild(1, 1), "n")))
    >>> len(words), words[0].parts
    (36, ('woman',))
    """
    found = [""]
    for p in word.parts:
        if isinstance(p, str):
            found = [w + p for w in found]
        elif p.high == 1 and len(found) * 37 <= most:
            found = [w + c for w in found for c in ([""] if p.low == 0 else []) + list(NEXT)]
        else:
            return None
    return [Word((w,), word.span) for w in found if w]


def lengthened(word: Word, least: int) -> Expression:
    """A word cut too short for the target as all that can follow: the stem alone, and with each letter or digit.

    >>> e = lengthened(Word(("hiv", ANY)), 4)
    >>> len(e.options), e.options[0].parts, e.options[1].parts
    (37, ('hiv',), ('hiva', Wild(low=0, high=None)))
    """
    stem, rest = word.stem, word.parts[2:]
    if len(stem) != least - 1 or word.parts[1:2] != (ANY,):
        return word
    alone = Word((stem + rest[0], *rest[1:]) if rest and isinstance(rest[0], str) else (stem, *rest), word.span)
    return Either((alone, *(Word((stem + c, ANY, *rest), word.span) for c in NEXT)), word.span)


def has_near(e: Expression) -> bool:
    """Whether any proximity stands in the expression."""
    return isinstance(e, Near | Window) or (isinstance(e, Either) and any(has_near(o) for o in e.options))


def spread(node: Text) -> Node:
    """Alternatives within one condition as conditions under OR."""
    if isinstance(node.expression, Either):
        each = [spread(Text(node.fields, o, node.span)) for o in node.expression.options]
        return join(Or, each, node.span)
    return node


def all_of(e: Expression, fields: frozenset[str], says: Callable[[Text], bool]) -> Node:
    """The expression with AND in place of each proximity that the target does not say."""
    match e:
        case Near(left, right):
            pairs = pairs_of(e)
            texts = [Text(fields, p, e.span) for p in pairs or ()]
            if texts and all(says(t) for t in texts):
                return join(Or, [*texts], e.span)
            return join(And, [all_of(left, fields, says), all_of(right, fields, says)], e.span)
        case Window(words):
            if says(Text(fields, e)):
                return Text(fields, e, e.span)
            return join(And, [Text(fields, w, w.span) for w in words], e.span)
        case Either(options):
            return join(Or, [all_of(o, fields, says) for o in options], e.span)
    return Text(fields, e, e.span)


def phrases_of(e: Expression) -> tuple[list[tuple[Word, ...]], bool] | None:
    """The expression's readings with nothing between, and whether those are all its readings; None if too many."""
    match e:
        case Word():
            return [(e,)], True
        case Phrase(inner):
            return [inner], True
        case Window(words):
            return [words], False
        case Either(options):
            done = [phrases_of(o) for o in options]
            found = [d for d in done if d is not None]
            phrases = [p for d in found for p in d[0]]
            return (phrases, all(d[1] for d in found)) if len(found) == len(done) else None
        case Near(left, right, between, ordered):
            a, b = phrases_of(left), phrases_of(right)
            if a is None or b is None or len(a[0]) * len(b[0]) > MOST_PHRASES:
                return None
            forward = [p + q for p, q in product(a[0], b[0])]
            backward = [] if ordered else [q + p for p, q in product(a[0], b[0])]
            return list(dict.fromkeys(forward + backward)), a[1] and b[1] and between == 0


def pairs_of(e: Expression) -> list[Near] | None:
    """A proximity as pairs of plain words, each within its own, or None where a side holds anything else."""
    if not isinstance(e, Near):
        return None
    sides = [_options(e.left), _options(e.right)]
    plain = [[w for w in s if isinstance(w, Word) and not w.wild] for s in sides]
    if any(len(p) != len(s) for p, s in zip(plain, sides, strict=True)):
        return None
    if len(plain[0]) * len(plain[1]) > MOST_PHRASES:
        return None
    return [Near(a, b, e.between, e.ordered) for a, b in product(*plain)]


def unordered(e: Expression) -> Expression:
    """The expression with every proximity either way round."""
    match e:
        case Near(left, right, between, _, span):
            return Near(unordered(left), unordered(right), between, False, span)
        case Either(options, span):
            return Either(tuple(unordered(o) for o in options), span)
    return e
