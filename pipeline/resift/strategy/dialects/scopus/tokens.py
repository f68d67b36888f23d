"""Scopus: a search taken apart into tokens."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from resift.strategy.dialects.base import split_words, word
from resift.strategy.dialects.scopus.filters import filtered
from resift.strategy.dialects.scopus.tables import (
    DOCTYPES,
    EARLIEST,
    FARTHEST,
    FIELDS,
    LATEST,
    OWN,
    PLACES,
    VALUES,
    WILDCARDS,
)
from resift.strategy.findings import Finding, Severity, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Prefix, Token, Words
from resift.strategy.tree import Range, Raw, Ref, Span, Value, Word

_AFTER = r'(?=[\s()"{]|$)'
_YEAR = r"(?P<%s>\d{4})(?!\d)"
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<years>\(\s*PUBYEAR\s*>\s*{_YEAR % "above"}\s+AND\s+PUBYEAR\s*<\s*{_YEAR % "below"}\s*\))
    |(?P<open>\()|(?P<close>\))
    |(?P<limit>(?P<how>LIMIT-TO|EXCLUDE)\s*\(\s*(?P<by>[A-Z-]+)\s*,\s*(?:"(?P<lq>[^"\n]*)"|(?P<lv>[^\s()",]+))\s*\))
    |(?P<pubyear>PUBYEAR\s*(?P<is>>=|<=|>|<|=|AFT\b|BEF\b|IS\b)\s*{_YEAR % "year"})
    |(?P<load>(?:ORIG-)?LOAD-DATE\s*(?P<when>AFT\b|BEF\b|IS\b|[<>=])\s*(?P<day>\d{{8}})(?!\d))
    |(?P<near>(?P<nkind>W|PRE)/(?P<n>\d{{1,5}}){_AFTER})
    |(?P<op>(?:and\s+not|and|or|not){_AFTER})
    |(?P<foreign>(?:adj\d+|(?:near|next|[np])/\d+){_AFTER})
    |(?P<field>(?P<code>[A-Z][A-Z-]*[A-Z])(?P<gap>\s*)(?=\())
    |(?P<ref>\#\s?(?P<line>\d{{1,4}})(?!\w))
    |(?P<quote>"(?P<inside>[^"\n]*|(?:(?!\b(?:and|or|not)\b)[^"\n()])*\n(?:(?!\b(?:and|or|not)\b)[^"\n()])*)")
    |(?P<exact>\{{(?P<just>[^{{}}\n]*)\}})
    |(?P<broken>["{{](?P<rest>[^"{{}}\n()]*))
    |(?P<bracket>\[[^\]\n]*\]?)
    |(?P<word>[^\s()"\[\]{{}}\\|^~<>=\#]+)
    |(?P<other>.)""",
    re.X | re.I | re.S,
)
_FIELD_INSIDE = re.compile(r"\b(?:TITLE|ABS|KEY|AUTH|ALL)\s*\(")
_ELSEWHERE = re.compile(r"[\w*][$#!](?=\w|\W*$)")


def tokenize(text: str, start: int, end: int, findings: list[Finding]) -> list[Token]:
    """The tokens of one Scopus search; what is not understood becomes raw and a finding.

    >>> [type(t).__name__ for t in tokenize("TITLE(peer W/3 support)", 0, 23, [])]
    ['Prefix', 'Open', 'Words', 'Operator', 'Words', 'Close']
    """
    lexer = _Lexer(text, findings)
    for m in _TOKENS.finditer(text, start, end):
        lexer.take(m)
    lexer.flush()
    return filtered(lexer.tokens, lexer.limits, text, findings) if lexer.limits else lexer.tokens


@dataclass(slots=True)
class _Level:
    """What stands between two parentheses: the field above, whether W/n came right before, the operators so far."""

    code: str = ""
    beside_near: bool = False
    kinds: set[str] = field(default_factory=set)
    near: tuple[int, bool] | None = None


