"""A review: one method per step. The command line and a notebook are two fronts of it."""

from resift.review.config import Config, Study
from resift.review.review import Review
from resift.review.searches import Search

__all__ = ["Config", "Review", "Search", "Study"]
