"""A tree written out in a platform's own way, fully tagged and with every parenthesis that matters.

Reading what was written gives the same tree again.
"""

from __future__ import annotations

from collections.abc import Mapping

from resift.errors import BadStrategy
from resift.strategy.dialects import dialect, ovid, pubmed
from resift.strategy.tree import (
    ANY,
    ONE,
    OPTIONAL,
    And,
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Raw,
    Text,
    Value,
    Wild,
    Word,
)  # fmt: skip


def render(tree: Node, platform: str) -> str:
    """The strategy as text of that platform; a BadStrategy for what the platform cannot say.

    >>> from resift.strategy.parser import parse
    >>> render(parse("(social* or communit*) adj1 network*", "ovid").tree, "ovid")
    '((social* or communit*) adj1 network*).mp.'
    """
    dialect(platform)
    return _PLATFORMS[platform](tree, True)


def _cannot(what: str, platform: str) -> BadStrategy:
    return BadStrategy(f"{platform} cannot express {what}", then="choose another mode or rewrite that condition")


def _wild(word: Word, signs: Mapping[Wild, str], platform: str) -> str:
    out = []
    for p in word.parts:
        if isinstance(p, Wild) and p not in signs:
            if platform == "ovid" and p.low == 0:
                out.append(f"${p.high}")
                continue
            raise _cannot("this wildcard", platform)
        out.append(signs[p] if isinstance(p, Wild) else p)
    return "".join(out)


# PubMed


def _pubmed(node: Node, top: bool) -> str:
    match node:
        case Or(parts):
            return _bracket(" OR ".join(_pubmed(p, False) for p in parts), top)
        case And(parts):
            return _bracket(" AND ".join(_pubmed(p, False) for p in parts), top)
        case Not(keep, drop):
            return _bracket(f"{_pubmed(keep, False)} NOT {_pubmed(drop, False)}", top)
        case Text(fields, expression):
            return _pubmed_text(expression, _code(fields, pubmed.TEXT_TAGS, "PubMed"))
        case Heading(_, name, explode, major, qualifiers):
            tag = ("majr" if major else "mh") + ("" if explode else ":noexp")
            return f'"{"/".join((name, *qualifiers))}"[{tag}]'
        case Value(field, word):
            tag = next(t for t, f in pubmed.VALUE_TAGS.items() if f == field)
            text = _wild(word, {ANY: "*"}, "PubMed")
            return f'"{text}"[{tag}]' if " " in text else f"{text}[{tag}]"
        case Range(field, low, high):
            tag = next(t for t, f in (*pubmed.DATE_TAGS.items(), ("uid", "pmid")) if f == field)
            return f"{low}:{high}[{tag}]"
        case Raw(text):
            raise _cannot(repr(text), "PubMed")


def _pubmed_text(expression: Expression, tag: str) -> str:
    match expression:
        case Word():
            return f"{_wild(expression, {ANY: '*'}, 'PubMed')}[{tag}]"
        case Phrase(words):
            return f'"{" ".join(_wild(w, {ANY: "*"}, "PubMed") for w in words)}"[{tag}]'
        case Near(Word() as left, Word() as right, between, False) if not (left.wild or right.wild):
            return f'"{left.stem} {right.stem}"[{tag}:~{between}]'
    raise _cannot("this proximity", "PubMed")


# Ovid


def _ovid(node: Node, top: bool) -> str:
    match node:
        case Or(parts):
            return _bracket(" or ".join(_ovid(p, False) for p in parts), top)
        case And(parts):
            return _bracket(" and ".join(_ovid(p, False) for p in parts), top)
        case Not(keep, drop):
            return _bracket(f"{_ovid(keep, False)} not {_ovid(drop, False)}", top)
        case Text(fields, expression):
            return f"{_ovid_text(expression)}.{_code(fields, _OVID_CODES, 'Ovid')}."
        case Heading("emtree", name, explode):
            return f"{name}/{'exp' if explode else 'de'}"
        case Heading(_, name, explode, major, qualifiers):
            codes = ",".join(_SUBHEADING_CODES.get(q, q) for q in qualifiers)
            return f"{'exp ' if explode else ''}{'*' if major else ''}{name}/{codes}"
        case Value(field, word):
            return f"{_wild(word, _OVID_SIGNS, 'ovid')}.{_OVID_VALUES[field]}."
    raise _cannot("this condition", "Ovid")


def _ovid_text(expression: Expression) -> str:
    match expression:
        case Word():
            return _wild(expression, _OVID_SIGNS, "ovid")
        case Phrase(words):
            return f'"{" ".join(_wild(w, _OVID_SIGNS, "ovid") for w in words)}"'
        case Either(options):
            return f"({' or '.join(_ovid_text(o) for o in options)})"
        case Near(left, right, between, ordered):
            near = "adj" if ordered and not between else f"adj{between + 1}"
            return f"({_ovid_text(left)} {near} {_ovid_text(right)})"


def _bracket(text: str, top: bool) -> str:
    return text if top else f"({text})"


def _code(fields: frozenset[str], table: Mapping[str, frozenset[str]], platform: str) -> str:
    for code, known in table.items():
        if known == fields:
            return code
    raise _cannot(f"the fields {', '.join(sorted(fields))}", platform)


_OVID_CODES = {
    **{c: f for c, f in ovid.FIELDS.items() if c not in ("pt", "au", "jn", "jw", "lg", "la", "kw", "tw")},
    "ti,ab": ovid.FIELDS["tw"], "ti,ab,kf": ovid.FIELDS["tw"] | ovid.FIELDS["kf"],
}  # fmt: skip
_OVID_VALUES = {"publication type": "pt", "author": "au", "journal": "jn", "language": "lg"}
_OVID_SIGNS = {ANY: "*", ONE: "#", OPTIONAL: "?"}
_SUBHEADING_CODES = {v: k for k, v in ovid.SUBHEADINGS.items()}
_PLATFORMS = {"pubmed": _pubmed, "ovid": _ovid}
