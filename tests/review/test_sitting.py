"""Sittings opened from a review: what one is handed, in which order, and what other people see of it."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.review.many import many

from resift.decisions import Verb
from resift.errors import BadFile
from resift.review.review import Review
from resift.review.training import Apart, ranking_command
from resift.screening.cards import Kind
from resift.screening.session import DecidedElsewhereError, Session
from resift.screening.training import Order


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """A review with twelve fictional reports and two decisions between trainings."""
    many(tmp_path / "review", 12)
    config = tmp_path / "review" / "review.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("every = 50", "every = 2"), encoding="utf-8")
    return Review(tmp_path / "review")


def _on(session: Session) -> str:
    assert session.report is not None
    return session.report


def test_a_sitting_goes_on_in_another_process_where_it_was(review: Review) -> None:
    session = review.session("Ada")
    session.decide(Verb.INCLUDE)
    session.later()
    session.judge("I1", "unclear")
    session.note("ask the authors")
    session.tag("protocol")
    again = review.session("Ada")
    assert again.card() == session.card()
    assert again.progress == session.progress
    assert again.resume == "You stopped at 1 of 12 today; 1 is put off."


def test_what_the_same_person_decided_at_another_screen_is_shown_before_it_is_replaced(review: Review) -> None:
    first, second = review.session("Ada"), review.session("Ada")
    report = _on(first)
    assert _on(second) == report
    first.decide(Verb.EXCLUDE, ["I1"])
    with pytest.raises(DecidedElsewhereError, match="in another sitting you decided: exclude I1"):
        second.decide(Verb.INCLUDE, report=report)
    card = second.card()
    assert card is not None
    assert (card.report, card.decision) == (report, "exclude I1")
    assert [e.verb for e in review.store.own_events("Ada", "screening")] == [Verb.EXCLUDE]
    second.decide(Verb.INCLUDE, report=report)
    assert [e.verb for e in review.store.own_events("Ada", "screening")] == [Verb.EXCLUDE, Verb.INCLUDE]


def test_what_was_decided_at_another_screen_does_not_come_again(review: Review) -> None:
    first, second = review.session("Ada"), review.session("Ada")
    queue = first.queue
    assert _on(second) == queue[0]
    for _ in range(3):
        first.decide(Verb.UNSURE)
    with pytest.raises(DecidedElsewhereError):
        second.decide(Verb.UNSURE)
    second.decide(Verb.UNSURE)
    assert _on(second) == queue[3]


def test_a_decision_made_and_taken_back_at_another_screen_stops_nobody(review: Review) -> None:
    first, second = review.session("Ada"), review.session("Ada")
    report = _on(second)
    first.decide(Verb.INCLUDE)
    first.undo()
    review.session("Bo").decide(Verb.EXCLUDE, ["I1"])  # somebody else's does not either
    assert second.decide(Verb.UNSURE, report=report).verb is Verb.UNSURE


def test_nothing_that_somebody_did_shows_in_anothers_sitting(review: Review) -> None:
    before = review.session("Bo")
    ada = review.session("Ada")
    for verb in (Verb.INCLUDE, Verb.EXCLUDE, Verb.UNSURE):
        ada.judge("I1", "no")
        ada.note("a secret")
        ada.tag("secret")
        ada.add_term("I1", "secret")
        ada.decide(verb, ["I1"] if verb is Verb.EXCLUDE else [])
    ada.later()
    after = review.session("Bo")
    assert (after.queue, after.card(), after.progress) == (before.queue, before.card(), before.progress)
    assert (after.history(), after.tags, after.criteria, after.resume) == ([], [], before.criteria, "")
    assert after.undo() is None


def test_an_added_abstract_is_everybodys_and_is_ranked_with(review: Review) -> None:
    ada = review.session("Ada")
    report = _on(ada)
    ada.edit_abstract("A fictional abstract on gardens.", "the publisher's page")
    assert review.state.shown(report).abstract == "A fictional abstract on gardens."
    assert review.state.received(report).abstract != "A fictional abstract on gardens."
    bo = review.session("Bo")
    while (card := bo.card()) is not None and card.report != report:
        bo.later()
    assert card is not None
    assert (card.record.abstract, card.source) == ("A fictional abstract on gardens.", "the publisher's page")
    assert "Ada" not in str(card)


def test_a_first_order_says_which_words_speak_for_a_report(review: Review) -> None:
    card = review.session("Ada").card()
    assert card is not None
    assert (card.why.kind, card.why.rank, card.why.of) == (Kind.RANKED, 1, 12)
    text = f"{card.record.title} {card.record.abstract}".lower()
    assert card.why.terms
    assert all(t in text for t in card.why.terms)


def test_a_second_look_asks_again_and_keeps_the_first_decision_in_the_log(review: Review) -> None:
    session = review.session("Ada")
    first, second = _on(session), None
    session.decide(Verb.EXCLUDE, ["I1"])
    second = _on(session)
    session.decide(Verb.INCLUDE)
    looking = {first: "The ranking would have it the other way.", second: ""}
    look = review.session("Ada", looking=looking)
    card = look.card()
    assert card is not None
    assert (card.report, card.why.kind, card.about) == (first, Kind.SECOND_LOOK, (looking[first],))
    assert (card.decision, look.progress.total, look.progress.decided) == ("exclude I1", 2, 0)
    event = look.decide(Verb.INCLUDE)
    assert (event.data["sitting"], event.data["why"]) == ("second look", "second look")
    assert review.session("Ada", looking=looking).report == second
    assert review.session("Ada").decided[first].verb is Verb.INCLUDE
    assert [e.verb for e in review.store.standing_events(reviewer="Ada") if e.record == first] == [
        Verb.EXCLUDE, Verb.INCLUDE,
    ]  # fmt: skip


def test_undo_in_a_second_look_ends_where_the_second_look_began(review: Review) -> None:
    session = review.session("Ada")
    first = _on(session)
    session.decide(Verb.EXCLUDE, ["I1"])
    look = review.session("Ada", looking={first: ""})
    look.decide(Verb.INCLUDE)
    assert look.undo() is not None
    assert look.undo() is None
    assert review.session("Ada").decided[first].verb is Verb.EXCLUDE


def test_an_order_made_in_the_background_is_taken_for_the_next_report_and_not_before(review: Review) -> None:
    plain = Review(review.folder.root)
    session = review.session("Ada", background=True)
    assert session.training is not None
    session.training.wait()
    for _ in range(2):
        session.decide(Verb.INCLUDE)
    on = _on(session)
    session.training.wait()
    session.judge("I1", "yes")
    assert _on(session) == on
    session.decide(Verb.INCLUDE)
    following = _on(session)
    ranked = plain.store.ranked("Ada")
    assert ranked is not None
    assert (session.trouble, ranked.trained) == ("", 2)
    assert following == next(r for r in ranked.reports if r not in session.decided)


def test_a_training_process_that_fails_is_told_and_the_order_stays(review: Review) -> None:
    session = review.session("Ada", background=True)
    assert session.training is not None
    session.training.wait()
    _on(session)
    broken = review.folder.root / "screening" / "criteria.toml"
    kept = broken.read_bytes()
    broken.write_text("no TOML at all [")
    session.decide(Verb.INCLUDE)
    session.decide(Verb.INCLUDE)
    session.training.wait()
    broken.write_bytes(kept)
    queue = session.queue
    session.decide(Verb.INCLUDE)
    assert _on(session) in queue
    assert session.trouble.startswith("The order could not be made anew (")
    assert "not valid TOML" in session.trouble


def test_a_training_asked_for_twice_runs_once_more_after_the_first(tmp_path: Path) -> None:
    log = tmp_path / "runs"
    code = f"open({str(log)!r}, 'a').write('x')"
    training = Apart([sys.executable, "-c", code], lambda: Order(reports=("r",)))
    for _ in range(3):
        training.start()
    orders = 0
    for _ in range(3):
        training.wait()
        orders += training.ready() is not None
    assert (log.read_text(), orders) == ("xx", 2)


def test_a_training_that_failed_is_told_why_also_where_another_was_asked_for(tmp_path: Path) -> None:
    training = Apart([sys.executable, "-c", "raise SystemExit('no room left')"], lambda: Order(reports=()))
    training.start()
    training.start()
    training.wait()
    assert training.ready() is None
    assert "no room left" in training.trouble
    training.wait()


def test_a_training_command_that_is_not_there_is_told(tmp_path: Path) -> None:
    training = Apart([str(tmp_path / "nowhere")], lambda: Order(reports=()))
    training.start()
    assert training.ready() is None
    assert "No such file" in training.trouble


def test_notes_and_answers_alone_are_not_counted_as_screened(review: Review) -> None:
    ada = review.session("Ada")
    ada.note("only a note")
    ada.later()
    assert review.status()["screened_by"] == {}
    assert review.state.screening == {}


def test_a_report_settled_stays_out_of_others_queues_but_a_note_settles_nothing(review: Review) -> None:
    for who, verb in (("Ada", Verb.INCLUDE), ("Bo", Verb.EXCLUDE)):
        session = review.session(who)
        while session.report is not None:
            session.decide(verb, ["I1"] if verb is Verb.EXCLUDE else [])
    settling = review.session("Cy", settling=True)
    settling.note("a note of the adjudicator")
    assert review.session("Cy", settling=True).card().draft.note == "a note of the adjudicator"  # type: ignore[union-attr]
    report = _on(settling)
    assert review.state.screening[report].state.value == "conflict"
    settling.decide(Verb.INCLUDE)
    assert review.state.screening[report].state.value == "included"
    assert settling.undo() is not None
    assert (settling.report, settling.card().why.kind) == (report, Kind.TAKEN_BACK)  # type: ignore[union-attr]
    assert review.state.screening[report].state.value == "conflict"


def test_the_rule_for_stopping_is_that_of_the_protocol(review: Review) -> None:
    config = review.folder.root / "review.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("recall = 0.95", "recall = 0.8"), encoding="utf-8")
    session = Review(review.folder.root).session("Ada")
    session.decide(Verb.INCLUDE)
    assert session.stopping.startswith("If more than 20% of the relevant records were still unseen")


@pytest.mark.parametrize("value", ["95", "1.0", "0.0", '"most"', "true"])
def test_a_rule_for_stopping_that_is_no_share_is_named(review: Review, value: str) -> None:
    config = review.folder.root / "review.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("recall = 0.95", f"recall = {value}"), encoding="utf-8"
    )
    with pytest.raises(BadFile, match=r"\[stopping\] recall is not a share between 0 and 1"):
        Review(review.folder.root)


def test_a_sitting_with_an_order_at_hand_loads_no_numerical_library_and_not_all_records(review: Review) -> None:
    review.rank("Ada")
    code = """
