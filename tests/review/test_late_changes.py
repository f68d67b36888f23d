"""What is decided late: when records have become one report, when it was settled, when somebody looks again."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resift.decisions import Event, Stage, State, Verb
from resift.errors import ReviewError
from resift.records import Link, Record
from resift.review.agreement import disputed, to_settle
from resift.review.review import Review, start_review
from resift.review.worked import worked_files
from resift.store import Run

IN, OUT = Verb.INCLUDE, Verb.EXCLUDE
A, B, C = "embase-1", "embase-2", "embase-3"
Act = tuple[str, int, bool, bool]


class Clock:
    """Each call a second later."""

    ticks = 0

    def __call__(self) -> str:
        self.ticks += 1
        return f"2026-11-02T09:{self.ticks // 60:02}:{self.ticks % 60:02}.000000Z"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with _opened(tmp_path) as opened:
        yield opened


def _opened(folder: Path) -> Review:
    """A review with three fictional reports that two people read."""
    start_review(folder / "review", dict(worked_files(("review.toml", "queries", "screening", "data/previous"))))
    opened = Review(folder / "review", clock=Clock())
    run = Run(id="embase", search="embase", database="Embase", label="Embase", kind="database")
    opened.store.add_run(run, [Record(id=i, title=f"Fictional {i}") for i in (A, B, C)])
    _group(opened, (A,), (B,), (C,))
    return opened


def _group(review: Review, *groups: tuple[str, ...]) -> None:
    review.store.add_grouping(review.clock(), "by hand", groups, [])


def _say(review: Review, who: str, verb: Verb, on: str = A, **more: object) -> Event:
    values = {"stage": Stage.SCREENING, "reasons": ("I1",) if verb is OUT else (), **more}
    event = Event(time=review.clock(), reviewer=who, record=on, verb=verb, **values)  # type: ignore[arg-type]
    review.store.append(event)
    return event


def _state(review: Review, on: str = A) -> State:
    return review.state.screening[on].state


def test_a_change_of_mind_counts_when_another_record_stands_for_the_report_by_then(review: Review) -> None:
    for who in ("Ada", "Bo"):
        _say(review, who, IN, B)
    _group(review, (A, B), (C,))
    for who in ("Ada", "Bo"):
        session = review.session(who)
        session.reopen(A)
        session.decide(OUT, ["I1"])
    assert _state(review) is State.EXCLUDED
    review.session("Bo").undo()
    assert _state(review) is State.CONFLICT


def test_who_decided_two_records_unlike_ends_that_by_one_decision_on_their_report(review: Review) -> None:
    _say(review, "Ada", IN)
    _say(review, "Ada", OUT, B)
    _say(review, "Bo", IN)
    _group(review, (A, B), (C,))
    assert _state(review) is State.CONFLICT
    session = review.session("Ada")
    session.reopen(A)
    session.decide(IN)
    assert _state(review) is State.INCLUDED


GROUPINGS = [((A,), (B,), (C,)), ((A, B), (C,)), ((B, A), (C,)), ((C, A, B),), ((B,), (C, A))]
ACTS = st.lists(
    st.tuples(st.sampled_from(["Ada", "Bo", "group"]), st.integers(0, 4), st.booleans(), st.booleans()), max_size=10
)


@settings(max_examples=25)
@given(acts=ACTS)
def test_however_records_were_grouped_before_what_both_say_of_each_report_now_is_its_outcome(acts: list[Act]) -> None:
    with TemporaryDirectory() as folder, _opened(Path(folder)) as review:
        for who, number, include, back in acts:
            if who == "group":
                _group(review, *GROUPINGS[number])
            elif back:
                review.session(who).undo()
            else:
                _decide(review, who, number, include)
        for who in ("Ada", "Bo"):
            for number in range(len(review.state.to_screen)):
                _decide(review, who, number, include=number % 2 == 0)
        outcomes = [review.state.screening[r].state for r in review.state.to_screen]
        assert outcomes == [State.EXCLUDED if n % 2 else State.INCLUDED for n in range(len(outcomes))]


def _decide(review: Review, who: str, number: int, include: bool) -> None:
    """Decide on one of the reports as they stand, for the first time or again."""
    reports, session = review.state.to_screen, review.session(who)
    report = reports[number % len(reports)]
    if report in session.decided:
        session.reopen(report)
    while session.report != report:
        session.later()
    session.decide(IN if include else OUT, () if include else ["I1"])


def test_nobody_takes_the_place_of_anothers_decision(review: Review) -> None:
    first = _say(review, "Ada", IN)
    _say(review, "Bo", OUT, data={"instead": [first.id]})
    assert _state(review) is State.CONFLICT


def test_who_only_settled_a_report_is_not_asked_to_read_it(review: Review) -> None:
    _say(review, "Ada", IN)
    _say(review, "Bo", OUT)
    _say(review, "Cy", IN, settles=True)
    assert review.session("Cy").left == [B, C]
    assert review.status()["screened_by"] == {"Ada": 1, "Bo": 1}
    # who read it before finds it among what is done
    assert set(review.session("Ada").queue) == {A, B, C}


def test_a_disagreement_that_a_second_look_made_is_listed_to_be_settled(review: Review) -> None:
    for who in ("Ada", "Bo"):
        _say(review, who, OUT)
    _say(review, "Ada", IN, data={"sitting": "second look"})
    waiting = to_settle(review.state, Stage.SCREENING)
    assert {r: sorted(e.verb.value for e in es) for r, es in waiting.items()} == {A: ["exclude", "include"]}
    # of agreement the first decisions count, and there they agreed
    assert disputed(review.agreement()) == {}


def test_unsure_of_both_on_a_full_text_is_listed_to_be_settled(review: Review) -> None:
    for who in ("Ada", "Bo"):
        _say(review, who, IN)
        _say(review, who, Verb.UNSURE, stage=Stage.ELIGIBILITY)
    _say(review, "Ada", Verb.RETRIEVED, stage=Stage.RETRIEVAL)
    assert list(to_settle(review.state, Stage.ELIGIBILITY)) == [A]


def test_what_came_of_second_looks_is_told_by_why_they_were_taken(review: Review) -> None:
    for report in (A, B):
        _say(review, "Ada", OUT, report)
    look = review.session("Ada", looking={A: "the ranking disagrees", B: "random sample of exclusions"})
    look.decide(IN)
    look.decide(OUT, ["I1"])
    told = [(x["why"], x["reports"], x["to_include"]) for x in review.status()["second_looks"]]
    assert told == [("the ranking disagrees", 1, 1), ("random sample of exclusions", 1, 0)]


def test_an_opinion_changed_after_settling_is_no_independent_agreement(review: Review) -> None:
    _say(review, "Ada", IN)
    _say(review, "Bo", OUT)
    _say(review, "Ada", IN, settles=True)
    _say(review, "Bo", IN)
    assert disputed(review.agreement()) == {A: "decision"}


def test_who_reads_for_the_first_time_after_settling_counts_as_one_who_read(review: Review) -> None:
    _say(review, "Ada", IN)
    _say(review, "Bo", OUT)
    _say(review, "Cy", IN, settles=True)
    _say(review, "Dee", OUT)
    assert {who: e.verb for who, e in review.agreement().decisions[A].items()} == {"Ada": IN, "Bo": OUT, "Dee": OUT}


def test_an_abstract_that_is_added_changes_the_next_order_of_the_same_sitting(review: Review) -> None:
    assert review.rank().reports[0] == A
    abstract = f"{review.config.question} {review.config.question}"
    _say(review, "Ada", Verb.EDIT, C, data={"abstract": abstract, "source": "the publisher's page"})
    assert review.rank().reports[0] == C


def test_names_alike_that_both_have_decided_can_both_go_on(review: Review) -> None:
    _say(review, "Ada", IN)
    _say(review, "ADA", IN, B)
    assert [review.session(who).reviewer for who in ("Ada", "ADA")] == ["Ada", "ADA"]
    for ask in (review.session, review.rank):
        with pytest.raises(ReviewError, match="only by case"):
            ask("ada")


@pytest.mark.parametrize("name", ["", "  ", "PubMed", "A\x1bda"])
def test_what_is_nobodys_name_is_refused(review: Review, name: str) -> None:
    with pytest.raises(ReviewError, match="name"):
        review.session(name)


def test_who_settled_from_outside_the_protocols_people_can_hand_that_over(review: Review) -> None:
    path = review.folder.root / "review.toml"
    path.write_text(path.read_text().replace("reviewers = 2", 'people = ["Ada", "Bo"]\nreviewers = 2', 1))
    with Review(review.folder.root, clock=review.clock) as named:
        _say(named, "Ada", IN)
        _say(named, "Bo", OUT)
        _say(named, "Cy", IN, settles=True)
        assert named.export("events", reviewer="Cy").number == 1


def test_an_answer_from_a_clock_that_is_ahead_is_grouped_once_and_for_all(review: Review) -> None:
    ahead = Event(time="2026-11-02T20:00:00.000000Z", reviewer="Cy", stage=Stage.DUPLICATES, record=A,
                  verb=Verb.SAME, data={"other": B})  # fmt: skip
    review.store.append(ahead)
    assert not review.store.grouped()
    review.dedup()
    assert review.store.grouped()
    # and an answer by the right clock is noticed all the same, and is the newer one
    review.settle(Link(record=B, other=A, kind="perhaps duplicate of", rule=""), same=False, reviewer="Ada")
    assert not review.store.grouped()
    assert review.dedup()["reports"] == 3
