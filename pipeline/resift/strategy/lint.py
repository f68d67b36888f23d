"""What is noteworthy in a strategy although it can be read: each remark has a stable code and its place.

The codes are those worked out on the published string of Webber & Fendt-Newlin 2017.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resift.strategy.dialects import dialect
from resift.strategy.findings import Finding, Severity, at
from resift.strategy.mesh import bundled, mappings
from resift.strategy.parser import Parsed
from resift.strategy.tree import (
    And,
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Text,
    Word,
    leaves,
    words,
)  # fmt: skip

# Stems that match most records of a medical database, whatever its subject (`stud*` and its like cut almost nothing).
BROAD = frozenset({"stud", "program", "eval", "psych", "effect", "treat", "patient", "research", "health", "care"})
_MIXED_CASE = re.compile(r"\b(?:OR|AND|NOT)\b.*\b(?:or|and|not)\b|\b(?:or|and|not)\b.*\b(?:OR|AND|NOT)\b", re.S)


def lint(parsed: Parsed) -> tuple[Finding, ...]:
    """All findings on a strategy, those of reading it first, in the order of their places.

    >>> from resift.strategy.parser import parse
    >>> [f.code for f in lint(parse("(train* or support or coach*).ti. and intervene*.ti.", "ovid"))]
    ['L11', 'L05', 'L04']
    """
    found = list(parsed.findings)
    if parsed.tree is not None:
        for check in (_headings, _fields, _stems, _siblings, _case, _proximity, _whole):
            found.extend(check(parsed, parsed.tree))
    return tuple(sorted(found, key=lambda f: (f.line, f.start, f.code)))


def _say(parsed: Parsed, span: tuple[int, int], code: str, severity: Severity, message: str) -> Finding:
    return at(parsed.text, span, code, severity, message)


def _headings(parsed: Parsed, tree: Node) -> Iterator[Finding]:
    own = "mesh"
    for node in (n for n in leaves(tree) if isinstance(n, Heading)):
        written = parsed.text[slice(*node.span)]
        if node.vocabulary != own:
            title = dialect(parsed.platform).title
            yield _say(
                parsed,
                node.span,
                "L01",
                "warning",
                f"{written!r} is Embase.com's way to write a heading, not {title}'s",
            )
        known = mappings().get((node.vocabulary, node.name.lower()))
        if known:
            yield _say(parsed, node.span, "L02", "warning", f"{node.name!r}: {known[1]}")
        elif node.name not in bundled():
            yield _say(
                parsed,
                node.span,
                "L02",
                "note",
                f"the heading {node.name!r} is not in the table at hand: check its spelling",
            )


def _fields(parsed: Parsed, _: Node) -> Iterator[Finding]:
    if not parsed.fields_given:
        speech = dialect(parsed.platform)
        message = f"terms without a field: {speech.title}'s default, {speech.default_code}, is assumed for them"
        yield _say(parsed, (0, len(parsed.text.rstrip())), "L03", "warning", message)


def _words(tree: Node) -> Iterator[Word]:
    for leaf in leaves(tree):
        if isinstance(leaf, Text):
            yield from words(leaf.expression)


def _stems(parsed: Parsed, tree: Node) -> Iterator[Finding]:
    least = dialect(parsed.platform).least_stem
    for w in (w for w in _words(tree) if w.wild):
        stem = w.stem
        if stem.endswith("e") and len(stem) > 5:
            message = f"{stem}* misses words that lose the e, such as {stem[:-1]}ing and {stem[:-1]}tion: {stem[:-1]}*"
            yield _say(parsed, w.span, "L04", "warning", message)
        if stem in BROAD:
            yield _say(parsed, w.span, "L06", "note", f"{stem}* matches most records: it hardly narrows the search")
        if len(stem) < least:
            message = f"{stem}*: the platform truncates only after {least} characters"
            yield _say(parsed, w.span, "L13", "error", message)


def _groups(tree: Node) -> Iterator[list[Expression]]:
    """The alternatives that stand beside each other, as text expressions."""
    todo: list[Node | Expression] = [tree]
    while todo:
        node = todo.pop()
        match node:
            case Or(parts):
                yield [p.expression for p in parts if isinstance(p, Text)]
                todo.extend(parts)
            case And(parts):
                todo.extend(parts)
            case Not(keep, drop):
                todo.extend((keep, drop))
            case Text(_, expression):
                todo.append(expression)
            case Either(options):
                yield list(options)
                todo.extend(options)
            case Near(left, right):
                todo.extend((left, right))
            case _:
                pass


def _siblings(parsed: Parsed, tree: Node) -> Iterator[Finding]:
    for group in _groups(tree):
        single = [w for w in group if isinstance(w, Word)]
        if sum(w.wild for w in single) * 2 < len(single):
            continue
        for w in single:
            if not w.wild and w.stem.isalpha():
                message = (
                    f"{w.stem} is not truncated, although the terms beside it are: {w.stem}* would also find its plural"
                )
                yield _say(parsed, w.span, "L05", "warning", message)


def _case(parsed: Parsed, _: Node) -> Iterator[Finding]:
    if parsed.platform != "pubmed" and _MIXED_CASE.search(parsed.text):
        lower = re.search(r"\b(?:or|and|not)\b", parsed.text)
        span = lower.span() if lower else (0, 0)
        message = "operators in both cases: PubMed documents upper case only, so a copy may be read otherwise there"
        yield _say(parsed, span, "L07", "note", message)


def _proximity(parsed: Parsed, tree: Node) -> Iterator[Finding]:
    for leaf in leaves(tree):
        if not isinstance(leaf, Text) or isinstance(leaf.expression, Word | Phrase | Either):
            continue
        near = leaf.expression
        if any(w.wild for w in words(near)):
            message = (
                "PubMed has no proximity for truncated words: written as phrases (tight) or as AND (superset) there"
            )
            yield _say(parsed, near.span, "L08", "note", message)
        if near.between == 0:
            message = "adjacent words only: one word between, as in 'social and economic inclusion', is missed"
            yield _say(parsed, near.span, "L09", "note", message)


def _whole(parsed: Parsed, tree: Node) -> Iterator[Finding]:
    end = (0, len(parsed.text.rstrip()))
    if not any(f.code == "LIN01" for f in parsed.findings) and "\n" not in parsed.text.strip():
        message = "one string without line history, hits or dates: it cannot be told how it grew or when it was run"
        yield _say(parsed, end, "L11", "note", message)
    if any(isinstance(n, Heading) for n in leaves(tree)):
        message = (
            "a heading finds a record only once it is indexed: an update's window has to look at the indexing date too"
        )
        yield _say(parsed, end, "L12", "note", message)
