"""The report of a review: a document of sections, each told from one snapshot, and the files that it is written as."""

from resift.review.report.files import Built, build
from resift.review.report.snapshot import citation

__all__ = ["Built", "build", "citation"]
