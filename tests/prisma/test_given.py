"""A flow given only as numbers: what is read, what is refused, and which identities are tested."""

import csv
import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resift.errors import BadFile
from resift.prisma import check_counts
from resift.prisma.fields import FIELDS, LISTS, OFFICIAL, Counts
from resift.prisma.findings import Level
from resift.prisma.given import read_counts
from resift.prisma.identities import unchecked
from resift.prisma.sheet import COLUMNS, ROWS, refilled, text, written


def _read(body: str) -> dict[str, int | dict[str, int]]:
    return read_counts(f"data,n\n{body}", "flow.csv")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("duplicates,12", {"duplicates": 12}),
        ('duplicates,"1,234"', {"duplicates": 1234}),
        ("duplicates,1,234", {"duplicates": 1234}),
        ("duplicates,1 234 567", {"duplicates": 1234567}),
        ("duplicates,1\u202f234", {"duplicates": 1234}),
        ("duplicates,1'234", {"duplicates": 1234}),
        ("duplicates,12.0", {"duplicates": 12}),  # what a spreadsheet makes of a column with gaps
        ("duplicates,\nnew_studies,3", {"new_studies": 3}),
        ("duplicates,NA\nnew_studies,3", {"new_studies": 3}),
        ('dbr_excluded,"Reason1, 10; Reason2, 4"', {"dbr_excluded": {"Reason1": 10, "Reason2": 4}}),
        ("dbr_excluded,Reason1, 10; Reason2, 4", {"dbr_excluded": {"Reason1": 10, "Reason2": 4}}),
        ('dbr_excluded,"Under 18, or over 65, 1,234;"', {"dbr_excluded": {"Under 18, or over 65": 1234}}),
        ("dbr_excluded,14", {"dbr_excluded": 14}),
        ('dbr_excluded,"Reason1, xxx; Reason2, xxx"\nnew_studies,3', {"new_studies": 3}),
        ("x_dbr_record_report_adj,-2", {"x_dbr_record_report_adj": -2}),
        ("NA,0\nidentification,0\nnew_studies,3", {"new_studies": 3}),
        (",0\nprevstud,0\nnew_studies,3", {"new_studies": 3}),
        ("\nduplicates,12\n\n,\n", {"duplicates": 12}),
    ],
)
def test_counts_are_read_as_people_write_them(body: str, expected: Counts) -> None:
    assert _read(body) == expected


