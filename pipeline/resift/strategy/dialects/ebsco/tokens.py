"""EBSCOhost: a search taken apart into tokens."""

from __future__ import annotations

import re

from resift.strategy import mesh
from resift.strategy.dialects import limits
from resift.strategy.dialects.base import broken, split_words
from resift.strategy.dialects.ebsco.tables import DATES, FIELDS, HEADINGS, IN_PROSE, WILDCARDS
from resift.strategy.findings import Finding, Severity, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Prefix, Token, Words
from resift.strategy.tree import ONE, And, Heading, Node, Or, Ref, Span, join

_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<quote>"(?P<inside>[^"]*)")
    |(?P<unclosed>"(?P<rest>[^"\n]*))
    |(?P<op>(?i:and|or|not)(?![\w*?\#]|[-/.]\w))
    |(?P<near>(?P<way>[NnWw])(?P<n>\d{{1,3}})(?![\w*?\#'/-]))
    |(?P<foreign>(?P<fway>(?i:near|n|within|w|adj|pre|next))\s?/?\s?(?P<fn>\d{{1,2}})(?![\w*?\#'-]))
    |(?P<dates>(?P<dcode>DT|PY|EM)\s*+(?P<within>\()?\s*+(?P<low>{limits.DAY})\s*+-(?:\s*+(?P<high>{limits.DAY}))?(?(within)\s*+\))(?!\w))
    |(?P<code>[A-Za-z]{{2}}(?=\s*+(?:["()]|$)|\s+[\w*]))
    |(?P<refs>[Ss]\d{{1,4}}\s?-\s?[Ss]\d{{1,4}}\b)
    |(?P<ref>[Ss](?P<line>\d{{1,4}})(?![\w*?\#'-]))
    |(?P<bracket>\[[^\]\n]{{0,60}}\])
    |(?P<suffix>\.[A-Za-z]{{2}}(?:,[A-Za-z]{{2}}){{0,9}}\.(?!\w))
    |(?P<word>[\w*\#?'&%+]+(?:[-/][\w*\#?'+]+)*)
    |(?P<other>.)""",
    re.X | re.S,
)
_PRINTED = re.compile(
    r"\bNarrow by(?P<facet>[ \w]{0,40})(?::\s*-|:|\s-)\s*|(?:\[\s*)?\b(?P<limiters>Limiters)\s*[-:]\s*"
    r"|\b(?P<mode>Expanders|Search modes?)\s*[-:]\s*|\b(?P<place>Interface|Search Screen|Database)\s+-\s+"
)


def tokenize(text: str, start: int, end: int, findings: list[Finding]) -> list[Token]:
    """The tokens of one EBSCOhost search, with the limiters that its printed history adds as conditions."""
    printed = list(_PRINTED.finditer(text, start, end))
    reading = _Tokenizer(text, findings)
    for m in _TOKENS.finditer(text, start, printed[0].start() if printed else end):
        reading.take(m)
    tokens = reading.ended()
    within = _limited(text, printed, end, findings)
    if within is None:
        return tokens
    leaf = Leaf(within, within.span)
    if not tokens:
        return [leaf]
    return [Open((start, start)), *tokens, Close(leaf.span), Operator("and", leaf.span), leaf]


class _Tokenizer:
    """Knows which heading code holds where: each term under one is a heading, bare words together as one."""

    def __init__(self, text: str, findings: list[Finding]) -> None:
        self.text, self.findings = text, findings
        self.tokens: list[Token] = []
        self.groups: list[str] = [""]
        self.code, self.code_span = "", (0, 0)
        self.bare: Span | None = None
        self.side: list[Words] = []
        self.fields: frozenset[str] | None = None

    def take(self, m: re.Match[str]) -> None:
        """Add what one match of the pattern stands for."""
        kind, span = m.lastgroup, m.span()
        if kind == "space":
            return
        if kind in ("word", "code", "ref") and self._holding() and not self._is_code(m):
            self.bare = (self.bare or span)[0], span[1]
            return
        if kind in ("open", "close", "op", "near", "foreign", "dates", "refs") or self._is_code(m) or self._holding():
            self._settle()
        match kind:
            case "open":
                self.groups.append(self.code or self.groups[-1])
                self.code = ""
                self.tokens.append(Open(span))
            case "close":
                self._missing()
                if len(self.groups) > 1:
                    self.groups.pop()
                self.tokens.append(Close(span))
            case "quote" | "unclosed":
                self._quote(m)
            case "code":
                self._code(m)
            case _:
                self._missing()
                self._plain(m)

    def ended(self) -> list[Token]:
        """The tokens, when the text is at its end."""
        self._settle()
        self._missing()
        return self.tokens

    def _holding(self) -> str:
        return self.code or self.groups[-1]

    def _settle(self) -> None:
        """Put down what stood side by side: words are one phrase, before any proximity reaches for the last of them."""
        if self.side:
            words = tuple(w for each in self.side for w in each.words)
            self.tokens.append(Words(words, (self.side[0].span[0], self.side[-1].span[1])))
            self.side = []
        if self.bare is not None:
            span, self.bare = self.bare, None
            self._indexed(self.text[slice(*span)], span)

    def _missing(self) -> None:
        if self.code:
            self._say(self.code_span, "SYN11", "error", f"no term follows the field code {self.code!r}")
            self.code = ""

    def _plain(self, m: re.Match[str]) -> None:
        span = m.span()
        match m.lastgroup:
            case "op":
                self.tokens.append(Operator(m["op"].lower(), span))
            case "near":
                self.tokens.append(Operator("near", span, int(m["n"]), ordered=m["way"] in "Ww"))
            case "foreign":
                self._foreign(m)
            case "dates":
                node = limits.span_of(DATES[m["dcode"]], m["low"], m["high"] or "current", span)
                self.tokens.append(Leaf(node, span))
            case "ref":
                self._ref(m)
            case "word":
                self._words(m["word"], span[0], span)
            case "bracket" | "suffix":
                self._say(span, "FLD01", "error", f"unknown EBSCOhost field: {m.group()}")
            case "refs":
                self._say(span, "SYN01", "error", f"{m.group()!r}: EBSCOhost has no range of lines, write them with OR")
            case "other" if m.group() not in ",;." and not broken(self.text, m):
                self._say(span, "SYN01", "error", f"{m.group()!r} has no meaning here")

    def _foreign(self, m: re.Match[str]) -> None:
        """Another platform's proximity: ``N/3`` is surely ``N3``; of the others one cannot tell what was counted."""
        way, n = m["fway"].lower(), int(m["fn"])
        ordered = way in ("w", "pre", "next")
        sure = way in ("n", "w")
        message = f"{m.group()!r} is not EBSCOhost's way: read as {'W' if ordered else 'N'}{n}"
        self._say(m.span(), "MIX02", "warning" if sure else "error", message)
        self.tokens.append(Operator("near", m.span(), n, ordered))

    def _ref(self, m: re.Match[str]) -> None:
        before = self.tokens[-1] if self.tokens else None
        if self.side or isinstance(before, Prefix):
            self._words(m.group(), m.start(), m.span())
        else:
            self._settle()
            self.tokens.append(Leaf(Ref(m["line"].lstrip("0") or "0", m.span("line")), m.span()))

    def _is_code(self, m: re.Match[str]) -> bool:
        if m.lastgroup != "code":
            return False
        code = m["code"].upper()
        if m["code"].isupper():
            return code in FIELDS or code in HEADINGS or self._opens(m.end())
        return code in {*FIELDS, *HEADINGS} - IN_PROSE and self._opens(m.end())

    def _opens(self, place: int) -> bool:
        return self.text[place : place + 9].lstrip()[:1] in ('"', "(")

    def _code(self, m: re.Match[str]) -> None:
        self._missing()
        code, span = m["code"].upper(), m.span()
        if not self._is_code(m):
            self._words(m["code"], span[0], span)
            return
        if not m["code"].isupper():
            message = f"{m['code']!r}: EBSCOhost documents field codes in upper case"
            self._say(span, "FLD02", "warning", message)
        self._joined(code, span)
        if code in HEADINGS or code[0] == "Z":
            self.code, self.code_span = code, span
        elif code in FIELDS:
            self.fields = FIELDS[code]
            self.tokens.append(Prefix(FIELDS[code], span, reaches=True))
        else:
            self._say(span, "FLD01", "error", f"unknown EBSCOhost field: {code}")

    def _joined(self, code: str, span: Span) -> None:
        """A field code begins a term: an operator must stand before it, and no proximity to a term of other fields."""
        before = self.tokens[-1] if self.tokens else None
        if isinstance(before, Words | Close | Leaf):
            self._say(span, "SYN12", "error", f"an operator is missing before the field code {code!r}: read as AND")
            self.tokens.append(Operator("and", span))
        elif isinstance(before, Prefix):
            self._say(before.span, "SYN11", "error", "no term follows this field code")
            self.tokens.pop()
        elif isinstance(before, Operator) and before.kind == "near" and FIELDS.get(code) != self.fields:
            self._say(span, "PRX01", "error", "proximity stands only between words of the same fields")

    def _quote(self, m: re.Match[str]) -> None:
        name = "inside" if m.lastgroup == "quote" else "rest"
        if name == "rest":
            self._say(m.span(), "SYN10", "error", "a quotation mark is never closed")
        if self._holding():
            self._indexed(m[name], m.span())
        else:
            self._words(m[name], m.start(name), m.span())

    def _words(self, body: str, start: int, span: Span) -> None:
        words = split_words(body, start, WILDCARDS)
        for w in words:
            if w.wild and not w.stem:
                self._say(w.span, "WLD01", "error", "EBSCOhost has no truncation at the beginning of a word")
            elif w.parts[-1] == ONE:
                message = "EBSCOhost may drop a question mark at the end of a word: write * or #"
                self._say(w.span, "WLD02", "warning", message)
        if not words and self.text[slice(*span)] == '"':
            return
        if not words:
            self._say(span, "SYN02", "error", f"{self.text[slice(*span)]!r} has no word to search for")
            return
        if re.search(r"(?<!\S)[*?#](?!\S)", body):
            self._say(span, "WLD04", "error", "a wildcard on its own stands for a whole word: write W1 instead")
        self.side.append(Words(words, span))

    def _indexed(self, written: str, span: Span) -> None:
        """A term under a heading code, or under one of the databases' own limiters (``ZY``)."""
        code, self.code = self._holding(), ""
        name = re.sub(r"\s+", " ", written.strip(" '\n"))
        if not re.search(r"\w", name):
            self._say(span, "SYN02", "error", f"{written!r} has no heading to search for")
        elif code in HEADINGS:
            self.tokens.append(Leaf(heading(*HEADINGS[code], name, span), span))
        else:
            self.tokens.append(Leaf(limits.other(self.text, span, f"{code} {name}", self.findings), span))

    def _say(self, span: Span, code: str, severity: Severity, message: str) -> None:
        self.findings.append(at(self.text, span, code, severity, message))


def heading(vocabulary: str, major: bool, written: str, span: Span) -> Heading:
    """A heading as EBSCOhost writes it: ``+`` explodes, subheadings follow slashes.

    >>> heading("cinahl", False, "Asthma+/DT/PC", (0, 0)).qualifiers
    ('drug therapy', 'prevention & control')
    """
    plus = written.endswith("+")
    name = written.removesuffix("+")
    subs: list[str] = []
    while len(subs) < 30 and re.fullmatch(r"/[A-Za-z]{2}", name[-3:]):
        subs.append(mesh.qualifier(name[-2:]))
        name = name[:-3]
    explode = plus or name.endswith("+")
    return Heading(vocabulary, name.removesuffix("+").strip(), explode, major, tuple(reversed(subs)), span)


def _limited(text: str, printed: list[re.Match[str]], end: int, findings: list[Finding]) -> Node | None:
    """What limiters and narrowings leave over; two narrowings by the same thing let either through."""
    if not printed:
        return None
    either: dict[str, list[Node]] = {}
    for m, stop in zip(printed, [*(n.start() for n in printed[1:]), end], strict=True):
        if m["limiters"]:
            for item in re.finditer(r"[^;]+", text[m.end() : stop]):
                span = (m.end() + item.start(), m.end() + item.end())
                either.setdefault(str(span), []).extend(limits.limiter(text, span, "", findings))
        elif m["mode"]:
            message = "expanders and search modes widen a search on EBSCOhost alone: read without them"
            findings.append(at(text, (m.start(), stop), "LIM03", "note", message))
        elif m["facet"] is not None:
            facet = re.sub(r"\s+", " ", m["facet"].strip().lower())
            either.setdefault(facet, []).extend(limits.limiter(text, (m.end(), stop), facet, findings))
    nodes = [join(Or, each, each[0].span) for each in either.values() if each]
    return join(And, nodes, (printed[0].start(), end)) if nodes else None
