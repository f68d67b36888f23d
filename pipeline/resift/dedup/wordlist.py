"""Lists of words, written as a line of text."""


def words(text: str) -> frozenset[str]:
    """The words of a line.

    >>> sorted(words("van der"))
    ['der', 'van']
    """
    return frozenset(text.split())
