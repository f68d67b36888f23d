"""Limits of a search to languages, years, kinds of people and of publication, as platforms write them after a search.

A limit is a condition like any other; Ovid's ``limit 5 to english language`` is line 5 AND the language, and so is what
EBSCOhost and ProQuest print as limiters beside a search.
"""

from __future__ import annotations

import re

from resift.strategy.dialects.base import digits
from resift.strategy.findings import Finding, at
from resift.strategy.tokens import Close, Leaf, Open, Operator, Token
from resift.strategy.tree import And, Node, Or, Range, Ref, Span, Value, Word, join, leaves

LANGUAGES = frozenset({
    "english", "french", "german", "spanish", "italian", "dutch", "portuguese", "chinese", "japanese", "korean",
    "norwegian", "danish", "swedish", "finnish", "polish", "russian", "turkish", "greek", "czech", "hungarian",
    "arabic", "hebrew", "persian", "ukrainian", "croatian", "serbian", "romanian",
})  # fmt: skip
_CODES = {
    "en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch",
    "pt": "portuguese",
    "zh": "chinese", "ja": "japanese", "ko": "korean", "no": "norwegian", "da": "danish", "sv": "swedish",
    "fi": "finnish", "pl": "polish", "ru": "russian", "tr": "turkish", "el": "greek", "cs": "czech",
    "hu": "hungarian",
}  # fmt: skip
PUBLICATION_TYPES = frozenset({
    "randomized controlled trial", "controlled clinical trial", "clinical trial", "meta analysis", "meta-analysis",
    "review", "systematic review", "journal article", "letter", "editorial", "comment", "case reports",
    "multicenter study", "comparative study", "practice guideline", "guideline", "observational study",
})  # fmt: skip
_OVID = re.compile(r"\s*limit\s+(?P<line>\d+)\s+to\s+(?P<body>.+?)\s*", re.I | re.S)
_OVID_SHORT = re.compile(r"\s*\.\.l(?:imit)?/?\s*(?P<line>\d+)\s+(?P<body>.+?)\s*", re.I | re.S)
_ITEMS = re.compile(
    r"""(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<op>\b(?:and|or)\b)
    |(?P<dates>\b(?P<code>yr|ed|dt|dc|ez|ep|da|up|rd)\s*=\s*"?\s*(?P<low>\d{4,8})\s*(?P<to>-\s*(?P<high>\d{4,8}|current)?)?\s*"?)
    |(?P<coded>\b(?P<key>lg|la|pt)\s*=\s*"?(?P<value>[\w ]+?)"?(?=\s|\)|$))
    |"(?P<quoted>[^"\n]*)"|(?P<words>(?:(?!\s+(?:and|or)\b)[^()"])+)|(?P<other>.)""",
    re.X | re.I,
)
DAY = r"(?:\d{8}|\d{6}|\d{4})(?!\d)"
"""A date in digits, as a pattern: a year, with a month, with a day."""
_PERIOD = re.compile(
    rf"(?:[a-z ]{{0,40}}\b(?:date|year|published)[a-z ]{{0,20}}:?\s*)?(?P<low>{DAY})?\s*-\s*(?P<high>{DAY})?", re.I
)
_LANGUAGE = re.compile(r"language\s*:?\s*-?\s*(?P<names>[\w ,]+)|(?P<name>\w+)\s+language", re.I)
_DATES = {"yr": "published", "ep": "published", "ed": "entered", "da": "entered", "ez": "entered", "dt": "created",
          "dc": "created"}  # fmt: skip


_WORDS = {Or: "or", And: "and"}


def ovid(text: str, start: int, end: int, findings: list[Finding]) -> list[Token] | None:
    """The tokens of ``limit 5 to (...)`` or ``..l/ 5 lg=en``; None for any other line."""
    m = _OVID.fullmatch(text, start, end) or _OVID_SHORT.fullmatch(text, start, end)
    if m is None:
        return None
    line, body = m.span("line"), m.span("body")
    items = [t for i in _ITEMS.finditer(text, *body) if (t := _item(text, i, findings)) is not None]
    return [Leaf(Ref(m["line"], line), line), Operator("and", line), Open(body), *_joined(items), Close(body)]


def ovid_text(node: Node) -> str | None:
    """A line limited as Ovid writes it, or None for any other tree."""
    if not isinstance(node, And) or not isinstance(node.parts[0], Ref):
        return None
    items = [_item_text(part) for part in node.parts[1:]]
    if None in items or not any(_only_a_limit(p) for p in node.parts):
        return None
    return f"limit {node.parts[0].line} to ({' and '.join(i for i in items if i)})"


