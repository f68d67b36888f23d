"""What is looked at again, and what came of it; what agreement is counted on."""

from resift.decisions import Event, Stage, Verb
from resift.screening.agreement import Figure
from resift.screening.ratings import THREE, TWO, answer, independent, measure, on_criterion
from resift.screening.second_look import SECOND_LOOK, Looked, Why, choose, results


def _event(second: int, who: str, verb: Verb, *why: str, look: str = "", **more: object) -> Event:
    return Event(
        time=f"2026-11-02T09:00:{second:02}.000000Z", reviewer=who, stage=Stage.SCREENING, record="r", verb=verb,
        reasons=why, data={SECOND_LOOK: look} if look else {}, **more,  # type: ignore[arg-type]
    )  # fmt: skip


IN, OUT = Verb.INCLUDE, Verb.EXCLUDE


def test_decisions_furthest_from_the_ranking_come_first() -> None:
    # place 0 is likeliest to be relevant: an exclusion there is furthest off, then an inclusion at .9
    decided = {"a": _event(1, "Ada", OUT, "I7"), "b": _event(1, "Ada", IN), "c": _event(1, "Ada", OUT, "I7")}
    places = {"a": 0.05, "b": 0.9, "c": 0.7}
    assert choose(decided, places, set(), set(), sampled=0) == [("a", Why.DISAGREES), ("b", Why.DISAGREES)]
    assert choose(decided, places, set(), set(), disagreeing=1, sampled=0) == [("a", Why.DISAGREES)]


def test_one_judgement_of_one_person_is_looked_at_again() -> None:
    decided = {
        "one": _event(1, "Ada", OUT, "I1"), "two reasons": _event(1, "Ada", OUT, "I1", "I2"),
        "a fact": _event(1, "Ada", OUT, "I7"), "read by two": _event(1, "Ada", OUT, "I1"),
    }  # fmt: skip
    alone = {"one", "two reasons", "a fact"}
    assert choose(decided, {}, {"I1", "I2"}, alone, sampled=0) == [("one", Why.JUDGEMENT)]


def test_the_sample_holds_exclusions_only_and_is_the_same_each_time() -> None:
    decided = {f"r{i}": _event(1, "Ada", OUT if i % 2 else IN, *(["I7"] if i % 2 else [])) for i in range(40)}
    chosen = choose(decided, {}, set(), set(), sampled=5)
    assert chosen == choose(dict(reversed(decided.items())), {}, set(), set(), sampled=5)
    assert len(chosen) == 5
    assert all(why is Why.SAMPLE and decided[r].verb is OUT for r, why in chosen)


def test_a_second_look_is_counted_with_what_it_changed() -> None:
    changed = [_event(1, "Ada", OUT, "I1"), _event(2, "Ada", IN, look="x")]
    kept = [_event(1, "Ada", OUT, "I1"), _event(2, "Ada", OUT, "I2", look="x"), _event(3, "Bo", IN)]
    turned = [_event(1, "Bo", Verb.UNSURE), _event(2, "Bo", OUT, "I1", look="y")]
    assert results([changed, kept, turned]) == [
        Looked(why="x", reports=2, to_include=1), Looked(why="y", reports=1, to_exclude=1),
    ]  # fmt: skip


def test_a_second_look_taken_back_did_not_happen() -> None:
    look = _event(2, "Ada", IN, look="x")
    assert results([[_event(1, "Ada", OUT, "I1"), look, _event(3, "Ada", Verb.UNDO, target=look.id)]]) == []


def test_a_decision_of_a_sitting_for_second_looks_is_one_also_without_a_reason() -> None:
    look = Event(time="2026-11-02T10", reviewer="Ada", stage=Stage.SCREENING, record="r", verb=IN,
                 data={"sitting": "second look"})  # fmt: skip
    assert results([[_event(1, "Ada", OUT, "I1"), look]]) == [Looked(why="second look", reports=1, to_include=1)]


def test_agreement_is_counted_on_decisions_before_a_second_look_and_before_settling() -> None:
    events = [
        _event(1, "Ada", OUT, "I1"), _event(2, "Ada", IN, look="x"), _event(3, "Bo", IN),
        _event(4, "Ada", IN, settles=True),
    ]  # fmt: skip
    assert {who: e.verb for who, e in independent(events).items()} == {"Ada": OUT, "Bo": IN}


def test_unsure_is_an_inclusion_of_two_answers_and_its_own_of_three() -> None:
    unsure = _event(1, "Ada", Verb.UNSURE)
    assert (answer(unsure, TWO), answer(unsure, THREE)) == ("include", "unsure")
    # one pair, unsure against include: they agree of two answers, not of three
    rated = [{"Ada": answer(unsure, c), "Bo": answer(_event(1, "Bo", IN), c)} for c in (TWO, THREE)]
    assert measure(rated[:1], TWO).figures[0].value == 1
    assert measure(rated[1:], THREE).figures[0].value == 0


def test_a_criterion_is_judged_by_answers_and_where_there_are_none_by_reasons() -> None:
    # yes: what the criterion says holds; it fails an inclusion criterion by no, an exclusion criterion by yes
    answered = _event(1, "Ada", OUT, "I1", verdicts={"I1": "no", "E1": "yes", "I2": "unclear"})
    judged = [on_criterion(answered, c, k) for c, k in (("I1", "include"), ("E1", "exclude"), ("I2", "include"))]
    assert judged == ["failed", "failed", "not failed"]
    assert on_criterion(answered, "I3", "include") is None
    plain = _event(1, "Bo", OUT, "E1")
    assert [on_criterion(plain, c, "exclude") for c in ("E1", "E2")] == ["failed", "not failed"]


def test_reports_with_one_decision_do_not_count_and_three_people_are_compared_together() -> None:
    rated = [{"Ada": "include"}, {"Ada": "include", "Bo": "include"}, {"Cy": "exclude", "Bo": "include"}]
    found = measure(rated, TWO)
    assert (found.who, found.reports) == (("Ada", "Bo", "Cy"), 2)
    assert [f.name for f in found.figures] == ["agreement", "Fleiss' kappa", "Gwet's AC1", "PABAK"]
    assert found.figures[0].value == 0.5
    assert isinstance(measure([], TWO).figures[0], Figure)
