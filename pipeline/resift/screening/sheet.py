"""A report in plain lines of text, with the words of the criteria marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from resift.records import Record
from resift.screening.cards import Card, Draft
from resift.screening.criteria import Criteria
from resift.screening.progress import STRETCH, Progress


def card_lines(card: Card, criteria: Criteria, *, marks: bool = True) -> list[str]:
    """All that is known of the report on the screen: why it comes, the record, and what was said of it so far."""
    described = describe(card.record, criteria if marks else replace(criteria, items=()))
    own = [f"Your decision so far: {card.decision}."] if card.decision else []
    source = [f"A person added this abstract, from: {card.source}"] if card.source else []
    return [str(card.why), *described, *source, *card.about, *own, *draft_lines(card.draft)]


def draft_lines(draft: Draft) -> list[str]:
    """What the reader said of a report beside the decision.

    >>> draft_lines(Draft(judgements={"I1": "yes"}, tags=("protocol",)))
    ['Your answers: I1 yes.', 'Your tags: protocol.']
    """
    answers = ", ".join(f"{c} {a}" for c, a in draft.judgements.items())
    parts = (("answers", answers), ("note", draft.note), ("tags", ", ".join(draft.tags)))
    return [f"Your {what}: {text}." for what, text in parts if text]


def progress_lines(at: Progress) -> list[str]:
    """The counts in sentences."""
    kinds = f"{at.included:,} included, {at.excluded:,} excluded, {at.unsure:,} unsure"
    since = f"{at.put_off:,} put off. " + (f"{at.since_include:,} since the last inclusion." if at.included else "")
    lines = [f"{at.decided:,} of {at.total:,} read: {kinds}. {since}".rstrip()]
    if at.includes:
        lines.append(f"Inclusions in each {STRETCH} decisions, oldest first: {' '.join(map(str, at.includes))}.")
    return lines


def found_lines(record: Record, words: str) -> list[str]:
    """The sentences of a record that have a word or phrase."""
    sentences = re.split(r"(?<=[.?!])\s+", f"{record.title}. {record.abstract}")
    found = [s for s in sentences if words.casefold() in s.casefold()]
    return found or [f"{words!r} is not in this record."]


def criteria_lines(criteria: Criteria) -> list[str]:
    """The criteria as lines of text."""
    return [f"{c.id} ({'must hold' if c.kind == 'include' else 'must not hold'}): {c.text}" for c in criteria.items]


def describe(record: Record, criteria: Criteria) -> list[str]:
    """A record as lines: title, source, abstract with marked terms, and which criteria have terms in it.

    Words of an inclusion criterion stand between stars, of an exclusion criterion after exclamation marks.
    """
    text = record.abstract or "(There is no abstract.)"
    source = ", ".join(x for x in ("; ".join(_few(record.authors)), record.journal, str(record.year or "")) if x)
    lines = [f"Title: {mark(record.title, criteria)}"]
    if record.original_title:
        lines.append(f"Original title: {record.original_title}")
    lines.append(f"Source: {source}" + (f". {record.doi or record.pmid}" if record.doi or record.pmid else ""))
    if record.retracted:
        lines.append("This paper was RETRACTED.")
    lines.extend(f"PubMed says of this paper: {flag}." for flag in record.flags if flag != "retracted")
    lines.extend(mark(part, criteria) for part in text.splitlines())
    return [*lines, hits(f"{record.title} {record.abstract}", criteria)]


def _few(authors: Sequence[str]) -> Sequence[str]:
    return authors if len(authors) <= 6 else (*authors[:6], "and others")


def mark(text: str, criteria: Criteria) -> str:
    """The text with criteria's terms marked: ``*include term*``, ``!exclude term!``."""
    for kind, sign in (("include", "*"), ("exclude", "!")):
        patterns = [c.pattern.pattern for c in criteria.items if c.kind == kind and c.pattern is not None]
        if patterns:
            text = re.sub("|".join(patterns), lambda m, s=sign: f"{s}{m.group()}{s}", text, flags=re.I)  # type: ignore[misc]
    return text


def hits(text: str, criteria: Criteria) -> str:
    """Which criteria have terms in the text, and how many."""
    counts = ((c.id, len(c.pattern.findall(text))) for c in criteria.items if c.pattern is not None)
    return "Terms: " + ("; ".join(f"{i} {n}" for i, n in counts if n) or "none")