def _only_a_limit(node: Node) -> bool:
    """Whether a part can stand in a limit but not in a search."""
    return any(isinstance(n, Range) or (isinstance(n, Value) and n.field == "limit") for n in leaves(node))


def _item_text(node: Node) -> str | None:
    match node:
        case Value("limit", word):
            return '"' + "".join(str(p) for p in word.parts) + '"'
        case Value("language", word) if word.stem in LANGUAGES:
            return f"{word.stem} language"
        case Value("publication type", word) if word.stem in PUBLICATION_TYPES:
            return word.stem
        case Range(field, low, high):
            code = next((c for c, f in _DATES.items() if f == field), None)
            last = "current" if high == "3000" else digits(high)
            return code and f'{code}="{digits(low)}-{last}"'
        case Or(parts) | And(parts):
            each = [_item_text(p) for p in parts]
            return None if None in each else f"({f' {_WORDS[type(node)]} '.join(e for e in each if e)})"
    return None


def _joined(items: list[Token]) -> list[Token]:
    """Limits side by side hold together."""
    tokens: list[Token] = []
    for item in items:
        if isinstance(item, Leaf | Open) and tokens and isinstance(tokens[-1], Leaf | Close):
            tokens.append(Operator("and", item.span))
        tokens.append(item)
    return tokens


def _item(text: str, m: re.Match[str], findings: list[Finding]) -> Token | None:
    span = m.span()
    match m.lastgroup:
        case "open":
            return Open(span)
        case "close":
            return Close(span)
        case "op":
            return Operator(m["op"].lower(), span)
        case "dates":
            field = _DATES.get(m["code"].lower())
            if field is None:
                return Leaf(other(text, span, m.group(), findings), span)
            return Leaf(span_of(field, m["low"], (m["high"] or "current") if m["to"] else m["low"], span), span)
        case "coded":
            field = "publication type" if m["key"].lower() == "pt" else "language"
            named = m["value"].strip().lower()
            named = _CODES.get(named, named) if field == "language" else named
            return Leaf(Value(field, Word((named,), span), span), span)
        case "quoted" | "words" if (m["quoted"] or m["words"] or "").strip():
            return Leaf(_named(text, span, (m["quoted"] or m["words"]).strip(" ,;."), findings), span)
    return None


def _named(text: str, span: Span, words: str, findings: list[Finding]) -> Node:
    name = re.sub(r"\s+", " ", words.lower())
    kind = re.sub(r"[,/]?\s*all$", "", name)
    language = name.removesuffix(" language")
    if language in LANGUAGES:
        return Value("language", Word((language,), span), span)
    if kind in PUBLICATION_TYPES:
        return Value("publication type", Word((kind.replace("meta analysis", "meta-analysis"),), span), span)
    return other(text, span, words, findings)


def limiter(text: str, span: Span, facet: str, findings: list[Finding]) -> list[Node]:
    """What one limiter of a printed history leaves over: a period, languages, or a named limit."""
    body = re.sub(r"\s+", " ", text[slice(*span)].strip(" \t\n,.;]"))
    if not re.search(r"\w", body):
        return []
    period = _PERIOD.fullmatch(body)
    if period and (period["low"] or period["high"]):
        return [span_of("published", period["low"] or "1000", period["high"] or "current", span)]
    spoken = _LANGUAGE.fullmatch(f"{facet} {body}".strip())
    names = re.findall(r"\w+", (spoken["names"] or spoken["name"]).lower()) if spoken else []
    if names and all(n in LANGUAGES for n in names):
        return [join(Or, [Value("language", Word((n,), span), span) for n in names], span)]
    return [other(text, span, f"{facet}: {body}" if facet else body, findings)]


def other(text: str, span: Span, words: str, findings: list[Finding]) -> Node:
    """A limit that is known by its name alone; a warning says what it does to records not indexed yet."""
    name = re.sub(r"\s+", " ", words.lower())
    message = f"the limit {name!r} looks at index fields: records not indexed yet drop out"
    findings.append(at(text, span, "LIM01", "warning", message))
    return Value("limit", Word((name,), span), span)


def span_of(field: str, low: str, high: str, span: Span) -> Range:
    """A range of dates from digits: a year, or year, month and day; ``current`` is an open end.

    >>> span_of("entered", "20161101", "current", (0, 0))
    Range(field='entered', low='2016/11/01', high='3000', span=(0, 0))
    """
    return Range(field, _date(low), "3000" if high.lower() == "current" else _date(high), span)


def _date(run: str) -> str:
    return "/".join(p for p in (run[:4], run[4:6], run[6:8]) if p)
