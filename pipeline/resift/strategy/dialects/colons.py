"""What Embase.com and the Cochrane Library share: field codes after a colon, lines as ``#1``, other platforms' signs.

A printed history of either has the number of records at the end of a line, which is no part of the search.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from resift.strategy.dialects.spelling import Spelling
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Operator, Suffix, Token, Words
from resift.strategy.tree import Heading

CODES = r"[a-z]{2,4}(?:\s?,\s?[a-z]{2,4})*"
WRAPPED = r"(?<=[\w*?$])"
"""What stands before a quotation mark that closes a phrase on the row below."""
DOUBLE = rf'[^"\n]*(?:\n[^"\n:()\[\]/]*{WRAPPED}(?="(?!\w)))?'
"""What stands within double quotation marks; it may run over the end of a row."""
OVID = r"\.(?:ti|ab|tw|mp|kf|kw|hw|sh|fs|pt|af)(?:\s?,\s?[a-z]{2})*\.?(?!\w)"


def suffix(text: str, m: re.Match[str], known: Mapping[str, frozenset[str]], title: str, said: list[Finding]) -> Suffix:
    """A field code after a term, as ``:ti,ab`` or in Ovid's way, which is an error here."""
    codes = re.findall(r"[a-z]+", m.group().lower())
    if m.group().startswith("."):
        said.append(at(text, m.span(), "FLD01", "error", f"{m.group()!r} is Ovid's way: {title} writes :ti,ab"))
        return Suffix(_union(codes, known), m.span())
    return Suffix(fields(text, codes, m.span(), known, title, said), m.span())


def fields(
    text: str, codes: list[str], span: tuple[int, int], known: Mapping[str, frozenset[str]], title: str,
    said: list[Finding],
) -> frozenset[str]:  # fmt: skip
    """The fields of several codes together; an unknown one is a finding.

    >>> fields("a:zz", ["zz"], (1, 4), {}, "Embase.com", said := []), said[0].message
    (frozenset(), 'unknown Embase.com field: zz')
    """
    unknown = [c for c in codes if c not in known]
    if unknown:
        said.append(at(text, span, "FLD01", "error", f"unknown {title} field: {', '.join(unknown)}"))
    return _union(codes, known)


def _union(codes: list[str], known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*(known[c] for c in codes if c in known))


def operator(text: str, m: re.Match[str], title: str, said: list[Finding]) -> Operator:
    """``and``, ``or``, ``not``; ``and not`` and Ovid's ``adjN`` with a finding."""
    written = m.group().lower()
    if written.startswith("adj"):
        message = f"{m.group()!r} is Ovid's proximity, a word like any other on {title}: write NEAR or NEXT"
        said.append(at(text, m.span(), "MIX02", "error", message))
        return Operator("near", m.span(), max(int(written[3:] or 1) - 1, 0), ordered=not written[3:])
    words = written.split()
    if len(words) > 1:
        said.append(at(text, m.span(), "MIX01", "warning", "'and not' is Scopus's way; read as NOT"))
    return Operator(words[-1], m.span())


def printed_hits(text: str, tokens: list[Token], said: list[Finding]) -> None:
    """Take away bare numbers after the end of a search: the records found, as a printed history has them.

    >>> from resift.strategy.tree import Word
    >>> tokens = [Suffix(frozenset(), (1, 4)), Words((Word(("77",)),), (5, 7))]
    >>> printed_hits("a:ti 77", tokens, said := []), len(tokens), said[0].code
    (None, 1, 'LIN04')
    """
    last = len(tokens)
    while last and bare(text, tokens[last - 1]) and text[slice(*tokens[last - 1].span)].isdecimal():
        last -= 1
    if 0 < last < len(tokens) and isinstance(tokens[last - 1], Suffix | Close | Leaf):
        span = (tokens[last].span[0], tokens[-1].span[1])
        message = "read as the number of records printed beside the line"
        said.append(at(text, span, "LIN04", "note", message))
        del tokens[last:]


def short_reach(text: str, tokens: list[Token], said: list[Finding]) -> None:
    """Warn where a field or heading code stands after several words without quotation marks."""
    for before, token, after in zip(tokens, tokens[1:], [*tokens[2:], None], strict=False):
        heading = isinstance(token, Leaf) and isinstance(token.node, Heading) and text[token.span[0]].isalnum()
        if bare(text, before) and (heading or (bare(text, token) and isinstance(after, Suffix))):
            message = "the code after the last word holds for that word alone: put the words in quotation marks"
            said.append(at(text, (before.span[0], token.span[1]), "FLD04", "warning", message))


def bare(text: str, token: Token) -> bool:
    """Whether a token is a word without quotation marks."""
    return isinstance(token, Words) and text[token.span[0]] not in "'\""


class ColonSpelling(Spelling):
    """A field after a colon; a phrase with wildcards as words joined by NEXT.

    ``quote`` is the mark around a phrase, ``following`` the operator for the next word.
    """

    quote: ClassVar[str]
    following: ClassVar[str]
    reserved: ClassVar = re.compile(r"and|or|not|near|next|adj\d*|.*'.*", re.I)

    def scoped(self, code: str, text: str) -> str:
        return f"{text}:{code}" if code else text

    def phrase(self, words: list[str]) -> str:
        if any(sign in w for w in words for sign in self.signs.values()):
            return f"({f' {self.following} '.join(words)})"
        return super().phrase(words)

    def name(self, text: str) -> str:
        """A name in quotation marks."""
        quote = self.quote if self.quote not in text else '"'
        if quote in text or "\n" in text:
            raise self.cannot(f"the name {text!r}")
        return f"{quote}{text}{quote}"
