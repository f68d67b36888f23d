"""What the evaluator finds at each boundary; every expectation is reasoned from the document that stands beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from resift.errors import BadStrategy
from resift.records import Heading as Term
from resift.records import Pmid, Record
from resift.strategy import fields as f
from resift.strategy import parse
from resift.strategy.evaluate import Index, segments
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
    Raw,
    Ref,
    Text,
    Value,
    Wild,
    Window,
    Word,
)  # fmt: skip

PEER, SOCIAL, WORK = Word(("peer",)), Word(("social",)), Word(("work",))


def title_has(e: Expression, title: str, times: int = 1) -> bool:
    """Whether a record of that title is found."""
    return Index([Record(id="x", title=title)]).find(Text(f.TITLE, e, times=times)) == [0]


def found(node: Node, *records: Record) -> list[int]:
    """The positions of those of the records that are found."""
    return Index(records).find(node)


# Distance and order


@pytest.mark.parametrize("between", [0, 1, 2, 5, 99])
def test_exactly_so_many_words_between_are_near_and_one_more_are_not(between: int) -> None:
    near = Near(PEER, WORK, between, ordered=False)
    gap = " ".join(["and"] * between)
    assert title_has(near, f"a peer {gap} work b")
    assert title_has(near, f"a work {gap} peer b")
    assert not title_has(near, f"a peer {gap} and work b")
    assert not title_has(near, f"a work {gap} and peer b")


@pytest.mark.parametrize("between", [0, 1, 2, 5])
def test_in_order_counts_one_way_only(between: int) -> None:
    near = Near(PEER, WORK, between, ordered=True)
    gap = " ".join(["and"] * between)
    assert title_has(near, f"peer {gap} work")
    assert not title_has(near, f"peer {gap} and work")
    assert not title_has(near, f"work {gap} peer")


EXPRESSIONS: list[tuple[str, Expression, str, bool]] = [
    ("a phrase is side by side", Phrase((PEER, WORK)), "new peer work", True),
    ("a phrase has nothing between", Phrase((PEER, WORK)), "peer and work", False),
    ("a phrase has its order", Phrase((PEER, WORK)), "work peer", False),
    ("a phrase may say a word twice", Phrase((PEER, PEER)), "peer peer", True),
    ("a word said twice must stand twice", Phrase((PEER, PEER)), "peer", False),
    ("no word is near itself", Near(PEER, PEER, 5, ordered=False), "peer work", False),
    ("a word is near its like", Near(PEER, PEER, 5, ordered=False), "peer work peer", True),
    ("distance begins after a phrase", Near(Phrase((PEER, WORK)), SOCIAL, 0, ordered=False), "peer work social", True),
    ("and ends before it", Near(Phrase((PEER, WORK)), SOCIAL, 0, ordered=False), "social peer work", True),
    ("a phrase is not near its own word", Near(Phrase((PEER, WORK)), WORK, 9, ordered=False), "peer work", False),
    ("any of a group will do", Near(Either((SOCIAL, PEER)), WORK, 0, ordered=False), "work social", True),
    # (peer, social) reach from 0 to 2; work stands right after their nearer end, two words after the farther one
    ("a chain goes on from its nearer end", Near(Near(PEER, SOCIAL, 1, ordered=False), WORK, 0, ordered=False),
     "peer and social work", True),
    ("and not from its farther end", Near(Near(PEER, SOCIAL, 1, ordered=False), WORK, 0, ordered=False),
     "peer and social and work", False),
    ("what stands inside a chain is not beside it", Near(Near(PEER, SOCIAL, 1, ordered=False), WORK, 5, ordered=False),
     "peer work social", False),
    ("an inner pair may be taken farther apart", Near(Near(PEER, SOCIAL, 2, ordered=True), WORK, 0, ordered=True),
     "peer social and social work", True),  # peer to the second social has two between, and work follows
    ("a window holds its words in any order", Window((PEER, SOCIAL, WORK), 0), "work peer social", True),
    ("a window holds as many others as it says", Window((PEER, SOCIAL, WORK), 2), "work a peer b social", True),
    ("a window holds no more", Window((PEER, SOCIAL, WORK), 2), "work a peer b c social", False),
    ("all of its words must be there", Window((PEER, SOCIAL, WORK), 9), "work a peer", False),
    ("a word wanted twice must be there twice", Window((PEER, PEER, WORK), 9), "peer work", False),
    ("a word wanted twice may be there twice", Window((PEER, PEER, WORK), 0), "peer work peer", True),
    ("the second one must be near enough", Window((PEER, PEER, WORK), 1), "peer work a b peer", False),
    # social alone can stand for only one of the two words that fit it
    ("each word of a window has its own place", Window((Word(("soc", ANY)), SOCIAL, PEER), 9), "social peer", False),
    ("as here", Window((Word(("soc", ANY)), SOCIAL, PEER), 0), "society peer social", True),
    ("a window inside a proximity", Near(Window((PEER, SOCIAL, WORK), 0), Word(("now",)), 0, ordered=True),
     "social peer work now", True),
    ("is left at its end", Near(Window((PEER, SOCIAL, WORK), 0), Word(("now",)), 0, ordered=True),
     "social peer work and now", False),
]  # fmt: skip


@pytest.mark.parametrize(("why", "e", "title", "is_found"), EXPRESSIONS)
def test_words_stand_as_the_expression_says(why: str, e: Expression, title: str, is_found: bool) -> None:
    assert title_has(e, title) is is_found, why
    assert (Index([Record(id="x", title=title)]).find(Text(f.TITLE, Either((e, e)))) == [0]) is is_found, why


# Words


WORDS: list[tuple[Word, str, str]] = [
    (Word(("communit", ANY)), "community communities communit communitarian", "commun comunity"),
    (Word(("wom", ONE, "n")), "women woman", "womn womeen womens"),
    (Word(("colo", OPTIONAL, "r")), "color colour", "colouur colours col"),
    (Word(("gene", Wild(0, 2))), "gene genes genera", "general gen"),
    (Word(("gene", Wild(2, 2))), "genera", "gene genes general"),
    (Word((ANY, "work")), "work network", "works networks"),
    (Word((ONE, "work")), "xwork", "work network"),
    (Word(("p", ANY, "r", ANY)), "peer peers pr parent", "pe up"),
    (Word(("peers",)), "peers peer's Peers PEER’S", "peer peerss"),
    (Word(("naive",)), "naïve NAÏVE naive", "nave"),
    (Word(("straße",)), "strasse Straße", "strase"),
]


@pytest.mark.parametrize(("word", "fitting", "others"), WORDS)
def test_a_word_stands_for_what_its_wildcards_say(word: Word, fitting: str, others: str) -> None:
    assert [t for t in fitting.split() if not title_has(word, t)] == []
    assert [t for t in others.split() if title_has(word, t)] == []


def test_hyphens_and_slashes_separate_words() -> None:
    assert title_has(Phrase((PEER, WORK)), "peer-work")
    assert title_has(Phrase((PEER, WORK)), "peer/work")
    assert not title_has(Word(("peerwork",)), "peer-work")


def test_another_script_is_searched_by_its_own_words() -> None:
    assert title_has(Word(("поддерж", ANY)), "Социальная поддержка")


# Edges of fields and values


@pytest.mark.parametrize("e", [
    Phrase((PEER, WORK)), Near(PEER, WORK, 10**9, ordered=False), Window((PEER, WORK, SOCIAL), 10**9),
    Near(Near(PEER, WORK, 10**9, ordered=False), SOCIAL, 10**9, ordered=False),
])  # fmt: skip
def test_no_proximity_leaves_its_field_value_or_record(e: Expression) -> None:
    fields = f.EVERYTHING
    apart = [
        Record(id="fields", title="a social peer", abstract="work b"),
        Record(id="values", title="", keywords=("social peer", "work")),
        Record(id="headings", title="", headings=(Term(name="Social Peer"), Term(name="Work"))),
        Record(id="left", title="social peer"),
        Record(id="right", title="work"),
    ]
    together = Record(id="together", title="a", abstract="social peer work")
    assert found(Text(fields, e), *apart, together) == [5]
    assert found(Text(f.TITLE, e), *apart, together) == []


def test_a_distance_beyond_any_text_reaches_all_of_a_text_and_no_more() -> None:
    near = Text(f.TITLE, Near(PEER, WORK, 250_000, ordered=False))
    far = Record(id="a", title="peer " + "and " * 5000 + "work")
    assert found(near, far, Record(id="b", title="peer"), Record(id="c", title="work")) == [0]


def test_every_field_with_text_is_searched_and_only_those_that_are_asked() -> None:
    record = Record(
        id="a", title="one", original_title="two", abstract="three", other_abstract="four", journal="five",
        keywords=("six",), publication_types=("seven",), authors=("eight",), substances=("nine",),
        affiliations=("ten",), headings=(Term(name="eleven", qualifiers=("twelve",)),),
    )  # fmt: skip
    told = dict(segments(record))
    assert len(told) == 12
    index = Index([record])
    for field, text in told.items():
        assert index.find(Text(frozenset({field}), Word((text,)))) == [0]
        others = frozenset(told) - {field}
        assert index.find(Text(others, Word((text,)))) == []


def test_text_of_a_field_that_no_record_has_is_refused_and_not_found_empty() -> None:
    index = Index([Record(id="a", title="peer")])
    for fields in (frozenset({"full text"}), f.KEYWORDS_PLUS, frozenset[str]()):
        with pytest.raises(BadStrategy, match="have no text of"):
            index.find(Text(fields, PEER))
    assert index.find(Text(f.TITLE | f.KEYWORDS_PLUS, PEER)) == [0]


# Occurrences


def test_occurrences_are_counted_over_the_fields_together() -> None:
    record = Record(id="a", title="peer", abstract="peer or peer", keywords=("peer",))
    assert found(Text(f.TITLE_ABSTRACT, PEER, times=3), record) == [0]
    assert found(Text(f.TITLE_ABSTRACT, PEER, times=4), record) == []
    assert found(Text(f.TITLE_ABSTRACT_KEYWORD, PEER, times=4), record) == [0]


def test_a_stretch_found_in_two_ways_is_one_occurrence() -> None:
    both = Either((PEER, Word(("pe", ANY))))
    assert title_has(both, "peer", times=1)
    assert not title_has(both, "peer", times=2)
    assert not title_has(Near(PEER, PEER, 3, ordered=False), "peer and peer", times=2)
    assert title_has(Phrase((PEER, WORK)), "peer work peer work", times=2)


def test_a_window_is_a_stretch_from_one_of_its_words_to_another() -> None:
    # 0 to 2 and 1 to 3; 0 to 3 would begin and end with the one peer that is wanted
    window = Window((PEER, SOCIAL, WORK), 1)
    assert title_has(window, "peer social work peer", times=2)
    assert not title_has(window, "peer social work peer", times=3)
    # one social stands for each of two words that fit it: 0 to 1 and 1 to 2, not 0 to 2 twice
    both = Window((SOCIAL, Word(("soc", ANY))), 1)
    assert title_has(both, "social social", times=1)
    assert not title_has(both, "social social", times=2)


# Headings


def test_a_heading_explodes_only_in_its_own_vocabulary() -> None:
    narrow = Record(id="a", title="", headings=(Term(name="Schizophrenia"),))
    broad = Record(id="b", title="", headings=(Term(name="Mental Disorders"),))
    assert found(Heading("mesh", "Mental Disorders"), narrow, broad) == [0, 1]
    assert found(Heading("mesh", "mental disorders", explode=False), narrow, broad) == [1]
    assert found(Heading("emtree", "Mental Disorders"), narrow, broad) == [1]


def test_main_topic_and_qualifier_must_hold_of_one_and_the_same_heading() -> None:
    record = Record(
        id="a", title="",
        headings=(Term(name="Schizophrenia", major=True), Term(name="Schizophrenia", qualifiers=("therapy",))),
    )  # fmt: skip
    assert found(Heading("mesh", "Schizophrenia", major=True), record) == [0]
    assert found(Heading("mesh", "Schizophrenia", qualifiers=("diagnosis", "therapy")), record) == [0]
    assert found(Heading("mesh", "Schizophrenia", major=True, qualifiers=("therapy",)), record) == []


def test_a_truncated_heading_stands_for_all_that_begin_so() -> None:
    record = Record(id="a", title="", headings=(Term(name="Social Support"),))
    assert found(Heading("mesh", "social sup*"), record) == [0]
    assert found(Heading("mesh", "support*"), record) == []


# Whole values

RECORD = Record(
    id="a", title="", abstract="Text.", accession="Z-17", pmid=Pmid("90000001"), languages=("ger",),
    publication_types=("Meta-Analysis", "Journal Article"), authors=("Fiktiv AB", "Beispiel, Clara Dora"),
    journal="Fictional Journal of Care", journal_short="Fict J Care", issn=("9901-1107",),
    substances=("Fictionalin",), raw=(("RN", "50-00-0 (Fictionalin)"), ("RN", "EC 1.2.3.4 (Fictionalase)")),
    headings=(Term(name="Humans"), Term(name="Social Support", major=True, qualifiers=("transplantation",))),
)  # fmt: skip
VALUES = [
    ("publication type", "meta-analysis", True),
    ("publication type", "meta analysis", True),
    ("publication type", "meta", False),  # a whole value
    ("language", "german", True),
    ("language", "de", True),
    ("language", "deu", True),
    ("language", "english", False),
    ("author", "fiktiv", True),
    ("author", "fiktiv a", True),
    ("author", "fiktiv ab", True),
    ("author", "fiktiv b", False),
    ("author", "fik", False),
    ("author", "beispiel cd", True),  # given names are written out in the record
    ("author", "beispiel, clara", True),
    ("author", "clara", False),
    ("journal", "fict j care", True),
    ("journal", "fictional journal of care", True),
    ("journal", "9901-1107", True),
    ("journal", "care", False),
    ("pmid", "90000001", True),
    ("pmid", "9000000", False),
    ("accession", "z-17", True),
    ("registry number", "50-00-0", True),
    ("registry number", "ec 1.2.3.4", True),
    ("registry number", "fictionalin", True),
    ("registry number", "50-00-1", False),
    ("descriptor", "social support", True),
    ("descriptor", "support", False),
    ("subheading", "transplantation", True),
    ("subheading", "surgery", True),  # PubMed's surgery takes transplantation with it
    ("subheading", "therapy", True),  # through surgery
    ("subheading", "diagnosis", False),
    ("limit", "humans", True),
    ("limit", "animals", False),
    ("limit", "abstracts", True),
    ("limit", "german language", True),
    ("subset", "hasabstract", True),
]


@pytest.mark.parametrize(("field", "value", "is_found"), VALUES)
def test_a_coded_field_is_compared_as_a_whole(field: str, value: str, is_found: bool) -> None:
    assert found(Value(field, Word((value,))), RECORD) == [0] * is_found


def test_a_truncated_value_stands_for_all_that_begin_so() -> None:
    assert found(Value("publication type", Word(("journal", ANY))), RECORD) == [0]
    assert found(Value("publication type", Word((ANY, " article"))), RECORD) == [0]
    assert found(Value("author", Word(("fik", ANY))), RECORD) == [0]
    assert found(Value("publication type", Word(("article", ANY))), RECORD) == []


@pytest.mark.parametrize("node", [
    Value("limit", Word(("aged 80 and over",))), Value("subset", Word(("medline",))), Value("status", Word(("x",))),
    Range("updated", "2016", "2017"), Range("published", "yesterday", "3000"), Range("pmid", "1", "x"),
    Raw("?", "no reason"), Ref("3"),
])  # fmt: skip
def test_what_no_record_here_tells_is_refused_and_not_found_empty(node: Node) -> None:
    with pytest.raises(BadStrategy):
        Index([RECORD]).find(Or((node, Text(f.TITLE, PEER))))


# Dates

DATES = [
    # the record's own date, the range, whether any day of the one lies in the other
    ("2016-11-05", "2016/11/05", "2016/11/05", True),
    ("2016-11-05", "2016/11/06", "3000", False),
    ("2016-11-05", "2016/11", "2016/11", True),
    ("2016-11-05", "2016", "2016", True),
    ("2016-11-05", "2016/12", "3000", False),
    ("2016-11-05", "1990", "2016/11/04", False),
    ("2016-11", "2016/11/30", "3000", True),  # may be the 30th
    ("2016-11", "2016/12/01", "3000", False),
    ("2016", "2016/12/31", "3000", True),
    ("2016", "2017", "3000", False),
    ("2016-11", "2016/1", "2016/9", False),  # months without their nought
]


@pytest.mark.parametrize(("date", "low", "high", "is_found"), DATES)
def test_a_publication_date_lies_within_if_any_of_its_days_does(date: str, low: str, high: str, is_found: bool) -> None:
    assert found(Range("published", low, high), Record(id="a", title="", published=(date,))) == [0] * is_found


def test_the_year_stands_in_for_a_missing_date_and_any_of_two_dates_will_do() -> None:
    by_year = Record(id="a", title="", year=2016)
    early_view = Record(id="b", title="", published=("2015-12-01", "2016-02"))
    undated = Record(id="c", title="")
    assert found(Range("published", "2016", "3000"), by_year, early_view, undated) == [0, 1]
    assert found(Value("published", Word(("2015",))), by_year, early_view, undated) == [1]


@pytest.mark.parametrize("field", ["entered", "created", "indexed"])
def test_the_days_of_a_records_history_are_compared_to_the_day(field: str) -> None:
    record = Record.from_dict({"id": "a", "title": "", field: dt.date(2016, 11, 1).isoformat()})
    assert found(Range(field, "2016/11/01", "3000"), record) == [0]
    assert found(Range(field, "2016/11/02", "3000"), record) == []
    assert found(Range(field, "1000", "2016/10"), record) == []
    assert found(Range(field, "2016/11/01", "3000"), Record(id="b", title="")) == []


# Whole strategies


def test_shared_parts_are_evaluated_once() -> None:
    node: Node = Text(f.TITLE, PEER)
    for _ in range(100):
        node = Or((node, And((node, node))))  # three times as many paths at every level
    assert found(node, Record(id="a", title="peer"), Record(id="b", title="work")) == [0]


def test_an_index_of_nothing_finds_nothing() -> None:
    for e in (
        PEER,
        Word((ANY,)),
        Phrase((PEER, WORK)),
        Near(PEER, WORK, 3, ordered=False),
        Window((PEER, WORK, WORK), 3),
    ):
        for times in (1, 2):
            assert found(Text(f.TITLE, e, times=times)) == []
            assert found(Text(f.TITLE, e, times=times), Record(id="a", title="")) == []
    assert found(Not(Heading("mesh", "Humans"), Value("pmid", Word(("1",))))) == []


HISTORY = [Record(id="a", title="peer"), Record(id="b", title="peer work"), Record(id="c", title="work")]


def test_a_history_is_counted_line_by_line() -> None:
    text = "1. peer.ti.\n2. work.ti.\n3. 1 and 2\n4. 1 not 3"
    assert Index(HISTORY).counts(parse(text, "ovid")) == [("1", 2), ("2", 2), ("3", 1), ("4", 1)]


def test_a_history_that_runs_upwards_is_counted_as_well() -> None:
    text = "#3 #1 AND #2\n#2 work[ti]\n#1 peer[ti]"
    assert Index(HISTORY).counts(parse(text, "pubmed")) == [("3", 1), ("2", 2), ("1", 2)]


def test_a_line_in_error_and_those_that_refer_to_it_have_no_count() -> None:
    text = "1. peer.zz.\n2. work.ti.\n3. 1 or 2\n4. 2 and work.ti.\n5. 9 or 2\n6. limit 2 to aged"
    counts = dict(Index(HISTORY).counts(parse(text, "ovid")))
    assert counts == {"1": None, "2": 2, "3": None, "4": 2, "5": None, "6": None}


def test_lines_that_refer_to_each_other_have_no_count() -> None:
    text = "1. 2 or peer.ti.\n2. 1 or work.ti.\n3. peer.ti."
    assert Index(HISTORY).counts(parse(text, "ovid")) == [("1", None), ("2", None), ("3", 2)]


def test_a_chain_of_a_thousand_lines_is_counted() -> None:
    text = "\n".join(["1. peer.ti.", *(f"{n}. {n - 1} or work.ti." for n in range(2, 1001))])
    counts = Index(HISTORY).counts(parse(text, "ovid"))
    assert counts[0] == ("1", 2)
    assert counts[-1] == ("1000", 3)


def test_a_single_search_is_one_line_without_a_number() -> None:
    assert Index(HISTORY).counts(parse("peer.ti.", "ovid")) == [("", 2)]


@pytest.mark.parametrize(
    ("strategy", "found"),
    [
        ("support.kf.", [0, 1, 2]),
        ("support.kw.", [1]),
        ("social support.kw.", [0]),
        ("social*.kw.", [0, 2]),  # a phrase index is truncated at the end of the phrase, not of its word
        ("support*.kw.", [1]),
        ("support.ti,kw.", [1, 3]),
    ],
)
def test_ovids_kw_looks_for_whole_keywords_and_kf_for_their_words(strategy: str, found: list[int]) -> None:
    records = [
        Record(id="a", title="x", keywords=("Social support",)), Record(id="b", title="x", keywords=("Support",)),
        Record(id="c", title="x", keywords=("Social support groups",)), Record(id="d", title="Support"),
    ]  # fmt: skip
    assert Index(records).find(parse(strategy, "ovid").tree) == found
