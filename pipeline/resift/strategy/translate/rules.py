"""The rules of translation: each gives a node for the target, the effect on the records found, and a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from resift.errors import BadStrategy
from resift.strategy.dialects import dialect
from resift.strategy.dialects.base import Dialect
from resift.strategy.dialects.spelling import CannotSay
from resift.strategy.effects import Effect, Step, composed
from resift.strategy.fields import PUBMED_TIAB
from resift.strategy.findings import Finding, at
from resift.strategy.parser import Parsed
from resift.strategy.translate import expressions as ex
from resift.strategy.translate.fields import cover
from resift.strategy.translate.headings import carried
from resift.strategy.translate.values import UNLISTED, carried_value
from resift.strategy.tree import (
    And,
    Either,
    Expression,
    Heading,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Raw,
    Ref,
    Text,
    Value,
    Word,
    join,
    words,
)  # fmt: skip

Mode = Literal["superset", "tight", "strict"]
Done = tuple[Node, Effect]


class Rules:
    """Translates the trees of one strategy; ``steps`` and ``findings`` tell what was done.

    ``loosened`` is whether records may be found that the source does not mean; ``filters`` whether resift fetches them
    and applies the source, so that a condition under NOT may wait until then. What is run by hand keeps every NOT.
    """

    def __init__(self, parsed: Parsed, target: Dialect, mode: Mode, *, by_hand: bool = False) -> None:
        self.parsed, self.target, self.mode = parsed, target, mode
        self.filters = mode == "superset" and target.name == "pubmed" and not by_hand
        self.source = dialect(parsed.platform)
        self.steps: list[Step] = []
        self.findings: list[Finding] = []
        self.loosened = False
        self._told: set[tuple[str, str]] = set()
        self._flip = False
        self._done: dict[tuple[int, bool], Done] = {}

    def line(self, node: Node) -> Node:
        """A line's tree for use by hand, without telling its steps once more; what has no words there is told."""
        other = Rules(self.parsed, self.target, self.mode, by_hand=True)
        target = other.node(node)[0]
        self.findings += [f for f in other.findings if f not in self.findings]
        return target

    def node(self, node: Node) -> Done:
        """The node for the target, and its effect; a sub-tree that several lines share is done once."""
        key = id(node), self._flip
        if key not in self._done:
            self._done[key] = self._node(node)
        return self._done[key]

    def _node(self, node: Node) -> Done:
        match node:
            case And(parts):
                return self._all(node, parts)
            case Or(parts):
                done = [self.node(p) for p in parts]
                return Or(tuple(n for n, _ in done), node.span), composed(e for _, e in done)
            case Not():
                return self._not(node)
            case Text():
                return self._text(node)
            case Heading():
                return self._heading(node)
            case Value():
                return self._value(node)
            case Range():
                return self._range(node)
            case Ref():
                return node, Effect.EXACT
        raise BadStrategy(f"{node.text!r} was not understood ({node.reason})", then="mend the strategy")

    def _all(self, node: And, parts: tuple[Node, ...]) -> Done:
        """AND; a limit that the target does not know is left out where that only finds more."""
        done: list[Done] = []
        for part in parts:
            if self._unlisted(part) and self.mode == "superset" and not self._flip and len(parts) > 1:
                self.loosened = True
                reason = f"{self.target.title} has no such limit: left out"
                done.append((And(()), self._step(part, "limit left out", Effect.BROADER, reason, "nothing")))
            else:
                done.append(self.node(part))
        nodes = [n for n, _ in done if n != And(())]
        if not nodes:
            return self._unsaid(node, "limits alone")
        kept = And(tuple(nodes), node.span) if len(nodes) > 1 else nodes[0]
        return kept, composed(e for _, e in done)

    def _unlisted(self, part: Node) -> bool:
        """Whether a part is a limit that the target does not have."""
        if not isinstance(part, Value) or part.field not in UNLISTED:
            return False
        return isinstance(carried_value(part, self.source, self.target), str)

    def _not(self, node: Not) -> Done:
        keep, kept = self.node(node.keep)
        self._flip = not self._flip
        steps, findings, told = list(self.steps), list(self.findings), set(self._told)
        drop, dropped = self.node(node.drop)
        self._flip = not self._flip
        if self.filters and dropped not in (Effect.EXACT, Effect.NARROWER):
            self.steps, self.findings, self._told = steps, findings, told
            self.loosened = True
            reason = "what is excluded is not certain there, so it is excluded from the records fetched instead"
            rule = "NOT kept for the records fetched"
            self._step(node, rule, Effect.BROADER, reason, self.target.spelling.write(keep))
            return keep, composed([kept, Effect.BROADER])
        return Not(keep, drop, node.span), composed([kept, dropped.flipped()])

    def _heading(self, node: Heading) -> Done:
        done = carried(node, self.target.vocabulary, self.target.title)
        if done is None:
            whose = f"{self.target.title} has no headings" if not self.target.vocabulary else "no counterpart is known"
            return self._unsaid(node, f"the heading {node.name!r}: {whose}")
        target, effect, reason = done
        rule = "heading" if node.vocabulary == self.target.vocabulary else "heading of another vocabulary"
        if node.qualifiers:
            rule += " with subheading"
        return self._said(node, target, rule, effect, reason)

    def _value(self, node: Value) -> Done:
        found = carried_value(node, self.source, self.target)
        if isinstance(found, str):
            return self._unsaid(node, found)
        target, effect, reason = found
        return self._said(node, target, "limit" if node.field in UNLISTED else "value", effect, reason)

    def _range(self, node: Range) -> Done:
        if node.field == "published":
            years = replace(node, low=node.low[:4], high=node.high[:4])
            if years != node and not self._says(node):
                reason = f"{self.target.title} has whole years of publication only"
                return self._said(node, years, "dates", Effect.BROADER, reason)
            if node.high == "3000" and not self._says(node):
                return self._said(node, replace(node, high="2099"), "dates", Effect.EXACT, "an open end, as 2099")
            return self._said(node, node, "dates", Effect.EXACT, "dates of publication")
        return self._said(node, node, "dates", Effect.UNKNOWN, f"when a record was {node.field} differs by platform")

    def _said(self, node: Node, target: Node, rule: str, effect: Effect, reason: str) -> Done:
        """The target node with its step told, or the source untranslated where the target has no words for it."""
        try:
            shown = self.target.spelling.write(target)
        except CannotSay as why:
            return self._unsaid(node, why.message)
        return target, self._step(node, rule, effect, reason, shown)

    def _unsaid(self, node: Node, what: str) -> Done:
        """Raw text in the place of what no rule carries over, with a finding; never a guess."""
        written = " ".join(self.parsed.text[slice(*node.span)].split())
        finding = at(self.parsed.text, node.span, "TRN01", "error", f"not translated to {self.target.title}: {what}")
        if finding not in self.findings:
            self.findings.append(finding)
        return Raw(written, what, node.span), Effect.UNKNOWN

    # text

    def _text(self, node: Text) -> Done:
        sets, effect, reason = cover(node.fields, self.source, self.target, wide=self.mode == "superset")
        if not sets:
            return self._unsaid(node, reason)
        effects = [effect]
        if effect is not Effect.EXACT or sets != (node.fields,):
            codes = [self.target.spelling.code(s) for s in sets]
            shown = ", ".join(self.target.spelling.scoped(c, "").strip() or "the default fields" for c in codes)
            self._step(node, "field", effect, reason, shown, once=",".join(sorted(node.fields)))
        expression = self._words(node, effects)
        if node.times > 1 and not self._says(replace(node, fields=sets[0])):
            reason = f"{self.target.title} does not count occurrences"
            effects.append(self._step(node, "number of occurrences", Effect.BROADER, reason, "at least one"))
            node = replace(node, times=1)
        done = [self._placed(replace(node, fields=s, expression=expression)) for s in sets]
        return join(Or, [n for n, _ in done], node.span), composed([*effects, *(e for _, e in done)])

    def _words(self, node: Text, effects: list[Effect]) -> Expression:
        """The expression with the target's wildcards and stems."""
        spelled = ex.mapped(node.expression, self._spelled_out)
        if spelled != node.expression:
            reason = f"{self.target.title} has no such wildcard: every letter and digit in its place"
            self._step(node, "wildcard spelled out", Effect.EXACT, reason, "words without it")
        expression, effect = ex.with_signs(spelled, self.target)
        if effect is not Effect.EXACT:
            signs = " and ".join(sorted(set(self.target.spelling.signs.values())))
            says = "a wider one" if effect is Effect.BROADER else "one that reaches less far"
            reason = f"{self.target.title} has no such wildcard, only {signs}: {says} instead"
            effects.append(self._step(node, "wildcard", effect, reason, self._shown(expression)))
        if self.source.stems and not self.target.stems and any(self._bare(w) for w in words(expression)):
            reason = f"{self.source.title} also finds other forms of words without truncation or quotation marks"
            effects.append(self._step(node, "forms of a word", Effect.NARROWER, reason, self._shown(expression)))
        elif self.target.stems and not self.source.stems and any(not w.wild for w in words(expression)):
            reason = f"{self.target.title} also finds other forms of words without truncation or quotation marks"
            effects.append(
                self._step(node, "forms of a word", Effect.BROADER, reason, "their other forms too", "forms")
            )
        return self._stems(node, expression)

    def _spelled_out(self, word: Word) -> Expression:
        """A word whose wildcards for one character the target lacks, written out where a wider one is no choice."""
        _, effect = ex.with_signs(word, self.target)
        needed = len(word.stem) < self.target.least_stem or self.mode == "strict"
        found = ex.spelled_out(word) if needed and effect is not Effect.EXACT else None
        return word if found is None else Either(tuple(found), word.span)

    def _bare(self, word: Word) -> bool:
        return not word.wild and self.parsed.text[max(word.span[0] - 1, 0) : word.span[0]] not in ('"', "{")

    def _stems(self, node: Text, expression: Expression) -> Expression:
        least = self.target.least_stem
        short = [w for w in words(expression) if w.wild and len(w.stem) < max(least, 0 if self.target.leading else 1)]
        if not short or (self.target.leading and self.target.name != "pubmed"):
            return expression
        longer = ex.mapped(expression, lambda w: ex.lengthened(w, least) if w in short else w)
        still = next((w for w in words(longer) if w.wild and len(w.stem) < max(least, 1)), None)
        if still is not None:
            shown = self.parsed.text[slice(*still.span)]
            raise BadStrategy(f"{shown!r}: {self.target.title} truncates only after {least or 1} characters",
                              then="write out the words that are meant")  # fmt: skip
        reason = f"{self.target.title} truncates only after {least} characters: every letter and digit that can follow"
        self._step(node, "short stem", Effect.EXACT, reason, f"{len(ex.NEXT)} longer stems and the stem itself")
        return longer

    def _placed(self, node: Text) -> Done:
        """The condition as the target says it: as it is, in either order, as AND, or as phrases."""
        if not ex.has_near(node.expression):
            return self._plain(node)
        pairs = ex.pairs_of(node.expression)
        if pairs is not None and self.target.name == "pubmed" and not any(p.ordered for p in pairs):
            target = join(Or, [replace(node, expression=p) for p in pairs], node.span)
            if self._says(target):
                reason = "proximity of plain words, either order, as words between"
                return self._said(node, target, "proximity", Effect.EXACT, reason)
        if pairs is not None and self.target.name == "pubmed" and self.mode != "superset":
            target = join(Or, [replace(node, fields=PUBMED_TIAB, expression=p) for p in pairs], node.span)
            if self._says(target):
                effect = Effect.NARROWER if node.fields >= PUBMED_TIAB else Effect.UNKNOWN
                return self._said(
                    node, target, "proximity", effect, "PubMed has proximity in [tiab], not in this field"
                )
        if self._says(node):
            return self._said(node, node, "proximity", Effect.EXACT, "the same number of words between")
        either_way = replace(node, expression=ex.unordered(node.expression))
        if self.mode == "superset" and self._says(either_way):
            self.loosened = True
            reason = f"{self.target.title} has no proximity in the order as typed: either order"
            return self._said(node, either_way, "proximity in either order", Effect.BROADER, reason)
        return self._loosely(node) if self.mode == "superset" else self._tightly(node)

    def _plain(self, node: Text) -> Done:
        """Words and phrases, alternatives spread out."""
        if self._says(node) and not isinstance(node.expression, Either):
            return node, Effect.EXACT
        target = ex.spread(node)
        if self._says(target):
            return target, Effect.EXACT
        return self._unsaid(node, "these words")

    def _loosely(self, node: Text) -> Done:
        self.loosened = True
        target = ex.all_of(node.expression, node.fields, self._says)
        then = "the source's proximity on what is fetched" if self.filters else "which finds more"
        why = "for truncated words" if any(w.wild for w in words(node.expression)) else "of this kind"
        reason = f"{self.target.title} has no proximity {why}; AND instead, {then}"
        return self._said(node, target, "proximity as AND", Effect.BROADER, reason)

    def _tightly(self, node: Text) -> Done:
        found = ex.phrases_of(node.expression)
        if found is None:
            raise BadStrategy(f"more than {ex.MOST_PHRASES:,} phrases would be needed for {self._written(node)}",
                              then="use --mode superset")  # fmt: skip
        phrases, adjacent = found
        target = join(Or, [replace(node, expression=Phrase(p)) for p in phrases], node.span)
        if adjacent:
            looked_up = f"if {self.target.title} looks truncated phrases up as typed"
            reason = f"adjacent in either order: {len(phrases)} phrases ({looked_up})"
            return self._said(node, target, "adjacency as phrases", Effect.EXACT, reason)
        reason = "only adjacent words; those with words between are lost"
        return self._said(node, target, "proximity as phrases", Effect.NARROWER, reason)

    def _says(self, node: Node) -> bool:
        try:
            self.target.spelling.write(node)
        except CannotSay:
            return False
        return True

    def _shown(self, e: Expression) -> str:
        try:
            return self.target.spelling.expression(e)
        except CannotSay:
            return "…"

    def _written(self, node: Node) -> str:
        return self.parsed.text[slice(*node.span)]

    def _step(self, node: Node, rule: str, effect: Effect, reason: str, target: str, once: str = "") -> Effect:
        """The effect, told as a step the first time that a rule meets this text (or, for a field, these fields)."""
        source = self._written(node)
        if effect in (Effect.BROADER, Effect.UNKNOWN) and isinstance(node, Text):
            self.loosened = True
        if (rule, once or source) not in self._told:
            self._told.add((rule, once or source))
            place = at(self.parsed.text, node.span, "", "note", "")
            said = effect.flipped() if self._flip else effect
            told = f"fields of {source}" if once else source
            self.steps.append(Step(rule=rule, effect=said, reason=reason, source=told, target=target,
                                   line=place.line, start=place.start, end=place.end))  # fmt: skip
        return effect
