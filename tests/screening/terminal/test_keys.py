"""Every key of the session, pressed on a simulated terminal: what is saved, and what is then on the screen."""

import asyncio
from dataclasses import replace

import pytest
from tests.screening.terminal.reading import RECORDS, TWELVE, after, application, sitting
from textual import events

from resift.decisions import Event, Verb
from resift.errors import StoreError
from resift.records import Record
from resift.screening.cards import Kind
from resift.screening.terminal.keymap import Act, preset
from resift.screening.terminal.look import Look

FIRST, SECOND = "Shared allotments", "A fictional record without an abstract"

# keys, what is saved (verb, record, reasons), what is on the screen then
ON_A_RECORD = [
    ("i", [(Verb.INCLUDE, "r1", ())], SECOND),
    ("u", [(Verb.UNSURE, "r1", ())], SECOND),
    ("e", [], "a I1 Not lonely people"),
    ("e b", [(Verb.EXCLUDE, "r1", ("I2",))], SECOND),
    ("e C A enter", [(Verb.EXCLUDE, "r1", ("E1", "I1"))], SECOND),
    ("e C a", [(Verb.EXCLUDE, "r1", ("E1", "I1"))], SECOND),
    ("e C C enter", [], "Press the letter of the criterion that failed"),
    ("e C backspace b", [(Verb.EXCLUDE, "r1", ("I2",))], SECOND),
    ("e escape", [], "Nothing was decided."),
    ("e z", [], "Press the letter of the criterion that failed"),
    ("l", [(Verb.LATER, "r1", ())], SECOND),
    ("1", [(Verb.JUDGE, "r1", ())], "1 I1 yes"),
    ("1 1", [(Verb.JUDGE, "r1", ())] * 2, "1 I1 no"),
    ("1 1 1", [(Verb.JUDGE, "r1", ())] * 3, "1 I1 ?"),
    ("1 1 1 1", [(Verb.JUDGE, "r1", ())] * 4, "I1: no answer."),
    ("9", [], "There is no criterion 9."),
    ("v c", [], "E1: Nobody meets anybody face to face."),
    ("v c y", [(Verb.JUDGE, "r1", ())], "3 E1 yes"),
    ("v c n", [(Verb.JUDGE, "r1", ())], "3 E1 no"),
    ("v c u", [(Verb.JUDGE, "r1", ())], "3 E1 ?"),
    ("v c y v c -", [(Verb.JUDGE, "r1", ())] * 2, "E1: no answer."),
    ("v c i", [], "Press y, n or u: E1 Nobody meets"),
    ("v c escape", [], "No answer was changed."),
    ("v y", [], "y is no criterion's letter."),
    ("3 enter", [(Verb.JUDGE, "r1", ()), (Verb.EXCLUDE, "r1", ("E1",))], SECOND),
    ("3 e enter", [(Verb.JUDGE, "r1", ()), (Verb.EXCLUDE, "r1", ("E1",))], SECOND),
    ("1 2 3 3 enter", [(Verb.JUDGE, "r1", ())] * 4 + [(Verb.INCLUDE, "r1", ())], SECOND),
    ("enter", [], "Answer the criteria first"),
    ("3 i", [(Verb.JUDGE, "r1", ())], "speak for excluding (E1), not for including"),
    ("3 i i", [(Verb.JUDGE, "r1", ()), (Verb.INCLUDE, "r1", ())], SECOND),
    ("n o k enter", [(Verb.NOTE, "r1", ())], "Note: ok"),
    ("n o k escape", [], FIRST),
    ("n i e u z enter", [(Verb.NOTE, "r1", ())], "Note: ieuz"),
    ("# p enter", [(Verb.TAG, "r1", ())], "Tags: p"),
    ("# p enter # p enter", [(Verb.TAG, "r1", ())] * 2, "Tag 'p' taken off."),
    ("a b w o r d enter", [(Verb.TERM, "highlights", ())], "'word' is highlighted for I2 now; 0 records"),
    ("a c f a c e enter", [(Verb.TERM, "highlights", ())], "'face' is highlighted for E1 now"),
    ("a c enter", [], FIRST),
    ("/ g a r d e n enter", [], "'garden': 3 lines have it"),
    ("/ b e e enter", [], "'bee' is not in this record."),
    ("/ a l l o t m e n t s enter", [], "'allotments' is in the title only."),
    ("t", [], "Highlights are off."),
    ("t t", [], "Highlights are on."),
    ("x", [(Verb.OPEN, None, ())], "The next one is drawn from anywhere"),
    ("o", [], "Opened in the browser: https://doi.org/10.5555/fictional.1"),
    ("c", [], "Must hold, every one:"),
    ("c i", [], FIRST),
    ("p", [], "0 of 40 read: 0 included"),
    ("?", [], "undo: take back your last act"),
    ("? z", [], FIRST),
    ("? q", [], FIRST),
    ("p q", [], FIRST),
    ("c q i", [(Verb.INCLUDE, "r1", ())], SECOND),
    ("h", [], "0 decisions, newest first"),
    ("h escape", [], FIRST),
    ("z", [], "There is nothing to take back."),
    ("y", [], "y has no meaning here; ? shows all keys."),
    ("escape", [], FIRST),
    ("i z", [(Verb.INCLUDE, "r1", ()), (Verb.UNDO, "r1", ())], FIRST),
    ("1 z", [(Verb.JUDGE, "r1", ()), (Verb.UNDO, "r1", ())], "Taken back: answer."),
    ("i u z z", [(Verb.INCLUDE, "r1", ()), (Verb.UNSURE, "r2", ()), (Verb.UNDO, "r2", ()), (Verb.UNDO, "r1", ())],
     FIRST),
    ("i h enter", [(Verb.INCLUDE, "r1", ()), (Verb.OPEN, "r1", ())], "Your decision so far: include"),
    ("i h enter u", [(Verb.INCLUDE, "r1", ()), (Verb.OPEN, "r1", ()), (Verb.UNSURE, "r1", ())], SECOND),
    ("i h enter escape", [(Verb.INCLUDE, "r1", ()), (Verb.OPEN, "r1", ()), (Verb.UNDO, "r1", ())], SECOND),
    ("i u h / i n c l u d e enter", [(Verb.INCLUDE, "r1", ()), (Verb.UNSURE, "r2", ())], "1 decision, with 'include'"),
    ("u o", [(Verb.UNSURE, "r1", ())], "This record has no DOI and no PMID to open."),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "made", "shown"), ON_A_RECORD, ids=[k for k, _, _ in ON_A_RECORD])
