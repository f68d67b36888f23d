"""A review's own files: ``review.toml``, the criteria, the previous version; read whole and checked at once."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from resift.errors import BadFile, ReviewError
from resift.records import Doi, Pmid, Record
from resift.review.folder import read_rows
from resift.screening.criteria import Criteria, read_criteria

KINDS = ("database", "register", "website", "organisation", "citation")
MODES = ("superset", "tight", "strict")
CONFIG = "review.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One source of records: a database that is searched, or whose export is imported."""

    name: str
    database: str
    label: str
    kind: str = "database"
    platform: str = ""
    strategy: str = ""
    written_for: str = "pubmed"
    mode: str = "superset"

    @property
    def runs(self) -> bool:
        """Whether resift itself can run it (the others are imported)."""
        return self.database.lower() == "pubmed" and bool(self.strategy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """An investigation with one or more reports, and what Table 1 of a review says of it."""

    id: str
    category: str = ""
    model: str = ""
    population: str = ""
    design: str = ""
    is_rct: str = ""
    outcome: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """What the previous version of the review included; its search flow is never made up."""

    citation: str
    searched: str
    note: str = ""
    studies: tuple[Study, ...] = ()
    reports: tuple[Record, ...] = ()
    study_of: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All that a review's files say."""

    title: str
    question: str
    categories: tuple[str, ...]
    searches: tuple[Search, ...]
    criteria: Criteria
    reviewers: int
    previous: Previous | None
    since: dt.date | None
    every: int
    recall: float = 0.95
    confidence: float = 0.95

    def search(self, name: str) -> Search:
        """The search of that name or database; a ReviewError lists the known ones."""
        wanted = name.casefold()
        named = [s for s in self.searches if s.name.casefold() == wanted]
        found = named or [s for s in self.searches if wanted in (s.database.casefold(), s.label.casefold())]
        if len(found) > 1:
            raise ReviewError(f"{name!r} may be any of {', '.join(s.name for s in found)}", where=CONFIG,
                              then="use one of these names")  # fmt: skip
        if found:
            return found[0]
        known = ", ".join(s.name for s in self.searches)
        raise ReviewError(f"there is no database {name!r} in this review", where=CONFIG,
                          then=f"use one of {known}, or add a [[search]] for it")  # fmt: skip


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary; a BadFile names the line of a fault."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BadFile("there is no such file", where=str(path), then="restore it, or correct its name") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"not valid TOML: {error}", where=str(path), then="correct that line") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"cannot be read: {error}", where=str(path), then="check the file") from None


def read_config(root: Path) -> Config:
    """The review in ``root``; a ReviewError says what is missing or malformed and where."""
    path = root / CONFIG
    if not path.is_file():
        raise ReviewError("this is not a review folder: there is no review.toml", where=str(root),
                          then="cd to a review, or make one with: resift init DIR")  # fmt: skip
    values = read_toml(path)
    top = _Table(values, str(path))
    review = top.table("review")
    screening = top.table("screening")
    criteria_path = root / screening.text("criteria")
    return Config(
        title=review.text("title"), question=" ".join(review.text("question").split()),
        categories=tuple(review.items("categories")), searches=_searches(top),
        criteria=read_criteria(read_toml(criteria_path), str(criteria_path)),
        reviewers=screening.number("reviewers", 2), previous=_previous(root, top), since=_since(top),
        every=top.table("ranking", {}).number("every", 50),
        recall=top.table("stopping", {}).share("recall", 0.95),
        confidence=top.table("stopping", {}).share("confidence", 0.95),
    )  # fmt: skip


class _Table:
    """A TOML table whose values are asked for by kind; a wrong one is named with its place."""

    def __init__(self, values: Mapping[str, Any], where: str, name: str = "") -> None:
        self.values, self.where, self.name = values, where, name

    def table(self, key: str, default: Mapping[str, Any] | None = None) -> _Table:
        found = self.values.get(key, default)
        if not isinstance(found, Mapping):
            raise BadFile(f"there is no [{key}] table", where=self.where, then=f"add [{key}] to it")
        return _Table(found, self.where, f"[{key}] ")

    def text(self, key: str, default: str | None = None) -> str:
        found = self.values.get(key, default)
        if not isinstance(found, str) or (default is None and not found.strip()):
            raise BadFile(f"{self.name}{key} is missing or not text", where=self.where, then=f'write {key} = "..."')
        return found.strip()

    def number(self, key: str, default: int) -> int:
        found = self.values.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool) or found < 1:
            raise BadFile(
                f"{self.name}{key} is not a number above 0", where=self.where, then=f"write {key} = {default}"
            )
        return found

    def share(self, key: str, default: float) -> float:
        found = self.values.get(key, default)
        if not isinstance(found, float) or not 0 < found < 1:
            wrong = f"{self.name}{key} is not a share between 0 and 1"
            raise BadFile(wrong, where=self.where, then=f"write {key} = {default}")
        return found

    def items(self, key: str) -> list[str]:
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
            raise BadFile(f"{self.name}{key} is not a list of texts", where=self.where, then=f'write {key} = ["..."]')
        return found


