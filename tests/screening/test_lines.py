"""Line mode: all of the session by one line a time, and nothing lost when it dies."""

from collections.abc import Iterable

from tests.screening.sittings import CRITERIA, Clock, Prepared, sitting

from resift.decisions import Event, Verb
from resift.records import Record
from resift.screening.cards import Kind
from resift.screening.lines import HELP, run
from resift.screening.session import Session
from resift.screening.sheet import describe


def _told(session: Session, *answers: str) -> list[str]:
    said: list[str] = []
    run(session, answers, said.append)
    return said


def _events(*answers: str, queue: int = 3) -> list[Event]:
    saved: list[Event] = []
    _told(sitting(queue, saved), *answers)
    return saved


def _short(events: Iterable[Event]) -> list[tuple[str, str]]:
    return [(e.verb.value, e.record) for e in events]


def test_answers_note_and_tag_are_events_of_their_own_and_go_into_the_decision() -> None:
    events = _events("j i1 yes", "j E1 yes", "n only a protocol", "t protocol", "a")
    assert _short(events) == [
        ("judge", "r0"), ("judge", "r0"), ("note", "r0"), ("tag", "r0"), ("exclude", "r0"),
    ]  # fmt: skip
    last = events[-1]
    assert (last.verdicts, last.reasons, last.note) == ({"I1": "yes", "E1": "yes"}, ("E1",), "only a protocol")


def test_all_criteria_that_failed_go_into_an_exclusion_the_named_one_first() -> None:
    assert _events("j E1 yes", "j I1 no", "e E1")[-1].reasons == ("E1", "I1")
    assert _events("j E1 yes", "e i1")[-1].reasons == ("I1", "E1")


def test_a_decision_against_ones_own_answers_is_pointed_out_and_stands() -> None:
    saved: list[Event] = []
    said = _told(sitting(3, saved), "j E1 yes", "i")
    assert "Your answers on the criteria speak for excluding (E1), not for including. z takes it back." in said
    assert saved[-1].verb is Verb.INCLUDE


def test_what_was_decided_at_another_screen_is_told_and_the_same_answer_again_saves() -> None:
    saved: list[Event] = []
    second = sitting(3, saved, anew=lambda report: [e for e in saved if e.record == report])
    assert second.report == "r0"
    sitting(3, saved).decide(Verb.UNSURE)
    said = _told(second, "e E1", "e E1")
    assert "Not saved: in another sitting you decided: unsure; the same again saves this one." in said
    assert _short(saved) == [("unsure", "r0"), ("exclude", "r0")]


def test_the_answers_speak_for_an_inclusion_only_when_all_of_the_stage_are_given() -> None:
    said = _told(sitting(3), "j I1 yes", "a", "j E1 no")
    assert "Not saved: answer the criteria first, as in: j I1 yes." in said
    assert "Your answers speak for: include. a accepts that." in said


def test_an_answer_is_taken_away_by_naming_only_the_criterion() -> None:
    events = _events("j I1 no", "j I1", "i")
    assert (events[1].verdicts, events[2].verdicts) == ({"I1": ""}, {})


def test_the_history_finds_and_opens_what_was_decided() -> None:
    saved: list[Event] = []
    said = _told(sitting(4, saved), "i", "e E1", "u", "h exclude", "o 1", "i")
    assert "1. exclude E1: r1 (2026-11-02)" in said
    assert "Your decision so far: exclude E1." in said
    assert (saved[-1].record, saved[-1].verb, saved[-1].data["why"]) == ("r1", Verb.INCLUDE, "changed")


def test_a_number_that_is_not_in_the_history_opens_nothing() -> None:
    said = _told(sitting(3), "o 1", "i", "h", "o 2", "o x")
    assert len([s for s in said if "h shows the history" in s]) == 3


def test_undo_takes_back_acts_of_every_kind_one_after_the_other() -> None:
    saved: list[Event] = []
    said = _told(sitting(3, saved), "j I1 yes", "i", "n x", "l", *["z"] * 5)
    assert [s for s in said if s.startswith("Taken back")] == [
        "Taken back: later.", "Taken back: a note.", "Taken back: include.", "Taken back: an answer on a criterion.",
    ]  # fmt: skip
    assert said[-2] == "There is nothing to take back."


def test_a_word_is_marked_from_then_on_and_the_reports_that_have_it_are_counted() -> None:
    texts = [("r0", "Befriending"), ("r1", "befriended twice, befriended"), ("r2", "garden"), ("elsewhere", "befriend")]
    session = sitting(3, show=lambda r: Record(id=r, title="Befriending"), texts=lambda: texts)
    said = _told(session, "w I1 befriend*", "r", "m")
    assert "Marked from now on: befriend* for I1. 2 reports have it." in said
    assert said.index("Title: *Befriending*") < said.index("Marks are off.") < len(said) - said[::-1].index(
        "Title: Befriending"
    )  # fmt: skip


