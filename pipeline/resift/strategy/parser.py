"""One parser for every dialect: it always returns a tree and findings, and never raises on any text.

Operator precedence with two stacks, binding powers from the dialect; linear in the length of the text and without
recursion, so that neither long nor deeply nested strategies stop it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from resift.strategy.dialects import dialect
from resift.strategy.dialects.base import Dialect
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Suffix, Token, Words
from resift.strategy.tree import (
    And,
    Either,
    Expression,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Raw,
    Span,
    Text,
    Value,
    Word,
    depth,
    leaves,
)  # fmt: skip

BARE: frozenset[str] = frozenset()
DEEPEST = 150
CODED = ("publication type", "language", "author", "journal")
_NUMBERED = re.compile(r"^\s*[#S]?\d{1,3}[.):\s]\s*\S", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A strategy as understood: the platform, its tree (None where nothing was readable) and what was noticed."""

    text: str
    platform: str
    tree: Node | None
    findings: tuple[Finding, ...]
    fields_given: bool = True

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the strategy from being run."""
        return tuple(f for f in self.findings if f.severity == "error")


def parse(text: str, platform: str) -> Parsed:
    """Read a strategy as its platform would.

    >>> parse("(social* or communit*) adj1 network*", "ovid").tree.expression.between
    0
    >>> parse('("a b"[tiab]', "pubmed").errors[0].message
    'an opening parenthesis is never closed'
    """
    speech = dialect(platform)
    findings: list[Finding] = []
    body = _plain(text)
    if len(_NUMBERED.findall(body)) > 1:
        findings.append(at(text, (0, 0), "LIN01", "error", "a strategy of several numbered lines is not read yet"))
    elif speech.adjacent == "near" and _broken_lines(body):
        message = "several lines without numbers: say how they are joined (and, or)"
        findings.append(at(text, (0, 0), "LIN02", "error", message))
    reader = _Reader(speech, body, findings)
    tree = reader.read(speech.tokenize(body, findings))
    bare = tree is not None and any(isinstance(n, Text) and not n.fields for n in leaves(tree))
    if tree is not None and depth(tree) > DEEPEST:
        findings.append(at(text, (0, 0), "SYN09", "error", f"operators are nested more than {DEEPEST} deep"))
        tree = None
    if tree is None and not findings:
        findings.append(at(text, (0, 0), "SYN03", "error", "there is nothing to search for"))
    filled = None if tree is None else _fill(tree, speech.default)
    order = sorted(findings, key=lambda f: (f.line, f.start, f.code))
    return Parsed(text=text, platform=platform, tree=filled, findings=tuple(order), fields_given=not bare)


def _broken_lines(text: str) -> bool:
    """Whether a line ends where a term does and the next begins with another."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = re.compile(r"(?:[(]|\b(?:and|or|not|adj\d*))$", re.I)
    opens = re.compile(r"^(?:[)]|(?:and|or|not|adj\d*)\b)", re.I)
    return any(not joined.search(a) and not opens.search(b) for a, b in pairwise(lines))


def _plain(text: str) -> str:
    """Typographic quotes, dashes and spaces as plain ones, each one character for one."""
    return text.translate(_PLAIN)


_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " ", "\ufeff": " "}
)


class _Chain:
    """Parts under one operator, still growing."""

    def __init__(self, kind: str, parts: list[Node], span: Span) -> None:
        self.kind, self.parts, self.span = kind, parts, span


_Operand = Node | _Chain


