"""The parts of a strategy that the checks look at, each once, in the order of writing.

The checks go through the lines with their references, not through the tree that they make together: a line that is
referred to twice is written once.
"""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.findings import Finding, Severity, at
from resift.strategy.parser import Parsed
from resift.strategy.tree import And, Condition, Either, Expression, Near, Node, Not, Or, Ref, Text, Word, leaves, words


def say(parsed: Parsed, span: tuple[int, int], code: str, severity: Severity, message: str) -> Finding:
    """A finding at a stretch of the strategy."""
    return at(parsed.text, span, code, severity, message)


def everything(parsed: Parsed) -> tuple[int, int]:
    """The stretch from the first character to the last that is no space."""
    return 0, len(parsed.text.rstrip())


def trees(parsed: Parsed) -> Iterator[Node]:
    """The tree of each line that has one."""
    return (line.tree for line in parsed.lines if line.tree is not None)


def conditions(parsed: Parsed) -> Iterator[Condition]:
    """The conditions of all lines."""
    return (leaf for tree in trees(parsed) for leaf in leaves(tree))


def terms(parsed: Parsed) -> Iterator[Word]:
    """The words of all text conditions."""
    return (w for leaf in conditions(parsed) if isinstance(leaf, Text) for w in words(leaf.expression))


def alternatives(parsed: Parsed) -> Iterator[list[Expression]]:
    """The text expressions that stand beside each other on one level of OR."""
    targets = {line.number: line.tree for line in parsed.lines if line.number and line.tree is not None}
    for level in levels(parsed, targets):
        yield [p.expression for p in level if isinstance(p, Text)]
    todo: list[Expression] = [leaf.expression for leaf in conditions(parsed) if isinstance(leaf, Text)]
    while todo:
        match todo.pop():
            case Either(options):
                yield list(options)
                todo.extend(options)
            case Near(left, right):
                todo.extend((left, right))


def levels(parsed: Parsed, targets: dict[str, Node]) -> Iterator[list[Condition]]:
    """The conditions on each level of OR; those of a line referred to count where it is first joined to others."""
    told: set[str] = set()
    todo = list(trees(parsed))
    while todo:
        match todo.pop():
            case Or(parts):
                level: list[Condition] = []
                for part in parts:
                    level.extend(_opened(part, targets, told))
                yield level
                todo.extend(parts)
            case And(parts):
                todo.extend(parts)
            case Not(keep, drop):
                todo.extend((keep, drop))


def _opened(part: Node, targets: dict[str, Node], told: set[str]) -> list[Condition]:
    """A condition itself; for a reference, what its line joins by OR."""
    if not isinstance(part, Ref):
        return [] if isinstance(part, And | Or | Not) else [part]
    target = targets.get(part.line)
    if target is None or part.line in told:
        return []
    told.add(part.line)
    parts = target.parts if isinstance(target, Or) else (target,)
    return [p for p in parts if not isinstance(p, And | Or | Not | Ref)]
