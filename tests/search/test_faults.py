"""A script of faults is read, happens at the calls that it names, and has every fault of pubmed.md, section 11."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest
import requests

from resift.errors import BadFile
from resift.search import pubmed
from resift.search.faults import EVICT, KINDS, Fault, Script, read
from resift.search.living import CHANGES, Living
from resift.search.medline import read_records
from resift.search.server import background, running, serve
from resift.search.spoiling import SPOILERS
from resift.search.wire import WIRES


def ask(url, utility, **params):
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{url}{utility}.fcgi", params={"db": "pubmed"} | params, timeout=10)


def test_every_kind_that_is_described_is_done_once():
    assert sorted(KINDS) == sorted([*SPOILERS, *WIRES, *CHANGES, EVICT])


def test_a_fault_happens_at_its_calls_of_its_utility_only():
    script = Script(
        [Fault(kind="500", utility="efetch", calls=(2,)), Fault(kind="503", calls=(3, 4)), Fault(kind="add")]
    )
    due = [[f.kind for f in script.due(u)] for u in ("efetch", "esearch", "efetch", "esearch", "efetch")]
    assert due == [["add"], ["add"], ["500", "503", "add"], ["503", "add"], ["add"]]


def test_a_file_of_faults_is_read(tmp_path):
    path = tmp_path / "faults.toml"
    path.write_text(
        '[[fault]]\nkind = "429-retry-after"\nutility = "efetch"\ncall = [3, 4]\nseconds = 2\n'
        '[[fault]]\nkind = "delete"\ncall = 1\npmid = "7"\n'
    )
    assert read(path).faults == (
        Fault(kind="429-retry-after", utility="efetch", calls=(3, 4), seconds=2.0),
        Fault(kind="delete", calls=(1,), pmid="7"),
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[fault]]\nkind = ", "not TOML"),
        ("", "there must be"),
        ("[fault]\nkind = '500'", "there must be"),
        ("fault = [1]", "fault 1: not a table"),
        ("[[fault]]\nkind = '500'\n[[fault]]\nkind = 'typo'", "fault 2: there is no kind 'typo'"),
        ("[[fault]]\nkind = '500'\ncolour = 1", "fault 1: unknown: colour"),
        ("[[fault]]\nkind = '500'\nutility = 'espell'", "fault 1: utility or call"),
        ("[[fault]]\nkind = '500'\ncall = 0", "fault 1: utility or call"),
        ("[[fault]]\nkind = '500'\ncall = 'first'", "fault 1: utility or call"),
        ("[[fault]]\nkind = 'stall'\nseconds = 'long'", "fault 1: seconds"),
        ("[[fault]]\nkind = 'add'\npmid = 'PMC7'", "fault 1: pmid"),
    ],
)
def test_a_fault_that_is_not_understood_is_named(tmp_path, text, named):
    path = tmp_path / "faults.toml"
    path.write_text(text)
    with pytest.raises(BadFile) as failure:
        read(path)
    assert named in str(failure.value)
    assert str(path) in failure.value.where
    assert failure.value.then


def test_a_file_of_faults_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadFile, match="No such file"):
        read(tmp_path / "none.toml")


def test_the_history_is_forgotten_in_the_middle_of_a_run(make_corpus, make_article):
    faults = Script([Fault(kind=EVICT, utility="efetch", calls=(2,))])
    with running(make_corpus(make_article(1)), faults=faults) as url:
        posted = ask(url, "epost", id="1").text
        webenv = posted.partition("<WebEnv>")[2].partition("</WebEnv>")[0]
        bodies = [ask(url, "efetch", WebEnv=webenv, query_key="1", retmode="xml").text for _ in range(2)]
    assert [b.count("</PubmedArticle>") for b in bodies] == [1, 0]
    assert "<ERROR>Unable to obtain query #1</ERROR>" in bodies[1]


def test_a_429_says_how_long_to_wait_where_it_should(make_corpus, make_article):
    faults = Script([Fault(kind="429-retry-after", calls=(1,), seconds=7), Fault(kind="429", calls=(2,))])
    with running(make_corpus(make_article(1)), faults=faults) as url:
        replies = [ask(url, "einfo") for _ in range(3)]
    assert [(r.status_code, r.headers.get("Retry-After")) for r in replies] == [(429, "7"), (429, None), (200, None)]
    assert json.loads(replies[0].text)["error"] == "API rate limit exceeded"


def test_an_error_is_wrapped_as_the_utility_wraps_it(make_corpus, make_article):
    with running(make_corpus(make_article(1)), faults=Script([Fault(kind="error-query")])) as url:
        bodies = [ask(url, utility, id="1", term="x").text for utility in ("esearch", "efetch", "epost")]
    assert ["<eSearchResult>" in bodies[0], "<eFetchResult>" in bodies[1], "<ePostResult>" in bodies[2]] == [True] * 3
    assert all("<ERROR>Unable to obtain query #1</ERROR>" in body for body in bodies)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("book", ("1", "A fictional book.", 1, False)),
        ("version", ("1", "A fictional study.", 2, False)),
        ("versions", ("1", "A fictional study.", 2, False)),
        ("retracted", ("1", "A fictional study.", 1, True)),
        ("concern", ("1", "A fictional study.", 1, False)),
        ("new-dtd", ("1", "A fictional study.", 1, False)),
        ("reorder", ("1", "A fictional study.", 1, False)),
    ],
)
def test_a_record_in_another_shape_is_a_record_still(kind, found, make_corpus, make_article, connect):
    faults = Script([Fault(kind=kind, utility="efetch")])
    with running(make_corpus(make_article(1), make_article(2)), faults=faults) as url:
        fetched = pubmed.fetch(connect(url), ["1", "2"])
    records = pubmed.newest(r for body in fetched.bodies for r in read_records(body))
    first = min(records, key=lambda r: int(r.accession))
    assert len(records) == 2
    assert (first.accession, first.title, first.version, first.retracted) == found


@pytest.fixture
def living(make_corpus, make_article):
    headings = (
        "<MeshHeadingList><MeshHeading><DescriptorName>Social Support</DescriptorName></MeshHeading></MeshHeadingList>"
    )
    return Living(make_corpus(*(make_article(n, citation=headings) for n in (10, 20, 30))))


@pytest.mark.parametrize(
    ("kind", "pmid", "there", "found"),
    [
        ("add", "", ["10", "20", "30", "31"], ["10", "20", "30", "31"]),
        ("add", "25", ["10", "20", "25", "30"], ["10", "20", "25", "30"]),
        ("delete", "", ["10", "20"], ["10", "20"]),
        ("delete", "20", ["10", "30"], ["10", "30"]),
        ("merge", "", ["20", "30"], ["20", "30"]),
        ("retract", "", ["10", "20", "30"], ["10", "20", "30"]),
        ("reindex", "10", ["10", "20", "30"], ["20", "30"]),
    ],
)
def test_a_corpus_changes_and_the_one_it_began_as_does_not(living, kind, pmid, there, found):
    base = living._base
    CHANGES[kind](living, pmid)
    assert [r.accession for r in living.records] == there
    assert [r.accession for r in living.find('"Social Support"[mh]')] == found
    assert all(living.blob(p) and living.get(p).accession == p for p in there)
    assert [r.accession for r in base.find('"Social Support"[mh]')] == ["10", "20", "30"]


def test_a_retracted_record_is_read_as_retracted(living):
    CHANGES["retract"](living, "20")
    assert [r.accession for r in living.records if r.retracted] == ["20"]


def test_what_was_deleted_is_gone_and_can_come_back(living):
    blob = living.blob("20")
    living.delete("20")
    assert (living.get("20"), living.blob("20")) == (None, None)
    living.put(blob)
    assert living.get("20").accession == "20"


def test_a_change_of_a_record_that_is_not_there_is_refused_loudly(make_corpus, make_article):
    with running(make_corpus(make_article(1)), faults=Script([Fault(kind="delete", pmid="77")])) as url:
        reply = ask(url, "einfo")
    assert (reply.status_code, "no record 77" in reply.text) == (501, True)


def test_the_server_keeps_a_log_of_what_was_asked_without_secrets(make_corpus, make_article, connect, secrets):
    with background(serve(make_corpus(make_article(1)))) as server:
        client = connect(server.base_url)
        client.efetch(client.esearch("fictional[ti]").ids)
    assert [(s.utility, s.term, s.ids, s.status) for s in server.seen] == [
        ("esearch", "fictional[ti]", (), 200), ("efetch", "", ("1",), 200),
    ]  # fmt: skip
    assert not [s for s in secrets if s in repr(server.seen)]


def test_a_client_that_takes_packed_answers_gets_them(make_corpus, make_article):
    with running(make_corpus(*map(make_article, range(1, 20)))) as url:
        ids = ",".join(map(str, range(1, 20)))
        packed = ask(url, "efetch", id=ids, retmode="xml")
        with requests.Session() as session:
            session.trust_env = False
            address, params = f"{url}efetch.fcgi", {"db": "pubmed", "id": ids}
            plain = session.get(address, params=params, headers={"Accept-Encoding": "identity"}, timeout=10)
    assert (packed.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert packed.content == plain.content


@pytest.fixture
def served(tmp_path, make_article, make_set):
    """``resift serve`` in a process of its own: its address, with the options given."""
    started = []

    def start(*options):
        (tmp_path / "corpus.xml").write_bytes(make_set(make_article(1)))
        command = [sys.executable, "-m", "resift", "serve", str(tmp_path / "corpus.xml"), "--port", "0", *options]
        started.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"NO_COLOR": "1"}))
        return started[-1].stderr.readline().split(" at ")[1].split()[0]

    start.started = started
    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_resift_serve_fails_as_its_file_says_and_keeps_the_rate(served, tmp_path):
    (tmp_path / "faults.toml").write_text('[[fault]]\nkind = "503"\nutility = "einfo"\ncall = 2\n')
    url = served("--limited", "--faults", str(tmp_path / "faults.toml"))
    assert [ask(url, "einfo").status_code for _ in range(4)] == [200, 503, 200, 429]


@pytest.mark.slow
def test_resift_serve_names_the_faults_that_there_are(tmp_path):
    command = [sys.executable, "-m", "resift", "serve", "--list-faults"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert [line.split()[0] for line in said.splitlines()] == list(KINDS)


def test_a_port_that_is_taken_is_said_with_the_option_that_names_another(tmp_path, make_article, make_set):
    (tmp_path / "corpus.xml").write_bytes(make_set(make_article(1)))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "resift", "serve", str(tmp_path / "corpus.xml"), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].endswith(f"port {port} is taken by another program")
    assert "--port" in done.stderr.splitlines()[1]


def test_resift_serve_on_a_folder_says_how_many_files_it_passed_over(served, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "answer.xml").write_text("<eSearchResult/>")
    (tmp_path / "more" / "log.xml").write_text("<log/>")
    (tmp_path / "more" / "records.xml").write_bytes(b"<PubmedArticleSet></PubmedArticleSet>")
    served(str(tmp_path / "more"))
    assert served.started[-1].stderr.readline() == (
        "2 files without PubMed records were passed over: answer.xml, log.xml\n"
    )


def test_resift_serve_without_a_corpus_is_a_usage_error():
    from click.testing import CliRunner

    from resift.cli.serving import serve as command

    done = CliRunner().invoke(command, [])
    assert (done.exit_code, "name the files or folders" in done.output) == (2, True)
