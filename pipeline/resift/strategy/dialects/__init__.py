"""The platforms' dialects, by name."""

from resift.errors import BadStrategy
from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.cochrane import COCHRANE
from resift.strategy.dialects.ebsco import EBSCO
from resift.strategy.dialects.embase import EMBASE
from resift.strategy.dialects.ovid import OVID
from resift.strategy.dialects.proquest import PROQUEST
from resift.strategy.dialects.pubmed import PUBMED
from resift.strategy.dialects.scopus import SCOPUS
from resift.strategy.dialects.wos import WOS

DIALECTS = {d.name: d for d in (PUBMED, OVID, EMBASE, EBSCO, PROQUEST, COCHRANE, WOS, SCOPUS)}


def dialect(name: str) -> Dialect:
    """The dialect of that name; a BadStrategy lists the known ones.

    >>> dialect("ovid").title
    'Ovid'
    """
    try:
        return DIALECTS[name]
    except KeyError:
        raise BadStrategy(
            f"{name!r} is no platform whose strategies are read", then=f"give one of {', '.join(DIALECTS)}"
        ) from None
