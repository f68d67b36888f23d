"""A search is complete or it stops: ids by ranges, records by batches, and going on after an interruption."""

from __future__ import annotations

import re

import pytest

from resift.errors import BadStrategy, SearchFailed
from resift.search import answers, pubmed
from resift.search.answers import Entrez
from resift.search.archive import Archive
from resift.search.corpus import Corpus
from resift.search.medline import read_records
from resift.search.server import Pace, Server, background, running, serve


@pytest.fixture
def low_cap(monkeypatch):
    """The real cap of 9,999 lowered to 20 on both sides, so that a small corpus crosses it."""
    monkeypatch.setattr(pubmed, "CAP", 20)
    monkeypatch.setattr(answers, "CAP", 20)


def _pmids(bodies):
    return [r.accession for body in bodies for r in read_records(body)]


@pytest.mark.parametrize("size", [0, 1, 19, 20, 21, 95])
def test_every_id_is_found_below_at_and_above_the_cap(size, low_cap, make_corpus, make_article, connect):
    pmids = [7 * n + 1 for n in range(size)]
    with running(make_corpus(make_article(99_999_999, "Other."), *map(make_article, pmids))) as url:
        hits = pubmed.search(connect(url), "fictional[ti] OR absent[ti]")
    assert (hits.count, hits.ids) == (size, tuple(str(p) for p in pmids))


def test_the_query_stays_whole_when_it_is_cut_into_ranges(low_cap, make_corpus, make_article, connect):
    with running(make_corpus(*(make_article(n, "one" if n % 2 else "two") for n in range(1, 61)))) as url:
        assert pubmed.search(connect(url), "one[ti] OR two[ti]").count == 60


class Drifting(Server):
    """A PubMed that loses a record with each request, for the first ``drifts`` requests."""

    drifts = 0

    def answer(self, utility, method, form, caller):
        answer = super().answer(utility, method, form, caller)
        if len(self.seen) <= self.drifts and len(self.entrez.corpus.records) > 1:
            self.entrez.corpus.records = self.entrez.corpus.records[:-1]
            self.entrez.corpus.__dict__.pop("_index", None)
        return answer


def _drifting(corpus, drifts):
    server = Drifting(Entrez(corpus), Pace(lambda: 0.0, enforced=False), ("127.0.0.1", 0))
    server.drifts = drifts
    return background(server)


def test_a_count_that_changes_on_the_way_makes_the_search_start_again(low_cap, make_corpus, make_article, connect):
    with _drifting(make_corpus(*map(make_article, range(1, 41))), drifts=2) as server:
        hits = pubmed.search(connect(server.base_url), "fictional[ti]")
    assert (hits.count, len(hits.ids)) == (38, 38)


def test_a_count_that_never_settles_is_an_error(low_cap, make_corpus, make_article, connect):
    with (
        _drifting(make_corpus(*map(make_article, range(1, 201))), drifts=150) as server,
        pytest.raises(SearchFailed, match=r"counts \d+ records but lists \d+"),
    ):
        pubmed.search(connect(server.base_url), "fictional[ti]")


def test_a_search_that_never_settled_can_be_run_again_on_the_same_archive(
    low_cap, make_corpus, make_article, connect, clock, tmp_path
):
    corpus = make_corpus(*map(make_article, range(1, 201)))
    with _drifting(corpus, drifts=150) as server, pytest.raises(SearchFailed, match="after 3 rounds"):
        pubmed.search(connect(server.base_url, archive=Archive(tmp_path / "kept", clock)), "fictional[ti]")
    left = len(corpus.records)
    with running(corpus) as url:
        client = connect(url, archive=Archive(tmp_path / "kept", clock))
        assert pubmed.search(client, "fictional[ti]").count == left


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("fictional[nosuchfield]", "FieldNotFound"),
        ("nowhere[ti]", "PhraseNotFound"),
        ('"fictional study"[ti]', "QuotedPhraseNotFound"),
    ],
)
def test_what_pubmed_does_not_know_stops_the_search_until_accepted(term, kind, make_corpus, make_article, connect):
    with running(make_corpus(make_article(1)), phrases=frozenset()) as url:
        with pytest.raises(BadStrategy, match="PubMed"):
            pubmed.search(connect(url), term)
        hits = pubmed.search(connect(url), term, accept={kind})
    assert kind in {w.kind for w in hits.warnings}


