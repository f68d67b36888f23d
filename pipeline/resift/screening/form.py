"""What a table of study characteristics asks of a study, and the checks on each answer; no terminal in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resift.screening.countries import countries

NOT_REPORTED = "not reported"
RANDOMISED = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}
_RCT = re.compile(r"\brcts?\b|(?<!non-)(?<!non )(?<!not )(?<!non)(?<!quasi-)(?<!quasi )\brandomi[sz]ed\b", re.I)
_NOT_RCT = re.compile(
    r"\b(?:non-?\s?randomi[sz]ed|not randomi[sz]ed|quasi-?\s?\w+|single[- ]group|one[- ]group|pre-?\s?(?:and )?post"
    r"|before[- ](?:and[- ])?after|uncontrolled|cohort|cross-?\s?sectional|case (?:study|series|control)"
    r"|qualitative|ethnograph\w*)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of the table: its name, what it is called, and what is asked."""

    name: str
    title: str
    asks: str


FIELDS = (
    Field(name="model", title="Model", asks="what was offered, by the name that the authors use"),
    Field(name="population", title="Population", asks="who took part"),
    Field(name="design", title="Design", asks="how it was studied, such as: cluster RCT; single-group pre-post"),
    Field(name="is_rct", title="Randomised controlled trial", asks="yes or no"),
    Field(name="outcome", title="Outcomes", asks="what was found, in a few words"),
    Field(name="country", title="Country", asks="where; several separated by semicolons"),
    Field(name="category", title="Category", asks="which kind, by number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it is kept, and what speaks against it; such an answer is kept when it is given a second time."""

    value: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields that a review asks for; ``categories`` are its own kinds of intervention, if it names any.

    >>> form = Form(categories=("choirs", "gardens"))
    >>> form.answer("category", "2", {}).value, form.answer("country", "uk", {}).value
    ('gardens', 'United Kingdom')
    >>> form.answer("is_rct", "y", {"design": "single-group pre-post"}).doubt
    "the design 'single-group pre-post' does not sound like a randomised controlled trial"
    """

    categories: Sequence[str] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields in the order in which they are asked."""
        return FIELDS if self.categories else FIELDS[:-1]

    def missing(self, values: Mapping[str, str]) -> list[Field]:
        """The fields that have no value yet; *not reported* is one."""
        return [f for f in self.fields if not values.get(f.name)]

    def answer(self, name: str, text: str, values: Mapping[str, str]) -> Answer:
        """An answer to a field, beside the values known; a ValueError says what is asked for instead."""
        value = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if name == "category" and self.categories:
            return Answer(value=self._category(value))
        if value.lower() in ("nr", NOT_REPORTED):
            return Answer(value=NOT_REPORTED)
        if name == "is_rct":
            value = _yes_or_no(value)
        if name == "country":
            value, wrong = countries(value)
            return Answer(value=value, doubt="; ".join(wrong))
        if name in ("design", "is_rct"):
            return Answer(value=value, doubt=contradiction({**values, name: value}))
        return Answer(value=value)

    def doubts(self, values: Mapping[str, str]) -> list[str]:
        """What speaks against a study's values as a whole."""
        wrong = countries(values.get("country", ""))[1] if values.get("country") != NOT_REPORTED else []
        return [x for x in (contradiction(values), *wrong) if x]

    def _category(self, value: str) -> str:
        if value.isdecimal() and 1 <= int(value) <= len(self.categories):
            return self.categories[int(value) - 1]
        found = [c for c in self.categories if c.casefold() == value.casefold()]
        if not found:
            raise ValueError(f"answer with a number from 1 to {len(self.categories)}")
        return found[0]


def _yes_or_no(value: str) -> str:
    if value.lower() not in RANDOMISED:
        raise ValueError("answer yes or no")
    return RANDOMISED[value.lower()]


def contradiction(values: Mapping[str, str]) -> str:
    """What is wrong between a study's design and whether it is called a randomised trial; nothing where they agree.

    >>> contradiction({"design": "quasi-experimental", "is_rct": "no"})
    ''
    >>> contradiction({"design": "cluster RCT", "is_rct": "no"})
    "the design 'cluster RCT' sounds like a randomised controlled trial"
    """
    design, called = values.get("design", ""), values.get("is_rct", "")
    randomised, other = bool(_RCT.search(design)), bool(_NOT_RCT.search(design))
    if called == "no" and randomised and not other:
        return f"the design {design!r} sounds like a randomised controlled trial"
    if called == "yes" and other and not randomised:
        return f"the design {design!r} does not sound like a randomised controlled trial"
    return ""
