"""Headings: whether they are the platform's own, whether they exist, and when they begin to find a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from resift.strategy import mesh
from resift.strategy.dialects import dialect
from resift.strategy.findings import Finding
from resift.strategy.lint.places import conditions, say
from resift.strategy.parser import Parsed
from resift.strategy.tree import Heading

_HOMES = {"emtree": ("embase", "Embase.com")}
_MOST = 200
"""For how many unknown headings of a strategy the nearest name is looked up."""


def _headings(parsed: Parsed) -> list[Heading]:
    return [n for n in conditions(parsed) if isinstance(n, Heading)]


def unknown(parsed: Parsed) -> Iterator[Finding]:
    """L01 and L02: a heading written as on another platform; a heading that the vocabulary does not have."""
    speech = dialect(parsed.platform)
    alike = _Alike()
    for node in _headings(parsed):
        home = _HOMES.get(node.vocabulary)
        if home and parsed.platform != home[0]:
            written = parsed.text[slice(*node.span)]
            message = f"{written!r} is {home[1]}'s way to write a heading, not {speech.title}'s"
            yield say(parsed, node.span, "L01", "warning", message)
        yield from _known(parsed, node, alike)


def _known(parsed: Parsed, node: Heading, alike: _Alike) -> Iterator[Finding]:
    mapped = mesh.mappings().get((node.vocabulary, node.name.lower()))
    if mapped:
        yield say(parsed, node.span, "L02", "warning", mapped[1])
        return
    name = node.name.strip('"* ')
    if node.vocabulary != "mesh" or "*" in name or "$" in name or name in alike:
        return
    like = alike(name)
    message = f"the heading {node.name!r} is not in the table at hand" + (f": {like!r} is" if like else "")
    yield say(parsed, node.span, "L02", "warning" if like else "note", message)


class _Alike:
    """The table's headings, whatever their punctuation, which platforms pass over; and the one nearest to a name."""

    def __init__(self) -> None:
        self.table = mesh.vocabulary()
        self._asked = 0
        self._keys: dict[str, list[str]] = {}
        self._plain: set[str] = set()

    def __contains__(self, name: str) -> bool:
        if self.table.heading(name) is not None:
            return True
        self._prepare()
        return _plain(name) in self._plain

    def __call__(self, name: str) -> str:
        """The heading that was probably meant; empty where none is near."""
        self._asked += 1
        if self._asked > _MOST:
            return ""
        self._prepare()
        wanted = name.lower()
        near = [k for k in self._keys.get(wanted[:3], ()) if _word_by_word(wanted, k)]
        found = get_close_matches(wanted, near, n=1, cutoff=0.88)
        return (self.table.heading(found[0]) or "") if found else ""

    def _prepare(self) -> None:
        for key in () if self._plain else (*self.table.numbers, *self.table.terms):
            self._keys.setdefault(key[:3], []).append(key)
            self._plain.add(_plain(key))


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower()))


def _word_by_word(a: str, b: str) -> bool:
    """Whether two names have as many words, and each pair of them begins alike."""
    left, right = re.findall(r"\w+", a), re.findall(r"\w+", b)
    return len(left) == len(right) and all(x[:3] == y[:3] for x, y in zip(left, right, strict=True))


def late(parsed: Parsed) -> Iterator[Finding]:
    """L12: headings find a record only once it is indexed; said once."""
    found = _headings(parsed)
    if found:
        message = "a heading finds a record only once it is indexed: an update's window has to ask for that date too"
        more = f"; {len(found) - 1:,} more headings" if len(found) > 1 else ""
        yield say(parsed, found[0].span, "L12", "note", message + more)