def test_a_key_saves_what_it_says_and_shows_it(
    keys: str, made: list[tuple[Verb, str | None, tuple[str, ...]]], shown: str
) -> None:
    saved: list[Event] = []
    screen = after(application(sitting(saved)), *keys.split(), size=(80, 40))
    assert [(e.verb, e.reasons) for e in saved] == [(v, r) for v, _, r in made]
    assert all(found.record == record for found, (_, record, _) in zip(saved, made, strict=True) if record)
    assert shown in screen


def test_every_act_of_the_keymap_is_pressed_here() -> None:
    pressed = {key for keys, _, _ in ON_A_RECORD for key in keys.split()}
    scrolling = {Act.DOWN, Act.UP, Act.PAGE_DOWN, Act.PAGE_UP}  # below
    apart = {Act.EDIT}  # below
    assert {a for k, a in preset("resift").acts.items() if k in pressed} - scrolling == set(Act) - scrolling - apart


LINES = (Record(id="r1", title="Lines", abstract="\n".join(f"Line {n} is made up." for n in range(100))),)


@pytest.mark.parametrize(
    ("keys", "first"),
    [("", 0), ("j", 1), ("down", 1), ("j j k", 1), ("j j up", 1), ("k", 0), ("space", 11), ("pagedown", 11),
     ("end", 88), ("space b", 0), ("space space pageup", 11), ("end home", 0), ("e down", 1), ("space i", 0)],
)  # fmt: skip
def test_a_long_abstract_is_scrolled(keys: str, first: int) -> None:
    # 24 lines: status 1, title 1, source 1, blank 1, abstract 12, what is below 1, strip 6, keys 1;
    # a new page begins with the last line of the one before
    records = [replace(LINES[0], id=f"r{n}") for n in (1, 2)]
    screen = after(application(sitting(records=records)), *keys.split()).splitlines()
    assert screen[4] == f" Line {first} is made up."
    assert screen[16] == ("" if first == 88 else f" {100 - first - 12} more lines: space")


@pytest.mark.parametrize("keys", ["q", "ctrl+c", "e ctrl+c", "n x ctrl+c", "h ctrl+c", "? ctrl+c", "v ctrl+c"])
def test_quit_ends_the_sitting_wherever_one_is(keys: str) -> None:
    app = application(sitting())
    after(app, *keys.split())
    assert app.return_code == 0
    assert not app.is_running


def test_an_abstract_is_added_only_with_its_source() -> None:
    saved: list[Event] = []
    screen = after(application(sitting(saved, RECORDS[1:])), "E", *"Found", "ctrl+s")
    assert saved == []
    assert "Not saved: an abstract that is added needs its text and where it was taken from" in " ".join(screen.split())


def test_an_added_abstract_is_shown_with_its_source() -> None:
    saved: list[Event] = []
    screen = after(application(sitting(saved, RECORDS[1:])), "E", *"Found", "tab", *"here", "ctrl+s")
    assert [(e.verb, dict(e.data)) for e in saved] == [(Verb.EDIT, {"abstract": "Found", "source": "here"})]
    assert "The abstract was added from: here" in screen
    assert "\n Found" in screen


def test_leaving_the_editing_changes_nothing() -> None:
    saved: list[Event] = []
    screen = after(application(sitting(saved, RECORDS[1:])), "E", *"Found", "escape")
    assert saved == []
    assert "The abstract stays as it was." in screen