def test_an_error_in_the_query_that_nobody_knew_of_stops_the_search_until_accepted(faulty, connect, make_article):
    said = (
        "<eSearchResult><Count>0</Count><IdList/><ErrorList><FieldTooOld>ti</FieldTooOld></ErrorList></eSearchResult>"
    )

    def strange(handler, answer):
        super(type(handler), handler).send(type(answer)(status=200, body=said.encode()))

    client = connect(faulty(lambda _: strange, make_article(1)).base_url)
    with pytest.raises(BadStrategy, match="PubMed reports FieldTooOld: 'ti'") as failure:
        pubmed.search(client, "a[ti]")
    assert "--accept-warning FieldTooOld" in failure.value.then
    assert pubmed.search(client, "a[ti]", accept={"FieldTooOld"}).count == 0


def test_several_unknown_things_are_named_at_once_and_each_must_be_accepted(make_corpus, make_article, connect):
    term = '"fictional study"[ti] OR nowhere[ti]'
    with running(
        make_corpus(make_article(1)), phrases=frozenset(), vocabulary=frozenset({"fictional", "study"})
    ) as url:
        with pytest.raises(BadStrategy) as failure:
            pubmed.search(connect(url), term)
        assert "--accept-warning PhraseNotFound --accept-warning QuotedPhraseNotFound" in failure.value.then
        with pytest.raises(BadStrategy, match="phrase '\"fictional study\"'") as failure:
            pubmed.search(connect(url), term, accept={"PhraseNotFound"})
        assert "nowhere" not in str(failure.value)
        hits = pubmed.search(connect(url), term, accept={"PhraseNotFound", "QuotedPhraseNotFound"})
    assert hits.ids == ("1",)


def test_an_accepted_warning_is_accepted_in_every_range_and_kept(low_cap, make_corpus, make_article, connect):
    corpus = make_corpus(*map(make_article, range(1, 61)))
    with running(corpus, phrases=frozenset()) as url:
        hits = pubmed.search(connect(url), '"fictional study"[ti]', accept={"QuotedPhraseNotFound"})
    assert (hits.count, [w.kind for w in hits.warnings]) == (60, ["QuotedPhraseNotFound"])


def test_a_count_above_the_cap_for_a_single_pmid_is_an_error_not_an_endless_search(
    low_cap, faulty, connect, make_article
):
    listed = "".join(f"<Id>{n}</Id>" for n in range(1, 21))
    said = f"<eSearchResult><Count>21</Count><IdList>{listed}</IdList></eSearchResult>"

    def always(handler, answer):
        super(type(handler), handler).send(type(answer)(status=200, body=said.encode()))

    server = faulty(lambda _: always, make_article(1))
    with pytest.raises(SearchFailed, match="counts 21 records with the PMID 99999999"):
        pubmed.search(connect(server.base_url), "a[ti]")
    assert len(server.seen) < 40


def test_how_often_a_search_began_anew_is_told(low_cap, make_corpus, make_article, connect):
    with _drifting(make_corpus(*map(make_article, range(1, 41))), drifts=2) as server:
        assert pubmed.search(connect(server.base_url), "fictional[ti]").rounds == 2


def test_progress_ends_at_the_whole(low_cap, make_corpus, make_article, connect):
    told: list[tuple[int, int]] = []
    with running(make_corpus(*map(make_article, range(1, 61)))) as url:
        client = connect(url)
        hits = pubmed.search(client, "fictional[ti]", progress=lambda *seen: told.append(seen))
        pubmed.fetch(client, hits.ids, batch=25, progress=lambda *seen: told.append(seen))
    assert told[-4:] == [(60, 60), (25, 60), (50, 60), (60, 60)]


