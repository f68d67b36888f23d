"""What the fictional corpus is made of: works, journals, and the helpers that keep every draw repeatable.

Nothing here imports resift: the corpus is an independent account of what the pipeline should find.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent
SEED = "resift-fictional-corpus-1"
WINDOW = "2016-10-02"
NOTE = "Fictional record made for the resift demonstration."
T = TypeVar("T")


@dataclass(kw_only=True)
class Work:
    """One invented work: what it says, where it is indexed, and what reviewers should decide about it."""

    id: str
    title: str
    original_title: str = ""
    abstract: list[list[str]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    group: str = ""
    journal: str = ""
    year: int = 2020
    month: int = 0
    volume: str = ""
    issue: str = ""
    pages: str = ""
    types: list[str] = field(default_factory=lambda: ["Journal Article"])
    headings: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    language: str = "eng"
    country: str = ""
    created: str = ""
    databases: list[str] = field(default_factory=list)
    has_doi: bool = True
    screening: str = ""
    screening_reasons: list[str] = field(default_factory=list)
    retrieval: str = ""
    retrieval_note: str = ""
    eligibility: str = ""
    eligibility_reasons: list[str] = field(default_factory=list)
    eligibility_note: str = ""
    disagree: str = ""
    study: str = ""
    relation: str = ""
    chart: dict[str, str] = field(default_factory=dict)

    @property
    def is_book(self) -> bool:
        return any("book" in kind.lower() for kind in self.types)

    @property
    def text(self) -> str:
        """The abstract as PubMed shows it: labels before their sections."""
        return " ".join(f"{label}: {text}" if label else text for label, text in self.abstract)


def rng(*parts: object) -> random.Random:
    """A generator that depends on its name only, so that one new work does not change the others."""
    return random.Random(":".join([SEED, *map(str, parts)]))


def pick(dice: random.Random, items: Sequence[T]) -> T:
    return items[int(dice.random() * len(items))]


def between(dice: random.Random, low: int, high: int) -> int:
    return low + int(dice.random() * (high - low + 1))


def shuffled(dice: random.Random, items: Iterable[T]) -> list[T]:
    return [item for _, _, item in sorted((dice.random(), i, item) for i, item in enumerate(items))]


def work_from(table: Mapping[str, Any], where: str) -> Work:
    """A work from its TOML table; an unknown key is a slip of the pen and is refused."""
    names = {f.name for f in fields(Work)}
    unknown = set(table) - names
    if unknown:
        raise ValueError(f"{where}: work {table.get('id', '?')} has unknown keys {sorted(unknown)}")
    return Work(**table)


def near_works(folder: Path = HERE) -> list[Work]:
    """The hand-written works near the topic, in the order of their ids."""
    works = []
    for path in sorted(folder.glob("near_*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("work", [])
        works += [work_from(table, path.name) for table in tables]
    return sorted(works, key=lambda work: work.id)


@cache
def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def issn(stem: int) -> str:
    """An ISSN with a right check digit in the unassigned-looking range 99xx-xxxx (ISO 3297)."""
    digits = f"99{stem:05d}"
    check = -sum(int(d) * w for d, w in zip(digits, range(8, 1, -1), strict=True)) % 11
    return f"{digits[:4]}-{digits[4:]}{'X' if check == 10 else check}"


@cache
def journals() -> dict[str, dict[str, Any]]:
    """Both lists of invented journals by key, with every value that a source prints filled in."""
    found = dict(toml("blocks/journals.toml"))
    if (HERE / "journals.toml").exists():
        found |= toml("journals.toml")
    return {key: _journal(key, table, n) for n, (key, table) in enumerate(found.items(), 1)}


def _journal(key: str, table: Mapping[str, Any], number: int) -> dict[str, Any]:
    title = table.get("title") or table.get("name") or key
    short = table.get("iso") or table.get("abbreviation") or table.get("abbrev") or title
    return {
        "key": key,
        "title": title,
        "iso": short,
        "issn": table.get("issn") or issn(number * 37),
        "country": table.get("country") or "England",
        "publisher": table.get("publisher") or "Fictional Press",
        "nlm": str(table.get("nlm") or table.get("nlm_id") or f"999{number:05d}"),
        "families": table.get("families", []),
    }


_AMERICAN = (
    (r"\b([Pp])rogramme", r"\1rogram"),
    (r"([Bb])ehaviour", r"\1ehavior"),
    (r"\b([Cc])entre(s?)\b", r"\1enter\2"),
    (r"([Nn])eighbour", r"\1eighbor"),
    (r"([Ll])abour\b", r"\1abor"),
    (r"([Ff])avour", r"\1avor"),
    (r"([Pp])aediatric", r"\1ediatric"),
    (r"([Cc])ounselling", r"\1ounseling"),
    (r"([Ee])nrolment", r"\1nrollment"),
    (r"([Jj])udgement", r"\1udgment"),
    (r"([Aa])nalys(e[ds]?|ing)\b", r"\1nalyz\2"),
    (r"(?<=[a-z]{3})(?<!prom)(?<!surpr)(?<!prec)(?<!exerc)(?<!lik)(?<!adv)(?<!rev)is(ed?|es|ing|ations?)\b", r"iz\1"),
)
_KEEP = re.compile(
    r"\b(advis|analys[ei]s|arise|arising|compris|concise|crisis|devis|disguis|enterpris|exercis|expertis|likewis"
    r"|otherwis|precis|premis|promis|rais|revis|ris|supervis|surpris|televis|nois|wis|practis|franchis|paradis)",
    re.I,
)


def american(text: str) -> str:
    """The text in American spelling, as a journal printed in the United States has it."""
    return re.sub(r"[A-Za-z]+", lambda word: _american_word(word.group()), text)


@cache
def _american_word(word: str) -> str:
    for pattern, new in _AMERICAN[:-1]:
        word = re.sub(pattern, new, word)
    return word if _KEEP.match(word) else re.sub(*_AMERICAN[-1], word)
