"""What the included studies cite and what cites them: every work once, each with how it was found, nothing lost."""

from __future__ import annotations

import gzip
import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.web_service import Answer, Service, answered, send, serving

from resift.errors import SearchFailed
from resift.search.archive import Archive
from resift.search.citations import BOTH, Citations, Direction, How, Work, by_citation, records
from resift.search.envelopes import Transient, read_links
from resift.search.europepmc import EuropePMC
from resift.search.links import PubMedLinks, ReferenceLists
from resift.search.openalex import OpenAlex
from resift.search.server import Handler, background, serve
from resift.search.web import Web

REFS, CITING = Direction.REFERENCES, Direction.CITING
API_KEY = "fictional-openalex-key-0123"
LIST = "<ReferenceList>{}</ReferenceList>"
LISTED = (
    "<Reference><Citation>Fictional.</Citation><ArticleIdList>"
    '<ArticleId IdType="{}">{}</ArticleId></ArticleIdList></Reference>'
)


def listing(*references: tuple[str, str]) -> dict[str, str]:
    """A reference list as PubMed's records have it."""
    return {"data": LIST.format("".join(LISTED.format(*r) for r in references))}


def instead(status: int, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler, Answer], None]:
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    return lambda handler, _: send(handler, (status, named, body))


def cut(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    body = answer[2]
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[: len(body) // 2])
    hang_up(handler)


def cut_chunks(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    half = answer[2][: len(answer[2]) // 2]
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(half) + half + b"\r\n")
    hang_up(handler)


def ended_early(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    half = answer[2][: len(answer[2]) // 2]
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(half) + half)
    handler.wfile.write(b"\r\n0\r\n\r\n")


def broken_gzip(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    packed = gzip.compress(answer[2])
    send(handler, (200, {"Content-Encoding": "gzip"}, packed[: len(packed) // 2]))


def hang_up(handler: BaseHTTPRequestHandler, _: Answer | None = None) -> None:
    handler.close_connection = True
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def silent(handler: BaseHTTPRequestHandler, _: Answer) -> None:
    handler.rfile.read(1)
    handler.close_connection = True


PASSING = {
    "429": instead(429, b'{"error": "Rate limit exceeded"}'),
    "429 with Retry-After": instead(429, b"{}", Retry_After="7"),
    "403 of who asks too fast": instead(403, b'{"error": "slow down"}'),
    "500": instead(500, b"<html>broken</html>"),
    "503": instead(503, b""),
    "page under 200": instead(200, b"<!DOCTYPE html><html>maintenance</html>"),
    "empty under 200": instead(200, b""),
    "another shape under 200": instead(200, b'{"errCode": 500, "errMsg": "fictional trouble"}'),
    "a list under 200": instead(200, b"[]"),
    "cut with Content-Length": cut,
    "cut chunks": cut_chunks,
    "chunks ended early": ended_early,
    "broken gzip": broken_gzip,
    "closed at once": hang_up,
    "silence": silent,
}


@pytest.fixture
def service() -> Iterator[Callable[..., Service]]:
    """Starts a fictional service."""
    with ExitStack() as started:
        yield lambda answer: started.enter_context(serving(answer))


@pytest.fixture
def web(clock) -> Callable[..., Web]:
    """A connection to it with a clock that nobody waits for."""

    def make(server: Service, name: str = "Fictional", **options: Any) -> Web:
        given = {"clock": clock, "sleep": clock.sleep, "jitter": lambda: 0.5, "stall": 0.3} | options
        return Web(name, server.address, **given)

    return make


# a fictional Europe PMC: study 7 has 1,001 references on two pages, of which the last was not matched, and one citation
EUROPE = {
    "/MED/7/references": [{"id": str(n), "source": "MED", "title": f"Fictional {n}"} for n in range(1001, 2001)]
    + [{"title": "A fictional book.", "pubYear": 1999, "authorString": "Doe J, Roe R.", "match": "N"}],
    "/MED/7/citations": [
        {"id": "PPR9", "source": "PPR", "title": "A fictional preprint", "pubYear": "2020", "doi": "10.5555/PRE.9"}
    ],
    "/MED/8/references": [],
}


def europe(path: str, params: dict[str, str]) -> Answer:
    if path not in EUROPE:
        return answered({"errMsg": "no such thing"}, 404)
    assert params["format"] == "json"
    size, page, entries = int(params["pageSize"]), int(params["page"]), EUROPE[path]
    inner = path.rpartition("/")[2].removesuffix("s")
    part = {f"{inner}List": {inner: entries[size * (page - 1) : size * page]}} if entries else {}
    return answered({"version": "6.9", "hitCount": len(entries), **part})


def work(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"https://openalex.org/W{number}", "ids": {"openalex": f"https://openalex.org/W{number}"},
            "doi": None, "display_name": f"Fictional {number}", "publication_year": 2018, **more}  # fmt: skip


def openalex(citing: int = 0, *, needs_key: bool = True) -> Callable[[str, dict[str, str]], Answer]:
    """A fictional OpenAlex: study 7 (W7) lists W1, W2 and W404, which is gone; ``citing`` works cite it."""
    known = {
        1: work(1, ids={"pmid": "https://pubmed.ncbi.nlm.nih.gov/1001"}, doi="https://doi.org/10.5555/one"),
        2: work(2, doi="https://doi.org/10.5555/TWO"),
    }

    def answer(path: str, params: dict[str, str]) -> Answer:
        if path == "/works/pmid:7":
            listed = [f"https://openalex.org/W{n}" for n in (1, 2, 404)]
            return answered({"id": "https://openalex.org/W7", "referenced_works": listed})
        if path == "/works/pmid:70":
            return 301, {"Location": "/works/pmid:7"}, b""
        if path != "/works":
            return answered({"error": "Not Found"}, 404)
        if needs_key and "cursor" in params and params.get("api_key") != API_KEY:
            return answered({"error": "Unauthorized"}, 401)
        kind, _, value = params["filter"].partition(":")
        size = int(params["per_page"])
        if size > 100:
            return answered({"error": "Invalid per_page"}, 400)
        found = (
            [known[n] for n in (int(w.removeprefix("W")) for w in value.split("|")) if n in known]
            if kind == "openalex" else [work(n) for n in range(5000, 5000 + citing)]
        )  # fmt: skip
        start = size * (int(params["page"]) - 1) if "page" in params else int(params["cursor"].replace("*", "0"))
        following = str(start + size) if "cursor" in params and start + size < len(found) else None
        meta = {"count": len(found), "per_page": size, "next_cursor": following}
        return answered({"meta": meta, "results": found[start : start + size]})

    return answer


def test_pubmed_tells_references_and_citing_papers_of_each_study(make_corpus, make_article, connect):
    corpus = make_corpus(
        make_article(1, **listing(("pubmed", "2"), ("pubmed", "3"))), make_article(2), make_article(3),
        make_article(4, **listing(("pubmed", "1"))),
    )  # fmt: skip
    with background(serve(corpus)) as server:
        found = by_citation(["1", "2"], [PubMedLinks(connect(server.base_url), ["1", "2"])])
    assert [(w.work.pmid, [str(h) for h in w.how]) for w in found.works] == [
        ("1", ["cites PMID 2 (PubMed links)"]),
        ("2", ["in the reference list of PMID 1 (PubMed links)"]),
        ("3", ["in the reference list of PMID 1 (PubMed links)"]),
        ("4", ["cites PMID 1 (PubMed links)"]),
    ]
    assert [n for _, n in found.asked] == [2, 0, 1, 1]


def test_a_reference_list_adds_what_elink_does_not_know(make_corpus, make_article, connect):
    corpus = make_corpus(
        make_article(1, **listing(("pubmed", "2"), ("doi", "10.5555/FICTION.1"), ("pubmed", "9"))), make_article(2)
    )
    with background(serve(corpus)) as server:
        client = connect(server.base_url)
        found = by_citation(["1"], [PubMedLinks(client, ["1"]), ReferenceLists(client, ["1"])])
    both = [
        "in the reference list of PMID 1 (PubMed links)",
        "in the reference list of PMID 1 (PubMed reference lists)",
    ]
    assert [(w.work.pmid or w.work.doi, list(map(str, w.how))) for w in found.works] == [
        ("2", both), ("9", both[1:]), ("10.5555/fiction.1", both[1:]),
    ]  # fmt: skip


def test_studies_are_asked_for_in_batches_of_a_hundred_as_repeated_ids(make_corpus, make_article, connect, monkeypatch):
    corpus = make_corpus(*(make_article(n) for n in range(1, 251)))
    forms = []
    with background(serve(corpus)) as server:
        plain = server.answer
        monkeypatch.setattr(server, "answer", lambda u, m, form, c: forms.append(form) or plain(u, m, form, c))
        studies = [str(n) for n in range(1, 251)]
        found = by_citation(studies, [PubMedLinks(connect(server.base_url), studies)])
    assert [len(parse_qs(form)["id"]) for form in forms] == [100, 100, 50, 100, 100, 50]
    assert len(found.asked) == 500
    assert not found.works


def test_what_pubmed_has_no_record_of_is_not_taken_for_empty(make_corpus, make_article, connect):
    with background(serve(make_corpus(make_article(1)))) as server:
        found = by_citation(["1", "5"], [ReferenceLists(connect(server.base_url), ["1", "5"])])
    assert [(how.study, n) for how, n in found.asked] == [("1", 0), ("5", None)]


ONE = "<LinkSet><IdList><Id>{}</Id></IdList>{}</LinkSet>"
TO = "<LinkSetDb><LinkName>pubmed_pubmed_refs</LinkName><Link><Id>{}</Id></Link></LinkSetDb>"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (ONE.format(1, TO.format(5)), "1 of 2"),
        (ONE.format(1, "") + ONE.format(1, ""), "a set of links for 1"),
        (ONE.format(1, "") + ONE.format(3, ""), "a set of links for 3"),
        ("<LinkSet><IdList><Id>1</Id><Id>2</Id></IdList></LinkSet>", "a set of links for 1, 2"),
        (ONE.format(1, "") + ONE.format(2, TO.format("x")), "'x' as a PMID"),
        (ONE.format(1, "") + ONE.format(2, TO.format(5).replace("refs", "five")), "not pubmed_pubmed_refs"),
        (ONE.format(1, "") + ONE.format(2, "<LinkSetDb><ERROR>fictional</ERROR></LinkSetDb>"), "error: fictional"),
    ],
)
def test_links_that_are_not_what_was_asked_for_are_refused(inside, said):
    with pytest.raises(Transient, match=said):
        read_links(f"<eLinkResult>{inside}</eLinkResult>".encode(), ["1", "2"], "pubmed_pubmed_refs")


@pytest.mark.shared
def test_a_genuine_answer_that_merges_two_studies_is_refused_and_one_without_links_is_read(shared_dir):
    merged = (shared_dir / "samples/pubmed/biopython/elink3.xml").read_bytes()
    with pytest.raises(Transient, match="a set of links for 11812492, 11774222"):
        read_links(merged, ["11812492", "11774222"], "pubmed_pubmed")
    none = (shared_dir / "samples/pubmed/metapub/medgen_elink_pubmed_0_entries.xml").read_bytes()
    assert read_links(none, ["0"], "medgen_pubmed") == {"0": ()}


def test_references_of_studies_that_were_followed_before_are_asked_for_neither_alone_nor_along(
    make_corpus, make_article, connect
):
    corpus = make_corpus(make_article(1, **listing(("pubmed", "3"))), make_article(2), make_article(3))
    answered = {How(source="PubMed links", direction=REFS, study="1")}
    with background(serve(corpus)) as server:
        links = PubMedLinks(connect(server.base_url), ["1", "2"], followed=["1"])
        found = by_citation(["1", "2"], [links], answered=answered)
    assert [(how.direction, how.study) for how, _ in found.asked] == [(REFS, "2"), (CITING, "1"), (CITING, "2")]
    assert [s.ids for s in server.seen] == [("2",), ("1", "2")]


def test_links_of_a_study_to_itself_and_links_given_twice_count_once():
    body = f"<eLinkResult>{ONE.format(1, TO.format(1) + TO.format(5) + TO.format(5))}</eLinkResult>".encode()
    assert read_links(body, ["1"], "pubmed_pubmed_refs") == {"1": ("5",)}


def test_links_that_come_wrong_are_asked_for_again_and_a_batch_is_halved(faulty, connect, make_article):
    def short(handler, answer):
        one = b"<eLinkResult><LinkSet><IdList><Id>1</Id></IdList></LinkSet></eLinkResult>"
        Handler.send(handler, type(answer)(status=200, body=one))

    server = faulty(
        lambda call: short if call < 6 else None, make_article(1), make_article(2, **listing(("pubmed", "1")))
    )
    found = by_citation(["1", "2"], [PubMedLinks(connect(server.base_url), ["1", "2"])], directions=[CITING])
    assert [w.work.pmid for w in found.works] == ["2"]
    assert len(server.seen) == 8  # six times both, then each half


def test_links_that_stay_wrong_end_in_an_error_not_in_an_empty_answer(faulty, connect, make_article):
    def wrong(handler, answer):
        body = b"<eLinkResult><LinkSet><ERROR>fictional outage</ERROR></LinkSet></eLinkResult>"
        Handler.send(handler, type(answer)(status=200, body=body))

    server = faulty(lambda _: wrong, make_article(1))
    with pytest.raises(SearchFailed, match=r"PMID 1: .*fictional outage"):
        by_citation(["1"], [PubMedLinks(connect(server.base_url), ["1"])])


def test_europe_pmc_is_read_to_the_last_page(service, web):
    server = service(europe)
    works = EuropePMC(web(server, "Europe PMC")).references("7")
    assert works is not None
    assert len(works) == 1001
    assert works[0] == Work(pmid="1001", title="Fictional 1001")
    assert works[-1] == Work(title="A fictional book.", year=1999, authors=("Doe J", "Roe R"))
    assert [p["page"] for _, p in server.asked] == ["1", "2"]


def test_europe_pmc_names_what_is_not_in_pubmed(service, web):
    (only,) = EuropePMC(web(service(europe), "Europe PMC")).citing("7") or ()
    assert only == Work(doi="10.5555/pre.9", accession="PPR:PPR9", title="A fictional preprint", year=2020)


def test_europe_pmc_tells_no_references_from_no_such_study(service, web):
    source = EuropePMC(web(service(europe), "Europe PMC"))
    assert source.references("8") == []
    assert source.references("9") is None


def test_europe_pmc_that_lists_less_than_it_counts_is_an_error(service, web):
    def short(path: str, params: dict[str, str]) -> Answer:
        one = {"reference": [{"id": "1", "source": "MED"}] if params["page"] == "1" else []}
        return answered({"hitCount": 2, "referenceList": one})

    with pytest.raises(SearchFailed, match="counts 2 references of 7 but lists 1"):
        EuropePMC(web(service(short), "Europe PMC")).references("7")


def test_openalex_tells_references_with_their_identifiers_and_those_it_has_lost(service, web):
    works = OpenAlex(web(service(openalex()), "OpenAlex")).references("7")
    assert works == (
        Work(pmid="1001", doi="10.5555/one", accession="W1", title="Fictional 1", year=2018),
        Work(doi="10.5555/two", accession="W2", title="Fictional 2", year=2018),
        Work(accession="W404"),
    )


@pytest.mark.parametrize("keyed", [True, False])
def test_openalex_is_read_to_the_last_page_by_cursor_with_a_key_and_by_number_without(keyed, service, web):
    server = service(openalex(citing=250))
    secrets = {"api_key": API_KEY} if keyed else {}
    works = OpenAlex(web(server, "OpenAlex", secrets=secrets), keyed=keyed).citing("7") or ()
    assert [w.accession for w in works] == [f"W{n}" for n in range(5000, 5250)]
    places = [p.get("cursor") or p.get("page") for path, p in server.asked if path == "/works"]
    assert places == (["*", "100", "200"] if keyed else ["1", "2", "3"])


def test_openalex_without_a_key_says_where_it_would_cut_a_list_short(service, web):
    with pytest.raises(SearchFailed, match="10,001 works only to who has a key"):
        OpenAlex(web(service(openalex(citing=10_001)), "OpenAlex")).citing("7")


def test_openalex_does_not_know_a_study(service, web):
    source = OpenAlex(web(service(openalex()), "OpenAlex"))
    assert (source.references("8"), source.citing("8")) == (None, None)


def test_a_work_that_was_merged_is_followed_to_its_new_place(service, web):
    assert len(OpenAlex(web(service(openalex()), "OpenAlex")).references("70") or ()) == 3


@pytest.mark.parametrize("location", ["http://192.0.2.1/works/pmid:7", "/loop"])
def test_an_answer_from_another_place_or_from_nowhere_is_refused(location, service, web):
    server = service(lambda *_: (302, {"Location": location}, b""))
    with pytest.raises(SearchFailed, match=r"another place|elsewhere"):
        OpenAlex(web(server, "OpenAlex")).references("7")
    assert all(path != "/works" for path, _ in server.asked)


@pytest.mark.parametrize("fault", sorted(PASSING))
@pytest.mark.parametrize("call", [0, 1])
def test_a_fault_that_passes_leaves_the_answer_right(fault, call, service, web):
    server = service(europe)
    server.spoil[call] = PASSING[fault]
    assert len(EuropePMC(web(server, "Europe PMC")).references("7") or ()) == 1001
    assert len(server.asked) == 3


@pytest.mark.parametrize("fault", sorted(PASSING))
def test_a_fault_that_stays_ends_in_one_clear_error_without_secrets(fault, service, web):
    server = service(openalex())
    server.spoil = dict.fromkeys(range(20), PASSING[fault])
    with pytest.raises(SearchFailed, match="OpenAlex failed 3 times") as failure:
        OpenAlex(web(server, "OpenAlex", secrets={"api_key": API_KEY}, tries=3), keyed=True).citing("7")
    assert len(server.asked) == 3
    assert API_KEY not in "".join(traceback.format_exception(failure.value))


@pytest.mark.parametrize("status", [400, 401, 418])
def test_what_will_not_pass_is_asked_only_once_and_echoes_no_secret(status, service, web):
    server = service(lambda *_: answered({"error": f"bad api_key={API_KEY} from 192.0.2.1"}, status))
    with pytest.raises(SearchFailed, match=f"HTTP status {status}") as failure:
        OpenAlex(web(server, "OpenAlex", secrets={"api_key": API_KEY})).references("7")
    assert len(server.asked) == 1
    told = "".join(traceback.format_exception(failure.value))
    assert API_KEY not in told
    assert "192.0.2.1" not in told


def test_pauses_double_and_an_asked_for_pause_is_kept(service, web, clock):
    server = service(europe)
    server.spoil = {0: PASSING["503"], 1: PASSING["503"], 2: PASSING["429 with Retry-After"]}
    EuropePMC(web(server, "Europe PMC")).references("8")
    assert clock.slept == [1.0, 2.0, 7.0]


def test_an_allowance_that_is_used_up_is_said_at_once(service, web, clock):
    server = service(lambda *_: (429, {"Retry-After": "54000"}, b'{"error": "Daily limit exceeded"}'))
    with pytest.raises(SearchFailed, match=r"asks to wait 15\.0 hours"):
        OpenAlex(web(server, "OpenAlex")).references("7")
    assert (len(server.asked), clock.slept) == (1, [])


def test_an_answer_that_is_too_large_is_given_up(service, web):
    with pytest.raises(SearchFailed, match="more than 1,000 bytes"):
        EuropePMC(web(service(europe), "Europe PMC", most=1000)).references("7")


def test_an_answer_that_drips_for_longer_than_the_limit_is_given_up(service, web, clock):
    server = service(europe)
    clock.step = 301.0
    with pytest.raises(SearchFailed, match="took longer than 300 s"):
        EuropePMC(web(server, "Europe PMC", tries=1)).references("7")


def test_raw_answers_are_archived_without_secrets_and_never_asked_for_again(service, web, clock, tmp_path):
    server = service(openalex(citing=3))

    def ask() -> list[Any]:
        kept = Archive(tmp_path / "kept", clock=clock)
        source = OpenAlex(web(server, "OpenAlex", secrets={"api_key": API_KEY}, archive=kept), keyed=True)
        return [source.references("7"), source.citing("7"), source.references("8")]

    first, sent = ask(), len(server.asked)
    assert (ask(), len(server.asked), sent) == (first, sent, 4)
    entries = Archive(tmp_path / "kept", clock=clock).entries()
    assert [e.status for e in entries] == [200, 200, 200, 404]
    assert API_KEY not in (tmp_path / "kept" / "ledger.jsonl").read_text()


def test_requests_say_who_asks_and_keep_their_pace(service, web, clock, tmp_path):
    server = service(europe)
    client = web(server, "Europe PMC", gate_folder=tmp_path)
    client._gate._pause = 0.2  # loopback has none
    EuropePMC(client).references("7")
    assert clock.slept == [pytest.approx(0.2)]


class Told:
    """A source that answers from a table; study 404 is unknown to it."""

    directions = BOTH

    def __init__(self, name: str, *cited: Work, citing: tuple[Work, ...] = ()) -> None:
        self.name, self._cited, self._citing = name, cited, citing

    def references(self, pmid: str) -> tuple[Work, ...] | None:
        return None if pmid == "404" else self._cited

    def citing(self, pmid: str) -> tuple[Work, ...] | None:
        return None if pmid == "404" else self._citing


def works(found: Citations) -> list[tuple[str, int]]:
    return [(w.work.pmid or w.work.doi or w.work.accession or w.work.title, len(w.how)) for w in found.works]


def test_a_work_without_a_pmid_joins_the_one_with_its_doi():
    a, b = Told("A", Work(pmid="5", doi="10.5555/a")), Told("B", Work(doi="10.5555/a", title="Fictional", year=2001))
    (found,) = by_citation(["1"], [a, b]).works
    assert found.work == Work(pmid="5", doi="10.5555/a", title="Fictional", year=2001)
    assert [h.source for h in found.how] == ["A", "B"]


def test_two_pmids_with_one_doi_stay_two_and_a_third_that_fits_both_joins_neither():
    a = Told("A", Work(pmid="5", doi="10.5555/a"), Work(pmid="6", doi="10.5555/a"), Work(doi="10.5555/a"))
    assert works(by_citation(["1"], [a])) == [("5", 1), ("6", 1), ("10.5555/a", 1)]


def test_what_has_neither_identifier_nor_title_is_counted_not_dropped_silently():
    found = by_citation(
        ["1"], [Told("A", Work(journal="Fictional Journal"), Work(title="Fictional"), Work(title="..."))]
    )
    assert (works(found), found.nameless) == ([("Fictional", 1)], 2)


def test_an_id_of_one_source_is_none_of_another():
    assert len(by_citation(["1"], [Told("A", Work(accession="W1")), Told("B", Work(accession="W1"))]).works) == 2


def test_two_sources_of_one_name_are_refused():
    with pytest.raises(SearchFailed, match="same name"):
        by_citation(["1"], [Told("A"), Told("A")])


def test_a_study_without_a_pmid_is_refused():
    with pytest.raises(SearchFailed, match=r"'10\.5555/a' is not a PMID"):
        by_citation(["10.5555/a"], [Told("A")])


def test_progress_counts_the_questions():
    seen = []
    by_citation(["1", "2"], [Told("A")], progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


WORKS = st.builds(
    Work,
    pmid=st.sampled_from([None, "1", "2"]),
    doi=st.sampled_from([None, "10.5555/a", "10.5555/b"]),
    title=st.sampled_from(["", "Fictional"]),
)


@given(st.lists(WORKS, max_size=8))
def test_order_does_not_matter_and_nothing_is_lost(listed):
    one, other = (by_citation(["9"], [Told("A", *order)], directions=[REFS]) for order in (listed, listed[::-1]))
    assert [w.how for w in one.works] == [w.how for w in other.works]
    assert [w.work.pmid for w in one.works] == [w.work.pmid for w in other.works]
    assert {w.pmid for w in listed if w.pmid} == {w.work.pmid for w in one.works if w.work.pmid}
    with_pmid = {d: {w.pmid for w in listed if w.pmid and w.doi == d} for d in ("10.5555/a", "10.5555/b")}
    alone = {w.doi for w in listed if w.doi and not w.pmid and len(with_pmid[w.doi]) != 1}
    assert alone == {w.work.doi for w in one.works if w.work.doi and not w.work.pmid}
    assert bool(listed) == bool(one.works or one.nameless)


def test_found_works_become_records_that_say_how_they_were_found(make_corpus, make_article, connect):
    source = Told(
        "A", Work(pmid="3", title="By its source"), Work(pmid="99", title="Gone from PubMed", year=2001),
        Work(doi="10.5555/book", title="A fictional book", authors=("Doe J",)), Work(doi="10.5555/bare"),
        citing=(Work(pmid="3"), Work(pmid="20")),
    )  # fmt: skip
    with background(serve(make_corpus(make_article(3, "PubMed's title."), make_article(20)))) as server:
        got, remarks = records(by_citation(["1"], [source]), connect(server.base_url), prefix="cited")
    assert [(r.id, r.title, r.pmid, r.database) for r in got] == [
        ("cited-1", "PubMed's title.", "3", "PubMed"),
        ("cited-2", "A fictional study.", "20", "PubMed"),
        ("cited-3", "Gone from PubMed", "99", "A"),
        ("cited-4", "A fictional book", None, "A"),
    ]
    assert got[0].notes == "in the reference list of PMID 1 (A)\ncites PMID 1 (A)"
    assert remarks == ("no record of doi:10.5555/bare: in the reference list of PMID 1 (A)",)


def test_how_a_work_was_found_reads_as_a_sentence():
    assert str(How(source="OpenAlex", direction=REFS, study="7")) == "in the reference list of PMID 7 (OpenAlex)"
