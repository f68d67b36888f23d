"""Boolean search strategies as a language: read, check, translate and evaluate them."""

from resift.strategy.findings import Finding
from resift.strategy.parser import Parsed, parse
from resift.strategy.render import render
from resift.strategy.translate import Translation, translate

__all__ = ["Finding", "Index", "Parsed", "Translation", "parse", "render", "translate"]


def __getattr__(name: str) -> object:
    """``Index`` comes on demand, so that reading a strategy does not load numpy."""
    if name == "Index":
        from resift.strategy.evaluate import Index

        return Index
    raise AttributeError(name)
