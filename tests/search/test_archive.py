"""What was received stays as it was received, also after a crash."""

from __future__ import annotations

import errno
import gzip
import hashlib
import os

import pytest

from resift.errors import BadFile
from resift.search.archive import Archive


def test_a_body_is_found_under_its_own_hash(tmp_path, clock):
    Archive(tmp_path, clock).put("k", b"<a/>", request="r", status=200)
    name = hashlib.sha256(b"<a/>").hexdigest()
    assert gzip.decompress((tmp_path / name[:2] / f"{name}.gz").read_bytes()) == b"<a/>"


def test_another_process_finds_what_was_put(tmp_path, clock):
    Archive(tmp_path, clock).put("k", b"body", request="r", status=200)
    assert Archive(tmp_path, clock).get("k") == b"body"


def test_the_same_body_is_the_same_file_byte_for_byte(tmp_path, clock):
    archive = Archive(tmp_path, clock)
    archive.put("one", b"body", request="r", status=200)
    before = [p.read_bytes() for p in tmp_path.glob("??/*.gz")]
    clock.sleep(5)
    archive.put("two", b"body", request="r", status=200)
    assert [p.read_bytes() for p in tmp_path.glob("??/*.gz")] == before


@pytest.mark.parametrize("kept", range(0, 60, 7))
def test_a_ledger_line_cut_by_a_crash_is_dropped_and_the_next_one_is_whole(tmp_path, clock, kept):
    first = Archive(tmp_path, clock)
    first.put("one", b"1", request="r", status=200)
    whole = first.ledger.read_bytes()
    first.put("two", b"2", request="r", status=200)
    first.ledger.write_bytes(first.ledger.read_bytes()[: len(whole) + kept])
    second = Archive(tmp_path, clock)
    assert (second.get("one"), second.get("two")) == (b"1", None)
    second.put("two", b"2", request="r", status=200)
    assert [e.key for e in Archive(tmp_path, clock).entries()] == ["one", "two"]


def test_an_altered_body_is_an_error_that_names_the_file(tmp_path, clock):
    archive = Archive(tmp_path, clock)
    archive.put("k", b"body", request="r", status=200)
    (path,) = tmp_path.glob("??/*.gz")
    path.write_bytes(gzip.compress(b"another"))
    with pytest.raises(BadFile, match="not what was received") as failure:
        archive.get("k")
    assert failure.value.where == str(path)


def test_a_deleted_body_is_asked_for_again(tmp_path, clock):
    archive = Archive(tmp_path, clock)
    archive.put("k", b"body", request="r", status=200)
    next(tmp_path.glob("??/*.gz")).unlink()
    assert archive.get("k") is None


def test_a_broken_line_inside_the_ledger_is_an_error_that_names_the_line(tmp_path, clock):
    archive = Archive(tmp_path, clock)
    archive.put("k", b"body", request="r", status=200)
    archive.ledger.write_bytes(b"{}\n" + archive.ledger.read_bytes())
    with pytest.raises(BadFile) as failure:
        Archive(tmp_path, clock)
    assert failure.value.where.endswith("ledger.jsonl:1")


def test_what_a_killed_process_left_half_written_is_cleared_away(tmp_path, clock):
    Archive(tmp_path, clock).put("one", b"1", request="r", status=200)
    (folder,) = (p for p in tmp_path.iterdir() if p.is_dir())
    (folder / ".part-left").write_bytes(b"half")
    archive = Archive(tmp_path, clock)
    assert archive.get("one") == b"1"
    archive.put("two", b"2", request="r", status=200)
    assert not list(tmp_path.rglob(".part-*"))


def test_opening_an_archive_changes_nothing_in_it(tmp_path, clock):
    archive = Archive(tmp_path, clock)
    archive.put("one", b"1", request="r", status=200)
    archive.ledger.write_bytes(archive.ledger.read_bytes() + b'{"key": "tw')
    before = archive.ledger.read_bytes()
    assert [e.key for e in Archive(tmp_path, clock).entries()] == ["one"]
    assert archive.ledger.read_bytes() == before


def test_a_line_that_another_process_left_cut_does_not_spoil_the_next(tmp_path, clock):
    archive = Archive(tmp_path, clock)
    archive.put("one", b"1", request="r", status=200)
    with archive.ledger.open("ab") as other:
        other.write(b'{"key": "two", "sha2')
    archive.put("three", b"3", request="r", status=200)
    assert [e.key for e in Archive(tmp_path, clock).entries()] == ["one", "three"]


def test_two_archives_over_one_folder_write_line_by_line(tmp_path, clock):
    one, two = Archive(tmp_path, clock), Archive(tmp_path, clock)
    for n in range(5):
        one.put(f"a{n}", b"a", request="r", status=200)
        two.put(f"b{n}", b"b", request="r", status=200)
    assert len(Archive(tmp_path, clock).entries()) == 10


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path, clock, monkeypatch):
    archive = Archive(tmp_path, clock)
    archive.put("one", b"1", request="r", status=200)
    before, write = archive.ledger.read_bytes(), os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:7]) if len(data) > 200 else _full())
    with pytest.raises(OSError, match="No space left"):
        archive.put("two", b"2", request="r" * 200, status=200)
    monkeypatch.undo()
    assert archive.ledger.read_bytes() == before
    archive.put("two", b"2", request="r", status=200)
    assert Archive(tmp_path, clock).get("two") == b"2"


def _full():
    raise OSError(errno.ENOSPC, "No space left on device")
