"""Copies of a review, screened apart and put together: any order, any repetition, one state; nothing that is wrong."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.decisions import Event, Stage, Verb
from resift.errors import BadFile
from resift.formats.event_file import EventFile, about, write_events
from resift.prisma import History
from resift.records import Record
from resift.review.config import Config, read_config
from resift.review.desk import Desk, quiet
from resift.review.exporting import export_events, fingerprint
from resift.review.folder import Folder
from resift.review.merging import Merged, merge
from resift.review.review import Review, start_review
from resift.review.state import Reports
from resift.review.worked import worked_files
from resift.store import Run, Store

ROOT = Path(__file__).resolve().parents[2]
CONFIG: Config = read_config(ROOT)
TITLE = "A fictional review"
RECORDS = ("a-1", "a-2", "a-3", "a-4")
REPORTS = (("a-1", "a-4"), ("a-2",), ("a-3",))
Send = Callable[..., Path]


@contextmanager
def copy_of_the_review(*, titles: str = "fictional") -> Iterator[Desk]:
    """A copy on another computer: its own store, with the same records in the same groups."""
    with Store("sqlite://") as store:
        run = Run(id="a", search="a", database="A", label="A", kind="database")
        store.add_run(run, [Record(id=r, title=f"{titles} {r}", accession=r) for r in RECORDS])
        store.add_grouping("t", "m", REPORTS, [])
        yield Desk(Folder(ROOT), store, lambda: "2026-11-03T09:00:00.000000Z", quiet)


def _event(second: int, who: str = "Ada", record: str = "a-1", verb: Verb = Verb.INCLUDE, **more: object) -> Event:
    values = {"stage": Stage.SCREENING, **more}
    return Event(time=f"2026-11-02T09:00:{second:02}.000000Z", reviewer=who, record=record, verb=verb, **values)  # type: ignore[arg-type]


@pytest.fixture
def send(tmp_path: Path) -> Send:
    return sender(tmp_path)


def sender(folder: Path) -> Send:
    """Writes events into a file, as they are sent from a copy of the review."""

    def write(name: str, events: Sequence[Event], *, reviewer: str = "", title: str = TITLE) -> Path:
        with copy_of_the_review() as desk:
            file = EventFile(review=title, reviewer=reviewer, events=tuple(events),
                             records=fingerprint(desk.store, about(events)))  # fmt: skip
        (folder / name).write_bytes(write_events(file))
        return folder / name

    return write


def folded(desk: Desk) -> tuple[list[Event], list[Event], History]:
    return desk.store.all_events(), desk.store.standing_events(), Reports(CONFIG, desk.store).history()


DECISIONS = st.builds(
    _event, st.integers(0, 59), st.sampled_from(["Ada", "Bo", "Cy"]), st.sampled_from(RECORDS),
    st.sampled_from([Verb.INCLUDE, Verb.UNSURE, Verb.LATER]), settles=st.booleans(),
    stage=st.sampled_from([Stage.SCREENING, Stage.ELIGIBILITY]),
) | st.builds(
    _event, st.integers(0, 59), st.sampled_from(["Ada", "Bo"]), st.sampled_from(RECORDS), st.just(Verb.EXCLUDE),
    reasons=st.sampled_from([("I1",), ("I2", "I1")]), note=st.sampled_from(["", "why"]),
) | st.builds(
    _event, st.integers(0, 59), st.just("Ada"), st.sampled_from(RECORDS),
    st.sampled_from([Verb.RETRIEVED, Verb.NOT_RETRIEVED]), stage=st.just(Stage.RETRIEVAL),
)  # fmt: skip


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Decisions, some of them taken back by the same person, some undos taken out of the blue."""
    log = draw(st.lists(DECISIONS, max_size=10, unique_by=lambda e: e.id))
    undone = draw(st.lists(st.sampled_from(log), max_size=4, unique_by=lambda e: e.id)) if log else []
    undos = [_event(59, draw(st.sampled_from([e.reviewer, "Bo"])), e.record, Verb.UNDO, stage=e.stage, target=e.id)
             for e in undone]  # fmt: skip
    return [*log, *undos]