class _Reader:
    def __init__(self, speech: Dialect, text: str, findings: list[Finding]) -> None:
        self.speech, self.text, self.findings = speech, text, findings
        self.operands: list[_Operand] = []
        self.operators: list[Operator | Open] = []
        self.mixed: list[set[str]] = [set()]

    def read(self, tokens: Iterable[Token]) -> Node | None:
        """The tree of a token list."""
        expects_term = True
        for token in tokens:
            expects_term = self._take(token, expects_term)
        if expects_term and self.operators and isinstance(self.operators[-1], Operator):
            self._drop(self.operators.pop())
        while self.operators:
            top = self.operators.pop()
            if isinstance(top, Open):
                self._say(top.span, "SYN04", "an opening parenthesis is never closed")
            else:
                self._reduce(top)
        return self._freeze(self.operands[-1]) if self.operands else None

    def _take(self, token: Token, expects_term: bool) -> bool:
        match token:
            case Operator():
                return self._operator(token, expects_term)
            case Suffix():
                if expects_term:
                    self._say(token.span, "SYN05", "a field code follows no term")
                else:
                    while self._last_kind() == "near":
                        self._reduce(self.operators.pop())  # type: ignore[arg-type]
                    self.operands.append(_scope(self._freeze(self.operands.pop()), token.fields))
                return expects_term
            case Close():
                return self._close(token, expects_term)
            case _:
                if not expects_term:
                    self._push(Operator(self.speech.adjacent, token.span, 0, ordered=True))
                if isinstance(token, Open):
                    self.operators.append(token)
                    self.mixed.append(set())
                    return True
                self.operands.append(self._leaf(token))
                return False

    def _leaf(self, token: Words | Leaf) -> Node:
        if isinstance(token, Leaf):
            return token.node
        expression = _expression(token)
        if expression is None:
            self._say(token.span, "PRX03", "proximity of more than two words is not read yet")
            return Raw(self.text[slice(*token.span)], "proximity of several words", token.span)
        return Text(BARE if token.fields is None else token.fields, expression, token.span)

    def _operator(self, token: Operator, expects_term: bool) -> bool:
        if not expects_term:
            self._push(token)
        elif token.kind == "not" and self._last_kind() == "and":
            # "and not" is one operator: what stands before keeps, what follows drops
            self.operators[-1] = Operator("not", token.span)
        else:
            self._drop(token)
        return True

    def _last_kind(self) -> str:
        last = self.operators[-1] if self.operators else None
        return last.kind if isinstance(last, Operator) else ""

    def _push(self, token: Operator) -> None:
        strength = self.speech.strength
        if token.kind != "near":
            self.mixed[-1].add(token.kind)
            if "or" in self.mixed[-1] and len(self.mixed[-1]) > 1 and not self.speech.clear_precedence:
                message = (
                    f"OR stands on one level with AND or NOT: {self.speech.title} does not document which binds first"
                )
                self.findings.append(at(self.text, token.span, "PRE01", "warning", message))
        while self.operators and not isinstance(self.operators[-1], Open):
            if strength[self.operators[-1].kind] < strength[token.kind]:
                break
            self._reduce(self.operators.pop())  # type: ignore[arg-type]
        self.operators.append(token)

    def _close(self, token: Close, expects_term: bool) -> bool:
        if not any(isinstance(o, Open) for o in self.operators):
            self._say(token.span, "SYN06", "a closing parenthesis was never opened")
            return expects_term
        if expects_term and isinstance(self.operators[-1], Operator):
            self._drop(self.operators.pop())
            expects_term = False
        while isinstance(self.operators[-1], Operator):
            self._reduce(self.operators.pop())  # type: ignore[arg-type]
        opened = self.operators.pop()
        self.mixed.pop()
        if expects_term:
            self._say((opened.span[0], token.span[1]), "SYN07", "there is nothing between these parentheses")
        return expects_term

    def _drop(self, token: Operator | Open) -> None:
        self._say(token.span, "SYN08", f"{self.text[slice(*token.span)]!r} lacks a term beside it")

    def _reduce(self, token: Operator) -> None:
        if len(self.operands) < 2:
            self._drop(token)
            return
        right, left = self.operands.pop(), self.operands.pop()
        if token.kind in ("and", "or"):
            self.operands.append(_chain(token.kind, left, self._freeze(right)))
        elif token.kind == "not":
            keep, drop = self._freeze(left), self._freeze(right)
            self.operands.append(Not(keep, drop, (keep.span[0], drop.span[1])))
        else:
            self.operands.append(self._near(self._freeze(left), self._freeze(right), token))

    def _near(self, left: Node, right: Node, token: Operator) -> Node:
        span = (left.span[0], right.span[1])
        a, b = _as_expression(left), _as_expression(right)
        fields = {f for f, _ in (a, b) if f}
        if a[1] is None or b[1] is None or len(fields) > 1:
            self._say(span, "PRX01", "proximity stands only between words of the same fields")
            return Raw(self.text[slice(*span)], "proximity between unlike things", span)
        return Text(fields.pop() if fields else BARE, _side_by_side(a[1], b[1], token, span), span)

    def _freeze(self, operand: _Operand) -> Node:
        if not isinstance(operand, _Chain):
            return operand
        return (And if operand.kind == "and" else Or)(tuple(operand.parts), operand.span)

    def _say(self, span: Span, code: str, message: str) -> None:
        self.findings.append(at(self.text, span, code, "error", message))


