"""ProQuest: a search taken apart into tokens."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from resift.strategy import fields as f
from resift.strategy import mesh
from resift.strategy.dialects import limits
from resift.strategy.dialects.proquest.tables import DATES, FIELDS, VOCABULARIES, WILDCARDS
from resift.strategy.findings import Finding, Severity, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Prefix, Token, Words
from resift.strategy.tree import And, Heading, Node, Raw, Ref, Span, Wild, Word, join

IN_PROSE = frozenset({"ALL", "IF", "PUB", "AF", "FT", "LA", "UD", "EMB"})
_NAMES = "|".join(sorted({*FIELDS, *VOCABULARIES}, key=len, reverse=True))
_CODE = rf"(?:{_NAMES})(?:\.(?:EXACT|EXPLODE|X)\b){{0,3}}"
_LETTER = r"(?:[\w*?'&%+]|\[\*\d{1,3}\])"
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<quote>"(?P<inside>[^"]*)")
    |(?P<unclosed>"(?P<rest>[^"\n]*))
    |(?P<dates>(?P<dcode>(?i:PD|YR|UD))\s?\(\s*(?:(?P<way>[<>]=?)\s*(?P<edge>{limits.DAY})
        |(?P<low>{limits.DAY})\s*-\s*(?P<high>{limits.DAY})?)\s*\))
    |(?P<field>(?P<codes>(?i:{_CODE}(?:\s?,\s?{_CODE}){{0,14}}))(?P<gap>\s?)(?=\())
    |(?P<op>(?i:and|or|not)(?![\w*?]|\[\*|[-/.]\w))
    |(?P<unknown>(?:[A-Z][A-Z.]{{0,24}}|[A-Za-z]{{2,16}}(?i:(?:\.(?:exact|explode|x))+))(?=\())
    |(?P<near>(?P<kind>(?i:near|n|pre|p))\s?/\s?(?P<n>\d{{1,3}})(?![\w*?]))
    |(?P<bare>(?:NEAR|PRE)(?=\s+["(\w])(?!\s+(?i:and|or|not)\b))
    |(?P<foreign>(?:(?P<fway>[NW])|(?P<slow>(?i:adj|(?:w|within|next)\s?/)))\s?(?P<fn>\d{{1,2}})(?![\w*?'-]))
    |(?P<link>LNK\b)
    |(?P<sharp>\#\s?(?P<hash>\d{{1,4}})(?!\w))
    |(?P<ref>\[[Ss](?P<inner>\d{{1,4}})\]|[Ss](?P<line>\d{{1,4}})(?![\w*?'-]|\[\*))
    |(?P<dashes>--?(?=\s))
    |(?P<word>{_LETTER}+(?:[-/]{_LETTER}+)*)
    |(?P<bracket>\[[^\]\n]{{0,60}}\])
    |(?P<suffix>\.[A-Za-z]{{2}}(?:,[A-Za-z]{{2}}){{0,9}}\.(?!\w))
    |(?P<other>.)""",
    re.X | re.S,
)
_PRINTED = re.compile(r"\b(?:Additional limits|Limits applied|Narrowed by)\s*[-:]\s*", re.I)


