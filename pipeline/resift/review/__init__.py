"""A review: one method per step. The command line and a notebook are two fronts of it."""

from resift.review.config import Config, Search, Study
from resift.review.review import Review

__all__ = ["Config", "Review", "Search", "Study"]
