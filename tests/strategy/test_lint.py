"""What is pointed out in the published string, and in what else it must and must not fire."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.strategy import parse
from resift.strategy.codes import catalogue
from resift.strategy.dialects import DIALECTS
from resift.strategy.lint import lint

# (code, the stretch of the string that it is about), worked out by hand from the string itself
PUBLISHED = [
    ("L01", "mental/exp"),
    ("L02", "mental/exp"),
    ("L04", "intervene*"),
    ("L05", "capital"),
    ("L05", "support"),
    ("L05", "trial"),
    ("L05", "rct"),
    ("L06", "psych*"),
    ("L06", "program*"),
    ("L06", "stud*"),
    ("L06", "eval*"),
    ("L07", "or"),
]


def test_the_published_string_is_remarked_upon_at_each_place(root: Path) -> None:
    text = (root / "queries/published.txt").read_text()
    found = [(f.code, text[f.start : f.end]) for f in lint(parse(text, "ovid"))]
    assert [p for p in PUBLISHED if p not in found] == []
    assert {"L03", "L08", "L09", "L11", "L12"} <= {code for code, _ in found}
    assert [f for f in lint(parse(text, "ovid")) if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("peer*.ti. and support*.ti.", "L05"),
        ("interven*.ti.", "L04"),
        ("befriend*.ti.", "L06"),
        ("peer.ti. and support.ti.", "L03"),
        ("peer.ti.", "L12"),
        ("(peer adj3 support).ti.", "L09"),
        ("(peer adj3 support).ti.", "L08"),
        ("peer.ti. or friend.ti.", "L07"),
    ],
)
def test_a_code_stays_silent_where_there_is_nothing(text: str, code: str) -> None:
    assert code not in [f.code for f in lint(parse(text, "ovid"))]


def test_a_stem_too_short_for_pubmed_is_an_error_there() -> None:
    assert [f.severity for f in lint(parse("gp*[ti]", "pubmed")) if f.code == "L13"] == ["error"]


def test_check_underlines_the_place_and_exits_with_1_on_an_error(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("(peer[ti] AND friend[nonsense]\n")
    command = [sys.executable, "-m", "resift", "query", "check", "s.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    place = next(i for i, line in enumerate(lines) if "friend[nonsense]" in line)
    start = lines[place].index("friend[nonsense]")
    below = next(line for line in lines[place + 1 :] if "FLD01" in line)
    assert below[start:] == "^" * len("friend[nonsense]") + " FLD01"


def _found(text: str, platform: str = "ovid") -> list[tuple[str, str]]:
    """Each finding's code with the stretch of the text that it is about."""
    rows = text.split("\n")
    return [(f.code, rows[f.line - 1][f.start : f.end]) for f in lint(parse(text, platform))]


# (what English does, the stem, the word that it misses); from a dictionary, not from the program
MISSED = [
    ("a final e is dropped", "intervene", "intervention"),
    ("a final e is dropped", "randomise", "randomisation"),
    ("a final e is dropped", "evaluate", "evaluation"),
    ("a final e is dropped", "rehabilitate", "rehabilitation"),
    ("a final e is dropped", "transfuse", "transfusion"),
    ("a final e is dropped", "reliable", "reliability"),
    ("a final e is dropped", "prescribe", "prescription"),
    ("y becomes ie", "therapy", "therapies"),
    ("y becomes ie", "study", "studies"),
    ("y becomes ie", "community", "communities"),
    ("a Greek or Latin plural", "diagnosis", "diagnoses"),
    ("a Greek or Latin plural", "bacterium", "bacteria"),
    ("a plural of its own", "woman", "women"),
    ("another word of the family", "vaccine", "vaccination"),
    ("another word of the family", "suicide", "suicidal"),
]


@pytest.mark.parametrize(("why", "stem", "lost"), MISSED)
def test_a_stem_that_misses_the_obvious_word_is_named_with_it(why: str, stem: str, lost: str) -> None:
    remarks = [f.message for f in lint(parse(f"{stem}*.ti.", "ovid")) if f.code == "L04"]
    assert len(remarks) == 1
    assert f"misses {lost}" in remarks[0]


@pytest.mark.parametrize(
    "stem",
    # plural and other forms begin with these: nothing obvious is lost
    ["disease", "syndrome", "database", "procedure", "enzyme", "peptide", "guideline", "nurs", "therap", "stud",
     "early", "pulmonary", "vegetable", "glucose", "neonate", "exercis", "analys", "arthritis", "headache", "service",
     "outcome"],
)  # fmt: skip
def test_a_stem_that_loses_nothing_is_left_alone(stem: str) -> None:
    assert "L04" not in [code for code, _ in _found(f"{stem}*.ti.")]


def test_a_word_that_another_term_finds_is_not_missed() -> None:
    assert "L04" not in [code for code, _ in _found("(therapy* or therapies).ti.")]
    assert "L04" not in [code for code, _ in _found("1. intervene*.ti.\n2. interven*.ab.\n3. 1 or 2")]


