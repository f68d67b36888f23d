"""A strategy carried over to another platform, with the effect of every rewriting named.

Modes: *superset* never loses a record on purpose (what the platform cannot say becomes AND, and the source itself is
then applied to the records fetched); *tight* gives the narrowest faithful query; *strict* refuses all that is not
exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from resift.errors import BadStrategy
from resift.strategy.dialects import dialect
from resift.strategy.effects import Effect, Step
from resift.strategy.findings import Finding, at
from resift.strategy.parser import Parsed
from resift.strategy.resolving import ordered, references, root
from resift.strategy.translate.headings import with_mapped_headings
from resift.strategy.translate.residual import residual
from resift.strategy.translate.rules import Mode, Rules
from resift.strategy.translate.splitting import MOST_WILDCARDS, split, wildcards
from resift.strategy.translate.window import WINDOW, since, within
from resift.strategy.tree import Node, Phrase, Text, leaves

__all__ = ["WINDOW", "Mode", "Translation", "since", "translate", "with_mapped_headings", "within"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A strategy as another platform gets it: text, overall effect, and each step with its effect and reason.

    ``texts`` are the queries to send, whose results together are the strategy's (one, unless a limit of the platform
    asks for more). ``lines`` is the history line by line, where the source is one. ``residual`` is what must be
    applied to the records fetched so that the source's own meaning is kept, or None. ``findings`` with an error mean
    that parts stand untranslated in the text, in double angle brackets.
    """

    source: Parsed
    to: str
    mode: Mode
    tree: Node
    text: str
    effect: Effect
    steps: tuple[Step, ...]
    residual: Node | None
    texts: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def untranslated(self) -> tuple[Finding, ...]:
        """The findings on what no rule carries over."""
        return tuple(f for f in self.findings if f.severity == "error")

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, as ``resift query translate --json`` prints them."""
        return {
            "platform": self.source.platform, "to": self.to, "mode": self.mode, "source": self.source.text,
            "translation": self.text, "queries": list(self.texts), "effect": self.effect.value,
            "lines": [{"number": n, "translation": t} for n, t in self.lines],
            "steps": [s.as_dict() for s in self.steps], "residual": self.residual is not None,
            "diagnostics": [d.as_dict() for d in (*self.source.findings, *self.findings)],
        }  # fmt: skip


def translate(parsed: Parsed, mode: Mode = "superset", to: str = "pubmed") -> Translation:
    """The strategy for another platform; a BadStrategy for a faulty one, or for what the mode does not allow.

    >>> from resift.strategy.parser import parse
    >>> t = translate(parse("(social* or peer*) adj1 network*", "ovid"), mode="tight")
    >>> print(t.text)
    "social* network*"[tw] OR "peer* network*"[tw] OR "network* social*"[tw] OR "network* peer*"[tw]
    >>> translate(parse("exp Mental Disorders/", "ovid")).text
    '"Mental Disorders"[mh]'
    >>> translate(parse("lonel* adj3 (adult* or elder*)", "ovid"), to="scopus").text
    'TITLE-ABS-KEY(lonel* W/2 (adult* OR elder*))'
    """
    target = dialect(to)
    if parsed.errors or parsed.tree is None:
        first = parsed.errors[0]
        raise BadStrategy(first.message, where=f"line {first.line}, column {first.start + 1}", then="mend the strategy")
    if parsed.platform == to:
        text = _as_written(parsed)
        return Translation(source=parsed, to=to, mode=mode, tree=parsed.tree, text=text, effect=Effect.EXACT, steps=(),
                           residual=None, texts=_queries(parsed.tree, text, to))  # fmt: skip
    rules = Rules(parsed, target, mode)
    tree, effect = rules.node(parsed.tree)
    inexact = next((s for s in rules.steps if s.effect is not Effect.EXACT), None)
    if mode == "strict" and (inexact or rules.findings):
        what, why = (inexact.source, inexact.reason) if inexact else ("a part", rules.findings[0].message)
        raise BadStrategy(f"{what!r} has no exact counterpart: {why}", then="use --mode superset")
    loosened = mode == "superset" and to == "pubmed" and rules.loosened
    text, lines = target.spelling.write(tree), _lines(parsed, rules)
    return Translation(
        source=parsed, to=to, mode=mode, tree=tree, text=text, effect=effect, steps=tuple(rules.steps),
        residual=residual(parsed.tree, rules.source) if loosened else None, texts=_queries(tree, text, to),
        lines=lines, findings=(*rules.findings, *_phrases(parsed, tree, to)),
    )  # fmt: skip


def _as_written(parsed: Parsed) -> str:
    """A strategy for its own platform: in its own words, with the lines of a history put in each other's place."""
    whole = root(list(parsed.lines))
    if whole is None or any(f.code == "LIM01" for f in parsed.findings):
        return dialect(parsed.platform).spelling.write(parsed.tree)  # type: ignore[arg-type]
    if not whole.number:
        return parsed.text[slice(*whole.span)].strip()
    known = {line.number: line for line in parsed.lines}
    done: dict[str, str] = {}
    for line in ordered(whole, known):
        text, last = "", line.span[0]
        for ref in references(line):
            text += f"{parsed.text[last : ref.span[0]]}({done[ref.line]})"
            last = ref.span[1]
        done[line.number] = " ".join((text + parsed.text[last : line.span[1]]).split())
    return done[whole.number]


def _queries(tree: Node, text: str, to: str) -> tuple[str, ...]:
    if to != "pubmed" or wildcards(tree) <= MOST_WILDCARDS:
        return (text,)
    parts = split(tree)
    if parts is None:
        raise BadStrategy(f"{wildcards(tree):,} wildcards, and PubMed takes {MOST_WILDCARDS} in a query",
                          then="write out some of the truncated words")  # fmt: skip
    spelling = dialect(to).spelling
    return tuple(spelling.write(p) for p in parts)


def _lines(parsed: Parsed, rules: Rules) -> tuple[tuple[str, str], ...]:
    if len(parsed.lines) < 2:
        return ()
    spelling = rules.target.spelling
    done = ((line.number, rules.line(line.tree)) for line in parsed.lines if line.tree is not None)
    return tuple((number, spelling.write(tree)) for number, tree in done)


def _phrases(parsed: Parsed, tree: Node, to: str) -> list[Finding]:
    """PubMed searches a quoted phrase only if its phrase index has it."""
    count = sum(isinstance(n, Text) and isinstance(n.expression, Phrase) for n in leaves(tree))
    if to != "pubmed" or not count:
        return []
    message = (
        f"{count:,} phrases: where PubMed's phrase index lacks one, it searches the words joined by AND and warns; "
        "resift search stops at such a warning"
    )
    return [at(parsed.text, (0, 0), "TRN03", "note", message)]
