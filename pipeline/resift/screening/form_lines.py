"""The form in line mode: one question at a time in full sentences, on any terminal and through a pipe.

Each answer is saved before the next question; the end of the input ends the sitting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from resift.screening.form import Field, Form

Say = Callable[[str], None]
HELP = """\
some text    the answer
nr           the paper does not report it
(empty)      keep what stands in brackets
b            back to the question before
s            leave this for later
?            show these commands
q            stop; everything is saved"""


class Left(StrEnum):
    """How somebody left a question."""

    DONE = "done"
    LATER = "later"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One study's form as it is filled: ``values`` are known beside, ``own`` this person's, ``save`` keeps an answer.

    With ``again`` every field is asked, else only those without a value.
    """

    form: Form
    values: Mapping[str, str]
    own: Mapping[str, str]
    save: Callable[[str, str], None]
    again: bool = False


def fill(filling: Filling, lines: Iterator[str], say: Say) -> Left:
    """Ask for each field until all are answered, the answers end, or somebody leaves."""
    own, values = dict(filling.own), {**filling.values, **filling.own}
    fields = list(filling.form.fields) if filling.again else filling.form.missing(values)
    at = 0
    while at < len(fields):
        field = fields[at]
        _ask(filling.form, field, own.get(field.name, ""), say)
        found = _answered(filling.form, field, own, values, lines, say)
        if isinstance(found, Left):
            return found
        if found is None:
            at = max(0, at - 1)
            continue
        if found != own.get(field.name):
            filling.save(field.name, found)
            say("Saved.")
        own[field.name] = values[field.name] = found
        at += 1
    return Left.DONE


def _ask(form: Form, field: Field, present: str, say: Say) -> None:
    held = f" [{present}]" if present else ""
    say(f"{field.title}: {field.asks}.{held}")
    if field.name == "category":
        for number, name in enumerate(form.categories, start=1):
            say(f"  {number} {name}")


def _answered(
    form: Form, field: Field, own: Mapping[str, str], values: Mapping[str, str], lines: Iterator[str], say: Say
) -> str | Left | None:
    """The value that is kept, how somebody left, or None to go back one question."""
    insisted = None
    for line in lines:
        text = line.strip()
        word = text.lower()
        if word in ("q", "s"):
            return Left.STOP if word == "q" else Left.LATER
        if word == "b":
            return None
        if word == "?":
            for told in HELP.splitlines():
                say(told)
            continue
        if not text:
            if own.get(field.name):
                return own[field.name]
            say("An empty answer is not kept; nr says that the paper does not report it.")
            continue
        try:
            answer = form.answer(field.name, text, values)
        except ValueError as error:
            say(f"Not saved: {error}.")
            continue
        if answer.doubt and answer.value != insisted:
            insisted = answer.value
            say(f"Not saved yet: {answer.doubt}. Give the same answer again to keep it.")
            continue
        return answer.value
    return Left.STOP