@pytest.mark.parametrize(
    "word", ["cervical", "surgery", "babies", "screening", "randomly", "dementia", "diarrhoea", "ad"]
)
def test_a_word_without_a_plural_is_not_expected_to_be_truncated(word: str) -> None:
    assert "L05" not in [code for code, _ in _found(f"(infan* or train* or {word}).ti.")]


def test_a_noun_whose_plural_stands_beside_it_is_not_remarked_upon() -> None:
    assert "L05" not in [code for code, _ in _found("(coach* or train* or support or supports).ti.")]


def test_one_truncated_word_makes_no_custom() -> None:
    assert "L05" not in [code for code, _ in _found("(coach* or support).ti.")]


# (platform, a strategy with another platform's sign, the sign)
FOREIGN = [
    ("pubmed", "social[tiab] adj3 network[tiab]", "adj3"),
    ("pubmed", "lonel*.ti,ab.", ".ti,ab."),
    ("pubmed", "lonel*:ti,ab OR isolation[tiab]", ":ti,ab"),
    ("pubmed", "social NEAR/3 network", "NEAR/3"),
    ("pubmed", 'TS="social network"', 'TS="'),
    ("ovid", "lonel*[tiab]", "[tiab]"),
    ("ovid", "exp Loneliness/ or lonel*:ti,ab", ":ti,ab"),
    ("ovid", "social near/3 network", "near/3"),
    ("ovid", "TITLE-ABS-KEY(lonel*)", "TITLE-ABS-KEY("),
    ("embase", "lonel*[tiab]", "[tiab]"),
    ("scopus", "exp Loneliness/ OR TITLE(lonel*)", "exp Loneliness/"),
]


@pytest.mark.parametrize(("platform", "text", "sign"), FOREIGN)
def test_another_platforms_sign_is_found_in_its_place(platform: str, text: str, sign: str) -> None:
    found = _found(text, platform)
    assert ("L01", sign) in found or any(code[:3] in ("MIX", "WLD", "FLD") and sign in shown for code, shown in found)


def test_proximity_of_another_platform_keeps_a_strategy_from_being_run() -> None:
    found = lint(parse("social[tiab] adj3 network[tiab]", "pubmed"))
    assert [f.severity for f in found if f.code == "L01"] == ["error"]


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("ovid", "(social adj3 network*).ti,ab,kf. and exp Loneliness/px"),
        ("pubmed", '"social network"[tiab:~2] AND "Loneliness"[mh:noexp] AND english[la] AND 2016:3000[edat]'),
        ("embase", "('social isolation'/exp OR (social NEAR/3 network*):ti,ab) AND [2016-2020]/py"),
        ("cochrane", '[mh "Loneliness"] or (social next network*):ti,ab,kw'),
        ("wos", "TS=(social NEAR/3 network*) AND PY=2016-2020"),
        ("scopus", "TITLE-ABS-KEY(social W/3 network*) AND NOT TITLE(animal)"),
        ("ebsco", 'MH "Loneliness+" OR TI (social N3 network*)'),
        ("proquest", 'TI,AB(social NEAR/3 network*) OR MESH.EXPLODE("Loneliness")'),
    ],
)
def test_a_platforms_own_signs_are_never_foreign(platform: str, text: str) -> None:
    assert [shown for code, shown in _found(text, platform) if code == "L01"] == []


# (platform, text, what is joined otherwise than by AND before OR); by each vendor's stated order
LEVELS = [
    ("pubmed", "a[ti] OR b[ti] AND c[ti]", ["AND"]),
    ("pubmed", "a[ti] AND b[ti] OR c[ti]", []),
    ("pubmed", "(a[ti] OR b[ti]) AND c[ti]", []),
    ("pubmed", "a[ti] OR b[ti] NOT c[ti]", ["NOT"]),
    ("scopus", "TITLE(a) AND TITLE(b) OR TITLE(c)", ["OR"]),
    ("wos", "TS=a OR TS=b AND TS=c", []),
]


@pytest.mark.parametrize(("platform", "text", "operators"), LEVELS)
def test_an_order_that_few_expect_is_pointed_out_at_its_operator(
    platform: str, text: str, operators: list[str]
) -> None:
    assert [shown for code, shown in _found(text, platform) if code == "L14"] == operators


@pytest.mark.parametrize(
    ("text", "code", "places"),
    [
        ("(peer or friend or peer).ti.", "L15", ["peer"]),
        ("(peer or friend).ti. or peer.ab.", "L15", []),
        ("(social* or socially).ti.", "L16", ["socially"]),
        ("social*.ti. or socially.ab.", "L16", []),
        ("social*.ti,ab. or socially.ab.", "L16", ["socially"]),
        ("(support or social support).ti.", "L16", ["social support"]),
        ("exp Mental Disorders/ or Schizophrenia/", "L16", ["Schizophrenia/"]),
        ("Mental Disorders/ or Schizophrenia/", "L16", []),
        ("1. social*.ti.\n2. socially.ti.\n3. 1 or 2", "L16", ["socially"]),
        ("1. social*.ti.\n2. socially.ti.\n3. 1 and 2", "L16", []),
    ],
)
def test_terms_that_add_nothing_are_named(text: str, code: str, places: list[str]) -> None:
    assert [shown for found, shown in _found(text) if found == code] == places