def test_each_record_comes_once_and_what_is_missing_is_named(make_corpus, make_article, connect):
    with background(serve(make_corpus(*map(make_article, range(1, 11))))) as server:
        asked = [str(n) for n in range(1, 15)]
        fetched = pubmed.fetch(connect(server.base_url), [*asked, "3"], batch=4)
    assert _pmids(fetched.bodies) == [str(n) for n in range(1, 11)]
    assert fetched.not_returned == ("11", "12", "13", "14")
    assert len(server.seen) == 4 + 2


def test_a_record_that_comes_late_is_not_lost(faulty, connect, make_article, make_set):
    def without_two(handler, answer):
        thin = re.sub(rb"<PubmedArticle>(?:(?!</PubmedArticle>).)*>2</PMID>.*?</PubmedArticle>", b"", answer.body)
        super(type(handler), handler).send(type(answer)(status=200, body=thin))

    server = faulty(lambda call: without_two if call == 0 else None, *map(make_article, (1, 2, 3)))
    fetched = pubmed.fetch(connect(server.base_url), ["1", "2", "3"])
    assert (_pmids(fetched.bodies), fetched.not_returned) == (["1", "3", "2"], ())


@pytest.mark.parametrize("spoilt", ["foreign", "twice"])
def test_a_batch_with_wrong_records_is_asked_again(spoilt, faulty, connect, make_article, make_set):
    wrong = make_set(*map(make_article, (1, 9) if spoilt == "foreign" else (1, 1)))

    def spoil(handler, answer):
        super(type(handler), handler).send(type(answer)(status=200, body=wrong))

    server = faulty(lambda call: spoil if call == 0 else None, *map(make_article, (1, 2)))
    fetched = pubmed.fetch(connect(server.base_url), ["1", "2"])
    assert (_pmids(fetched.bodies), len(server.seen)) == (["1", "2"], 2)


def test_a_batch_that_fails_is_halved_until_it_passes(faulty, connect, make_article):
    def too_large(handler, answer):
        body = b"" if answer.body.count(b"</PubmedArticle>") > 2 else answer.body
        super(type(handler), handler).send(type(answer)(status=200, body=body))

    server = faulty(lambda _: too_large, *map(make_article, range(1, 8)))
    fetched = pubmed.fetch(connect(server.base_url, tries=2), [str(n) for n in range(1, 8)])
    assert sorted(_pmids(fetched.bodies)) == [str(n) for n in range(1, 8)]


def test_what_a_halved_batch_brought_is_not_asked_for_again(faulty, connect, make_article, clock, tmp_path):
    def too_large(handler, answer):
        body = b"" if answer.body.count(b"</PubmedArticle>") > 2 or b">4</PMID>" in answer.body else answer.body
        super(type(handler), handler).send(type(answer)(status=200, body=body))

    server = faulty(lambda call: too_large if call < 11 else None, *map(make_article, range(1, 5)))
    asked, kept = [str(n) for n in range(1, 5)], tmp_path / "kept"
    with pytest.raises(SearchFailed, match="PMID 4: efetch failed 3 times"):
        pubmed.fetch(connect(server.base_url, tries=3, archive=Archive(kept, clock)), asked)
    before = len(server.seen)
    fetched = pubmed.fetch(connect(server.base_url, archive=Archive(kept, clock)), asked)
    assert _pmids(fetched.bodies) == asked
    assert [s.ids for s in server.seen[before:]] == [("4",)]


def test_what_was_stored_in_other_batches_is_not_asked_for_again(make_corpus, make_article, connect, clock, tmp_path):
    with background(serve(make_corpus(*map(make_article, range(1, 11))))) as server:
        client = connect(server.base_url, archive=Archive(tmp_path / "kept", clock))
        pubmed.fetch(client, ["3", "4", "5"], batch=3)
        fetched = pubmed.fetch(client, [str(n) for n in range(1, 11)], batch=4)
    assert [s.ids for s in server.seen] == [("3", "4", "5"), ("1", "2"), ("6", "7", "8"), ("9", "10")]
    assert sorted(_pmids(fetched.bodies), key=int) == [str(n) for n in range(1, 11)]


