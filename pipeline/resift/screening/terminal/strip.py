"""The strip below the record: why it came, its words, the answers, and the last message; reasons while choosing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from resift.decisions import Verb
from resift.screening.terminal.keymap import Act
from resift.screening.terminal.marks import hits
from resift.screening.terminal.modes import Choosing, Reasons, Typing, keyed, lettered
from resift.screening.terminal.page import wrapped

if TYPE_CHECKING:
    from resift.screening.cards import Card
    from resift.screening.criteria import Criterion
    from resift.screening.terminal.front import Front

HEIGHT = 6
SIGNS = {"yes": "yes", "no": "no", "unclear": "?"}


def strip(front: Front, width: int, *, answers: bool) -> list[Text]:
    """The strip's lines, always as many; ``answers`` shows the criteria's answers in it, where no panel does."""
    match front.mode:
        case Reasons(all=chosen):
            lines = _letters(front, width, chosen)
        case Choosing():
            lines = _letters(front, width, ())
        case Typing(prompt=prompt, line=typed):
            lines = [Text()] * 3 + [Text(f"{prompt}:", "bold"), *_typed(front.look.text(typed.text), typed.at, width)]
        case _:
            lines = _of_record(front, width, answers)
    shown = [*lines, *[Text()] * HEIGHT][:HEIGHT]
    if not isinstance(front.mode, Typing):
        message = wrapped(Text(front.look.text(front.message), "bold"), width, 2)
        if not isinstance(front.mode, Reasons | Choosing) or (front.message and len(lines) < HEIGHT):
            shown[HEIGHT - len(message) :] = message
    for line in shown:
        line.truncate(width, overflow="ellipsis" if not front.look.ascii else "crop")
    return shown


def _letters(front: Front, width: int, chosen: Sequence[str]) -> list[Text]:
    """The criteria by letter in columns, down and then across."""
    items = list(lettered(front).items())
    columns = max(math.ceil(len(items) / HEIGHT), 2 if len(items) > HEIGHT - 1 else 1)
    rows = math.ceil(len(items) / columns)
    wide = width // columns
    lines = []
    for row in range(rows):
        line = Text()
        for letter, criterion in items[row::rows]:
            line.append_text(_cell(front, letter, criterion, criterion.id in chosen, wide))
        lines.append(line)
    return lines


def _cell(front: Front, letter: str, criterion: Criterion, chosen: bool, wide: int) -> Text:
    cell = Text.assemble(
        ">" if chosen else " ", (f"{letter} {criterion.id} ", "bold"), front.look.text(criterion.label)
    )
    cell.truncate(wide - 1)
    cell.pad_right(wide - cell.cell_len)
    return cell


def _typed(text: str, at: int, width: int) -> list[Text]:
    """The line with its place shown; of a long one the part around the place."""
    start = max(at - (width - 12), 0)
    line = Text("> " + text[start:] + " ")
    line.stylize("reverse", 2 + at - start, 3 + at - start)
    return [line]


def _of_record(front: Front, width: int, answers: bool) -> list[Text]:
    if front.card is None:
        return []
    given = _answers(front, front.card, width) if answers else []
    words = wrapped(_words(front, front.card), width, HEIGHT - 3 - len(given))
    lines = [Text(str(front.card.why)), *words, *given]
    return [*lines, *[Text()] * (HEIGHT - 2 - len(lines)), _comes_to(front)]


def _words(front: Front, card: Card) -> Text:
    record = card.record
    found = hits((record.title, record.abstract, "; ".join(record.keywords)), front.session.criteria)
    parts = [f"{key} {', '.join(_counted(words.most_common(3)))}" for key, words in found]
    return Text(front.look.text("Words: " + ("; ".join(parts) or "none of the criteria's")))


def _counted(words: Iterable[tuple[str, int]]) -> list[str]:
    return [word if n == 1 else f"{word} x{n}" for word, n in words]


def _answers(front: Front, card: Card, width: int) -> list[Text]:
    """The criteria's ids with the keys that answer them and the answers, on two lines at most."""
    lines = [Text(f"{front.keys.key(Act.CRITERIA)} criteria: ", front.look.faint)]
    for key, criterion in keyed(front):
        given = SIGNS.get(card.draft.judgements.get(criterion.id, ""), "")
        cell = Text.assemble((key, front.look.faint), " ", (criterion.id, "bold" if given else ""), f" {given}  ")
        if lines[-1].cell_len + cell.cell_len > width + 2:
            lines.append(Text())
        lines[-1].append_text(cell)
    return lines[:2]


def _comes_to(front: Front) -> Text:
    verb, reasons = front.session.derived
    if verb is None:
        return Text()
    say = {Verb.INCLUDE: "include", Verb.EXCLUDE: "exclude", Verb.UNSURE: "unsure"}[verb]
    return Text(f"Your answers come to: {' '.join((say, *reasons))}. {front.keys.key(Act.ACCEPT)} saves this.")
