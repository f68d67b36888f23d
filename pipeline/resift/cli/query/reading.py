"""Strategies from files, with the platform that they were written for: as given, or as guessed from the text."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from resift.errors import BadFile, BadStrategy
from resift.strategy import Parsed, parse
from resift.strategy.detect import detect
from resift.strategy.dialects import DIALECTS, dialect

platforms = click.Choice(list(DIALECTS), case_sensitive=False)
platform_option = click.option(
    "--platform", type=platforms, help="The platform that the strategy was written for; guessed if not given."
)
file_argument = click.argument("file", type=click.Path(path_type=Path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """A strategy as read from a file, and why it was read as that platform's."""

    path: Path
    parsed: Parsed
    reason: str

    @property
    def heading(self) -> str:
        """How it was read, in a sentence."""
        return f"Read as {dialect(self.parsed.platform).title} ({self.reason})."

    def sound(self) -> Parsed:
        """The strategy if it can be run; a BadStrategy names the first place that keeps it from that."""
        for first in self.parsed.errors:
            where = f"{self.path}:{first.line}:{first.start + 1}"
            raise BadStrategy(first.message, where=where, then=f"resift query check {self.path} shows the place")
        return self.parsed


def read(path: Path, platform: str | None) -> Strategy:
    """The strategy in a file, or from standard input for ``-``; a BadFile for what is no text."""
    text = _text(path)
    guess, reason = (platform, "as given") if platform else detect(text)
    return Strategy(path=path, parsed=parse(text, guess), reason=reason)


def _text(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if "\0" in text:
            raise BadFile("is not text", where=str(path), then="save the strategy as plain text in UTF-8")
        return text
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror}", where=str(path), then="check the path") from None
    except UnicodeDecodeError:
        raise BadFile("is not UTF-8 text", where=str(path), then="save it as plain text in UTF-8") from None
