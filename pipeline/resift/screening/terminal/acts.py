"""What each act of the keymap does when the record is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from resift.decisions import Verb
from resift.screening.terminal import pages
from resift.screening.terminal.entry import Line
from resift.screening.terminal.history import Browsing
from resift.screening.terminal.keymap import Act
from resift.screening.terminal.modes import Answering, Choosing, Reasons, Sheet, Typing, scrolled
from resift.screening.terminal.page import Page

if TYPE_CHECKING:
    from resift.screening.criteria import Criterion
    from resift.screening.terminal.front import Front


def perform(front: Front, act: Act) -> None:
    """Do one act; one that needs a record says so where none waits."""
    on_record = _ON_RECORD.get(act)
    if on_record is not None and front.card is None:
        front.message = "Nothing waits to be read."
    elif on_record is not None:
        on_record(front)
    elif act in _ALWAYS:
        _ALWAYS[act](front)
    else:
        scrolled(front, front.keys.keys(act)[0])


def _accept(front: Front) -> None:
    verb, reasons = front.session.derived
    if verb is None:
        front.message = "Answer the criteria first (keys 1 to 9), or decide with a key of its own."
    else:
        front.decide(verb, reasons)


def _exclude(front: Front) -> None:
    failed = front.session.derived[1]
    front.mode = Reasons(failed)
    front.message = f"Failed by your answers: {', '.join(failed)}. Enter excludes." if failed else ""


def _later(front: Front) -> None:
    if front.tried(front.session.later):
        front.turn("Put off: it comes back after some others.")


def _explore(front: Front) -> None:
    drawn: list[bool] = []
    if front.tried(lambda: drawn.append(front.session.explore())):
        front.message = "The next one is drawn from anywhere in the order." if drawn[0] else "No other waits."


def _judge(front: Front) -> None:
    def ask(criterion: Criterion) -> None:
        front.mode, front.message = Answering(criterion), f"{criterion.id}: {criterion.text}"

    front.mode = Choosing("the criterion to answer; then y, n or u", ask)


def _note(front: Front) -> None:
    def save(text: str) -> None:
        if front.tried(lambda: front.session.note(text)):
            front.turn("Note saved." if text else "Note taken away.")

    old = front.card.draft.note if front.card else ""
    front.mode = Typing("Note", front.mode, save, Line(old))


def _tag(front: Front) -> None:
    def save(text: str) -> None:
        on: list[bool] = []
        if text and front.tried(lambda: on.append(front.session.tag(text))):
            front.turn(f"Tagged {text!r}." if on[0] else f"Tag {text!r} taken off.")

    used = f"; used so far: {', '.join(front.session.tags)}" if front.session.tags else ""
    front.mode = Typing(f"Tag (one that it has is taken off{used})", front.mode, save)


def _find(front: Front) -> None:
    again = f", Enter alone for {front.words!r} again" if front.words else ""
    front.mode = Typing(f"Find in this record{again}", front.mode, front.find)


def _term(front: Front) -> None:
    def save(criterion: Criterion, text: str) -> None:
        if not text:
            return
        counts: list[int] = []
        if front.tried(lambda: counts.append(front.session.add_term(criterion.id, text))):
            front.turn(f"{text!r} is highlighted for {criterion.id} now; {counts[0]:,} records in the queue have it.")

    def ask(criterion: Criterion) -> None:
        front.mode = Typing(f"Word to highlight for {criterion.id} (* for any ending)", front.mode,
                            lambda text: save(criterion, text))  # fmt: skip

    front.mode = Choosing("the criterion that gets a word", ask)


def _highlights(front: Front) -> None:
    front.highlights = not front.highlights
    front.message = f"Highlights are {'on' if front.highlights else 'off'}."


def _edit(front: Front) -> None:
    assert front.card is not None  # noqa: S101
    front.edit(front.card)


def _reading(made: Callable[[Front], Page]) -> Callable[[Front], None]:
    def show(front: Front) -> None:
        front.top, front.message = 0, ""
        front.mode = Sheet(made)

    return show


def _history(front: Front) -> None:
    front.mode, front.top, front.message = Browsing(entries=front.session.history()), 0, ""


_ON_RECORD: dict[Act, Callable[[Front], None]] = {
    Act.INCLUDE: lambda f: f.decide(Verb.INCLUDE), Act.UNSURE: lambda f: f.decide(Verb.UNSURE),
    Act.EXCLUDE: _exclude, Act.ACCEPT: _accept, Act.LATER: _later, Act.JUDGE: _judge, Act.NOTE: _note, Act.TAG: _tag,
    Act.FIND: _find, Act.TERM: _term, Act.EXPLORE: _explore, Act.EDIT: _edit,
}  # fmt: skip
_ALWAYS: dict[Act, Callable[[Front], None]] = {
    Act.UNDO: lambda f: f.undo(), Act.OPEN: lambda f: f.open(), Act.HIGHLIGHTS: _highlights, Act.HISTORY: _history,
    Act.HELP: _reading(pages.help_page), Act.CRITERIA: _reading(pages.criteria_page),
    Act.PROGRESS: _reading(pages.progress_page), Act.QUIT: lambda f: f.leave(),
}  # fmt: skip
