"""The store keeps everything, changes nothing, and says how things stand."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.decisions import Event, Stage, Verb
from resift.errors import StoreError
from resift.records import Doi, Heading, Notice, Pmid, Record
from resift.store import Ranked, Run, Store

Fresh = Callable[[], AbstractContextManager[Store]]

RECORD = Record(
    id="a-1", title="Fictional", authors=("Doe J",), doi=Doi.parse("10.5555/fictional.1"), pmid=Pmid.parse("90000001"),
    headings=(Heading(name="Friends", qualifiers=("psychology",)),), notices=(Notice(kind="ErratumIn"),),
    raw=(("TI", "x"),),
)  # fmt: skip


def _run(name: str = "a") -> Run:
    return Run(id=name, search=name, database="A", label="A", kind="database", remarks=("one",), steps=({"rule": "r"},))


def _event(verb: Verb = Verb.INCLUDE, second: int = 1, **more: object) -> Event:
    values = {"reviewer": "Ada", "stage": Stage.SCREENING, "record": "a-1", **more}
    return Event(time=f"2026-11-02T09:00:{second:02}.000000Z", verb=verb, **values)  # type: ignore[arg-type]


def test_a_run_and_its_records_come_back_as_they_were_written(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/r.db") as store:
        store.add_run(_run(), [RECORD])
    with Store(f"sqlite:///{tmp_path}/r.db") as store:
        assert store.runs() == [_run()]
        assert store.records() == [RECORD]


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_of_a_source_comes_back_as_it_was(fresh: Fresh, title: str, accession: str) -> None:
    wild = Record(id="a-1", title=title + "\0", accession=accession, authors=(title,) if title else ())
    with fresh() as store:
        store.add_run(_run(), [wild])
        assert store.records() == [wild]


def test_the_newest_grouping_is_the_one_that_counts(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_run(_run(), [RECORD, Record(id="a-2", title="b")])
        assert not store.grouped()
        store.add_grouping("t", "m", [("a-1",), ("a-2",)], [])
        store.add_grouping("t", "m", [("a-2", "a-1")], [])
        assert store.grouped()
        assert store.report_of() == {"a-1": "a-2", "a-2": "a-2"}


def test_records_that_came_after_a_grouping_are_noticed(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_run(_run(), [RECORD])
        store.add_grouping("t", "m", [("a-1",)], [])
        store.add_run(_run("b"), [Record(id="b-1", title="b")])
        assert not store.grouped()
        assert store.report_of()["b-1"] == "b-1"


def test_an_undone_event_no_longer_stands_but_is_never_deleted(fresh: Fresh) -> None:
    first = _event()
    undo = _event(Verb.UNDO, 2, target=first.id)
    with fresh() as store:
        store.append([first, undo])
        assert store.standing_events() == []
        assert store.all_events() == [first, undo]


@given(st.permutations([_event(second=i, record=f"a-{i}") for i in range(4)]), st.integers(0, 4))
def test_events_told_twice_or_in_any_order_give_one_state(fresh: Fresh, events: list[Event], cut: int) -> None:
    with fresh() as store:
        store.append(events[:cut])
        store.append(events)
        assert store.standing_events() == sorted(events, key=lambda e: e.time)


def test_a_reviewer_sees_only_own_events(fresh: Fresh) -> None:
    with fresh() as store:
        store.append([_event(), _event(reviewer="Ben")])
        assert [e.reviewer for e in store.standing_events("screening", "Ben")] == ["Ben"]


def test_each_reviewer_has_an_own_ranking(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_ranking("t", Ranked("", ("x", "y"), 0, "m"))
        store.add_ranking("t", Ranked("Ada", ("y", "x"), 50, "m"))
        assert store.ranked("Ada") == Ranked("Ada", ("y", "x"), 50, "m")
        assert store.ranked() == Ranked("", ("x", "y"), 0, "m")
        assert store.ranked("Ben") is None


def test_a_run_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/r.db") as store:
        with pytest.raises(StoreError, match="share an id"):
            store.add_run(_run(), [RECORD, RECORD])
        assert (store.runs(), store.records()) == ([], [])


def test_a_store_of_a_newer_version_is_refused_with_the_next_step(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path}/r.db").close()
    with sqlite3.connect(tmp_path / "r.db") as db:
        db.execute("UPDATE meta SET value = '999' WHERE key = 'version'")
    db.close()
    with pytest.raises(StoreError, match="newer resift") as error:
        Store(f"sqlite:///{tmp_path}/r.db")
    assert "install" in error.value.then


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_bytes(b"this is not a database, only text of some length" * 40)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(f"sqlite:///{tmp_path}/r.db")


def test_each_commit_is_durable(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/r.db") as store, store.engine.connect() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2
