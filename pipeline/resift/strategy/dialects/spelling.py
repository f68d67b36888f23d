"""How a platform writes a strategy: the parts that every platform shares, and the ones that each fills in.

Reading what was written gives the same tree again; what a platform cannot say is a CannotSay, never something near it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from resift.errors import BadStrategy
from resift.strategy.tree import (
    ANY,
    And,
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Raw,
    Ref,
    Text,
    Value,
    Wild,
    Window,
    Word,
)  # fmt: skip


class CannotSay(BadStrategy):
    """A platform has no words for a condition."""


class Spelling:
    """One platform's way of writing; subclasses give the tables and the forms that differ.

    ``codes`` are the codes of text fields, the preferred one of equal ones first; ``values`` the codes of coded
    fields; ``signs`` the wildcards; ``operators`` the words for and, or, not. ``together`` are codes that are listed
    where no single one fits; ``reserved`` the words that mean something else unless they stand in quotation marks.
    """

    title: ClassVar[str]
    codes: ClassVar[Mapping[str, frozenset[str]]]
    values: ClassVar[Mapping[str, str]] = {}
    signs: ClassVar[Mapping[Wild, str]] = {ANY: "*"}
    operators: ClassVar[Mapping[str, str]] = {"and": "AND", "or": "OR", "not": "NOT"}
    together: ClassVar[Mapping[str, frozenset[str]]] = {}
    reserved: ClassVar[re.Pattern[str]] = re.compile(r"(?!)")

    def write(self, node: Node) -> str:
        """The whole strategy as one string; raw text stands in double angle brackets, which no platform reads."""
        return self._node(node, top=True)

    def _node(self, node: Node, *, top: bool = False) -> str:
        match node:
            case And(parts):
                return self._joined("and", parts, top)
            case Or(parts):
                return self._joined("or", parts, top)
            case Not(keep, drop):
                return self._joined("not", (keep, drop), top)
            case Text():
                return self.text(node)
            case Heading():
                return self.heading(node)
            case Value():
                return self.value(node)
            case Range():
                return self.range(node)
            case Ref(line):
                return self.reference(line)
            case Raw(text):
                return f"<<{text}>>"

    def _joined(self, kind: str, parts: tuple[Node, ...], top: bool) -> str:
        text = f" {self.operators[kind]} ".join(self._node(p) for p in parts)
        return text if top else f"({text})"

    def text(self, node: Text) -> str:
        """A text condition with its field code."""
        if node.times != 1:
            raise self.cannot("a number of occurrences")
        return self.scoped(self.code(node.fields), self.expression(node.expression))

    def scoped(self, code: str, text: str) -> str:
        """A term or parenthesised group under a field code."""
        raise NotImplementedError

    def expression(self, e: Expression) -> str:
        """A word, phrase or proximity, in parentheses where it has parts."""
        match e:
            case Word():
                return self.word(e)
            case Phrase(words):
                return self.phrase([self.word(w) for w in words])
            case Either(options):
                either = f" {self.operators['or']} "
                return f"({either.join(self.expression(o) for o in options)})"
            case Near(left, right, between, ordered):
                return f"({self.expression(left)} {self.near(between, ordered)} {self.expression(right)})"
            case Window():
                raise self.cannot("a window of several words")

    def near(self, between: int, ordered: bool) -> str:
        """The proximity operator for that many words between."""
        raise self.cannot(f"proximity {'in order ' if ordered else ''}with {between} words between")

    def phrase(self, words: list[str]) -> str:
        """Words side by side, in order."""
        return self.name(" ".join(w.strip("'\"") for w in words))

    def word(self, word: Word) -> str:
        """A word with the platform's signs for its wildcards."""
        text = self.whole(word)
        return self.name(text) if self.reserved.fullmatch(text) else text

    def whole(self, word: Word) -> str:
        """A word, or the whole value of a coded field, without quotation marks."""
        return "".join(self.sign(p) if isinstance(p, Wild) else p for p in word.written or word.parts)

    def name(self, text: str) -> str:
        """Text in quotation marks."""
        return f'"{text}"'

    def sign(self, wild: Wild) -> str:
        """The sign for a wildcard."""
        if wild not in self.signs:
            raise self.cannot("this wildcard")
        return self.signs[wild]

    def code(self, fields: frozenset[str]) -> str:
        """The field code, or list of codes, for exactly these fields."""
        for code, known in self.codes.items():
            if known == fields:
                return code
        listed: list[str] = []
        held = frozenset[str]()
        for code, known in self.together.items():
            if known <= fields and not known <= held:
                listed, held = [*listed, code], held | known
        if held != fields:
            raise self.cannot(f"the fields {', '.join(sorted(fields))}")
        return ",".join(listed)

    def heading(self, node: Heading) -> str:
        """An index term."""
        raise self.cannot(f"the heading {node.name!r}")

    def value(self, node: Value) -> str:
        """A whole value of a coded field."""
        raise self.cannot(f"a search by {node.field}")

    def range(self, node: Range) -> str:
        """A field's value between two ends."""
        raise self.cannot(f"a range of the field {node.field}")

    def reference(self, line: str) -> str:
        """Another line of the strategy."""
        return f"#{line}"

    def cannot(self, what: str) -> CannotSay:
        """The error for a condition without words here."""
        return CannotSay(f"{self.title} cannot express {what}", then="choose another mode or rewrite that condition")


class PlainWords(Spelling):
    """A platform on which a word is letters and digits alone."""

    def word(self, word: Word) -> str:
        letters = "".join(p for p in word.parts if isinstance(p, str))
        if re.search(r"\W", letters) or not re.search(r"[^\W_]", letters):
            raise self.cannot(f"the word {self.whole(word)!r}")
        return super().word(word)
