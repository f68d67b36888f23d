"""From one platform to another: the same meaning, or a named loss, or a finding; never a guess."""

from __future__ import annotations

import pytest

from resift.errors import BadStrategy
from resift.records import Heading, Record
from resift.strategy import Index, parse, translate
from resift.strategy.effects import Effect
from resift.strategy.translate.splitting import wildcards
from resift.strategy.tree import Not, Or, Raw, leaves

# field/search-syntax.md, section 3: two words between, either order, as each platform counts it
TWO_BETWEEN = {
    "ovid": "(lonel* adj3 isolat*).ti.",
    "embase": "(lonel* NEAR/3 isolat*):ti",
    "cochrane": "(lonel* NEAR/2 isolat*):ti",
    "ebsco": "TI (lonel* N2 isolat*)",
    "proquest": "TI(lonel* NEAR/2 isolat*)",
    "wos": "TI=(lonel* NEAR/2 isolat*)",
    "scopus": "TITLE(lonel* W/2 isolat*)",
}


@pytest.mark.parametrize("source", TWO_BETWEEN)
@pytest.mark.parametrize("target", TWO_BETWEEN)
def test_words_between_are_the_same_on_every_platform(source: str, target: str) -> None:
    meant = parse(TWO_BETWEEN[target], target)
    done = translate(parse(TWO_BETWEEN[source], source), to=target)
    assert meant.errors == ()
    near = lambda tree: tree.expression.between  # noqa: E731
    assert (near(parse(done.text, target).tree), near(meant.tree)) == (2, 2)


def test_plain_words_keep_their_proximity_on_pubmed() -> None:
    done = translate(parse("(loneliness adj3 isolation).ti.", "ovid"))
    assert (done.text, done.effect) == ('"loneliness isolation"[ti:~2]', Effect.EXACT)


def test_a_short_stem_becomes_itself_and_every_letter_and_digit_that_can_follow() -> None:
    done = translate(parse("hiv*.ti.", "ovid"))
    terms = done.text.split(" OR ")
    assert terms[:3] == ["hiv[ti]", "hiva*[ti]", "hivb*[ti]"]
    assert len(terms) == 1 + 26 + 10
    assert done.effect is Effect.EXACT


def test_a_stem_of_two_characters_is_refused_with_its_place_named() -> None:
    with pytest.raises(BadStrategy, match=r"'ab\*'.*4 characters"):
        translate(parse("ab*.ti.", "ovid"))


def test_a_wildcard_for_one_character_is_broader_on_pubmed_and_the_source_decides_on_what_is_fetched() -> None:
    done = translate(parse("behavio?r.ti.", "ovid"))
    assert (done.text, done.effect) == ("behavio*r[ti]", Effect.BROADER)
    index = Index([Record(id=t, title=t) for t in ("behavior", "behaviour", "behavioralior")])
    assert index.find(done.tree) == [0, 1, 2]
    assert index.find(done.residual) == [0, 1]


def test_in_strict_mode_a_wildcard_for_one_character_is_spelled_out() -> None:
    done = translate(parse("wom#n.ti.", "ovid"), "strict")
    assert done.text.startswith("woman[ti] OR wombn[ti]")
    assert done.text.count("[ti]") == 36


@pytest.mark.parametrize(
    ("target", "text"),
    [("embase", "behavio$r:ti"), ("ebsco", "TI behavio#r"), ("wos", "TI=(behavio$r)")],
)
def test_the_sign_for_none_or_one_is_each_platform_s_own(target: str, text: str) -> None:
    done = translate(parse("behavio?r.ti.", "ovid"), to=target)
    assert parse(done.text, target).tree == parse(text, target).tree


def test_a_heading_without_counterpart_stays_raw_with_a_finding() -> None:
    done = translate(parse("exp Loneliness/ or lonel*.ti.", "ovid"), to="wos")
    assert [f.code for f in done.untranslated] == ["TRN01"]
    assert "<<exp Loneliness/>>" in done.text
    assert any(isinstance(n, Raw) for n in leaves(done.tree))


def test_mesh_headings_go_over_to_the_cochrane_library_as_they_are() -> None:
    done = translate(parse("exp Loneliness/ or Friends/", "ovid"), to="cochrane")
    assert (done.effect, done.tree) == (Effect.EXACT, parse("exp Loneliness/ or Friends/", "ovid").tree)


def test_more_wildcards_than_pubmed_takes_become_several_queries_that_find_the_same() -> None:
    words = [f"stem{i:03d}" for i in range(300)]
    text = f"({' or '.join(f'{w}*' for w in words)}).ti. and (peer* or tenant*).ti."
    done = translate(parse(text, "ovid"))
    trees = [parse(t, "pubmed").tree for t in done.texts]
    assert [wildcards(t) for t in trees if t] == [256, 300 + 2 + 2 - 256]
    records = [Record(id=w, title=f"{w}s of peers" if i % 3 else w) for i, w in enumerate(words)]
    index = Index(records)
    assert sorted({i for t in trees for i in index.find(t)}) == index.find(parse(text, "ovid").tree)


def test_a_condition_that_grows_is_not_sent_under_not() -> None:
    done = translate(parse("lonel*.ti. not child*.ab.", "ovid"))
    assert done.text == "lonel*[ti]"
    assert isinstance(done.residual, Not)
    # in the title, child* is no reason to exclude: [tiab] would have lost this record
    index = Index([Record(id="a", title="Lonely children"), Record(id="b", title="Lonely", abstract="Children")])
    assert [i for i in index.find(done.tree) if i in index.find(done.residual)] == [0]


def test_an_effect_is_told_as_it_is_under_not() -> None:
    done = translate(parse("lonel*.ti. not child*.ab.", "ovid"), "tight")
    assert done.text == "lonel*[ti] NOT child*[tiab]"
    assert done.effect is Effect.NARROWER


