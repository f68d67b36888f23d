"""Agreement between reviewers: published tables, each figure worked out by hand beside it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.screening.agreement import NO_CHOICE, NONE_YET, NOTHING_VARIES, TOO_FEW, Figure, pair, several, wilson

Cells = tuple[int, int, int, int]


def _pairs(both: int, first: int, second: int, neither: int) -> list[tuple[str, str]]:
    cells = [("in", "in")] * both + [("in", "out")] * first + [("out", "in")] * second
    return cells + [("out", "out")] * neither


def _two(*cells: int) -> dict[str, Figure]:
    return {f.name: f for f in pair(_pairs(*cells), ("in", "out"))}


def _near(figure: Figure, *expected: float) -> bool:
    got = (figure.value, figure.low, figure.high)[: len(expected)]
    return all(g is not None and abs(g - e) < 5.1e-5 for g, e in zip(got, expected, strict=True))


# Feinstein & Cicchetti 1990, J Clin Epidemiol 43:543-549: two pairs of tables with the same agreement and unlike kappas
PARADOX: dict[Cells, float] = {
    # rows 49, 51; columns 46, 54: pe = .49 x .46 + .51 x .54 = .5008; (.85 - .5008) / .4992 = .69952
    (40, 9, 6, 45): 0.6995,
    # rows 90, 10; columns 85, 15: pe = .765 + .015 = .78; .07 / .22 = .31818
    (80, 10, 5, 5): 0.3182,
    # rows 60, 40; columns 70, 30: pe = .42 + .12 = .54; (.60 - .54) / .46 = .13043
    (45, 15, 25, 15): 0.1304,
    # rows 60, 40; columns 30, 70: pe = .18 + .28 = .46; .14 / .54 = .25926
    (25, 35, 5, 35): 0.2593,
}


@pytest.mark.parametrize(("cells", "kappa"), PARADOX.items())
def test_kappa_equals_the_paradox_tables(cells: Cells, kappa: float) -> None:
    assert _near(_two(*cells)["Cohen's kappa"], kappa)


def test_a_table_at_two_per_cent_prevalence_shows_what_each_figure_hides() -> None:
    # field/screening.md 8: po = .98; pe = .015^2 + .985^2 = .97045, kappa = .00955 / .02955 = .32318
    # AC1: pe = 2 x .015 x .985 = .02955, (.98 - .02955) / .97045 = .97939; PABAK 1.96 - 1; positive 10 / 30
    found = _two(5, 10, 10, 975)
    assert found["agreement"].value == 0.98
    assert _near(found["Cohen's kappa"], 0.3232)
    assert _near(found["Gwet's AC1"], 0.9794)
    assert _near(found["PABAK"], 0.96)
    assert _near(found["positive agreement"], 0.3333)
    assert _near(found["negative agreement"], 0.9898)  # 1950 / 1970 = .98985


def test_kappa_and_its_interval_equal_the_table_of_fleiss_cohen_and_everitt() -> None:
    # Fleiss, Cohen & Everitt 1969, Psychol Bull 72:323-327: 200 patients, three diagnoses, in shares
    # .53 .05 .02 / .11 .14 .05 / .01 .06 .03; rows .60 .30 .10, columns .65 .25 .10
    # po = .70, pe = .39 + .075 + .01 = .475, kappa = .225 / .525 = .42857 (printed: .429)
    # first sum: .53(.525 - 1.25 x .3)^2 + .14(.525 - .55 x .3)^2 + .03(.525 - .2 x .3)^2
    #   = .53 x .0225 + .14 x .1296 + .03 x .216225 = .011925 + .018144 + .00648675 = .03655575
    # second: .05 x .95^2 + .02 x .75^2 + .11 x .85^2 + .05 x .35^2 + .01 x .7^2 + .06 x .4^2
    #   = .045125 + .01125 + .079475 + .006125 + .0049 + .0096 = .156475; x .3^2 = .01408275
    # third: (.70 x .475 - .95 + .70)^2 = .0825^2 = .00680625
    # variance (.03655575 + .01408275 - .00680625) / (200 x .525^4 = 15.193828) = .0028849 (printed: .002885)
    # standard error .0537110; x 1.959964 = .1052717
    table = {"aa": 106, "ab": 10, "ac": 4, "ba": 22, "bb": 28, "bc": 10, "ca": 2, "cb": 12, "cc": 6}
    told = [(x[0], x[1]) for x, n in table.items() for _ in range(n)]
    found = {f.name: f for f in pair(told, "abc")}
    assert _near(found["Cohen's kappa"], 0.4286, 0.3233, 0.5338)
    assert "positive agreement" not in found


def test_ac1_and_its_interval_equal_a_table_worked_by_hand() -> None:
    # Feinstein & Cicchetti's 80, 10, 5, 5 by the formulas of Gwet 2008, Br J Math Stat Psychol 61:29-48
    # share of the first category (.90 + .85) / 2 = .875; pe = 2 x .875 x .125 = .21875
    # AC1 = (.85 - .21875) / .78125 = .808
    # each report: pe|i = .125 (both in), .5 (apart), .875 (both out); lean = 2 x .192 / .78125 = .49152
    #   both in: 1 - .49152(.125 - .21875) = 1.04608; apart: -.28 - .49152(.5 - .21875) = -.41824
    #   both out: 1 - .49152(.875 - .21875) = .67744
    # squares about .808: 80 x .23808^2 + 15 x 1.22624^2 + 5 x .13056^2 = 4.534567 + 22.554968 + .085230 = 27.174765
    # variance 27.174765 / (100 x 99) = .0027449; standard error .0523921; x 1.959964 = .1026866
    assert _near(_two(80, 10, 5, 5)["Gwet's AC1"], 0.808, 0.7053, 0.9107)


def test_ac1_stays_high_where_kappa_falls_below_nought() -> None:
    # Gwet 2002, Statistical Methods for Inter-Rater Reliability Assessment 1: 118, 5, 2, 0 of 125
    # kappa: pe = (123 x 120 + 2 x 5) / 15625 = .94528; (.944 - .94528) / .05472 = -.02339
    # AC1: share (123 + 120) / 250 = .972; pe = 2 x .972 x .028 = .054432; .889568 / .945568 = .94078
    found = _two(118, 5, 2, 0)
    assert _near(found["Cohen's kappa"], -0.0234)
    assert _near(found["Gwet's AC1"], 0.9408)


def test_pabak_is_agreement_without_prevalence_and_bias() -> None:
    # Byrt, Bishop & Carlin 1993, J Clin Epidemiol 46:423-429: 2 po - 1; here .85 and .60
    assert _near(_two(80, 10, 5, 5)["PABAK"], 0.70)
    assert _near(_two(45, 15, 25, 15)["PABAK"], 0.20)
    # of three categories (3 po - 1) / 2 = (2.1 - 1) / 2
    told = [("a", "a")] * 7 + [("a", "b")] * 2 + [("b", "c")]
    assert _near({f.name: f for f in pair(told, "abc")}["PABAK"], 0.55)


def test_agreement_on_inclusion_and_on_exclusion_are_told_apart() -> None:
    # Cicchetti & Feinstein 1990, J Clin Epidemiol 43:551-558: 2a / (2a + b + c) and 2d / (2d + b + c)
    found = _two(80, 10, 5, 5)
    assert _near(found["positive agreement"], 0.9143)  # 160 / 175
    assert _near(found["negative agreement"], 0.4)  # 10 / 25


def test_the_interval_of_positive_agreement_is_that_of_the_share_it_grows_with() -> None:
    # a = 15, b + c = 133: Wilson's interval of 15 of 148 is .0624 to .1605 (Newcombe 1998), so
    # 2 x .0624 / 1.0624 = .1175 and 2 x .1605 / 1.1605 = .2766; from printed bounds, to three decimals
    found = _two(15, 100, 33, 7)["positive agreement"]
    assert found.low == pytest.approx(0.1175, abs=2e-4)
    assert found.high == pytest.approx(0.2766, abs=2e-4)


# Newcombe 1998, Stat Med 17:857-872, Table I, method 3
NEWCOMBE = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}


@pytest.mark.parametrize(("share", "bounds"), NEWCOMBE.items())
def test_a_share_has_wilsons_interval(share: tuple[int, int], bounds: tuple[float, float]) -> None:
    assert _near(wilson("share", *share), share[0] / share[1], *bounds)


# Fleiss 1971, Psychol Bull 76:378-382: 30 patients, six psychiatrists; depression, personality disorder,
# schizophrenia, neurosis, other. Each text is one patient's six diagnoses, D P S N O.
PATIENTS = (
    "NNNNNN PPPOOO PSSSSO OOOOOO PPPNNN DDSSSS SSSSOO DDSSSN DDNNNN OOOOOO DNNNNN DPNNNN PPPSSS DNNNNN PPNNNO "
    "SSSSSO DDDNOO DDDDDP PPNNNN DSSOOO OOOOOO PNNNNN PPNOOO DDNNNN DNNNNO PPPPPN DDDDOO PPNNNN DSSSSS OOOOOO"
)


def test_fleiss_kappa_equals_the_table_of_psychiatric_diagnoses() -> None:
    # of 180 diagnoses 26, 26, 30, 55, 43: pe = (676 + 676 + 900 + 3025 + 1849) / 32400 = 7126 / 32400 = .219938
    # squares of the counts of each patient add up to 680: po = (680 - 180) / (30 x 6 x 5) = 500 / 900 = .555556
    # kappa = .335617 / .780062 = .43025 (printed: .430)
    # AC1: pe = (1 - .219938) / 4 = .195015; (.555556 - .195015) / .804985 = .44789
    # PABAK: (5 x .555556 - 1) / 4 = .44444
    found = {f.name: f for f in several(PATIENTS.split(), "DPSNO")}
    assert _near(found["agreement"], 0.5556)
    assert _near(found["Fleiss' kappa"], 0.4302)
    assert _near(found["Gwet's AC1"], 0.4479)
    assert _near(found["PABAK"], 0.4444)


def test_fleiss_kappa_has_the_interval_of_gwets_variance() -> None:
    # four reports, three reviewers: aaa, aab, abb, bbb. Share of a: .5; pe = .5; agreeing pairs 1, 1/3, 1/3, 1
    # po = 2/3, kappa = (2/3 - 1/2) / (1/2) = 1/3. pe|i = .5 for each, so each report counts (pa|i - .5) / .5:
    # 1, -1/3, -1/3, 1; squares about 1/3: 4 x (2/3)^2 = 16/9; variance 16/9 / 12 = 4/27; error .3849002
    # 1/3 -+ 1.959964 x .3849002 = .7543905: -.4211 to 1.0877, which no kappa can exceed 1
    found = {f.name: f for f in several(["aaa", "aab", "abb", "bbb"], "ab")}
    assert _near(found["Fleiss' kappa"], 1 / 3, -0.4211, 1.0)


def test_reviewers_who_did_not_read_a_report_are_left_out_of_it() -> None:
    # aa (two readers), aab (three): agreeing pairs 1 and 1/3, po = 2/3, whoever the readers were
    assert _near(several(["aa", "aab"], "ab")[0], 2 / 3)


def test_what_is_not_defined_says_why() -> None:
    assert _two(0, 0, 0, 7)["Cohen's kappa"] == Figure(name="Cohen's kappa", why=NO_CHOICE)
    assert _two(0, 0, 0, 0)["agreement"] == Figure(name="agreement", why=NONE_YET)
    assert _two(0, 0, 0, 7)["positive agreement"].value is None
    assert _two(3, 0, 0, 7)["Cohen's kappa"] == Figure(name="Cohen's kappa", value=1.0, why=NOTHING_VARIES)
    # who says the same of every report agrees as chance does, whatever the other says
    assert _two(0, 1, 0, 7)["Cohen's kappa"] == Figure(name="Cohen's kappa", value=0.0, why=NOTHING_VARIES)
    assert _two(0, 1, 0, 0)["Gwet's AC1"].why == TOO_FEW
    assert {f.why for f in several([], "ab")} == {NONE_YET}
    assert several(["aaa", "aaa"], "ab")[1] == Figure(name="Fleiss' kappa", why=NO_CHOICE)


counts = st.integers(0, 40)
tables = st.tuples(counts, counts, counts, counts).filter(lambda t: sum(t) > 1)


@given(tables)
def test_every_interval_holds_its_value_and_stays_within_bounds(cells: Cells) -> None:
    for f in (*pair(_pairs(*cells), ("in", "out")), *several(_pairs(*cells), ("in", "out"))):
        if f.low is not None and f.high is not None and f.value is not None:
            assert -1 <= f.low <= f.value + 1e-12
            assert f.value - 1e-12 <= f.high <= 1
        else:
            assert f.why


@given(tables)
def test_it_does_not_matter_who_of_two_is_first_nor_what_the_categories_are_called(cells: Cells) -> None:
    both, first, second, neither = cells
    one, other, turned = _two(*cells), _two(both, second, first, neither), _two(neither, second, first, both)
    for name in ("agreement", "Cohen's kappa", "Gwet's AC1", "PABAK"):
        values = [f[name].value for f in (one, other, turned)]
        assert values == [None] * 3 or all(math.isclose(v, values[0], abs_tol=1e-9) for v in values)  # type: ignore[arg-type]


@given(tables)
def test_ac1_of_two_is_the_same_counted_by_pairs_and_by_reports(cells: Cells) -> None:
    by_reports = {f.name: f for f in several(_pairs(*cells), ("in", "out"))}
    assert by_reports["Gwet's AC1"] == _two(*cells)["Gwet's AC1"]
