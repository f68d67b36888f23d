"""Several people in one review: who reads what, the pilot, conflicts, second looks, and what is hidden how long."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.decisions import Event, Stage, State, Verb
from resift.errors import BadFile, ReviewError
from resift.review.agreement import disputed
from resift.review.config import read_config
from resift.review.exporting import export_reports
from resift.review.reading import Reading
from resift.review.review import Review, start_review
from resift.review.screened import brief, in_words
from resift.review.worked import worked_files
from resift.screening.agreement import Figure
from resift.screening.assignment import Assignment
from resift.screening.second_look import SECOND_LOOK

RIS = "TY  - JOUR\nAN  - F{n}\nTI  - A fictional {n} programme for people with psychosis\nAU  - Doe, {n}\nER  - \n\n"
WORDS = ("choir", "theatre", "football", "garden", "kitchen", "pottery", "archery", "rowing", "chess", "dance",
         "sewing", "woodwork")  # fmt: skip

IN, OUT = Verb.INCLUDE, Verb.EXCLUDE

Open = Callable[..., Review]


class Clock:
    """Each call a second later."""

    def __init__(self) -> None:
        self.ticks = 0

    def __call__(self) -> str:
        self.ticks += 1
        return f"2026-11-02T{self.ticks // 3600:02}:{self.ticks // 60 % 60:02}:{self.ticks % 60:02}.000000Z"


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """A review with twelve fictional reports and these lines under [screening]."""

    def make(*lines: str) -> Review:
        files = dict(worked_files(("review.toml", "queries", "screening", "data/previous")))
        setting = b"reviewers = 2 "
        assert setting in files["review.toml"]
        more = "\n".join(lines).encode()
        files["review.toml"] = files["review.toml"].replace(setting, more + b"\n" + setting if lines else setting)
        start_review(tmp_path / "review", files)
        (tmp_path / "export.ris").write_text("".join(RIS.format(n=n) for n in WORDS))
        review = Review(tmp_path / "review", clock=Clock())
        review.import_file(tmp_path / "export.ris", "embase")
        review.dedup()
        return review

    return make


def _resift(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "resift", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def _decide(review: Review, who: str, report: str, verb: Verb, *why: str, **more: object) -> None:
    review.store.append(
        Event(time=review.clock(), reviewer=who, stage=Stage.SCREENING, record=report, verb=verb, reasons=why,
              criteria="1", **more)  # type: ignore[arg-type]
    )  # fmt: skip


def _all(review: Review, who: str, verb: Verb = IN, *why: str) -> None:
    for report in review.state.waiting(who, Stage.SCREENING):
        _decide(review, who, report, verb, *why)


PEOPLE = 'people = ["Ada", "Bo", "Cy"]'


def test_each_report_waits_for_its_own_two_of_three_people(opened: Open) -> None:
    state = opened(PEOPLE).state
    by = {who: set(state.waiting(who, Stage.SCREENING)) for who in ("Ada", "Bo", "Cy")}
    assert sum(len(reports) for reports in by.values()) == 24
    assert all(sum(r in reports for reports in by.values()) == 2 for r in state.to_screen)


def test_split_work_is_done_with_one_decision_on_most_reports_and_the_report_says_so(opened: Open) -> None:
    review = opened(PEOPLE, "overlap = 0.25")
    plan = review.config.assignment
    twice = sum(plan.needed(records[0]) == 2 for records in review.state.members.values())
    assert 0 < twice < 12
    for who in ("Ada", "Bo", "Cy"):
        _all(review, who, OUT, "I1")
    assert {o.state for o in review.state.screening.values()} == {State.EXCLUDED}
    assert len(review.state.screening) == 12
    page = (Path(review.report()["report"])).read_text()
    assert f"one person: {12 - twice}; two people: {twice}" in page
    assert "25 % of the reports, drawn by a hash, go to 2 people" in page


def test_full_texts_are_never_left_to_one_person_of_several(opened: Open) -> None:
    review = opened(PEOPLE, "overlap = 0.0")
    reading = review.state.reading
    assert {reading.needed(r, Stage.SCREENING) for r in review.state.to_screen} == {1}
    assert {reading.needed(r, Stage.ELIGIBILITY) for r in review.state.to_screen} == {2}


def test_who_leaves_strands_no_report_and_keeps_what_was_decided(opened: Open) -> None:
    review = opened(PEOPLE)
    mine = review.state.waiting("Cy", Stage.SCREENING)
    for report in mine[:3]:
        _decide(review, "Cy", report, IN)
    path = review.folder.root / "review.toml"
    path.write_text(path.read_text().replace(PEOPLE, 'people = ["Ada", "Bo"]'))
    later = Review(review.folder.root, clock=review.clock)
    for who in ("Ada", "Bo"):
        _all(later, who)
    assert all(o.state is State.INCLUDED for o in later.state.screening.values())
    # what Cy had read needed one person more, all the rest both
    assert {len(later.state.screening[r].reviewers) for r in mine[:3]} == {2}
    assert all("Cy" in later.state.screening[r].reviewers for r in mine[:3])


def test_a_name_that_the_protocol_does_not_have_is_refused_but_may_settle(opened: Open) -> None:
    review = opened('people = ["Ada", "Bo"]')
    with pytest.raises(ReviewError, match="'Dee' is not among the people of the protocol: Ada, Bo"):
        review.session("Dee")
    with pytest.raises(ReviewError, match="only by case"):
        review.session("ada")
    assert review.session("Dee", settling=True).left == []
    _decide(review, "ada", review.state.to_screen[0], IN)  # from before the protocol named her
    assert review.session("Ada").reviewer == "Ada"


def test_a_later_record_of_a_report_does_not_move_it_to_somebody_else(opened: Open, tmp_path: Path) -> None:
    review = opened(PEOPLE)
    before = {r: review.state.reading.wanted(r, Stage.SCREENING) for r in review.state.to_screen}
    # the same works with an abstract: these records stand for their reports from now on
    abstract = "AB  - Fictional.\nER  - "
    (tmp_path / "again.ris").write_text("".join(RIS.format(n=n).replace("ER  - ", abstract) for n in WORDS))
    review.import_file(tmp_path / "again.ris", "cinahl")
    for first, second in zip(review.store.records()[:12], review.store.records()[12:], strict=True):
        review.store.append(Event(time=review.clock(), reviewer="Ada", stage=Stage.DUPLICATES, record=first.id,
                                  verb=Verb.SAME, data={"other": second.id}))  # fmt: skip
    review.dedup()
    after = review.state
    assert len(after.to_screen) == 12
    assert not set(after.to_screen) & set(before)
    assert {after.members[r][0]: after.reading.wanted(r, Stage.SCREENING) for r in after.to_screen} == before


@pytest.mark.parametrize("overlap", ["overlap = 0.5", "overlap = 1.0"])
def test_sites_that_never_talk_divide_the_work_without_gap_or_excess(
    opened: Open, tmp_path: Path, overlap: str
) -> None:
    here = opened(PEOPLE, overlap)
    here.store.close()
    shutil.copytree(here.folder.root, tmp_path / "elsewhere")
    here, there = (Review(tmp_path / n, clock=Clock()) for n in ("review", "elsewhere"))
    for review, who in ((here, "Ada"), (here, "Bo"), (there, "Cy")):
        _all(review, who, OUT, "I1")
    here.store.append(there.store.all_events())
    state = here.state
    read = {r: len(o.reviewers) for r, o in state.screening.items()}
    assert read == {r: state.reading.needed(r, Stage.SCREENING) for r in state.to_screen}
    assert {o.state for o in state.screening.values()} == {State.EXCLUDED}


def test_the_pilot_comes_first_to_everybody_and_is_the_next_step_until_all_have_read_it(opened: Open) -> None:
    review = opened(PEOPLE, "pilot = 4")
    pilot = review.state.reading.pilot
    assert len(pilot) == 4
    for who in ("Ada", "Bo", "Cy"):
        assert set(review.session(who).queue[:4]) == pilot
        assert review.status()["next"] == f"resift screen --reviewer {who}"
        for report in sorted(pilot):
            _decide(review, who, report, IN)
    assert review.status()["pilot"] == {"reports": 4, "left": {"Ada": 0, "Bo": 0, "Cy": 0}, "read": True}
    assert review.status()["next"] == "resift agreement --pilot"
    found = review.agreement(pilot=True)
    assert (found.overall.who, found.overall.reports) == (("Ada", "Bo", "Cy"), 4)
    assert [m.who for m in found.pairs] == [("Ada", "Bo"), ("Ada", "Cy"), ("Bo", "Cy")]
    _all(review, "Ada")
    assert review.status()["next"].startswith("resift screen")


def test_reports_found_after_screening_began_do_not_change_the_pilot(opened: Open, tmp_path: Path) -> None:
    review = opened("pilot = 6")
    pilot = review.state.reading.pilot
    _decide(review, "Ada", sorted(pilot)[0], IN)
    new = "".join(RIS.format(n=f"{a} {b}") for a in WORDS for b in ("north", "south"))
    (tmp_path / "new.ris").write_text(new)
    review.import_file(tmp_path / "new.ris", "cinahl")
    review.dedup()
    assert len(review.state.to_screen) > 12
    assert review.state.reading.pilot == pilot


def test_a_pilot_without_named_people_asks_for_as_many_as_the_protocol_needs(opened: Open) -> None:
    review = opened("pilot = 3")
    for who in ("Ada", "Bo"):
        assert review.status()["next"] in ("resift screen --reviewer NAME", f"resift screen --reviewer {who}")
        for report in sorted(review.state.reading.pilot):
            _decide(review, who, report, IN)
    assert review.status()["next"] == "resift agreement --pilot"
    assert set(review.state.waiting("Cy", Stage.SCREENING)) >= review.state.reading.pilot


def test_nothing_of_a_report_is_told_while_somebody_is_still_to_read_it(opened: Open) -> None:
    review = opened(PEOPLE, "pilot = 4")
    report, *others = sorted(review.state.reading.pilot)
    for who, verb, why in (("Ada", IN, ()), ("Bo", OUT, ("I1",))):
        for r in (report, *others):
            _decide(review, who, r, verb, *why)
    hidden = review.agreement(pilot=True)
    assert (len(hidden.decisions), hidden.awaited) == (0, 4)
    assert review.session("Dee", settling=True).left == []
    _decide(review, "Cy", report, IN)
    shown = review.agreement(pilot=True)
    assert (set(shown.decisions), shown.awaited) == ({report}, 3)
    assert review.state.conflicts(Stage.SCREENING) == [report]


def test_a_report_of_the_pilot_has_no_outcome_before_everybody_named_has_read_it(opened: Open) -> None:
    review = opened(PEOPLE, "pilot = 3")
    first, second, third = sorted(review.state.reading.pilot)
    for report, verb, why in ((first, IN, ()), (second, OUT, ("I1",)), (third, IN, ())):
        for who in ("Ada", "Bo"):
            _decide(review, who, report, verb, *why)
    state = review.state
    assert {o.state for o in state.screening.values()} == {State.PENDING}
    assert (state.sought, review.status()["counts"]["screened"]) == ([], 0)
    assert export_reports(state, "csv", stage=Stage.SCREENING).counts == {"pending": 3, "unread": 9}
    with pytest.raises(ReviewError, match="is not among the reports sought"):
        review.retrieve(first, found=True, reviewer="Ada", state=state)
    flow = review.report()
    assert (flow["counts"]["records_excluded"], flow["counts"]["dbr_sought_reports"]) == (0, 0)
    assert "12 awaiting a decision on title and abstract" in flow["draft"]
    for report, verb in ((first, IN), (second, IN)):
        _decide(review, "Cy", report, verb)
    _decide(review, "Dee", third, OUT, "I1", settles=True)  # settled counts at once
    states = {r: review.state.screening[r].state for r in (first, second, third)}
    assert states == {first: State.INCLUDED, second: State.CONFLICT, third: State.EXCLUDED}


def test_a_pilot_without_named_people_is_decided_by_as_many_as_the_protocol_asks(opened: Open) -> None:
    review = opened("pilot = 1")
    (report,) = review.state.reading.pilot
    for who in ("Ada", "Bo"):
        _decide(review, who, report, IN)
    assert review.state.screening[report].state is State.INCLUDED


def test_one_decision_of_two_is_not_told(opened: Open) -> None:
    review = opened()
    report = review.state.to_screen[0]
    _decide(review, "Ada", report, OUT, "I1")
    found = review.agreement()
    assert (found.decisions, found.awaited, disputed(found)) == ({}, 1, {})


def test_a_change_of_the_criteria_is_seen(opened: Open) -> None:
    review = opened()
    report = review.state.to_screen[0]
    _decide(review, "Ada", report, IN)
    review.store.append(Event(time=review.clock(), reviewer="Bo", stage=Stage.SCREENING, record=report, verb=IN,
                              criteria="2"))  # fmt: skip
    assert review.agreement().versions == {"1": 1, "2": 1}


def test_different_reasons_hold_nothing_up_and_are_listed(opened: Open) -> None:
    review = opened()
    first, second, third, *_ = review.state.to_screen
    for who, why in (("Ada", "I1"), ("Bo", "I2")):
        _decide(review, who, first, OUT, why)
        _decide(review, who, second, OUT if who == "Ada" else IN, *(("I1",) if who == "Ada" else ()))
        _decide(review, who, third, OUT, "I1", *(("I2",) if who == "Ada" else ()))
    assert disputed(review.agreement()) == {first: "reason", second: "decision"}
    assert review.state.screening[first].state is State.EXCLUDED


def test_a_party_settles_only_when_asked_to_and_the_report_says_that_it_was_by_consensus(opened: Open) -> None:
    review = opened()
    report = review.state.to_screen[0]
    _decide(review, "Ada", report, IN)
    _decide(review, "Bo", report, OUT, "I1")
    assert review.session("Ada", settling=True).left == []
    session = review.session("Ada", settling=True, consensus=True)
    assert session.left == [report]
    _decide(review, "Ada", report, OUT, "I1", settles=True)
    assert review.state.screening[report].state is State.EXCLUDED
    assert "Ada, by consensus" in Path(review.report()["report"]).read_text()
    # what both decided on their own still counts as a disagreement
    assert disputed(review.agreement()) == {report: "decision"}


def test_who_has_a_part_in_every_disagreement_is_told_who_may_settle_them(opened: Open) -> None:
    review = opened('people = ["Ada", "Bo"]')
    for report in review.state.to_screen:
        _decide(review, "Ada", report, IN)
        _decide(review, "Bo", report, IN)
    for report in review.state.to_screen[:2]:
        _decide(review, "Bo", report, OUT, "I1")
    done = _resift(review.folder.root, "adjudicate", "--reviewer", "Ada")
    assert done.returncode == 1
    assert "2 disagreements wait to be settled, and Ada has a part in each" in done.stderr
    assert "resift adjudicate --reviewer Ada --consensus; else somebody settles who has not decided" in done.stderr
    settle = "resift adjudicate --reviewer NAME, with --consensus or by somebody who has not decided"
    assert review.status()["next"] == settle
    assert f"Next: {settle}" in _resift(review.folder.root, "adjudicate", "--list").stderr
    assert _resift(review.folder.root, "adjudicate", "--reviewer", "Ada", "--consensus").returncode == 0
    assert _resift(review.folder.root, "adjudicate", "--reviewer", "Dee").returncode == 0


def test_the_next_step_after_a_sitting_is_one_of_who_sat(opened: Open) -> None:
    review = opened(PEOPLE, "pilot = 3")
    after = lambda who, stage=Stage.SCREENING: review.status(who, stage)["next"]  # noqa: E731
    pilot = sorted(review.state.reading.pilot)
    _decide(review, "Bo", pilot[0], IN)
    assert (after("Ada"), after("Bo")) == ("resift screen --reviewer Ada", "resift screen --reviewer Bo")
    for report in pilot[1:]:
        _decide(review, "Bo", report, IN)
    assert after("Bo") == "resift screen --reviewer Ada (the pilot waits for Ada)"
    for who in ("Ada", "Cy"):
        for report in pilot:
            _decide(review, who, report, IN)
    assert after("Bo") == "resift agreement --pilot"
    _all(review, "Bo")
    assert after("Cy") == "resift screen --reviewer Cy"
    assert after("Bo") == review.status()["next"] == "resift screen --reviewer NAME"
    _decide(review, "Ada", next(r for r in review.state.waiting("Bo", Stage.SCREENING) if r not in pilot), OUT, "I1")
    assert after("Cy") == "resift screen --reviewer Cy"


def test_the_next_step_after_a_sitting_keeps_to_its_stage(opened: Open) -> None:
    review = opened()
    report = review.state.to_screen[0]
    for who in ("Ada", "Bo"):
        _decide(review, who, report, IN)
    review.retrieve(report, found=True, reviewer="Ada")
    assert review.status("Ada", Stage.ELIGIBILITY)["next"] == "resift screen --stage eligibility --reviewer Ada"
    assert review.status("Ada")["next"] == "resift screen --reviewer Ada"


def test_status_names_the_agreement_on_the_pilot_once_it_is_read_also_when_somebody_went_on(opened: Open) -> None:
    review = opened("people = ['Ada', 'Bo']", "pilot = 2")
    pilot = sorted(review.state.reading.pilot)
    for report in pilot:
        _decide(review, "Ada", report, IN)
    assert "resift agreement --pilot" not in _resift(review.folder.root, "status").stdout
    for report in pilot:
        _decide(review, "Bo", report, IN)
    _decide(review, "Bo", next(r for r in review.state.to_screen if r not in pilot), IN)
    assert "The pilot is read: resift agreement --pilot" in _resift(review.folder.root, "status").stdout


def test_one_thing_is_told_in_the_singular_and_a_nought_has_no_sign(opened: Open) -> None:
    review = opened()
    first, second = review.state.to_screen[:2]
    for who, why in (("Ada", "I1"), ("Bo", "I2")):
        _decide(review, who, first, OUT, why)
    root = review.folder.root
    listed = _resift(root, "adjudicate", "--list").stdout
    assert "0 disagreements wait; 1 exclusion has different reasons" in listed
    _decide(review, "Ada", second, OUT, "I1")
    told = _resift(root, "agreement").stdout
    assert "1 report was decided by two or more; 1 more waits for somebody and is left out" in told
    assert "Ada and Bo, 1 report\n" in told
    assert brief(Figure(name="kappa", value=-0.0004, low=-0.001, high=0.0)) == "kappa 0.00 (0.00 to 0.00)"
    assert in_words(Figure(name="kappa", value=-0.0004))["value"] == "0.000"


def test_choosing_what_to_look_at_again_tells_how_far_it_is(opened: Open) -> None:
    review = opened('people = ["Ada", "Bo"]')
    _all(review, "Ada", OUT, "I1")
    told: list[tuple[str, int, int]] = []
    review.progress = lambda *step: told.append(step)
    review.second_look("Ada")
    steps = [(done, of) for what, done, of in told if what == "ranking your decisions anew"]
    assert steps[0][0] == 0
    assert steps[-1] == (1, 1)


def test_keys_that_do_not_exist_are_refused_also_through_a_pipe(opened: Open) -> None:
    review = opened()
    done = _resift(review.folder.root, "screen", "--reviewer", "Ada", "--keys", "emacs")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there are no keys 'emacs'" in done.stderr
    assert _resift(review.folder.root, "screen", "--reviewer", "Ada", "--keys", "rayyan").returncode == 0


def test_an_order_that_is_not_due_is_said_to_be_none(opened: Open) -> None:
    root = opened().folder.root
    assert "Nothing is due" not in _resift(root, "rank", "--due").stdout
    assert "Nothing is due" in _resift(root, "rank", "--due").stdout
    assert "Nothing is due" not in _resift(root, "rank").stdout


def test_second_looks_come_from_own_decisions_and_not_twice(opened: Open) -> None:
    review = opened(PEOPLE, "overlap = 0.0")
    for who in ("Ada", "Bo", "Cy"):
        _all(review, who, OUT, "I1")
    mine = {r for r, o in review.state.screening.items() if o.reviewers == ("Ada",)}
    chosen = review.second_look("Ada")
    assert {r for r, _ in chosen} == mine  # each is an exclusion by Ada alone for one judgement
    report, why = chosen[0]
    _decide(review, "Ada", report, IN, data={SECOND_LOOK: why})
    assert {r for r, _ in review.second_look("Ada")} == mine - {report}
    assert review.state.screening[report].state is State.INCLUDED
    looks = review.status()["second_looks"]
    assert looks == [{"stage": "title and abstract", "why": why, "reports": 1, "to_include": 1, "to_exclude": 0}]
    assert f'<td>{why}</td><td class="n">1</td><td class="n">1</td>' in Path(review.report()["report"]).read_text()


def test_an_exclusion_that_looks_like_what_was_included_is_the_first_to_look_at_again(
    opened: Open, tmp_path: Path
) -> None:
    review = opened()
    odd = RIS.replace("programme for people with psychosis", "repair of steel bridges and concrete roads")
    (tmp_path / "odd.ris").write_text("".join(odd.format(n=f"{n} made up") for n in WORDS))
    review.import_file(tmp_path / "odd.ris", "cinahl")
    review.dedup()
    slip, *kept = [r for r in review.state.to_screen if r.startswith("embase")]
    others = [r for r in review.state.to_screen if r.startswith("cinahl")]
    assert (len(kept), len(others)) == (11, 12)
    for r in kept:
        _decide(review, "Ada", r, IN)
    for r in (slip, *others):
        _decide(review, "Ada", r, OUT, "I7")
    assert review.second_look("Ada")[0] == (slip, "the ranking disagrees")


def test_an_exclusion_that_two_people_share_is_no_judgement_of_one(opened: Open) -> None:
    review = opened()
    for who in ("Ada", "Bo"):
        _all(review, who, OUT, "I1")
    assert {why for _, why in review.second_look("Ada")} <= {"the ranking disagrees", "random sample of exclusions"}


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (('people = ["Ada", "ada", "Bo"]',), "names somebody twice"),
        (('people = ["Ada"]',), "reviewers is 2, but people names 1"),
        (("overlap = 0.1",), "overlap needs people"),
        ((PEOPLE, "overlap = 10"), "overlap is not a share from 0 to 1"),
        (("pilot = -1",), "pilot is not a whole number from 0 on"),
    ],
)
def test_a_protocol_that_contradicts_itself_is_refused(opened: Open, lines: tuple[str, ...], what: str) -> None:
    with pytest.raises(BadFile, match=what):
        opened(*lines)


def test_the_worked_review_names_nobody_and_asks_for_two(root: Path) -> None:
    assert read_config(root).assignment == Assignment(people=(), reviewers=2, overlap=1.0, pilot=0)


acts = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from(["r1", "r2", "r3"]), st.booleans()), max_size=12, unique=True
)


@given(acts, st.sampled_from([(), ("A", "B", "C")]), st.sampled_from([0.0, 0.5, 1.0]), st.booleans())
def test_a_report_is_hidden_exactly_while_it_is_in_somebodys_list(
    log: list[tuple[str, str, bool]], people: tuple[str, ...], overlap: float, pilot: bool
) -> None:
    plan = Assignment(people=people, reviewers=2, overlap=overlap if people else 1.0)
    reports = ("r1", "r2", "r3")
    events: dict[tuple[Stage, str], list[Event]] = {}
    for i, (who, report, settles) in enumerate(log):
        events.setdefault((Stage.SCREENING, report), []).append(
            Event(time=f"{i:03}", reviewer=who, stage=Stage.SCREENING, record=report, verb=IN, settles=settles)
        )
    reading = Reading(plan=plan, keys={r: r for r in reports}, acts=events,
                      pilot=frozenset({"r1"} if pilot else ()))  # fmt: skip
    for r in reports:
        by = {e.reviewer for e in events.get((Stage.SCREENING, r), ())}
        waits = [p for p in people if p not in by and reading.needs(p, r, Stage.SCREENING)]
        if people:
            assert reading.awaited(r, Stage.SCREENING) == bool(waits)
        elif not (pilot and r == "r1"):
            assert reading.awaited(r, Stage.SCREENING) == reading.needs("a new person", r, Stage.SCREENING)


def test_the_terminal_shows_agreement_and_conflicts_without_names(opened: Open, resift_in: Callable[..., str]) -> None:
    review = opened()
    report = review.state.to_screen[0]
    _decide(review, "Ada", report, IN)
    _decide(review, "Bo", report, OUT, "I1", note="only\x1b[2J carers")
    for r in review.state.to_screen[1:4]:
        for who in ("Ada", "Bo"):
            _decide(review, who, r, IN)
    root = review.folder.root
    text = resift_in(root, "agreement")
    assert "\x1b" not in text
    assert "A reviewer: exclude I1" in text
    assert "agreement           0.750" in text
    tables = [line for line in text.splitlines() if re.match(r"  |[IE]\d ", line)]
    assert len(tables) > 15
    assert max(map(len, tables)) <= 80
    assert "Ada: include" in resift_in(root, "agreement", "--names")
    found = json.loads(resift_in(root, "agreement", "--json"))
    assert (found["reports"], found["awaited"], found["versions"]) == (4, 0, {"1": 8})
    assert {f["name"]: f["value"] for f in found["overall"]["figures"]}["agreement"] == 0.75
    listed = json.loads(resift_in(root, "adjudicate", "--list", "--json"))
    assert [(x["report"], x["about"]) for x in listed] == [(report, "decision")]
    assert "Ada" not in json.dumps(listed)
    _decide(review, "Cy", report, IN, settles=True)
    assert json.loads(resift_in(root, "adjudicate", "--list", "--json")) == []


@pytest.fixture
def resift_in() -> Callable[..., str]:
    def run(root: Path, *arguments: str) -> str:
        done = _resift(root, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