class _Lexer:
    """Tokens with the field that stands above each: a field of whole values takes all words side by side as one."""

    def __init__(self, text: str, findings: list[Finding]) -> None:
        self.text, self.findings = text, findings
        self.tokens: list[Token] = []
        self.levels = [_Level()]
        self.pending = ""
        self.run: list[Span] = []
        self.before = ""
        self.either_closed = False
        self.limits: dict[int, str] = {}

    def say(self, span: Span, code: str, severity: Severity, message: str) -> None:
        self.findings.append(at(self.text, span, code, severity, message))

    def raw(self, span: Span, code: str, message: str) -> None:
        self.say(span, code, "error", message)
        self.tokens.append(Leaf(Raw(self.text[slice(*span)], message, span), span))

    def take(self, m: re.Match[str]) -> None:
        kind = m.lastgroup or ""
        if kind == "space" or (kind == "word" and not m.group().strip(",;.")):
            return
        if kind == "field" and self._named(m):
            return
        if kind in ("word", "quote", "exact", "broken", "field"):
            self._term(m, "word" if kind == "field" else kind)
            return
        beside = len(self.run)
        self.flush()
        if kind in ("open", "close"):
            self._parenthesis(kind, m.span())
        elif kind in ("op", "near"):
            self._operator(m, kind, beside)
        else:
            self._condition(m, kind)
            kind = "term"
        last = self.tokens[-1] if self.tokens else None
        self.pending, self.before = "", last.kind if isinstance(last, Operator) else kind

    def _parenthesis(self, kind: str, span: Span) -> None:
        if kind == "open":
            self.tokens.append(Open(span))
            self.levels.append(_Level(self.pending or self.levels[-1].code, self.before == "near"))
            return
        self.tokens.append(Close(span))
        closed = self.levels.pop() if len(self.levels) > 1 else self.levels[0]
        self.either_closed = "or" in closed.kinds
        if self.either_closed and closed.beside_near:
            self._either(span)

    def _named(self, m: re.Match[str]) -> bool:
        """Whether this is a field's name and not a word that happens to stand before a parenthesis."""
        written, code, span = m["code"], m["code"].upper(), m.span("code")
        known = code in FIELDS or code in VALUES or code in OWN
        if (m["gap"] and not (known and written.isupper())) or not (known or written.isupper()):
            return False
        self.flush()
        self.pending, self.before = code, "field"
        if code in FIELDS:
            self.tokens.append(Prefix(FIELDS[code], span))
            if code in PLACES[1:]:
                self.say(span, "SCO09", "note", f"{code} is one part of an affiliation; read as the whole affiliation")
        elif code in OWN:
            self.say(span, "LIM01", "warning", f"{code} is a field of Scopus's own: it cannot be carried elsewhere")
        elif not known:
            message = f"unknown Scopus field: {code}"
            self.say(span, "FLD01", "error", _YEAR_FORMS if code == "PUBYEAR" else message)
        return True

    def _operator(self, m: re.Match[str], kind: str, beside: int) -> None:
        span, level = m.span(), self.levels[-1]
        if kind == "near":
            between, ordered = int(m["n"]), m["nkind"].upper() == "PRE"
            if between > FARTHEST:
                self.say(span, "SCO08", "error", f"Scopus takes 0 to {FARTHEST} words between, not {between}")
            if level.near not in (None, (between, ordered)):
                self.say(span, "SCO02", "error", "W/n and PRE/n, or different n, in one chain: use parentheses")
            level.near = (between, ordered)
            token = Operator("near", span, between, ordered)
        else:
            words = m["op"].lower().split()
            if words == ["not"]:
                self.say(span, "MIX01", "warning", "Scopus's operator is AND NOT; NOT is read as that")
            token = Operator(words[-1], span)
            if words != ["or"]:
                level.near, level.kinds = None, set()
        self.tokens.append(token)
        level.kinds.add(token.kind)
        if level.kinds >= {"or", "near"} or (kind == "near" and self.before == "close" and self.either_closed):
            self._either(span)
        if beside > 1 and token.kind in ("or", "near"):
            self._beside(span)

    def _either(self, span: Span) -> None:
        message = "OR within W/n or PRE/n: Elsevier's help of 2008 calls it invalid, present guides show it working"
        self.say(span, "SCO01", "warning", message)

    def _beside(self, span: Span) -> None:
        message = "AND is put between words side by side, and OR and W/n bind tighter: quote the phrase"
        self.say(span, "SCO05", "warning", message)

    def _condition(self, m: re.Match[str], kind: str) -> None:
        span = m.span()
        if kind == "years":
            low, high = _years(">", int(m["above"]))[0], _years("<", int(m["below"]))[1]
            self.tokens.append(Leaf(Range("published", low, high, span), span))
        elif kind == "pubyear":
            if m["is"] in (">=", "<="):
                self.say(span, "RNG03", "warning", f"{m['is']!r} is not among the signs that Scopus documents")
            self.tokens.append(Leaf(Range("published", *_years(m["is"], int(m["year"])), span), span))
        elif kind == "load":
            self._loaded(m, span)
        elif kind == "limit":
            self._limit(m, span)
        elif kind == "ref":
            self.tokens.append(Leaf(Ref(m["line"].lstrip("0") or "0", span), span))
        elif kind == "foreign":
            self.raw(span, "MIX02", f"{m.group()!r} is another platform's operator: W/n and PRE/n are Scopus's")
        elif kind == "bracket":
            self.raw(span, "SYN01", f"{m.group()!r} has no meaning here: fields stand before a term, as in TITLE(...)")
        else:
            self.say(span, "SYN01", "error", f"{m.group()!r} has no meaning here")

    def _loaded(self, m: re.Match[str], span: Span) -> None:
        try:
            day = dt.datetime.strptime(m["day"], "%Y%m%d").replace(tzinfo=dt.UTC).date()
            after = m["when"].upper() in (">", "AFT")
            low, high = (day + dt.timedelta(1), None) if after else (None, day - dt.timedelta(1))
        except (ValueError, OverflowError):
            self.raw(span, "RNG02", f"{m['day']!r} is no date as YYYYMMDD")
            return
        if m["when"].upper() in ("=", "IS"):
            low = high = day
        ends = f"{low:%Y/%m/%d}" if low else EARLIEST, f"{high:%Y/%m/%d}" if high else LATEST
        self.tokens.append(Leaf(Range("entered", *ends, span), span))

    def _limit(self, m: re.Match[str], span: Span) -> None:
        code, inside = m["by"].upper(), "lq" if m["lq"] is not None else "lv"
        self.limits[len(self.tokens)] = m["how"].upper()
        if code == "PUBYEAR" and re.fullmatch(r"\d{4}", m[inside]):
            self.tokens.append(Leaf(Range("published", m[inside], m[inside], span), span))
            return
        if code in VALUES:
            self._value(code, m[inside], span)
            return
        message = f"{m['how'].upper()} by {code} is a filter of Scopus's own: it cannot be carried elsewhere"
        self.say(span, "LIM01", "warning", message)
        if code in OWN:
            self._value(code, m[inside], span)
        else:
            self.tokens.append(Leaf(Value("limit", Word((f"{code} {m[inside]}".lower(),), span), span), span))

    def _term(self, m: re.Match[str], kind: str) -> None:
        inside = {"quote": "inside", "exact": "just", "broken": "rest", "word": "code" if m["code"] else "word"}[kind]
        span = m.span(inside) if kind == "word" else m.span()
        if kind == "broken":
            self.say(span, "SYN10", "error", "a quotation mark or brace is never closed")
        self.run.append(span)
        code = self.levels[-1].code
        if not code or code in FIELDS:
            self.tokens.append(self._text(m[inside], m.start(inside), span, kind))
            if len(self.run) == 2 and self.before in ("or", "near"):
                self._beside(span)

    def flush(self) -> None:
        """The end of words side by side."""
        code = self.levels[-1].code
        if self.run and code and code not in FIELDS:
            span = (self.run[0][0], self.run[-1][1])
            self._value(code, self.text[slice(*span)], span)
        if self.run:
            self.before = "term"
        self.run = []

    def _value(self, code: str, written: str, span: Span) -> None:
        text = re.sub(r"\s+", " ", re.sub(r'["{}]', " ", written)).strip()
        field = VALUES.get(code) or OWN.get(code)
        if not field:
            self.tokens.append(Leaf(Raw(written, "unknown field", span), span))
        elif not re.search(r"\w", text):
            self.raw(span, "SYN02", f"{written!r} has no word to search for")
        else:
            text = DOCTYPES.get(text.lower(), text) if code == "DOCTYPE" else text
            self.tokens.append(Leaf(Value(field, word(text, WILDCARDS, span), span), span))

    def _text(self, written: str, start: int, span: Span, kind: str) -> Token:
        if kind == "word" and written.upper() == "PUBYEAR":
            self.say(span, "RNG02", "error", _YEAR_FORMS)
            return Leaf(Raw(written, "no year", span), span)
        if kind == "exact":
            message = (
                "an exact phrase, with its punctuation and without plurals, is read as the same words side by side"
            )
            self.say(span, "SCO04", "note", message)
            written = written.translate(_NO_WILDCARDS)
        words = split_words(written, start, WILDCARDS)
        if not words:
            self.say(span, "SYN02", "error", f"{self.text[slice(*span)]!r} has no word to search for")
            return Leaf(Raw(self.text[slice(*span)], "no word", span), span)
        self._signs(written, start, span, kind, words)
        return Words(words, span)

    def _signs(self, written: str, start: int, span: Span, kind: str, words: tuple[Word, ...]) -> None:
        for w in words:
            if w.wild and not w.stem:
                message = "whether a wildcard may begin a word on Scopus is not documented; a present guide says so"
                self.say(w.span, "WLD01", "warning", message)
        for m in _ELSEWHERE.finditer(written) if kind != "exact" else ():
            sign = (start + m.start() + 1, start + m.end())
            self.say(sign, "WLD02", "warning", f"{m.group()[1]!r} is no wildcard on Scopus")
        if kind == "quote" and len(words) > 1 and any(w.wild for w in words):
            message = "wildcards in quotation marks: Elsevier's help of 2008 ignores them, present guides do not; PRE/0"
            self.say(span, "SCO03", "warning", message)
        if kind == "quote" and _FIELD_INSIDE.search(written):
            self.say(span, "SCO10", "error", "a field's name within quotation marks is searched as a word")


_NO_WILDCARDS = str.maketrans("*?", "  ")


_YEAR_FORMS = "a year is written PUBYEAR = 2010, PUBYEAR > 2009 or PUBYEAR < 2021"


def _years(sign: str, year: int) -> tuple[str, str]:
    """The first and the last year that ``PUBYEAR`` with that sign allows."""
    match sign.upper():
        case ">" | "AFT":
            return f"{year + 1:04d}", LATEST
        case ">=":
            return f"{year:04d}", LATEST
        case "<" | "BEF":
            return EARLIEST, f"{max(year - 1, 0):04d}"
        case "<=":
            return EARLIEST, f"{year:04d}"
    return f"{year:04d}", f"{year:04d}"
