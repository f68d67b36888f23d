"""Terms under a coded field: whole values, headings and dates, not words."""

from __future__ import annotations

import re

from resift.strategy import mesh
from resift.strategy.dialects.base import Dialect, word
from resift.strategy.fields import WHOLE
from resift.strategy.findings import Finding, at
from resift.strategy.tree import Expression, Heading, Node, Phrase, Range, Raw, Span, Text, Value, Word

DATES = ("published", "entered", "created", "indexed", "revised", "updated")


def coded_condition(speech: Dialect, text: str, expression: Expression, field: str, findings: list[Finding]) -> Node:
    """A term as the whole value of a coded field; what cannot be one is raw, with a finding."""
    span = expression.span
    written = re.sub(r"\s+", " ", text[slice(*span)].strip(" \"'"))
    if not isinstance(expression, Word | Phrase):
        if field not in WHOLE:
            return Text(frozenset({field}), expression, span)
        findings.append(at(text, span, "PRX01", "error", f"proximity has no meaning in the field {field}"))
        return Raw(written, "proximity in a field of whole values", span)
    if field in DATES:
        return _date(text, written, field, span, findings)
    value = word(written, speech.wildcards, span)
    if field == "descriptor" and value.wild:
        message = "a heading is a whole name: a truncated one finds every heading that begins so, or none"
        findings.append(at(text, span, "HED02", "warning", message))
        return Value(field, value, span)
    if field == "descriptor":
        return Heading(speech.vocabulary or "mesh", written, explode=False, span=span)
    if field in ("subheading", "floating subheading"):
        value = word(mesh.qualifier(written), speech.wildcards, span)
    return Value(field, value, span)


def _date(text: str, written: str, field: str, span: Span, findings: list[Finding]) -> Node:
    low, high = _date_span(written)
    if low:
        return Range(field, low, high, span)
    message = f"{written!r} is no date as YYYY, YYYYMM or YYYYMMDD"
    findings.append(at(text, span, "RNG02", "error", message))
    return Raw(written, "no date", span)


def _date_span(written: str) -> tuple[str, str]:
    """The first and last date that digits, truncated or not, stand for; empty for anything else.

    >>> _date_span("2010"), _date_span("20081*"), _date_span("2008100$")
    (('2010', '2010'), ('2008/10', '2008/12'), ('2008/10/01', '2008/10/09'))
    """
    years = re.fullmatch(r"(\d{4})\s*[-:]\s*(\d{4}|current)", written, re.I)
    if years:
        return years[1], "3000" if years[2].lower() == "current" else years[2]
    m = re.fullmatch(r"(\d{4})[/-]?(\d{0,2})[/-]?(\d{0,2})[*$:]?", written)
    if m is None or not (_within(m[2], 12) and _within(m[3], 31)):
        return "", ""
    year, month, day = m.groups()
    if len(month) == 1:
        return (f"{year}/01", f"{year}/09") if month == "0" else (f"{year}/10", f"{year}/12")
    if len(day) == 1:
        return f"{year}/{month}/{'01' if day == '0' else day + '0'}", f"{year}/{month}/{day}9"
    whole = "/".join(p for p in m.groups() if p)
    return whole, whole


def _within(part: str, most: int) -> bool:
    """Whether a month's or day's digits can be one; a single digit is the beginning of one that was cut."""
    return int(part) <= most // 10 if len(part) == 1 else not part or 1 <= int(part) <= most
