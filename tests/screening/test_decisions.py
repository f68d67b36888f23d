"""The fold over decisions."""

from hypothesis import given
from hypothesis import strategies as st

from resift.decisions import Event, Outcome, Rules, Stage, State, Verb, outcome

RULES = Rules(reviewers=2, criteria=("I1", "I2", "I3"))


def _event(second: int, who: str, verb: Verb, *why: str, settles: bool = False, target: str = "") -> Event:
    return Event(
        time=f"2026-11-02T09:00:{second:02}.000000Z", reviewer=who, stage=Stage.SCREENING, record="r", verb=verb,
        reasons=why, settles=settles, target=target,
    )  # fmt: skip


def _state(*events: Event) -> State:
    return outcome(events, RULES).state


def test_one_of_two_reviewers_leaves_a_report_open() -> None:
    assert _state(_event(1, "Ada", Verb.INCLUDE)) is State.PENDING


def test_a_changed_mind_counts_once_by_its_last_decision() -> None:
    events = (
        _event(1, "Ada", Verb.INCLUDE),
        _event(2, "Ada", Verb.EXCLUDE, "I1"),
        _event(3, "Ben", Verb.EXCLUDE, "I1"),
    )
    assert _state(*events) is State.EXCLUDED


def test_an_undone_decision_leaves_the_one_before_it() -> None:
    first, second = _event(1, "Ada", Verb.INCLUDE), _event(2, "Ada", Verb.EXCLUDE, "I1")
    undo = _event(3, "Ada", Verb.UNDO, target=second.id)
    assert _state(first, second, undo, _event(4, "Ben", Verb.INCLUDE)) is State.INCLUDED


def test_unsure_goes_forward_like_an_inclusion() -> None:
    assert _state(_event(1, "Ada", Verb.UNSURE), _event(2, "Ben", Verb.INCLUDE)) is State.INCLUDED
    assert _state(_event(1, "Ada", Verb.UNSURE), _event(2, "Ben", Verb.EXCLUDE, "I1")) is State.CONFLICT


def test_reviewers_who_give_other_reasons_agree_on_the_exclusion() -> None:
    found = outcome([_event(1, "Ada", Verb.EXCLUDE, "I3"), _event(2, "Ben", Verb.EXCLUDE, "I2", "I1")], RULES)
    assert (found.state, found.reasons) == (State.EXCLUDED, ("I2", "I3", "I1"))


def test_a_settled_conflict_has_the_adjudicators_reasons_and_name() -> None:
    events = (_event(1, "Ada", Verb.INCLUDE), _event(2, "Ben", Verb.EXCLUDE, "I1"))
    settled = outcome([*events, _event(3, "Cleo", Verb.EXCLUDE, "I2", settles=True)], RULES)
    assert settled == Outcome(state=State.EXCLUDED, reasons=("I2",), reviewers=("Ada", "Ben"), settled_by="Cleo")


events = st.lists(
    st.builds(_event, st.integers(0, 59), st.sampled_from(["Ada", "Ben"]), st.sampled_from([Verb.INCLUDE, Verb.UNSURE]))
    | st.builds(lambda s, w: _event(s, w, Verb.EXCLUDE, "I1"), st.integers(0, 59), st.sampled_from(["Ada", "Ben"])),
    max_size=8,
)


@given(events, st.randoms())
def test_the_order_and_repetition_of_events_does_not_matter(log: list[Event], random: object) -> None:
    shuffled = log + log[:2]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcome(shuffled, RULES) == outcome(log, RULES)
