"""The record on the screen: what stays in view (title, source, what is known of it) and what can be scrolled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from rich.text import Text

from resift.screening.criteria import Criteria
from resift.screening.terminal.look import Look
from resift.screening.terminal.marks import marked

if TYPE_CHECKING:
    from rich.console import Console

    from resift.records import Record
    from resift.screening.cards import Card

_LABEL = re.compile(r"^[A-Z][A-Z /&,-]{2,40}:", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Lines that stay, and lines that scroll below them."""

    head: list[Text] = field(default_factory=list)
    body: list[Text] = field(default_factory=list)

    def room(self, height: int) -> int:
        """How many lines of the body are seen at once; the last line of the page says what is below."""
        return max(height - len(self._head(height)) - 1, 1)

    def _head(self, height: int) -> list[Text]:
        """The lines that stay: in a low window as many as leave three for what is read."""
        return self.head[: max(height - 4, 1)]

    def last(self, height: int) -> int:
        """The furthest that the body can be scrolled."""
        return max(len(self.body) - self.room(height), 0)

    def seen(self, top: int, height: int, more: str) -> list[Text]:
        """The lines of the screen with the body scrolled to ``top``; ``more`` says how to go on."""
        room = self.room(height)
        shown = self.body[top : top + room]
        below = len(self.body) - top - room
        blank = [Text()] * (room - len(shown))
        return [*self._head(height), *shown, *blank, Text(f"{below} more lines: {more}" if below > 0 else "", "italic")]


@cache
def _console() -> Console:
    from rich.console import Console

    return Console(width=80, force_terminal=False)


def wrapped(text: Text, width: int, at_most: int = 0) -> list[Text]:
    """A text broken between words into lines of a width, in cells; ``at_most`` so many lines."""
    lines = list(text.wrap(_console(), max(width, 10)))
    if at_most and len(lines) > at_most:
        lines = lines[:at_most]
        lines[-1].truncate(max(width, 10) - 3)
        lines[-1].append("...")
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a record is to be shown: which words stand out, and whether they do."""

    criteria: Criteria
    look: Look
    highlights: bool = True
    words: str = ""

    def mark(self, text: str, style: str = "") -> Text:
        """A text with its words marked."""
        criteria = self.criteria if self.highlights else Criteria(version="", items=())
        return marked(self.look.text(text), criteria, self.look, self.words, style)


def record_page(card: Card, reading: Reading, width: int) -> Page:
    """A record as a page: title, source, warnings, verdicts to settle, own note; then the abstract and keywords."""
    record, look = card.record, reading.look
    head = wrapped(reading.mark(record.title or "(no title)", "bold"), width, 3)
    if record.original_title:
        head += wrapped(Text(look.text(record.original_title), "italic"), width, 1)
    head += wrapped(Text(look.text(source(record)), look.faint), width, 2)
    head += [line for text, style in _remarks(card, look) for line in wrapped(Text(look.text(text), style), width, 2)]
    return Page(head=[*head, Text()], body=list(_body(record, reading, width)))


def source(record: Record) -> str:
    """Authors, journal, year, kind and id in one line."""
    few = record.authors if len(record.authors) <= 4 else (*record.authors[:3], f"and {len(record.authors) - 3} others")
    number = f"doi:{record.doi}" if record.doi else f"PMID {record.pmid}" if record.pmid else record.id
    kinds = ", ".join(k for k in record.publication_types if k != "Journal Article")
    languages = ", ".join(x for x in record.languages if x.lower() not in ("eng", "english", "en"))
    parts = ("; ".join(few), record.journal, str(record.year or ""), number,
             f"in {languages} (as indexed)" if languages else "", kinds)  # fmt: skip
    return ". ".join(p.rstrip(".") for p in parts if p)


def _remarks(card: Card, look: Look) -> Iterable[tuple[str, str]]:
    if look.text(card.record.title).count("?") > card.record.title.count("?"):
        yield "(This terminal has only ASCII letters: each ? stands for another one.)", look.faint
    if card.record.retracted:
        yield "RETRACTED: this paper was withdrawn.", "bold"
    for flag in card.record.flags:
        if flag != "retracted":
            yield f"PubMed says of this paper: {flag}.", "bold"
    for line in card.about:
        yield line, "bold"
    if card.decision:
        yield f"Your decision so far: {card.decision}", "bold"
    if card.source:
        yield f"The abstract was added from: {card.source}", "italic"
    if card.draft.tags:
        yield f"Tags: {', '.join(card.draft.tags)}", "italic"
    if card.draft.note:
        yield f"Note: {card.draft.note}", "italic"


def _body(record: Record, reading: Reading, width: int) -> Iterable[Text]:
    if not record.abstract:
        yield Text("There is no abstract.", "bold")
    for part in record.abstract.splitlines():
        text = reading.mark(part)
        text.highlight_regex(_LABEL, "bold")
        yield from wrapped(text, width)
    if record.other_abstract:
        yield Text()
        yield from wrapped(reading.mark(record.other_abstract), width)
    words = [w.lstrip("*") for w in (*(h.name for h in record.headings), *record.keywords)]
    if words:
        once = {w.casefold(): w for w in reversed(words)}  # an index term and a keyword are often the same
        yield Text()
        yield from wrapped(reading.mark(f"Keywords: {'; '.join(reversed(once.values()))}"), width)
