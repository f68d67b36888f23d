"""From answers per criterion to a decision."""

import pytest
from tests.screening.sittings import CRITERIA

from resift.decisions import Stage, Verb
from resift.screening.judging import derived, mismatch, reasons_given

# I1 (include) and E1 (exclude) are judged on title and abstract, I9 (include) on the full text only
TABLE = [
    ({}, Stage.SCREENING, None, ()),
    ({"I1": "yes"}, Stage.SCREENING, None, ()),
    ({"I1": "yes", "E1": "no"}, Stage.SCREENING, Verb.INCLUDE, ()),
    ({"I1": "yes", "E1": "unclear"}, Stage.SCREENING, Verb.UNSURE, ()),
    ({"I1": "unclear"}, Stage.SCREENING, None, ()),
    ({"I1": "no"}, Stage.SCREENING, Verb.EXCLUDE, ("I1",)),
    ({"E1": "yes"}, Stage.SCREENING, Verb.EXCLUDE, ("E1",)),
    ({"E1": "yes", "I1": "no"}, Stage.SCREENING, Verb.EXCLUDE, ("I1", "E1")),
    ({"I9": "no"}, Stage.SCREENING, Verb.EXCLUDE, ("I9",)),
    ({"I1": "yes", "E1": "no", "I9": "unclear"}, Stage.SCREENING, Verb.UNSURE, ()),
    ({"I1": "yes", "E1": "no"}, Stage.ELIGIBILITY, None, ()),
    ({"I1": "yes", "E1": "no", "I9": "yes"}, Stage.ELIGIBILITY, Verb.INCLUDE, ()),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "stage", "verb", "reasons"), TABLE)
def test_answers_speak_for_a_decision(
    answers: dict[str, str], stage: Stage, verb: Verb | None, reasons: tuple[str, ...]
) -> None:
    assert derived(CRITERIA, stage, answers) == (verb, reasons)


def test_an_exclusion_has_the_named_reason_first_and_then_all_that_failed() -> None:
    assert reasons_given(CRITERIA, Verb.EXCLUDE, ["I9"], {"E1": "yes", "I1": "no"}) == ("I9", "I1", "E1")
    assert reasons_given(CRITERIA, Verb.INCLUDE, [], {"E1": "yes"}) == ()


@pytest.mark.parametrize("named", [[], ["X"]])
def test_an_exclusion_without_a_known_reason_is_refused(named: list[str]) -> None:
    with pytest.raises(ValueError, match=r"needs a reason|no criterion X"):
        reasons_given(CRITERIA, Verb.EXCLUDE, named, {})


def test_only_a_decision_unlike_the_answers_is_pointed_out() -> None:
    assert mismatch(Verb.EXCLUDE, ("I1",), Verb.EXCLUDE) == ""
    assert mismatch(None, (), Verb.INCLUDE) == ""
    said = "Your answers on the criteria speak for unsure, not for including."
    assert mismatch(Verb.UNSURE, (), Verb.INCLUDE) == said
