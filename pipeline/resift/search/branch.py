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
    found = "".join(_pieces(element)) if len(element) else element.text or ""
    plain = "\n" not in found and "  " not in found and "\t" not in found
    return found.strip() if plain else _RUNS.sub(" ", found).strip()


def _pieces(element: Element) -> Iterator[str]:
    # a named character (&nbsp;) reaches us as a node of its own, because the DTD that defines it is not loaded
    if not any(node.tag is etree.Entity for node in element.iter()):
        yield from element.itertext()
        return
    yield element.text or ""
    for child in element:
        yield from [html.unescape(child.text)] if child.tag is etree.Entity else _pieces(child)
        yield child.tail or ""


def unique(elements: Iterable[Element]) -> tuple[str, ...]:
    """The elements' texts, each once, without empty ones."""
    return tuple(dict.fromkeys(t for e in elements if (t := text(e))))


class Branch:
    """An element's children by name; a missing element has none.

    >>> branch = Branch(etree.fromstring("<a><b>1</b><b>2</b><c><d>3</d></c></a>"))
    >>> branch.text("b"), unique(branch.all("b")), branch.one("c").text("d"), branch.one("x").text("y")
    ('1', ('1', '2'), '3', '')
    """

    __slots__ = ("_children",)

    def __init__(self, element: Element | None) -> None:
        self._children: dict[str, list[Element]] = {}
        if element is not None:
            for child in element:
                self._children.setdefault(child.tag, []).append(child)

    def all(self, *path: str) -> list[Element]:
        """The elements that the names lead to, in document order."""
        name, *rest = path
        found = self._children.get(name, [])
        for step in rest:
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
        return text(self.first(name))
