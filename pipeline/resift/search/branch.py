"""An XML element's children by name, and the text below an element: what every reader of PubMed's XML asks for."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml's element class has no public name
_RUNS = re.compile(r"[ \t\r\n]+")


def text(element: Element | None) -> str:
    """All text below an element (also inside ``i``, ``sub`` or MathML), white space run together.

    >>> text(etree.fromstring("<ArticleTitle>The <i>APOE</i>\\n   locus</ArticleTitle>"))
    'The APOE locus'
    """
    if element is None:
        return ""
    found: str = (_below(element) if len(element) else element.text) or ""
    if found.isalnum():
        return found
    if "\n" in found or "  " in found or "\t" in found or "\r" in found:
        return _RUNS.sub(" ", found).strip()
    return found.strip()


def _below(element: Element) -> str:
    # a named character (&nbsp;) reaches us as a node of its own, because the DTD that defines it is not loaded
    for _ in element.iter(etree.Entity):
        return "".join(_unfolded(element))
    words: str = etree.tostring(element, encoding="unicode", method="text", with_tail=False)
    return words


def _unfolded(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from [html.unescape(child.text)] if child.tag is etree.Entity else _unfolded(child)
        yield child.tail or ""


def leaves(element: Element | None) -> dict[str, str]:
    """The texts of an element's children by their names; of several with one name the first.

    >>> leaves(etree.fromstring("<PubDate><Year>2016</Year><Month> Mar </Month></PubDate>"))
    {'Year': '2016', 'Month': 'Mar'}
    """
    found: dict[str, str] = {}
    for child in () if element is None else element:
        tag, words = child.tag, child.text
        if tag not in found:
            # most are one word and need no more looking at
            found[tag] = words if words and words.isalnum() and not len(child) else text(child)
    return found


def unique(elements: Iterable[Element]) -> tuple[str, ...]:
    """The elements' texts, each once, without empty ones."""
    return tuple(dict.fromkeys([t for e in elements if (t := text(e))]))


class Branch:
    """An element's children by name; a missing element has none.

    >>> branch = Branch(etree.fromstring("<a><b>1</b><b>2</b><c><d>3</d></c></a>"))
    >>> branch.text("b"), unique(branch.all("b")), branch.one("c").text("d"), branch.one("x").text("y")
    ('1', ('1', '2'), '3', '')
    """

    __slots__ = ("_children",)

    def __init__(self, element: Element | None) -> None:
        self._children: dict[str, list[Element]] = {}
        children = self._children
        for child in () if element is None else element:
            tag = child.tag
            if tag in children:
                children[tag].append(child)
            else:
                children[tag] = [child]

    def all(self, *path: str) -> list[Element]:
        """The elements that the names lead to, in document order."""
        found = self._children.get(path[0])
        if not found:
            return []
        for step in path[1:]:
            found = [e for parent in found for e in parent if e.tag == step]
        return found

    def first(self, name: str) -> Element | None:
        """The first child of that name, or None."""
        found = self._children.get(name)
        return found[0] if found else None

    def one(self, name: str) -> Branch:
        """The first child of that name as a branch."""
        return Branch(self.first(name))

    def text(self, name: str) -> str:
        """The text of the first child of that name."""
        found = self._children.get(name)
        return text(found[0]) if found else ""