@pytest.mark.parametrize("change", [
    lambda t: t.replace("\n", "\r\n"), lambda t: t.replace("\n", "\r"), lambda t: t.replace(",", ";"),
    lambda t: t.replace(",", "\t"), lambda t: t + "\n", lambda t: t.replace("data,n", " Data , N "),
])  # fmt: skip
def test_line_ends_separators_and_the_case_of_headers_do_not_matter(change: object) -> None:
    plain = "data,n\nduplicates,12\nnew_studies,3"
    assert read_counts(change(plain), "x.csv") == {"duplicates": 12, "new_studies": 3}  # type: ignore[operator]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("record_screened,3", 2, "did you mean records_screened?"),
        ("new_studies,3\nhits,4", 3, "there is no field 'hits'"),
        ("duplicates,many", 2, "not a number: 'many'"),
        ("duplicates,1.5", 2, "not a number: '1.5'"),
        ("duplicates,12,34", 2, "not a number: '12,34'"),
        ("duplicates,-5", 2, "negative"),
        ("duplicates,\u22125", 2, "negative"),
        ('dbr_excluded,"Reason1, -5"', 2, "negative"),
        ('dbr_excluded,"Reason1, 10; Reason2"', 2, "'Reason2', which does not end with a number"),
        ('dbr_excluded,"Reason1, 10; Reason2, xxx"', 2, "'Reason2, xxx'"),
        ('dbr_excluded,"A, 1; A, 2"', 2, "'A' twice"),
        ("duplicates,1\nduplicates,1", 3, "given twice"),
        ("duplicates,9999999999999999", 2, "too large"),
        ('duplicates,"1', 2, "quotes"),
    ],
)
def test_each_fault_is_named_with_its_line(body: str, line: int, said: str) -> None:
    with pytest.raises(BadFile) as caught:
        _read(body)
    assert caught.value.where == f"flow.csv:{line}"
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("whole", "said"),
    [("", "empty"), ("\n\n", "empty"), ("data\nx", "no column 'n'"), ("field,number\nx,1", "no column 'n'"),
     ("a,n\nx,1", "no column 'data'"), ("data,n", "no count"), ("data,n\nduplicates,NA", "no count")],
)  # fmt: skip
def test_a_file_without_counts_is_refused(whole: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read_counts(whole, "flow.csv")


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(BadFile) as caught:
        _read("duplicates,x\nnew_studies,-1\nhits,4")
    assert [f"flow.csv:{n}" in str(caught.value) for n in (2, 3, 4)] == [True] * 3


# Three flows that are true, with what people leave out or have to declare. Sums by hand.
TRUE: dict[str, Counts] = {
    "a new review with every line": {
        # 1200 + 50 - 200 - 30 - 20 = 1000; 1000 - 900 = 100; 100 - 4 = 96; 96 - 60 - 11 = 25
        "database_results": 1200, "database_specific_results": {"PubMed": 700, "Embase": 500}, "register_results": 50,
        "duplicates": 200, "excluded_automatic": 30, "excluded_other": 20, "records_screened": 1000,
        "records_excluded": 900, "dbr_sought_reports": 100, "dbr_notretrieved_reports": 4, "dbr_assessed": 96,
        "dbr_excluded": {"Wrong design": 60, "No outcome": 11}, "new_studies": 20, "new_reports": 25,
    },
    "empty lines left out": {
        "database_results": 900, "duplicates": 100, "records_screened": 800, "records_excluded": 700,
        "dbr_sought_reports": 100, "dbr_notretrieved_reports": 0, "dbr_assessed": 100, "dbr_excluded": 90,
        "new_studies": 10,
    },
    "as before 2020, without the boxes for retrieval": {
        "database_results": 900, "duplicates": 100, "records_screened": 800, "records_excluded": 700,
        "dbr_assessed": 96, "dbr_excluded": {"Wrong design": 86}, "new_studies": 10,
    },
    "only what the abstract says": {"database_results": 5000, "records_screened": 4100, "new_studies": 12},
    "kept records led to more reports, declared": {
        "records_screened": 50, "records_excluded": 40, "x_dbr_record_report_adj": 3, "dbr_sought_reports": 13,
    },
    "still open": {
        "records_screened": 50, "records_excluded": 30, "x_screening_pending": 5, "dbr_sought_reports": 15,
        "dbr_notretrieved_reports": 1, "x_dbr_pending": 4, "dbr_assessed": 10,
    },
    "an update with everything declared": {
        # databases: 10 - 6 = 4, other: 3 - 1 = 2; of these 6 one is a companion; 19 + 4 - 1 and 23 + 5 + 1 - 2
        "previous_studies": 19, "previous_reports": 23, "dbr_assessed": 10, "dbr_excluded": {"Wrong design": 6},
        "website_results": 9, "x_other_removed": {"Not relevant": 5}, "other_sought_reports": 4,
        "other_notretrieved_reports": 1, "other_assessed": 3, "other_excluded": {"Wrong design": 1},
        "x_new_reports_of_previous_studies": 1, "new_studies": 4, "new_reports": 5, "x_previous_studies_removed": 1,
        "x_previous_reports_removed": 2, "total_studies": 22, "total_reports": 27,
    },
    "a new review in the template of R, whose unused rows hold 0": {
        **{f: 0 for f in OFFICIAL if f not in LISTS}, "database_results": 30, "records_screened": 30,
        "records_excluded": 20, "dbr_sought_reports": 10, "dbr_assessed": 10, "dbr_excluded": {"Wrong design": 6},
        "new_studies": 3, "new_reports": 4,
    },
    "studies that stand aside, counted among the reports that were assessed": {
        # 30 - 20 = 10; of these 3 are of studies awaiting classification or ongoing
        "dbr_assessed": 30, "dbr_excluded": {"Wrong design": 20}, "x_studies_awaiting": 2, "x_studies_ongoing": 1,
        "new_studies": 6, "new_reports": 7,
    },
    "studies that stand aside, excluded for that reason": {
        "dbr_assessed": 30, "dbr_excluded": {"Wrong design": 20, "Ongoing": 3}, "x_studies_ongoing": 2,
        "new_studies": 6, "new_reports": 7,
    },
    "an update that found nothing": {
        "previous_studies": 19, "previous_reports": 23, "dbr_assessed": 2, "dbr_excluded": {"Wrong design": 2},
        "new_studies": 0, "new_reports": 0, "total_studies": 19, "total_reports": 23,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_true_flow_passes(name: str) -> None:
    assert check_counts(TRUE[name]) == ()


def test_studies_that_stand_aside_may_have_several_reports_which_is_a_warning() -> None:
    counts: Counts = {"dbr_assessed": 30, "dbr_excluded": 20, "x_studies_ongoing": 2, "new_reports": 7}
    assert [(f.code, f.level) for f in check_counts(counts)] == [("C9", Level.WARN)]


def test_other_methods_may_drop_records_without_a_word_which_is_a_warning() -> None:
    found = check_counts({"citations_results": 40, "other_sought_reports": 9})
    assert [(f.code, f.level) for f in found] == [("C8", Level.WARN)]


# (what is wrong, counts, the checks that must fail, words of the message)
WRONG: dict[str, tuple[Counts, list[str], str]] = {
    "records lost before screening": (
        {"database_results": 1000, "duplicates": 100, "records_screened": 400}, ["C3"], "1,000 - duplicates 100 = 900"),
    "more screened than found": ({"database_results": 100, "records_screened": 101}, ["C3"], "duplicates not given"),
    "more removed than found": (
        {"database_results": 100, "duplicates": 130, "records_excluded": 5}, ["C3"], "less than nothing"),
    "more excluded than screened": ({"records_screened": 10, "records_excluded": 11}, ["C5", "C5"], "more than"),
    "sought without a reason for the difference": (
        {"records_screened": 50, "records_excluded": 40, "dbr_sought_reports": 11}, ["C5"], "x_dbr_record_report_adj"),
    "assessed more than was kept, retrieval left out": (
        {"records_screened": 50, "records_excluded": 40, "dbr_assessed": 11}, ["C6"], "dbr_sought_reports 10 (worked"),
    "fifty of five": ({"dbr_assessed": 5, "dbr_excluded": {"Wrong design": 50}}, ["C7", "C9"], "50, more than"),
    "studies out of nowhere": (
        {"dbr_assessed": 10, "dbr_excluded": {"Wrong design": 6}, "new_studies": 5}, ["C10"], "new_studies 5"),
    "reports out of nowhere, reasons left out": ({"dbr_assessed": 10, "new_reports": 11}, ["C9"], "not given"),
    "fewer new reports than the databases alone gave": (
        {"dbr_assessed": 10, "dbr_excluded": 2, "website_results": 4, "new_reports": 7}, ["C9"], "other_assessed"),
    "a total below the new ones": ({"new_studies": 5, "total_studies": 4}, ["C11"], "previous_studies not given"),
    "a total that leaves out the previous ones": (
        {"previous_studies": 19, "new_studies": 5, "total_studies": 5}, ["C11"], "19 + new_studies 5 = 24"),
    "more removed in the other lane than there were": (
        {"website_results": 5, "x_other_removed": {"Not relevant": 3}, "other_sought_reports": 4}, ["C8"], "3 not"),
    "fewer reports set aside than studies": (
        {"dbr_assessed": 30, "dbr_excluded": 20, "x_studies_ongoing": 3, "new_reports": 8}, ["C9"], "= 10"),
    "an explanation in the other lane that does not add up": (
        {"website_results": 9, "x_other_removed": {"Not relevant": 3}, "other_sought_reports": 4}, ["C8"], "3 are"),
    "parts above the whole": ({"duplicates": 5, "duplicates_within": 6}, ["C2"], "duplicates_between not given"),
    "two faults at once": (
        {"database_results": 10, "duplicates": 1, "records_screened": 8, "records_excluded": 3,
         "dbr_sought_reports": 4}, ["C3", "C5"], "= 5"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_flow_is_found_with_every_identity_that_fails(name: str) -> None:
    counts, codes, said = WRONG[name]
    errors = [f for f in check_counts(counts) if f.level is Level.ERROR]
    assert [f.code for f in errors] == codes
    assert any(said in f.message for f in errors), errors


def test_what_could_not_be_tested_is_said() -> None:
    left = unchecked({"records_screened": 10, "dbr_sought_reports": 4, "dbr_assessed": 3})
    assert [str(x) for x in left] == [
        "C3 records_screened: database_results, duplicates not given",
        "C5 dbr_sought_reports: records_excluded not given",
        "C6 dbr_assessed: dbr_notretrieved_reports not given",
        "C9 new_reports: new_reports, dbr_excluded not given",
    ]


def test_the_file_of_the_r_package_is_written_byte_for_byte() -> None:
    # The template as the package has it (version 1.1.4): counts are 0 and lists are examples.
    each = {"database_specific_results": "Database {}", "register_specific_results": "Register {}",
            "dbr_excluded": "Reason{}", "other_excluded": "Reason{}"}  # fmt: skip
    rows = [(*r, "; ".join(f"{each[r[0]].format(i)}, xxx" for i in (1, 2, 3)) if r[0] in each else "0") for r in ROWS]
    made = text((COLUMNS, *rows))
    assert len(rows) == 34
    assert (
        hashlib.sha256(made.encode()).hexdigest() == "3a9579afde2d4fcc423e7df139e4f0d7bbfb0f4b61a08f5758894f36f2a8b89c"
    )


def test_the_csv_has_a_row_for_each_official_count() -> None:
    assert {r[0] for r in ROWS} == {*OFFICIAL, "NA", "identification", "screening", "included"}


names = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=",;'"), min_size=1, max_size=12).filter(
    lambda t: not t[-1].isdigit() and t.strip(" -") == t and t.casefold().strip("x")
)
numbers = st.integers(0, 10**9)
flows = st.dictionaries(st.sampled_from(OFFICIAL), numbers, min_size=1).flatmap(
    lambda plain: st.fixed_dictionaries({
        f: st.dictionaries(names, numbers, min_size=1, max_size=4) if f in LISTS else st.just(n)
        for f, n in plain.items()
    })
)  # fmt: skip


@given(flows)
@settings(deadline=None, max_examples=200)
def test_counts_written_for_r_are_read_back_and_written_the_same(counts: dict[str, int | dict[str, int]]) -> None:
    made = written(counts)
    assert read_counts(made, "x.csv") == counts
    assert written(read_counts(made, "x.csv")) == made


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)


@given(st.lists(st.tuples(*[cells] * 7), min_size=34, max_size=34), flows)
@settings(deadline=None, max_examples=100)
def test_a_file_of_the_r_package_keeps_its_own_words(free: list[tuple[str, ...]], counts: Counts) -> None:
    rows = [COLUMNS, *((r[0], *words[1:], c[7]) for r, words, c in zip(ROWS, free, _rows(counts), strict=True))]
    made = text(rows)
    back = list(csv.reader(io.StringIO(made, newline=""), strict=True))
    assert [tuple(r) for r in back] == rows
    assert refilled(back, read_counts(made, "x.csv")) == made


def _rows(counts: Counts) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written(counts), newline="")))[1:]


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=300)
def test_whatever_a_file_holds_it_is_read_or_refused(body: str) -> None:
    for head in ("", "data,n\n", "data,n\ndbr_excluded,"):
        try:
            counts = read_counts(head + body, "x.csv")
        except BadFile:
            continue
        assert counts.keys() <= set(FIELDS)
        check_counts(counts)


