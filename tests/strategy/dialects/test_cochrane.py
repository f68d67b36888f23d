"""Cochrane Library: each documented fact of its language, and round trips of random trees.

Expected trees are written by hand from cochranelibrary.com's search manager help and the forms in common use.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategy.dialects.by_hand import codes, phrase, title, trees_over, within, word

from resift.strategy import fields as f
from resift.strategy.dialects.cochrane import COCHRANE
from resift.strategy.dialects.spelling import CannotSay
from resift.strategy.parser import parse
from resift.strategy.tokens import Close, Leaf, Open, Operator, Suffix, Words
from resift.strategy.tree import (
    ANY,
    ONE,
    OPTIONAL,
    And,
    Either,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Raw,
    Ref,
    Text,
    Value,
    Wild,
    Word,
)


def anywhere(text: str) -> Text:
    return within(f.FULL_TEXT, text)


def read(text: str) -> Node | None:
    """The tree of a text in which nothing was remarked on."""
    parsed = parse(text, "cochrane")
    assert parsed.findings == ()
    return parsed.tree


A, B, C = (title(x) for x in "abc")


def test_operators_may_be_in_any_case() -> None:
    assert read("a:ti and b:ti") == read("a:ti AND b:ti") == And((A, B))
    assert read("a:ti Not b:ti") == Not(A, B)


def test_and_with_or_on_one_level_is_doubtful_because_their_order_is_not_documented() -> None:
    assert codes(parse("a:ti or b:ti and c:ti", "cochrane")) == [("PRE01", "warning")]
    assert codes(parse("a:ti or (b:ti and c:ti)", "cochrane")) == []


def test_words_side_by_side_are_joined_by_and() -> None:
    assert read("lung cancer") == And((anywhere("lung"), anywhere("cancer")))


def test_double_quotation_marks_hold_a_phrase_together() -> None:
    assert read('"lung cancer":ti') == title(phrase("lung cancer"))


def test_operators_within_a_phrase_are_words() -> None:
    assert read('"food and drug administration":ti') == title(phrase("food and drug administration"))


def test_single_quotation_marks_hold_nothing_together_and_are_said_so() -> None:
    parsed = parse("'lung cancer'", "cochrane")
    assert parsed.tree == And((anywhere("lung"), anywhere("cancer")))
    assert codes(parsed) == [("MIX02", "warning")]


def test_near_counts_the_words_between_and_goes_both_ways() -> None:
    assert read("(social NEAR/2 support):ti") == title(Near(word("social"), word("support"), 2, ordered=False))


def test_near_without_a_number_allows_six_words_between() -> None:
    assert read("(social near support):ti") == title(Near(word("social"), word("support"), 6, ordered=False))


def test_near_0_is_doubtful() -> None:
    parsed = parse("(social near/0 support):ti", "cochrane")
    assert parsed.tree == title(Near(word("social"), word("support"), 0, ordered=False))
    assert codes(parsed) == [("PRX03", "warning")]


def test_next_is_side_by_side_in_the_order_of_writing() -> None:
    assert read("(hearing NEXT aid*):ti") == title(Phrase((word("hearing"), word("aid", ANY))))


def test_next_with_a_number_is_doubtful() -> None:
    parsed = parse("(hearing next/3 aid):ti", "cochrane")
    assert parsed.tree == title(Near(word("hearing"), word("aid"), 3, ordered=True))
    assert codes(parsed) == [("PRX03", "warning")]


def test_proximity_takes_phrases_and_groups() -> None:
    tree = title(Near(Either((phrase("a b"), word("c"))), word("d"), 3, ordered=False))
    assert read('(("a b" or c) near/3 d):ti') == tree


def test_a_wildcard_within_quotation_marks_does_not_work_and_is_said_so() -> None:
    parsed = parse('"hearing aid*":ti', "cochrane")
    assert parsed.tree == title(Phrase((word("hearing"), word("aid", ANY))))
    assert codes(parsed) == [("WLD03", "warning")]


@pytest.mark.parametrize(
    ("written", "parts"),
    [("lonel*", ("lonel", ANY)), ("wom?n", ("wom", ONE, "n")), ("*therapy", (ANY, "therapy"))],
)
def test_each_wildcard_stands_for_its_number_of_characters(written: str, parts: tuple[str | Wild, ...]) -> None:
    assert read(f"{written}:ti") == title(Word(parts))


def test_a_hyphen_stands_for_a_space() -> None:
    assert read("self-help:ti") == title(phrase("self help"))


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("ti", {"title"}),
        ("ab", {"abstract"}),
        ("ti,ab", {"title", "abstract"}),
        ("kw", {"keyword", "heading", "substance"}),
        ("ti,ab,kw", {"title", "abstract", "keyword", "heading", "substance"}),
        ("ab, ti", {"title", "abstract"}),
    ],
)
def test_a_field_code_stands_after_a_colon(code: str, fields: set[str]) -> None:
    assert read(f"lonel*:{code}") == Text(frozenset(fields), word("lonel", ANY))


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ('"controlled clinical trial":pt', "publication type", "controlled clinical trial"),
        ("smith:au", "author", "smith"),
        ("lancet:so", "journal", "lancet"),
    ],
)
def test_coded_fields_hold_a_whole_value(written: str, field: str, value: str) -> None:
    assert read(written) == Value(field, word(value))


def test_a_field_after_a_group_holds_for_each_of_its_terms() -> None:
    assert read("(a or b):ti and c:ti") == And((Or((A, B)), C))


def test_a_term_without_a_field_is_searched_in_all_text() -> None:
    parsed = parse("lonely", "cochrane")
    assert parsed.tree == Text(f.FULL_TEXT, word("lonely"))
    assert not parsed.fields_given


def test_a_field_after_bare_words_reaches_the_last_alone_and_is_said_so() -> None:
    parsed = parse("lung cancer:ti", "cochrane")
    assert parsed.tree == And((anywhere("lung"), title(word("cancer"))))
    assert codes(parsed) == [("FLD04", "warning")]


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ('[mh "Social Support"]', Heading("mesh", "Social Support")),
        ('[mh ^"Social Support"]', Heading("mesh", "Social Support", False)),
        ('[mh^"Social Support"]', Heading("mesh", "Social Support", False)),
        ("[mh Asthma]", Heading("mesh", "Asthma")),
        ("[mh ^Asthma]", Heading("mesh", "Asthma", False)),
        ('[MH "Asthma"/DT]', Heading("mesh", "Asthma", True, False, ("drug therapy",))),
        ('[mh ^"Asthma"/dt,th]', Heading("mesh", "Asthma", False, False, ("drug therapy", "therapy"))),
        ('[mh "Diabetes Mellitus, Type 2"]', Heading("mesh", "Diabetes Mellitus, Type 2")),
        ("MeSH descriptor: [Social Support] explode all trees", Heading("mesh", "Social Support")),
        ("MeSH descriptor: [Social Support] this term only", Heading("mesh", "Social Support", False)),
        ("mesh descriptor Social Support, this term only", Heading("mesh", "Social Support", False)),
        ("MeSH descriptor Social Support explode all trees", Heading("mesh", "Social Support")),
        (
            "MeSH descriptor: [Asthma] explode all trees and with qualifier(s): [Drug therapy - DT, Therapy - TH]",
            Heading("mesh", "Asthma", True, False, ("drug therapy", "therapy")),
        ),
        (
            "MeSH descriptor: [Asthma] this term only and with qualifier(s): [prevention & control - PC]",
            Heading("mesh", "Asthma", False, False, ("prevention & control",)),
        ),
        (
            "MeSH descriptor Asthma explode all trees with qualifiers: DT,TH",
            Heading("mesh", "Asthma", True, False, ("drug therapy", "therapy")),
        ),
    ],
)
def test_a_heading_stands_in_brackets_or_on_a_descriptor_line(written: str, heading: Heading) -> None:
    assert read(written) == heading


def test_a_subheading_alone_is_on_any_heading() -> None:
    assert read("[mh /DT]") == Value("subheading", word("drug therapy"))


@pytest.mark.parametrize(
    ("written", "explode"), [('[mh "Mental Disorders"[mj]]', True), ('[mh ^"Mental Disorders"[mj]]', False)]
)
def test_a_main_topic_is_read_with_a_note_that_the_form_is_not_documented(written: str, explode: bool) -> None:
    parsed = parse(written, "cochrane")
    assert parsed.tree == Heading("mesh", "Mental Disorders", explode, True)
    assert codes(parsed) == [("HED02", "note")]


@pytest.mark.parametrize("how", ["explode tree 1", "explode 1 tree", "in all MeSH products", ""])
def test_a_descriptor_not_said_to_be_exploded_in_all_trees_is_doubtful(how: str) -> None:
    parsed = parse(f"MeSH descriptor: [Asthma] {how}", "cochrane")
    assert parsed.tree == Heading("mesh", "Asthma")
    assert codes(parsed) == [("HED02", "warning")]


def test_headings_and_words_stand_on_one_line() -> None:
    tree = And((Or((Heading("mesh", "Asthma"), A)), B))
    assert read('([mh "Asthma"] or a:ti) and b:ti') == tree


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("#1 or #2", Or((Ref("1"), Ref("2")))),
        ("{or #1-#3}", Or((Ref("1"), Ref("2"), Ref("3")))),
        ("{and #1-#2}", And((Ref("1"), Ref("2")))),
        ("{OR #1, #3}", Or((Ref("1"), Ref("3")))),
        ("{or 1-3}", Or((Ref("1"), Ref("2"), Ref("3")))),
        ("{or #1-#2} and #3", And((Or((Ref("1"), Ref("2"))), Ref("3")))),
        ("#3 not {or #1-#2}", Not(Ref("3"), Or((Ref("1"), Ref("2"))))),
    ],
)
def test_lines_are_referred_to_one_by_one_or_as_a_run_in_braces(written: str, tree: Node) -> None:
    parsed = parse(f"#1 a:ti\n#2 b:ti\n#3 c:ti\n#4 {written}", "cochrane")
    assert parsed.errors == ()
    assert parsed.lines[3].tree == tree


@pytest.mark.parametrize("written", ["#1-#3", "or/1-3"])
def test_a_run_of_lines_without_braces_is_not_guessed_at(written: str) -> None:
    said: list = []
    tokens = COCHRANE.tokenize(written, 0, len(written), said)
    assert [type(t.node) for t in tokens if isinstance(t, Leaf)] == [Raw]
    assert [(x.code, x.severity) for x in said] == [("MIX02", "error")]


def test_the_number_of_records_printed_after_a_line_is_not_searched() -> None:
    text = "#1 MeSH descriptor: [Loneliness] explode all trees 321\n#2 lonel*:ti 1,234\n#3 #1 or #2 1300"
    parsed = parse(text, "cochrane")
    assert codes(parsed) == [("LIN04", "note")] * 3
    assert parsed.tree == Or((Heading("mesh", "Loneliness"), title(word("lonel", ANY))))


def test_searched_word_variations_are_said_to_be_left_out() -> None:
    parsed = parse('"a b":ti (Word variations have been searched)', "cochrane")
    assert parsed.tree == title(phrase("a b"))
    assert codes(parsed) == [("LIM03", "warning")]


def test_a_kind_of_record_at_the_end_limits_the_whole_line() -> None:
    parsed = parse("a:ti or b:ti in Trials", "cochrane")
    assert parsed.tree == And((Or((A, B)), Value("limit", word("trials"))))
    assert codes(parsed) == [("LIM01", "warning")]


def test_years_at_the_end_limit_the_whole_line() -> None:
    assert read("a:ti or b:ti with Publication Year from 2010 to 2016") == And(
        (Or((A, B)), Range("published", "2010", "2016"))
    )
    assert read("a:ti, Publication Year from 2010 to 2016") == And((A, Range("published", "2010", "2016")))


def test_a_kind_of_record_in_the_middle_of_a_line_is_words() -> None:
    assert read("(drug in trials) and a:ti") == And((anywhere("drug"), anywhere("in"), anywhere("trials"), A))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"lung cancer', "SYN10"),
        ("a:ti and *", "SYN02"),
        ("[mh]", "SYN02"),
        ("a:ti } b:ti", "SYN01"),
        ("wom#n:ti", "SYN01"),
        ("behavio$r:ti", "SYN01"),
        ("a:zz", "FLD01"),
        ("a[tiab]", "FLD01"),
        ('[mh "Asthma', "FLD01"),
        ("a.ti,ab.", "FLD01"),
        ("a adj3 b", "MIX02"),
        ("schizophrenia/exp", "MIX02"),
        ("'mental disease'/exp", "MIX02"),
        ("(a:ti", "SYN04"),
        ("a:ti)", "SYN06"),
        ("a:ti and", "SYN08"),
        (":ti", "SYN05"),
        ("{or #1-#3", "SYN01"),
    ],
)
def test_a_faulty_text_is_named_as_such(written: str, code: str) -> None:
    assert code in [x.code for x in parse(written, "cochrane").errors]


def test_a_finding_stands_at_its_place() -> None:
    found = parse("a:ti and\nb:zz", "cochrane").findings[0]
    assert (found.line, found.start, found.end) == (2, 1, 4)


def test_tokens_carry_their_places_in_the_whole_text() -> None:
    text = 'xx "a b":ti near c in Trials'
    said: list = []
    limit = Value("limit", Word(("trials",)))
    assert COCHRANE.tokenize(text, 3, len(text), said) == [
        Open((3, 3)),
        Words((Word(("a",)), Word(("b",))), (3, 8)),
        Suffix(f.TITLE, (8, 11)),
        Operator("near", (12, 16), 6),
        Words((Word(("c",)),), (17, 18)),
        Close((19, 28)),
        Operator("and", (19, 28)),
        Leaf(limit, (19, 28)),
    ]


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Text(f.KEY, Near(word("a"), word("b"), 2, ordered=False)), "(a NEAR/2 b):ti,ab,kw"),
        (title(phrase("a b")), '"a b":ti'),
        (title(Phrase((word("a", ANY), word("b")))), "(a* NEXT b):ti"),
        (title(word("next")), '"next":ti'),
        (Text(f.FULL_TEXT, word("a")), "a"),
        (Heading("mesh", "Asthma", True, True), '[mh "Asthma"[mj]]'),
        (Heading("mesh", "Asthma", False, False, ("drug therapy",)), '[mh ^"Asthma"/DT]'),
        (Value("subheading", word("drug therapy")), "[mh /DT]"),
        (Value("publication type", word("letter")), '"letter":pt'),
        (Or((And((A, B)), C)), "(a:ti AND b:ti) OR c:ti"),
        (And((Ref("1"), Ref("2"))), "#1 AND #2"),
    ],
)
def test_a_tree_is_written_as_the_cochrane_library_has_it(tree: Node, text: str) -> None:
    assert COCHRANE.spelling.write(tree) == text


@pytest.mark.parametrize(
    "tree",
    [
        Heading("emtree", "mental disease"),
        Heading("mesh", 'a "b"'),
        Heading("mesh", "a", True, False, ("no such subheading",)),
        Text(f.OVID_MP, word("a")),
        title(word("behavio", OPTIONAL, "r")),
        title(word("a", Wild(0, 3))),
        title(Near(word("a"), word("b"), 1, ordered=True)),
        Text(f.TITLE, word("a"), times=2),
        Value("language", word("english")),
        Range("published", "2000", "2010"),
    ],
)
def test_what_the_cochrane_library_has_no_words_for_is_refused(tree: Node) -> None:
    with pytest.raises(CannotSay, match="Cochrane Library cannot express"):
        COCHRANE.spelling.write(tree)


_LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=7)
_PLAIN = st.one_of(_LETTERS, st.sampled_from(["and", "or", "near", "next", "adj3", "covid19"])).map(word)
_SIGNS = st.sampled_from([ANY, ONE])
_WILD = st.one_of(
    st.builds(lambda a, sign, b: word(a, sign, *b), _LETTERS, _SIGNS, st.lists(_LETTERS, max_size=1)),
    st.builds(word, _SIGNS, _LETTERS),
)
_WORDS = st.one_of(_PLAIN, _WILD)
_PHRASES = st.lists(_WORDS, min_size=2, max_size=4).map(lambda w: Phrase(tuple(w)))
_SIMPLE = st.one_of(_WORDS, _PHRASES)


def _nears(inner: st.SearchStrategy) -> st.SearchStrategy:
    either = st.lists(inner, min_size=2, max_size=3).map(lambda o: Either(tuple(o)))
    operand = st.one_of(inner, either)
    side_by_side = st.builds(Near, either, operand, st.just(0), st.just(True))
    return st.one_of(st.builds(Near, operand, operand, st.integers(0, 30), st.just(False)), side_by_side)


_EXPRESSIONS = st.recursive(_SIMPLE, _nears, max_leaves=4)
_NAMES = st.from_regex(r"[A-Z][a-z]{0,6}(?:(?: |, |-|'s )[a-z]{1,6}){0,3}", fullmatch=True)
_QUALIFIERS = st.sampled_from(["drug therapy", "therapy", "prevention & control", "analogs & derivatives"])
_CONDITIONS = st.one_of(
    st.builds(Text, st.sampled_from([*COCHRANE.spelling.codes.values(), f.KEY | {"doi"}]), _EXPRESSIONS),
    st.builds(
        Heading, st.just("mesh"), _NAMES, st.booleans(), st.booleans(),
        st.lists(_QUALIFIERS, unique=True, max_size=3).map(tuple),
    ),
    st.builds(Value, st.sampled_from(["author", "journal", "publication type"]), _NAMES.map(str.lower).map(word)),
    st.builds(Value, st.just("subheading"), _QUALIFIERS.map(word)),
)  # fmt: skip


@given(trees_over(_CONDITIONS))
def test_every_tree_that_the_cochrane_library_can_say_is_read_as_it_was_written(tree: Node) -> None:
    parsed = parse(COCHRANE.spelling.write(tree), "cochrane")
    assert parsed.tree == tree
    assert parsed.errors == ()


_BITS = st.sampled_from(
    ['"', "(", ")", "[", "]", "[mh ", "[mj]", "^", "/DT", "MeSH descriptor: [", "explode all trees", "{or ", "}", "-#3",
     ":ti", ":ti,ab,kw", ":pt", "#1", "near/3", "next", "and", "or", "not", " ", "\n", "*", "?", "a", "b'c", "2010",
     "in Trials", ".ti.", "adj3", "é", "/", ",", "with qualifier(s): ", "Publication Year from 2010 to 2012"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.one_of(_BITS, st.text(max_size=2)), max_size=30).map("".join)))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    parsed = parse(text, "cochrane")
    assert parsed.tree is not None or parsed.errors


def test_ten_thousand_terms_are_read() -> None:
    tree = read(" or ".join(f'("a{i}b" near/3 c*):ti,ab,kw' for i in range(10_000)))
    assert isinstance(tree, Or)
    assert len(tree.parts) == 10_000
