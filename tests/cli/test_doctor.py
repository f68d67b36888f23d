"""resift doctor: what is set up, without a secret; and a verdict on each unconfirmed fact."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.search.two_ways import CHECKABLE, FACTS, pubmed

from resift.search.corpus import Corpus
from resift.search.server import Answer, running

EMAIL, KEY = "fictional.reviewer@example.org", "0123456789abcdef0123456789abcdef0123"


def doctor(*arguments: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command with these settings and no others; its cache and data lie in ``cwd``."""
    names = ("NCBI_EMAIL", "NCBI_API_KEY", "OPENALEX_API_KEY", "RESIFT_EUTILS")
    kept = {k: v for k, v in os.environ.items() if k not in names}
    own = {"XDG_CACHE_HOME": str(cwd / "cache"), "RESIFT_MESH": str(cwd / "mesh"),
           "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}  # fmt: skip
    command = [sys.executable, "-m", "resift", "doctor", *arguments]
    return subprocess.run(command, cwd=cwd, env=kept | own | settings, capture_output=True, text=True, check=False)


def test_it_says_what_is_set_and_what_is_not_without_showing_it(tmp_path):
    done = doctor(cwd=tmp_path, NCBI_EMAIL=EMAIL, NCBI_API_KEY=KEY)
    assert done.returncode == 0
    assert "e-mail        set (environment)" in done.stdout
    assert "NCBI key      set (environment)" in done.stdout
    assert "OpenAlex key  not set" in done.stdout
    assert "none in this folder" in done.stdout
    assert EMAIL not in done.stdout + done.stderr
    assert KEY not in done.stdout + done.stderr


def test_its_json_has_versions_settings_vocabulary_state_and_review(tmp_path):
    found = json.loads(doctor("--json", cwd=tmp_path).stdout)
    assert found["settings"]["email"] == {"set": False, "found": None, "trouble": None}
    assert found["versions"]["biopython"].startswith("1.")
    assert found["mesh"]["headings"] > 30_000
    assert found["state"] == {
        "cache": str(tmp_path / "cache" / "resift"), "mesh_table": str(tmp_path / "mesh" / "mesh.sqlite"),
    }  # fmt: skip
    assert found["review"] == {"here": False}
    assert "live" not in found


def test_a_password_in_an_address_is_not_shown(tmp_path):
    done = doctor(
        cwd=tmp_path, RESIFT_EUTILS="http://name:fictional-secret@127.0.0.1:9/entrez/eutils/?k=fictional-secret"
    )
    assert "PubMed at     http://127.0.0.1:9/entrez/eutils/" in done.stdout
    assert "fictional-secret" not in done.stdout + done.stderr


def test_a_review_is_read_and_nothing_in_it_is_made(review):
    before = sorted(review.rglob("*"))
    found = json.loads(doctor("--json", "-C", str(review), cwd=review.parent).stdout)["review"]
    assert (found["here"], found["readable"], found["runs"]) == (True, True, 0)
    assert sorted(review.rglob("*")) == before


@pytest.mark.parametrize(("name", "content"), [("review.toml", b"title = "), ("data/review.db", b"no database at all")])
def test_a_review_that_cannot_be_read_is_said_and_the_rest_is_told_all_the_same(name, content, review):
    (review / name).write_bytes(content)
    done = doctor("-C", str(review), cwd=review.parent)
    assert done.returncode == 0, done.stderr
    assert "cannot be read:" in done.stdout
    assert "Traceback" not in done.stderr


def test_live_says_the_number_of_requests_beforehand_and_ends_well_where_all_holds(tmp_path):
    with pubmed() as server:
        done = doctor("--live", cwd=tmp_path, NCBI_EMAIL=EMAIL, NCBI_API_KEY=KEY, RESIFT_EUTILS=server.base_url)
        assert len(server.forms) == 30
    assert done.returncode == 0, done.stderr
    elsewhere, facts = done.stderr.splitlines()
    assert elsewhere.startswith(f"{server.base_url} is not NCBI's PubMed")
    assert facts.startswith("33 facts, 8 of them not checkable from here; at most 30 requests, one at a time")
    assert f"{len(CHECKABLE)} holds, {len(FACTS) - len(CHECKABLE)} cannot tell" in done.stdout
    assert EMAIL not in done.stdout + done.stderr
    assert KEY not in done.stdout + done.stderr


def test_live_ends_with_1_where_resift_relies_on_what_does_not_hold(tmp_path):
    with pubmed(["P2a", "U3"]) as server:
        done = doctor(
            "--live", "--json", cwd=tmp_path, NCBI_EMAIL=EMAIL, NCBI_API_KEY=KEY, RESIFT_EUTILS=server.base_url
        )
    assert done.returncode == 1
    live = json.loads(done.stdout)["live"]
    assert live["broken"] == ["P2a"]
    (phrase,) = (f for f in live["facts"] if f["id"] == "P2a")
    assert (phrase["verdict"], phrase["reason"]) == ("does not hold", "40 records, remarks: none")
    assert phrase["requests"][0]["asked"] == (
        'esearch term="befriending kaleidoscope allotment"[tiab] retmax=0'
    )  # fmt: skip


def test_live_ends_well_where_only_what_is_not_relied_on_does_not_hold(tmp_path):
    with pubmed(["U3", "P8"]) as server:
        done = doctor("--live", cwd=tmp_path, NCBI_EMAIL=EMAIL, NCBI_API_KEY=KEY, RESIFT_EUTILS=server.base_url)
    assert done.returncode == 0
    assert "U3   DOES NOT HOLD Is [ab] a field?" in done.stdout


def test_over_a_few_records_it_says_that_its_verdicts_are_not_about_pubmed(tmp_path):
    corpus = Path(__file__).parents[2] / "data/demo/pubmed.xml"
    with running(Corpus([corpus]), limited=True) as address:
        done = doctor("--live", cwd=tmp_path, NCBI_EMAIL=EMAIL, NCBI_API_KEY=KEY, RESIFT_EUTILS=address)
    assert "P7d  CANNOT TELL" in done.stdout
    # the server keeps PubMed's rate, and none of the requests was too fast for it
    assert "status 429" not in done.stdout
    # the PMID asked for is a real one, and none of the fictional corpus
    last = done.stdout.splitlines()[-1]
    assert last.startswith("resift relies on what does not hold on this server: P5, P7e")
    assert last.endswith("that says nothing of PubMed")


def test_live_needs_an_e_mail_address_and_a_server(tmp_path):
    without = doctor("--live", cwd=tmp_path)
    assert (without.returncode, "set NCBI_EMAIL" in without.stderr) == (1, True)
    unreachable = doctor("--live", cwd=tmp_path, NCBI_EMAIL=EMAIL, RESIFT_EUTILS="http://127.0.0.1:9/entrez/eutils/")
    assert unreachable.returncode == 1
    assert "cannot be reached" in unreachable.stderr
    assert "Traceback" not in unreachable.stderr


def test_live_says_of_a_wrong_address_in_one_line_that_it_is_none_of_the_e_utilities(tmp_path):
    with pubmed(failing=Answer(status=404, body=b"<html>no such page</html>")) as server:
        done = doctor("--live", cwd=tmp_path, NCBI_EMAIL=EMAIL, NCBI_API_KEY=KEY, RESIFT_EUTILS=server.base_url)
        assert len(server.forms) == 1
    assert done.returncode == 1
    assert f"{server.base_url}: this is no address of the E-utilities" in done.stderr
    assert "/entrez/eutils/" in done.stderr.splitlines()[-1]
    assert "DOES NOT HOLD" not in done.stdout
