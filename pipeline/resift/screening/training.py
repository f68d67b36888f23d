"""A new order of what is unread, made while people read on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Reports to read, best first; the words that speak for the first of them; and the model that found both."""

    reports: tuple[str, ...]
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    model: str = ""


class Training(Protocol):
    """Makes a new order from all that was saved so far, at once or in the background.

    ``start`` begins (or asks for one more round where one is running); ``ready`` gives a finished order once, else
    None; ``wait`` returns when nothing is running; ``trouble`` says in a sentence why the last one failed.
    """

    trouble: str

    def start(self) -> None: ...

    def ready(self) -> Order | None: ...

    def wait(self) -> None: ...
