"""retrieve, one report after the other: whether its full text was had, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from resift.cli.output import harmless, typed_lines
from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.review import Review
    from resift.review.fulltext import FullText
    from resift.review.state import Reports

_KEYS = """\
y            it was retrieved
n WHY        it was not retrieved, and why in your words; n 1 repeats the first reason used so far
s            leave it for later
z            take back what you said last
?            show these commands
q            stop; everything is saved"""


def standing(t: FullText) -> Iterator[str]:
    """Where a full text stands, in lines."""
    by = f" ({t.by})" if t.by else ""
    yield f"{t.standing}{f': {t.why}' if t.why else ''}{by}"
    if t.sha256:
        yield f"{t.file}, by {t.evidence}, sha256 {t.sha256}"
    for c in t.copies if t.standing != "retrieved" else ():
        told = ", ".join(x for x in (c.get("version"), c.get("licence")) if x)
        yield f"open copy at {c.get('pdf') or c.get('page')} ({c.get('source')}{f': {told}' if told else ''})"


def ask_all(review: Review, reports: Sequence[str], reviewer: str) -> None:
    """Ask about each report that is sought or was not had, or about those named."""
    from resift.review.fulltext import reasons_used, waiting

    state = review.state
    todo, used = waiting(state, reports), reasons_used(state)
    click.echo(f"{len(todo)} reports are sought or were not had. Answer y, n and why, s for later, q to stop.")
    lines = typed_lines()
    while todo:
        _show(state, todo[0])
        answer = _answer(review, todo[0], reviewer, lines, state, used)
        if answer == "q":
            click.echo("Saved. Resume any time.")
            return
        if answer:  # taken back: it is asked about again
            state = review.state
            todo = [answer, *(r for r in todo if r != answer)]
        else:
            todo = todo[1:]


def _show(state: Reports, report: str) -> None:
    from resift.review.fulltext import full_text
    from resift.review.report import citation

    record, text = state.shown(report), full_text(state, report)
    click.echo(harmless(f"\n{report}: {citation(record)} {record.doi or ''}".rstrip()))
    for number, line in enumerate(standing(text)):
        if number or text.standing != "sought":
            click.echo(harmless(line if number else f"So far {line}"))


def _answer(
    review: Review, report: str, reviewer: str, lines: Iterator[str], state: Reports, used: list[str]
) -> str:  # fmt: skip
    """What one report's answers come to: ``q`` to stop, a report that was taken back, or nothing to go on.

    ``used`` are the reasons given so far; a new one is added.
    """
    from resift.review.fulltext import take_back

    for line in lines:
        word, _, why = line.strip().partition(" ")
        if word in ("q", "s"):
            return "q" if word == "q" else ""
        if word == "?":
            click.echo("\n".join((_KEYS, *(f"  {n} {reason}" for n, reason in enumerate(used, start=1)))))
        elif word == "z":
            undone = take_back(review, reviewer=reviewer)
            click.echo(f"Taken back: {undone.verb.value}." if undone else "There is nothing to take back.")
            if undone:
                return state.report_of.get(undone.record, undone.record)
        elif word not in ("y", "n"):
            click.echo("Answer y, n and why, s, z or q; ? explains them.")
        elif _saved(review, report, reviewer, word, _reason(why.strip(), used) if word == "n" else "", state):
            return ""
    return "q"


def _reason(why: str, used: list[str]) -> str:
    """A reason in words, or by its number among those used; a new one is added to them."""
    if why.isdecimal() and 1 <= int(why) <= len(used):
        return used[int(why) - 1]
    if why and why not in used:
        used.append(why)
    return why


def _saved(review: Review, report: str, reviewer: str, word: str, why: str, state: Reports) -> bool:
    try:
        review.retrieve(report, found=word == "y", why=why, reviewer=reviewer, state=state)
    except ReviewError as error:
        click.echo(f"Not saved: {error.message}.")
        return False
    click.echo("Saved.")
    return True