def test_a_server_that_leaves_out_most_records_fails_and_is_not_believed(faulty, connect, make_article, make_set):
    def nothing(handler, answer):
        super(type(handler), handler).send(type(answer)(status=200, body=make_set()))

    server = faulty(lambda _: nothing, make_article(1))
    with pytest.raises(SearchFailed, match="efetch gave 0 of 10 records"):
        pubmed.fetch(connect(server.base_url, tries=2), [str(n) for n in range(1, 11)])
    assert len(server.seen) == 2
    assert len(pubmed.fetch(connect(server.base_url), [str(n) for n in range(1, 10)]).not_returned) == 9


def test_two_versions_of_a_record_are_no_duplicate_and_the_higher_one_counts(faulty, connect, make_article, make_set):
    second = make_article(1, "Second.").replace('Version="1"', 'Version="2"')

    def both(handler, answer):
        super(type(handler), handler).send(type(answer)(status=200, body=make_set(second, make_article(1, "First."))))

    fetched = pubmed.fetch(connect(faulty(lambda _: both, make_article(1)).base_url), ["1"])
    records = pubmed.newest(r for body in fetched.bodies for r in read_records(body))
    assert [(r.accession, r.title) for r in records] == [("1", "Second.")]


def test_a_batch_is_not_halved_when_the_rate_is_the_reason(faulty, connect, make_article):
    server = faulty(lambda _: "429 without Retry-After", *map(make_article, (1, 2)))
    with pytest.raises(SearchFailed, match="failed 2 times"):
        pubmed.fetch(connect(server.base_url, tries=2), ["1", "2"])
    assert len(server.seen) == 2


def test_what_is_no_pmid_is_refused_before_anything_is_asked(connect):
    with pytest.raises(SearchFailed, match="'PMC12' is not a PMID"):
        pubmed.fetch(connect("http://127.0.0.1:9/"), ["1", "PMC12"])


class Killed(BaseException):
    """The process ends here, as by kill -9."""


@pytest.mark.parametrize("moment", range(1, 9))
def test_an_interrupted_run_goes_on_without_asking_again(
    moment, low_cap, make_corpus, make_article, connect, clock, tmp_path
):
    def run(client):
        hits = pubmed.search(client, "fictional[ti]")
        return hits, pubmed.fetch(client, [*hits.ids, "5000"], batch=10)

    corpus = make_corpus(*map(make_article, range(1, 31)))
    with background(serve(corpus)) as server:
        whole = run(connect(server.base_url))
        total = len(server.seen)
        client = connect(server.base_url, archive=Archive(tmp_path / "kept", clock))
        put, left = client.archive.put, iter(range(moment))

        def put_or_die(*args, **kwargs):
            entry = put(*args, **kwargs)
            if next(left, None) is None:
                raise Killed
            return entry

        client.archive.put = put_or_die
        with pytest.raises(Killed):
            run(client)
        again = run(connect(server.base_url, archive=Archive(tmp_path / "kept", clock)))
    assert again == whole
    assert len(server.seen) == 2 * total


def test_a_finished_run_is_repeated_without_a_server(make_corpus, make_article, connect, clock, tmp_path):
    with running(make_corpus(*map(make_article, range(1, 6)))) as url:
        client = connect(url, archive=Archive(tmp_path / "kept", clock))
        first = pubmed.fetch(client, pubmed.search(client, "fictional[ti]").ids)
    client = connect("http://127.0.0.1:9/", archive=Archive(tmp_path / "kept", clock))
    assert pubmed.fetch(client, pubmed.search(client, "fictional[ti]").ids) == first


@pytest.mark.slow
def test_ten_thousand_and_fifty_records_are_found_and_fetched(make_article, make_set, connect, tmp_path):
    path = tmp_path / "many.xml"
    path.write_bytes(make_set(*(make_article(3 * n) for n in range(1, 10_051))))
    with running(Corpus([path])) as url:
        client = connect(url)
        hits = pubmed.search(client, "fictional[ti]")
        bodies = [batch.body for batch in pubmed.batches(client, hits.ids)]
    assert hits.count == 10_050
    assert _pmids(bodies) == [str(3 * n) for n in range(1, 10_051)]
