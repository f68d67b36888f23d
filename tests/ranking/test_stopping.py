"""The stopping test against exact fractions, over every stretch and not only those that the program looks at."""

from fractions import Fraction
from math import comb, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.errors import ReviewError
from resift.ranking import StoppingTest, stopping_test, unread_bound


def exact(decisions: list[bool], records: int, target: Fraction) -> Fraction:
    """Callaghan & Müller-Hansen 2020 word by word: every tail, every term, in whole numbers."""
    n, r = len(decisions), sum(decisions)
    best = Fraction(1)
    for i in range(1, n + 1):
        k = sum(decisions[n - i :])
        urn, relevant = records - (n - i), floor(r / target + 1) - (r - k)
        if relevant <= k:
            continue
        ways = sum(comb(relevant, x) * comb(urn - relevant, i - x) for x in range(k + 1) if relevant <= urn)
        best = min(best, Fraction(ways, comb(urn, i)))
    return best


decisions = st.lists(st.sampled_from([True, False, False, False]), max_size=60)


@given(decisions, st.integers(0, 60), st.sampled_from(["0.5", "0.8", "0.95", "1"]))
def test_p_is_the_smallest_exact_probability_over_all_stretches(read: list[bool], unread: int, target: str):
    got = stopping_test(read, records=len(read) + unread, target=float(target)).p
    assert got == pytest.approx(float(exact(read, len(read) + unread, Fraction(target))), rel=1e-9, abs=1e-12)


def test_ten_irrelevant_in_a_row_give_the_probability_worked_by_hand():
    # one found, half asked for: three in all would be a miss, so two in an urn of 19; none in ten draws is
    # C(17,10) / C(19,10) = (9 * 8) / (19 * 18)
    assert stopping_test([True] + [False] * 10, records=20, target=0.5).p == pytest.approx(72 / 342)


def test_nineteen_found_of_a_possible_twenty_are_not_below_ninety_five_percent():
    # 19 / 0.95 is 20: only a 21st record would mean a miss, so two must be unseen in the urn of 81, none in 21 draws
    p = stopping_test([True] * 19 + [False] * 21, records=100, target=0.95).p
    assert p == pytest.approx(60 * 59 / (81 * 80))


def test_nothing_read_gives_no_reason_to_stop():
    assert stopping_test([], records=100).p == 1
    assert not stopping_test([], records=100).met


def test_no_records_at_all_are_no_reason_to_fail():
    assert stopping_test([], records=0).sentence == "All records were read: nothing is left to test."


def test_everything_read_meets_the_rule_and_says_so_plainly():
    done = stopping_test([True, False, False], records=3)
    assert done.met
    assert done.sentence == "All records were read: nothing is left to test."


def test_a_find_in_the_last_record_read_never_meets_the_rule_while_much_is_unread():
    assert not stopping_test([False] * 50 + [True], records=1000).met


def test_twenty_thousand_decisions_keep_the_precision_of_whole_numbers():
    # one find, then 8,999 without: two relevant in an urn of 19,999 would be needed (1 / 0.95 + 1, floored, less 1)
    p = stopping_test([True] + [False] * 8999, records=20_000).p
    assert p == pytest.approx(11_000 / 19_999, rel=1e-9)


def result(p: float, confidence: float = 0.95, target: float = 0.95) -> StoppingTest:
    return StoppingTest(records=900, read=500, relevant=20, target=target, confidence=confidence, p=p)


def test_a_rule_that_is_not_met_says_how_often_this_would_happen_and_what_was_set():
    assert result(0.19).sentence == (
        "If more than 5% of the relevant records were still unseen, finding so few lately would still happen about "
        "19 times in 100. You set 5 in 100: not enough to stop yet."
    )


def test_a_rule_that_is_met_never_claims_a_recall():
    assert result(0.049).sentence == (
        "If more than 5% of the relevant records were still unseen, finding so few lately would happen fewer than 5 "
        "times in 100. Your rule is met."
    )


def test_a_p_just_above_the_limit_is_not_rounded_down_to_it():
    assert "about 51 times in 1,000. You set 50 in 1,000" in result(0.0512).sentence


def test_a_limit_below_one_in_a_hundred_is_said_in_thousands():
    assert "about 20 times in 1,000. You set 5 in 1,000" in result(0.02, confidence=0.995).sentence


def test_p_equal_to_the_limit_is_not_below_it():
    assert not result(0.05).met


def test_the_basis_names_target_confidence_counts_and_assumption():
    for part in ("95%", "500 of 900", "20 relevant", "Assumed", "at random", "what the search found"):
        assert part in result(0.19).basis


def test_more_decisions_than_records_are_refused():
    with pytest.raises(ReviewError, match="3 decisions on 2 records"):
        stopping_test([True, False, False], records=2)


@pytest.mark.parametrize(("target", "confidence"), [(95, 0.95), (0, 0.95), (0.95, 95), (0.95, 1)])
def test_percentages_written_as_whole_numbers_are_refused(target: float, confidence: float):
    with pytest.raises(ReviewError, match="between 0 and 1"):
        stopping_test([True], records=2, target=target, confidence=confidence)


def test_none_relevant_in_three_hundred_of_ten_thousand_leaves_up_to_about_a_hundred():
    # the rate bound 1 - 0.05 ** (1 / 300) is 0.99 %; exact numbers from drawing without replacement lie below it
    assert 90 <= unread_bound(10_000, sampled=300) <= 99


@given(st.integers(1, 60), st.data())
def test_the_bound_is_the_largest_number_that_the_sample_does_not_contradict(unread: int, data: st.DataObject):
    sampled = data.draw(st.integers(0, unread))
    seen = data.draw(st.integers(0, sampled))

    def chance(k: int) -> Fraction:
        return Fraction(sum(comb(k, x) * comb(unread - k, sampled - x) for x in range(seen + 1)), comb(unread, sampled))

    possible = range(seen, unread - (sampled - seen) + 1)
    assert unread_bound(unread, sampled=sampled, relevant=seen) == max(k for k in possible if chance(k) >= 0.05)


def test_a_sample_of_everything_leaves_no_doubt():
    assert unread_bound(50, sampled=50, relevant=3) == 3


def test_a_sample_larger_than_what_is_unread_is_refused():
    with pytest.raises(ReviewError, match="does not fit"):
        unread_bound(10, sampled=11)
