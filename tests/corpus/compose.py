"""Background works: abstracts composed from written sentence templates, so that no two are alike.

A template may hold {slot} (bound once per work), {120-400} (a number), {or} and the like (a result with its interval),
and [one|another] wording. A work takes the templates used least so far; one that would share more than a third of its
templates with an earlier work is drawn again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from figures import number
from strategy_truth import matches
from works import HERE, Work, american, between, journals, pick, rng, shuffled, toml

COUNT = 300
OUTSIDE_PUBMED = 26
OLD = (date(2008, 2, 1), date(2016, 9, 25))
NEW = (date(2016, 10, 5), date(2026, 6, 20))
SECTIONS = ("background", "methods", "results", "conclusions")
_LABELS = (
    ("BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"),
    ("OBJECTIVE", "METHODS", "RESULTS", "CONCLUSION"),
    ("AIMS", "METHOD", "RESULTS", "CONCLUSIONS"),
    ("INTRODUCTION", "METHODS", "RESULTS", "CONCLUSIONS"),
    ("BACKGROUND", "DESIGN AND METHODS", "FINDINGS", "IMPLICATIONS"),
    ("PURPOSE", "METHODS", "RESULTS", "DISCUSSION"),
)


Outline = dict[str, list[tuple[str, str]]]


@dataclass
class Composer:
    """Keeps count of what was used, so that the next work differs from all before it."""

    families: dict[str, dict[str, Any]]
    generic: dict[str, dict[str, list[str]]]
    used: dict[str, int] = field(default_factory=dict)
    traces: dict[str, set[str]] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)

    def outline(self, family: str, dice: Random, noise: float) -> Outline:
        """The templates of a title and of each section, with their names."""
        drawn = {section: self.templates(family, section, dice, noise) for section in SECTIONS}
        return drawn | {"title": self._least(f"{family}.titles", self.families[family]["titles"], 1, dice, noise)}

    def templates(self, family: str, section: str, dice: Random, noise: float) -> list[tuple[str, str]]:
        own, style = self.families[family], self.families[family]["style"]
        many = {"background": 2, "methods": 3, "results": 3, "conclusions": 1}[section]
        chosen = self._least(f"{family}.{section}", own[section], many, dice, noise)
        extra = self.generic[style].get(section, [])
        if extra and (section != "conclusions" or dice.random() < 0.6):
            chosen += self._least(f"{style}.{section}", extra, 1, dice, noise)
        return chosen

    def _least(self, name: str, texts: list[str], many: int, dice: Random, noise: float) -> list[tuple[str, str]]:
        keyed = [(self.used.get(f"{name}.{i}", 0) + dice.random() * noise, i) for i in range(len(texts))]
        return [(f"{name}.{i}", texts[i]) for _, i in sorted(keyed)[:many]]

    def too_alike(self, trace: set[str]) -> bool:
        return any(3 * len(trace & other) > min(len(trace), len(other)) for other in self.traces.values())


def load() -> Composer:
    paths = sorted((HERE / "blocks").glob("family_*.toml"))
    families = {path.stem.removeprefix("family_"): toml(f"blocks/{path.name}") for path in paths}
    return Composer(families=families, generic=toml("blocks/generic.toml"))


def fill(text: str, bound: dict[str, str], dice: Random) -> str:
    """The sentence of a template: wording chosen, slots bound, first letter a capital."""
    text = re.sub(r"\[([^\[\]]*\|[^\[\]]*)\]", lambda m: pick(dice, m.group(1).split("|")), text)
    text = re.sub(r"\{([^{}]+)\}", lambda m: bound.get(m.group(1)) or number(m.group(1), bound, dice), text)
    return text[:1].upper() + text[1:]


def background() -> tuple[list[Work], dict[str, set[str]]]:
    """All composed works in the order of their ids, and which templates each was made of."""
    composer = load()
    dice = rng("background")
    order = shuffled(dice, [sorted(composer.families)[i % len(composer.families)] for i in range(COUNT)])
    goals = shuffled(dice, ["published"] * 150 + ["repaired"] * 50 + ["none"] * (COUNT - 200))
    published = [i for i, goal in enumerate(goals) if goal == "published"]
    outside = set(shuffled(dice, published)[:OUTSIDE_PUBMED])
    works = [_work(composer, i, family, goals[i], i in outside) for i, family in enumerate(order)]
    return works, composer.traces


def _work(composer: Composer, index: int, family: str, goal: str, outside: bool) -> Work:
    dice = rng("work", index)
    best: tuple[Work, list[str], str] | None = None
    for attempt in range(150):
        drawn = composer.outline(family, dice, 0.9 + attempt * 0.02)
        trace = [key for section in SECTIONS for key, _ in drawn[section]]
        if composer.too_alike(set(trace)):
            continue
        work, name = _draft(composer, index, family, drawn, dice, outside)
        if work.title.lower() in composer.titles:
            continue
        best = best or (work, trace, name)
        if _class(work) == goal:
            best = (work, trace, name)
            break
    if best is None:
        raise ValueError(f"family {family} needs more templates: work {index} would repeat an earlier one")
    work, trace, title = best
    _spell(work)
    composer.traces[work.id] = set(trace)
    composer.titles.add(work.title.lower())
    for name in (*trace, title):
        composer.used[name] = composer.used.get(name, 0) + 1
    return work


def _spell(work: Work) -> None:
    if journals()[work.journal]["country"] == "United States":
        work.title = american(work.title)
        work.abstract = [[label, american(text)] for label, text in work.abstract]
        work.keywords = [american(word) for word in work.keywords]


def _class(work: Work) -> str:
    return next((name for name in ("published", "repaired") if matches(work, name)), "none")


def _draft(
    composer: Composer, index: int, family: str, drawn: Outline, dice: Random, outside: bool
) -> tuple[Work, str]:
    block = composer.families[family]
    bound = {name: pick(dice, values) for name, values in block["slots"].items()}
    bound["n"] = f"{between(dice, *block['n']):,}"
    start, end = OLD if index % 4 == 0 and not outside else NEW
    created = start + timedelta(days=int(dice.random() * (end - start).days))
    bound["when"] = f"{created.year - between(dice, 3, 4)} and {created.year - between(dice, 1, 2)}"
    journal = _journal_for(family, dice)
    name, title = drawn["title"][0]
    sections = [" ".join(fill(text, bound, dice) for _, text in drawn[section]) for section in SECTIONS]
    work = Work(
        id=f"B{index + 1:03d}",
        title=fill(title, bound, dice),
        abstract=_abstract(sections, dice),
        journal=journal["key"],
        country=bound.get("country", ""),
    )
    _describe(work, block, dice, created, outside)
    return work, name


def _journal_for(family: str, dice: Random) -> dict[str, Any]:
    known = [j for j in journals().values() if family in j["families"]]
    return pick(dice, known)


def _abstract(sections: list[str], dice: Random) -> list[list[str]]:
    if dice.random() < 0.38:
        return [["", " ".join(sections)]]
    labels = pick(dice, _LABELS)
    return [list(pair) for pair in zip(labels, sections, strict=True)]


def _describe(work: Work, block: dict[str, Any], dice: Random, created: date, outside: bool) -> None:
    """Everything about a work but its text: dates, authors, indexing and the reviewers' truth."""
    published = created - timedelta(days=between(dice, -40, 75))
    work.created, work.year, work.month = created.isoformat(), published.year, published.month
    work.volume, work.issue = (
        str(max(1, work.year - between(dice, 1975, 2004))),
        pick(dice, ["1", "2", "3", "4", "6", ""]),
    )
    first = between(dice, 1, 980)
    work.pages = pick(dice, [f"{first}-{first + between(dice, 4, 17)}"] * 4 + [f"e{first + 10000}"])
    work.authors = people(dice, between(dice, 1, 9))
    work.types = ["Journal Article", *pick(dice, block.get("types", [[]]))]
    work.headings = shuffled(dice, pick(dice, block["headings"]))
    work.keywords = shuffled(dice, block["keywords"])[: between(dice, 3, 5)] if dice.random() < 0.7 else []
    work.has_doi = dice.random() < 0.88
    work.databases = [] if outside else ["pubmed"]
    work.screening, work.screening_reasons = "exclude", list(pick(dice, block["reasons"]))
    if created.isoformat() >= "2025-10-01" or dice.random() < 0.14:
        work.headings = []


def people(dice: Random, many: int) -> list[str]:
    names = toml("blocks/names.toml")
    found: list[str] = []
    while len(found) < many:
        given = pick(dice, names["given"]) + pick(dice, ["", "", "", " A", " M", " J", " L", " R"])
        name = f"{pick(dice, names['family'])}, {given}"
        if name.split(",", maxsplit=1)[0] not in {other.split(",")[0] for other in found}:
            found.append(name)
    return found
