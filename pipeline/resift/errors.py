"""What a reviewer can put right: each error says what is wrong, where, and which command comes next."""


class ReviewError(Exception):
    """Something that the reviewer can put right; the command line prints it alone, without a traceback.

    ``message`` says what is wrong, ``where`` names the file (and line), ``then`` the next step.

    >>> print(ReviewError("no title", where="review.toml", then="add title = \\"...\\" to it"))
    review.toml: no title
      next: add title = "..." to it
    """

    def __init__(self, message: str, *, where: str = "", then: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.then = then

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  next: {self.then}" if self.then else text


class BadFile(ReviewError):
    """A file that cannot be read as what it should be; ``where`` is ``path`` or ``path:line``."""


class BadStrategy(ReviewError):
    """A search strategy that cannot be run as it stands."""


class SearchFailed(ReviewError):
    """A search that did not end well; never to be mistaken for a search without results."""


class StoreError(ReviewError):
    """The store cannot be used as it is: newer than this program, locked, or not a store."""
