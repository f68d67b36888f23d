"""What holds for every input: no error but BadFile, the way back from RIS, sums, and no quadratic step."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.errors import BadFile
from resift.formats import read_bytes, write_ris
from resift.formats.ris import parse
from resift.records import Doi, Pmid, Record

EXPORTS = {
    path.stem: path.read_bytes().decode() for path in sorted((Path(__file__).parent / "exports").glob("*.[rn]*[sb]"))
}

RIS = [text for name, text in EXPORTS.items() if name not in {"medline", "eric"}]
SEEDS = list(EXPORTS.values())
PIECES = st.sampled_from([
    "TY  - JOUR", "ER  - ", "TI  - ", "AB - x", "PMID- 1", "OWN - ERIC", "      x", "FN x\nVR 1.0\nPT J", "PT J", "ER",
    "EF",     "AU Doe", "<1. >", "Title", "TI  - <1>", "RT Book", "T1 x", "@a{b, c = {d}}", "@a{b, c = {", "}",
    '@string{a = "b"}',
    "title,doi,label", 'a,"b', 'a,"b ""c"', "title;year", "=\"1\";2", "id,title", ",", "<xml><records>", "<record>",
    "</record>", "</records></xml>", "<title>x</title>", "12.", "Provider: x", "Record #1 of 2", "U2  - L1",
    "DO  - 10.1/x",
    "", " ", "\t", "\x0b", "\u2028", "\ufeff", "%0 Book", "{", "[", "<", "\\v{", "SP  - 1", "PY  - ٢٠١٩",
    "DP  - 2019 Xyz 99",
])  # fmt: skip


def survives(data: bytes) -> None:
    try:
        reading = read_bytes(data, name="any")
    except BadFile:
        return
    assert len(reading.records) == reading.starts > 0


@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_but_bad_file(data: bytes) -> None:
    survives(data)


@given(st.lists(PIECES, max_size=14).map("\n".join))
def test_random_pieces_of_formats_raise_nothing_but_bad_file(text: str) -> None:
    survives(text.encode())


@given(st.sampled_from(SEEDS), st.data())
def test_an_export_cut_anywhere_is_read_or_refused(text: str, data: st.DataObject) -> None:
    raw = text.encode()
    survives(raw[data.draw(st.integers(0, len(raw))) :])
    survives(raw[: data.draw(st.integers(0, len(raw)))])


@pytest.mark.parametrize("text", SEEDS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_marks_and_line_ends_give_equal_readings(text: str, mark: str) -> None:
    expected = read_bytes(text.encode(), name="demo")
    for end in ("\n", "\r\n", "\r"):
        for encoding in ("utf-8", "utf-16"):
            data = (mark + text.replace("\r", "\n").replace("\n", end)).encode(encoding)
            assert read_bytes(data, name="demo") == expected


def fields(record: Record) -> Record:
    return replace(record, id="")


@given(st.lists(st.sampled_from(RIS), min_size=1, max_size=5), st.sampled_from(["", "\ufeff"]))
def test_files_put_together_give_the_sum_of_their_records(texts: list[str], mark: str) -> None:
    apart = [fields(r) for text in texts for r in read_bytes(text.encode(), name="demo").records]
    together = read_bytes("".join(mark + text for text in texts).encode(), name="demo").records
    assert [fields(r) for r in together] == apart
    assert [r.id for r in together] == [f"record-{n}" for n in range(1, len(apart) + 1)]


WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="<>|,"), min_size=3, max_size=9
)
LINE = st.lists(WORD, min_size=1, max_size=5).map(" ".join).filter(
    lambda text: text.lower() not in {"n/a", "none", "null", "nan", "unknown"}
)  # fmt: skip
LINES = st.lists(LINE, max_size=3, unique=True).map(tuple)


def in_full(pages: str) -> bool:
    """Whether a last page has all its digits."""
    first, _, last = pages.partition("-")
    return not last or not first.isdecimal() or len(last) >= len(first)


RECORDS = st.builds(
    Record,
    id=st.just("demo-1"),
    title=LINE,
    abstract=st.just("") | LINE,
    authors=LINES | st.just(("Doe, A.", "Roe, B. C., Jr.")),
    year=st.none() | st.integers(1400, 2199),
    journal=st.just("") | LINE,
    volume=st.just("") | LINE,
    issue=st.just("") | LINE,
    pages=st.just("") | st.from_regex(r"[a-z]?[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?", fullmatch=True).filter(in_full),
    doi=st.none() | st.from_regex(r"10\.[0-9]{4}/[a-z0-9.]{1,8}[a-z0-9]", fullmatch=True).map(Doi.parse),
    pmid=st.none() | st.integers(1, 99_999_999).map(str).map(Pmid.parse),
    accession=st.just("") | LINE,
    database=st.just("") | LINE,
    languages=LINES,
    publication_types=LINES,
    keywords=LINES,
    affiliations=LINES,
    issn=st.lists(st.from_regex(r"[0-9]{4}-[0-9]{3}[0-9X]", fullmatch=True), max_size=2, unique=True).map(tuple),
    url=st.just("") | st.just("https://example.org/a?b=c"),
    notes=st.just("") | LINE,
)


@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_records_written_as_ris_are_read_back_with_their_fields(records: list[Record]) -> None:
    back = read_bytes(write_ris(records).encode(), name="demo.ris").records
    assert [replace(r, id="demo-1", raw=()) for r in back] == records


@pytest.mark.parametrize(
    ("pages", "last"), [("516-22", "522"), ("221-8", "228"), ("98-103", "103"), ("516-12", "12"), ("e516-22", "22")]
)
def test_a_last_page_written_short_is_written_in_full(pages: str, last: str) -> None:
    assert f"\nEP  - {last}\n" in write_ris([Record(id="demo-1", title="A made-up title", pages=pages)])


@given(st.lists(st.sampled_from(["\n", "\r\n", " ", "\x0b", "TY  - JOUR", "ER  - ", "word", "\u2028"]), max_size=12))
def test_no_value_can_break_out_of_its_line_in_written_ris(parts: list[str]) -> None:
    record = Record(id="demo-1", title="Made up", abstract="x " + "".join(parts))
    back = read_bytes(write_ris([record]).encode(), name="demo.ris").records
    assert len(back) == 1
    assert back[0].abstract == " ".join(record.abstract.split())


def test_a_file_without_records_cannot_be_written_by_mistake_as_a_record() -> None:
    assert write_ris([]) == ""


def lines_run(text: str) -> int:
    """Lines of code that reading this text runs: a measure without a clock."""
    count = 0

    def tracer(_frame: object, event: str, _arg: object) -> object:
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        parse(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "TY  - JOUR\nTI  - x\nER  - \n",
        "TY  - JOUR\nTI  - x\n1.\n\n\n2.\n",
        "TY  - JOUR\nTI  - x\nER  - \nNL  - y\n\n12.\n",
    ],
)
def test_twice_the_records_take_twice_the_steps(unit: str) -> None:
    small, large = lines_run(unit * 50), lines_run(unit * 100)
    assert large <= 2.1 * small


def test_twice_the_wrapped_lines_take_twice_the_steps() -> None:
    def text(n: int) -> str:
        return "TY  - JOUR\nAB  - x\n" + "12.\nProvider: x\nwords\n" * n + "ER  - \n"

    assert lines_run(text(200)) <= 2.1 * lines_run(text(100))


@pytest.mark.slow
def test_a_hundred_thousand_records_are_read() -> None:
    one = EXPORTS["embase"]
    reading = read_bytes((one * 100_000).encode(), name="large.ris", prefix="large")
    assert len(reading.records) == reading.starts == 100_000
    assert reading.records[-1].id == "large-100000"
    assert [r.message for r in reading.remarks] == ["read as RIS of Embase.com (100000 times)"]
