"""The catalogue of findings: every stable code, what is wrong, why it matters, and a bad and a good example."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from resift.errors import BadStrategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A strategy that shows a finding, or shows how to do without; ``to`` where it takes a translation to see it.

    ``shown`` is the text as a person reads it; where it is one piece many times over, that is said instead.
    """

    platform: str
    text: str
    shown: str
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One kind of finding: ``whole`` where it is about the strategy, not about a place in it."""

    code: str
    title: str
    text: str
    source: str
    whole: bool
    bad: Example
    good: Example

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, as ``resift query explain --json`` prints them."""
        return {
            "code": self.code, "title": self.title, "text": self.text, "source": self.source,
            "bad": {"platform": self.bad.platform, "text": self.bad.text},
            "good": {"platform": self.good.platform, "text": self.good.text},
        }  # fmt: skip


@cache
def catalogue() -> Mapping[str, Code]:
    """All codes, in the order of the catalogue: those of reading, of single platforms, of checking, of translating.

    >>> catalogue()["L04"].title
    'a stem too long for the obvious word'
    """
    table = tomllib.loads((files("resift.strategy") / "data" / "codes.toml").read_text("utf-8"))
    return {code: _code(code, entry) for code, entry in table.items()}


def explained(code: str) -> Code:
    """The entry for a code, in any case; a BadStrategy for one that is not in the catalogue.

    >>> explained("l04").good.text
    'interven*.ti,ab.'
    """
    wanted = code.strip().upper()
    found = catalogue().get(wanted)
    if found is None:
        padded = re.sub(r"\d+$", lambda m: m[0].zfill(2), wanted)
        near = difflib.get_close_matches(padded, catalogue(), 1, 0.5)
        meant = f"did you mean {near[0]}? " if near else ""
        raise BadStrategy(f"there is no finding with the code {code!r}",
                          then=f"{meant}resift query explain lists all codes")  # fmt: skip
    return found


def about_the_whole(code: str) -> bool:
    """Whether a finding of that code is about the strategy as a whole, so that no place can be underlined."""
    known = catalogue().get(code)
    return known is not None and known.whole


def _code(code: str, entry: dict[str, Any]) -> Code:
    return Code(
        code=code, title=entry["title"], text=" ".join(entry["text"].split()),
        source=" ".join(entry.get("source", "").split()), whole=entry.get("whole", False),
        bad=_example(entry["bad"]), good=_example(entry["good"]),
    )  # fmt: skip


def _example(entry: dict[str, Any]) -> Example:
    to = entry.get("to", "")
    if "repeated" not in entry:
        return Example(platform=entry["platform"], text=entry["text"], shown=entry["text"], to=to)
    unit, times, close = entry["repeated"], entry["times"], entry.get("close", "")
    text = unit * times + entry["then"] + close * times
    return Example(platform=entry["platform"], text=text, shown=f"{unit}...  ({times} times)", to=to)
