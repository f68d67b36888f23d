"""Every way in which NCBI is known to fail (NBK25497, recorded replies), once and for ever."""

from __future__ import annotations

import ssl
import traceback
from pathlib import Path
from urllib.request import Request

import pytest

from resift.errors import SearchFailed
from resift.search.archive import Archive
from resift.search.eutils import TRIES, Eutils, Unreachable
from resift.search.server import Answer, Handler, background, serve
from resift.search.transport import NCBI, Transport

STALL = 0.3


def test_a_fault_that_passes_leaves_the_search_right(passing, faulty, connect, make_article):
    server = faulty(lambda call: passing if call == 0 else None, *(make_article(n) for n in (1, 2, 3)))
    found = connect(server.base_url, stall=STALL).esearch("fictional[ti]")
    assert (found.count, sorted(found.ids), len(server.seen)) == (3, ["1", "2", "3"], 2)


def test_a_fault_that_passes_leaves_the_records_right(passing, faulty, connect, make_article):
    server = faulty(lambda call: passing if call == 0 else None, *(make_article(n) for n in (1, 2, 3)))
    body = connect(server.base_url, stall=STALL).efetch(["1", "3"])
    assert (body.count(b"</PubmedArticle>"), len(server.seen)) == (2, 2)


def test_a_fault_that_stays_ends_in_one_clear_error_without_secrets(passing, faulty, connect, make_article, secrets):
    server = faulty(lambda _: passing, make_article(1))
    with pytest.raises(SearchFailed) as failure:
        connect(server.base_url, stall=STALL, tries=3).esearch("fictional[ti]")
    told = str(failure.value) + "".join(traceback.format_exception(failure.value))
    assert "esearch failed 3 times" in told
    assert len(server.seen) == 3
    assert not [secret for secret in secrets if secret in told]


def test_what_will_not_pass_is_asked_only_once(lasting, faulty, connect, make_article, secrets):
    server = faulty(lambda _: lasting, make_article(1))
    with pytest.raises(SearchFailed) as failure:
        connect(server.base_url).esearch("fictional[ti]")
    assert len(server.seen) == 1
    assert not [secret for secret in secrets if secret in "".join(traceback.format_exception(failure.value))]


def test_pauses_double_and_an_asked_for_pause_is_kept(faulty, connect, clock, make_article):
    script = ["503 page", "503 page", "429 with Retry-After", "503 page"]
    server = faulty(lambda call: script[call] if call < 4 else None, make_article(1))
    assert connect(server.base_url).esearch("fictional[ti]").count == 1
    assert clock.slept == [1.0, 2.0, 7.0, 8.0]


def test_a_pause_that_the_server_asks_for_has_a_ceiling(faulty, connect, clock, make_article):
    def hour(handler, _):
        handler.wfile.write(b"HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n")

    server = faulty(lambda call: hour if call == 0 else None, make_article(1))
    assert connect(server.base_url).esearch("fictional[ti]").count == 1
    assert clock.slept == [120.0]


def test_the_caller_s_address_is_not_told_on_however_it_is_written(faulty, connect, make_article):
    said = "blocked: 192.0.2.1 and 2001:db8::7 and [2001:db8:0:1:2:3:4:5], at 12:30:15, PMID 1:99999999"

    def blocked(handler, answer):
        Handler.send(handler, Answer(status=403, body=said.encode(), kind="text/plain"))

    with pytest.raises(SearchFailed) as failure:
        connect(faulty(lambda _: blocked, make_article(1)).base_url).esearch("x")
    told = "".join(traceback.format_exception(failure.value))
    assert not [address for address in ("192.0.2", "2001", "db8") if address in told]
    assert "PMID 1:99999999" in told


@pytest.mark.parametrize("status", [408, 425])
def test_a_status_that_means_later_is_asked_again(status, faulty, connect, make_article):
    def later(handler, _):
        Handler.send(handler, Answer(status=status, body=b"later"))

    server = faulty(lambda call: later if call == 0 else None, make_article(1))
    assert connect(server.base_url).esearch("fictional[ti]").count == 1