import subprocess
import sys
from pathlib import Path
from resift.review import Review
from resift.store import Store
Store.records = lambda *_: sys.exit("all records were read")
Store.standing_events = lambda *_, verb=None, **__: [] if verb else sys.exit("whole events of everybody were read")
with Review(Path(sys.argv[1])) as review:
    card = review.session("Ada", background=True).card()
print(card.report, *{"numpy", "scipy", "sklearn", "pandas", "textual", "lxml"} & {*sys.modules})
"""
    command = [sys.executable, "-c", code, str(review.folder.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == ([review.session("Ada").report], "")


def test_of_many_trainings_for_the_same_decisions_one_is_made(review: Review) -> None:
    before = review.rank("Ada")
    processes = [subprocess.Popen(ranking_command(review.folder.root, "Ada"), stdout=subprocess.DEVNULL)
                 for _ in range(3)]  # fmt: skip
    assert [p.wait() for p in processes] == [0, 0, 0]
    session = review.session("Ada")
    for _ in range(2):
        session.decide(Verb.INCLUDE)
    after = review.rank("Ada", due=True)
    assert (before.trained, after.trained) == (0, 2)
    with review.store.engine.connect() as db:
        made = db.exec_driver_sql("SELECT trained FROM ranking WHERE reviewer = 'Ada' ORDER BY id").scalars().all()
    assert made == [0, 2]
