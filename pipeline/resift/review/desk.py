"""What every step works with: the review's folder and store, the clock, and who is told of progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from resift.review.folder import Folder
from resift.store import Store

Progress = Callable[[str, int, int], None]
Clock = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Desk:
    """The folder and store of one review; ``clock`` gives UTC as in events, ``progress`` is told (what, done, of)."""

    folder: Folder
    store: Store
    clock: Clock
    progress: Progress


def utc_now() -> str:
    """The present time, UTC, in the form that events carry."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def quiet(_: str, __: int, ___: int) -> None:
    """Progress that nobody watches."""
