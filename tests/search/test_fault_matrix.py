"""Every known fault at every call of a run, alone, lasting and in tens: the right records, or one clear message.

The runs here have the shape of a large one (bisection into ranges, several batches) with the caps lowered on both
sides; ``python -m tests.search.matrix --records 25000`` runs the same scenarios at full size.
"""

from __future__ import annotations

import time
from collections import Counter

import pytest
from tests.search import rehearsals
from tests.search.processes import finished, killed, most_in_a_second, process
from tests.search.rehearsals import (
    KINDS,
    SLOW,
    TRIES,
    check_written,
    fault,
    for_ever,
    once,
    points,
    stage,
    ten,
    until_tired,
)

from resift.search import answers, archive, gate, pubmed
from resift.search.server import Pace

CALLS = {"esearch": 4, "efetch": 3}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """120 matching records, 65 to a listing, 40 to a batch: an undisturbed run has 4 + 3 calls."""
    with (
        stage(tmp_path_factory.mktemp("small"), 120, cap=65, batch=40) as there,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(archive.os, "fsync", lambda _: None)  # a crash of the machine is not rehearsed here
        yield there


def test_an_undisturbed_run_crosses_the_cap_and_has_several_batches(small):
    assert small.calls() == CALLS


@pytest.mark.parametrize("kind", ["closed", "count-off", "missing", "none", "delete", "400-empty-ids"])
def test_a_fault_of_each_sort_at_each_call_leaves_the_run_right(small, kind):
    for _, utility, n in (p for p in points(CALLS) if p[0] == kind):
        once(small, kind, utility, n)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_at_every_call_leaves_the_run_right(small, kind):
    for _, utility, n in (p for p in points(CALLS) if p[0] == kind):
        once(small, kind, utility, n)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted({*KINDS} - SLOW))
def test_every_fault_that_outlasts_the_client_at_every_third_call_leaves_the_run_right(small, kind):
    for _, utility, n in (p for p in points(CALLS) if p[0] == kind and p[2] % 3 == 1):
        until_tired(small, kind, utility, n)


# what does no harm to a search by ids, or only once
HARMLESS = {
    "reorder", "book", "version", "versions", "retracted", "concern", "new-dtd", "evict", "add", "delete", "merge",
    "retract", "reindex",
}  # fmt: skip


@pytest.mark.parametrize("utility", ["esearch", "efetch"])
@pytest.mark.parametrize("kind", sorted({*KINDS} - HARMLESS - SLOW))
def test_a_fault_that_never_passes_ends_in_one_message_and_the_run_goes_on_when_pubmed_is_well(small, kind, utility):
    if (kind, utility) == ("count-off", "efetch"):
        pytest.skip("there is no Count in an answer of efetch")
    outcome = for_ever(small, kind, utility, 2)
    listed = kind == "missing" and utility == "efetch"
    assert len(outcome.messages) == (0 if listed else 1)
    # a record that PubMed leaves out twice, from the second answer on, is named, not lost
    assert bool(outcome.not_returned) == listed


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_ten_faults_at_random_leave_the_run_right(small, seed):
    ten(small, CALLS, seed)


def test_the_client_asks_no_more_often_than_it_tries(small):
    outcome = small.play([fault("500", "esearch", [1, 2]), fault("empty", "efetch", range(1, TRIES + 1))])
    # two searches more; one batch given up after all tries, and fetched in two halves instead
    assert outcome.calls == sum(CALLS.values()) + 2 + TRIES + 1


def test_a_scenario_that_loses_a_record_would_be_noticed(small, monkeypatch):
    monkeypatch.setattr(pubmed, "check_records", lambda body, asked: tuple(asked)[1:])
    with pytest.raises(AssertionError, match="called not returned, but there"):
        small.play(())


def test_a_secret_that_was_written_would_be_noticed(tmp_path):
    (tmp_path / "log").write_text(f"api_key={rehearsals.KEY}")
    with pytest.raises(AssertionError):
        check_written(tmp_path)


@pytest.fixture
def killing(tmp_path):
    with stage(tmp_path, 400, cap=130, batch=10) as there:
        yield there


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_run_that_is_killed_goes_on_without_asking_for_what_is_stored(killing, seed):
    killed(killing, seed, times=2)


@pytest.mark.slow
@pytest.mark.parametrize(("key", "rate", "pause"), [(None, 3, gate.PAUSE), (rehearsals.KEY, 10, gate.PAUSE_WITH_KEY)])
def test_four_processes_at_once_never_exceed_the_rate(tmp_path, monkeypatch, key, rate, pause):
    with stage(tmp_path, 60, cap=70 if key is None else 40, batch=30 if key is None else 15) as there:
        there.server.pace = Pace(time.monotonic, enforced=True)
        clients = [process(there, tmp_path / f"kept{n}", pause=pause, key=key) for n in range(4)]
        said = {finished(client) for client in clients}
        assert len(said) == 1
        assert said.pop().startswith("60 ")
        assert Counter(seen.status for seen in there.server.seen).keys() == {200}
        assert most_in_a_second(there.server) <= rate
        assert len(there.server.seen) > rate


def test_the_cap_is_put_back(tmp_path):
    before = pubmed.CAP, answers.CAP
    with stage(tmp_path, 30, cap=10, batch=10):
        assert (pubmed.CAP, answers.CAP) == (10, 10)
    assert before == (pubmed.CAP, answers.CAP)