def tokenize(text: str, start: int, end: int, findings: list[Finding]) -> list[Token]:
    """The tokens of one ProQuest search; limits printed after it become conditions."""
    printed = _PRINTED.search(text, start, end)
    reading = _Tokenizer(text, findings)
    for m in _TOKENS.finditer(text, start, printed.start() if printed else end):
        if m.lastgroup != "space":
            reading.take(m)
    tokens = reading.ended()
    spans = [i.span() for i in re.compile("[^;]+").finditer(text, printed.end(), end)] if printed else []
    within = [node for span in spans for node in limits.limiter(text, span, "", findings)]
    if not within:
        return tokens
    leaf = Leaf(join(And, within, within[0].span), within[0].span)
    whole = [Open((start, start)), *tokens, Close(leaf.span), Operator("and", leaf.span)] if tokens else []
    return [*whole, leaf]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds within a parenthesis: text fields, or headings of a vocabulary."""

    fields: frozenset[str] = frozenset()
    vocabulary: str = ""
    major: bool = False
    explode: bool = False

    @property
    def whole(self) -> bool:
        """Whether bare words side by side are one value or heading here, not terms of their own."""
        return bool(self.vocabulary) or (bool(self.fields) and self.fields <= f.CODED)


class _Tokenizer:
    """Knows which field holds in each parenthesis, and what a proximity has on its left."""

    def __init__(self, text: str, findings: list[Finding]) -> None:
        self.text, self.findings = text, findings
        self.tokens: list[Token] = []
        self.scopes: list[_Scope] = [_Scope()]
        self.own: list[bool] = [False]
        self.next: _Scope | None = None
        self.run: Span | None = None
        self.left: frozenset[str] = frozenset()
        self.reaching: frozenset[str] | None = None
        self.linked = False

    def take(self, m: re.Match[str]) -> None:
        """Add what one match of the pattern stands for."""
        kind, span = m.lastgroup, m.span()
        if (kind in ("word", "ref", "foreign") and self.scopes[-1].whole) or (kind == "dashes" and self.run):
            self.run = (self.run or span)[0], span[1]
            return
        self._settle()
        if kind != "field":
            self._reached(frozenset())
        left, self.left = self.left, frozenset()
        match kind:
            case "open":
                self._open(span)
            case "close":
                self._close(span)
            case "quote" | "unclosed":
                self._quote(m)
            case "near" | "bare" | "foreign":
                self.reaching = left
                self._near(m)
            case "field":
                self._field(m)
            case _:
                self._plain(m)

    def ended(self) -> list[Token]:
        """The tokens, when the text is at its end."""
        self._settle()
        return self.tokens

    def _settle(self) -> None:
        if self.run is not None:
            span, self.run = self.run, None
            self._term(self.text[slice(*span)], span[0], span)

    def _reached(self, fields: frozenset[str]) -> None:
        if self.reaching is not None and self.reaching != fields:
            where = self.tokens[-1].span
            self._say(where, "PRX01", "error", "proximity stands only between words of the same fields")
        self.reaching = None

    def _open(self, span: Span) -> None:
        self.scopes.append(self.next or self.scopes[-1])
        self.own.append(self.next is not None)
        self.next = None
        self.tokens.append(Open(span))

    def _close(self, span: Span) -> None:
        if len(self.scopes) > 1:
            scope = self.scopes.pop()
            if self.own.pop():
                self.left = scope.fields
        self.linked = False
        self.tokens.append(Close(span))

    def _plain(self, m: re.Match[str]) -> None:
        span = m.span()
        match m.lastgroup:
            case "op":
                self.tokens.append(Operator(m["op"].lower(), span))
            case "dates":
                self.tokens.append(Leaf(self._dates(m), span))
            case "sharp":
                message = f"{m.group()!r} is another platform's way to refer to a line; read as S{m['hash']}"
                self._say(span, "MIX02", "warning", message)
                self.tokens.append(Leaf(Ref(m["hash"].lstrip("0") or "0", span), span))
            case "ref":
                number = m["inner"] or m["line"]
                self.tokens.append(Leaf(Ref(number.lstrip("0") or "0", span), span))
            case "link" if self.scopes[-1].vocabulary and self.tokens and isinstance(self.tokens[-1], Leaf):
                self.linked = True
            case "word" | "link":
                self._term(m.group(), span[0], span)
            case "unknown" | "bracket" | "suffix":
                self._say(span, "FLD01", "error", f"unknown ProQuest field: {m.group()}")
            case "dashes" | "other" if m.group() not in ",;.":
                self._say(span, "SYN01", "error", f"{m.group()!r} has no meaning here")

    def _near(self, m: re.Match[str]) -> None:
        kind, n = (m["kind"] or m["bare"] or m["fway"] or m["slow"]).lower(), int(m["n"] or m["fn"] or 4)
        ordered = kind in ("pre", "p") or kind.startswith("next")
        between = max(n - 1, 0) if kind == "adj" else n
        if m.lastgroup == "bare":
            self._say(m.span(), "PRX03", "warning", f"{m.group()} without a number is read as {m.group()}/4")
        elif m.lastgroup == "foreign":
            message = f"{m.group()!r} is not ProQuest's way: read as {'PRE' if ordered else 'NEAR'}/{between}"
            self._say(m.span(), "MIX02", "error", message)
        self.tokens.append(Operator("near", m.span(), between, ordered))

    def _field(self, m: re.Match[str]) -> None:
        codes = [c.strip().upper() for c in m["codes"].split(",")]
        if m["gap"] and len(codes) == 1 and codes[0] in IN_PROSE and not m["codes"].isupper():
            self._reached(frozenset())
            self._term(m["codes"], m.start(), m.span("codes"))
            return
        self.next = self._scope(codes, m.span("codes"))
        self._reached(self.next.fields)
        if self.next.fields:
            self.tokens.append(Prefix(self.next.fields, m.span("codes")))

    def _scope(self, codes: list[str], span: Span) -> _Scope:
        parts = [code.split(".") for code in codes]
        known = [(VOCABULARIES[p[0]], "EXPLODE" in p) for p in parts if _is_heading(p)]
        if len(known) == len(parts) and len(set(known)) == 1:
            (vocabulary, major), explode = known[0]
            return _Scope(vocabulary=vocabulary, major=major, explode=explode)
        fields = frozenset[str]().union(*(FIELDS.get(p[0], f.HEADING_WORD) for p in parts if not _is_heading(p)))
        exact = [p[0] for p in parts if len(p) > 1 and not _is_heading(p) and not FIELDS[p[0]] <= f.CODED]
        if exact:
            message = f"{exact[0]}.EXACT is the whole of the field, which cannot be told from its words here"
            self._say(span, "FLD05", "error", message)
        if known:
            message = "headings in one list with other fields: read as words of headings"
            self._say(span, "FLD02", "warning", message)
            fields |= f.HEADING_WORD
        return _Scope(fields=fields)

    def _quote(self, m: re.Match[str]) -> None:
        name = "inside" if m.lastgroup == "quote" else "rest"
        if name == "rest":
            self._say(m.span(), "SYN10", "error", "a quotation mark is never closed")
            if not m["rest"].strip():
                return
        self._term(m[name], m.start(name), m.span())

    def _term(self, body: str, start: int, span: Span) -> None:
        words = split_words(body, start)
        if not words:
            self._say(span, "SYN02", "error", f"{self.text[slice(*span)]!r} has no word to search for")
        elif self.scopes[-1].vocabulary:
            self._heading(body, span)
        else:
            self._signs(body, words, span)
            self.tokens.append(Words(words, span))

    def _signs(self, body: str, words: tuple[Word, ...], span: Span) -> None:
        for w in words:
            if w.wild and not w.stem:
                message = "not every ProQuest database has truncation at the beginning of a word"
                self._say(w.span, "WLD01", "warning", message)
        if re.search(r"(?<!\S)[*?](?!\S)", body):
            self._say(span, "WLD04", "error", "a wildcard on its own stands for no word here")

    def _heading(self, written: str, span: Span) -> None:
        scope = self.scopes[-1]
        name, *subs = (re.sub(r"\s+", " ", part.strip(" '\n")) for part in re.split(r"\s--?\s", written))
        qualifiers = tuple(mesh.qualifier(s) for s in subs)
        last = self.tokens[-1] if self.tokens else None
        if self.linked and isinstance(last, Leaf) and isinstance(last.node, Heading):
            # aspirin LNK adverse effects: the second is a subheading of the first
            more = (*last.node.qualifiers, mesh.qualifier(name), *qualifiers)
            span = (last.span[0], span[1])
            self.tokens[-1] = Leaf(replace(last.node, qualifiers=more, span=span), span)
        else:
            node = Heading(scope.vocabulary, name, scope.explode, scope.major, qualifiers, span)
            self.tokens.append(Leaf(node, span))
        self.linked = False

    def _dates(self, m: re.Match[str]) -> Node:
        field, way = DATES[m["dcode"].upper()], m["way"]
        if way is None:
            return limits.span_of(field, m["low"], m["high"] or "current", m.span())
        try:
            edge = m["edge"] if "=" in way else _beside(m["edge"], 1 if way == ">" else -1)
        except (ValueError, OverflowError):
            self._say(m.span(), "RNG02", "error", f"{m['edge']!r} is no date as YYYY, YYYYMM or YYYYMMDD")
            return Raw(m.group(), "no date", m.span())
        low, high = (edge, "current") if way[0] == ">" else ("1000", edge)
        return limits.span_of(field, low, high, m.span())

    def _say(self, span: Span, code: str, severity: Severity, message: str) -> None:
        self.findings.append(at(self.text, span, code, severity, message))


def _is_heading(parts: list[str]) -> bool:
    return parts[0] in VOCABULARIES and (parts[0] not in FIELDS or len(parts) > 1)


def _beside(digits: str, step: int) -> str:
    """The day, month or year after (or before) one: ``>`` leaves its own edge out."""
    if len(digits) == 8:
        return (dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) + dt.timedelta(step)).strftime("%Y%m%d")
    months = int(digits[:4]) * 12 + (int(digits[4:]) - 1 + step if len(digits) == 6 else 12 * step)
    first = dt.date(months // 12, months % 12 + 1, 1)
    return first.strftime("%Y%m")[: len(digits)].zfill(len(digits))


def split_words(text: str, start: int) -> tuple[Word, ...]:
    """The words of a stretch of text; ``*`` is up to five characters, ``[*n]`` up to n.

    >>> [w.parts for w in split_words("self-help[*2]", 0)]
    [('self',), ('help', Wild(low=0, high=2))]
    """
    found = re.finditer(r"(?:[\w*?'’]|\[\*\d{1,3}\])+", text)
    words = [(m.group().replace("’", "'").strip("'").lower(), m) for m in found]
    return tuple(
        Word(_parts(t.replace("'", "")), (start + m.start(), start + m.end()), _parts(t) if "'" in t else ())
        for t, m in words
        if re.sub(r"\[\*\d+\]|[\W_]", "", t)
    )


def _parts(text: str) -> tuple[str | Wild, ...]:
    pieces = re.findall(r"\[\*\d+\]|[*?]|[^\[\]*?]+", text)
    return tuple(Wild(0, int(p[2:-1])) if p[0] == "[" else WILDCARDS.get(p, p) for p in pieces)
