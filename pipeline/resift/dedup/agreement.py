"""What a field says about two records."""

from enum import Enum


class Agreement(Enum):
    """The four answers of a field: ``LIKE`` does not contradict but proves little; ``UNKNOWN`` says nothing."""

    SAME = "same"
    LIKE = "like"
    UNKNOWN = "unknown"
    DIFFERENT = "different"
