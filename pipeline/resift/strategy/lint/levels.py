"""AND and OR on one level where the platform's order is documented, but is not the one that most people expect."""

from __future__ import annotations

from collections.abc import Iterator

from resift.strategy.dialects import dialect
from resift.strategy.dialects.base import Dialect
from resift.strategy.findings import Finding
from resift.strategy.lint.places import say
from resift.strategy.parser import PLAIN, Parsed
from resift.strategy.tokens import Close, Open, Operator, Token

_EXPECTED = {"or": 1, "and": 2, "not": 2}


def unexpected(parsed: Parsed) -> Iterator[Finding]:
    """L14: an AND or NOT beside an OR that the platform joins otherwise than by the usual order."""
    speech = dialect(parsed.platform)
    if not speech.clear_precedence or speech.strength["or"] < speech.strength["and"]:
        return
    body = parsed.text.translate(PLAIN)
    for line in parsed.lines:
        for token in _surprises(speech, speech.tokenize(body, *line.span, [])):
            how = "OR before AND" if speech.strength["or"] > speech.strength["and"] else "from left to right"
            message = f"{speech.title} joins {how}: parentheses would say which terms belong together"
            yield say(parsed, token.span, "L14", "note", message)


def _surprises(speech: Dialect, tokens: list[Token]) -> Iterator[Operator]:
    """The first operator of each level from which on the reading is not the usual one."""
    seen: list[set[str]] = [set()]
    for token in tokens:
        if isinstance(token, Open):
            seen.append(set())
        elif isinstance(token, Close) and len(seen) > 1:
            seen.pop()
        elif isinstance(token, Operator) and token.kind in _EXPECTED:
            if _differs(speech, seen[-1], token.kind):
                yield token
                seen[-1] = {"told"}
            elif "told" not in seen[-1]:
                seen[-1].add(token.kind)


def _differs(speech: Dialect, seen: set[str], kind: str) -> bool:
    if "told" in seen:
        return False
    equal = speech.strength["or"] == speech.strength["and"]
    return ("or" in seen and kind != "or") or (not equal and kind == "or" and bool(seen - {"or"}))
