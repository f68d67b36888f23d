"""Ranking again while people screen."""

from __future__ import annotations

from collections.abc import Callable

from resift.screening.training import Order


class AtOnce:
    """A new order is made while the reader waits for it: the same answers always meet the same reports."""

    def __init__(self, train: Callable[[], Order]) -> None:
        self._train = train
        self._order: Order | None = None
        self.trouble = ""

    def start(self) -> None:
        """Make the order."""
        try:
            self._order, self.trouble = self._train(), ""
        except Exception as error:  # a training that fails must not stop a sitting, whatever it is
            self.trouble = f"The order could not be made anew ({error}); it stays as it was."

    def ready(self) -> Order | None:
        """The order, once."""
        found, self._order = self._order, None
        return found

    def wait(self) -> None:
        """Nothing is ever running."""
