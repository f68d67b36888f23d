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
from resift.store.schema import unpacked

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


def test_the_words_that_explain_an_order_come_back_with_it() -> None:
    ranked = Ranked("Ada", ("y", "x"), 50, "m", {"y": ("befriending", "größer")})
    with Store("sqlite://") as store:
        store.add_ranking("t", ranked)
        assert store.ranked("Ada") == ranked


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    """A store as version 1 wrote it: two orders, three people's decisions on a-1, one of Ada's on a-2 taken back."""
    with sqlite3.connect(tmp_path / "r.db") as db:
        db.executescript((Path(__file__).parent / "version1.sql").read_text(encoding="utf-8"))
    db.close()
    return tmp_path / "r.db"


def test_a_store_of_version_1_goes_on_as_if_it_had_always_been_of_this_one(version_1: Path) -> None:
    for _ in range(2):  # the first opening brings it up to date
        with Store.at(version_1) as store:
            assert store.ranked() == Ranked("", ("a-2", "a-1"), 1, "m")
            assert store.report_of() == {"a-1": "a-1", "a-2": "a-2", "a-3": "a-1"}
            assert [e.reviewer for e in store.standing_events()] == ["Ada", "Bo", "Cy"]
            assert len(store.all_events()) == 5
            assert [(d.report, d.reviewer, d.settles) for d in store.decisions("screening")] == [
                ("a-1", "Ada", False), ("a-1", "Bo", False), ("a-1", "Cy", True),
            ]  # fmt: skip


def test_a_store_of_version_1_keeps_every_order_it_had(version_1: Path) -> None:
    Store.at(version_1).close()
    with sqlite3.connect(version_1) as db:
        bodies = [b for (b,) in db.execute("SELECT body FROM ranking ORDER BY id")]
    db.close()
    assert [unpacked(b)[0] for b in bodies] == [("a-1", "a-2"), ("a-2", "a-1")]


def test_a_new_store_and_an_updated_one_have_the_same_tables(version_1: Path, tmp_path: Path) -> None:
    Store.at(version_1).close()
    Store.at(tmp_path / "new.db").close()
    shapes = []
    for path in (version_1, tmp_path / "new.db"):
        with sqlite3.connect(path) as db:
            names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
            shapes.append({n: [c[1] for c in db.execute(f"PRAGMA table_info({n})")] for n in names})
        db.close()
    assert {k: sorted(v) for k, v in shapes[0].items()} == {k: sorted(v) for k, v in shapes[1].items()}


def test_who_decided_on_any_record_of_a_report_decided_on_the_report() -> None:
    with Store("sqlite://") as store:
        store.add_run(_run(), [RECORD, Record(id="a-2", title="b")])
        store.add_grouping("t", "m", [("a-2", "a-1")], [])
        store.append(
            [_event(), _event(Verb.NOTE, 2, note="no decision"), _event(second=3, reviewer="Ben", record="a-2")]
        )
        assert [(d.report, d.reviewer, d.verb) for d in store.decisions("screening")] == [
            ("a-2", "Ada", Verb.INCLUDE), ("a-2", "Ben", Verb.INCLUDE),
        ]  # fmt: skip


def test_all_of_ones_own_events_are_told_and_nobody_elses() -> None:
    first = _event()
    log = [first, _event(Verb.UNDO, 2, target=first.id), _event(Verb.NOTE, 3, note="x")]
    with Store("sqlite://") as store:
        store.append([*log, _event(reviewer="Ben"), _event(second=9, stage=Stage.ELIGIBILITY)])
        assert store.own_events("Ada", "screening") == log


def test_a_run_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/r.db") as store:
        with pytest.raises(StoreError, match="share an id"):
            store.add_run(_run(), [RECORD, RECORD])
        assert (store.runs(), store.records()) == ([], [])


def test_a_store_without_space_says_so_and_has_all_that_was_written_before(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/r.db") as store:
        store.append(_event())
        with store.engine.connect() as db:
            db.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the present size as the least
        with pytest.raises(StoreError, match="could be written"):
            store.append([_event(second=n, note="x" * 4000) for n in range(2, 30)])
        assert store.all_events() == [_event()]


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
