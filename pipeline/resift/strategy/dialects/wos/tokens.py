"""Web of Science: a search taken apart into tokens."""

from __future__ import annotations

import re

from resift.strategy.dialects.base import split_words, word
from resift.strategy.dialects.wos.tables import (
    ADDRESSES,
    FIELDS,
    LABELS,
    LEAST_STEM,
    MOST_OPERATORS,
    NEAR,
    OWN,
    VALUES,
    WILDCARDS,
)
from resift.strategy.findings import Finding, Severity, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Prefix, Token, Words
from resift.strategy.tree import Node, Range, Raw, Ref, Span, Value, Word

_UNKNOWN = "?"
_NAMES = r"(?:DocType|(?:Search[ ])?Language|Databases|Indexes|Timespan)"
_AFTER = r'(?=[\s()"]|$)'
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<label>(?P<name>{"|".join(re.escape(name) for name in LABELS)}|[a-z]+)\s*:\s*(?=\())
    |(?P<setting>{_NAMES}\s*[=:][^\n]*)
    |(?P<refined>Refined[ ]by\s*:)
    |(?P<field>(?P<code>[a-z][a-z0-9]{{0,9}})\s*=)
    |(?P<near>near(?:\s*/\s*(?P<n>\d{{1,4}}))?{_AFTER})
    |(?P<same>same{_AFTER})
    |(?P<op>(?:and\s+not|and|or|not){_AFTER})
    |(?P<foreign>(?:adj\d*|(?:[wnp]|pre|next)/\d+){_AFTER})
    |(?P<ref>\#\s?(?P<line>\d{{1,4}})(?!\w))
    |(?P<quote>"(?P<inside>[^"\n]*|(?:(?!\b(?:and|or|not)\b)[^"\n()=])*\n(?:(?!\b(?:and|or|not)\b)[^"\n()=])*)")
    |(?P<broken>"(?P<rest>[^"\n()]*))
    |(?P<bracket>\[[^\]\n]*\]?)
    |(?P<word>[^\s()"=\[\]{{}}\\|^~<>\#]+)
    |(?P<other>.)""",
    re.X | re.I | re.S,
)
_SETTING = re.compile(rf"(?P<name>{_NAMES})\s*[=:](?P<value>(?:(?!\b{_NAMES}\s*[=:])[^\n])*)", re.I)
_FIELD_INSIDE = re.compile(r"\b(?:TS|TI|AB|AK|KP|ALL|AU|AD|SO|PY|DT|LA)\s*=")
_OVID_FIELD = re.compile(r"\.(?:ti|ab|tw|mp|kf|kw|af|pt|sh|fs)(?:,[a-z]{2})*\.?", re.I)
_YEARS = re.compile(r"(\d{4})(?:\s*-\s*(\d{4}))?")


def tokenize(text: str, start: int, end: int, findings: list[Finding]) -> list[Token]:
    """The tokens of one Web of Science search; what is not understood becomes raw and a finding.

    >>> [type(t).__name__ for t in tokenize("LA=(English) AND TS=peer", 0, 24, [])]
    ['Open', 'Leaf', 'Close', 'Operator', 'Prefix', 'Words']
    """
    lexer = _Lexer(text, findings)
    for m in _TOKENS.finditer(text, start, end):
        lexer.take(m)
    lexer.flush()
    if lexer.operators > MOST_OPERATORS:
        message = (
            f"{lexer.operators} operators: Web of Science takes up to {MOST_OPERATORS} in a search of all fields, by "
            "one of its help pages in any search; combine lines with #1 OR #2"
        )
        lexer.say((start, end), "WOS01", "note", message)
    lexer.tokens[:0] = [Open((start, start))] * lexer.refined
    return _within(lexer, (start, start)) if lexer.settings else lexer.tokens


def _within(lexer: _Lexer, begin: Span) -> list[Token]:
    """The tokens under the settings that a history prints beside a search: years, languages, document types."""
    tokens = [Open(begin), *lexer.tokens, Close(begin)]
    for m in (m for start, end in lexer.settings for m in _SETTING.finditer(lexer.text, start, end)):
        name, written, span = m["name"].lower(), m["value"].strip(" ;,.\r\t"), m.span()
        years = _YEARS.fullmatch(written)
        if name == "timespan" and years and years[2]:
            tokens += [Operator("and", span), Leaf(Range("published", years[1], years[2], span), span)]
        elif name not in ("indexes", "databases") and not written.lower().startswith(("all", "auto")):
            message = f"{m.group().strip()!r} is a setting printed beside the search: write it as PY=, LA= or DT="
            lexer.say(span, "LIM01", "warning", message)
            tokens += [Operator("and", span), Leaf(Value("limit", Word((written.lower(),), span), span), span)]
    return tokens


class _Lexer:
    """Tokens with the field that stands above each: a field of whole values takes all words side by side as one."""

    def __init__(self, text: str, findings: list[Finding]) -> None:
        self.text, self.findings = text, findings
        self.tokens: list[Token] = []
        self.scopes = [""]
        self.pending = ""
        self.run: list[Span] = []
        self.code = ""
        self.first = 0
        self.after_near = False
        self.operators = 0
        self.settings: list[Span] = []
        self.refined = 0

    def say(self, span: Span, code: str, severity: Severity, message: str) -> None:
        self.findings.append(at(self.text, span, code, severity, message))

    def take(self, m: re.Match[str]) -> None:
        kind, span = m.lastgroup or "", m.span()
        if kind == "space" or (kind == "word" and not m.group().strip(",;.")):
            return
        if kind in ("word", "quote", "broken"):
            self._term(m, kind)
            return
        beside = len(self.run)
        self.flush()
        if kind == "open":
            self.tokens.append(Open(span))
            self.scopes.append(self.pending or self.scopes[-1])
        elif kind == "close":
            self.tokens.append(Close(span))
            del self.scopes[max(1, len(self.scopes) - 1) :]
        elif kind in ("field", "label"):
            name = re.sub(r"\s+", " ", (m["name"] or "").lower())
            self._field(m["code"].upper() if m["code"] else LABELS.get(name, name), span)
            return
        elif kind in ("near", "op"):
            self._operator(m, kind, span)
            if kind == "near" and beside > 1:
                self._beside_near(span)
        else:
            self._rest(m, kind, span)
        self.pending = ""

    def _field(self, code: str, span: Span) -> None:
        self.pending = code
        if code in FIELDS:
            self.tokens.append(Prefix(FIELDS[code], span, reaches=True))
            if code in ADDRESSES[1:]:
                self.say(span, "WOS06", "note", f"{code}= is one part of an address; read as the whole address")
        elif code in OWN:
            message = f"{code}= ({OWN[code]}) is a field of Web of Science's own: it cannot be carried elsewhere"
            self.say(span, "LIM01", "warning", message)
        elif code not in VALUES and code != "PY":
            self.say(span, "FLD01", "error", f"unknown Web of Science field: {self.text[slice(*span)].strip()}")
            self.pending = _UNKNOWN

    def _operator(self, m: re.Match[str], kind: str, span: Span) -> None:
        self.operators += 1
        if kind == "near":
            self.tokens.append(Operator("near", span, int(m["n"] or NEAR)))
            self.after_near = True
            return
        words = m["op"].lower().split()
        if len(words) > 1:
            self.say(span, "MIX01", "warning", "'and not' is Scopus's way; read as NOT")
        self.tokens.append(Operator(words[-1], span))

    def _rest(self, m: re.Match[str], kind: str, span: Span) -> None:
        if kind == "setting":
            self.settings.append(span)
        elif kind == "refined":
            self.refined += 1
            self.tokens += [Close(span), Operator("and", span)]
        elif kind == "ref":
            self.tokens.append(Leaf(Ref(m["line"].lstrip("0") or "0", span), span))
        elif kind == "same":
            self.operators += 1
            message = "SAME holds for parts of one address only, and resift has no word for it"
            self._raw(span, "WOS02", message)
        elif kind == "foreign":
            self._raw(span, "MIX02", f"{m.group()!r} is another platform's operator: NEAR/n is Web of Science's")
        elif kind == "bracket":
            self._raw(span, "SYN01", f"{m.group()!r} has no meaning here: fields stand before a term, as in TI=(...)")
        else:
            self.say(span, "SYN01", "error", f"{m.group()!r} has no meaning here")

    def _raw(self, span: Span, code: str, message: str) -> None:
        self.say(span, code, "error", message)
        self.tokens.append(Leaf(Raw(self.text[slice(*span)], message, span), span))

    def _term(self, m: re.Match[str], kind: str) -> None:
        span = m.span()
        if kind == "broken":
            self.say(span, "SYN10", "error", "a quotation mark is never closed")
        if not self.run:
            self.code, self.first = self.pending or self.scopes[-1], len(self.tokens)
        wraps = bool(self.pending) and len(self.run) == 1
        self.run.append(span)
        if self.code not in FIELDS and self.code:
            return
        inside = {"quote": "inside", "broken": "rest"}.get(kind, kind)
        self.tokens.append(self._text(m[inside], m.start(inside), span, kind != "word"))
        if wraps:
            self.tokens.insert(self.first, Open(self.run[0]))
        if len(self.run) == 2:
            self._side_by_side()

    def _side_by_side(self) -> None:
        if self.after_near:
            self._beside_near(self.run[0])
        if self.code in ADDRESSES:
            message = "words side by side in an address are held together more closely than by AND: quote them"
            self.say(self.run[0], "WOS07", "warning", message)

    def _beside_near(self, span: Span) -> None:
        message = "Web of Science puts AND between words side by side, which NEAR does not take: quote the phrase"
        self.say(span, "WOS03", "warning", message)

    def flush(self) -> None:
        """The end of words side by side."""
        if self.run and self.code and self.code not in FIELDS:
            span = (self.run[0][0], self.run[-1][1])
            self.tokens.append(Leaf(self._value(self.code, span), span))
        elif self.pending and len(self.run) > 1:
            self.tokens.append(Close(self.run[-1]))
        if self.run:
            self.pending = ""
            self.after_near = False
        self.run = []

    def _text(self, written: str, start: int, span: Span, quoted: bool) -> Token:
        if not quoted and _OVID_FIELD.search(written):
            message = f"{written!r} holds Ovid's way to write a field: fields stand before a term here, as in TI=(...)"
            self.say(span, "MIX02", "error", message)
            return Leaf(Raw(written, message, span), span)
        words = split_words(written, start, WILDCARDS)
        if not words:
            self.say(span, "SYN02", "error", f"{self.text[slice(*span)]!r} has no word to search for")
            return Leaf(Raw(self.text[slice(*span)], "no word", span), span)
        if quoted and "$" in written:
            self.say(span, "WOS05", "error", "'$' has no meaning within quotation marks on Web of Science")
        if quoted and _FIELD_INSIDE.search(written):
            self.say(span, "WOS08", "error", "a field code within quotation marks is searched as a word")
        for w in words:
            self._stem(w)
        return Words(words, span)

    def _stem(self, w: Word) -> None:
        """A wildcard needs three characters before it, or after it where it begins the word."""
        if not w.wild:
            return
        literals = [p for p in w.parts if isinstance(p, str)]
        if len(w.stem or literals[0]) < LEAST_STEM:
            side = "before" if w.stem else "after"
            message = f"fewer than {LEAST_STEM} characters {side} a wildcard: refused in TS= and TI= by the older help"
            self.say(w.span, "WOS04", "warning", message)

    def _value(self, code: str, span: Span) -> Node:
        written = re.sub(r"\s+", " ", self.text[slice(*span)].replace('"', " ").strip())
        if code == _UNKNOWN:
            return Raw(written, "unknown field", span)
        if not re.search(r"\w", written):
            self.say(span, "SYN02", "error", f"{self.text[slice(*span)]!r} has no word to search for")
            return Raw(written, "no word", span)
        if code == "PY":
            return self._years(written, span)
        read = word(written, WILDCARDS, span)
        if code == "AU" and not read.stem:
            self.say(span, "WLD01", "error", "Web of Science has no truncation at the beginning of an author's name")
        return Value(VALUES.get(code) or OWN[code], read, span)

    def _years(self, written: str, span: Span) -> Node:
        m = _YEARS.fullmatch(written)
        if m is None or (m[2] or m[1]) < m[1]:
            self.say(span, "RNG02", "error", f"{written!r} is no year, nor a range as in 2010-2020")
            return Raw(written, "no year", span)
        return Range("published", m[1], m[2] or m[1], span)
