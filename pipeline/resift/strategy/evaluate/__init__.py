"""A strategy evaluated over records at hand: which of them does it find?

A positional index: every word of every field has a place in one long row of places, and fields and their values are
set so far apart that no proximity can cross. Hyphens separate words, apostrophes vanish, accents and case do not
matter.
"""

from resift.strategy.evaluate.index import Index
from resift.strategy.evaluate.places import regex
from resift.strategy.evaluate.segments import segments

__all__ = ["Index", "regex", "segments"]
