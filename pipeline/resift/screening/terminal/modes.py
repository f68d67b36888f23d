"""What the next key means: on the record, while choosing a reason, while typing, in a list or a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import TYPE_CHECKING

from resift.decisions import Verb
from resift.screening.cards import Kind
from resift.screening.terminal.entry import Line
from resift.screening.terminal.keymap import MEANING, Act
from resift.screening.terminal.page import Page

if TYPE_CHECKING:
    from resift.screening.criteria import Criterion
    from resift.screening.terminal.front import Front

Hints = Sequence[tuple[str, str]]
_AT_THE_END = (Act.HELP, Act.UNDO, Act.QUIT, Act.HISTORY, Act.PROGRESS)


class Mode:
    """One meaning of the keys: what they do, what the footer says of them, and a page of its own or None."""

    __slots__ = ()

    def press(self, front: Front, key: str, /) -> None:
        """Do what the key means."""
        raise NotImplementedError

    def hints(self, _front: Front, /) -> Hints:
        """The keys and what they do, for the footer."""
        raise NotImplementedError

    def page(self, _front: Front, /) -> Page | None:
        """A page instead of the record, or None for the record."""
        return None


def lettered(front: Front) -> dict[str, Criterion]:
    """The criteria by their letters, in the protocol's order."""
    return dict(zip(ascii_lowercase, front.session.criteria.items, strict=False))


def keyed(front: Front) -> list[tuple[str, Criterion]]:
    """The criteria with the keys that answer them: a digit each for the first ten, else a key and then the letter."""
    judge = front.keys.key(Act.JUDGE)
    letters = [f"{judge} {letter}" for letter in lettered(front)]
    items = front.session.criteria.items
    keys = [str(n % 10) if n <= 10 else letters[n - 1] if n <= len(letters) else "-" for n in range(1, len(items) + 1)]
    return list(zip(keys, items, strict=True))


def scrolled(front: Front, key: str) -> bool:
    """Whether the key moved the page."""
    steps = {Act.DOWN: 1, Act.UP: -1}
    act = front.keys.acts.get(key)
    if act in (Act.PAGE_DOWN, Act.PAGE_UP):
        page = max(front.page().room(front.height) - 1, 1)
        front.scroll(page if act is Act.PAGE_DOWN else -page)
    elif act in steps:
        front.scroll(steps[act])
    elif key in ("home", "end"):
        front.scroll(100_000 if key == "end" else -100_000)
    else:
        return False
    return True


@dataclass(slots=True)
class Ready(Mode):
    """The record is on the screen, and a key decides."""

    def press(self, front: Front, key: str, /) -> None:
        """An act of the keymap, or a digit for the answer to a criterion."""
        from resift.screening.terminal.acts import perform

        if key.isdecimal() and len(key) == 1:
            number = (int(key) - 1) % 10
            items = front.session.criteria.items
            if number < len(items):
                answer(front, items[number])
            else:
                front.message = f"There is no criterion {number + 1}."
            return
        act = front.keys.acts.get(key)
        if act is not None:
            perform(front, act)
        elif key == "escape" and front.card is not None and front.card.why.kind is Kind.CHANGED:
            front.undo()
        elif not scrolled(front, key) and key != "escape":
            front.message = f"{key} has no meaning here; {front.keys.key(Act.HELP)} shows all keys."

    def hints(self, front: Front, /) -> Hints:
        """The keys, those needed first at the front: what does not fit is left out from the end."""
        acts = ((Act.INCLUDE, "include"), (Act.EXCLUDE, "exclude"), (Act.UNSURE, "unsure"), (Act.HELP, "keys"),
                (Act.QUIT, "quit"), (Act.UNDO, "undo"), (Act.LATER, "later"), (Act.NOTE, "note"), (Act.TAG, "tag"),
                (Act.HISTORY, "history"), (Act.OPEN, "open"), (Act.FIND, "find"),
                (Act.PROGRESS, "progress"))  # fmt: skip
        if front.card is None:
            return [(front.keys.key(a), text) for a, text in acts if a in _AT_THE_END]
        shown = [(front.keys.key(a), text) for a, text in acts if not (front.session.settles and a is Act.UNSURE)]
        at = shown.index((front.keys.key(Act.LATER), "later"))
        return [*shown[:at], ("1-9", "answer"), *shown[at:]]


def answer(front: Front, criterion: Criterion) -> None:
    """The next answer to a criterion, saved at once: none, yes, no, unclear, none."""
    if front.card is None:
        front.message = "Nothing waits."
        return
    turns = {"": "yes", "yes": "no", "no": "unclear", "unclear": ""}
    _say(front, criterion, turns[front.card.draft.judgements.get(criterion.id, "")])


