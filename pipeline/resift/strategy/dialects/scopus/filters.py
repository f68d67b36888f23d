"""Scopus: filters put where they hold."""

from __future__ import annotations

from collections.abc import Mapping

from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Token
from resift.strategy.tree import Raw


def filtered(tokens: list[Token], limits: Mapping[int, str], text: str, findings: list[Finding]) -> list[Token]:
    """Tokens with ``AND EXCLUDE(...)`` as NOT at the end of its level, and LIMIT-TO as a filter on all before it."""
    ends = _ends(tokens, limits)
    out: list[Token] = []
    later: list[list[Token]] = [[]]
    negated, wrapped, i = False, 0, 0
    while i < len(tokens):
        token = tokens[i]
        kind, end = ends.get(i + 1, ("", 0)) if isinstance(token, Operator) and token.kind == "and" else ("", 0)
        after = tokens[end + 1] if kind and end + 1 < len(tokens) else None
        if kind == "EXCLUDE" and not (isinstance(after, Operator) and after.kind == "or"):
            later[-1] += [Operator("not", token.span), *tokens[i + 1 : end + 1]]
            i = end + 1
            continue
        if kind == "LIMIT-TO" and negated and len(later) == 1:
            message = (
                "AND NOT is read after AND: LIMIT-TO is taken to filter all that stands before it; use parentheses"
            )
            findings.append(at(text, token.span, "SCO06", "warning", message))
            out.append(Close(token.span))
            wrapped, negated = wrapped + 1, False
        if limits.get(i) == "EXCLUDE":
            message = "EXCLUDE leaves out from what stands before it: AND EXCLUDE(...)"
            findings.append(at(text, token.span, "SCO07", "error", message))
            written = text[slice(*token.span)]
            token = Leaf(Raw(written, "EXCLUDE from nothing", token.span), token.span)
        if isinstance(token, Open):
            later.append([])
        elif isinstance(token, Close) and len(later) > 1:
            out += later.pop()
        negated = negated or (len(later) == 1 and isinstance(token, Operator) and token.kind == "not")
        out.append(token)
        i += 1
    for rest in reversed(later):
        out += rest
    out[:0] = [Open(tokens[0].span)] * wrapped
    return out


def _ends(tokens: list[Token], limits: Mapping[int, str]) -> dict[int, tuple[str, int]]:
    """Where each filter, or group of filters of one kind joined by OR, begins: its kind and its last token."""
    found = {i: (kind, i) for i, kind in limits.items()}
    groups: list[tuple[int, set[str]]] = []
    for i, token in enumerate(tokens):
        if isinstance(token, Open):
            groups.append((i, set()))
        elif isinstance(token, Close) and groups:
            start, kinds = groups.pop()
            if len(kinds) == 1 and "" not in kinds:
                found[start] = (next(iter(kinds)), i)
            if groups:
                groups[-1][1].update(kinds)
        elif groups and not (isinstance(token, Operator) and token.kind == "or"):
            groups[-1][1].add(limits.get(i, ""))
    return found
