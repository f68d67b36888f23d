"""ProQuest: a tree written out in its way."""

from __future__ import annotations

import re
from typing import ClassVar

from resift.strategy import fields as f
from resift.strategy.dialects.base import digits
from resift.strategy.dialects.proquest.tables import FIELDS, FIVE
from resift.strategy.dialects.spelling import Spelling
from resift.strategy.tree import ONE, Heading, Range, Value, Wild


class ProQuestSpelling(Spelling):
    """A field as a function around its term or group."""

    title = "ProQuest"
    codes: ClassVar = {
        "": f.FULL_TEXT, "TI": f.TITLE, "AB": f.ABSTRACT, "TI,AB": f.TITLE_ABSTRACT, "NOFT": f.ANYWHERE_BUT_FULL_TEXT,
        "IF": f.KEYWORD, "SU": f.INDEX_WORDS, "MAINSUBJECT": f.HEADING_WORD, "AF": f.AFFILIATION, "FT": FIELDS["FT"],
    }  # fmt: skip
    values: ClassVar = {
        "author": "AU", "publication type": "DTYPE", "language": "LA", "journal": "PUB", "pmid": "PMID",
    }  # fmt: skip
    headings: ClassVar = {
        ("mesh", False): "MESH", ("mesh", True): "MJMESH", ("emtree", False): "EMB", ("emtree", True): "MJEMB",
        ("proquest", False): "MAINSUBJECT", ("proquest", True): "MJMAINSUBJECT",
    }  # fmt: skip
    signs: ClassVar = {FIVE: "*", ONE: "?"}
    together: ClassVar = {c: FIELDS[c] for c in ("TI", "AB", "IF", "SU", "MAINSUBJECT", "AF")}
    reserved: ClassVar = re.compile(r"and|or|not|adj\d+|s\d+")

    def scoped(self, code: str, text: str) -> str:
        return f"{code}{text}" if text.startswith("(") or not code else f"{code}({text})"

    def sign(self, wild: Wild) -> str:
        bounded = wild.low == 0 and wild.high is not None and 0 < wild.high < 1000 and wild != FIVE
        return f"[*{wild.high}]" if bounded else super().sign(wild)

    def near(self, between: int, ordered: bool) -> str:
        return f"{'PRE' if ordered else 'NEAR'}/{between}"

    def heading(self, node: Heading) -> str:
        code = self.headings.get((node.vocabulary, node.major))
        name = " -- ".join((node.name, *node.qualifiers))
        if code is None or '"' in name or re.search(r"\s--?\s", node.name):
            raise self.cannot(f"the heading {node.name!r} of {node.vocabulary}")
        return f'{code}.EXACT{".EXPLODE" if node.explode else ""}("{name}")'

    def value(self, node: Value) -> str:
        text = self.whole(node.word)
        if node.field not in self.values or text != text.strip(" \"'") or "[" in text:
            raise self.cannot(f"a search by {node.field}")
        return f'{self.values[node.field]}("{text}")'

    def range(self, node: Range) -> str:
        code = {"published": "PD", "updated": "UD"}.get(node.field)
        if code is None:
            raise self.cannot(f"a range of the field {node.field}")
        low, high = digits(node.low), digits(node.high)
        code = "YR" if code == "PD" and len(low) == len(high) == 4 else code
        if high == "3000" or low == "1000":
            return f"{code}(>={low})" if high == "3000" else f"{code}(<={high})"
        return f"{code}({low}-{high})"

    def reference(self, line: str) -> str:
        return f"S{line}"