def _say(front: Front, criterion: Criterion, new: str) -> None:
    if front.tried(lambda: front.session.judge(criterion.id, new)):
        front.turn(f"{criterion.id}: {new or 'no answer'}. {criterion.text}")


@dataclass(slots=True)
class Reasons(Mode):
    """Why is it excluded? One letter does it; capital letters gather several, Enter ends.

    Criteria that failed by the answers given are among the reasons in any case.
    """

    answered: Sequence[str] = ()
    chosen: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        """The reasons so far, the chosen ones first."""
        return list(dict.fromkeys((*self.chosen, *self.answered)))

    def press(self, front: Front, key: str, /) -> None:
        """A letter of a criterion, Enter, or back."""
        letters = lettered(front)
        if key == "escape":
            front.ready()
            front.message = "Nothing was decided."
        elif key == "enter" and self.all:
            front.decide(Verb.EXCLUDE, self.all)
        elif key in letters:
            front.decide(Verb.EXCLUDE, list(dict.fromkeys((*self.chosen, letters[key].id))))
        elif key.lower() in letters:
            self._toggle(letters[key.lower()].id)
            front.message = f"Failed so far: {', '.join(self.all) or 'none'}. Enter excludes."
        elif key == "backspace" and self.chosen:
            self.chosen.pop()
        elif not (key in ("up", "down", "pageup", "pagedown") and scrolled(front, key)):
            front.message = "Press the letter of the criterion that failed; Escape goes back."

    def _toggle(self, key: str) -> None:
        self.chosen.remove(key) if key in self.chosen else self.chosen.append(key)

    def hints(self, _front: Front, /) -> Hints:
        """Letters, and how to give several."""
        return (("a letter", "excludes for it"), ("CAPITALS", "gather several"), ("Enter", "ends"), ("Esc", "back"))


@dataclass(slots=True)
class Choosing(Mode):
    """Which criterion? ``then`` gets it."""

    prompt: str
    then: Callable[[Criterion], None]

    def press(self, front: Front, key: str, /) -> None:
        """A letter of a criterion, or back."""
        criterion = lettered(front).get(key.lower())
        front.ready()
        if criterion is None:
            front.message = "" if key == "escape" else f"{key} is no criterion's letter."
        else:
            self.then(criterion)

    def hints(self, _front: Front, /) -> Hints:
        """What the letter is for."""
        return (("a letter", self.prompt), ("Esc", "back"))


@dataclass(slots=True)
class Answering(Mode):
    """Does this criterion hold? One letter says it."""

    criterion: Criterion

    def press(self, front: Front, key: str, /) -> None:
        """The first letter of an answer, or back."""
        answers = {"y": "yes", "n": "no", "u": "unclear", "-": ""}
        if key.lower() in answers:
            front.ready()
            _say(front, self.criterion, answers[key.lower()])
        elif key == "escape":
            front.ready()
            front.message = "No answer was changed."
        else:
            front.message = f"Press y, n or u: {self.criterion.id} {self.criterion.text}"

    def hints(self, _front: Front, /) -> Hints:
        """The answers."""
        return (("y", "yes"), ("n", "no"), ("u", "unclear"), ("-", "no answer"), ("Esc", "back"))


@dataclass(slots=True)
class Typing(Mode):
    """A line is typed in the strip; ``then`` gets it on Enter, and the mode before comes back."""

    prompt: str
    back: Mode
    then: Callable[[str], None]
    line: Line = field(default_factory=Line)

    def press(self, front: Front, key: str, /) -> None:
        """A letter or a correction, Enter, or back."""
        if key in ("enter", "escape"):
            front.mode = self.back
            front.message = ""
            if key == "enter":
                self.then(self.line.text.strip())
        else:
            self.line.press(key)

    def hints(self, _front: Front, /) -> Hints:
        """How to end."""
        return (("Enter", "done"), ("Esc", "back, nothing changes"), ("Ctrl+U", "clear"))

    def page(self, front: Front, /) -> Page | None:
        """What was there before."""
        return self.back.page(front)


@dataclass(slots=True)
class Sheet(Mode):
    """A text to read instead of the record: the keys, the criteria, how far one is; any key but scrolling goes back."""

    made: Callable[[Front], Page]

    def press(self, front: Front, key: str, /) -> None:
        """Scroll, or go back to the record."""
        if not scrolled(front, key):
            front.ready()
            front.top = 0

    def hints(self, front: Front, /) -> Hints:
        """How to go back."""
        return (("any key", "back to the record"), (front.keys.key(Act.PAGE_DOWN), MEANING[Act.PAGE_DOWN]))

    def page(self, front: Front, /) -> Page | None:
        """The text."""
        return self.made(front)
