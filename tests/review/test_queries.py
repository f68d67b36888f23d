"""A strategy sent to PubMed on loopback as several queries, and a history sent as one."""

import datetime as dt
from pathlib import Path

from resift.review.review import Review, start_review
from resift.review.worked import worked_files
from resift.search.corpus import Corpus
from resift.search.eutils import Eutils
from resift.search.server import running

STEMS = ("social", "communit", "peer", "friend", "employ", "garden")


def _review(folder: Path, strategy: str) -> Review:
    files = dict(worked_files(("review.toml", "queries", "screening", "data/previous")))
    files["queries/published.txt"] = files["queries/repaired.txt"] = strategy.encode()
    files["review.toml"] = files["review.toml"].replace(b'mode = "tight"', b'mode = "superset"')
    start_review(folder, files)
    return Review(folder)


def test_a_strategy_of_300_truncated_words_is_sent_as_two_queries_and_finds_what_it_means(
    tmp_path: Path, root: Path
) -> None:
    words = [*(f"fiktiv{i:03d}*" for i in range(294)), *(f"{s}*" for s in STEMS)]
    corpus = Corpus([root / "data/demo/pubmed.xml"])
    wanted = {r.accession for r in corpus.find(" OR ".join(f"{s}*[ti]" for s in STEMS))}
    assert len(wanted) > 100
    review = _review(tmp_path / "review", f"({' or '.join(words)}).ti.")
    with running(corpus) as base_url:
        review.search(
            ("pubmed",), since=dt.date(1900, 1, 1), client=Eutils(base_url, email="fictional.reviewer@example.org")
        )
    run = review.store.runs()[0]
    assert run.translation.count("\n\n") == 1
    assert {r.accession for r in review.store.records() if r.id.startswith(run.id)} == wanted
    assert run.reported == len(wanted)


def test_an_ovid_history_is_sent_as_one_query(tmp_path: Path, root: Path) -> None:
    review = _review(tmp_path / "review", "1. social*.ti.\n2. peer*.ti.\n3. or/1-2\n4. trial.ti.\n5. 3 and 4\n")
    corpus = Corpus([root / "data/demo/pubmed.xml"])
    with running(corpus) as base_url:
        review.search(
            ("pubmed",), since=dt.date(1900, 1, 1), client=Eutils(base_url, email="fictional.reviewer@example.org")
        )
    run = review.store.runs()[0]
    wanted = corpus.find("(social*[ti] OR peer*[ti]) AND trial[ti]")
    assert run.translation.startswith("((social*[ti] OR peer*[ti]) AND trial[ti]) AND (1900")
    assert run.reported == len(wanted) > 0
