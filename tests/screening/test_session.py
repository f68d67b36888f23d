"""A screening session: what comes next, what is saved when, what can be taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.sittings import CRITERIA, Prepared, sitting

from resift.decisions import Event, Verb
from resift.records import Record
from resift.screening.lines import run
from resift.screening.log import LATER
from resift.screening.sheet import describe, mark


def test_each_decision_is_saved_before_the_next_report_is_shown() -> None:
    saved: list[Event] = []
    session = sitting(saved=saved)
    session.decide(Verb.INCLUDE)
    assert [e.record for e in saved] == ["r0"]
    assert session.report == "r1"


def test_a_decision_keeps_the_rank_and_the_criteria_version_it_was_made_with() -> None:
    session = sitting()
    session.decide(Verb.INCLUDE)
    event = session.decide(Verb.EXCLUDE, ["E1"])
    assert (event.rank, event.criteria) == (2, "1")


def test_a_report_put_off_comes_back_after_others_and_is_never_lost() -> None:
    session = sitting(LATER + 3)
    session.later()
    seen = []
    while (report := session.report) is not None:
        seen.append(report)
        session.decide(Verb.INCLUDE, report=report)
    assert seen.index("r0") == LATER
    assert sorted(seen) == sorted(f"r{i}" for i in range(LATER + 3))


def test_reports_put_off_come_back_at_the_end_of_a_short_list() -> None:
    session = sitting(2)
    session.later()
    session.decide(Verb.INCLUDE)
    assert session.report == "r0"


def test_a_new_order_is_asked_for_after_the_set_number_of_decisions() -> None:
    training = Prepared("r4", "r3", "r2")
    session = sitting(training=training, every=2)
    session.decide(Verb.INCLUDE)
    assert (session.report, training.asked) == ("r1", 0)
    session.decide(Verb.INCLUDE)
    assert (session.report, training.asked) == ("r4", 1)


steps = st.lists(st.sampled_from(["i", "e E1", "u", "l", "z", "n a note", "nonsense", "e"]), max_size=25)


@given(steps)
def test_whatever_is_answered_the_log_folds_to_what_the_session_shows(answers: list[str]) -> None:
    saved: list[Event] = []
    session = sitting(4, saved)
    run(session, answers, lambda _: None)
    again = sitting(4, saved)
    assert {k: e.id for k, e in again.decided.items()} == {k: e.id for k, e in session.decided.items()}
    assert set(again.left) == set(session.left)


def test_exclusion_needs_a_known_reason() -> None:
    session = sitting()
    for reasons in ([], ["X9"]):
        with pytest.raises(ValueError, match=r"reason|criterion"):
            session.decide(Verb.EXCLUDE, reasons)
    assert session.decided == {}


def test_terms_are_marked_by_their_kind() -> None:
    assert mark("Psychosis and alcohol", CRITERIA) == "*Psychosis* and !alcohol!"


def test_a_record_without_abstract_says_so() -> None:
    assert "(There is no abstract.)" in describe(Record(id="a", title="t"), CRITERIA)


def test_a_key_typed_ahead_never_falls_on_another_report() -> None:
    saved: list[Event] = []
    session = sitting(saved=saved)
    session.decide(Verb.INCLUDE, report="r0")
    with pytest.raises(ValueError, match="r0 is no longer on the screen"):
        session.decide(Verb.INCLUDE, report="r0")
    assert [e.record for e in saved] == ["r0"]


def test_what_could_not_be_saved_was_not_done() -> None:
    def full(_: Event) -> None:
        raise OSError("no space left")

    session = sitting()
    session.save = full
    for act in (lambda: session.decide(Verb.INCLUDE), lambda: session.note("x"), session.later):
        with pytest.raises(OSError, match="no space"):
            act()
    card = session.card()
    assert card is not None
    assert (card.report, card.draft.note, session.progress.decided) == ("r0", "", 0)


def test_a_clock_that_was_set_back_does_not_change_what_undo_takes_back() -> None:
    times = iter(["2026-11-02T09:00:00.000000Z"] * 4 + ["2026-11-02T08:00:00.000000Z"] * 20)
    saved: list[Event] = []
    session = sitting(saved=saved, clock=lambda: next(times))
    session.decide(Verb.INCLUDE)
    session.decide(Verb.UNSURE)
    session.decide(Verb.INCLUDE)
    assert sorted(e.time for e in saved) == [e.time for e in saved]
    assert sitting(saved=saved).undo() == saved[2]


def test_a_decision_says_how_long_the_report_was_on_the_screen() -> None:
    # the clock goes on by a millisecond each time: once when the report comes, once when it is decided
    assert sitting().decide(Verb.INCLUDE).data == {"ms": 1}


def test_a_report_put_off_comes_back_in_a_later_sitting() -> None:
    saved: list[Event] = []
    first = sitting(LATER + 3, saved)
    first.later()
    for _ in range(LATER):
        first.decide(Verb.INCLUDE)
    again = sitting(LATER + 3, saved)
    card = again.card()
    assert card is not None
    assert (card.report, card.why.kind.value) == ("r0", "put off")


def test_the_report_on_the_screen_stays_while_a_new_order_comes() -> None:
    training = Prepared("r4", "r3")
    session = sitting(training=training, every=50)
    assert session.report == "r0"
    training.start()
    session.judge("I1", "yes")
    session.undo()
    assert session.report == "r0"
    session.decide(Verb.INCLUDE)
    assert session.report == "r4"


def test_a_reopened_report_that_is_put_off_keeps_its_decision() -> None:
    session = sitting()
    session.decide(Verb.INCLUDE)
    session.reopen("r0")
    session.later()
    assert (session.report, session.decided["r0"].verb, session.progress.put_off) == ("r1", Verb.INCLUDE, 0)


def test_only_what_was_decided_or_put_off_can_be_opened_again() -> None:
    with pytest.raises(ValueError, match="have not decided"):
        sitting().reopen("r3")


def test_events_of_records_that_became_one_report_are_read_as_of_that_report() -> None:
    saved: list[Event] = []
    sitting(saved=saved).decide(Verb.INCLUDE)
    again = sitting(["r1", "r2"], saved, report_of={"r0": "r1"})
    assert (again.report, list(again.decided)) == ("r2", ["r1"])


def test_a_report_put_off_that_others_have_settled_meanwhile_does_not_come_back() -> None:
    saved: list[Event] = []
    sitting(["r0", "r1"], saved).later()
    again = sitting(["r1"], saved)
    assert again.progress.put_off == 0
    again.decide(Verb.INCLUDE)
    assert again.report is None
