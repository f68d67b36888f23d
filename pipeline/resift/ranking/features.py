"""Documents as numbers: weighted counts of words, pieces of words, and index terms (TF-IDF, Salton & Buckley 1988)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from resift.ranking.documents import Document

Table: TypeAlias = "sparse.csr_array[np.float64, tuple[int, int]]"

PIECE_WEIGHT = 0.7
KEYWORD_WEIGHT = 0.5
COMMON = 0.95
"""A term that more than this share of the documents have tells nothing about any of them."""

_WORD = re.compile(r"\b\w\w+\b")
_PIECE_LENGTHS = (4, 5)


def vectorise(documents: Sequence[Document]) -> Table:
    """Each document as a row of term weights, so that documents with much in common point the same way.

    Three blocks, each of length one per document and then weighted: words and pairs of words; pieces of four and
    five letters within a word, which make *randomised* and *randomized* alike; index terms as phrases and words.
    A document without terms is an empty row. Time and memory are linear in the number of words.

    >>> vectorise([Document(id="a", title="lonely adults"), Document(id="b", title="")]).sum(axis=1).tolist()[1]
    0.0
    """
    return named(documents)[0]


def named(documents: Sequence[Document]) -> tuple[Table, list[str]]:
    """The same, with the words that the first columns stand for, so that an order can be explained.

    >>> named([Document(id="a", title="lonely adults"), Document(id="b", title="")])[1]
    ['lonely', 'adults']
    """
    texts = [_fold(d.text) for d in documents]
    words = _Terms.of(map(_WORD.findall, texts))
    counts: Table = sparse.hstack([words.counts(), words.pairs()], format="csr")
    blocks = [
        _weigh(counts),
        _weigh(_pieces(texts)) * PIECE_WEIGHT,
        _weigh(_Terms.of(map(_keyword_terms, documents)).counts()) * KEYWORD_WEIGHT,
    ]
    table: Table = sparse.hstack(blocks, format="csr")
    table.sort_indices()
    return table, [name for name, tells in zip(words.names, _telling(counts).tolist(), strict=False) if tells]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """All terms of all documents, one after the other: term number ``ids[i]`` stands in document ``rows[i]``."""

    documents: int
    rows: NDArray[np.int64]
    ids: NDArray[np.int64]
    names: list[str]

    @classmethod
    def of(cls, terms_of_each: Iterable[Iterable[str]]) -> _Terms:
        seen: dict[str, int] = {}
        ids: list[int] = []
        ends = [0]
        for terms in terms_of_each:
            ids.extend([seen.setdefault(term, len(seen)) for term in terms])
            ends.append(len(ids))
        rows = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        return cls(documents=len(ends) - 1, rows=rows, ids=np.array(ids, dtype=np.int64), names=list(seen))

    def counts(self) -> Table:
        return _count(self.rows, self.ids, (self.documents, len(self.names)))

    def pairs(self) -> Table:
        """How often each term follows each other one within a document."""
        within = self.rows[1:] == self.rows[:-1]
        keys = (self.ids[:-1] * len(self.names) + self.ids[1:])[within]
        pairs, columns = np.unique(keys, return_inverse=True)
        return _count(self.rows[:-1][within], columns, (self.documents, len(pairs)))


def _count(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> Table:
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pieces(texts: Iterable[str]) -> Table:
    """Counts of pieces of words, by way of the distinct words: each is cut up once, however often it occurs."""
    tokens = _Terms.of(map(str.split, texts))
    return sparse.csr_array(tokens.counts() @ _Terms.of(map(_cut, tokens.names)).counts())


def _cut(token: str) -> Iterator[str]:
    """All runs of four and five characters of a token with a blank at either end; a short one is one piece."""
    padded = f" {token} "
    for length in _PIECE_LENGTHS:
        yield from (padded[i : i + length] for i in range(max(1, len(padded) - length + 1)))
        if len(padded) <= length:
            return


def _keyword_terms(document: Document) -> Iterator[str]:
    for keyword in map(_fold, document.keywords):
        yield f"phrase {keyword.strip()}"
        yield from _WORD.findall(keyword)


def _telling(counts: Table) -> NDArray[np.bool_]:
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(having <= COMMON * counts.shape[0])


def _weigh(counts: Table) -> Table:
    """Counts to weights: 1 + log of the count, times the rarity of the term, each row of length one."""
    telling: Table = counts[:, _telling(counts)]
    if telling.shape[1] == 0:
        return telling
    return sparse.csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(telling))
