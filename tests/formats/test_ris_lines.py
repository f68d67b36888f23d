"""The line reader of RIS: what it tolerates, with a remark, and what it refuses (all content is made up)."""

import pytest

from resift.errors import BadFile
from resift.formats import Reading, read_bytes


def read(text: str) -> Reading:
    return read_bytes(text.encode(), name="demo.ris", prefix="demo")


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks if remark.code != "vendor"]


def test_ids_are_the_prefix_and_the_place_in_the_file() -> None:
    reading = read("TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Two\nER  - \n")
    assert [(r.id, r.title) for r in reading.records] == [("demo-1", "One"), ("demo-2", "Two")]
    assert reading.starts == 2


@pytest.mark.parametrize(
    "line", ["TI  - Made up", "TI  -  Made up", "TI - Made up", "  TI  - Made up", "TI  -Made up", "TI   - Made up"]
)
def test_blanks_around_the_hyphen_do_not_matter(line: str) -> None:
    assert read(f"TY  - JOUR\n{line}\nER  - \n").records[0].title == "Made up"


@pytest.mark.parametrize("line", ["TY  - JOUR", "TY - JOUR", "TY  -  JOUR", "  TY  - JOUR", "\u00a0TY  -JOUR"])
def test_a_record_starts_however_its_ty_is_spaced(line: str) -> None:
    assert len(read(f"{line}\nTI  - Made up\nER  - \n").records) == 1


def test_a_missing_er_before_the_next_record_is_remarked() -> None:
    reading = read("TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - \n")
    assert [r.title for r in reading.records] == ["One", "Two"]
    assert codes(reading) == ["no-ER"]


def test_a_file_cut_off_in_the_last_record_keeps_it_with_a_remark_at_its_line() -> None:
    reading = read("TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Tw")
    assert [r.title for r in reading.records] == ["One", "Tw"]
    found = [r for r in reading.remarks if r.code == "no-ER"]
    assert [(r.line, "cut off" in r.message) for r in found] == [(4, True)]


def test_a_wrapped_line_is_kept_even_where_it_looks_like_a_heading() -> None:
    abstract = "Aims.\nProvider: a made-up clinic.\n\n12.\nER - positive tales were told."
    assert (
        read(f"TY  - JOUR\nAB  - {abstract}\nTI  - Made up\nER  - \n").records[0].abstract
        == "Aims.\nProvider: a made-up clinic.\n12.\nER - positive tales were told."
    )


def test_record_numbers_without_er_before_them_are_left_out() -> None:
    text = "TY  - JOUR\nAB  - Aims.\n\n2.\nTY  - JOUR\nTI  - Made up\nER  - \n"
    assert [r.abstract for r in read(text).records] == ["Aims.", ""]


def test_an_unknown_tag_stays_in_the_raw_tags() -> None:
    reading = read("TY  - JOUR\nTI  - Made up\nZ9  - what is this\nER  - \n")
    assert ("Z9", "what is this") in reading.records[0].raw
    assert codes(reading) == ["unknown-tag"]


def test_authors_keep_their_order_over_au_and_a1_and_editors_are_none() -> None:
    text = "TY  - JOUR\nTI  - Made up\nA1  - Doe, A.\nAU  - Roe, B.\nA2  - Poe, C.\nED  - Moe, D.\nER  - \n"
    assert read(text).records[0].authors == ("Doe, A.", "Roe, B.")


def test_a_year_that_is_none_is_remarked_and_left_empty() -> None:
    reading = read("TY  - JOUR\nTI  - Made up\nPY  - 10 15\nER  - \n")
    assert reading.records[0].year is None
    assert codes(reading) == ["year"]


def test_text_outside_records_is_shown_in_a_remark() -> None:
    reading = read("Results of my search\nTY  - JOUR\nTI  - Made up\nER  - \nGood bye\n")
    assert [(r.line, r.message) for r in reading.remarks if r.code == "noise"] == [
        (1, "line outside a record left out: Results of my search"),
        (5, "line outside a record left out: Good bye"),
    ]


def test_a_line_of_garbage_before_ty_does_not_hide_the_record() -> None:
    assert len(read("\x1a\x1a TY  - JOUR\nTI  - Made up\nER  - \n").records) == 1


@pytest.mark.parametrize(
    ("text", "message", "where"),
    [
        ("AU  - Doe, A.\nTI  - Made up\nER  - \n", "without any TY", "demo.ris"),
        ("AU  - Doe, A.\nTY  - JOUR\nTI  - Made up\nER  - \n", "AU stands before the first TY", "demo.ris:1"),
        ("TY  - JOUR\nTI  - \nAB  - \nER  - \n", "every tag is empty", "demo.ris:1"),
        ("TY  - JOUR\nTI  - One\nER  - \nAU  - Doe\nTI  - Two\nER  - \n", "a record without TY: AU, TI", "demo.ris:4"),
        ("ER  - \nTY  - JOUR\nTI  - One\nER  - \n", "ER without a TY", "demo.ris:1"),
    ],
)
def test_what_cannot_be_read_wholly_is_refused_with_its_line(text: str, message: str, where: str) -> None:
    with pytest.raises(BadFile, match=message) as caught:
        read(text)
    assert caught.value.where == where
    assert caught.value.then


def test_a_two_hundred_kilobyte_value_is_one_value() -> None:
    abstract = "word " * 40_000
    assert read(f"TY  - JOUR\nTI  - Made up\nAB  - {abstract}\nER  - \n").records[0].abstract == abstract.strip()