def test_what_is_pasted_never_decides_and_goes_into_the_line_being_typed() -> None:
    saved: list[Event] = []
    app = application(sitting(saved))

    async def drive() -> None:
        async with app.run_test() as pilot:
            app.post_message(events.Paste("i\nu"))
            await pilot.press("n")
            app.post_message(events.Paste("two\nlines"))
            await pilot.press("enter")

    asyncio.run(drive())
    assert [(e.verb, e.note) for e in saved] == [(Verb.NOTE, "two lines")]


def test_a_store_that_takes_nothing_is_told_and_the_record_stays() -> None:
    def full(_: Event) -> None:
        raise StoreError("nothing of this step could be written: the disk is full", then="make space")

    session = sitting()
    session.save = full
    for keys in (("i",), ("e", "b"), ("1",), ("l",), ("z",)):
        screen = after(application(session), *keys)
        assert FIRST in screen
        assert "is full" in screen or keys == ("z",)
    assert session.decided == {}


def test_a_rest_is_hinted_at_after_45_minutes_and_then_again() -> None:
    front = application(sitting()).front
    times = [f"2026-11-02T{12 + minute // 60}:{minute % 60:02}:00.000000Z" for minute in (0, 44, 45, 46, 89, 90)]
    assert ["rest" in front.rest(time) for time in times] == [False, False, True, False, False, True]


def test_who_settles_is_not_offered_unsure_and_cannot_be_unsure() -> None:
    saved: list[Event] = []
    screen = after(application(sitting(saved, settles=True, kind=Kind.CONFLICT)), "u")
    assert saved == []
    assert "Not saved: a disagreement is settled by an inclusion or an exclusion." in screen
    assert "unsure" not in screen.splitlines()[-1]


@pytest.mark.parametrize(
    ("keys", "pressed", "verb"),
    [("asreview", "r", Verb.INCLUDE), ("asreview", "i a", Verb.EXCLUDE), ("rayyan", "i", Verb.INCLUDE),
     ("rayyan", "e a", Verb.EXCLUDE), ("rayyan", "u", Verb.UNSURE), ("rayyan", "w", Verb.LATER)],
)  # fmt: skip
def test_the_keys_of_other_tools_do_what_they_do_there(keys: str, pressed: str, verb: Verb) -> None:
    saved: list[Event] = []
    after(application(sitting(saved), preset(keys)), *pressed.split())
    assert [e.verb for e in saved] == [verb]


def test_the_same_words_stand_out_without_any_colour() -> None:
    app = application(sitting(), look=Look())
    after(app)
    line = app.front.page().head[0]
    assert [(line.plain[s.start : s.end], s.style) for s in line.spans] == [
        ("lonely", "bold underline"), ("allotments", "bold underline"),
    ]  # fmt: skip
    online = next(x for x in app.front.page().body if "online" in x.plain)
    assert [(online.plain[s.start : s.end], s.style) for s in online.spans] == [("online", "reverse")]


def test_what_was_decided_at_another_screen_is_on_the_record_before_the_same_keys_replace_it() -> None:
    saved: list[Event] = []
    sessions = [sitting(saved, anew=lambda report: [e for e in saved if e.record == report]) for _ in range(2)]
    app = application(sessions[1])
    sessions[0].decide(Verb.UNSURE)
    shown = after(app, "e", "b")
    assert FIRST in shown
    assert "Your decision so far: unsure" in shown
    assert "Not saved: in another sitting you decided: unsure; the same again saves" in shown
    assert [e.verb for e in saved] == [Verb.UNSURE]


def test_the_same_keys_again_replace_what_was_decided_at_another_screen() -> None:
    saved: list[Event] = []
    sessions = [sitting(saved, anew=lambda report: [e for e in saved if e.record == report]) for _ in range(2)]
    app = application(sessions[1])
    sessions[0].decide(Verb.UNSURE)
    assert SECOND in after(app, "e", "b", "e", "b")
    assert [(e.verb, e.record) for e in saved] == [(Verb.UNSURE, "r1"), (Verb.EXCLUDE, "r1")]


def test_criteria_beyond_the_tenth_are_answered_by_the_keys_that_are_shown_with_them() -> None:
    saved: list[Event] = []
    shown = after(application(sitting(saved, criteria=TWELVE)), "v", "k", "y")
    assert "v k E11 yes  v l E12" in shown
    assert dict(saved[0].verdicts) == {"E11": "yes"}


@pytest.mark.parametrize("width", [60, 80])
def test_the_footer_names_how_to_quit_also_on_a_narrow_terminal(width: int) -> None:
    assert "q quit" in after(application(sitting()), size=(width, 24)).splitlines()[-1]


def test_the_history_of_a_second_look_says_where_the_decisions_before_it_are() -> None:
    first = sitting(saved := [])
    first.decide(Verb.INCLUDE)
    again = sitting(saved, kind=Kind.SECOND_LOOK)
    shown = " ".join(after(application(again), "h").split())
    assert "what you decided before is in the history of an ordinary sitting" in shown