def test_an_added_abstract_is_shown_with_where_it_was_taken_from() -> None:
    said = _told(sitting(1), "b the publisher's page: A fictional abstract: on gardens.", "b no text")
    assert "A fictional abstract: on gardens." in said
    assert "A person added this abstract, from: the publisher's page" in said
    assert any(s.startswith("Not saved: an abstract that is added needs") for s in said)


def test_an_abstract_that_somebody_else_added_is_shown_without_a_name() -> None:
    said = _told(sitting(1, edits={"r0": ("A fictional abstract.", "the library")}))
    assert "A fictional abstract." in said
    assert "A person added this abstract, from: the library" in said


def test_find_shows_the_sentences_that_have_the_words() -> None:
    record = Record(id="r0", title="t", abstract="A first one. A garden grows! A last one.")
    said = _told(sitting(1, show=lambda _: record), "f GARDEN", "f nowhere", "f")
    assert "A garden grows!" in said
    assert "'nowhere' is not in this record." in said


def test_a_report_drawn_from_anywhere_comes_next_and_its_decision_says_so() -> None:
    saved: list[Event] = []
    said = _told(sitting(9, saved), "d", "i", "i")
    drawn = saved[0].record
    assert drawn != "r0"
    assert _short(saved) == [("open", drawn), ("include", "r0"), ("include", drawn)]
    assert saved[2].data["why"] == "exploration"
    assert "Drawn from anywhere in the order, because you asked for it." in said


def test_what_is_drawn_depends_on_nothing_but_the_sitting() -> None:
    assert _short(_events("d", "i", "d", "i", queue=30)) == _short(_events("d", "i", "d", "i", queue=30))


def test_the_next_sitting_says_where_the_last_one_stopped() -> None:
    saved: list[Event] = []
    _told(sitting(5, saved), "i", "e E1", "l")
    said = _told(sitting(5, saved, clock=Clock("2026-11-04")))  # the 2nd of November 2026 was a Monday
    assert said[1] == "You stopped at 2 of 5 on Monday; 1 is put off."


def test_progress_counts_each_kind_of_decision() -> None:
    said = _told(sitting(14), *["i"] * 2, *["e E1"] * 9, "u", "l", "p")
    assert "12 of 14 read: 2 included, 9 excluded, 1 unsure. 1 put off. 10 since the last inclusion." in said
    assert "Inclusions in each 10 decisions, oldest first: 2 0." in said


def test_stopping_is_said_in_one_sentence_with_what_it_rests_on() -> None:
    # one relevant first, ten irrelevant after it, of 20, recall of half: p = .2105, as in the doctest of the test
    said = _told(sitting(20, target=0.5, confidence=0.95), "i", *["e E1"] * 10, "s")
    sentence = next(s for s in said if s.startswith("If more than"))
    assert sentence.startswith("If more than 50% of the relevant records were still unseen, finding so few lately "
                               "would still happen about 21 times in 100. You set 5 in 100: not enough")  # fmt: skip
    assert "11 of 20 records read, 1 relevant" in sentence
    assert "2026-11-02" in sentence


def test_full_texts_have_no_stopping_rule() -> None:
    from resift.decisions import Stage

    assert sitting(3, stage=Stage.ELIGIBILITY).stopping == ""


def test_an_adjudicator_is_shown_why_a_report_comes() -> None:
    session = sitting(1, settles=True, kind=Kind.CONFLICT, about=lambda _: ["A reviewer decided: exclude I1"])
    said = _told(session, "u", "i")
    assert "The reviewers disagree on it." in said
    assert "A reviewer decided: exclude I1" in said
    assert "Not saved: a disagreement is settled by an inclusion or an exclusion." in said


def test_a_training_that_fails_is_told_once_and_stops_nothing() -> None:
    class Failing(Prepared):
        def start(self) -> None:
            self.trouble = "The order could not be made anew (no space left); it stays as it was."

    said = _told(sitting(4, training=Failing(), every=1), "i", "i", "i", "i")
    assert len([s for s in said if "no space left" in s]) == 1
    assert len([s for s in said if s == "Saved: include."]) == 4


def test_each_command_of_the_help_is_understood() -> None:
    commands = [line.split()[0] for line in HELP.splitlines()]
    said = _told(sitting(3), *(c for c in commands if c != "q"))
    assert not [s for s in said if "is no command" in s]


def test_a_record_without_words_of_the_criteria_says_so() -> None:
    assert describe(Record(id="r", title="Gardens"), CRITERIA)[-1] == "Terms: none"


def test_the_history_of_a_second_look_says_where_the_decisions_before_it_are() -> None:
    saved: list[Event] = []
    _told(sitting(3, saved), "i")
    said = _told(sitting(3, saved, kind=Kind.SECOND_LOOK), "h")
    assert any("what you decided before is in the history of an ordinary sitting" in line for line in said)
