"""Embase.com: each documented fact of its language, and round trips of random trees.

Expected trees are written by hand from elsevier.support (operators and proximity), embase.com's help on wildcards and
the field codes in common use.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategy.dialects.by_hand import codes, phrase, title, trees_over, within, word

from resift.strategy import fields as f
from resift.strategy.dialects.embase import EMBASE
from resift.strategy.dialects.spelling import CannotSay
from resift.strategy.parser import parse
from resift.strategy.tokens import Leaf, Operator, Suffix, Words
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
    Window,
    Word,
)


def anywhere(text: str) -> Text:
    return within(f.EVERYTHING, text)


def read(text: str) -> Node | None:
    """The tree of a text in which nothing was remarked on."""
    parsed = parse(text, "embase")
    assert parsed.findings == ()
    return parsed.tree


A, B, C = (title(x) for x in "abc")


def test_operators_bind_strictly_from_left_to_right() -> None:
    assert read("a:ti OR b:ti AND c:ti") == And((Or((A, B)), C))
    assert read("a:ti AND b:ti OR c:ti") == Or((And((A, B)), C))
    assert read("a:ti NOT b:ti OR c:ti") == Or((Not(A, B), C))


def test_parentheses_come_before_the_order_of_writing() -> None:
    assert read("a:ti OR (b:ti AND c:ti)") == Or((A, And((B, C))))


def test_mixed_operators_raise_no_doubt_because_their_order_is_documented() -> None:
    assert codes(parse("a:ti OR b:ti AND c:ti", "embase")) == []


def test_operators_may_be_in_lower_case() -> None:
    assert read("a:ti and b:ti not c:ti") == Not(And((A, B)), C)


def test_words_side_by_side_are_joined_by_and() -> None:
    assert read("social support") == And((anywhere("social"), anywhere("support")))


def test_near_counts_one_more_than_the_words_between_and_goes_both_ways() -> None:
    assert read("(social NEAR/5 support):ti") == title(Near(word("social"), word("support"), 4, ordered=False))


def test_near_1_is_side_by_side_in_either_order() -> None:
    assert read("(social NEAR/1 support):ti") == title(Near(word("social"), word("support"), 0, ordered=False))


def test_next_is_in_the_order_of_writing() -> None:
    assert read("(blood NEXT/2 cardio*):ti") == title(Near(word("blood"), word("cardio", ANY), 1, ordered=True))


def test_next_1_is_a_phrase() -> None:
    assert read("(blood NEXT/1 cell*):ti") == title(Phrase((word("blood"), word("cell", ANY))))


def test_proximity_takes_phrases_and_groups() -> None:
    assert read("(('a b' OR c) NEAR/3 d):ti") == title(
        Near(Either((phrase("a b"), word("c"))), word("d"), 2, ordered=False)
    )


def test_a_field_right_after_a_proximity_holds_for_all_of_it() -> None:
    assert read("social NEAR/3 support:ti") == read("(social NEAR/3 support):ti")


def test_near_without_a_number_is_a_word_and_is_said_so() -> None:
    parsed = parse("social NEAR support", "embase")
    assert codes(parsed) == [("PRX03", "warning")]
    assert parsed.tree == And((anywhere("social"), anywhere("near"), anywhere("support")))


@pytest.mark.parametrize("quoted", ["'social support'", '"social support"', "‘social support’", "“social support”"])
def test_single_and_double_quotation_marks_hold_a_phrase_together(quoted: str) -> None:
    parsed = parse(f"{quoted}:ti", "embase")
    assert parsed.tree == title(phrase("social support"))
    assert parsed.errors == ()


def test_an_apostrophe_within_a_word_opens_no_phrase() -> None:
    assert read("crohn's:ti") == title(word("crohns"))
    assert read("'crohn's disease':ti") == title(phrase("crohns disease"))


def test_a_hyphen_stands_for_a_space() -> None:
    assert read("self-help:ti") == title(phrase("self help"))


def test_a_phrase_may_go_on_in_the_next_row() -> None:
    assert read("'social\nsupport':ti OR 'a b':ti") == Or((title(phrase("social support")), title(phrase("a b"))))


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("sul*ur", ("sul", ANY, "ur")),
        ("sulf?nyl", ("sulf", ONE, "nyl")),
        ("behavio$r", ("behavio", OPTIONAL, "r")),
        ("cat*", ("cat", ANY)),
    ],
)
def test_each_wildcard_stands_for_its_number_of_characters(written: str, parts: tuple[str | Wild, ...]) -> None:
    assert read(f"{written}:ti") == title(Word(parts))


def test_a_wildcard_within_a_phrase_is_doubtful() -> None:
    parsed = parse("'heart infarction*':ti", "embase")
    assert codes(parsed) == [("WLD03", "warning")]
    assert parsed.tree == title(Phrase((word("heart"), word("infarction", ANY))))


def test_a_wildcard_at_the_beginning_of_a_word_is_doubtful() -> None:
    assert codes(parse("*therapy:ti", "embase")) == [("WLD01", "warning")]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("ti", {"title"}),
        ("ab", {"abstract"}),
        ("ti,ab", {"title", "abstract"}),
        ("ab,ti", {"title", "abstract"}),
        ("ti,ab,kw", {"title", "abstract", "keyword"}),
        ("TI, AB", {"title", "abstract"}),
        ("de", {"heading", "substance"}),
        ("ff", {"affiliation"}),
        ("tn", {"trade name"}),
    ],
)
def test_a_field_code_stands_after_a_colon(code: str, fields: set[str]) -> None:
    assert read(f"lonel*:{code}") == Text(frozenset(fields), word("lonel", ANY))


def test_a_field_after_a_group_holds_for_each_of_its_terms() -> None:
    assert read("(a OR b):ti AND c:ti") == And((Or((A, B)), C))


def test_a_term_without_a_field_is_searched_everywhere() -> None:
    parsed = parse("lonely", "embase")
    assert parsed.tree == Text(f.EVERYTHING, word("lonely"))
    assert not parsed.fields_given


def test_a_field_after_bare_words_reaches_the_last_alone_and_is_said_so() -> None:
    parsed = parse("social support:ti", "embase")
    assert codes(parsed) == [("FLD04", "warning")]
    assert parsed.tree == And((anywhere("social"), title(word("support"))))


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("english:la", "language", "english"),
        ("'lancet'/jt", "journal", "lancet"),
        ("'lancet':jt", "journal", "lancet"),
        ("'smith j':au", "author", "smith j"),
        ("'review'/it", "publication type", "review"),
        ("'50-78-2':rn", "registry number", "50-78-2"),
        ("'drug therapy':lnk", "floating subheading", "drug therapy"),
        ("[english]/lim", "language", "english"),
        ("[article in press]/lim", "publication type", "article in press"),
        ("[embase]/lim", "subset", "embase"),
    ],
)
def test_coded_fields_and_limits_hold_a_whole_value(written: str, field: str, value: str) -> None:
    assert read(written) == Value(field, word(value))


def test_a_limit_that_looks_at_index_fields_is_said_so() -> None:
    parsed = parse("a:ti NOT ([animals]/lim NOT [humans]/lim)", "embase")
    assert parsed.tree == Not(A, Not(Value("limit", word("animals")), Value("limit", word("humans"))))
    assert codes(parsed) == [("LIM01", "warning")] * 2


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [("[2000-2010]/py", "2000", "2010"), ("[2010]/py", "2010", "2010"), ("[2010-]/py", "2010", "3000")],
)
def test_years_in_brackets_are_a_range(written: str, low: str, high: str) -> None:
    assert read(written) == Range("published", low, high)


def test_a_year_before_a_code_is_a_range() -> None:
    assert read("(2010:py)") == Range("published", "2010", "2010")


def test_sd_is_the_day_since_which_records_were_added() -> None:
    assert read("[1-5-2016]/sd") == Range("entered", "2016/05/01", "3000")


def test_a_date_that_is_none_is_an_error() -> None:
    assert codes(parse("[lately]/py", "embase")) == [("RNG02", "error")]


@pytest.mark.parametrize(
    ("written", "explode", "major", "qualifiers"),
    [
        ("'mental disease'/exp", True, False, ()),
        ("'mental disease'/de", False, False, ()),
        ("'mental disease'/mj", False, True, ()),
        ("'mental disease'/exp/mj", True, True, ()),
        ("'mental disease'/exp/dm_dt", True, False, ("dm_dt",)),
        ("'mental disease'/dm_dt,dm_th", False, False, ("dm_dt", "dm_th")),
        ('"mental disease"/EXP', True, False, ()),
    ],
)
def test_a_heading_stands_before_a_slash(written: str, explode: bool, major: bool, qualifiers: tuple[str, ...]) -> None:
    assert read(written) == Heading("emtree", "mental disease", explode, major, qualifiers)


def test_a_heading_of_one_word_needs_no_quotation_marks() -> None:
    assert read("schizophrenia/exp OR 'x y'/de") == Or(
        (Heading("emtree", "schizophrenia", True), Heading("emtree", "x y", False))
    )


def test_a_heading_of_bare_words_is_its_last_word_alone_and_is_said_so() -> None:
    parsed = parse("mental disease/exp", "embase")
    assert codes(parsed) == [("FLD04", "warning")]
    assert parsed.tree == And((anywhere("mental"), Heading("emtree", "disease", True)))


def test_lines_are_referred_to_with_a_number_sign() -> None:
    parsed = parse("#1 a:ti\n#2 b:ti\n#3 c:ti\n#4 (#1 OR #2) AND #3", "embase")
    assert parsed.findings == ()
    assert parsed.lines[3].tree == And((Or((Ref("1"), Ref("2"))), Ref("3")))
    assert parsed.tree == And((Or((A, B)), C))


@pytest.mark.parametrize("written", ["#1-#3", "or/1-3"])
def test_a_run_of_lines_is_not_guessed_at(written: str) -> None:
    said: list = []
    tokens = EMBASE.tokenize(written, 0, len(written), said)
    assert [t.node for t in tokens if isinstance(t, Leaf)] == [Raw(written, "several lines at once")]
    assert [(x.code, x.severity) for x in said] == [("MIX02", "error")]


def test_the_number_of_records_printed_after_a_line_is_not_searched() -> None:
    parsed = parse("1. 'mental disease'/exp 2,345\n2. lonel*:ti 67\n3. #1 AND #2 8", "embase")
    assert codes(parsed) == [("LIN04", "note")] * 3
    assert parsed.tree == And((Heading("emtree", "mental disease", True), title(word("lonel", ANY))))


def test_a_number_that_is_a_term_is_searched() -> None:
    assert read("(type NEAR/1 2):ti") == title(Near(word("type"), word("2"), 0, ordered=False))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("'social support:ti", "SYN10"),
        ('"social support', "SYN10"),
        ("a:ti AND *", "SYN02"),
        ("a:ti } b:ti", "SYN01"),
        ("a:zz", "FLD01"),
        ("a/zz", "FLD01"),
        ("a[tiab]", "FLD01"),
        ("[/lim", "FLD01"),
        ("a.ti,ab.", "FLD01"),
        ("a adj3 b", "MIX02"),
        ("(a:ti", "SYN04"),
        ("a:ti)", "SYN06"),
        ("a:ti AND", "SYN08"),
        (":ti", "SYN05"),
    ],
)
def test_a_faulty_text_is_named_as_such(written: str, code: str) -> None:
    assert code in [x.code for x in parse(written, "embase").errors]


def test_a_finding_stands_at_its_place() -> None:
    found = parse("a:ti AND\nb:zz", "embase").findings[0]
    assert (found.line, found.start, found.end) == (2, 1, 4)


def test_and_not_is_read_as_not() -> None:
    parsed = parse("a:ti AND NOT b:ti", "embase")
    assert parsed.tree == Not(A, B)
    assert codes(parsed) == [("MIX01", "warning")]


def test_tokens_carry_their_places_in_the_whole_text() -> None:
    text = "xx 'a b':ti NEAR/3 c"
    said: list = []
    assert EMBASE.tokenize(text, 3, len(text), said) == [
        Words((Word(("a",)), Word(("b",))), (3, 8)),
        Suffix(f.TITLE, (8, 11)),
        Operator("near", (12, 18), 2),
        Words((Word(("c",)),), (19, 20)),
    ]


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Text(f.TITLE_ABSTRACT, Near(word("a"), word("b"), 2, ordered=False)), "(a NEAR/3 b):ti,ab"),
        (title(Near(word("a"), word("b"), 1, ordered=True)), "(a NEXT/2 b):ti"),
        (title(phrase("a b")), "'a b':ti"),
        (title(Phrase((word("a", ANY), word("b")))), "(a* NEXT/1 b):ti"),
        (title(word("and")), "'and':ti"),
        (Text(f.EVERYTHING, word("a")), "a"),
        (Heading("emtree", "mental disease", True, True), "'mental disease'/exp/mj"),
        (Heading("emtree", "crohn's disease", False), '"crohn\'s disease"/de'),
        (Value("language", word("english")), "[english]/lim"),
        (Value("language", word("old norse")), "'old norse':la"),
        (Range("published", "2000", "2010"), "[2000-2010]/py"),
        (Range("entered", "2016/05/01", "3000"), "[01-05-2016]/sd"),
        (Or((And((A, B)), C)), "(a:ti AND b:ti) OR c:ti"),
        (And((Ref("1"), Ref("2"))), "#1 AND #2"),
    ],
)
def test_a_tree_is_written_as_embase_com_has_it(tree: Node, text: str) -> None:
    assert EMBASE.spelling.write(tree) == text


@pytest.mark.parametrize(
    "tree",
    [
        Heading("mesh", "Mental Disorders"),
        Heading("emtree", "a", True, False, ("drug therapy",)),
        Text(f.PUBMED_TIAB | {"qualifier"}, word("a")),
        title(word("a", Wild(0, 3))),
        Text(f.TITLE, Window((word("a"), word("b"), word("c")), 2)),
        Text(f.TITLE, word("a"), times=2),
        Value("pmid", word("1")),
        Value("author", word('o\'brien "j"')),
        Range("published", "2010/05/01", "2010/06/01"),
    ],
)
def test_what_embase_com_has_no_words_for_is_refused(tree: Node) -> None:
    with pytest.raises(CannotSay, match=r"Embase\.com cannot express"):
        EMBASE.spelling.write(tree)


_LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=7)
_PLAIN = st.one_of(_LETTERS, st.sampled_from(["and", "or", "near", "next", "adj3", "covid19"])).map(word)
_WILD = st.builds(
    lambda a, sign, b: word(a, sign, *b),
    _LETTERS,
    st.sampled_from([ANY, ONE, OPTIONAL]),
    st.lists(_LETTERS, max_size=1),
)
_WORDS = st.one_of(_PLAIN, _WILD)
_PHRASES = st.lists(_WORDS, min_size=2, max_size=4).map(lambda w: Phrase(tuple(w)))
_SIMPLE = st.one_of(_WORDS, _PHRASES)


def _nears(inner: st.SearchStrategy) -> st.SearchStrategy:
    either = st.lists(inner, min_size=2, max_size=3).map(lambda o: Either(tuple(o)))
    operand = st.one_of(inner, either)
    apart = st.builds(Near, operand, operand, st.integers(1, 30), st.booleans())
    # two words or phrases side by side in order are a phrase
    return st.one_of(
        apart,
        st.builds(Near, operand, operand, st.just(0), st.just(False)),
        st.builds(Near, either, operand, st.just(0), st.just(True)),
    )


_EXPRESSIONS = st.recursive(_SIMPLE, _nears, max_leaves=4)
_NAMES = st.from_regex(r"[a-z]{1,6}(?:(?: |, |-|'s )[a-z]{1,6}){0,3}", fullmatch=True)
_CODED = st.sampled_from(["author", "journal", "language", "publication type", "country"])
_CONDITIONS = st.one_of(
    st.builds(Text, st.sampled_from([*EMBASE.spelling.codes.values(), f.TITLE | f.INDEX_WORDS]), _EXPRESSIONS),
    st.builds(
        Heading, st.just("emtree"), _NAMES, st.booleans(), st.booleans(),
        st.lists(st.sampled_from(["dm_dt", "dd_ae", "dm_th"]), unique=True, max_size=2).map(tuple),
    ),
    st.builds(Value, _CODED, _NAMES.map(word)),
    st.builds(Value, st.just("limit"), st.sampled_from(["humans", "adult", "abstracts"]).map(word)),
    st.sampled_from([Value("subset", word("embase")), Value("language", word("english"))]),
    st.tuples(st.integers(1900, 2030), st.integers(0, 50)).map(lambda y: Range("published", str(y[0]), str(sum(y)))),
)  # fmt: skip


@given(trees_over(_CONDITIONS))
def test_every_tree_that_embase_com_can_say_is_read_as_it_was_written(tree: Node) -> None:
    parsed = parse(EMBASE.spelling.write(tree), "embase")
    assert parsed.tree == tree
    assert parsed.errors == ()


_BITS = st.sampled_from(
    ["'", '"', "(", ")", "[", "]", "]/lim", "]/py", ":ti", ":ti,ab", "/exp", "/mj", "#1", "NEAR/3", "NEXT/2", "AND",
     "OR", "NOT", " ", "\n", "*", "?", "$", "a", "b'c", "2010", ".ti.", "adj3", "1-2", "é", "/", ","]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.one_of(_BITS, st.text(max_size=2)), max_size=30).map("".join)))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    parsed = parse(text, "embase")
    assert parsed.tree is not None or parsed.errors


def test_ten_thousand_terms_are_read() -> None:
    tree = read(" OR ".join(f"('a{i}b' NEAR/3 c*):ti,ab" for i in range(10_000)))
    assert isinstance(tree, Or)
    assert len(tree.parts) == 10_000
