"""A sitting of a reviewer: on the whole terminal, in a browser, or line by line."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from resift.cli.output import progress, say, typed_lines
from resift.decisions import Stage
from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.review import Review
    from resift.screening.session import Session
    from resift.screening.terminal.keymap import Keymap

_FRONT = (
    click.option("--plain", is_flag=True, help="Line mode: full sentences, one question at a time."),
    click.option("--keys", default="", metavar="SET|FILE",
                 help="Keys as in rayyan or asreview, or of a file. Else screening/keys.toml, where it exists."),
    click.option("--high-contrast", is_flag=True, help="No faint text."),
    click.option("--ascii", is_flag=True, help="Only ASCII signs; chosen by itself where the locale says so."),
)  # fmt: skip
web_option = click.option("--web", is_flag=True, help="Show the session in a browser, on this machine only.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """How a sitting is shown."""

    plain: bool = False
    keys: str = ""
    high_contrast: bool = False
    ascii: bool = False

    @property
    def drawn(self) -> bool:
        """Whether it takes the whole terminal, because it can and was not asked not to."""
        return not self.plain and _can_draw()

    @property
    def attended(self) -> bool:
        """Somebody at a terminal is not kept waiting for a new order; a script always meets the same reports."""
        return self.drawn or sys.stdin.isatty()


def front_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of how a sitting is shown, handed over as one ``front``."""

    @wraps(command)
    def with_front(
        *args: Any, plain: bool, keys: str, high_contrast: bool, ascii: bool, **more: Any
    ) -> None:  # one for each option
        command(*args, front=Front(plain=plain, keys=keys, high_contrast=high_contrast, ascii=ascii), **more)

    shown: Callable[..., None] = with_front
    for option in reversed(_FRONT):
        shown = option(shown)
    return shown


def sit(
    where: Path, reviewer: str, stage: Stage, front: Front, *, settling: bool = False, consensus: bool = False,
    again: bool = False,
) -> None:  # fmt: skip
    """One sitting, and what comes next; ``again`` is a second look at the reviewer's own decisions."""
    from resift.review import Review

    with progress() as bar, Review.open(where, progress=bar) as review:
        looking = dict(review.second_look(reviewer, stage)) if again else {}
        if again and not looking:
            raise ReviewError("no decision of yours calls for a second look", then="resift status names the next step")
        session = review.session(reviewer, stage, settling=settling, consensus=consensus, looking=looking,
                                 background=front.attended)  # fmt: skip
        bar.clear()
        if again:  # it took seconds, on the whole screen and in lines
            _forget_typed()
        if settling and not consensus and not (session.queue or session.decided):
            _refuse_own(review, session)
        hold(review, session, front)


def _refuse_own(review: Review, session: Session) -> None:
    """Nobody settles an own disagreement alone: say so, where there are no others."""
    own, who = len(review.state.conflicts(session.stage)), session.reviewer
    if own:
        there = "" if session.stage is Stage.SCREENING else f" --stage {session.stage.value}"
        waiting = "1 disagreement waits" if own == 1 else f"{own:,} disagreements wait"
        raise ReviewError(
            f"{waiting} to be settled, and {who} has a part in {'it' if own == 1 else 'each'}",
            then=f"when you have agreed, resift adjudicate{there} --reviewer {quote(who)} --consensus; "
                 "else somebody settles who has not decided",
        )  # fmt: skip


def hold(review: Review, session: Session, front: Front) -> None:
    """Hold a sitting that was opened, on the whole terminal or line by line, and say what comes next."""
    keys = _keymap(front.keys, review) if front.drawn or front.keys else None
    if front.drawn and keys is not None:
        _draw(session, keys, front)
    else:
        from resift.screening.lines import run

        run(session, typed_lines(), say)
    click.echo(f"Next: {review.status(session.reviewer, session.stage)['next']}", err=True)


def _can_draw() -> bool:
    from resift.screening.terminal.look import can_draw

    streams = (sys.stdin, sys.stdout, sys.stderr)  # Textual draws on the standard error stream
    return can_draw(os.environ, terminal=all(s.isatty() for s in streams))


def _draw(session: Session, keys: Keymap, front: Front) -> None:
    from resift.screening.terminal.app import ScreeningApp
    from resift.screening.terminal.look import Look, tells_ascii

    look = Look(ascii=front.ascii or tells_ascii(os.environ), contrast=front.high_contrast)
    app = ScreeningApp(session, keys, look, open_url=None if "TEXTUAL_DRIVER" in os.environ else show_page)
    _forget_typed()
    app.run(mouse=False)  # so that text can be marked and copied as in any terminal; its wheel scrolls all the same


def _forget_typed() -> None:
    """What was typed before there was a record to see must not decide on it."""
    if sys.stdin.isatty():
        with suppress(ImportError):  # no such thing on Windows
            import termios

            termios.tcflush(sys.stdin, termios.TCIFLUSH)


def show_page(url: str) -> bool:
    """Show an address in a browser with windows; one that would draw on this terminal is not started."""
    graphic = sys.platform in ("win32", "darwin") or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))
    return graphic and webbrowser.open(url)


def _keymap(asked: str, review: Review) -> Keymap:
    from resift.screening.terminal.keymap import PRESETS, preset, read_keymap

    if asked in PRESETS:
        return preset(asked)
    if asked:
        if not Path(asked).is_file():
            raise ReviewError(f"there are no keys {asked!r}", then=f"use {', '.join(PRESETS)}, or name a file")
        return read_keymap(Path(asked))
    return read_keymap(review.folder.keys) if review.folder.keys.is_file() else preset("resift")


def serve_session(where: Path, reviewer: str, stage: str, front: Front) -> None:
    """The same sitting in a browser on this machine, until it is interrupted."""
    from resift.review import Review

    try:
        from resift.screening.terminal.web import serve
    except ImportError:
        raise ReviewError("a session in a browser needs textual-serve", then='pip install "resift[web]"') from None
    with Review.open(where) as review:  # what is wrong is said here, not in an empty page
        _keymap(front.keys, review)
        title = f"{review.config.title} ({review.session(reviewer, Stage(stage)).reviewer}, {stage})"
    chosen = [f"--{name.replace('_', '-')}" for name in ("high_contrast", "ascii") if getattr(front, name)]
    command = [sys.executable, "-m", "resift", "screen", "--reviewer", reviewer, "--stage", stage,
               "--review", str(where), *(["--keys", front.keys] if front.keys else []), *chosen]  # fmt: skip
    with suppress(KeyboardInterrupt):  # Ctrl+C is how it ends
        serve(command, title, _tell)


def _tell(address: str) -> None:
    click.echo(f"The session is at {address}\nThis address works once, on this machine only. Ctrl+C ends.")
    show_page(address)
