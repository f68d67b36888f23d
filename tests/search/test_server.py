"""The E-utilities on loopback look and behave like the real ones (pubmed.md, sections 1, 3 and 11)."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
import requests
from Bio import Entrez as BioEntrez

from resift.errors import BadFile, BadStrategy
from resift.search import answers
from resift.search.corpus import Corpus
from resift.search.server import background, serve

REFERENCES = (
    '<ReferenceList><Reference><Citation>Invented.</Citation><ArticleIdList><ArticleId IdType="pubmed">{}</ArticleId>'
    "</ArticleIdList></Reference></ReferenceList>"
)


@pytest.fixture
def server(make_corpus, make_article):
    texts = ("Allotments.", "Befriending.", "Befriending in towns.")
    articles = [make_article(n, t, data=REFERENCES.format(n - 1)) for n, t in enumerate(texts, start=1)]
    with background(serve(make_corpus(*articles))) as running:
        yield running


def ask(server, utility, *, post=False, **params):
    """Status, headers and body of one request."""
    address = f"{server.base_url}{utility}.fcgi"
    with requests.Session() as session:
        session.trust_env = False
        reply = (
            session.post(address, data=params, timeout=10) if post else session.get(address, params=params, timeout=10)
        )
    return reply.status_code, reply.headers, reply.content


def read(body):
    """An answer as Bio.Entrez reads it, with its own copy of the document type."""
    return BioEntrez.read(BytesIO(body))


@pytest.mark.parametrize("post", [False, True])
def test_esearch_gives_counts_ids_and_translation_by_get_and_post(server, post):
    status, headers, body = ask(server, "esearch", post=post, db="pubmed", term="befriending[ti]", retmax="5")
    found = read(body)
    assert (status, headers["Content-Type"]) == (200, "text/xml; charset=UTF-8")
    assert (found["Count"], found["RetMax"], found["RetStart"]) == ("2", "2", "0")
    assert (found["IdList"], found["QueryTranslation"]) == (["3", "2"], "befriending[ti]")


def test_an_esearch_answer_has_the_bytes_of_a_recorded_one(server):
    body = ask(server, "esearch", db="pubmed", term="befriending[ti]")[2]
    assert body == (
        b'<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" '
        b'"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n<eSearchResult><Count>2</Count>'
        b"<RetMax>2</RetMax><RetStart>0</RetStart><IdList>\n<Id>3</Id>\n<Id>2</Id>\n</IdList><TranslationSet/>"
        b"<QueryTranslation>befriending[ti]</QueryTranslation></eSearchResult>\n"
    )


def test_a_term_that_finds_nothing_is_reported_as_not_found(server):
    body = ask(server, "esearch", db="pubmed", term="abcXYZ")[2]
    assert body.endswith(
        b"<Count>0</Count><RetMax>0</RetMax><RetStart>0</RetStart><IdList/><TranslationSet/><QueryTranslation>abcXYZ"
        b"</QueryTranslation><ErrorList><PhraseNotFound>abcXYZ</PhraseNotFound></ErrorList><WarningList>"
        b"<OutputMessage>No items found.</OutputMessage></WarningList></eSearchResult>\n"
    )


def test_pages_follow_each_other_and_end_at_the_cap(server, monkeypatch):
    monkeypatch.setattr(answers, "CAP", 2)
    term = "allotments[ti] OR befriending[ti]"
    pages = [read(ask(server, "esearch", db="pubmed", term=term, retstart=n, retmax=5)[2]) for n in (0, 1)]
    assert [(p["Count"], p["RetMax"], list(p["IdList"])) for p in pages] == [("3", "2", ["3", "2"]), ("3", "1", ["2"])]
    assert (
        b"<ERROR>Search Backend failed: Exception:\n'retstart' cannot be larger than 9998."
        in (ask(server, "esearch", db="pubmed", term=term, retstart=2)[2])
    )
    small = read(ask(server, "esearch", db="pubmed", term="allotments[ti]", retstart=2)[2])
    assert (list(small["IdList"]), "Restrictions achieved" in small["WarningList"]["OutputMessage"][0]) == ([], True)


def test_efetch_gives_known_records_in_the_order_asked_and_is_silent_about_others(server):
    body = ask(server, "efetch", post=True, db="pubmed", id="3,77,1", retmode="xml")[2]
    found = read(body)["PubmedArticle"]
    assert [str(a["MedlineCitation"]["PMID"]) for a in found] == ["3", "1"]


def test_efetch_of_unknown_ids_is_the_empty_set_as_recorded(server):
    assert ask(server, "efetch", db="pubmed", id="77", retmode="xml")[2] == (
        b'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
        b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n</PubmedArticleSet>'
    )


def test_efetch_of_malformed_ids_is_a_400(server):
    status, _, body = ask(server, "efetch", db="pubmed", id="x,y", retmode="xml")
    assert (status, body.startswith(b"ID list is empty!")) == (400, True)


def test_unsupported_rettype_gives_an_empty_body(server):
    assert ask(server, "efetch", db="pubmed", id="1", rettype="full")[::2] == (200, b"")


def test_the_history_leads_from_epost_and_esearch_to_efetch_until_it_is_evicted(server):
    posted = read(ask(server, "epost", post=True, db="pubmed", id="1,2")[2])
    searched = read(ask(server, "esearch", db="pubmed", term="towns[ti]", usehistory="y", WebEnv=posted["WebEnv"])[2])
    assert (posted["QueryKey"], searched["QueryKey"], searched["WebEnv"]) == ("1", "2", posted["WebEnv"])
    fetch = {"db": "pubmed", "WebEnv": posted["WebEnv"], "query_key": "2", "retmode": "xml"}
    assert b">3</PMID>" in ask(server, "efetch", **fetch)[2]
    server.entrez.evict()
    assert ask(server, "efetch", **fetch)[2].endswith(
        b"<eFetchResult>\n\t<ERROR>Unable to obtain query #2</ERROR>\n</eFetchResult>\n"
    )


def test_errors_of_epost_and_esummary_have_the_recorded_bytes(server):
    assert ask(server, "epost", db="nothing", id="1")[2] == (
        b'<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE ePostResult PUBLIC "-//NLM//DTD epost 20090526//EN" '
        b'"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20090526/epost.dtd">\n<ePostResult>\n'
        b"\t<ERROR>Invalid db name specified: nothing</ERROR>\n</ePostResult>\n"
    )
    assert b"\t<ERROR>Neither query_key nor id specified</ERROR>" in ask(server, "esummary", db="pubmed")[2]


def test_einfo_esummary_and_elink_are_readable(server):
    assert read(ask(server, "einfo")[2])["DbList"] == ["pubmed"]
    assert read(ask(server, "einfo", db="pubmed")[2])["DbInfo"][0]["Count"] == "3"
    assert [s["Title"] for s in read(ask(server, "esummary", db="pubmed", id="1,2")[2])] == [
        "Allotments.",
        "Befriending.",
    ]
    link = {"dbfrom": "pubmed", "db": "pubmed", "cmd": "neighbor", "id": ["2", "3"]}
    for name, expected in (("pubmed_pubmed_refs", [["1"], ["2"]]), ("pubmed_pubmed_citedin", [["3"], []])):
        sets = read(ask(server, "elink", linkname=name, **link)[2])
        assert [[x["Id"] for db in s["LinkSetDb"] for x in db["Link"]] for s in sets] == expected


@pytest.mark.parametrize(
    ("utility", "params"),
    [
        ("esearch", {"term": "(a[ti]"}),
        ("esearch", {"term": "a[ti]", "reldate": "60"}),
        ("esearch", {"term": "a[ti]", "sort": "colour"}),
        ("esearch", {"term": "a[ti]", "retmode": "json"}),
        ("efetch", {"id": "1", "rettype": "medline", "retmode": "text"}),
        ("elink", {"id": "1", "dbfrom": "pubmed", "linkname": "pubmed_pubmed"}),
    ],
)
def test_what_the_server_does_not_know_it_refuses_loudly(server, utility, params):
    status, _, body = ask(server, utility, db="pubmed", **params)
    assert (status, len(body) > 20) == (501, True)


def test_there_is_nothing_but_the_utilities(server):
    assert ask(server, "espell", db="pubmed")[0] == 404


def test_an_unknown_field_is_named(server):
    found = read(ask(server, "esearch", db="pubmed", term="towns[nosuch]")[2])
    assert (found["Count"], found["ErrorList"]["FieldNotFound"]) == ("0", ["nosuch"])


def test_words_and_phrases_outside_the_declared_indexes_are_named(make_corpus, make_article):
    vocabulary, phrases = frozenset({"rural", "towns"}), frozenset({"small towns"})
    corpus = make_corpus(make_article(1, "Rural towns."))
    with background(serve(corpus, vocabulary=vocabulary, phrases=phrases)) as running:
        term = 'rural[ti] OR hamlets[ti] OR "rural towns"[ti] OR "small towns"[ti] OR town*[ti]'
        found = read(ask(running, "esearch", db="pubmed", term=term)[2])
    assert found["ErrorList"]["PhraseNotFound"] == ["hamlets", "small"]
    assert found["WarningList"]["QuotedPhraseNotFound"] == ['"rural towns"']


@pytest.mark.parametrize(("key", "limit"), [(None, 3), ("fictionalkey", 10)])
def test_the_rate_is_limited_per_caller_when_asked_for(make_corpus, make_article, key, limit):
    identity = {"api_key": key} if key else {}
    with background(serve(make_corpus(make_article(1)), limited=True, now=lambda: 0.0)) as running:
        replies = [ask(running, "einfo", **identity) for _ in range(limit + 1)]
    assert [r[0] for r in replies] == [200] * limit + [429]
    assert [r[1]["X-RateLimit-Remaining"] for r in replies] == [str(n) for n in [*range(limit - 1, -1, -1), 0]]
    assert json.loads(replies[-1][2]) == {
        "error": "API rate limit exceeded", "api-key": key or "127.0.0.1", "count": f"{limit + 1}", "limit": f"{limit}",
    }  # fmt: skip


def test_dates_given_as_parameters_limit_the_search(make_corpus, make_article):
    day = "<Year>2016</Year><Month>11</Month><Day>{}</Day>"
    history = '<History><PubMedPubDate PubStatus="entrez">' + day + "</PubMedPubDate></History>"
    corpus = make_corpus(*(make_article(n, data=history.format(n)) for n in (7, 8, 9)))
    with background(serve(corpus)) as running:
        window = {"datetype": "crdt", "mindate": "2016/11/08", "maxdate": "3000"}
        found = read(ask(running, "esearch", db="pubmed", term="fictional[ti]", **window)[2])
        assert sorted(found["IdList"]) == ["8", "9"]
        assert ask(running, "esearch", db="pubmed", term="a[ti]", mindate="2016")[0] == 501


def test_a_later_file_replaces_a_record_unless_its_version_is_lower(tmp_path, make_article, make_set):
    old, new = make_article(5, "Old."), make_article(5, "New.")
    second = make_article(5, "Second.").replace('Version="1"', 'Version="2"')
    for name, text in (("a", old), ("b", new)):
        (tmp_path / f"{name}.xml").write_bytes(make_set(text))
    assert [r.title for r in Corpus([tmp_path]).records] == ["New."]
    (tmp_path / "a.xml").write_bytes(make_set(second))
    assert [r.title for r in Corpus([tmp_path]).records] == ["Second."]


def test_a_folder_without_xml_and_a_query_with_an_error_are_named(tmp_path, make_corpus, make_article):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadFile, match="no PubMed XML"):
        Corpus([tmp_path / "empty"])
    with pytest.raises(BadStrategy, match="never closed"):
        make_corpus(make_article(1)).find("(a[ti]")
