"""All processes together keep NCBI's pace (3 requests per second, 10 with a key)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from resift.search.gate import Gate, folder


def test_two_clients_share_one_pace(tmp_path, clock):
    def now() -> float:
        return clock.time

    one, two = (Gate(tmp_path, 0.35, now, clock.sleep) for _ in range(2))
    times = []
    for gate in (one, two, one, one, two):
        gate.wait()
        times.append(clock.time)
    gaps = [b - a for a, b in pairwise(times)]
    assert min(gaps) > 0.349


def test_who_comes_late_does_not_wait(tmp_path, clock):
    gate = Gate(tmp_path, 0.35, lambda: clock.time, clock.sleep)
    gate.wait()
    clock.time += 1
    gate.wait()
    assert clock.slept == []


def test_a_clock_set_back_costs_one_pause_at_most(tmp_path, clock):
    gate = Gate(tmp_path, 0.35, lambda: clock.time, clock.sleep)
    gate.wait()
    clock.time -= 86_400
    gate.wait()
    assert clock.slept == [0.35]


def test_without_a_pause_no_file_is_written(tmp_path, clock):
    Gate(tmp_path / "none", 0.0, lambda: clock.time, clock.sleep).wait()
    assert not (tmp_path / "none").exists()


def test_where_the_cache_folder_cannot_be_made_a_temporary_one_is_used(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert tmp_path not in folder().parents
    assert isinstance(folder(), Path)
