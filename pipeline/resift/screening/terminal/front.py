"""What is on the screen and what each key does to it; no drawing and no terminal in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from resift.decisions import Verb
from resift.errors import ReviewError
from resift.screening.session import DecidedElsewhereError
from resift.screening.terminal.keymap import Act, Keymap
from resift.screening.terminal.look import Look
from resift.screening.terminal.marks import searched
from resift.screening.terminal.page import Page, Reading, record_page

if TYPE_CHECKING:
    from resift.decisions import Event
    from resift.screening.cards import Card
    from resift.screening.progress import Progress
    from resift.screening.session import Session
    from resift.screening.terminal.modes import Mode

_STRETCH = dt.timedelta(minutes=45)
WELCOME = "Read, then press a key: it is saved at once. z takes it back, ? shows keys."
PAST = {Verb.INCLUDE: "included", Verb.EXCLUDE: "excluded", Verb.UNSURE: "unsure", Verb.LATER: "put off",
        Verb.JUDGE: "answer", Verb.EDIT: "abstract", Verb.TERM: "word", Verb.OPEN: "opened"}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Front:
    """One sitting as the reader sees it: the card, the mode that the next key meets, and the last message.

    ``open_url`` shows an address in a browser; ``edit`` lets the reader edit the abstract; ``leave`` ends.
    """

    session: Session
    keys: Keymap
    look: Look
    mode: Mode
    open_url: Callable[[str], object]
    edit: Callable[[Card], None]
    leave: Callable[[], None]
    more: str = ""
    card: Card | None = None
    progress: Progress = field(init=False)
    message: str = ""
    highlights: bool = True
    words: str = ""
    top: int = 0
    width: int = 78
    height: int = 15
    _warned: tuple[str, Verb] | None = None
    _trouble: str = ""
    _since: str = ""
    _page: tuple[object, Page] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.card, self.progress = self.session.card(), self.session.progress
        self.more = self.keys.key(Act.PAGE_DOWN)
        welcome = WELCOME.replace("z takes", f"{self.keys.key(Act.UNDO)} takes")
        self.message = self.session.resume or welcome

    def press(self, key: str) -> None:
        """What one key does now; Ctrl+C ends wherever one is."""
        if key == "ctrl+c":
            self.leave()
            return
        try:
            self.mode.press(self, key)
        except ReviewError as error:  # a store that is full or held: nothing moved, and the same key tries again
            self.message = f"Not saved: {error.message}."

    def turn(self, message: str = "") -> None:
        """Take the next card from the session, from its top, with something said about the last act."""
        shown = self.card
        self.card, self.progress = self.session.card(), self.session.progress
        if shown is None or self.card is None or shown.report != self.card.report:
            self.top, self.words, self._warned = 0, "", None
        news = self.session.trouble if self.session.trouble != self._trouble else ""
        self._trouble = self.session.trouble
        self.message = " ".join(m for m in (message, news) if m)

    def ready(self) -> None:
        """Back to the record, where keys decide."""
        from resift.screening.terminal.modes import Ready

        self.mode = Ready()

    def decide(self, verb: Verb, reasons: Sequence[str] = ()) -> None:
        """Save a decision on the very record of the screen; one that contradicts the answers is pointed out first."""
        if self.card is None:
            self.message = "Nothing waits."
            return
        warning = self.session.mismatch(verb)
        if warning and self._warned != (self.card.report, verb):
            self._warned = (self.card.report, verb)
            self.message = f"{warning} The same key again saves it all the same."
            return
        self.tried(lambda: self._decided(verb, reasons))

    def _decided(self, verb: Verb, reasons: Sequence[str]) -> None:
        assert self.card is not None  # noqa: S101
        try:
            event = self.session.decide(verb, reasons, report=self.card.report)
        except DecidedElsewhereError as error:  # the other decision is on the card from now on
            self.ready()
            self.turn(f"Not saved: {error}.")
            return
        self.ready()
        said = " ".join((PAST[verb], *event.reasons))
        self.turn(f"Saved: {said} ({self.session.progress.decided:,} read).{self.rest(event.time)}")

    def rest(self, now: str) -> str:
        """A hint, each time that so many minutes were read without one."""
        self._since = self._since or now
        if dt.datetime.fromisoformat(now) - dt.datetime.fromisoformat(self._since) < _STRETCH:
            return ""
        self._since = now
        return f" You have read for {_STRETCH.seconds // 60} minutes: a short rest keeps the eye sharp."

    def tried(self, act: Callable[[], object]) -> bool:
        """Do something that the session may refuse; its reason becomes the message."""
        try:
            act()
        except ValueError as error:
            self.message = f"Not saved: {error}."
            return False
        return True

    def undo(self) -> None:
        """Take back the last act of any kind."""
        event = self.session.undo()
        self.turn("There is nothing to take back." if event is None else f"Taken back: {_named(event)}.")

    def page(self) -> Page:
        """What the page shows now, from the mode or the record."""
        of_mode = self.mode.page(self)
        if of_mode is not None:
            return of_mode
        if self.card is None:
            return self._end()
        key = (self.card, self.width, self.highlights, self.words, self.session.criteria)
        if self._page is None or self._page[0] != key:
            reading = Reading(criteria=self.session.criteria, look=self.look, highlights=self.highlights,
                              words=self.words)  # fmt: skip
            self._page = (key, record_page(self.card, reading, self.width))
        return self._page[1]

    def _end(self) -> Page:
        from resift.screening.terminal.pages import end_page

        return end_page(self)

    def scroll(self, lines: int) -> None:
        """Move the page; never beyond its ends."""
        self.top = min(max(self.top + lines, 0), self.page().last(self.height))

    def fit(self, width: int, height: int) -> None:
        """The page has this size from now on."""
        self.width, self.height = width, height
        self.scroll(0)

    def find(self, words: str) -> None:
        """Mark words in the record and go to the next line that has one, from the top again after the last."""
        self.words = words or self.words
        if not self.words:
            return
        pattern = searched(self.words)
        at = [i for i, line in enumerate(self.page().body) if pattern.search(line.plain)]
        in_head = any(pattern.search(line.plain) for line in self.page().head)
        if not at:
            self.message = f"{self.words!r} is {'in the title only' if in_head else 'not in this record'}."
            return
        following = next((i for i in at if i > self.top), at[0])
        self.top = min(following, self.page().last(self.height))
        have = "1 line has it" if len(at) == 1 else f"{len(at)} lines have it"
        self.message = f"{self.words!r}: {have}; {self.keys.key(Act.FIND)} Enter goes to the next."

    def open(self) -> None:
        """Show the record's page in a browser."""
        record = self.card.record if self.card else None
        if record is None or not (record.doi or record.pmid):
            self.message = "This record has no DOI and no PMID to open."
            return
        doi = quote(str(record.doi), safe="/:;().-_")
        url = f"https://doi.org/{doi}" if record.doi else f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
        opened = self.open_url(url)
        self.message = f"Opened in the browser: {url}" if opened is not False else f"No browser here; it is at {url}"


def _named(event: Event) -> str:
    return PAST.get(event.verb, event.verb.value)
