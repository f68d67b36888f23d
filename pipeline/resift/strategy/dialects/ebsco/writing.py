"""EBSCOhost: a tree written out in its way."""

from __future__ import annotations

import re
from typing import ClassVar

from resift.strategy import fields as f
from resift.strategy import mesh
from resift.strategy.dialects.base import digits
from resift.strategy.dialects.ebsco.tables import FIELDS, HEADINGS
from resift.strategy.dialects.spelling import Spelling
from resift.strategy.tree import ANY, ONE, OPTIONAL, Heading, Range, Value, Wild, Word


class EbscoSpelling(Spelling):
    """A code before each term, ``Nn`` either way round and ``Wn`` in order."""

    title = "EBSCOhost"
    codes: ClassVar = {
        "": f.EBSCO_DEFAULT, **{c: FIELDS[c] for c in ("TI", "AB", "XB", "TX", "SU", "MW", "KW", "NM", "AF")}
    }  # fmt: skip
    values: ClassVar = {
        "author": "AU", "publication type": "PT", "language": "LA", "journal": "SO", "registry number": "RN",
        "accession": "AN",
    }  # fmt: skip
    signs: ClassVar = {ANY: "*", ONE: "?", OPTIONAL: "#"}
    reserved: ClassVar = re.compile(r"and|or|not|(?:near|within|adj|pre|next|[nsw])\d+")

    def scoped(self, code: str, text: str) -> str:
        return f"{code} {text}".strip()

    def word(self, word: Word) -> str:
        if word.parts and isinstance(word.parts[0], Wild):
            raise self.cannot("truncation at the beginning of a word")
        return super().word(word)

    def near(self, between: int, ordered: bool) -> str:
        return f"{'W' if ordered else 'N'}{between}"

    def heading(self, node: Heading) -> str:
        code = next((c for c, known in HEADINGS.items() if known == (node.vocabulary, node.major)), None)
        codes = {name: code for code, name in mesh.qualifiers().items()}
        subs = "".join(f"/{codes.get(q, q).upper()}" for q in node.qualifiers)
        if code is None or '"' in node.name or not re.fullmatch(r"(?:/[A-Z]{2})*", subs):
            raise self.cannot(f"the heading {node.name!r} of {node.vocabulary}")
        return f'{code} "{node.name}{"+" if node.explode else ""}{subs}"'

    def value(self, node: Value) -> str:
        text = self.whole(node.word)
        if node.field not in self.values or text != text.strip(" \"'"):
            raise self.cannot(f"a search by {node.field}")
        return f'{self.values[node.field]} "{text}"'

    def range(self, node: Range) -> str:
        code = {"published": "DT", "entered": "EM"}.get(node.field)
        if code is None:
            raise self.cannot(f"a range of the field {node.field}")
        low, high = digits(node.low), digits(node.high)
        code = "PY" if code == "DT" and len(low) == len(high) == 4 else code
        return f"{code} {low}-{'' if high == '3000' else high}"

    def reference(self, line: str) -> str:
        return f"S{line}"
