"""Line mode: the session in full sentences, one question at a time.

It works on any terminal, through a pipe, for a screen reader and in scripts: every answer is one line, and the end
of the input ends the sitting with everything saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from resift.decisions import Verb
from resift.screening.criteria import Criteria
from resift.screening.session import DecidedElsewhereError, Session
from resift.screening.sheet import card_lines, criteria_lines, found_lines, progress_lines

Say = Callable[[str], None]
HELP = """\
i               include
e I2 I5         exclude; the criteria that failed, the main one first
u               unsure: goes forward to the full text like an inclusion
j I1 yes        answer a criterion: yes, no or unclear; without an answer it is taken away
a               accept: decide as your answers on the criteria come to
l               later: comes back after some others
n some text     a note on this report; without text it is taken away
t name          put a tag on this report, or take it off
z               take back your last act, again and again, also of another day
h words         history: what you decided, newest first; with words, only what has them
o 3             open the third report of the history again, to change it
f words         find words in this record
w I1 befriend*  one more word to mark for a criterion (* for any ending)
b source: text  add the abstract, and where it was taken from
d               draw the next report from anywhere in the order
r               read this report again
y               why this report comes now
m               marks around the criteria's words off, or on again
p               progress
s               what can be said about stopping
c               the criteria
?               these commands
q               stop; everything is saved"""
PAGE = 20


def run(session: Session, answers: Iterable[str], say: Say) -> int:
    """Screen until the answers end or ``q``; returns how many more reports are decided than before.

    ``answers`` are lines as typed. An answer that is not understood changes nothing and is asked for again.
    """
    before = len(session.decided)
    waiting, total = len(session.left), session.progress.total
    one = total == 1
    say(f"{session.reviewer}, {session.stage.value}: {waiting} of {total} {'report' if one else 'reports'} "
        f"{'waits' if waiting == 1 else 'wait'} for you.")  # fmt: skip
    if session.resume:
        say(session.resume)
    say("Answer i, e and criteria, u, l, z or q; ? shows all commands.")
    _Lines(session=session, answers=iter(answers), say=say).ask()
    say("Saved. Resume any time.")
    return len(session.decided) - before


@dataclass(slots=True, kw_only=True)
class _Lines:
    """The questions and answers of one sitting. Each command returns whether the report is to be shown anew."""

    session: Session
    answers: Iterator[str]
    say: Say
    marks: bool = True
    listed: list[str] = field(default_factory=list)
    trouble: str = ""

    def ask(self) -> None:
        shown = False
        while True:
            if not shown:
                self.show()
                shown = True
            line = next(self.answers, None)
            word, _, rest = (line or "").strip().partition(" ")
            if line is None or word.lower() == "q":
                return
            try:
                shown = not self.answer(word.lower(), rest.strip())
            except ValueError as error:
                self.say(f"Not saved: {error}.")

    def answer(self, word: str, rest: str) -> bool:
        if word in _DECISIONS:
            return self.decide(_DECISIONS[word], _ids(rest, self.session.criteria))
        command = _COMMANDS.get(word)
        if command is None:
            self.say(f"{word!r} is no command; ? shows all.")
            return False
        return command(self, rest)

    def show(self) -> bool:
        card = self.session.card()
        self.say("")
        if self.session.trouble != self.trouble:
            self.trouble = self.session.trouble
            self.say(self.trouble)
        if card is None:
            self.say("Nothing is left to read at this stage; z takes back your last act, h shows all, q stops.")
            return False
        for line in card_lines(card, self.session.criteria, marks=self.marks):
            self.say(line)
        return False

    def decide(self, verb: Verb, reasons: tuple[str, ...]) -> bool:
        report, unlike = self.session.report, self.session.mismatch(verb)
        try:
            event = self.session.decide(verb, reasons, report=report)
        except DecidedElsewhereError:
            raise
        except ValueError as error:
            if verb is Verb.EXCLUDE and report is not None:
                raise ValueError(f"{error}. Name criteria after e, as in: e {self.session.criteria.ids[0]}") from None
            raise
        self.say(f"Saved: {' '.join((verb.value, *event.reasons))}.")
        if unlike:
            self.say(f"{unlike} z takes it back.")
        return True

    def accept(self, _: str) -> bool:
        verb, reasons = self.session.derived
        if verb is None:
            raise ValueError("answer the criteria first, as in: j I1 yes")
        return self.decide(verb, reasons)

    def judge(self, rest: str) -> bool:
        key, _, answer = rest.partition(" ")
        criterion = (*_ids(key, self.session.criteria), "")[0]
        self.session.judge(criterion, answer.strip().lower())
        verb, reasons = self.session.derived
        self.say(f"Saved: {criterion} {answer.strip().lower() or 'has no answer'}.")
        if verb is not None:
            self.say(f"Your answers speak for: {' '.join((verb.value, *reasons))}. a accepts that.")
        return False

    def later(self, _: str) -> bool:
        self.session.later()
        self.say("It comes back later.")
        return True

    def note(self, text: str) -> bool:
        self.session.note(text)
        self.say("Noted." if text else "The note is taken away.")
        return False

    def tag(self, name: str) -> bool:
        on = self.session.tag(name)
        self.say(f"Tagged: {name}." if on else f"The tag {name} is taken off.")
        return False

    def undo(self, _: str) -> bool:
        undone = self.session.undo()
        if undone is None:
            self.say("There is nothing to take back.")
            return False
        self.say(f"Taken back: {_told(undone.verb)}.")
        return True

    def history(self, words: str) -> bool:
        entries = self.session.history(words)
        self.listed = [e.report for e in entries]
        for number, e in enumerate(entries[:PAGE], start=1):
            said = f"{' '.join((e.verb.value, *e.reasons))}{f' ({e.note})' if e.note else ''}"
            self.say(f"{number}. {said}: {e.title} ({e.time[:10]})")
        more = len(entries) - PAGE
        if more > 0:
            self.say(f"And {more:,} more; h and words shows fewer.")
        self.say(
            "o and a number opens one again." if entries else self.session.nothing if not words else "There is nothing."
        )
        return False

    def open(self, rest: str) -> bool:
        number = int(rest) if rest.isdecimal() else 0
        if not 0 < number <= len(self.listed):
            raise ValueError("h shows the history; then o and the number of a report in it opens that one")
        self.session.reopen(self.listed[number - 1])
        return True

    def find(self, words: str) -> bool:
        card = self.session.card()
        for line in found_lines(card.record, words) if card and words else ["Say what to find, as in: f psychosis"]:
            self.say(line)
        return False

    def word(self, rest: str) -> bool:
        key, _, term = rest.partition(" ")
        criterion = (*_ids(key, self.session.criteria), "")[0]
        touched = self.session.add_term(criterion, term)
        having = "1 report has it" if touched == 1 else f"{touched:,} reports have it"
        self.say(f"Marked from now on: {term.strip()} for {criterion}. {having}.")
        return False

    def abstract(self, rest: str) -> bool:
        source, _, text = rest.partition(": ")
        self.session.edit_abstract(text, source)
        self.say("Saved: the abstract, and where it is from.")
        return True

    def draw(self, _: str) -> bool:
        drawn = self.session.explore()
        self.say("The next report is drawn from anywhere in the order." if drawn else "No other report waits.")
        return False

    def again(self, _: str) -> bool:
        return True

    def why(self, _: str) -> bool:
        card = self.session.card()
        self.say(str(card.why) if card else "Nothing waits.")
        return False

    def toggle(self, _: str) -> bool:
        self.marks = not self.marks
        self.say(f"Marks are {'on' if self.marks else 'off'}.")
        return True

    def progress(self, _: str) -> bool:
        for line in progress_lines(self.session.progress):
            self.say(line)
        return False

    def stopping(self, _: str) -> bool:
        self.say(self.session.stopping or "Nothing can be said about stopping here: the order is no ranking.")
        return False

    def criteria(self, _: str) -> bool:
        for line in criteria_lines(self.session.criteria):
            self.say(line)
        return False

    def help(self, _: str) -> bool:
        for line in HELP.splitlines():
            self.say(line)
        return False


_DECISIONS = {"i": Verb.INCLUDE, "e": Verb.EXCLUDE, "u": Verb.UNSURE}
_COMMANDS: dict[str, Callable[[_Lines, str], bool]] = {
    "j": _Lines.judge, "a": _Lines.accept, "l": _Lines.later, "n": _Lines.note, "t": _Lines.tag, "z": _Lines.undo,
    "h": _Lines.history, "o": _Lines.open, "f": _Lines.find, "w": _Lines.word, "b": _Lines.abstract, "d": _Lines.draw,
    "r": _Lines.again, "y": _Lines.why, "m": _Lines.toggle, "p": _Lines.progress, "s": _Lines.stopping,
    "c": _Lines.criteria, "?": _Lines.help,
}  # fmt: skip


def _ids(text: str, criteria: Criteria) -> tuple[str, ...]:
    own = {i.casefold(): i for i in criteria.ids}
    return tuple(dict.fromkeys(own.get(t.casefold(), t) for t in re.split(r"[\s,;]+", text) if t))


def _told(verb: Verb) -> str:
    words = {Verb.JUDGE: "an answer on a criterion", Verb.EDIT: "an added abstract", Verb.TERM: "a word to mark",
             Verb.OPEN: "that a report was opened", Verb.NOTE: "a note", Verb.TAG: "a tag"}  # fmt: skip
    return words.get(verb, verb.value)
