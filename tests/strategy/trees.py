"""Hypothesis strategies: small records, and trees over the same few words, so that there are hits and near misses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from resift import records as r
from resift.errors import BadStrategy
from resift.records import Pmid, Record
from resift.strategy import fields as f
from resift.strategy.dialects import dialect
from resift.strategy.render import render
from resift.strategy.tree import (
    ANY,
    ONE,
    OPTIONAL,
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
    Window,
    Word,
)  # fmt: skip

VOCABULARY = (
    "social", "support", "peer", "social", "support", "peer", "socials", "society", "supports", "peers", "woman",
    "women", "colour", "color", "of",
)  # fmt: skip
"""The words that generated texts are made of and generated terms are cut from."""
STEMS = ("social", "support", "peers", "society", "supports", "woman", "colour", "women")
HEADINGS = ("Mental Disorders", "Schizophrenia", "Bipolar Disorder", "Social Support", "Humans")
QUALIFIERS = ("psychology", "ethics")
TYPES = ("Letter", "Review", "Clinical Trial")
LANGUAGES = {"english": "eng", "german": "ger"}
AUTHORS = ("Fiktiv AB", "Fiktiv C", "Beispiel A")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Kinds:
    """What trees are made of.

    ``wilds`` are the wildcards; ``leading`` lets a word begin with one, and ``least_stem`` is the fewest letters before
    one. ``between`` and ``ordered_between`` are the words between of proximity either way round and in order (empty
    for none); ``plain_near`` keeps wildcards out of proximity, ``groups`` puts OR-groups and phrases into it,
    ``nested`` proximities. ``times`` are least numbers of occurrences. ``values`` are coded fields, ``ranges`` dated
    ones. ``depth`` is how many operators may stand above each other, ``leaves`` how many conditions there are.
    """

    fields: Sequence[frozenset[str]] = (f.TITLE, f.TITLE_ABSTRACT, f.TITLE_ABSTRACT_KEYWORD, f.OVID_MP, f.EVERYTHING)
    wilds: Sequence[Wild] = (ANY, ONE, OPTIONAL, Wild(0, 2))
    leading: bool = False
    least_stem: int = 2
    phrases: bool = True
    between: Sequence[int] = (0, 1, 2, 3, 9)
    ordered_between: Sequence[int] = (0, 2)
    plain_near: bool = False
    groups: bool = True
    nested: bool = True
    windows: bool = True
    times: Sequence[int] = (1,)
    headings: bool = True
    values: Sequence[str] = ("publication type", "language", "pmid", "author", "subheading")
    ranges: Sequence[str] = ("published", "entered", "created", "indexed")
    leaves: int = 5

    def __repr__(self) -> str:  # hypothesis prints it many times over
        return "Kinds()"


ALL = Kinds(leading=True, times=(1, 1, 1, 2, 3))
"""All that the evaluator knows."""
TEXT_ONLY = Kinds(leading=True, headings=False, values=(), ranges=())


# Records


def text(chance: Random, least: int = 0) -> str:
    """A text of a few words; one of them may be in capitals or have an accent or an apostrophe."""
    held = chance.choices(VOCABULARY, k=chance.randint(least, 12))
    if held and chance.random() < 0.5:
        at = chance.randrange(len(held))
        held[at] = chance.choice((str.upper, _accented, _possessive))(held[at])
    return chance.choice((" ", " ", "-", ", ", "/")).join(held)


def _accented(word: str) -> str:
    return word.replace("o", "ö").replace("e", "é", 1)


def _possessive(word: str) -> str:
    return f"{word[:-1]}'{word[-1]}"


_DATES = ("2015", "2016", "2016-01", "2016-11", "2016-11-05", "2016-12-31", "2017")
_FIRST_DAY = dt.date(2015, 11, 1)


def record(seed: int, number: int) -> Record:
    """A fictional record; the same seed and number give the same one."""
    chance = Random(f"{seed} {number}")
    return Record(
        id=f"r{number}", pmid=Pmid(number + 1), title=text(chance, 3),
        abstract=text(chance, 3) if chance.random() < 0.7 else "",
        keywords=tuple(text(chance, 1) for _ in range(chance.randint(0, 2))),
        original_title=text(chance) if chance.random() < 0.2 else "",
        headings=tuple(_heading(chance) for _ in range(chance.randint(0, 2))),
        publication_types=tuple(chance.sample(TYPES, chance.randint(0, 2))),
        languages=(chance.choice(tuple(LANGUAGES.values())),),
        authors=tuple(chance.sample(AUTHORS, chance.randint(0, 2))),
        published=tuple(chance.sample(_DATES, chance.randint(0, 2))),
        entered=_day(chance), created=_day(chance), indexed=_day(chance),
    )  # fmt: skip


def _heading(chance: Random) -> r.Heading:
    qualifiers = tuple(chance.sample(QUALIFIERS, chance.randint(0, 1)))
    return r.Heading(name=chance.choice(HEADINGS), major=chance.random() < 0.5, qualifiers=qualifiers)


def _day(chance: Random) -> dt.date | None:
    return None if chance.random() < 0.2 else _FIRST_DAY + dt.timedelta(days=chance.randint(0, 480))


def records(least: int = 1, most: int = 40) -> SearchStrategy[list[Record]]:
    """Some fictional records, each with its own number.

    Hypothesis chooses a seed and how many; words drawn one by one would come too slowly and too much alike.
    """
    seeds, numbers = st.integers(0, 2**32), st.integers(least, most)
    return st.builds(lambda seed, n: [record(seed, i) for i in range(n)], seeds, numbers)


# Expressions


@st.composite
def words(draw: st.DrawFn, kinds: Kinds = ALL) -> Word:
    """A word of the texts: whole, cut short, with a letter left open, or with its beginning left open."""
    text = draw(st.sampled_from(VOCABULARY if kinds.least_stem < 3 else STEMS))
    ways = ["whole", "whole"] + ["cut", "cut", "cut", "open"] * bool(kinds.wilds) + ["leading"] * kinds.leading
    way = draw(st.sampled_from(ways))
    if way == "whole" or len(text) <= kinds.least_stem:
        return Word((text,))
    wild = draw(st.sampled_from(kinds.wilds)) if kinds.wilds else ANY
    at = draw(st.integers(kinds.least_stem, len(text) - (way != "cut")))
    if way == "cut":
        return Word((text[:at], wild))
    if way == "leading":
        return Word((wild, text[-min(3, len(text)) :]))
    return Word((text[:at], wild, *((text[at + 1 :],) if text[at + 1 :] else ())))


def _phrases(kinds: Kinds) -> SearchStrategy[Phrase]:
    return st.lists(words(kinds), min_size=2, max_size=3).map(lambda ws: Phrase(tuple(ws)))


def _operands(kinds: Kinds) -> SearchStrategy[Expression]:
    one: SearchStrategy[Expression] = words(kinds)
    if not kinds.groups:
        return one
    single = one | _phrases(kinds)
    return single | st.lists(single, min_size=2, max_size=3).map(lambda es: Either(tuple(es)))


@cache
def _nears(kinds: Kinds) -> SearchStrategy[Expression]:
    """Proximities: of words, of groups and phrases, of proximities, as far as the kinds allow."""
    inner = replace(kinds, wilds=(), leading=False) if kinds.plain_near else kinds
    gaps = [(k, False) for k in kinds.between] + [(k, True) for k in kinds.ordered_between]
    if not gaps:
        return st.nothing()
    operands = _operands(inner)
    flat = st.builds(lambda a, b, gap: Near(a, b, *gap), operands, operands, st.sampled_from(gaps)).filter(_no_phrase)
    if not kinds.nested:
        return flat
    return flat | st.builds(lambda a, b, gap: Near(a, b, *gap), flat, operands, st.sampled_from(gaps))


def _no_phrase(near: Near) -> bool:
    """Words side by side in order are a phrase, and written and read as one."""
    return not (
        near.ordered and near.between == 0 and not isinstance(near.left, Either) and not isinstance(near.right, Either)
    )


@cache
def _windows(kinds: Kinds) -> SearchStrategy[Expression]:
    """Three or four words in one stretch."""
    if not (kinds.windows and kinds.between):
        return st.nothing()
    inner = replace(kinds, wilds=(), leading=False) if kinds.plain_near else kinds
    some = st.lists(words(inner), min_size=3, max_size=4).map(tuple)
    return st.builds(Window, some, st.sampled_from(tuple(kinds.between)))


@cache
def _expressions(kinds: Kinds) -> SearchStrategy[Expression]:
    phrases = _phrases(kinds) if kinds.phrases else st.nothing()
    return words(kinds) | phrases | _nears(kinds) | _windows(kinds)


@st.composite
def expressions(draw: st.DrawFn, kinds: Kinds = ALL) -> Expression:
    """What stands under a text field: never an OR-group alone, which is read as OR between terms."""
    return draw(_expressions(kinds))


# Conditions and trees


def _headings() -> SearchStrategy[Node]:
    qualifiers = st.just(()) | st.sampled_from(QUALIFIERS).map(lambda q: (q,))
    return st.builds(Heading, st.just("mesh"), st.sampled_from(HEADINGS), st.booleans(), st.booleans(), qualifiers)


def _values(field: str) -> SearchStrategy[Node]:
    known = {
        "publication type": [t.lower() for t in TYPES], "language": list(LANGUAGES), "pmid": ["1", "2", "3"],
        "author": ["fiktiv ab", "fiktiv", "beispiel a"], "subheading": list(QUALIFIERS),
    }  # fmt: skip
    return st.sampled_from(known[field]).map(lambda v: Value(field, Word((v,))))


def _ranges(field: str) -> SearchStrategy[Node]:
    lows = st.sampled_from(("2015", "2016", "2016/01", "2016/11/01", "2016/11/06", "2016/12"))
    highs = st.sampled_from(("3000", "2016", "2016/11", "2016/12/31", "2017/01/15"))
    return st.builds(Range, st.just(field), lows, highs)


@st.composite
def conditions(draw: st.DrawFn, kinds: Kinds = ALL) -> Node:
    """The leaves of trees; text conditions come most often."""
    return draw(_conditions(kinds))


@cache
def _conditions(kinds: Kinds) -> SearchStrategy[Node]:
    text = st.builds(
        lambda fields, e, times: Text(fields, e, times=times),
        st.sampled_from(tuple(kinds.fields)), expressions(kinds), st.sampled_from(tuple(kinds.times)),
    )  # fmt: skip
    coded = [_values(v) for v in kinds.values] + [_ranges(v) for v in kinds.ranges] + [_headings()] * kinds.headings
    return st.one_of(text, text, st.one_of(coded)) if coded else text


def trees(kinds: Kinds = ALL, leaves: SearchStrategy[Node] | None = None) -> SearchStrategy[Node]:
    """Trees under AND, OR and NOT, none of these directly under its like where that reads as one."""

    def joined(inner: SearchStrategy[Node]) -> SearchStrategy[Node]:
        return _joined(And, inner) | _joined(Or, inner) | st.builds(Not, inner, inner)

    return st.recursive(conditions(kinds) if leaves is None else leaves, joined, max_leaves=kinds.leaves)


def _joined(kind: type[And] | type[Or], inner: SearchStrategy[Node]) -> SearchStrategy[Node]:
    unlike = inner.filter(lambda node: not isinstance(node, kind))
    return st.lists(unlike, min_size=2, max_size=3).map(lambda parts: kind(tuple(parts)))


def kinds_of(platform: str) -> Kinds:
    """What the platform's own tables of fields and wildcards give to make trees of."""
    speech = dialect(platform)
    spelling = speech.spelling
    least = max(2, speech.least_stem)
    return replace(
        ALL, fields=tuple(spelling.codes.values()), wilds=tuple(spelling.signs), leading=_can_lead(platform),
        least_stem=least, values=tuple(v for v in ALL.values if v in spelling.values),
        plain_near=not _says(platform, Near(Word(("support", ANY)), Word(("peer",)), 2, ordered=False)),
    )  # fmt: skip


@cache
def trees_of(platform: str) -> SearchStrategy[Node]:
    """Trees that the platform can say."""
    kinds = kinds_of(platform)
    sayable = conditions(kinds).filter(lambda leaf: says(platform, leaf))
    return trees(kinds, sayable)


def says(platform: str, tree: Node) -> bool:
    """Whether the platform has words for a tree."""
    try:
        render(tree, platform)
    except BadStrategy:
        return False
    return True


def _says(platform: str, expression: Expression) -> bool:
    return any(says(platform, Text(fields, expression)) for fields in dialect(platform).spelling.codes.values())


def _can_lead(platform: str) -> bool:
    """Whether a word may begin with a wildcard: written and read again it must give no finding."""
    from resift.strategy import parse

    word = Word((ANY, "support"))
    texts = [Text(fields, word) for fields in dialect(platform).spelling.codes.values()]
    written = [render(t, platform) for t in texts if says(platform, t)]
    return any(not parse(w, platform).errors for w in written[:1])
