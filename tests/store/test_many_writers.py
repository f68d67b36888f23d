"""Many processes that write into one store at once, on SQLite and on PostgreSQL."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from resift.decisions import Stage, Verb
from resift.errors import StoreError
from resift.records import Record
from resift.store import Run, Store

WRITERS = [f"Reviewer {n}" for n in range(8)]
WRITING = """
import sys
from resift.decisions import Event, Stage, Verb
from resift.store import Ranked, Store
who = sys.argv[2]
with Store(sys.argv[1]) as store:
    for n in range(300):
        time = f"2026-11-02T09:{n // 60:02}:{n % 60:02}.000000Z"
        store.append(Event(time=time, reviewer=who, stage=Stage.SCREENING, record=f"a-{n}", verb=Verb.INCLUDE))
        if n % 100 == 0:
            store.add_ranking(time, Ranked(who, (f"a-{n}", who), n, "m"))
    assert {e.reviewer for e in store.standing_events("screening", who)} == {who}
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store that several processes can open."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/r.db"
        return
    make: Callable[[], AbstractContextManager[str]] = request.getfixturevalue("schema_of")
    with make() as there:
        yield there


@pytest.mark.slow
def test_eight_processes_write_three_hundred_decisions_each_and_none_is_lost_or_crossed(address: str) -> None:
    with Store(address) as store:
        run = Run(id="a", search="a", database="A", label="A", kind="database")
        store.add_run(run, [Record(id=f"a-{n}", title="fictional") for n in range(300)])
    started = [
        subprocess.Popen([sys.executable, "-c", WRITING, address, who], stderr=subprocess.PIPE, text=True)
        for who in WRITERS
    ]
    faults = [process.communicate(timeout=600)[1] for process in started]
    assert faults == [""] * 8
    with Store(address) as store:
        events = store.all_events()
        assert Counter(e.reviewer for e in events) == dict.fromkeys(WRITERS, 300)
        assert len({(e.reviewer, e.record) for e in events}) == 2400
        assert {(e.stage, e.verb) for e in events} == {(Stage.SCREENING, Verb.INCLUDE)}
        newest = {who: store.ranked(who) for who in WRITERS}
        assert {who: r and (r.reports, r.trained) for who, r in newest.items()} == {
            who: (("a-200", who), 200) for who in WRITERS
        }


@pytest.mark.slow
def test_two_processes_that_make_the_same_store_both_find_it_whole(address: str) -> None:
    opening = "import sys\nfrom resift.store import Store\nwith Store(sys.argv[1]) as s: s.runs()"
    started = [
        subprocess.Popen([sys.executable, "-c", opening, address], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert [process.communicate(timeout=600)[1] for process in started] == [""] * 4


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg", reason="no PostgreSQL: install the extra, pip install .[postgres]")
    with pytest.raises(StoreError, match="cannot be opened") as error:
        Store("postgresql+psycopg://ada:sesame@127.0.0.1:1/fiction")
    assert "sesame" not in str(error.value)


def test_without_the_driver_the_message_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="driver") as error:
        Store("postgresql+psycopg://ada:sesame@127.0.0.1:1/fiction")
    assert "resift[postgres]" in error.value.then
    assert "sesame" not in str(error.value)
