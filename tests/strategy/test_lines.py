"""Search histories: numbers in their many forms, hits, wrapped lines, references and limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.strategy import parse
from resift.strategy.lines import pieces
from resift.strategy.tree import And, Heading, Not, Or, Range, Text, Value, Word

TI = frozenset({"title"})


def _ti(word: str) -> Text:
    return Text(TI, Word((word,)))


@pytest.mark.parametrize(
    "text",
    [
        "1. a.ti.\n2. b.ti.\n3. 1 or 2",
        "1) a.ti.\n2) b.ti.\n3) 1 or 2",
        "1 a.ti.\n2 b.ti.\n3 1 or 2",
        "1\ta.ti.\n2\tb.ti.\n3\t1 or 2",
        "#1 a.ti.\n#2 b.ti.\n#3 #1 or #2",
        "1.a.ti.\n2.b.ti.\n3.1 or 2",
        "a.ti.\nb.ti.\n1 or 2",
        "a.ti.\n\nb.ti.\n\nor/1-2",
        "1. a.ti. (12)\n2. b.ti. (1,345)\n3. or/1-2 (1350)",
        "  1.  a.ti.\n  2.  b.ti.\n  3.  or/1,2",
        "1. a.ti.\n2. b.ti.\n3. OR 1-2",
    ],
)
def test_a_history_is_read_however_its_lines_are_numbered(text: str) -> None:
    assert parse(text, "ovid").tree == Or((_ti("a"), _ti("b")))
    assert parse(text, "ovid").errors == ()


@pytest.mark.parametrize(
    "text",
    [
        "#1 a[ti]\n#2 b[ti]\n#3 #1 AND #2",
        "#1\tSearch a[ti]\n#2\tSearch b[ti]\n#3\tSearch (#1) AND #2",
        "#3\tSearch #1 AND #2\n\n#2\tSearch b[ti]\n\n#1\tSearch a[ti]",
        "#1(a[ti])\n#2(b[ti])\n#3(#1 AND #2)",
        "a[ti]\nb[ti]\n#1 AND #2",
    ],
)
def test_pubmed_histories_run_upwards_or_downwards(text: str) -> None:
    assert parse(text, "pubmed").tree == And((_ti("a"), _ti("b")))
    assert parse(text, "pubmed").errors == ()


def test_printed_hits_are_kept_beside_the_line() -> None:
    assert [n.hits for n in parse("1. a.ti. (12)\n2. b.ti. (1,345)\n3. 1 or 2", "ovid").lines] == [12, 1345, None]


def test_a_line_that_goes_on_below_belongs_to_its_number() -> None:
    text = "1. (a or\nb).ti.\n2. c.ti.\n3. 1 and 2"
    assert parse(text, "ovid").tree == And((Or((_ti("a"), _ti("b"))), _ti("c")))


def test_numbers_within_a_search_are_words() -> None:
    parsed = parse("type 2 diabetes.ti. or covid 19.ti.", "ovid")
    assert parsed.errors == ()
    assert [n.number for n in parsed.lines] == [""]


def test_a_limit_is_a_condition_on_the_line_that_it_names() -> None:
    parsed = parse('1. a.ti.\n2. limit 1 to (english language and yr="2010 -Current")', "ovid")
    assert parsed.tree == And((_ti("a"), Value("language", Word(("english",))), Range("published", "2010", "3000")))


def test_the_short_form_of_a_limit_says_the_same() -> None:
    long = parse('1. a.ti.\n2. limit 1 to (lg=en and yr="2000-2010")', "ovid").tree
    assert parse("1. a.ti.\n2. ..l/ 1 lg=en yr=2000-2010", "ovid").tree == long


def test_removing_duplicates_is_no_condition() -> None:
    parsed = parse("1. a.ti.\n2. remove duplicates from 1", "ovid")
    assert parsed.tree == _ti("a")
    assert [f.code for f in parsed.findings] == ["LIM02"]


def test_a_comment_in_brackets_says_nothing() -> None:
    parsed = parse("1. exp Loneliness/ [all kinds]\n2. lonel*.ti. [title only]\n3. or/1-2 [block A]", "ovid")
    assert parsed.tree == Or((Heading("mesh", "Loneliness"), parsed.lines[1].tree))  # type: ignore[arg-type]
    assert parsed.errors == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. a.ti.\n2. 1 or 7", "REF01"),
        ("1. a.ti.\n2. 1 or 2", "REF02"),
        ("1. a.ti. or 2\n2. 1 or 1", "REF02"),
        ("1. a.ti.\n1. b.ti.\n2. 1", "REF04"),
        ("1. a.ti.\n2. b.ti.\n3. 1 2", "REF08"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error(text: str, code: str) -> None:
    assert code in {f.code for f in parse(text, "ovid").errors}


def test_a_line_that_no_other_needs_is_noted() -> None:
    found = parse("1. a.ti.\n2. b.ti.\n3. c.ti.\n4. 1 and 3", "ovid").findings
    assert [(f.code, f.line, f.severity) for f in found] == [("REF05", 2, "warning")]


def test_a_bare_number_among_pubmed_lines_is_told_as_the_word_that_it_is() -> None:
    found = parse("a[ti]\nb[ti]\n#1 OR 2", "pubmed").errors
    assert [f.code for f in found] == ["REF07"]


def test_lines_that_double_each_other_end_in_a_finding_and_not_in_memory() -> None:
    text = "\n".join(["1. a.ti.", *(f"{n}. {n - 1} or {n - 1}" for n in range(2, 60))])
    assert "REF06" in {f.code for f in parse(text, "ovid").errors}


def test_the_whole_is_the_last_line_that_no_other_refers_to() -> None:
    text = "1. a.ti.\n2. exp animals/ not humans/\n3. 1 not 2"
    tree = parse(text, "ovid").tree
    assert isinstance(tree, Not)
    assert tree.keep == _ti("a")


@given(st.text(alphabet="#S1234. )\t\nabor/-()", max_size=80))
def test_any_text_falls_into_pieces_within_it(text: str) -> None:
    for piece in pieces(text):
        assert 0 <= piece.start <= piece.end <= len(text)


@given(
    st.text(max_size=200),
    st.sampled_from(["ovid", "pubmed", "embase", "cochrane", "ebsco", "proquest", "wos", "scopus"]),
)
def test_no_text_whatever_stops_the_reader(text: str, platform: str) -> None:
    parsed = parse(text, platform)
    assert parsed.tree is not None or parsed.errors
