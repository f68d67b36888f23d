"""The live checks: right about a PubMed that is as assumed, about one that is not, and about one that does not say."""

from __future__ import annotations

import json

import pytest
from tests.search.two_ways import CHECKABLE, FACTS, pubmed

from resift.errors import SearchFailed
from resift.search.probes import Checked, Verdict, check, total
from resift.search.server import Answer

ELSEWHERE = {"P3", "P4c", "P6", "U6", "U7", "U8", "U9", "U11"}
RELIED = {"P2a", "P2b", "P5", "P7a", "P7e", "U1", "U2", "U4a", "U10c"}
EITHER_WAY = {"P9"}  # resift takes both
LIMITED = b'{"error":"API rate limit exceeded","api-key":"192.0.2.1","count":"4","limit":"3"}\n'
OUTAGE = b"<eSearchResult><ERROR>Search Backend failed: Database is not supported: pubmed</ERROR></eSearchResult>"
FAILING = {
    "429": Answer(status=429, body=LIMITED, kind="application/json"),
    "429 under 200": Answer(status=200, body=LIMITED, kind="application/json"),
    "500": Answer(status=500, body=b"<!DOCTYPE html><html>Diagnostic</html>", kind="text/html"),
    "page under 200": Answer(status=200, body=b"<!DOCTYPE html><html><body>maintenance<br></body></html>"),
    "empty under 200": Answer(status=200, body=b""),
    "outage as an ERROR": Answer(status=200, body=OUTAGE),
    "cut short": Answer(status=200, body=OUTAGE[:40]),
}


def by_id(checked: list[Checked]) -> dict[str, Checked]:
    return {c.fact.id: c for c in checked}


def test_every_assumption_holds_on_a_pubmed_that_is_as_assumed(connect):
    with pubmed() as server:
        checked = by_id(check(connect(server.base_url, tries=1), FACTS))
    assert {i for i, c in checked.items() if c.verdict is Verdict.HOLDS} == set(CHECKABLE)
    assert {i for i, c in checked.items() if c.verdict is Verdict.UNKNOWN} == ELSEWHERE
    assert not [c for c in checked.values() if c.broken]


@pytest.mark.parametrize("other", [i for i in CHECKABLE if i not in EITHER_WAY])
def test_an_assumption_does_not_hold_on_a_pubmed_that_has_it_the_other_way(other, connect):
    with pubmed([other]) as server:
        checked = by_id(check(connect(server.base_url, tries=1), FACTS))
    assert checked[other].verdict is Verdict.FAILS
    assert checked[other].broken == (other in RELIED)
    assert {i for i, c in checked.items() if c.verdict is Verdict.FAILS} == {other}


def test_the_number_of_requests_said_beforehand_is_the_number_sent(connect):
    with pubmed() as server:
        check(connect(server.base_url, tries=1), FACTS)
        assert (len(server.forms), total(FACTS)) == (30, 30)


def test_each_question_is_sent_once_even_where_it_fails(connect):
    with pubmed(failing=FAILING["500"]) as server:
        check(connect(server.base_url, tries=1), [f for f in FACTS if f.id != "U12"])
        assert len(server.forms) <= total(FACTS)


@pytest.mark.parametrize("fault", sorted(FAILING))
def test_an_answer_that_fails_tells_nothing(fault, connect):
    with pubmed(failing=FAILING[fault]) as server:
        client = connect(server.base_url, tries=1)
        client.sent = 1  # not the first question: the server can be reached
        checked = check(client, FACTS)
    assert {c.verdict for c in checked} == {Verdict.UNKNOWN}


def test_a_pubmed_that_cannot_be_reached_is_one_error(connect):
    with pytest.raises(SearchFailed, match="cannot be reached"):
        check(connect("http://127.0.0.1:9/entrez/eutils/", tries=1), FACTS)


def test_what_was_asked_and_what_came_are_told_without_secrets(connect, secrets):
    told = f"<eSearchResult><ERROR>blocked {' '.join(secrets)} fictional</ERROR></eSearchResult>".encode()
    with pubmed(failing=Answer(status=200, body=told)) as server:
        shown = json.dumps([c.as_dict() for c in check(connect(server.base_url, tries=1), FACTS)])
    assert "blocked [redacted]" in shown
    assert not [s for s in secrets if s in shown]


def test_a_long_question_is_shown_by_its_beginning_and_length(connect):
    with pubmed() as server:
        checked = by_id(check(connect(server.base_url, tries=1), [f for f in FACTS if f.id == "U4a"]))
    ((question, came),) = checked["U4a"].asked
    assert len(question) < 200
    assert "characters)" in question
    assert came.startswith("count 60, 0 ids")


def test_the_facts_have_different_ids_and_say_what_is_assumed():
    assert len({f.id for f in FACTS}) == len(FACTS)
    assert all(f.question.endswith("?") and f.assumes for f in FACTS)
    assert {f.id for f in FACTS if f.relied} == RELIED
    assert {f.id for f in FACTS if not f.requests} == ELSEWHERE
