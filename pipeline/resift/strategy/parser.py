"""One parser for every dialect: it always returns a tree and findings, and never raises on any text.

The text is taken apart into the lines of its history, each line into tokens by its dialect, the tokens are joined by
operator precedence, and references between lines are resolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from resift.strategy.dialects import dialect
from resift.strategy.dialects.base import Dialect
from resift.strategy.findings import Finding, Severity, at
from resift.strategy.lines import Piece, history
from resift.strategy.reading import Reader
from resift.strategy.resolving import Line, resolve
from resift.strategy.tokens import Close, Leaf, Open, Operator, Token, Words
from resift.strategy.tree import Condition, Node, Ref, Span, Text, changed, depth, leaves

DEEPEST = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A strategy as understood: the platform, its tree (None where nothing was readable) and what was noticed.

    ``lines`` are those of its history, with references as they stand; ``tree`` is the last of them with all
    references replaced by what they refer to.
    """

    text: str
    platform: str
    tree: Node | None
    findings: tuple[Finding, ...]
    fields_given: bool = True
    lines: tuple[Line, ...] = ()

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
    >>> history = parse("1. exp Loneliness/\\n2. lonel*.ti.\\n3. or/1-2", "ovid")
    >>> [line.number for line in history.lines], len(history.tree.parts)
    (['1', '2', '3'], 2)
    """
    speech = dialect(platform)
    body = text.translate(PLAIN)
    findings = _typography(text, body)
    told = history(body)
    findings.extend(_passed(body, told.passed))
    found = told.pieces
    labels = {p.number for p in found if p.number}
    read = [_line(speech, body, piece, labels, findings) for piece in found]
    bare = any(isinstance(n, Text) and not n.fields for line in read for n in _conditions(line))
    lines = [_filled(line, speech) for line in read]
    tree = resolve(body, lines, findings)
    if tree is not None and depth(tree) > DEEPEST:
        findings.append(at(body, (0, 0), "SYN09", "error", f"operators are nested more than {DEEPEST} deep"))
        tree = None
    if tree is None and not any(f.severity == "error" for f in findings):
        findings.append(at(body, (0, 0), "SYN03", "error", "there is nothing to search for"))
    order = sorted(findings, key=lambda f: (f.line, f.start, f.code))
    return Parsed(
        text=text, platform=platform, tree=tree, findings=tuple(order), fields_given=not bare, lines=tuple(lines)
    )  # fmt: skip


PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "″": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
     "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\ufeff": " ", "\r": " ", "\u2028": "\n", "\x85": "\n", "\x0c": " "}
)  # fmt: skip
"""Typographic quotation marks, dashes and spaces as plain ones, each one character for one."""


def _typography(text: str, plain: str) -> list[Finding]:
    """One note where a word processor's quotation marks, dashes or spaces were read as plain ones."""
    changed_at = [i for i, (a, b) in enumerate(zip(text, plain, strict=True)) if a != b and a not in "\r\ufeff"]
    if not changed_at:
        return []
    message = f"{len(changed_at):,} typographic quotation marks, dashes or spaces were read as plain ones"
    return [at(plain, (changed_at[0], changed_at[0] + 1), "TYP01", "note", message)]


def _passed(text: str, rows: list[tuple[Span, str]]) -> list[Finding]:
    """A note on each row that is no part of the search; a warning where it names limits."""
    return [at(text, span, *_SAID.get(kind, _SAID["note"])) for span, kind in rows if kind not in ("head", "rule")]


_SAID: dict[str, tuple[str, Severity, str]] = {
    "limits": ("LIM03", "warning", "limits named beside the search are not read: write them as part of it"),
    "hits": ("LIN04", "note", "read as the number of records printed beside the line"),
    "note": ("LIN05", "note", "passed over: no part of the search"),
}


def _line(speech: Dialect, text: str, piece: Piece, labels: set[str], findings: list[Finding]) -> Line:
    if speech.adjacent == "near" and _broken_rows(text[piece.start : piece.end]):
        findings.append(_unjoined(text, piece))
    if _HEADED.match(text, piece.start, piece.end):
        message = "the first row reads like a name for the line, yet its words are searched: leave it out if so"
        findings.append(at(text, (piece.start, piece.end), "LIN06", "warning", message))
    tokens = speech.tokenize(text, piece.start, piece.end, findings)
    tokens = _numbers(speech, tokens, labels, text, findings)
    tree = Reader(speech, text, findings).read(tokens)
    if tree is not None and depth(tree) > DEEPEST:
        message = f"operators are nested more than {DEEPEST} deep"
        findings.append(at(text, (piece.start, piece.end), "SYN09", "error", message))
        tree = None
    return Line(number=piece.number, span=(piece.start, piece.end), tree=tree, hits=piece.hits)