def _divided(draw: st.DrawFn, n: int, parts: int) -> list[int]:
    cuts = sorted(draw(st.integers(0, n)) for _ in range(parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, n], strict=True)]


@st.composite
def true_flows(draw: st.DrawFn) -> dict[str, int | dict[str, int]]:
    """A flow worked out forwards from what was found: every number in it is true."""
    databases, registers = draw(st.integers(0, 500)), draw(st.integers(0, 50))
    duplicates, rules, others, screened = _divided(draw, databases + registers, 4)
    excluded, pending, kept = _divided(draw, screened, 3)
    sought = max(0, kept + draw(st.integers(-3, 3)))
    missing, waiting, assessed = _divided(draw, sought, 3)
    out, included = _divided(draw, assessed, 2)
    website, citations = draw(st.integers(0, 40)), draw(st.integers(0, 40))
    dropped, other_sought = _divided(draw, website + citations, 2)
    other_missing, other_assessed = _divided(draw, other_sought, 2)
    other_out, other_included = _divided(draw, other_assessed, 2)
    companions, aside, new = _divided(draw, included + other_included, 3)
    studies = draw(st.integers(min(1, new), new))
    before_studies = draw(st.integers(min(1, companions), 30))  # a companion is of a study that was there before
    before = before_studies + draw(st.integers(0, 9)) * (before_studies > 0)
    return {
        "previous_studies": before_studies, "previous_reports": before, "database_results": databases,
        "register_results": registers, "duplicates": duplicates, "excluded_automatic": rules, "excluded_other": others,
        "records_screened": screened, "records_excluded": excluded, "x_screening_pending": pending,
        "x_dbr_record_report_adj": sought - kept, "dbr_sought_reports": sought, "dbr_notretrieved_reports": missing,
        "x_dbr_pending": waiting, "dbr_assessed": assessed, "dbr_excluded": {"Wrong design": out},
        "website_results": website, "citations_results": citations, "x_other_removed": {"Not relevant": dropped},
        "other_sought_reports": other_sought, "other_notretrieved_reports": other_missing,
        "other_assessed": other_assessed, "other_excluded": {"Wrong design": other_out},
        "x_new_reports_of_previous_studies": companions, "x_studies_awaiting": aside, "new_studies": studies,
        "new_reports": new, "total_studies": before_studies + studies, "total_reports": before + new + companions,
    }  # fmt: skip


