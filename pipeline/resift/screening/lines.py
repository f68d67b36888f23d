"""Line mode: the session in full sentences, one question at a time.

It works on any terminal, through a pipe, for a screen reader and in scripts: every answer is one line, and the end
of the input ends the sitting with everything saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from resift.decisions import Verb
from resift.records import Record
from resift.screening.criteria import Criteria
from resift.screening.session import Session

Say = Callable[[str], None]
HELP = """\
i              include
e I2 I5        exclude; the criteria that failed, the main one first
u              unsure: goes forward to the full text like an inclusion
l              later: comes back after some others
n some text    a note, kept with the next decision
z              take back your last decision
c              show the criteria
?              show these commands
q              stop; everything is saved"""


def run(session: Session, answers: Iterable[str], say: Say) -> int:
    """Screen until nothing is left, the answers end or ``q``; returns how many decisions were made.

    ``answers`` are lines as typed. An answer that is not understood changes nothing and is asked for again.
    """
    lines = iter(answers)
    made = 0
    waiting, total = len(session.left), session.progress.total
    say(f"{session.reviewer}, {session.stage.value}: {waiting} of {total} reports wait for you.")
    if session.resume:
        say(session.resume)
    say("Answer i, e and criteria, u, l, z or q; ? shows all commands.")
    while True:
        report = session.report
        if report is None:
            say("Nothing is left to read at this stage; z takes back your last decision, q stops.")
        else:
            _show(session, say)
        answer = _ask(session, report, lines, say)
        if answer is None:
            say("Saved. Resume any time.")
            return made
        made += answer


def _show(session: Session, say: Say) -> None:
    card = session.card()
    say("")
    for line in (*describe(card.record, session.criteria), *card.about) if card else ():
        say(line)


def _ask(session: Session, report: str | None, lines: Iterator[str], say: Say) -> int | None:
    """One report's answers: 1 for a decision, -1 for one taken back, 0 for none, None for the end."""
    note = ""
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        word = word.lower()
        if word == "q":
            return None
        if word == "n":
            note = rest.strip()
            say("Noted.")
        elif word in ("?", "c"):
            for text in HELP.splitlines() if word == "?" else criteria_lines(session.criteria):
                say(text)
        elif (result := _act(session, report, word, rest, note, say)) is not None:
            return result
    return None


def _act(session: Session, report: str | None, word: str, rest: str, note: str, say: Say) -> int | None:
    verbs = {"i": Verb.INCLUDE, "e": Verb.EXCLUDE, "u": Verb.UNSURE}
    if report is None and (word in verbs or word == "l"):
        say("Nothing waits; z takes back your last decision, q stops.")
        return None
    if report is not None and word in verbs:
        reasons = _ids(rest, session.criteria)
        try:
            session.decide(verbs[word], reasons, note, report=report)
        except ValueError as error:
            say(f"Not saved: {error}. Name criteria after e, for example: e {session.criteria.ids[0]}")
            return None
        say(f"Saved: {' '.join((verbs[word].value, *reasons))}.")
        return 1
    if report is not None and word == "l":
        session.later()
        say("It comes back later.")
        return 0
    if word == "z":
        undone = session.undo()
        say("There is nothing to take back." if undone is None else f"Taken back: {undone.verb.value}.")
        return None if undone is None else -1
    say(f"{word!r} is no command; ? shows all.")
    return None


def _ids(text: str, criteria: Criteria) -> tuple[str, ...]:
    own = {i.casefold(): i for i in criteria.ids}
    return tuple(dict.fromkeys(own.get(t.casefold(), t) for t in re.split(r"[\s,;]+", text) if t))


def criteria_lines(criteria: Criteria) -> list[str]:
    """The criteria as lines of text."""
    return [f"{c.id} ({'must hold' if c.kind == 'include' else 'must not hold'}): {c.text}" for c in criteria.items]


def describe(record: Record, criteria: Criteria) -> list[str]:
    """A record as lines: title, source, abstract with marked terms, and which criteria have terms in it.

    Words of an inclusion criterion stand between stars, of an exclusion criterion after exclamation marks.
    """
    text = record.abstract or "(There is no abstract.)"
    source = ", ".join(x for x in ("; ".join(_few(record.authors)), record.journal, str(record.year or "")) if x)
    lines = [f"Title: {mark(record.title, criteria)}"]
    if record.original_title:
        lines.append(f"Original title: {record.original_title}")
    lines.append(f"Source: {source}" + (f". {record.doi or record.pmid}" if record.doi or record.pmid else ""))
    if record.retracted:
        lines.append("This paper was RETRACTED.")
    lines.extend(mark(part, criteria) for part in text.splitlines())
    return [*lines, hits(f"{record.title} {record.abstract}", criteria)]


def _few(authors: Sequence[str]) -> Sequence[str]:
    return authors if len(authors) <= 6 else (*authors[:6], "and others")


def mark(text: str, criteria: Criteria) -> str:
    """The text with criteria's terms marked: ``*include term*``, ``!exclude term!``."""
    for kind, sign in (("include", "*"), ("exclude", "!")):
        patterns = [c.pattern.pattern for c in criteria.items if c.kind == kind and c.pattern is not None]
        if patterns:
            text = re.sub("|".join(patterns), lambda m, s=sign: f"{s}{m.group()}{s}", text, flags=re.I)  # type: ignore[misc]
    return text


def hits(text: str, criteria: Criteria) -> str:
    """Which criteria have terms in the text, and how many."""
    counts = ((c.id, len(c.pattern.findall(text))) for c in criteria.items if c.pattern is not None)
    return "Terms: " + "; ".join(f"{i} {n}" for i, n in counts if n) if text else "Terms: none"
