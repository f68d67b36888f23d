"""What EBSCOhost's documented syntax means, and what its printed histories hold.

Expected trees are written by hand from EBSCO's guides; all strategies are invented.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategy.dialects.by_hand import title as ti
from tests.strategy.dialects.by_hand import trees_over
from tests.strategy.dialects.by_hand import word as w

from resift.strategy import fields as f
from resift.strategy.dialects.ebsco import EBSCO
from resift.strategy.dialects.spelling import CannotSay
from resift.strategy.parser import Parsed, parse
from resift.strategy.tokens import Operator, Prefix
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
    Or,
    Phrase,
    Range,
    Text,
    Value,
    Wild,
    Word,
)  # fmt: skip


def bare(expression: Expression) -> Text:
    return Text(f.EBSCO_DEFAULT, expression)


def read(text: str) -> Node | None:
    found = parse(text, "ebsco")
    assert found.errors == ()
    return found.tree


def codes(parsed: Parsed) -> list[str]:
    return [each.code for each in parsed.findings]


def test_bare_words_side_by_side_are_a_phrase_in_the_default_fields() -> None:
    assert read("peer support groups") == bare(Phrase((w("peer"), w("support"), w("groups"))))


def test_a_field_code_holds_for_the_whole_phrase_of_bare_words() -> None:
    assert read("TI peer support AND garden") == And((ti(Phrase((w("peer"), w("support")))), bare(w("garden"))))


@pytest.mark.parametrize(
    ("written", "between", "ordered"), [("N5", 5, False), ("n2", 2, False), ("W8", 8, True), ("w3", 3, True)]
)
def test_n_and_w_count_the_words_between(written: str, between: int, ordered: bool) -> None:
    assert read(f"peer {written} support") == bare(Near(w("peer"), w("support"), between, ordered))


def test_a_prefix_without_parentheses_reaches_over_the_proximity() -> None:
    assert read("TI peer N2 support") == ti(Near(w("peer"), w("support"), 2, False))


def test_a_phrase_of_bare_words_is_made_before_proximity() -> None:
    expected = Near(w("peer"), Phrase((w("support"), w("groups"))), 3, False)
    assert read("peer N3 support groups") == bare(expected)


def test_proximity_takes_groups_of_alternatives() -> None:
    either = Either((w("friend", ANY), w("peer")))
    assert read("AB ((friend* or peer) N2 support)") == Text(f.ABSTRACT, Near(either, w("support"), 2, False))


def test_the_star_is_any_ending_the_question_mark_one_letter_the_hash_one_or_none() -> None:
    expected = [w("organi", ONE, "ation"), w("behavio", OPTIONAL, "r"), w("friend", ANY)]
    assert read("organi?ation OR behavio#r OR friend*") == Or(tuple(bare(word) for word in expected))


def test_a_question_mark_at_the_end_of_a_word_is_a_warning() -> None:
    assert codes(parse("friend?", "ebsco")) == ["WLD02"]


@pytest.mark.parametrize("written", ["*ology", "#ology", "?ology"])
def test_no_wildcard_begins_a_word(written: str) -> None:
    assert "WLD01" in codes(parse(written, "ebsco"))


def test_a_star_that_stands_for_a_whole_word_is_an_error() -> None:
    assert [e.code for e in parse('"peer * group"', "ebsco").errors] == ["WLD04"]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("TI", f.TITLE), ("AB", f.ABSTRACT), ("XB", f.TITLE_ABSTRACT), ("TX", f.FULL_TEXT), ("SU", f.INDEX_WORDS),
        ("MW", f.HEADING_WORD), ("KW", f.KEYWORD), ("AF", f.AFFILIATION),
    ],
)  # fmt: skip
def test_text_fields_stand_before_their_term_or_group(code: str, fields: frozenset[str]) -> None:
    one = Text(fields, w("peer"))
    two = Text(fields, Phrase((w("mutual"), w("aid"))))
    assert read(f"{code} peer") == one
    assert read(f'{code} (peer OR "mutual aid")') == Or((one, two))


def test_two_fields_of_the_same_group_are_joined_by_or() -> None:
    expected = [ti(w("peer")), ti(w("friend")), Text(f.ABSTRACT, w("peer")), Text(f.ABSTRACT, w("friend"))]
    assert read("TI ( peer OR friend ) OR AB ( peer OR friend )") == Or(tuple(expected))


@pytest.mark.parametrize(
    ("written", "explode", "major", "qualifiers"),
    [
        ('MH "Asthma+"', True, False, ()), ('MH "Asthma"', False, False, ()), ('MM "Asthma+"', True, True, ()),
        ('(MM "Asthma")', False, True, ()), ('(MH "Asthma+/DT")', True, False, ("drug therapy",)),
        ('MH "Asthma/DT/PC"', False, False, ("drug therapy", "prevention & control")), ("MH Asthma", False, False, ()),
    ],
)  # fmt: skip
def test_mh_and_mm_are_headings_with_explosion_focus_and_subheadings(
    written: str, explode: bool, major: bool, qualifiers: tuple[str, ...]
) -> None:
    assert read(written) == Heading("cinahl", "Asthma", explode, major, qualifiers)


def test_a_heading_code_holds_for_each_term_of_its_group() -> None:
    expected = (Heading("cinahl", "Asthma", True), Heading("cinahl", "Quality of Life", False))
    assert read('MH ("Asthma+" OR Quality of Life)') == Or(expected)


def test_de_is_the_thesaurus_of_whichever_database() -> None:
    assert read('DE "Peer Relations"') == Heading("ebsco", "Peer Relations", False)


def test_coded_fields_are_whole_values() -> None:
    expected = (
        Value("publication type", w("review")), Value("language", w("english")),
        Value("journal", w("a garden journal")), Value("author", w("doe, j")),
    )  # fmt: skip
    assert read('PT review AND LA english AND SO "A Garden Journal" AND AU Doe, J') == And(expected)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("DT 20161101-20171231", "2016/11/01", "2017/12/31"), ("DT 20161101-", "2016/11/01", "3000"),
        ("PY 2010-2020", "2010", "2020"), ("PY (2010-2020)", "2010", "2020"), ("PY 2010", "2010", "2010"),
    ],
)  # fmt: skip
def test_dates_are_ranges(written: str, low: str, high: str) -> None:
    assert read(written) == Range("published", low, high)


def test_lines_are_referred_to_with_an_s() -> None:
    history = "S1 TI peer\nS2 AB peer\nS3 garden\nS4 S1 OR S2\nS5 S4 AND S3"
    assert read(history) == And((Or((ti(w("peer")), Text(f.ABSTRACT, w("peer")))), bare(w("garden"))))


def test_the_protein_s100_under_a_field_is_no_line() -> None:
    assert read("TI S100") == ti(w("s100"))


def test_and_beside_or_on_one_level_is_a_warning_because_precedence_is_not_documented() -> None:
    assert codes(parse("peer AND friend OR garden", "ebsco")) == ["PRE01"]


LIMITED = "TI peer Limiters - Published Date: 20100101-20201231; English Language"


def test_limiters_of_date_and_language_are_conditions() -> None:
    expected = (ti(w("peer")), Range("published", "2010/01/01", "2020/12/31"), Value("language", w("english")))
    assert read(LIMITED) == And(expected)


def test_other_limiters_are_limits_with_a_warning() -> None:
    found = parse("TI peer Limiters - Peer Reviewed", "ebsco")
    assert found.tree == And((ti(w("peer")), Value("limit", w("peer reviewed"))))
    assert codes(found) == ["LIM01"]


def test_narrowing_by_two_languages_lets_either_through() -> None:
    found = read("TI peer Narrow by Language: - english Narrow by Language: - french")
    assert found == And((ti(w("peer")), Or((Value("language", w("english")), Value("language", w("french"))))))


def test_expanders_and_search_modes_are_notes_and_change_nothing() -> None:
    found = parse("TI peer Expanders - Apply equivalent subjects Search modes - Boolean/Phrase", "ebsco")
    assert found.tree == ti(w("peer"))
    assert [(e.code, e.severity) for e in found.findings] == [("LIM03", "note"), ("LIM03", "note")]


def test_limiters_bind_the_whole_search_before_them() -> None:
    found = read("TI peer OR TI friend Limiters - English Language")
    assert found == And((Or((ti(w("peer")), ti(w("friend")))), Value("language", w("english"))))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"peer support', "SYN10"), ("peer : support", "SYN01"), ('QQ "peer"', "FLD01"), ("peer[tiab]", "FLD01"),
        ("peer.ti,ab.", "FLD01"), ('""', "SYN02"), ("MH OR peer", "SYN11"), ("TI peer AB support", "SYN12"),
        ("peer NEAR/3 support", "MIX02"), ("TI peer N3 AB support", "PRX01"), ("TI AB peer", "SYN11"),
        ("S1-S5", "SYN01"), ('TI "peer" OR AB', "SYN11"),
    ],
)  # fmt: skip
def test_a_fault_is_an_error_with_its_code(written: str, code: str) -> None:
    assert code in [e.code for e in parse(written, "ebsco").errors]


def test_n_with_a_slash_is_read_with_a_warning() -> None:
    found = parse("peer N/3 support", "ebsco")
    assert found.tree == bare(Near(w("peer"), w("support"), 3, False))
    assert (codes(found), found.errors) == (["MIX02"], ())


def test_lower_case_field_codes_are_read_before_a_parenthesis_with_a_warning() -> None:
    found = parse("ti (peer)", "ebsco")
    assert (found.tree, codes(found)) == (ti(w("peer")), ["FLD02"])


def test_two_capitals_before_a_bare_word_are_a_word() -> None:
    assert read("UK hospital") == bare(Phrase((w("uk"), w("hospital"))))


def test_words_that_look_like_operators_are_written_in_quotes() -> None:
    tree = Or((ti(w("and")), ti(w("n3")), ti(w("s1"))))
    assert EBSCO.spelling.write(tree) == 'TI "and" OR TI "n3" OR TI "s1"'
    assert read(EBSCO.spelling.write(tree)) == tree


@pytest.mark.parametrize(
    "tree",
    [
        ti(w(ANY, "ology")), ti(w("gene", Wild(0, 3))), Text(f.OVID_MP, w("peer")), Heading("mesh", "Asthma"),
        Value("limit", w("human")), Text(f.TITLE, w("peer"), times=2), Range("pmid", "1", "2"),
    ],
)  # fmt: skip
def test_what_the_platform_has_no_words_for_is_never_written(tree: Node) -> None:
    with pytest.raises(CannotSay, match="EBSCOhost cannot express"):
        EBSCO.spelling.write(tree)


def test_the_tokens_of_a_prefixed_proximity_keep_its_reach() -> None:
    tokens = EBSCO.tokenize("TI peer W4 group", 0, 16, [])
    assert tokens[0] == Prefix(f.TITLE, (0, 2), reaches=True)
    assert tokens[2] == Operator("near", (8, 10), 4, ordered=True)


stems = st.sampled_from(["social", "peer", "friend", "support", "and", "s1", "n3", "ti", "near2"])
words = st.builds(lambda s, e: Word((s, *e)), stems, st.sampled_from([(), (ANY,), (OPTIONAL,), (ONE, "s")]))
phrases = st.builds(lambda ws: Phrase(tuple(ws)), st.lists(words, min_size=2, max_size=3))
options = st.builds(lambda os: Either(tuple(os)), st.lists(words | phrases, min_size=2, max_size=3))
nears = st.builds(
    Near, words | phrases | options, words | phrases | options, st.integers(0, 255), st.booleans()
).filter(lambda n: not (n.ordered and n.between == 0))  # fmt: skip
chains = st.builds(Near, nears, words | options, st.integers(1, 9), st.booleans())
fields = st.sampled_from([f.TITLE, f.ABSTRACT, f.TITLE_ABSTRACT, f.FULL_TEXT, f.INDEX_WORDS, f.EBSCO_DEFAULT])
headings = st.builds(
    Heading, st.just("cinahl"), st.sampled_from(["Asthma", "Wounds and Injuries", "Child, Preschool"]), st.booleans(),
    st.booleans(), st.sampled_from([(), ("drug therapy",), ("therapy", "economics")]),
) | st.builds(Heading, st.just("ebsco"), st.just("Peer Relations"), st.booleans())  # fmt: skip
others = st.sampled_from([
    Value("author", w("doe, j")), Value("language", w("english")), Range("published", "2010", "2020"),
    Range("published", "2016/11/01", "3000"), Range("entered", "2016/11/01", "2017/12/31"),
])  # fmt: skip
leaves = st.builds(Text, fields, words | phrases | nears | chains) | headings | others


trees = trees_over(leaves)


@given(trees)
def test_every_tree_that_ebscohost_can_say_is_read_as_written(tree: Node) -> None:
    found = parse(EBSCO.spelling.write(tree), "ebsco")
    assert (found.tree, found.errors) == (tree, ())


PIECES = [
    "TI", "MH ", '"', "(", ")", " AND ", " or ", "N3", "W/2", "S1", "\n", "DT 2010-", "Limiters - ", "Narrow by X: - ",
    "+", "/DT", "*", "?", "#", "peer", ";", "[ti]", ".ab.", "ZY", " ", "English Language", "Expanders - ",
]  # fmt: skip


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found = parse(text, "ebsco")
    assert found.tree is not None or found.findings
