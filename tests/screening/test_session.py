"""A screening session: what comes next, what is saved when, what can be taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.sittings import CRITERIA, Prepared, sitting

from resift.decisions import Event, Verb
from resift.records import Record
from resift.screening.agreement import Agreement
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


def test_kappa_of_a_published_table() -> None:
    # prevalence paradox at 2 %: both include 5, each alone 10, both exclude 975; po = .98,
    # pe = .015^2 + .985^2 = .97045, kappa = (.98 - .97045) / (1 - .97045) = .3232
    table = Agreement(5, 10, 10, 975)
    assert table.observed == 0.98
    assert table.kappa == pytest.approx(0.3232, abs=5e-5)


def test_kappa_is_not_defined_where_chance_agrees_always() -> None:
    assert Agreement(0, 0, 0, 7).kappa is None
    assert Agreement(0, 0, 0, 0).observed is None
