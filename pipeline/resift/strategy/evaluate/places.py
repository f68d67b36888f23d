"""Where each word stands: the positional index proper."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from resift.records import Record
from resift.strategy.evaluate.segments import normal, segments, words
from resift.strategy.evaluate.spans import Flags, Rows, Spans
from resift.strategy.tree import Wild, Word

_LAST = "\U0010ffff"


class Places:
    """The places of all words of some records.

    Each segment has room for twice the words of the longest one (a power of two places), so that the segment of a
    place is a shift away and no distance up to ``longest`` leads from one segment into the next.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self._fields: dict[str, int] = {}
        ids: defaultdict[str, int] = defaultdict()
        ids.default_factory = ids.__len__
        token, length, field, row = array("q"), array("q"), array("q"), array("q")
        for i, record in enumerate(records):
            for name, text in segments(record):
                if text and (found := words(text)):
                    token.extend(map(ids.__getitem__, found))
                    length.append(len(found))
                    field.append(self._fields.setdefault(name, len(self._fields)))
                    row.append(i)
        self.longest = max(length, default=0)
        self._bits = (2 * self.longest + 1).bit_length()
        self._field, self._row, self._length = _row_of(field), _row_of(row), _row_of(length)
        self._in_fields: dict[frozenset[str], Flags] = {}
        self._vocabulary = sorted(ids)
        self._arrange(_row_of(token), self._length, ids)

    def _arrange(self, token: Rows, length: Rows, ids: dict[str, int]) -> None:
        """Places ordered by word, words in the order of the alphabet: those of ``stem*`` lie together."""
        rank = np.empty(len(ids), dtype=np.int64)
        rank[np.fromiter((ids[w] for w in self._vocabulary), np.int64, len(ids))] = np.arange(len(ids))
        ranks = rank[token]
        segment = np.repeat(np.arange(len(length), dtype=np.int64), length)
        within = np.arange(len(token), dtype=np.int64) - np.repeat(np.cumsum(length) - length, length)
        self._place: Rows = ((segment << self._bits) + within)[np.argsort(ranks, kind="stable")]
        self._bounds = np.concatenate([[0], np.cumsum(np.bincount(ranks, minlength=len(ids)))])

    def of(self, word: Word, fields: frozenset[str]) -> Rows:
        """The places of a word in any of the fields, ascending."""
        pieces = [self._place[self._bounds[low] : self._bounds[high]] for low, high in self._matching(word)]
        if not pieces:
            return np.zeros(0, dtype=np.int64)
        places: Rows = np.concatenate(pieces)
        places = places[self._allowed(fields)[places >> self._bits]]
        places.sort()
        return places

    def rows(self, places: Rows) -> Rows:
        """The records that the places are in, as positions; one may come more than once."""
        found: Rows = self._row[places >> self._bits]
        return found

    def edges(self, spans: Spans) -> tuple[Flags, Flags]:
        """Of each stretch whether it begins with its segment, and whether it ends with it."""
        within = (1 << self._bits) - 1
        last = self._length[spans.ends >> self._bits] - 1
        return (spans.starts & within) == 0, (spans.ends & within) == last

    def _allowed(self, fields: frozenset[str]) -> Flags:
        """Of each segment whether its field is among ``fields``."""
        if fields not in self._in_fields:
            codes = [code for name, code in self._fields.items() if name in fields]
            self._in_fields[fields] = np.isin(self._field, codes)
        return self._in_fields[fields]

    def _matching(self, word: Word) -> Iterator[tuple[int, int]]:
        """Ranges of the vocabulary that a word stands for: from, to."""
        low = bisect_left(self._vocabulary, stem := normal(word.stem if word.wild else _literal(word)))
        if not word.wild:
            if low < len(self._vocabulary) and self._vocabulary[low] == stem:
                yield low, low + 1
            return
        high = bisect_left(self._vocabulary, stem + _LAST)
        if word.parts[bool(stem) :] == (Wild(),):
            yield low, high
            return
        pattern = re.compile(regex(word))
        yield from ((i, i + 1) for i in range(low, high) if pattern.fullmatch(self._vocabulary[i]))


def regex(word: Word) -> str:
    """A word with wildcards as a regular expression over normal words.

    >>> regex(Word(("wom", Wild(1, 1), "n")))
    'wom\\\\w{1,1}n'
    """
    return "".join(
        f"\\w{{{p.low},{'' if p.high is None else p.high}}}" if isinstance(p, Wild) else re.escape(normal(p))
        for p in word.parts
    )


def _literal(word: Word) -> str:
    return "".join(str(p) for p in word.parts)


def _row_of(numbers: array[int]) -> Rows:
    return np.frombuffer(numbers, dtype=np.int64) if numbers else np.zeros(0, dtype=np.int64)