# (platform, text, codes of the remarks on dates)
DATES = [
    ("ovid", '1. peer.ti.\n2. limit 1 to yr="1980-2016"', ["L17"]),
    ("ovid", "1. peer.ti.\n2. limit 1 to ed=19800101-20161130", ["L17"]),
    ("ovid", '1. peer.ti.\n2. limit 1 to yr="1980 -Current"', ["L18"]),
    ("pubmed", "peer[ti] AND 2010:2016[dp]", ["L17"]),
    ("pubmed", "peer[ti] AND 2016/11:3000[edat]", []),
    ("pubmed", "peer[ti] AND (2016/11:3000[dp] OR 2016/11:3000[mhda])", []),
    ("pubmed", "peer[ti] NOT 1900:1980[dp]", []),
    ("wos", "TS=peer AND PY=1980-2016", ["L17"]),
]


@pytest.mark.parametrize(("platform", "text", "codes"), DATES)
def test_dates_that_an_update_trips_over(platform: str, text: str, codes: list[str]) -> None:
    assert [code for code, _ in _found(text, platform) if code in ("L17", "L18")] == codes


def test_a_misspelt_heading_is_named_with_the_one_that_is_meant() -> None:
    (remark,) = (f for f in lint(parse("exp Mental Disorder States/ or exp Intervertebral Disk/", "ovid"))
                 if f.code == "L02" and "Disk" in f.message)  # fmt: skip
    assert (remark.severity, "'Intervertebral Disc' is" in remark.message) == ("warning", True)


def test_punctuation_of_a_heading_does_not_matter() -> None:
    assert "L02" not in [code for code, _ in _found("Double Blind Method/")]


def test_a_broad_stem_within_a_proximity_is_held_in() -> None:
    assert "L06" not in [code for code, _ in _found("(patient* adj3 educat*).ti.")]
    assert ("L06", "patient*") in _found("patient*.ti.")


def test_lexical_gaps_are_information_on_the_published_string_alone(root: Path) -> None:
    published = (root / "queries/published.txt").read_text()
    assert [f.severity for f in lint(parse(published, "ovid")) if f.code == "L10"] == ["note"]
    assert "L10" not in [code for code, _ in _found(published.strip() + " or loneliness")]


@given(
    st.text(alphabet="ab*$?\"'()[]:.,/#&|=- \n\tORANDNTadj1234tiexpTS", max_size=120), st.sampled_from(sorted(DIALECTS))
)
def test_no_text_makes_a_check_fail(text: str, platform: str) -> None:
    rows = text.split("\n")
    for f in lint(parse(text, platform)):
        assert f.code in catalogue()
        assert 1 <= f.line <= len(rows)


@pytest.mark.shared
def test_good_strategies_have_few_remarks_that_warn(shared_dir: Path) -> None:
    folder = shared_dir / "samples/strategies/ovid"
    files = sorted(folder.glob("*.txt"))
    found = [f.code for p in files for f in lint(parse(p.read_text("utf-8"), "ovid"))]
    assert len(files) > 100
    assert found.count("L01") + found.count("L04") + found.count("L05") < len(files) / 2


@pytest.mark.parametrize(
    ("platform", "text", "wrong"),
    [
        ("pubmed", "lonely[ti] AND 2020:2010[dp]", "the range runs backwards"),
        ("pubmed", "lonely[ti] AND 2020/13/45:2021[dp]", "there is no date 2020/13/45"),
        ("pubmed", "lonely[ti] AND 2021/02/29:2022[edat]", "there is no date 2021/02/29"),  # 2021 is no leap year
        ("pubmed", "lonely[ti] NOT 2020:2010[dp]", "the range runs backwards"),
        ("ovid", '1. lonely.ti.\n2. limit 1 to yr="2020 -2010"', "the range runs backwards"),
        ("scopus", "TITLE(lonely) AND PUBYEAR > 2010", ""),
        ("pubmed", "lonely[ti] AND 2016:2016/11[dp]", ""),
        ("pubmed", 'lonely[ti] AND ("2016/11/03"[edat] : "3000"[edat])', ""),
    ],
)
def test_a_date_that_no_calendar_has_and_a_range_backwards_are_errors(platform: str, text: str, wrong: str) -> None:
    found = [f.message for f in lint(parse(text, platform)) if f.code == "L19"]
    assert len(found) == bool(wrong)
    assert all(m.startswith(wrong) for m in found)
