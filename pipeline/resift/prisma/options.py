"""How the diagram is to look and speak: what it shows, in which words, with which letters and separators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The wishes for one figure.

    ``hide_empty`` leaves out lines with a count of 0 (never a box's main count); ``per_source`` prints a line for
    each database and register; ``screening_reasons`` the reasons at title and abstract; ``unread_before_screening``
    counts what was never read as removed before screening by automation tools, for journals that ask.
    ``labels`` replaces printed text by its official English text, for another language; ``letters`` the letter n by
    unit (``{"study": "k"}``); ``thousands`` is the separator. ``prefix`` comes before every id, so that several
    diagrams can stand in one page.
    """

    hide_empty: bool = False
    per_source: bool = True
    screening_reasons: bool = False
    unread_before_screening: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    thousands: str = ","
    prefix: str = ""

    def word(self, text: str) -> str:
        """The printed form of an official text."""
        return self.labels.get(text, text)

    def say(self, text: str, **values: int | str) -> str:
        """The printed form of a text with braces, filled; numbers get thousands separators.

        >>> Options(thousands=" ").say("Of {previous} reports {again} were found", previous=1200, again=3)
        'Of 1 200 reports 3 were found'
        """
        said = self.word(text)
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", value if isinstance(value, str) else self.number(value))
        return said

    def number(self, n: int) -> str:
        """A count with thousands separators."""
        return f"{n:,}".replace(",", self.thousands)

    def unknown(self, unit: str) -> str:
        """What stands in place of a count that is not given."""
        return f"({self.letters.get(unit, 'n')}\u00a0=\u00a0{self.word('not given')})"

    def count(self, n: int, unit: str = "record") -> str:
        """A count as it stands in a box, held together by no-break spaces.

        >>> Options().count(1234).replace(chr(160), "_")
        '(n_=_1,234)'
        """
        return f"({self.letters.get(unit, 'n')}\u00a0=\u00a0{self.number(n)})"
