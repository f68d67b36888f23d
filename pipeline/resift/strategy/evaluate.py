"""A strategy evaluated over records at hand: which of them does it find?

A positional index: every word of every field has a place in one long row of places, fields set apart by gaps that
no proximity can cross. Hyphens separate words, apostrophes vanish, accents and case do not matter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from resift.errors import BadStrategy
from resift.records import NormalTitle, Record
from resift.strategy.mesh import Tree, bundled
from resift.strategy.tree import (
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
    Raw,
    Text,
    Value,
    Wild,
    Word,
)  # fmt: skip

Rows = npt.NDArray[np.int64]
Spans = tuple[Rows, Rows]
_GAP = 100_000  # wider than any proximity that a strategy can ask for
_LANGUAGES = {
    "english": "eng", "french": "fre", "german": "ger", "spanish": "spa", "italian": "ita", "dutch": "dut",
    "portuguese": "por", "chinese": "chi", "japanese": "jpn", "norwegian": "nor", "danish": "dan", "swedish": "swe",
}  # fmt: skip


def segments(record: Record) -> Iterator[tuple[str, str]]:
    """The searchable stretches of a record: (field, text); no phrase or proximity crosses from one to the next."""
    yield "title", record.title
    yield "original title", record.original_title
    yield "abstract", record.abstract
    yield "other abstract", record.other_abstract
    yield "journal", record.journal
    for field, values in (
        ("keyword", record.keywords), ("publication type", record.publication_types), ("author", record.authors),
        ("substance", record.substances), ("affiliation", record.affiliations),
        ("heading", tuple(h.name for h in record.headings)),
        ("qualifier", tuple(q for h in record.headings for q in h.qualifiers)),
    ):  # fmt: skip
        for value in values:
            yield field, value


class Index:
    """Records made searchable.

    >>> from resift.strategy import parse
    >>> records = [Record(id="a", title="Social and economic inclusion"), Record(id="b", title="Inclusion, social")]
    >>> Index(records).find(parse("social* adj1 inclus*", "ovid").tree)
    [1]
    """

    def __init__(self, records: Sequence[Record], tree: Tree | None = None) -> None:
        self.records = records
        self.tree = tree or bundled()
        self._build()

    def _build(self) -> None:
        ids: dict[str, int] = {}
        token: list[int] = []
        place: list[int] = []
        field: list[int] = []
        self._fields: dict[str, int] = {}
        starts: list[int] = []
        at = 0
        for record in self.records:
            starts.append(at)
            for name, text in segments(record):
                code = self._fields.setdefault(name, len(self._fields))
                for w in NormalTitle.of(text).split():
                    token.append(ids.setdefault(w, len(ids)))
                    place.append(at)
                    field.append(code)
                    at += 1
                at += _GAP
        self._starts = np.array(starts, dtype=np.int64)
        by_word = np.argsort(np.array(token, dtype=np.int64), kind="stable")
        counts = np.bincount(np.array(token, dtype=np.int64), minlength=len(ids)) if ids else np.zeros(0, np.int64)
        self._bounds = np.concatenate([[0], np.cumsum(counts)])
        self._place = np.array(place, dtype=np.int64)[by_word]
        self._field = np.array(field, dtype=np.int64)[by_word]
        self._ids = ids
        self._vocabulary = sorted(ids)
        self._headings: dict[str, list[int]] = {}
        for row, record in enumerate(self.records):
            for h in record.headings:
                self._headings.setdefault(h.name.lower(), []).append(row)

    def find(self, tree: Node | None) -> list[int]:
        """The positions of the records found, ascending; a BadStrategy for what was not understood."""
        if tree is None:
            raise BadStrategy("an empty strategy finds nothing that can be meant", then="write a search term")
        return [int(i) for i in np.flatnonzero(self._mask(tree))]

    def _mask(self, node: Node) -> npt.NDArray[np.bool_]:
        match node:
            case And(parts):
                return reduce(np.logical_and, (self._mask(p) for p in parts), np.ones(len(self.records), dtype=bool))
            case Or(parts):
                return reduce(np.logical_or, (self._mask(p) for p in parts))
            case Not(keep, drop):
                return self._mask(keep) & ~self._mask(drop)
            case Text(fields, expression):
                return self._rows(self._spans(expression, fields)[0])
            case Heading():
                return self._of(self._with_heading(node))
            case Value() | Range():
                test = _test(node)
                return np.fromiter((test(r) for r in self.records), bool, len(self.records))
            case Raw(text, reason):
                raise BadStrategy(f"{text!r} was not understood ({reason})", then="resift query check shows the place")

    def _of(self, rows: Iterable[int]) -> npt.NDArray[np.bool_]:
        mask = np.zeros(len(self.records), dtype=bool)
        mask[list(rows)] = True
        return mask

    def _rows(self, places: Rows) -> npt.NDArray[np.bool_]:
        return self._of(np.unique(np.searchsorted(self._starts, places, side="right") - 1))

    def _with_heading(self, node: Heading) -> Iterator[int]:
        names = self.tree.below(node.name) if node.explode else {node.name.lower()}
        for row in {r for n in names for r in self._headings.get(n, ())}:
            if any(_fits(h.name, h.major, h.qualifiers, names, node) for h in self.records[row].headings):
                yield row

    def _spans(self, expression: Expression, fields: frozenset[str]) -> Spans:
        match expression:
            case Word():
                places = self._places(expression, fields)
                return places, places
            case Phrase(words):
                first, *rest = (self._places(w, fields) for w in words)
                for i, places in enumerate(rest, start=1):
                    first = first[np.isin(first + i, places)]
                return first, first + len(rest)
            case Either(options):
                both = [self._spans(o, fields) for o in options]
                return np.concatenate([a for a, _ in both]), np.concatenate([b for _, b in both])
            case Near(left, right, between, ordered):
                a, b = self._spans(left, fields), self._spans(right, fields)
                found = [_followed(a, b, between)] + ([] if ordered else [_followed(b, a, between)])
                return np.concatenate([x for x, _ in found]), np.concatenate([y for _, y in found])

    def _places(self, word: Word, fields: frozenset[str]) -> Rows:
        codes = [c for name, c in self._fields.items() if name in fields]
        pieces = []
        for w in self._matching(word):
            piece = slice(self._bounds[self._ids[w]], self._bounds[self._ids[w] + 1])
            pieces.append(self._place[piece][np.isin(self._field[piece], codes)])
        return np.sort(np.concatenate(pieces)) if pieces else np.zeros(0, dtype=np.int64)

    def _matching(self, word: Word) -> Iterator[str]:
        if not word.wild:
            text = NormalTitle.of("".join(str(p) for p in word.parts))
            yield from (t for t in [str(text)] if t in self._ids)
            return
        stem, pattern = str(NormalTitle.of(word.stem)), re.compile(regex(word))
        for i in range(bisect_left(self._vocabulary, stem), len(self._vocabulary)):
            if not self._vocabulary[i].startswith(stem):
                return
            if pattern.fullmatch(self._vocabulary[i]):
                yield self._vocabulary[i]


def regex(word: Word) -> str:
    """A word with wildcards as a regular expression over normal words.

    >>> regex(Word(("wom", Wild(1, 1), "n")))
    'wom\\\\w{1,1}n'
    """
    return "".join(
        f"\\w{{{p.low},{'' if p.high is None else p.high}}}" if isinstance(p, Wild) else re.escape(NormalTitle.of(p))
        for p in word.parts
    )


def _followed(a: Spans, b: Spans, between: int) -> Spans:
    """Spans from an ``a`` to a ``b`` that starts after it with at most ``between`` words in the gap."""
    order = np.argsort(b[0], kind="stable")
    starts, ends = b[0][order], b[1][order]
    low = np.searchsorted(starts, a[1], side="right")
    high = np.searchsorted(starts, a[1] + 1 + between, side="right")
    counts = np.maximum(high - low, 0)
    left = np.repeat(np.arange(len(a[0])), counts)
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return a[0][left], ends[np.repeat(low, counts) + offset]


def _fits(name: str, major: bool, qualifiers: tuple[str, ...], names: Iterable[str], node: Heading) -> bool:
    if name.lower() not in names or (node.major and not major):
        return False
    return not node.qualifiers or bool({q.lower() for q in qualifiers} & {q.lower() for q in node.qualifiers})


def _test(node: Value | Range) -> Callable[[Record], bool]:
    return _range_test(node) if isinstance(node, Range) else _value_test(node)


def _values(field: str) -> Callable[[Record], tuple[str, ...]]:
    table: dict[str, Callable[[Record], tuple[str, ...]]] = {
        "publication type": lambda r: r.publication_types,
        "language": lambda r: r.languages,
        "author": lambda r: r.authors,
        "journal": lambda r: (r.journal, r.journal_short, *r.issn),
        "pmid": lambda r: (r.pmid or "",),
        "qualifier": lambda r: tuple(q for h in r.headings for q in h.qualifiers),
    }
    if field not in table:
        raise BadStrategy(f"records at hand cannot be searched by {field}", then="leave that condition out")
    return table[field]


def _value_test(node: Value) -> Callable[[Record], bool]:
    if node.field == "subset" and "".join(map(str, node.word.parts)) == "hasabstract":
        return lambda r: bool(r.abstract)
    of = _values(node.field)
    plain = "".join(p if isinstance(p, str) else "" for p in node.word.parts)
    wanted = _LANGUAGES.get(plain, plain) if node.field == "language" else None
    if wanted is not None:
        return lambda r: wanted in (v.lower() for v in of(r)) or plain in (v.lower() for v in of(r))
    pattern = re.compile("".join(".*" if isinstance(p, Wild) else re.escape(p.strip('"')) for p in node.word.parts))
    tail = re.compile(pattern.pattern + (r"(\s\w{1,3})?" if node.field == "author" else ""))
    return lambda r: any(tail.fullmatch(v.lower().replace(",", "")) for v in of(r))


def _range_test(node: Range) -> Callable[[Record], bool]:
    if node.field == "pmid":
        low, high = int(node.low), int(node.high)
        return lambda r: r.pmid is not None and low <= int(r.pmid) <= high
    first, last = _day(node.low, first=True), _day(node.high, first=False)
    if node.field == "published":
        return lambda r: any(_day(p, first=False) >= first and _day(p, first=True) <= last for p in r.published)

    def within(record: Record) -> bool:
        day = getattr(record, node.field)
        return day is not None and first <= day.isoformat() <= last

    return within


def _day(text: str, *, first: bool) -> str:
    """A year, month or day as the first or last day that it can mean.

    >>> _day("2016/11", first=True), _day("3000", first=False)
    ('2016-11-01', '3000-12-31')
    """
    year, month, day = [*re.split(r"[/-]", text.strip('"')), "", ""][:3]
    return f"{year:0>4}-{(month or ('01' if first else '12')):0>2}-{(day or ('01' if first else '31')):0>2}"
