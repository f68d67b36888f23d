"""Web of Science: a tree written out in its way."""

from __future__ import annotations

import re
from typing import ClassVar

from resift.strategy.dialects.spelling import PlainWords
from resift.strategy.dialects.wos.tables import ADDRESSES, FIELDS, OWN, VALUES
from resift.strategy.tree import ANY, ONE, OPTIONAL, Range, Value, Wild


class WosSpelling(PlainWords):
    """A field code before each term; words that are operators stand in quotation marks."""

    title = "Web of Science"
    codes: ClassVar = {code: fields for code, fields in FIELDS.items() if code not in ADDRESSES[1:]}
    values: ClassVar = {field: code for code, field in (VALUES | OWN).items()}
    signs: ClassVar = {ANY: "*", ONE: "?", OPTIONAL: "$"}
    reserved: ClassVar = re.compile(r"and|or|not|near|same|adj\d*")

    def scoped(self, code: str, text: str) -> str:
        return f"{code}={text}" if text.startswith("(") else f"{code}=({text})"

    def near(self, between: int, ordered: bool) -> str:
        if ordered:
            raise self.cannot("words in a given order with others between")
        return f"NEAR/{between}"

    def phrase(self, words: list[str]) -> str:
        if any("$" in w for w in words):
            raise self.cannot("a phrase with a character that may be missing")
        return super().phrase(words)

    def value(self, node: Value) -> str:
        if node.field not in self.values:
            raise self.cannot(f"a search by {node.field}")
        text = self.whole(node.word)
        plain = re.fullmatch(r"[\w*?$.:&'+-]+", text) and not self.reserved.fullmatch(text)
        if (
            re.search(r'["\n]', text)
            or not re.search(r"\w", text)
            or (not plain and any(isinstance(p, Wild) and p == OPTIONAL for p in node.word.parts))
        ):
            raise self.cannot(f"the {node.field} {text!r}")
        return f"{self.values[node.field]}=({text})" if plain else f'{self.values[node.field]}=("{text}")'

    def range(self, node: Range) -> str:
        years = re.fullmatch(r"\d{4}", node.low) and re.fullmatch(r"\d{4}", node.high)
        # whether PY= takes an open end is stated nowhere
        if node.field != "published" or not years or node.high == "3000":
            raise self.cannot(f"{node.low} to {node.high} of the field {node.field}")
        return f"PY={node.low}" if node.low == node.high else f"PY={node.low}-{node.high}"