def test_a_viewer_error_far_down_in_a_400_passes_too(faulty, connect, make_article):
    def late(handler, _):
        Handler.send(handler, Answer(status=400, body=b"<p>about</p> " * 100 + b"External viewer error: fictional"))

    server = faulty(lambda call: late if call == 0 else None, make_article(1))
    assert connect(server.base_url).esearch("fictional[ti]").count == 1


@pytest.mark.parametrize("failure", [ssl.SSLError(1, "bad record mac"), OSError(113, "No route to host")])
def test_a_body_that_breaks_below_http_is_asked_again(failure, faulty, connect, make_article, monkeypatch):
    server, whole, left = faulty(lambda _: None, make_article(1)), Transport._whole, [failure]

    def break_once(self, stream):
        if left:
            raise left.pop()
        return whole(self, stream)

    monkeypatch.setattr(Transport, "_whole", break_once)
    assert connect(server.base_url).esearch("fictional[ti]").count == 1


def test_answers_are_asked_for_packed(make_corpus, make_article, connect):
    taken = []
    with background(serve(make_corpus(*map(make_article, range(1, 30))))) as server:
        client = connect(server.base_url)
        read = client._transport._whole
        client._transport._whole = lambda stream: taken.append(read(stream)) or taken[-1]
        body = client.efetch([str(n) for n in range(1, 30)])
    assert body.count(b"</PubmedArticle>") == 29
    assert taken[0].startswith(b"\x1f\x8b")
    assert len(taken[0]) < len(body) / 2


def test_an_answer_that_drips_for_longer_than_the_limit_is_given_up(faulty, connect, clock, make_article):
    server = faulty(lambda _: None, make_article(1))
    clock.step = 301.0
    with pytest.raises(SearchFailed, match="took longer than 300 s"):
        connect(server.base_url, tries=1).esearch("fictional[ti]")


def test_a_server_that_is_not_there_is_unreachable(connect, clock):
    with pytest.raises(Unreachable, match="cannot be reached"):
        connect("http://127.0.0.1:9/entrez/eutils/").esearch("x")
    assert len(clock.slept) == TRIES - 1


def test_no_other_host_is_ever_asked():
    transport = Transport("http://127.0.0.1:9/", lambda: 0.0, stall=1, limit=1, opener=None)
    with pytest.raises(OSError, match=r"refused to ask dtd\.nlm\.nih\.gov"):
        transport.open(Request("https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd"))


def test_requests_are_posts_so_that_no_secret_stands_in_an_address(faulty, connect, make_article):
    server = faulty(lambda _: None, make_article(1))
    connect(server.base_url).esearch("fictional[ti]")
    assert [(s.method, s.tool, s.keyed) for s in server.seen] == [("POST", "resift", True)]


def test_the_archive_holds_neither_key_nor_address(faulty, connect, clock, make_article, secrets, tmp_path):
    server = faulty(lambda call: "429 body that echoes the key" if call == 0 else None, make_article(1))
    archive = Archive(tmp_path / "kept", clock=clock)
    client = connect(server.base_url, archive=archive)
    client.efetch(client.esearch("fictional[ti]").ids)
    entries = archive.entries()
    kept = [archive.ledger.read_text(), *(archive.get(e.key).decode() for e in entries)]
    assert len(entries) == 2
    assert not [s for s in secrets for text in kept if s in text]


def test_an_e_mail_address_is_required():
    with pytest.raises(SearchFailed, match="e-mail"):
        Eutils(NCBI, email="nobody", gate_folder=Path())


def test_bio_entrez_is_left_as_it_was(faulty, connect, make_article):
    from Bio import Entrez

    before = (Entrez.urlopen, Entrez.max_tries, Entrez.email, Entrez.api_key)
    connect(faulty(lambda _: None, make_article(1)).base_url).esearch("fictional[ti]")
    assert (Entrez.urlopen, Entrez.max_tries, Entrez.email, Entrez.api_key) == before
