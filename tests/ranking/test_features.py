"""Weights of terms, against scikit-learn's own vectoriser on the same texts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from resift.ranking import Document
from resift.ranking.features import vectorise

# no blank or other white space inside a word; upper and lower case, accents, hyphens, other scripts
words = st.text(alphabet="abcdeABé-,7λ精", min_size=1, max_size=9)
texts = st.lists(st.lists(words, max_size=8).map(" ".join), min_size=2, max_size=6)


def expected_products(corpus: list[str]) -> np.ndarray:
    """Inner products of the documents after scikit-learn: words 1-2, and .7 times pieces 4-5."""
    lengths = {"word": ((1, 2), 1.0), "char_wb": ((4, 5), 0.7)}
    products = np.zeros((len(corpus), len(corpus)))
    for analyzer, (ngrams, weight) in lengths.items():
        maker = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams, sublinear_tf=True, max_df=0.95)
        try:
            table = maker.fit_transform(corpus) * weight
        except ValueError:  # it refuses texts without a single term
            continue
        products += (table @ table.T).toarray()
    return products


@given(texts)
def test_words_and_pieces_of_words_weigh_what_scikit_learn_gives_them(corpus: list[str]):
    table = vectorise([Document(id=str(i), title=text) for i, text in enumerate(corpus)])
    assert (table @ table.T).toarray() == pytest.approx(expected_products(corpus), abs=1e-12)


def closeness(a: Document, b: Document) -> float:
    other = Document(id="c", title="Fatigue of steel girders", keywords=("Materials Testing",))
    table = vectorise([a, b, other])
    return float((table @ table.T).toarray()[0, 1])


def test_british_and_american_spelling_share_pieces_of_a_word():
    a, b = Document(id="a", title="Randomised"), Document(id="b", title="randomized")
    assert closeness(a, b) > 0.1


def test_index_terms_alone_bring_two_documents_together():
    terms = ("Social Support",)
    a, b = Document(id="a", title="Visits", keywords=terms), Document(id="b", title="Calls", keywords=terms)
    assert closeness(a, b) == pytest.approx(0.5**2)


def test_two_ways_to_write_the_same_characters_are_one_word():
    assert closeness(Document(id="a", title="cafe\u0301s"), Document(id="b", title="CAF\u00c9S")) == pytest.approx(1.49)


def test_a_document_without_words_is_a_row_without_weights():
    table = vectorise([Document(id="a", title=""), Document(id="b", title="Befriending"), Document(id="c", title="?")])
    assert table.shape[0] == 3
    assert table[[0]].sum() == 0


@pytest.mark.parametrize("corpus", [[], [""], ["befriending"], ["same text", "same text"]])
def test_documents_that_nothing_tells_apart_have_no_weights_at_all(corpus: list[str]):
    table = vectorise([Document(id=str(i), title=text) for i, text in enumerate(corpus)])
    assert table.shape[0] == len(corpus)
    assert table.nnz == 0
