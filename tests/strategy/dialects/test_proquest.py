"""What ProQuest's documented syntax means.

Expected trees are written by hand from the ProQuest Platform guide; all strategies are invented.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategy.dialects.by_hand import title as ti
from tests.strategy.dialects.by_hand import trees_over
from tests.strategy.dialects.by_hand import word as w

from resift.strategy import fields as f
from resift.strategy.dialects.proquest import PROQUEST
from resift.strategy.dialects.spelling import CannotSay
from resift.strategy.parser import Parsed, parse
from resift.strategy.tokens import Operator, Prefix
from resift.strategy.tree import (
    ANY,
    ONE,
    And,
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Or,
    Phrase,
    Range,
    Text,
    Value,
    Wild,
    Word,
)  # fmt: skip

FIVE = Wild(0, 5)


def bare(expression: Expression) -> Text:
    return Text(f.FULL_TEXT, expression)


def read(text: str) -> Node | None:
    found = parse(text, "proquest")
    assert found.errors == ()
    return found.tree


def codes(parsed: Parsed) -> list[str]:
    return [each.code for each in parsed.findings]


def test_bare_words_are_joined_by_and_in_all_fields_with_full_text() -> None:
    assert read("peer support") == And((bare(w("peer")), bare(w("support"))))


def test_words_in_quotes_are_a_phrase() -> None:
    assert read('"peer support"') == bare(Phrase((w("peer"), w("support"))))


@pytest.mark.parametrize(
    ("written", "between", "ordered"),
    [("NEAR/3", 3, False), ("N/5", 5, False), ("near/2", 2, False), ("PRE/4", 4, True), ("P/2", 2, True)],
)
def test_near_and_pre_count_the_words_between(written: str, between: int, ordered: bool) -> None:
    assert read(f"peer {written} support") == bare(Near(w("peer"), w("support"), between, ordered))


def test_proximity_takes_groups_of_alternatives_within_a_field() -> None:
    either = Either((w("friend"), w("peer")))
    expected = Text(f.TITLE_ABSTRACT, Near(either, w("support"), 2, False))
    assert read("TI,AB((friend OR peer) NEAR/2 support)") == expected


def test_near_without_a_number_is_four_with_a_warning() -> None:
    found = parse("peer NEAR support", "proquest")
    assert found.tree == bare(Near(w("peer"), w("support"), 4, False))
    assert codes(found) == ["PRX03"]


def test_the_star_is_at_most_five_characters_the_question_mark_one_the_brackets_n() -> None:
    assert read("econom*") == bare(w("econom", FIVE))
    assert read("wom?n") == bare(w("wom", ONE, "n"))
    assert read("econom[*9]") == bare(w("econom", Wild(0, 9)))


def test_a_star_at_the_beginning_is_a_warning() -> None:
    found = parse("*ology", "proquest")
    assert (found.tree, codes(found), found.errors) == (bare(w(FIVE, "ology")), ["WLD01"], ())


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("TI", f.TITLE), ("AB", f.ABSTRACT), ("TI,AB", f.TITLE_ABSTRACT), ("ab,ti", f.TITLE_ABSTRACT),
        ("TIAB", f.TITLE_ABSTRACT), ("NOFT", f.ANYWHERE_BUT_FULL_TEXT), ("SU", f.INDEX_WORDS), ("IF", f.KEYWORD),
        ("MAINSUBJECT", f.HEADING_WORD), ("TI,AB,IF", f.TITLE_ABSTRACT_KEYWORD),
    ],
)  # fmt: skip
def test_fields_are_functions_around_their_terms(code: str, fields: frozenset[str]) -> None:
    one = Text(fields, w("peer"))
    two = Text(fields, Phrase((w("mutual"), w("aid"))))
    assert read(f'{code}(peer OR "mutual aid")') == Or((one, two))


@pytest.mark.parametrize(
    ("written", "vocabulary", "explode", "major"),
    [
        ('MESH("Asthma")', "mesh", False, False), ('MESH.EXACT("Asthma")', "mesh", False, False),
        ('MESH.EXPLODE("Asthma")', "mesh", True, False), ('MESH.EXACT.EXPLODE("Asthma")', "mesh", True, False),
        ('MJMESH("Asthma")', "mesh", False, True), ('MJMESH.EXACT.EXPLODE("Asthma")', "mesh", True, True),
        ('SU.EXACT("Asthma")', "proquest", False, False), ('MAINSUBJECT.EXACT("Asthma")', "proquest", False, False),
        ('mainsubject.exact.explode("Asthma")', "proquest", True, False),
        ('EMB.EXACT("Asthma")', "emtree", False, False), ("MESH(Asthma)", "mesh", False, False),
    ],
)  # fmt: skip
def test_headings_have_their_vocabulary_explosion_and_focus(
    written: str, vocabulary: str, explode: bool, major: bool
) -> None:
    assert read(written) == Heading(vocabulary, "Asthma", explode, major)


def test_a_subheading_follows_two_dashes_or_lnk() -> None:
    expected = Heading("mesh", "Asthma", False, False, ("drug therapy",))
    assert read('MESH("Asthma -- Drug Therapy")') == expected
    assert read("MESH(Asthma -- Drug Therapy)") == expected
    assert read('MESH("Asthma" LNK "Drug Therapy")') == expected


def test_each_term_under_a_heading_field_is_a_heading() -> None:
    expected = (Heading("proquest", "Peer Groups", False), Heading("proquest", "Quality of Life", False))
    assert read('SU.EXACT("Peer Groups" OR Quality of Life)') == Or(expected)


def test_coded_fields_are_whole_values() -> None:
    expected = (
        Value("language", w("english")), Value("publication type", w("review")), Value("author", w("doe jane")),
        Value("journal", w("a garden journal")),
    )  # fmt: skip
    assert read('LA(English) AND DTYPE(review) AND AU(Doe Jane) AND PUB("A Garden Journal")') == And(expected)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("YR(2010-2020)", "2010", "2020"), ("YR(2010)", "2010", "2010"), ("YR(>=2010)", "2010", "3000"),
        ("PD(20161101-20171231)", "2016/11/01", "2017/12/31"), ("PD(>=20161101)", "2016/11/01", "3000"),
        ("PD(<=20161101)", "1000", "2016/11/01"),
    ],
)  # fmt: skip
def test_dates_are_ranges(written: str, low: str, high: str) -> None:
    assert read(written) == Range("published", low, high)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("PD(>20161101)", "2016/11/02", "3000"), ("PD(>20161231)", "2017/01/01", "3000"), ("YR(>2010)", "2011", "3000"),
        ("PD(<201601)", "1000", "2015/12"), ("PD(>201612)", "2017/01", "3000"), ("YR(<2010)", "1000", "2009"),
    ],
)  # fmt: skip
def test_greater_and_less_leave_their_own_edge_out(written: str, low: str, high: str) -> None:
    assert read(written) == Range("published", low, high)


def test_a_day_that_does_not_exist_is_an_error() -> None:
    assert [e.code for e in parse("PD(>20161341)", "proquest").errors] == ["RNG02"]


@pytest.mark.parametrize("last", ["S1 AND S2", "[S1] AND [S2]"])
def test_lines_are_referred_to_with_an_s(last: str) -> None:
    assert read(f"1. TI(peer)\n2. AB(peer)\n3. {last}") == And((ti(w("peer")), Text(f.ABSTRACT, w("peer"))))


def test_and_beside_or_on_one_level_is_a_warning_because_precedence_is_not_documented() -> None:
    assert codes(parse("TI(peer) AND TI(friend) OR TI(garden)", "proquest")) == ["PRE01"]


def test_an_operator_may_touch_a_parenthesis() -> None:
    assert read("TI(peer) AND(TI(friend))") == And((ti(w("peer")), ti(w("friend"))))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"peer support', "SYN10"), ("peer = support", "SYN01"), ("QQ(peer)", "FLD01"), ("peer[tiab]", "FLD01"),
        ("peer.ti,ab.", "FLD01"), ('""', "SYN02"), ('TI.EXACT("peer support")', "FLD05"), ("peer N3 support", "MIX02"),
        ("peer adj3 support", "MIX02"), ("TI(peer) NEAR/3 support", "PRX01"), ("peer NEAR/3 TI(support)", "PRX01"),
    ],
)  # fmt: skip
def test_a_fault_is_an_error_with_its_code(written: str, code: str) -> None:
    assert code in [e.code for e in parse(written, "proquest").errors]


def test_two_functions_of_the_same_field_may_stand_near_each_other() -> None:
    assert read("TI(peer) NEAR/3 TI(support)") == ti(Near(w("peer"), w("support"), 3, False))


def test_a_word_that_is_also_a_field_stays_a_word_before_a_group() -> None:
    assert read("all (peer)") == And((bare(w("all")), bare(w("peer"))))


@pytest.mark.parametrize(
    "tree",
    [
        ti(w("friend", ANY)), Text(f.PUBMED_TW, w("peer")), Heading("cinahl", "Asthma"), Value("limit", w("human")),
        Text(f.TITLE, w("peer"), times=2), Range("pmid", "1", "2"),
    ],
)  # fmt: skip
def test_what_the_platform_has_no_words_for_is_never_written(tree: Node) -> None:
    with pytest.raises(CannotSay, match="ProQuest cannot express"):
        PROQUEST.spelling.write(tree)


def test_the_tokens_of_a_field_with_proximity() -> None:
    tokens = PROQUEST.tokenize("TI(peer PRE/4 group)", 0, 20, [])
    assert tokens[0] == Prefix(f.TITLE, (0, 2))
    assert tokens[3] == Operator("near", (8, 13), 4, ordered=True)


stems = st.sampled_from(["social", "peer", "friend", "support", "and", "s1", "n3", "ti", "near", "lnk"])
endings = st.sampled_from([(), (FIVE,), (Wild(0, 2),), (Wild(0, 9), "s"), (ONE,)])
words = st.builds(lambda s, e: Word((s, *e)), stems, endings)
phrases = st.builds(lambda ws: Phrase(tuple(ws)), st.lists(words, min_size=2, max_size=3))
options = st.builds(lambda os: Either(tuple(os)), st.lists(words | phrases, min_size=2, max_size=3))
nears = st.builds(
    Near, words | phrases | options, words | phrases | options, st.integers(0, 255), st.booleans()
).filter(lambda n: not (n.ordered and n.between == 0))  # fmt: skip
chains = st.builds(Near, nears, words | options, st.integers(1, 9), st.booleans())
fields = st.sampled_from([
    f.TITLE, f.ABSTRACT, f.TITLE_ABSTRACT, f.TITLE_ABSTRACT_KEYWORD, f.ANYWHERE_BUT_FULL_TEXT, f.FULL_TEXT,
    f.INDEX_WORDS, f.HEADING_WORD,
])  # fmt: skip
headings = st.builds(
    Heading, st.sampled_from(["mesh", "emtree", "proquest"]), st.sampled_from(["Asthma", "Wounds and Injuries"]),
    st.booleans(), st.booleans(), st.sampled_from([(), ("drug therapy",), ("therapy", "economics")]),
)  # fmt: skip
others = st.sampled_from([
    Value("author", w("doe, j")), Value("language", w("english")), Range("published", "2010", "2020"),
    Range("published", "2016/11/01", "3000"), Range("updated", "1000", "2017/12/31"),
])  # fmt: skip
leaves = st.builds(Text, fields, words | phrases | nears | chains) | headings | others


trees = trees_over(leaves)


@given(trees)
def test_every_tree_that_proquest_can_say_is_read_as_written(tree: Node) -> None:
    found = parse(PROQUEST.spelling.write(tree), "proquest")
    assert (found.tree, found.errors) == (tree, ())


PIECES = [
    "TI(", "MESH.EXACT(", '"', "(", ")", " AND ", " or ", "NEAR/3", "P/2", "S1", "\n", "PD(>2010", "YR(2010-", " -- ",
    "LNK ", "[*3]", "*", "?", "peer", ";", "[ti]", ".ab.", "TI,AB,SU", " ", "Additional limits - ", "NEAR ", "QQ(",
    "PD(>99991231)", "PD(<00010101)", "YR(<0000)",
]  # fmt: skip


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found = parse(text, "proquest")
    assert found.tree is not None or found.findings
