"""Titles, names, journals and pages as sources write them; expectations from the styles' own documentation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.dedup.agreement import Agreement
from resift.dedup.journals import compare_journals, journal_words
from resift.dedup.names import compare_authors, read_authors
from resift.dedup.pages import compare_pages, read_pages
from resift.dedup.plain import plain
from resift.dedup.titles import Kind, kind_of, read_title
from resift.dedup.volumes import compare_volumes, read_numbering
from resift.dedup.wording import Wording, match_titles
from resift.records import NormalTitle

TEXT = st.text(max_size=60)
WORDY = st.lists(
    st.sampled_from(
        ["fictional", "visits", "part", "II", "2", "older", "women", "and", "Utopia,", "reply:", "[Review]"]
    ),
    max_size=9,
).map(" ".join)


@given(TEXT)
def test_the_short_way_to_a_normal_form_gives_the_normal_form(text: str) -> None:
    assert plain(text) == NormalTitle.of(text)


@given(st.text(alphabet="aB3 &<>/'`_-.;é", max_size=40))
def test_the_short_way_agrees_on_markup_quotes_and_entities(text: str) -> None:
    assert plain(text) == NormalTitle.of(text)


@given(WORDY | TEXT, WORDY | TEXT)
def test_comparing_titles_does_not_depend_on_which_comes_first(a: str, b: str) -> None:
    left, right = read_title(a), read_title(b)
    assert match_titles(left, right) == match_titles(right, left)


@given(st.lists(TEXT, max_size=4), st.lists(TEXT, max_size=4))
def test_comparing_authors_does_not_depend_on_which_come_first(a: list[str], b: list[str]) -> None:
    left, right = read_authors(a), read_authors(b)
    assert compare_authors(left, right) is compare_authors(right, left)


@given(st.lists(TEXT, max_size=4))
def test_a_list_of_authors_never_differs_from_itself(names: list[str]) -> None:
    assert compare_authors(read_authors(names), read_authors(names)) is not Agreement.DIFFERENT


@given(st.text(alphabet="0123456789-–eSA. ", max_size=14), st.text(alphabet="0123456789-–eSA. ", max_size=14))
def test_any_text_is_read_as_pages_or_as_none_and_compared_both_ways_alike(a: str, b: str) -> None:
    left, right = read_pages(a), read_pages(b)
    assert compare_pages(left, right) is compare_pages(right, left)


@given(st.integers(2, 99_999), st.integers(1, 9))
def test_a_short_range_of_pages_is_the_full_one(first: int, more: int) -> None:
    last = str(first + more)
    short = last[-1] if len(last) == len(str(first)) and last[:-1] == str(first)[:-1] else last
    assert read_pages(f"{first}-{short}") == read_pages(f"{first}-{last}")


@given(TEXT, TEXT)
def test_comparing_journals_does_not_depend_on_which_comes_first(a: str, b: str) -> None:
    left, right = journal_words(a), journal_words(b)
    assert compare_journals(left, right) is compare_journals(right, left)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Erratum", Kind.NOTICE),
        ("Author correction: Fictional visits", Kind.NOTICE),
        ("Fictional visits (vol 360, pg 542, 2009)", Kind.NOTICE),
        ("Expression of concern: Fictional visits", Kind.NOTICE),
        ("Correction of vitamin deficiency in fictional tenants", Kind.ARTICLE),
        ("Correction for guessing in made-up tests", Kind.ARTICLE),
        ("Error-correction in fictional codes", Kind.ARTICLE),
        ("Fictional visits: authors' reply", Kind.REPLY),
        ("Re: Fictional visits", Kind.REPLY),
        ("Fictional visits and the immune response", Kind.ARTICLE),
        ("Response to treatment among fictional tenants", Kind.ARTICLE),
        ("Retraction of the fictional tongue", Kind.ARTICLE),
    ],
)
def test_a_title_tells_what_kind_of_item_it_is(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("a", "b", "wording"),
    [
        ("Fictional visits to older tenants", "Fictional visit to older tenants", Wording.SLIP),
        ("Fictional prednisone for older tenants", "Fictional prednisolone for older tenants", Wording.OTHER_WORDS),
        ("Fictional visits in type 1 loneliness", "Fictional visits in type 2 loneliness", Wording.OTHER_WORDS),
        ("Fictional visits in type I loneliness", "Fictional visits in type 1 loneliness", Wording.SAME),
        ("Fictional meta analysis of visits", "Fictional metaanalysis of visits", Wording.SAME),
        ("Fictional visits to older tenants", "Imaginary gardens in made-up towns", Wording.DIFFERENT),
        ("Fictional visits to older tenants", "", Wording.UNKNOWN),
    ],
)
def test_two_titles_differ_as_a_reader_would_say(a: str, b: str, wording: Wording) -> None:
    assert match_titles(read_title(a), read_title(b)).wording is wording


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (["Roe, Ann B."], ["Roe AB"]),
        (["Roe, A. B."], ["A. B. Roe"]),
        (["de la Roe, A."], ["Roe, A. de la"]),
        (["O'Roe, A."], ["ORoe A"]),
        (["Roe Jr., A."], ["Roe, A., Jr"]),
        (["Roe A.Doe B.Poe C. D."], ["Roe, A.", "Doe, B.", "Poe, C. D."]),
        (["Roe A; Doe B"], ["Roe, Ann", "Doe, Bo"]),
        (["Roe A, Doe B, Poe CD"], ["Roe, A.", "Doe, B.", "Poe, C. D."]),
        (["Müller, K."], ["Muller K"]),
    ],
)
def test_the_same_persons_in_two_styles_agree(a: list[str], b: list[str]) -> None:
    assert compare_authors(read_authors(a), read_authors(b)) is Agreement.SAME


@pytest.mark.parametrize(
    ("a", "b"), [(["Roe, John", "Poe, Mary"], ["Doe, John", "Moe, Mary"]), (["Wang, J."], ["Wang, L."])]
)
def test_a_given_name_or_a_namesake_is_not_the_same_person(a: list[str], b: list[str]) -> None:
    assert compare_authors(read_authors(a), read_authors(b)) is Agreement.DIFFERENT


@pytest.mark.parametrize("name", ["Anonymous", "[Anonymous]", "UNKNOWN", "et al.", "N/A", ""])
def test_a_placeholder_is_nobody(name: str) -> None:
    assert read_authors([name]).people == ()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ann Fict Med", "Annals of Fictional Medicine"),
        ("The Fictional Lancet. Oncology", "Fictional Lancet Oncol"),
        ("Proc Natl Acad Fict U S A", "Proceedings of the National Academy of Fictions of the U S A"),
        ("JAFMA", "Journal of the American Fictional Medical Association"),
    ],
)
def test_an_abbreviated_journal_is_the_journal(a: str, b: str) -> None:
    assert compare_journals(journal_words(a), journal_words(b)) is Agreement.SAME


def test_two_journals_that_begin_alike_are_not_one() -> None:
    a, b = journal_words("Journal of Fictional Oncology"), journal_words("Journal of Fictional Pathology")
    assert compare_journals(a, b) is Agreement.DIFFERENT


def test_a_year_in_the_place_of_the_volume_says_nothing_but_two_do() -> None:
    by_year, other, plain_volume = (read_numbering(v, "", y) for v, y in (("2011", 2011), ("2012", 2012), ("12", 2011)))
    assert compare_volumes(by_year, plain_volume) is Agreement.UNKNOWN
    assert compare_volumes(by_year, other) is Agreement.DIFFERENT
