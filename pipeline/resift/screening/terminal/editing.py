"""Adding an abstract that the record lacks: its text, and where it was taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.screening.cards import Card
    from resift.screening.terminal.front import Front


class Editing(Screen[None]):
    """A text field for the abstract and a line for its source; what the sources sent stays as received."""

    CSS = """
    Editing { padding: 0 1; }
    Editing TextArea { height: 1fr; border: none; padding: 0; }
    Editing Input { border: none; height: 1; padding: 0; }
    Editing #hint { text-style: bold; }
    """
    BINDINGS = [  # noqa: RUF012
        Binding("ctrl+s", "save", "save", priority=True),
        Binding("tab", "app.focus_next", "next field", priority=True),
        Binding("escape", "leave", "back", priority=True),
    ]

    def __init__(self, card: Card, front: Front) -> None:
        super().__init__()
        self._card, self._front = card, front

    def compose(self) -> ComposeResult:
        """Title, abstract, source, and the keys."""
        yield Static(self._front.look.text(self._card.record.title), markup=False)
        yield Static("Abstract (paste or type):", markup=False)
        yield TextArea(self._card.record.abstract)
        yield Static("Taken from (for example the publisher's page, with its address):", markup=False)
        yield Input(self._card.source, id="source")
        yield Static("Tab: next field   Ctrl+S: save   Esc: back, nothing changes", id="hint", markup=False)

    def on_mount(self) -> None:
        """Begin in the abstract."""
        self.query_one(TextArea).focus()

    def action_save(self) -> None:
        """Save both; what is missing is said here."""
        text, source = self.query_one(TextArea).text, self.query_one(Input).value
        try:
            self._front.session.edit_abstract(text, source)
        except (ValueError, ReviewError) as error:
            why = error.message if isinstance(error, ReviewError) else error
            self.query_one("#hint", Static).update(f"Not saved: {why}. Esc: back.")
            return
        self._front.turn("Abstract saved, with its source.")
        self.dismiss()

    def action_leave(self) -> None:
        """Back to the record."""
        self._front.message = "The abstract stays as it was."
        self.dismiss()
