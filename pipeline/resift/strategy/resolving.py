"""What the lines of a history refer to, put in their place.

A reference that leads nowhere or in a circle is a finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from resift.strategy.findings import Finding, at
from resift.strategy.tree import Condition, Node, Raw, Ref, Span, changed, leaves

MOST = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a history: its number (empty for a single search), its tree with references, its printed hits."""

    number: str
    span: Span
    tree: Node | None
    hits: int | None = None


def references(line: Line) -> list[Ref]:
    """The lines that a line refers to, in the order of writing."""
    return [] if line.tree is None else [n for n in leaves(line.tree) if isinstance(n, Ref)]


def root(lines: list[Line]) -> Line | None:
    """The line that is the whole search: the last by number among those that no other line refers to."""
    told = {r.line for line in lines for r in references(line) if r.line != line.number}
    free = [line for line in lines if line.tree is not None and line.number not in told]
    found = free or [line for line in lines if line.tree is not None]
    return max(found, key=lambda line: int(line.number or 0)) if found else None


def resolve(text: str, lines: list[Line], findings: list[Finding]) -> Node | None:
    """The root line's tree with every reference replaced by what it refers to."""
    whole = root(lines)
    if whole is None:
        return None
    known = {line.number: line for line in lines if line.number}
    _check(text, lines, known, whole, findings)
    done: dict[str, Node] = {}
    sizes: dict[str, int] = {}
    for line in ordered(whole, known):
        told = [n.line if isinstance(n, Ref) else "" for n in leaves(line.tree)]  # type: ignore[arg-type]
        sizes[line.number] = sum(sizes.get(number, 1) for number in told)
        if sizes[line.number] > MOST:
            findings.append(at(text, line.span, "REF06", "error", f"the lines referred to grow beyond {MOST:,} terms"))
            return None
        done[line.number] = changed(line.tree, lambda n: _target(n, done))  # type: ignore[arg-type]
    return done[whole.number]


def _target(node: Condition, done: dict[str, Node]) -> Node:
    if not isinstance(node, Ref):
        return node
    return done.get(node.line) or Raw(f"#{node.line}", "the line referred to cannot be read", node.span)


def ordered(whole: Line, known: dict[str, Line]) -> list[Line]:
    """The lines that the whole needs, each after those that it refers to; a circle is cut where it closes."""
    order: list[Line] = []
    seen: set[str] = set()
    todo: list[tuple[Line, bool]] = [(whole, False)]
    while todo:
        line, ready = todo.pop()
        if ready:
            order.append(line)
        elif line.number not in seen:
            seen.add(line.number)
            todo.append((line, True))
            targets = [known[r.line] for r in references(line) if r.line in known and r.line not in seen]
            todo.extend((t, False) for t in targets if t.tree is not None)
    return order


def _check(text: str, lines: list[Line], known: dict[str, Line], whole: Line, findings: list[Finding]) -> None:
    told = {r.line for line in lines for r in references(line)}
    circles = _circles(known)
    seen: set[str] = set()
    for line in lines:
        for ref in references(line):
            _check_one(text, line, ref, known, circles, findings)
        if line.number in seen:
            findings.append(at(text, line.span, "REF04", "error", f"the number {line.number} stands twice"))
        seen.add(line.number)
        if line.number and line.number not in told and line is not whole and line.tree is not None:
            message = f"line {line.number} is not referred to: it plays no part in the search of line {whole.number}"
            findings.append(at(text, line.span, "REF05", "warning", message))


def _check_one(
    text: str, line: Line, ref: Ref, known: dict[str, Line], circles: set[str], findings: list[Finding]
) -> None:
    target = known.get(ref.line)
    if target is None:
        findings.append(at(text, ref.span, "REF01", "error", f"there is no line {ref.line}"))
    elif target.tree is None:
        findings.append(at(text, ref.span, "REF01", "error", f"line {ref.line} has nothing to search for"))
    elif ref.line in circles and line.number in circles:
        findings.append(at(text, ref.span, "REF02", "error", f"line {ref.line} leads back to itself in a circle"))
    elif int(ref.line) > int(line.number or 0):
        findings.append(at(text, ref.span, "REF03", "warning", f"line {ref.line} comes after this one"))


def _circles(known: dict[str, Line]) -> set[str]:
    """The numbers of lines in or above a circle: what is left when lines that wait for no other are taken away."""
    waits = {n: {r.line for r in references(line) if r.line in known} for n, line in known.items()}
    waited_for: dict[str, list[str]] = {}
    for number, targets in waits.items():
        for target in targets:
            waited_for.setdefault(target, []).append(number)
    free = [n for n, targets in waits.items() if not targets]
    while free:
        done = free.pop()
        for number in waited_for.get(done, ()):
            waits[number].discard(done)
            if not waits[number]:
                free.append(number)
    return {n for n, targets in waits.items() if targets}
