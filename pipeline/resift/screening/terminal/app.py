"""The session as a Textual application: it lays out, draws what the front says, and hands every key to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from resift.screening.terminal.front import Front
from resift.screening.terminal.keymap import Keymap
from resift.screening.terminal.look import Look
from resift.screening.terminal.modes import Ready, Typing
from resift.screening.terminal.page import wrapped
from resift.screening.terminal.panel import panel
from resift.screening.terminal.status import footer, status_line
from resift.screening.terminal.strip import HEIGHT, strip

if TYPE_CHECKING:
    from resift.screening.cards import Card
    from resift.screening.session import Session

WIDE = 100
LEAST = Size(40, 14)
TOO_SMALL = "This window is too small to read in. Make it larger (80 by 24 is enough), or press Ctrl+C and use --plain."
Draw = Callable[[Size], list[Text]]


class Pane(Widget):
    """A part of the screen that draws lines of text; it is painted again only where they changed."""

    def __init__(self, name: str, draw: Draw) -> None:
        super().__init__(id=name)
        self._draw = draw
        self._lines: list[Text] = []

    def look_again(self) -> None:
        """Draw, and paint if anything is new."""
        lines = self._draw(self.size) if self.size else []
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def on_resize(self) -> None:
        """A new size asks for new lines."""
        self.look_again()

    def render_line(self, y: int) -> Strip:
        """One line as Textual paints it."""
        width = self.size.width
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[y]
        console = self.app.console
        shown = Strip(line.render(console, end=""), line.cell_len).apply_style(console.get_style(line.style))
        return shown.adjust_cell_length(width).apply_style(self.rich_style)


class Desk(Screen[None]):
    """The one screen on which records are read and decided."""

    CSS = f"""
    Desk {{ layout: grid; grid-size: 1; grid-rows: 1 1fr {HEIGHT} 1; padding: 0 1; }}
    #panel {{ display: none; }}
    Desk.-wide {{ grid-size: 2; grid-columns: 1fr 38%; }}
    Desk.-wide #panel {{ display: block; margin-left: 2; }}
    Desk.-wide #status, Desk.-wide #strip, Desk.-wide #footer {{ column-span: 2; }}
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012

    def __init__(self, front: Front) -> None:
        super().__init__()
        self.front = front
        self._seen = False

    def on_mount(self) -> None:
        """Keys count from the moment that there is something to see: nothing unread is ever decided."""

        def seen() -> None:
            self._seen = True

        self.call_after_refresh(seen)

    def compose(self) -> ComposeResult:
        """The panes, from top to bottom."""
        front = self.front
        yield Pane("status", lambda size: [status_line(front, size.width)])
        yield Pane("page", lambda size: front.page().seen(front.top, size.height, front.more))
        yield Pane("panel", lambda size: panel(front, size.width, size.height))
        yield Pane("strip", self._strip)
        yield Pane("footer", lambda size: [footer(front, size.width)])

    @property
    def small(self) -> bool:
        """Whether no record can be read in this window; then no key decides."""
        return self.app.size.width < LEAST.width or self.app.size.height < LEAST.height

    def _strip(self, size: Size) -> list[Text]:
        if self.small:
            return wrapped(Text(TOO_SMALL, "bold"), size.width)
        return strip(self.front, size.width, answers=self.app.size.width < WIDE)

    def on_key(self, event: events.Key) -> None:
        """Every key goes to the front, before anything else could take it."""
        event.stop()
        event.prevent_default()
        if not self._seen or (self.small and event.key != "ctrl+c"):
            return
        printed = event.is_printable and event.character not in (None, " ")
        self.front.press(event.character if printed and event.character else event.key)
        self.look_again()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes into the line being typed, and never decides."""
        if isinstance(self.front.mode, Typing):
            self.front.mode.line.insert(event.text)
            self.look_again()

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the page."""
        self.front.scroll(3)
        self.look_again()

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves the page."""
        self.front.scroll(-3)
        self.look_again()

    def on_resize(self) -> None:
        """A new size: the page is fitted to it."""
        self.call_after_refresh(self.look_again)

    def on_screen_resume(self) -> None:
        """Back from editing: what was saved there is shown."""
        self.call_after_refresh(self.look_again)

    def look_again(self) -> None:
        """Paint whatever changed."""
        page = self.query_one("#page", Pane)
        self.front.fit(page.size.width or 78, page.size.height or 15)
        for pane in self.query(Pane):
            pane.look_again()


class ScreeningApp(App[None]):
    """One sitting of one reviewer."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Desk { background: ansi_default; color: ansi_default; }"

    def __init__(
        self, session: Session, keys: Keymap, look: Look, *, open_url: Callable[[str], object] | None = None
    ) -> None:
        super().__init__(ansi_color=True)  # the terminal's own colours; with NO_COLOR none at all
        self.theme = "ansi-dark"
        open_url = open_url or self.open_url  # of Textual: in the browser of the reader, wherever that is
        self.front = Front(session=session, keys=keys, look=look, mode=Ready(), open_url=open_url, edit=self._edit,
                           leave=self.exit)  # fmt: skip

    def on_mount(self) -> None:
        """The record is there at once."""
        self.push_screen(Desk(self.front))

    def _edit(self, card: Card) -> None:
        from resift.screening.terminal.editing import Editing

        self.push_screen(Editing(card, self.front))
