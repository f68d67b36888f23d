"""Faults that were found once, each as the sentence that must hold."""

from pathlib import Path

import pytest

from resift.decisions import Event, Rules, Stage, State, Verb, outcome
from resift.errors import BadFile, BadStrategy, ReviewError
from resift.records import NormalTitle, Record
from resift.review.config import read_config
from resift.review.folder import write_tree
from resift.review.review import Review, start_review
from resift.review.worked import worked_files
from resift.screening.lines import run
from resift.screening.session import Session
from resift.strategy import Index, parse, translate
from resift.strategy.effects import Effect

RIS = "TY  - JOUR\nAN  - F{n}\nTI  - A fictional {n} programme for people with psychosis\nAU  - Doe, {n}\nER  - \n\n"


def _event(second: int, who: str, verb: Verb, record: str = "r", stage: Stage = Stage.SCREENING) -> Event:
    reasons = ("I1",) if verb is Verb.EXCLUDE else ()
    return Event(
        time=f"2026-11-02T09:00:{second:02}.000000Z",
        reviewer=who,
        stage=stage,
        record=record,
        verb=verb,
        reasons=reasons,
    )


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """A review with five imported, grouped fictional records; two decisions between trainings."""
    files = dict(worked_files(("review.toml", "queries", "screening", "data/previous")))
    files["review.toml"] = files["review.toml"].replace(b"every = 50", b"every = 2")
    start_review(tmp_path / "review", files)
    names = ["horticulture", "theatre", "football", "woodwork", "choir"]
    (tmp_path / "export.ris").write_text("".join(RIS.format(n=n) for n in names))
    opened = Review(tmp_path / "review")
    opened.import_file(tmp_path / "export.ris", "embase")
    opened.dedup()
    return opened


def test_one_persons_unlike_decisions_on_records_found_to_be_one_report_are_a_conflict() -> None:
    log = [
        _event(1, "Ada", Verb.INCLUDE, "r1"),
        _event(2, "Ben", Verb.INCLUDE, "r1"),
        _event(3, "Ada", Verb.EXCLUDE, "r2"),
    ]
    assert outcome(log, Rules(reviewers=2)).state is State.CONFLICT


def test_unsure_on_the_full_text_includes_nothing() -> None:
    log = [_event(i, who, Verb.UNSURE, stage=Stage.ELIGIBILITY) for i, who in enumerate(("Ada", "Ben"))]
    assert outcome(log, Rules(reviewers=2)).state is State.CONFLICT


def _answers(session: Session, *lines: str) -> list[str]:
    said: list[str] = []
    run(session, lines, said.append)
    return said


def test_a_correction_after_undo_lands_on_the_report_that_was_taken_back(review: Review) -> None:
    _answers(review.session("Ada"), "i", "i", "z", "e I1")
    events = review.store.all_events()
    assert [e.verb for e in events] == [Verb.INCLUDE, Verb.INCLUDE, Verb.UNDO, Verb.EXCLUDE]
    assert events[3].record == events[1].record


def test_the_last_decision_of_a_finished_list_can_be_taken_back(review: Review) -> None:
    _answers(review.session("Ada"), *["i"] * 5)
    _answers(review.session("Ada"), "z", "e I1")
    assert [e.verb for e in review.store.standing_events()].count(Verb.EXCLUDE) == 1


def test_names_that_differ_only_by_case_are_one_person(review: Review) -> None:
    _answers(review.session("Ada"), "i")
    assert review.session("  Ada ").reviewer == "Ada"
    with pytest.raises(ReviewError, match="only by case"):
        review.session("ada")


def test_a_third_reviewer_gets_only_what_still_needs_a_decision(review: Review) -> None:
    for who in ("Ada", "Ben"):
        _answers(review.session(who), *["i"] * 4)
    done = {e.record for e in review.store.standing_events(reviewer="Ada")} & {
        e.record for e in review.store.standing_events(reviewer="Ben")
    }
    assert set(review.session("Cleo").left).isdisjoint(done)


def test_a_party_to_a_conflict_does_not_settle_it(review: Review) -> None:
    _answers(review.session("Ada"), *["i"] * 5)
    _answers(review.session("Ben"), *["e I1"] * 5)
    assert review.session("Ben", settling=True).left == []
    shown = _answers(review.session("Cleo", settling=True), "u", "e I2")
    assert "A reviewer decided: exclude I1" in shown
    assert any("settled by an inclusion or an exclusion" in line for line in shown)


