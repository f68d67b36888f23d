"""All processes together keep NCBI's pace (3 requests per second, 10 with a key)."""

from __future__ import annotations

import contextlib
from itertools import pairwise
from pathlib import Path

import pytest

from resift.search.gate import Gate, folder


def test_two_clients_share_one_pace(tmp_path, clock):
    one, two = (Gate(tmp_path, 0.35, lambda: clock.time, clock.sleep) for _ in range(2))
    times = []
    for gate in (one, two, one, one, two):
        with gate.turn():
            times.append(clock.time)
    gaps = [b - a for a, b in pairwise(times)]
    assert min(gaps) > 0.349


def test_who_comes_late_does_not_wait(tmp_path, clock):
    gate = Gate(tmp_path, 0.35, lambda: clock.time, clock.sleep)
    with gate.turn():
        pass
    clock.time += 1
    with gate.turn():
        assert clock.slept == []


def test_the_pause_counts_from_the_beginning_of_the_answer_before(tmp_path, clock):
    one, two = (Gate(tmp_path, 0.35, lambda: clock.time, clock.sleep) for _ in range(2))
    with one.turn():
        clock.time += 5  # slow on its way: it may have arrived only now
    with two.turn():
        assert clock.slept == [pytest.approx(0.35)]


def test_a_request_that_fails_counts_too(tmp_path, clock):
    gate = Gate(tmp_path, 0.35, lambda: clock.time, clock.sleep)
    with contextlib.suppress(TimeoutError), gate.turn():
        clock.time += 30
        raise TimeoutError
    with gate.turn():
        assert clock.slept == [pytest.approx(0.35)]


def test_a_clock_set_back_costs_one_pause_at_most(tmp_path, clock):
    gate = Gate(tmp_path, 0.35, lambda: clock.time, clock.sleep)
    with gate.turn():
        pass
    clock.time -= 86_400
    with gate.turn():
        assert clock.slept == [0.35]


def test_a_damaged_file_costs_no_more_than_an_empty_one(tmp_path, clock):
    (tmp_path / "eutils.gate").write_text("not a number, and longer than one")
    for _ in range(2):
        with Gate(tmp_path, 0.35, lambda: clock.time, clock.sleep).turn():
            pass
    assert clock.slept == [pytest.approx(0.35)]


def test_without_a_pause_no_file_is_written(tmp_path, clock):
    with Gate(tmp_path / "none", 0.0, lambda: clock.time, clock.sleep).turn():
        assert not (tmp_path / "none").exists()


def test_where_the_cache_folder_cannot_be_made_a_temporary_one_is_used(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert tmp_path not in folder().parents
    assert isinstance(folder(), Path)
