"""Inclusion and exclusion criteria, as ``screening/criteria.toml`` states them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from resift.errors import BadFile

KINDS = ("include", "exclude")
STAGES = ("screening", "eligibility")
JUDGEMENTS = ("fact", "judgement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion: a report must meet each *include* one and no *exclude* one.

    ``stage`` is the first stage at which it is judged, ``label`` how it is printed as a reason for exclusion,
    ``terms`` the words to highlight (``*`` for any ending); terms never decide.
    """

    id: str
    kind: Literal["include", "exclude"]
    stage: Literal["screening", "eligibility"]
    judgement: Literal["fact", "judgement"]
    text: str
    label: str
    terms: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The terms as one regular expression, or None where there are none.

        >>> c = Criterion(id="I1", kind="include", stage="screening", judgement="fact", text="", label="",
        ...               terms=("psychos*", "mental health"))
        >>> c.pattern.findall("Psychosis and mental health")
        ['Psychosis', 'mental health']
        """
        if not self.terms:
            return None
        words = sorted((re.escape(t).replace(r"\*", r"\w*") for t in self.terms), key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(words)})\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The criteria of a protocol, in its order, and the version of its wording."""

    version: str
    items: tuple[Criterion, ...]

    def __getitem__(self, key: str) -> Criterion:
        return next(c for c in self.items if c.id == key)

    def __contains__(self, key: object) -> bool:
        return any(c.id == key for c in self.items)

    def with_terms(self, terms: Iterable[tuple[str, str]]) -> Criteria:
        """The same criteria with more words to highlight, each given as a criterion's id and the word."""
        more: dict[str, list[str]] = {}
        for key, term in terms:
            more.setdefault(key, []).append(term)
        items = (replace(c, terms=tuple(dict.fromkeys((*c.terms, *more.get(c.id, ()))))) for c in self.items)
        return replace(self, items=tuple(items))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in the protocol's order."""
        return tuple(c.id for c in self.items)

    @property
    def labels(self) -> dict[str, str]:
        """Each id's reason for exclusion in words."""
        return {c.id: c.label for c in self.items}


def read_criteria(values: Mapping[str, Any], where: str) -> Criteria:
    """Criteria from the parsed TOML; a BadFile names the criterion and key at fault."""
    items = values.get("criterion")
    if not isinstance(items, list) or not items or not all(isinstance(i, Mapping) for i in items):
        raise BadFile("there is no [[criterion]]", where=where, then="add one [[criterion]] for each")
    read = tuple(_criterion(item, i, where) for i, item in enumerate(items, start=1))
    doubled = {c.id for c in read if sum(c.id.casefold() == d.id.casefold() for d in read) > 1}
    if doubled:
        raise BadFile(f"two criteria have the id {sorted(doubled)[0]!r}", where=where, then="give each its own id")
    return Criteria(version=str(values.get("version", "1")), items=read)


def _criterion(item: Any, number: int, where: str) -> Criterion:
    def text(key: str, allowed: tuple[str, ...] = ()) -> Any:
        value = item.get(key)
        if not isinstance(value, str) or not value.strip():
            raise BadFile(f"criterion {number} has no {key!r}", where=where, then=f'add {key} = "..." to it')
        if allowed and value not in allowed:
            raise BadFile(f"criterion {number}: {key} is {value!r}", where=where, then=f"use {' or '.join(allowed)}")
        return value

    terms = item.get("terms", [])
    if not isinstance(terms, list) or not all(isinstance(t, str) for t in terms):
        raise BadFile(f"criterion {number}: terms is not a list of words", where=where, then='write terms = ["word*"]')
    if not re.fullmatch(r"[A-Za-z]\w{0,7}", text("id")):
        raise BadFile(f"criterion {number}: the id {item['id']!r} is not short letters and digits", where=where,
                      then='write an id such as "I1"')  # fmt: skip
    return Criterion(
        id=text("id"), kind=text("kind", KINDS), stage=text("stage", STAGES), judgement=text("judgement", JUDGEMENTS),
        text=text("text"), label=text("label"), terms=tuple(terms),
    )  # fmt: skip