def test_a_new_round_broken_off_is_completed_not_repeated(review: Review, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.xml"
    body = "<PMID>90000001</PMID><Article><ArticleTitle>Fictional</ArticleTitle></Article>"
    article = f"<PubmedArticle><MedlineCitation>{body}</MedlineCitation></PubmedArticle>"
    corpus.write_text(f"<PubmedArticleSet>{article}</PubmedArticleSet>")
    review.search(corpus=[corpus])
    review.search(["pubmed"], corpus=[corpus], update=True)  # the other strategy was not reached
    assert [r.id for r in review.search(corpus=[corpus], update=True)] == ["pubmed-repaired.2"]


def test_an_answer_on_a_pair_waits_for_the_next_grouping(review: Review) -> None:
    pair = next(iter(review.state.members)), list(review.state.members)[1]
    when = "2999-01-01T00:00:00.000000Z"
    review.store.append(Event(time=when, reviewer="Ada", stage=Stage.DUPLICATES, record=pair[0], verb=Verb.SAME,
                              data={"other": pair[1]}))  # fmt: skip
    assert not review.store.grouped()


def test_writing_a_report_touches_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/.draft.tmp").write_text("mine")
    write_tree(tmp_path, {"report.html": b"x"})
    assert (tmp_path / "other/.draft.tmp").read_text() == "mine"


def test_a_question_mark_in_a_path_keeps_the_store_in_its_folder(tmp_path: Path) -> None:
    start_review(tmp_path / "what?now", dict(worked_files(("review.toml", "queries", "screening", "data/previous"))))
    with Review(tmp_path / "what?now") as opened:
        assert opened.folder.database.is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["what?now"]


def test_an_exact_name_wins_over_another_searchs_database(review: Review) -> None:
    config = (review.folder.root / "review.toml").read_text()
    added = config.replace(
        '[[search]]\nname = "embase"', '[[search]]\nname = "eo"\ndatabase = "embase"\n\n[[search]]\nname = "embase"'
    )
    (review.folder.root / "review.toml").write_text(added)
    assert read_config(review.folder.root).search("Embase").name == "embase"


def test_a_charted_file_with_a_fault_is_not_taken_in_part(review: Review, tmp_path: Path) -> None:
    from resift.review.charted_table import read_table

    path = tmp_path / "chart.csv"
    path.write_text("study,category,reports\nD01,group skills training,\nD02,group skills training,nowhere:1\n")
    with pytest.raises(BadFile, match="nowhere:1"):
        read_table(review, path, reviewer="Ada")
    assert review.store.all_events() == []


def test_a_table_in_another_encoding_is_named(review: Review, tmp_path: Path) -> None:
    from resift.review.charted_table import read_table

    path = tmp_path / "chart.csv"
    path.write_bytes("study,reports\nTürkei,\n".encode("latin-1"))
    with pytest.raises(BadFile, match="UTF-8"):
        read_table(review, path, reviewer="Ada")


def test_less_than_and_greater_than_in_an_abstract_are_not_markup() -> None:
    assert NormalTitle.of("scores <mean of the wellbeing scale and > 3") == "scores mean of the wellbeing scale and 3"


def _tight(text: str) -> str:
    return translate(parse(text, "ovid"), "tight").text


OVID = [
    ('exp "Wounds and Injuries"/', '"Wounds and Injuries"[mh]'),
    ("Depressive Disorder/dt,th",
     '"Depressive Disorder/drug therapy"[mh:noexp] OR "Depressive Disorder/therapy"[mh:noexp]'),
    ("randomized controlled trial.pt.", '"randomized controlled trial"[pt]'),
    ("colo?r.ti.", "colo*r[ti]"),
    ("depress$5.ti,ab.", "depress*[tiab]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), OVID)
def test_common_ovid_forms_are_read(text: str, wanted: str) -> None:
    assert _tight(text) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Gadgets and Widgets/", "HED01"),
        ("depression.ti,ab.\nanxiety.ti,ab.", "LIN02"),
        ("a or b not c", "PRE01"),
        (" and (b or ".join(["a"] * 400), "SYN09"),
    ],
)
def test_what_may_mean_two_things_is_pointed_out(text: str, code: str) -> None:
    assert code in [f.code for f in parse(text, "ovid").findings]


def test_a_heading_that_pubmed_judged_is_not_judged_again() -> None:
    done = translate(parse("(peer* adj3 support*).ti,ab. and exp Mental Disorders/", "ovid"))
    record = Record(id="a", title="Peers who support each other, a fictional story")
    assert done.residual is not None
    assert Index([record]).find(done.residual) == [0]


def test_a_strategy_for_pubmed_is_sent_as_written() -> None:
    text = "cancer[tiab] NOT review[pt]"
    done = translate(parse(text, "pubmed"))
    assert (done.text, done.effect, done.residual) == (text, Effect.EXACT, None)


def test_words_without_a_tag_are_one_operand_on_pubmed() -> None:
    apart = Index(
        [Record(id="a", title="stroke"), Record(id="b", title="heart attack"), Record(id="c", title="attack")]
    )
    assert apart.find(parse("stroke OR heart attack", "pubmed").tree) == [0, 1]


@pytest.mark.parametrize("text", ['"last 5 years"[dp]', "1:2016/01[uid]", "a[ti] OR NOT b[ti]"])
def test_what_pubmed_text_cannot_mean_is_an_error(text: str) -> None:
    with pytest.raises(BadStrategy):
        translate(parse(text, "pubmed"))


def test_the_keyword_field_makes_tiab_broader() -> None:
    assert translate(parse("peer.ti,ab,kf.", "ovid")).effect is Effect.BROADER