def test_an_unknown_limit_is_left_out_where_that_only_finds_more() -> None:
    source = parse('1. lonel*.ti.\n2. limit 1 to ("all child (0 to 18 years)" and english language)', "ovid")
    done = translate(source)
    assert done.text == "lonel*[ti] AND english[la]"
    assert done.effect is Effect.BROADER
    assert translate(source, "tight").untranslated != ()


def test_a_pubmed_history_is_sent_with_its_lines_in_each_other_s_place() -> None:
    done = translate(parse("#1 lonel*[ti] OR isolation\n#2 tenants\n#3 #1 AND #2", "pubmed"))
    assert done.text == "(lonel*[ti] OR isolation) AND (tenants)"


def test_a_history_is_also_given_line_by_line() -> None:
    done = translate(parse("1. exp Loneliness/\n2. lonel*.ti.\n3. or/1-2", "ovid"))
    assert done.lines == (("1", '"Loneliness"[mh]'), ("2", "lonel*[ti]"), ("3", "#1 OR #2"))
    assert done.text == '"Loneliness"[mh] OR lonel*[ti]'


def test_several_fields_become_alternatives_where_a_platform_has_no_code_for_both() -> None:
    done = translate(parse("loneliness.ti,kf.", "ovid"), to="scopus")
    assert isinstance(done.tree, Or)
    assert {next(iter(n.fields)) for n in leaves(done.tree)} == {"title", "keyword"}  # type: ignore[union-attr]


def test_counting_occurrences_is_dropped_and_kept_for_what_is_fetched() -> None:
    done = translate(parse("lonely.ti. /freq=2", "ovid"))
    assert (done.text, done.effect) == ("lonely[ti]", Effect.BROADER)
    index = Index([Record(id="a", title="lonely"), Record(id="b", title="lonely, so lonely")])
    assert index.find(done.residual) == [1]


def test_a_window_of_three_words_becomes_three_words_on_other_platforms() -> None:
    done = translate(parse('"peer support groups"[ti:~2]', "pubmed"), to="ovid")
    assert (done.text, done.effect) == ("peer.ti. and support.ti. and groups.ti.", Effect.BROADER)


def test_ovid_s_title_and_abstract_is_broader_on_pubmed_because_of_keywords() -> None:
    done = translate(parse("lonely.ti,ab.", "ovid"))
    assert (done.text, done.effect) == ("lonely[tiab]", Effect.BROADER)
    index = Index([Record(id="a", title="Tenants", keywords=("lonely",)), Record(id="b", title="Lonely")])
    assert index.find(done.tree) == [0, 1]
    assert index.find(done.residual) == [1]


@pytest.mark.parametrize("target", ["pubmed", "embase", "ebsco", "proquest", "cochrane", "wos", "scopus"])
def test_an_apostrophe_is_written_as_it_was_and_searched_without_at_hand(target: str) -> None:
    """PubMed indexes alzheimer's and alzheimers apart, as its own translations of untagged terms show."""
    done = translate(parse("alzheimer’s.ti.", "ovid"), to=target)
    assert "alzheimer's" in done.text
    assert parse(done.text, target).tree == done.tree
    assert Index([Record(id="a", title="Alzheimer's"), Record(id="b", title="Alzheimers")]).find(done.tree) == [0, 1]


def test_days_of_publication_become_years_where_a_platform_has_only_those() -> None:
    done = translate(parse("2016/11/15:2017/02/01[dp]", "pubmed"), to="ovid")
    assert (done.text, done.effect) == ("2016:2017.yr.", Effect.BROADER)


def test_a_wildcard_in_a_publication_type_becomes_the_one_that_pubmed_has() -> None:
    done = translate(parse("randomi?ed controlled trial.pt.", "ovid"))
    assert (done.text, done.effect) == ('"randomi*ed controlled trial"[pt]', Effect.BROADER)


@pytest.mark.parametrize(
    ("strategy", "written", "effect"),
    [
        # field guide of Ovid MEDLINE: kf is indexed word by word, kw as a whole phrase
        ("loneliness.kf.", "loneliness[ot]", Effect.EXACT),
        ("loneliness.kw.", "loneliness[ot]", Effect.BROADER),
        ("loneliness.kw,kf.", "loneliness[ot]", Effect.EXACT),
    ],
)
def test_whole_keywords_are_sent_to_pubmed_as_words_of_keywords_which_finds_more(
    strategy: str, written: str, effect: Effect
) -> None:
    done = translate(parse(strategy, "ovid"))
    assert (done.text, done.effect) == (written, effect)


def test_a_heading_as_an_alternative_to_words_does_not_let_in_what_has_neither() -> None:
    done = translate(parse("((peer adj3 support*) or befriend*).ti,ab. or exp Loneliness/", "ovid"))
    assert done.residual is not None
    records = [
        Record(id="a", title="Peer support"), Record(id="b", title="Peer review of support"),
        Record(id="c", title="Alone in a crowd", headings=(Heading(name="Loneliness"),)),
        Record(id="d", title="Support was asked for, and given a good while later by a peer"),
    ]  # fmt: skip
    # d has both words, eleven apart, so that PubMed's AND finds it; it has no heading
    assert Index(records).find(done.residual) == [0, 1, 2]


@pytest.mark.parametrize("heading", ["exp Loneliness/px", "exp *Loneliness/", "exp No Such Heading At Hand/"])
def test_a_heading_that_a_record_may_have_otherwise_than_shown_is_taken_as_judged(heading: str) -> None:
    assert translate(parse(f"(peer adj3 support*).ti,ab. or {heading}", "ovid")).residual is None
