"""Which records to read first, how much that saves, and what can be said about stopping.

Names that need numerical libraries are loaded when they are first used: importing this package is cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from resift.ranking.documents import Document
from resift.ranking.metrics import metrics
from resift.ranking.stopping import StoppingTest, stopping_test, unread_bound

if TYPE_CHECKING:
    from resift.ranking.ranker import Ranker
    from resift.ranking.simulation import simulate

__all__ = ["Document", "Ranker", "StoppingTest", "metrics", "simulate", "stopping_test", "unread_bound"]

_HEAVY = {"Ranker": "resift.ranking.ranker", "simulate": "resift.ranking.simulation"}


def __getattr__(name: str) -> Any:
    if name not in _HEAVY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HEAVY[name]), name)
