"""Tokens joined to a tree by operator precedence.

Two stacks, binding powers from the dialect; linear in the number of tokens and without recursion, so that neither
long nor deeply nested strategies stop it. What does not fit is dropped with a finding, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from resift.strategy.coded import coded_condition
from resift.strategy.dialects.base import Dialect
from resift.strategy.fields import CODED, WHOLE
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Prefix, Suffix, Times, Token, Words
from resift.strategy.tree import (
    And,
    Condition,
    Either,
    Expression,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Raw,
    Ref,
    Span,
    Text,
    Window,
    Word,
    changed,
    join,
    leaves,
)  # fmt: skip

BARE: frozenset[str] = frozenset()


class _Chain:
    """Parts under one operator, still growing."""

    def __init__(self, kind: str, parts: list[Node], span: Span) -> None:
        self.kind, self.parts, self.span = kind, parts, span


_Operand = Node | _Chain


class Reader:
    """Reads the tokens of one line; findings are added to the list given."""

    def __init__(self, speech: Dialect, text: str, findings: list[Finding]) -> None:
        self.speech, self.text, self.findings = speech, text, findings
        self.operands: list[_Operand] = []
        self.operators: list[Operator | Open | Prefix] = []
        self.open = 0
        self.mixed: list[set[str]] = [set()]

    def read(self, tokens: Iterable[Token]) -> Node | None:
        """The tree of a token list, or None where no token is a term."""
        expects_term = True
        for token in tokens:
            expects_term = self._take(token, expects_term)
        self._settle(expects_term)
        while self.operators:
            self._say(self.operators.pop().span, "SYN04", "an opening parenthesis is never closed")
            self._settle(False)
        return self._freeze(self.operands[-1]) if self.operands else None

    def _settle(self, expects_term: bool) -> bool:
        """Reduce up to the last opening parenthesis; whether a term is still missing there."""
        while expects_term and self.operators and not isinstance(self.operators[-1], Open):
            top = self.operators.pop()
            self._drop(top)
            expects_term = isinstance(top, Prefix)
        while self.operators and not isinstance(self.operators[-1], Open):
            self._apply(self.operators.pop())
        return expects_term

    def _apply(self, top: Operator | Open | Prefix) -> None:
        if isinstance(top, Operator):
            self._reduce(top)
        elif isinstance(top, Prefix) and self.operands:
            self.operands.append(self._scope(self._freeze(self.operands.pop()), top.fields, top.span))

    def _take(self, token: Token, expects_term: bool) -> bool:
        match token:
            case Operator():
                return self._operator(token, expects_term)
            case Suffix() | Times():
                self._after(token, expects_term)
                return expects_term
            case Close():
                return self._close(token, expects_term)
        if not expects_term:
            self._unjoined(token)
            self._push(Operator(self.speech.adjacent, token.span, 0, ordered=True))
        if isinstance(token, Open | Prefix):
            self.operators.append(token)
            if isinstance(token, Open):
                self.open += 1
                self.mixed.append(set())
            return True
        self.operands.append(self._leaf(token))
        self._complete()
        return False

    def _unjoined(self, token: Token) -> None:
        """Warn where nothing joins the number of a line to what stands beside it."""
        node = token.node if isinstance(token, Leaf) else None
        beside = self.operands[-1] if self.operands else None
        lines = beside.parts if isinstance(beside, And | Or | _Chain) else [beside]
        if self.speech.adjacent == "and" and (isinstance(node, Ref) or any(isinstance(n, Ref) for n in lines)):
            message = "no operator joins the number of a line to what stands beside it: read as AND"
            self.findings.append(at(self.text, token.span, "REF10", "warning", message))

    def _after(self, token: Suffix | Times, expects_term: bool) -> None:
        """A field code or number of occurrences holds for the term or group, with its proximity, before it."""
        if expects_term or not self.operands:
            self._say(token.span, "SYN05", "a field code follows no term")
            return
        while self._last_kind() == "near":
            self._apply(self.operators.pop())
        node = self._freeze(self.operands.pop())
        if isinstance(token, Suffix):
            self.operands.append(self._scope(node, token.fields, token.span))
        else:
            self.operands.append(changed(node, lambda n: replace(n, times=token.least) if isinstance(n, Text) else n))

    def _complete(self) -> None:
        """Put a term or group under the field codes right before it."""
        while self.operators and isinstance(self.operators[-1], Prefix) and not self.operators[-1].reaches:
            self._apply(self.operators.pop())

    def _leaf(self, token: Words | Leaf) -> Node:
        if isinstance(token, Leaf):
            return token.node
        expression: Expression = token.words[0] if len(token.words) == 1 else Phrase(token.words, token.span)
        if token.near is not None and len(token.words) == 2:
            expression = Near(token.words[0], token.words[1], token.near, ordered=False, span=token.span)
        elif token.near is not None and len(token.words) > 2:
            expression = Window(token.words, token.near, token.span)
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
        if token.kind != "near":
            self._mixes(token)
        while self.operators and not isinstance(self.operators[-1], Open):
            top = self.operators[-1]
            if isinstance(top, Prefix) and token.kind == "near":
                break
            if isinstance(top, Operator) and self.speech.strength[top.kind] < self.speech.strength[token.kind]:
                break
            self._apply(self.operators.pop())
        self.operators.append(token)

    def _mixes(self, token: Operator) -> None:
        kinds = self.mixed[-1]
        kinds.add(token.kind)
        if "or" in kinds and len(kinds) > 1 and not self.speech.clear_precedence:
            title = self.speech.title
            message = f"OR stands on one level with AND or NOT: {title} does not document which binds first"
            self.findings.append(at(self.text, token.span, "PRE01", "warning", message))
            kinds.clear()

    def _close(self, token: Close, expects_term: bool) -> bool:
        if not self.open:
            self._say(token.span, "SYN06", "a closing parenthesis was never opened")
            return expects_term
        empty = expects_term and isinstance(self.operators[-1], Open)
        expects_term = self._settle(expects_term)
        opened = self.operators.pop()
        self.open -= 1
        self.mixed.pop()
        if empty or expects_term:
            self._say((opened.span[0], token.span[1]), "SYN07", "there is nothing between these parentheses")
            return True
        self._enclose((opened.span[0], token.span[1]))
        self._complete()
        return False

    def _enclose(self, span: Span) -> None:
        """The last operand with its parentheses counted in."""
        top = self.operands[-1]
        if isinstance(top, _Chain):
            top.span = span
        else:
            self.operands[-1] = replace(top, span=span)

    def _drop(self, token: Operator | Open | Prefix) -> None:
        written = self.text[slice(*token.span)].strip()
        if isinstance(token, Prefix):
            self._say(token.span, "SYN11", f"no term follows the field code {written!r}")
        else:
            self._say(token.span, "SYN08", f"{written!r} lacks a term beside it")

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

    def _scope(self, node: Node, fields: frozenset[str], span: Span) -> Node:
        """The node with ``fields`` on each of its terms that has none."""
        if any(isinstance(n, Ref) for n in leaves(node)):
            self._say(span, "FLD03", "a field code has no hold over the number of a line")
        return changed(node, lambda n: self._scoped(n, fields))

    def _scoped(self, node: Condition, fields: frozenset[str]) -> Node:
        if not isinstance(node, Text) or node.fields:
            return node
        coded = fields if fields <= CODED else fields & WHOLE
        if not coded:
            return replace(node, fields=fields)
        each: list[Node] = [replace(node, fields=fields - coded)] if fields - coded else []
        options = node.expression.options if isinstance(node.expression, Either) else (node.expression,)
        if not each or all(isinstance(o, Word | Phrase) for o in options):
            each += [self._coded(o, code) for o in options for code in sorted(coded)]
        return join(Or, each, node.span)

    def _coded(self, expression: Expression, field: str) -> Node:
        return coded_condition(self.speech, self.text, expression, field, self.findings)

    def _say(self, span: Span, code: str, message: str) -> None:
        self.findings.append(at(self.text, span, code, "error", message))


def _chain(kind: str, left: _Operand, right: Node) -> _Chain:
    same = And if kind == "and" else Or
    more = list(right.parts) if isinstance(right, same) else [right]
    if isinstance(left, _Chain):
        if left.kind == kind:
            left.parts.extend(more)
            left.span = (left.span[0], right.span[1])
            return left
        left = (And if left.kind == "and" else Or)(tuple(left.parts), left.span)
    parts = list(left.parts) if isinstance(left, same) else [left]
    return _Chain(kind, parts + more, (left.span[0], right.span[1]))


def _side_by_side(left: Expression, right: Expression, token: Operator, span: Span) -> Expression:
    """Words side by side are a phrase; anything else is a proximity."""
    plain = token.ordered and token.between == 0
    if plain and isinstance(left, Word | Phrase) and isinstance(right, Word | Phrase):
        return Phrase((*_words(left), *_words(right)), span)
    return Near(left, right, token.between, token.ordered, span)


def _words(side: Word | Phrase) -> tuple[Word, ...]:
    return side.words if isinstance(side, Phrase) else (side,)


def _as_expression(node: Node) -> tuple[frozenset[str], Expression | None]:
    if isinstance(node, Text) and node.times == 1:
        return node.fields, node.expression
    if isinstance(node, Or) and all(isinstance(p, Text) for p in node.parts):
        texts = [p for p in node.parts if isinstance(p, Text)]
        fields = {t.fields for t in texts if t.fields}
        if len(fields) < 2:
            return fields.pop() if fields else BARE, Either(tuple(t.expression for t in texts), node.span)
    return BARE, None