def _searches(top: _Table) -> tuple[Search, ...]:
    items = top.values.get("search", [])
    if not isinstance(items, list) or not items or not all(isinstance(i, Mapping) for i in items):
        raise BadFile("there is no [[search]]", where=top.where, then="add one [[search]] for each database")
    found = tuple(_search(_Table(item, top.where, f"search {i}: ")) for i, item in enumerate(items, start=1))
    names = [s.name for s in found]
    doubled = next((n for n in names if names.count(n) > 1), None)
    if doubled:
        raise BadFile(f"two searches are named {doubled!r}", where=top.where, then="give each its own name")
    return found


def _search(item: _Table) -> Search:
    name = item.text("name")
    if not name.replace("-", "").isalnum():
        raise BadFile(f"{item.name}the name {name!r} has more than letters, digits and hyphens", where=item.where,
                      then='write a short name such as "embase"')  # fmt: skip
    kind, mode = item.text("kind", "database"), item.text("mode", "superset")
    for value, allowed in ((kind, KINDS), (mode, MODES)):
        if value not in allowed:
            raise BadFile(
                f"{item.name}{value!r} is none of {', '.join(allowed)}", where=item.where, then="use one of them"
            )
    database = item.text("database")
    return Search(
        name=name, database=database, label=item.text("label", "") or database, kind=kind, mode=mode,
        platform=item.text("platform", ""), strategy=item.text("strategy", ""),
        written_for=item.text("written_for", "pubmed"),
    )  # fmt: skip


def _since(top: _Table) -> dt.date | None:
    value = top.table("update", {}).values.get("since")
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise BadFile("[update] since is not a date", where=top.where, then="write since = 2016-10-02, without quotes")


def _previous(root: Path, top: _Table) -> Previous | None:
    if "previous" not in top.values:
        return None
    table = top.table("previous")
    studies = tuple(_row(Study, row, "study") for row in read_rows(root / table.text("studies"), "study"))
    rows = read_rows(root / table.text("reports"), "report", "study")
    known = {s.id for s in studies}
    if len({r["report"] for r in rows}) < len(rows):
        raise BadFile("two reports have one id", where=table.text("reports"), then="give each its own id")
    for row in rows:
        if row["study"] not in known:
            raise BadFile(f"report {row['report']} belongs to an unknown study {row['study']!r}",
                          where=str(root / table.text("reports")), then="correct the id")  # fmt: skip
    return Previous(
        citation=table.text("citation"), searched=table.text("searched", ""), note=table.text("note", ""),
        studies=studies,
        reports=tuple(_report(r) for r in rows), study_of={r["report"]: r["study"] for r in rows},
    )  # fmt: skip


def _row(kind: type[Study], row: Mapping[str, str], key: str) -> Study:
    known = {f.name for f in fields(kind)}
    return kind(id=row[key], **{k: v for k, v in row.items() if k in known and k != "id"})


def _report(row: Mapping[str, str]) -> Record:
    volume, _, pages = row.get("volume_pages", "").partition(":")
    volume, _, issue = volume.partition("(")
    return Record(
        id=row["report"], title=row.get("title", ""), authors=tuple(a for a in row.get("authors", "").split("; ") if a),
        year=int(row["year"]) if row.get("year", "").isdecimal() else None, journal=row.get("journal", ""),
        volume=volume, issue=issue.rstrip(")"), pages=pages.rstrip("-"), doi=Doi.parse(row.get("doi")),
        pmid=Pmid.parse(row.get("pmid")), notes=row.get("note", ""),
    )  # fmt: skip
