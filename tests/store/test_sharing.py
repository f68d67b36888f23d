"""What reviewers may see of one another in one store, and events that come from elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from hypothesis import given
from hypothesis import strategies as st

from resift.decisions import VERDICTS, Event, Stage, Verb, standing
from resift.records import Record
from resift.store import Run, Store
from resift.store.sharing import names_of, visible_events

Fresh = Callable[[], AbstractContextManager[Store]]


def _event(second: int, who: str, record: str, verb: Verb = Verb.INCLUDE, **more: object) -> Event:
    values = {"stage": Stage.SCREENING, **more}
    return Event(time=f"2026-11-02T09:00:{second:02}.000000Z", reviewer=who, record=record, verb=verb, **values)  # type: ignore[arg-type]


@contextmanager
def _store(fresh: Fresh, *records: str, groups: tuple[tuple[str, ...], ...] = ()) -> Iterator[Store]:
    with fresh() as store:
        run = Run(id="a", search="a", database="A", label="A", kind="database")
        store.add_run(run, [Record(id=r, title=f"fictional {r}", accession=r.upper()) for r in records])
        if groups:
            store.add_grouping("t", "m", groups, [])
        yield store


def test_nobody_sees_a_decision_before_giving_an_own_one(fresh: Fresh) -> None:
    with _store(fresh, "a-1", "a-2") as store:
        mine, hers = _event(1, "Ada", "a-1"), _event(2, "Bo", "a-1")
        store.append([mine, hers, _event(3, "Bo", "a-2")])
        assert visible_events(store, "Ada", "screening") == [mine, hers]
        assert visible_events(store, "Cy", "screening") == []


def test_a_note_or_a_put_off_report_is_no_decision_and_opens_nothing(fresh: Fresh) -> None:
    with _store(fresh, "a-1") as store:
        later = _event(1, "Ada", "a-1", Verb.LATER)
        store.append([later, _event(2, "Bo", "a-1")])
        assert visible_events(store, "Ada", "screening") == [later]


def test_who_takes_the_own_decision_back_no_longer_sees_the_others(fresh: Fresh) -> None:
    with _store(fresh, "a-1") as store:
        mine = _event(1, "Ada", "a-1")
        store.append([mine, _event(2, "Bo", "a-1"), _event(3, "Ada", "a-1", Verb.UNDO, target=mine.id)])
        assert visible_events(store, "Ada", "screening") == []


def test_two_records_of_one_report_are_decided_as_one(fresh: Fresh) -> None:
    with _store(fresh, "a-1", "a-2", groups=(("a-1", "a-2"),)) as store:
        both = [_event(1, "Ada", "a-1"), _event(2, "Bo", "a-2")]
        store.append(both)
        assert visible_events(store, "Ada", "screening") == both


def test_a_decision_on_the_abstract_opens_nothing_of_the_full_text(fresh: Fresh) -> None:
    with _store(fresh, "a-1") as store:
        store.append([_event(1, "Ada", "a-1"), _event(2, "Bo", "a-1", stage=Stage.ELIGIBILITY)])
        assert visible_events(store, "Ada", "eligibility") == []


PEOPLE = st.sampled_from(["Ada", "Bo", "Cy"])
LOGS = st.lists(
    st.builds(_event, st.integers(0, 59), PEOPLE, st.sampled_from(["a-1", "a-2", "a-3"]),
              st.sampled_from([Verb.INCLUDE, Verb.UNSURE, Verb.LATER])), max_size=12,
)  # fmt: skip


@given(LOGS, PEOPLE)
def test_what_is_visible_is_the_own_and_what_the_viewer_decided_too(
    fresh: Fresh, log: list[Event], viewer: str
) -> None:
    with _store(fresh, "a-1", "a-2", "a-3", groups=(("a-1", "a-2"), ("a-3",))) as store:
        store.append(log)
        report = {"a-1": "a-1", "a-2": "a-1", "a-3": "a-3"}
        decided = {report[e.record] for e in log if e.reviewer == viewer and e.verb in VERDICTS}
        expected = [e for e in standing(log) if e.reviewer == viewer or report[e.record] in decided]
        assert visible_events(store, viewer, "screening") == expected


def test_an_undo_takes_back_only_what_the_same_person_did(fresh: Fresh) -> None:
    with _store(fresh, "a-1") as store:
        mine = _event(1, "Ada", "a-1")
        foreign = _event(2, "Bo", "a-1", Verb.UNDO, target=mine.id)
        store.append([mine, foreign])
        assert store.standing_events() == standing([mine, foreign]) == [mine]


def test_an_undo_that_comes_before_its_target_takes_it_back_when_it_comes(fresh: Fresh) -> None:
    with _store(fresh, "a-1") as store:
        mine = _event(1, "Ada", "a-1")
        undo = _event(2, "Ada", "a-1", Verb.UNDO, target=mine.id)
        assert store.add_events([undo]) == [undo]
        assert store.add_events([mine]) == [mine]
        assert store.standing_events() == []
        assert store.add_events([mine, undo]) == []


def test_records_are_named_with_title_and_accession_and_unknown_ones_left_out(fresh: Fresh) -> None:
    with _store(fresh, "a-1", "a-2") as store:
        assert names_of(store, ["a-2", "b-1"]) == {"a-2": ("fictional a-2", "A-2")}