@given(logs(), st.data())
def test_any_split_of_a_log_merged_in_any_order_gives_the_state_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, log: list[Event], data: st.DataObject
) -> None:
    parts: list[list[Event]] = [[] for _ in range(data.draw(st.integers(1, 4)))]
    for event in log:
        for part in data.draw(st.sets(st.sampled_from(range(len(parts))), min_size=1)):
            parts[part].append(event)
    send = sender(tmp_path_factory.mktemp("sent"))
    files = [send(f"{i}.jsonl", part) for i, part in enumerate(parts)]
    arriving = data.draw(st.permutations(files + data.draw(st.lists(st.sampled_from(files), max_size=3))))
    with copy_of_the_review() as here, copy_of_the_review() as whole:
        for path in arriving:
            merge(here, TITLE, [path])
        whole.store.append(log)
        assert folded(here) == folded(whole)


@given(logs(), logs())
def test_two_copies_that_send_each_other_their_events_come_to_one_state(
    tmp_path_factory: pytest.TempPathFactory, mine: list[Event], hers: list[Event]
) -> None:
    folder = tmp_path_factory.mktemp("sent")
    with copy_of_the_review() as here, copy_of_the_review() as there:
        here.store.append(mine)
        there.store.append(hers)
        for name, desk in (("mine", here), ("hers", there)):
            events = export_events(desk, TITLE).data if desk.store.all_events() else b""
            (folder / name).write_bytes(events or write_events(EventFile(review=TITLE, records=fingerprint(
                desk.store, ()))))  # fmt: skip
        merge(here, TITLE, [folder / "hers"])
        merge(there, TITLE, [folder / "mine"])
        assert folded(here) == folded(there)


def test_a_merge_says_what_is_new_by_whom_and_at_which_stage(send: Send) -> None:
    first, second = _event(1), _event(2, "Bo", "a-2")
    third = _event(3, "Bo", "a-2", stage=Stage.ELIGIBILITY)
    with copy_of_the_review() as desk:
        desk.store.append(first)
        found = merge(desk, TITLE, [send("x", [first, second]), send("y", [second, third])])
        assert found == Merged(new=2, known=1, by={("Bo", "eligibility"): 1, ("Bo", "screening"): 1})


def test_one_wrong_line_in_one_of_several_files_adds_nothing(send: Send) -> None:
    good, bad = send("good", [_event(1)]), send("bad", [_event(2, "Bo"), _event(3, "Bo", "a-2")])
    lines = bad.read_text().split("\n")
    bad.write_text("\n".join([*lines[:2], lines[2].replace('"include"', '"exclude"'), ""]))
    with copy_of_the_review() as desk:
        with pytest.raises(BadFile, match="was changed") as error:
            merge(desk, TITLE, [good, bad])
        assert error.value.where == f"{bad}:3"
        assert desk.store.all_events() == []


def test_an_event_on_a_record_that_is_not_here_is_refused_and_says_what_to_do(send: Send) -> None:
    path = send("x", [_event(1), _event(2, record="b-9")])
    with copy_of_the_review() as desk:
        with pytest.raises(BadFile, match="no record 'b-9' in this review") as error:
            merge(desk, TITLE, [path])
        assert error.value.where == f"{path}:3"
        assert "same searches and imports" in error.value.then
        assert desk.store.all_events() == []


def test_an_id_that_means_another_paper_in_this_copy_is_refused(send: Send) -> None:
    with copy_of_the_review(titles="quite another") as desk, pytest.raises(BadFile, match="other papers"):
        merge(desk, TITLE, [send("x", [_event(1)])])


def test_events_of_another_review_need_force(send: Send) -> None:
    path = send("x", [_event(1)], title="Another fictional review")
    with copy_of_the_review() as desk:
        with pytest.raises(BadFile, match="another review: 'Another fictional review'"):
            merge(desk, TITLE, [path])
        assert merge(desk, TITLE, [path], force=True).new == 1


