"""Scopus: a tree written out in its way."""

from __future__ import annotations

import datetime as dt
import re
from typing import ClassVar

from resift.strategy.dialects.scopus.tables import DOCTYPES, EARLIEST, FARTHEST, FIELDS, LATEST, OWN, PLACES, VALUES
from resift.strategy.dialects.spelling import PlainWords
from resift.strategy.tree import ANY, ONE, Range, Value


class ScopusSpelling(PlainWords):
    """A field's name and parentheses around each term; truncated words side by side are joined by ``PRE/0``."""

    title = "Scopus"
    codes: ClassVar = {code: fields for code, fields in FIELDS.items() if code not in PLACES[1:]}
    values: ClassVar = {kind: code for code, kind in (OWN | VALUES).items() if code != "EXACTSRCTITLE"}
    signs: ClassVar = {ANY: "*", ONE: "?"}
    operators: ClassVar = {"and": "AND", "or": "OR", "not": "AND NOT"}
    reserved: ClassVar = re.compile(r"and|or|not|pubyear|adj\d+")

    def scoped(self, code: str, text: str) -> str:
        return f"{code}{text}" if text.startswith("(") else f"{code}({text})"

    def near(self, between: int, ordered: bool) -> str:
        if between > FARTHEST:
            raise self.cannot(f"{between} words between")
        return f"{'PRE' if ordered else 'W'}/{between}"

    def phrase(self, words: list[str]) -> str:
        if any("*" in w or "?" in w for w in words):
            return f"({' PRE/0 '.join(words)})"
        return super().phrase(words)

    def value(self, node: Value) -> str:
        text = self.whole(node.word)
        if node.field not in self.values or re.search(r'["{}\n]', text) or not re.search(r"\w", text):
            raise self.cannot(f"the {node.field} {text!r}")
        if node.field == "publication type":
            if text in DOCTYPES:
                raise self.cannot(f"the publication type {text!r}")
            text = {name: code for code, name in DOCTYPES.items()}.get(text, text)
        plain = re.fullmatch(r"[\w*?.:&'+-]+", text) and not self.reserved.fullmatch(text)
        return f"{self.values[node.field]}({text})" if plain else f'{self.values[node.field]}("{text}")'

    def range(self, node: Range) -> str:
        years = all(re.fullmatch(r"[0-9]{4}", y) and EARLIEST <= y <= LATEST for y in (node.low, node.high))
        if node.field == "entered" and re.fullmatch(r"[12]\d{3}/\d\d/\d\d", node.low) and node.high == LATEST:
            return f"ORIG-LOAD-DATE AFT {self._day_before(node.low):%Y%m%d}"
        if node.field != "published" or not years:
            raise self.cannot(f"{node.low} to {node.high} of the field {node.field}")
        if node.low == node.high:
            return f"PUBYEAR = {node.low}"
        before, after = int(node.low) - 1, int(node.high) + 1
        if node.high == LATEST:
            return f"PUBYEAR AFT {before:04d}"
        return f"PUBYEAR BEF {after}" if node.low == EARLIEST else f"(PUBYEAR > {before:04d} AND PUBYEAR < {after})"

    def _day_before(self, day: str) -> dt.date:
        try:
            return dt.date(*(int(p) for p in day.split("/"))) - dt.timedelta(1)
        except ValueError:
            raise self.cannot(f"the date {day}") from None
