"""The platforms' dialects, by name."""

from resift.errors import BadStrategy
from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.ovid import OVID
from resift.strategy.dialects.pubmed import PUBMED

DIALECTS = {d.name: d for d in (PUBMED, OVID)}


def dialect(name: str) -> Dialect:
    """The dialect of that name; a BadStrategy lists the known ones.

    >>> dialect("ovid").title
    'Ovid'
    """
    try:
        return DIALECTS[name]
    except KeyError:
        raise BadStrategy(
            f"strategies written for {name!r} are not read yet",
            then=f"give --platform {' or '.join(DIALECTS)} if it is one",
        ) from None