WHOLE = (
    ("database_results", "register_results"), ("duplicates", "excluded_automatic", "excluded_other"),
    ("records_screened",), ("records_excluded",), ("dbr_sought_reports",), ("dbr_notretrieved_reports",),
    ("dbr_assessed",), ("dbr_excluded",), ("other_sought_reports",),
    ("other_notretrieved_reports",), ("other_assessed",), ("other_excluded",), ("new_studies",), ("new_reports",),
    ("previous_studies",), ("previous_reports",), ("total_studies",), ("total_reports",),
)  # fmt: skip


def _errors(counts: Counts) -> list[str]:
    return [str(f) for f in check_counts(counts) if f.level is Level.ERROR]


@given(true_flows(), st.sets(st.sampled_from(WHOLE)), st.booleans())
@settings(deadline=None, max_examples=1000)
def test_a_true_flow_never_fails_whatever_boxes_and_empty_lines_it_leaves_out(
    counts: dict[str, int | dict[str, int]], gone: set[tuple[str, ...]], lean: bool
) -> None:
    # That other methods were used is not left out: a flow that hides what they brought does not add up.
    left = {f: n for f, n in counts.items() if not any(f in box for box in gone)}
    if lean:
        left = {f: n for f, n in left.items() if n != 0}
    assert _errors(left) == []


CERTAIN = (
    "database_results", "register_results", "duplicates", "excluded_automatic", "excluded_other", "records_screened",
    "records_excluded", "dbr_sought_reports", "dbr_notretrieved_reports", "dbr_assessed", "other_sought_reports",
    "other_notretrieved_reports", "other_assessed", "website_results", "citations_results",
    "x_dbr_record_report_adj", "x_dbr_pending", "x_screening_pending",
)  # fmt: skip


@given(true_flows(), st.sampled_from(CERTAIN), st.integers(1, 5))
@settings(deadline=None, max_examples=500)
def test_one_wrong_number_in_a_whole_flow_always_fails(
    counts: dict[str, int | dict[str, int]], field: str, more: int
) -> None:
    value = counts[field]
    assert isinstance(value, int)
    assert _errors({**counts, field: value + more}) != []
    if value >= more:
        assert _errors({**counts, field: value - more}) != []