_HEADED = re.compile(r"\s*(?=[A-Z])[\w ,&/()-]{4,80}(?<!AND)(?<!OR)(?<!NOT)(?<![(/])[ \t]*\n\s*[(#]")
"""A row of plain words, then one that begins a search."""


def _unjoined(text: str, piece: Piece) -> Finding:
    """A numbered line that goes on below is read as one; rows without any number could be joined in two ways."""
    span = (piece.start, piece.end)
    if piece.number:
        return at(text, span, "LIN03", "warning", "this line goes on below without an operator: read as side by side")
    return at(text, span, "LIN02", "error", "several lines without numbers: say how they are joined (and, or)")


_ASIDES = (
    "limiters", "expanders", "search mode", "narrow by", "interface", "search screen", "database",
)  # fmt: skip
"""What EBSCOhost prints below a search."""


def _broken_rows(text: str) -> bool:
    """Whether a row ends where a term does and the next begins with another."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    ends = ("(", " and", " or", " not", ",")
    begins = (")", "and ", "or ", "not ", "adj", *_ASIDES)
    return any(not f" {a}".lower().endswith(ends) and not f"{b} ".lower().startswith(begins) for a, b in pairwise(rows))


def _numbers(speech: Dialect, tokens: list[Token], labels: set[str], text: str, findings: list[Finding]) -> list[Token]:
    """Bare numbers that stand alone between operators, as references where the platform writes them so."""
    about_lines = all(
        isinstance(t, Open | Close | Operator) or (isinstance(t, Leaf) and isinstance(t.node, Ref)) or _number(t)
        for t in tokens
    )
    out: list[Token] = []
    _misspelt(tokens, labels, text, findings)
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        number = _number(token) if text[token.span[0]].isdigit() else ""
        alone = _apart(before) and _apart(after)
        if number and alone and not speech.references and (about_lines or number in labels):
            out.append(Leaf(Ref(number, token.span), token.span))
            continue
        if number and about_lines and not alone:
            findings.append(at(text, token.span, "REF08", "error", f"no operator stands between {number} and the next"))
        if number and alone and speech.references and about_lines and number in labels:
            message = f"{number} is searched as a word here: a line is written {speech.references}{number}"
            findings.append(at(text, token.span, "REF07", "error", message))
        out.append(token)
    return out


def _misspelt(tokens: list[Token], labels: set[str], text: str, findings: list[Finding]) -> None:
    """A short word between two line numbers and nothing else (``1 adn 2``) is most likely an operator gone wrong."""
    plain = [t for t in tokens if not isinstance(t, Operator) or t.kind != "near"]
    if len(plain) != 3 or not all(_line_number(t) in labels for t in (plain[0], plain[2])):
        return
    if isinstance(plain[1], Words) and len(plain[1].words) == 1 and len(plain[1].words[0].stem) < 5:
        message = f"{text[slice(*plain[1].span)]!r} between two line numbers is searched as a word: AND, OR or NOT?"
        findings.append(at(text, plain[1].span, "REF09", "error", message))


def _line_number(token: Token) -> str:
    return token.node.line if isinstance(token, Leaf) and isinstance(token.node, Ref) else _number(token)


def _number(token: Token) -> str:
    """The number that a token is, or nothing."""
    if not isinstance(token, Words) or len(token.words) != 1 or token.fields is not None:
        return ""
    word = token.words[0]
    return word.stem.lstrip("0") if len(word.parts) == 1 and word.stem.isdecimal() and len(word.stem) < 5 else ""


def _apart(token: Token | None) -> bool:
    return token is None or isinstance(token, Open | Close) or (isinstance(token, Operator) and token.kind != "near")


def _conditions(line: Line) -> list[Condition]:
    return [] if line.tree is None else leaves(line.tree)


def _fill(node: Node, speech: Dialect) -> Node:
    return changed(node, lambda n: replace(n, fields=speech.default) if isinstance(n, Text) and not n.fields else n)


def _filled(line: Line, speech: Dialect) -> Line:
    return line if line.tree is None else replace(line, tree=_fill(line.tree, speech))