def test_an_event_of_the_future_is_refused_and_a_clock_some_hours_ahead_is_not(send: Send) -> None:
    # the clock of this copy stands at 9:00 on 3 November 2026
    late = Event(time="2026-11-04T08:59:59.000000Z", reviewer="Bo", stage=Stage.SCREENING, record="a-1",
                 verb=Verb.INCLUDE)  # fmt: skip
    later = Event(time="2026-11-04T09:00:01.000000Z", reviewer="Bo", stage=Stage.SCREENING, record="a-1",
                  verb=Verb.INCLUDE)  # fmt: skip
    with copy_of_the_review() as desk:
        assert merge(desk, TITLE, [send("x", [late])]).new == 1
        with pytest.raises(BadFile, match="of the future"):
            merge(desk, TITLE, [send("y", [later])])


def test_nobody_can_take_back_what_another_decided(send: Send) -> None:
    mine = _event(1)
    foreign = _event(2, "Bo", verb=Verb.UNDO, target=mine.id)
    with copy_of_the_review() as desk:
        merge(desk, TITLE, [send("x", [foreign], reviewer="Bo")])
        desk.store.append(mine)
        assert desk.store.standing_events() == [mine]


def test_what_pubmed_says_of_a_report_of_the_previous_version_travels_too(send: Send) -> None:
    mark = _event(1, "PubMed", "previous:P01-30", Verb.MARKED, stage=Stage.DATA, data={"kind": "RetractionIn"})
    with copy_of_the_review() as desk:
        assert merge(desk, TITLE, [send("all", [mark])]).new == 1


def test_names_that_differ_only_by_case_are_pointed_out(send: Send) -> None:
    with copy_of_the_review() as desk:
        desk.store.append(_event(1, "Ada"))
        assert merge(desk, TITLE, [send("x", [_event(2, "ada")])]).alike == (("Ada", "ada"),)


def test_one_reviewers_file_holds_nothing_of_the_others_and_no_machine_path() -> None:
    with copy_of_the_review() as desk:
        undo = _event(3, verb=Verb.UNDO, target=_event(1).id)
        desk.store.append([_event(1), _event(2, "Bo"), undo])
        lines = [json.loads(x) for x in export_events(desk, TITLE, "Ada").data.decode().splitlines()]
        assert [x["id"] for x in lines[1:]] == [_event(1).id, undo.id]
        assert {k: lines[0][k] for k in ("format", "version", "review", "reviewer", "events")} == {
            "format": "resift events", "version": 1, "review": TITLE, "reviewer": "Ada", "events": 2,
        }  # fmt: skip
        assert "Bo" not in export_events(desk, TITLE, "Ada").data.decode()
        assert str(ROOT) not in export_events(desk, TITLE, "Ada").data.decode()


def test_an_answer_on_a_doubtful_pair_takes_effect_where_it_is_merged(tmp_path: Path) -> None:
    # the same author, title and year and nothing else: two entries that no rule can tell apart
    entry = "TY  - JOUR\nTI  - Fictional garden groups in a small town\nAU  - Doe, Jo\nPY  - 2020\nER  - \n"
    (tmp_path / "one.ris").write_text(entry)
    (tmp_path / "two.ris").write_text(entry.replace("AU  - Doe, Jo", "AU  - Doe, Jo\nJO  - Fictional Journal"))
    start_review(tmp_path / "here", dict(worked_files(("review.toml", "queries", "screening", "data/previous"))))
    with Review(tmp_path / "here") as review:
        review.import_file(tmp_path / "one.ris", "embase")
        review.import_file(tmp_path / "two.ris", "cinahl")
        assert review.dedup()["reports"] == 2
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    with Review(tmp_path / "there") as there:
        there.settle(there.doubtful()[0], same=True, reviewer="Cy")
        (tmp_path / "cy.jsonl").write_bytes(there.export("events", reviewer="Cy").data)
    with Review(tmp_path / "here") as review:
        assert review.merge([tmp_path / "cy.jsonl"]).new == 1
        assert len(review.state.to_screen) == 1
        assert review.doubtful() == []
