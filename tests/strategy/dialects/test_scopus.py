"""Scopus as Elsevier's help pages and its customers' guides describe it; expected trees are written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategy.dialects.by_hand import phrase, title, trees_over, within, word

from resift.errors import BadStrategy
from resift.strategy import fields as f
from resift.strategy import parse, render
from resift.strategy.dialects.scopus import ALL
from resift.strategy.tree import (
    ANY,
    ONE,
    OPTIONAL,
    And,
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Ref,
    Text,
    Value,
    Wild,
    Word,
)  # fmt: skip

KEYS = f.KEYWORD | f.INDEX_WORDS


def key(text: str) -> Text:
    return Text(KEYS, word(text))


def anywhere(expression: str | Expression) -> Text:
    return within(ALL, expression)


def value(field: str, text: str) -> Value:
    return Value(field, word(text))


def years(low: str, high: str) -> Range:
    return Range("published", low, high)


def tree(text: str) -> Node | None:
    read = parse(text, "scopus")
    assert read.errors == ()
    return read.tree


def codes(text: str, severity: str) -> set[str]:
    return {x.code for x in parse(text, "scopus").findings if x.severity == severity}


@pytest.mark.parametrize("text", ["KEY(mouse OR rat AND rodent)", "KEY((mouse OR rat) AND rodent)"])
def test_or_binds_before_and(text: str) -> None:
    assert tree(text) == And((Or((key("mouse"), key("rat"))), key("rodent")))


def test_or_binds_before_and_not() -> None:
    assert tree("KEY(mouse AND NOT cat OR dog)") == Not(key("mouse"), Or((key("cat"), key("dog"))))


def test_and_binds_before_and_not() -> None:
    expected = Not(And((key("cat"), key("dog"))), Or((key("rodent"), key("mouse"))))
    assert tree("KEY(cat AND dog AND NOT rodent OR mouse)") == expected
    assert tree("KEY(cold AND NOT flu AND virus)") == Not(key("cold"), And((key("flu"), key("virus"))))


def test_proximity_binds_before_and_and_after_or() -> None:
    near = title(Near(word("cat"), word("dog"), 10, ordered=True))
    assert tree("TITLE(cat PRE/10 dog AND mouse)") == And((near, title("mouse")))
    either = Either((word("dog"), word("mouse")))
    assert tree("TITLE(cat W/11 dog OR mouse)") == title(Near(word("cat"), either, 11, ordered=False))


def test_operators_are_read_in_any_case() -> None:
    assert tree("TITLE(finland or finnish and pisa)") == And((Or((title("finland"), title("finnish"))), title("pisa")))


def test_not_alone_is_read_as_and_not_with_a_warning() -> None:
    assert tree("TITLE(cat NOT dog)") == Not(title("cat"), title("dog"))
    assert codes("TITLE(cat NOT dog)", "warning") == {"MIX01"}
    assert codes("TITLE(cat AND NOT dog)", "warning") == set()


def test_within_is_in_either_order_and_precedes_as_typed() -> None:
    assert tree("TITLE(peer W/3 support)") == title(Near(word("peer"), word("support"), 3, ordered=False))
    assert tree("TITLE(peer pre/3 support)") == title(Near(word("peer"), word("support"), 3, ordered=True))


def test_precedes_with_none_between_is_a_phrase() -> None:
    assert tree("TITLE(heart PRE/0 attack)") == tree('TITLE("heart attack")') == title(phrase("heart", "attack"))
    assert tree("TITLE(heart W/0 attack)") == title(Near(word("heart"), word("attack"), 0, ordered=False))


def test_a_chain_of_one_kind_is_read_from_the_left() -> None:
    first = Near(word("bay"), word("ship", ANY), 6, ordered=True)
    assert tree("TITLE(bay PRE/6 ship* PRE/6 channel)") == title(Near(first, word("channel"), 6, ordered=True))


@pytest.mark.parametrize("chain", ["bay PRE/6 ship* PRE/0 channel", "bay W/6 ship* PRE/6 channel"])
def test_a_chain_of_two_kinds_is_an_error(chain: str) -> None:
    assert codes(f"TITLE({chain})", "error") == {"SCO02"}


@pytest.mark.parametrize(
    "text", ["bay PRE/6 (ship OR fish)", "(ship OR fish) W/6 bay", "bay W/6 ship OR fish", "fish OR ship W/6 bay"]
)
def test_or_within_proximity_is_a_warning(text: str) -> None:
    assert (codes(f"TITLE({text})", "warning"), codes(f"TITLE({text})", "error")) == ({"SCO01"}, set())


def test_or_beside_a_proximity_in_parentheses_is_no_matter() -> None:
    assert codes("TITLE((robot W/2 hand) OR (robot PRE/3 arm))", "warning") == set()


def test_proximity_goes_up_to_255() -> None:
    assert codes("TITLE(a W/255 b)", "error") == set()
    assert codes("TITLE(a W/256 b)", "error") == {"SCO08"}


def test_words_side_by_side_are_joined_by_and() -> None:
    assert tree("TITLE(oyster toadfish)") == And((title("oyster"), title("toadfish")))


@pytest.mark.parametrize("text", ["heart attack OR stroke", "stroke OR heart attack", "stroke W/3 heart attack"])
def test_words_side_by_side_next_to_or_are_pointed_out(text: str) -> None:
    assert codes(f"TITLE({text})", "warning") == {"SCO05"}


def test_words_side_by_side_next_to_or_are_read_by_precedence() -> None:
    expected = And((title("heart"), Or((title("attack"), title("stroke")))))
    assert tree("TITLE(heart attack OR stroke)") == expected


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("TITLE", {"title"}),
        ("ABS", {"abstract"}),
        ("TITLE-ABS", {"title", "abstract"}),
        ("TITLE-ABS-KEY", {"title", "abstract", "keyword", "heading", "substance"}),
        ("KEY", {"keyword", "heading", "substance"}),
        ("AUTHKEY", {"keyword"}),
        ("INDEXTERMS", {"heading", "substance"}),
        ("CHEMNAME", {"substance"}),
        ("AFFIL", {"affiliation"}),
    ],
)
def test_each_text_field_has_its_name(code: str, fields: set[str]) -> None:
    assert tree(f"{code}(peer)") == Text(frozenset(fields), word("peer"))
    assert tree(f"{code} ( peer )") == Text(frozenset(fields), word("peer"))
    assert tree(f"{code.lower()}(peer)") == Text(frozenset(fields), word("peer"))


def test_a_word_before_a_parenthesis_is_a_word() -> None:
    assert tree("TITLE(key (peer OR friend))") == And((title("key"), Or((title("peer"), title("friend")))))


def test_a_term_without_a_field_is_searched_everywhere() -> None:
    read = parse("peer AND support", "scopus")
    assert (read.tree, read.fields_given) == (And((anywhere("peer"), anywhere("support"))), False)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("AUTH(marten j)", value("author", "marten j")),
        ('SRCTITLE("Journal of Gardens")', value("journal", "journal of gardens")),
        ("LANGUAGE(english)", value("language", "english")),
        ("PMID(1)", value("pmid", "1")),
        ('DOI("10.1000/garden(1)")', value("doi", "10.1000/garden(1)")),
        ("ISSN(0000-0000)", value("issn", "0000-0000")),
        ("CASREGNUMBER(50-78-2)", value("registry number", "50-78-2")),
        ("DOCTYPE(ar)", value("publication type", "article")),
        ("DOCTYPE(ar OR re)", Or((value("publication type", "article"), value("publication type", "review")))),
    ],
)
def test_a_field_of_whole_values_gives_one_value(text: str, node: Node) -> None:
    assert tree(text) == node


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("PUBYEAR = 2010", "2010", "2010"),
        ("PUBYEAR IS 2010", "2010", "2010"),
        ("PUBYEAR > 2009", "2010", "3000"),
        ("PUBYEAR AFT 2009", "2010", "3000"),
        ("PUBYEAR < 2010", "1000", "2009"),
        ("PUBYEAR BEF 2010", "1000", "2009"),
        ("(PUBYEAR > 2009 AND PUBYEAR < 2021)", "2010", "2020"),
        ("LIMIT-TO(PUBYEAR, 2010)", "2010", "2010"),
        ("LIMIT-TO ( PUBYEAR,2010 )", "2010", "2010"),
    ],
)
def test_years_are_after_before_or_in_one(text: str, low: str, high: str) -> None:
    assert tree(text) == years(low, high)


def test_years_joined_without_parentheses_are_two_conditions() -> None:
    expected = And((title("peer"), years("2010", "3000"), years("1000", "2020")))
    assert tree("TITLE(peer) AND PUBYEAR > 2009 AND PUBYEAR < 2021") == expected


def test_the_day_of_loading_is_after_the_one_named() -> None:
    assert tree("ORIG-LOAD-DATE AFT 20161031") == Range("entered", "2016/11/01", "3000")
    assert codes("ORIG-LOAD-DATE AFT 20161131", "error") == {"RNG02"}


def test_limits_are_conditions() -> None:
    text = 'TITLE(peer) AND ( LIMIT-TO ( LANGUAGE,"English" ) OR LIMIT-TO ( LANGUAGE,"German" ) )'
    assert tree(text) == And((title("peer"), Or((value("language", "english"), value("language", "german")))))


def test_a_limit_after_and_not_filters_all_before_it_with_a_warning() -> None:
    text = 'TITLE(peer) AND NOT TITLE(garden) AND LIMIT-TO(LANGUAGE, "English")'
    assert tree(text) == And((Not(title("peer"), title("garden")), value("language", "english")))
    assert codes(text, "warning") == {"SCO06"}


def test_exclude_leaves_out_what_any_of_its_group_names() -> None:
    text = '( TITLE(peer) ) AND ( EXCLUDE ( DOCTYPE,"re" ) OR EXCLUDE ( DOCTYPE,"le" ) ) AND PUBYEAR = 2010'
    out = Or((value("publication type", "review"), value("publication type", "letter")))
    assert tree(text) == Not(And((title("peer"), years("2010", "2010"))), out)


@pytest.mark.parametrize(
    "text", ['EXCLUDE(DOCTYPE, "re")', 'TITLE(a) OR EXCLUDE(DOCTYPE, "re")', 'a AND EXCLUDE(DOCTYPE, "re") OR b']
)
def test_exclude_from_nothing_is_an_error(text: str) -> None:
    assert codes(text, "error") == {"SCO07"}


def test_a_filter_of_its_own_is_kept_with_a_warning() -> None:
    text = 'TITLE(peer) AND LIMIT-TO(PREFNAMEAUID, "Marten, J.#1")'
    assert tree(text) == And((title("peer"), value("limit", "prefnameauid marten, j.#1")))
    assert codes(text, "warning") == {"LIM01"}
    assert codes('EXACTKEYWORD("Human")', "warning") == {"LIM01"}


def test_the_wildcards_are_any_and_one() -> None:
    assert tree("TITLE(behav*)") == title(word("behav", ANY))
    assert tree("TITLE(analy?e)") == title(word("analy", ONE, "e"))
    assert tree("TITLE(h*emoglobin)") == title(word("h", ANY, "emoglobin"))


@pytest.mark.parametrize(
    ("text", "code"),
    [('TITLE("soci* emotion*")', "SCO03"), ("TITLE(*behavio*)", "WLD01"), ("TITLE(wom$n)", "WLD02")],
)
def test_what_the_vendor_leaves_open_on_wildcards_is_a_warning(text: str, code: str) -> None:
    assert (codes(text, "warning"), codes(text, "error")) == ({code}, set())


def test_a_loose_phrase_is_words_side_by_side() -> None:
    assert tree('TITLE("heart-attack")') == title(phrase("heart", "attack"))


def test_an_exact_phrase_is_words_side_by_side_with_a_note() -> None:
    assert tree("TITLE({health care?})") == title(phrase("health", "care"))
    assert codes("TITLE({health care?})", "note") == {"SCO04"}


def test_lines_are_referred_to_by_number() -> None:
    read = parse("#1 TITLE(peer)\n#2 TITLE(garden)\n#3 #1 AND NOT #2", "scopus")
    assert read.lines[2].tree == Not(Ref("1"), Ref("2"))
    assert (read.tree, read.errors) == (Not(title("peer"), title("garden")), ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FOO(peer)", {"FLD01"}),
        ('TITLE("peer support', {"SYN10", "SYN04"}),
        ("TITLE({peer support", {"SYN10", "SYN04"}),
        ('TITLE("?")', {"SYN02"}),
        ('AUTH("")', {"SYN02"}),
        ("peer[ti]", {"SYN01"}),
        ("peer | friend", {"SYN01"}),
        ("peer adj3 support", {"MIX02"}),
        ("peer NEAR/3 support", {"MIX02"}),
        ('"TITLE(peer)"', {"SCO10"}),
        ("TITLE()", {"SYN07", "SYN11"}),
        ("TITLE(peer))", {"SYN06"}),
        ("PUBYEAR(2010)", {"FLD01"}),
        ("PUBYEAR 2010", {"RNG02"}),
    ],
)
def test_a_fault_is_named_and_stops_the_search(text: str, found: set[str]) -> None:
    assert codes(text, "error") == found


@pytest.mark.parametrize(
    "node",
    [
        Heading("mesh", "Social Support"),
        title(word("odo", OPTIONAL, "r")),
        title(word("gene", Wild(0, 3))),
        title(Near(word("a"), word("b"), 256, ordered=False)),
        Range("published", "2016/11", "3000"),
        Text(f.OVID_MP, word("a")),
        Text(f.TITLE, word("a"), times=2),
        value("subset", "medline"),
    ],
)
def test_what_scopus_cannot_say_is_refused(node: Node) -> None:
    with pytest.raises(BadStrategy):
        render(node, "scopus")


def test_a_truncated_phrase_is_written_with_precedes() -> None:
    node = title(Phrase((word("soci", ANY), word("emotion", ANY))))
    assert render(node, "scopus") == "TITLE(soci* PRE/0 emotion*)"


def test_an_open_range_of_years_is_written_so_that_two_of_them_stay_two() -> None:
    node = Or((title("a"), And((years("2010", "3000"), years("1000", "2020")))))
    assert render(node, "scopus") == "TITLE(a) OR (PUBYEAR AFT 2009 AND PUBYEAR BEF 2021)"
    assert render(years("2010", "2020"), "scopus") == "(PUBYEAR > 2009 AND PUBYEAR < 2021)"


def test_or_under_and_is_written_in_parentheses() -> None:
    node = Or((title("a"), And((title("b"), title("c")))))
    assert render(node, "scopus") == "TITLE(a) OR (TITLE(b) AND TITLE(c))"


def test_a_word_that_is_an_operator_is_written_in_quotation_marks() -> None:
    assert render(title("and"), "scopus") == 'TITLE("and")'


@st.composite
def some_words(draw: st.DrawFn) -> Word:
    stem = draw(st.sampled_from(["social", "peer", "and", "or", "not", "pubyear", "adj3", "2010", "title", "é"]))
    end = draw(st.sampled_from([(), (ANY,), (ONE,), (ANY, "work"), (ONE, "work")]))
    return Word((*(draw(st.sampled_from([(), (ANY,)])) if end else ()), stem, *end))


phrases = st.lists(some_words(), min_size=2, max_size=3).map(lambda ws: Phrase(tuple(ws)))


def plain(near: Near) -> bool:
    """Not the words of a phrase, which are written as one."""
    return not (near.ordered and near.between == 0 and not isinstance(near.left, Near | Either)
                and not isinstance(near.right, Near | Either))  # fmt: skip


nears = st.recursive(
    some_words() | phrases,
    lambda c: st.builds(
        Near, c | st.lists(c, min_size=2, max_size=3).map(lambda os: Either(tuple(os))), c, st.integers(0, 255),
        st.booleans(),
    ).filter(plain),
    max_leaves=4,
)  # fmt: skip
text_fields = st.sampled_from([f.TITLE, f.ABSTRACT, f.TITLE_ABSTRACT, f.KEY, KEYS, f.KEYWORD, f.INDEX_WORDS, ALL])
values = st.builds(
    value,
    st.sampled_from(["author", "journal", "language", "pmid", "doi", "issn", "registry number", "subjarea"]),
    st.sampled_from(
        ["english", "marten j", "journal of gardens", "10.1000/x(1)", "and", "w/3", "o'neil, p", "article"]
    ),
)
ranges = st.sampled_from([
    years("2010", "2010"), years("1000", "3000"), years("2010", "2020"), years("1000", "2009"), years("2010", "3000"),
    Range("entered", "2016/11/01", "3000"), value("publication type", "review"), value("publication type", "trial"),
])  # fmt: skip
leaf = st.builds(Text, text_fields, nears) | values | ranges


trees = trees_over(leaf)


@given(trees)
def test_a_tree_written_and_read_is_the_same(node: Node) -> None:
    read = parse(render(node, "scopus"), "scopus")
    assert (read.tree, read.errors) == (node, ())


PIECES = [
    "TITLE(", "AUTH(", "DOCTYPE(", "FOO(", "(", ")", '"', "{", "}", " AND ", " OR ", " AND NOT ", " W/3 ", " PRE/0 ",
    "#1", "#", "peer", "*behav*", "*", "$", "?", "2010", "PUBYEAR > 2009", "PUBYEAR", "\n", "\n#2 ", " ", ",", "[",
    'LIMIT-TO(LANGUAGE,"English")', 'EXCLUDE(DOCTYPE,"re")', "LIMIT-TO(", "ORIG-LOAD-DATE AFT 99991231", "adj3", "²",
    "\u0660", "\x00", "=", "\\",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    read = parse(text, "scopus")
    assert read.tree is not None or read.errors