def _chain(kind: str, left: _Operand, right: Node) -> _Chain:
    more = list(right.parts) if isinstance(right, And if kind == "and" else Or) else [right]
    if isinstance(left, _Chain):
        if left.kind == kind:
            left.parts.extend(more)
            left.span = (left.span[0], right.span[1])
            return left
        left = (And if left.kind == "and" else Or)(tuple(left.parts), left.span)
    parts = list(left.parts) if isinstance(left, And if kind == "and" else Or) else [left]
    return _Chain(kind, parts + more, (left.span[0], right.span[1]))


def _expression(token: Words) -> Expression | None:
    if len(token.words) == 1:
        return token.words[0]
    if token.near is None:
        return Phrase(token.words, token.span)
    if len(token.words) > 2:
        return None
    return Near(token.words[0], token.words[1], token.near, ordered=False, span=token.span)


def _side_by_side(left: Expression, right: Expression, token: Operator, span: Span) -> Expression:
    """Words side by side are a phrase; anything else is a proximity."""
    plain = token.ordered and token.between == 0
    if plain and isinstance(left, Word | Phrase) and isinstance(right, Word | Phrase):
        return Phrase((*_words(left), *_words(right)), span)
    return Near(left, right, token.between, token.ordered, span)


def _words(side: Word | Phrase) -> tuple[Word, ...]:
    return side.words if isinstance(side, Phrase) else (side,)


def _as_expression(node: Node) -> tuple[frozenset[str], Expression | None]:
    if isinstance(node, Text):
        return node.fields, node.expression
    if isinstance(node, Or) and all(isinstance(p, Text) for p in node.parts):
        texts = [p for p in node.parts if isinstance(p, Text)]
        if len({t.fields for t in texts}) == 1:
            return texts[0].fields, Either(tuple(t.expression for t in texts), node.span)
    return BARE, None


def _scope(node: Node, fields: frozenset[str]) -> Node:
    """The node with ``fields`` on each of its terms that has none."""
    return _map(node, lambda t: _coded(t, fields) if not t.fields else t)


def _coded(text: Text, fields: frozenset[str]) -> Node:
    code = next(iter(fields)) if len(fields) == 1 else ""
    if code in CODED and isinstance(text.expression, Word | Phrase):
        words = _words(text.expression)
        parts = words[0].parts if len(words) == 1 else (" ".join("".join(map(str, w.parts)) for w in words),)
        return Value(code, Word(parts, text.span), text.span)
    return Text(fields, text.expression, text.span)


def _fill(node: Node, default: frozenset[str]) -> Node:
    return _map(node, lambda t: t if t.fields else Text(default, t.expression, t.span))


def _map(node: Node, change: Callable[[Text], Node]) -> Node:
    match node:
        case Text():
            return change(node)
        case And(parts):
            return And(tuple(_map(p, change) for p in parts), node.span)
        case Or(parts):
            return Or(tuple(_map(p, change) for p in parts), node.span)
        case Not(keep, drop):
            return Not(_map(keep, change), _map(drop, change), node.span)
    return node
