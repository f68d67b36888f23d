"""Reading, writing and meaning of strategies."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.errors import BadStrategy
from resift.records import Record
from resift.strategy import Index, parse, render, translate
from resift.strategy import fields as f
from resift.strategy.effects import Effect
from resift.strategy.translate import since
from resift.strategy.tree import ANY, And, Either, Heading, Near, Node, Not, Or, Phrase, Text, Value, Word

STEMS = ["social", "peer", "friend", "support", "psychosis", "garden", "work"]
words = st.builds(lambda s, wild: Word((s, ANY) if wild else (s,)), st.sampled_from(STEMS), st.booleans())
plain_words = st.builds(lambda s: Word((s,)), st.sampled_from(STEMS))
phrases = st.builds(lambda ws: Phrase(tuple(ws)), st.lists(words, min_size=2, max_size=3))
options = st.builds(lambda os: Either(tuple(os)), st.lists(words, min_size=2, max_size=3))


def _joined(kind: type, children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    lists = st.lists(children.filter(lambda n: not isinstance(n, kind)), min_size=2, max_size=3)
    return st.builds(lambda parts: kind(tuple(parts)), lists)


def trees(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        leaves, lambda c: _joined(And, c) | _joined(Or, c) | st.builds(Not, c, c), max_leaves=8
    )  # fmt: skip


pubmed_fields = st.sampled_from([f.TITLE, f.PUBMED_TIAB, f.PUBMED_TW, f.EVERYTHING])
near_plain = st.builds(lambda a, b, k: Near(a, b, k, False), plain_words, plain_words, st.integers(0, 9))
headings = st.builds(lambda e, m: Heading("mesh", "Social Support", e, m), st.booleans(), st.booleans())
pubmed_trees = trees(
    st.builds(Text, pubmed_fields, words | phrases)
    | st.builds(Text, st.sampled_from([f.TITLE, f.PUBMED_TIAB]), near_plain)
    | headings
    | st.just(Value("publication type", Word(("letter",))))
)
ovid_fields = st.sampled_from([f.TITLE, f.TITLE_ABSTRACT, f.OVID_MP, f.KEYWORD])
nears = st.builds(
    lambda a, b, k: Near(a, b, k[0], k[1]), words | phrases | options, words | options,
    st.tuples(st.integers(0, 9), st.just(False)) | st.just((0, True)),
).filter(lambda n: not (n.ordered and not isinstance(n.left, Either) and not isinstance(n.right, Either)))  # fmt: skip
ovid_trees = trees(st.builds(Text, ovid_fields, words | phrases | nears) | headings)


@given(pubmed_trees)
def test_a_pubmed_tree_written_and_read_is_the_same(tree: Node) -> None:
    read = parse(render(tree, "pubmed"), "pubmed")
    assert (read.tree, read.findings) == (tree, ())


@given(ovid_trees)
def test_an_ovid_tree_written_and_read_is_the_same(tree: Node) -> None:
    read = parse(render(tree, "ovid"), "ovid")
    assert (read.tree, read.errors) == (tree, ())


@given(st.text(max_size=80) | st.text("()[]\"'*:/.,~ adjnotr1#$?", max_size=60), st.sampled_from(["ovid", "pubmed"]))
def test_no_text_makes_the_parser_raise(text: str, platform: str) -> None:
    parsed = parse(text, platform)
    assert parsed.tree is not None or parsed.findings


records_of_words = st.lists(
    st.builds(
        lambda t, a: (" ".join(t), " ".join(a)),
        st.lists(st.sampled_from([*STEMS, "and", "of", "friends", "worker", "socially"]), max_size=8),
        st.lists(st.sampled_from([*STEMS, "the", "supported", "peers"]), max_size=8),
    ),
    min_size=1,
    max_size=12,
)
findable = trees(st.builds(Text, ovid_fields, words | phrases | nears))


@given(findable, records_of_words)
def test_translation_keeps_what_its_effect_promises(tree: Node, texts: list[tuple[str, str]]) -> None:
    index = Index([Record(id=str(i), title=t, abstract=a) for i, (t, a) in enumerate(texts)])
    for mode in ("superset", "tight"):
        try:
            done = translate(parse(render(tree, "ovid"), "ovid"), mode)  # type: ignore[arg-type]
        except BadStrategy:
            continue  # a stem too short for PubMed: refused, not guessed
        source, target = set(index.find(tree)), set(index.find(done.tree))
        if done.effect is Effect.EXACT:
            assert source == target
        if done.effect is Effect.BROADER:
            assert source <= target
        if done.effect is Effect.NARROWER:
            assert source >= target
        if done.residual is not None and done.effect in (Effect.EXACT, Effect.BROADER):
            assert {i for i in target if i in set(index.find(done.residual))} == source


@pytest.mark.parametrize("between", [0, 1, 2, 5])
def test_adj_counts_one_more_than_the_words_between(between: int) -> None:
    gap = " ".join(["word"] * between)
    index = Index(
        [Record(id="in", title=f"social {gap} network"), Record(id="out", title=f"social {gap} word network")]
    )
    assert index.find(parse(f"social adj{between + 1} network", "ovid").tree) == [0]
    assert index.find(parse(f'"social network"[ti:~{between}]', "pubmed").tree) == [0]


def test_pubmed_reads_operators_strictly_from_left_to_right() -> None:
    parts = parse("a[ti] OR b[ti] AND c[ti]", "pubmed").tree
    assert isinstance(parts, And)
    assert isinstance(parts.parts[0], Or)


def test_ovid_mixing_and_with_or_is_pointed_out_since_its_order_is_not_documented() -> None:
    assert [x.code for x in parse("a and b or c", "ovid").findings] == ["PRE01"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(a AND b", "SYN04"),
        ("a AND b)", "SYN06"),
        ("a AND", "SYN08"),
        ("a[nonsense]", "FLD01"),
        ('"soc* net*"[tiab:~2]', "PRX02"),
        ("a or b", "L07"),
        ("", "SYN03"),
    ],
)
def test_a_faulty_pubmed_text_is_named_by_its_code(text: str, code: str) -> None:
    assert code in [x.code for x in parse(text, "pubmed").findings]


def test_a_finding_knows_its_line_and_column() -> None:
    found = parse("a[ti] AND\n  b[nonsense]", "pubmed").errors[0]
    assert (found.line, found.start, found.end) == (2, 2, 13)


def test_a_stem_too_short_for_pubmed_is_refused() -> None:
    with pytest.raises(BadStrategy, match="4 characters"):
        translate(parse("gp* and nurse", "ovid"))


def test_what_is_excluded_uncertainly_is_excluded_after_fetching() -> None:
    done = translate(parse("peer.ti. not (social adj3 support).ti,ab.", "ovid"))
    assert done.text == "peer[ti]"
    assert done.residual is not None


def test_the_window_asks_for_three_dates_and_includes_its_first_day() -> None:
    day = dt.date(2016, 10, 2)
    inside = Record(id="a", title="peer", created=day)
    late_headings = Record(id="b", title="peer", created=dt.date(2010, 1, 1), indexed=dt.date(2017, 1, 1))
    before = Record(id="c", title="peer", created=dt.date(2016, 10, 1))
    tree = parse("peer[ti]", "pubmed").tree
    assert tree is not None
    assert Index([inside, late_headings, before]).find(since(tree, day)) == [0, 1]


def test_ten_thousand_terms_and_deep_brackets_are_read() -> None:
    many = parse(" OR ".join(["word[ti]"] * 10_000), "pubmed")
    deep = parse("(" * 1000 + "word[ti]" + ")" * 1000, "pubmed")
    assert isinstance(many.tree, Or)
    assert len(many.tree.parts) == 10_000
    assert isinstance(deep.tree, Text)
