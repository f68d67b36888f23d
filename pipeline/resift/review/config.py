"""A review's own files: ``review.toml``, the criteria, the previous version; read whole and checked at once."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from resift.errors import BadFile, ReviewError
from resift.records import Doi, Pmid, Record
from resift.review.folder import Folder, read_rows
from resift.review.searches import SEARCH_KEYS, Search, read_searches
from resift.review.tables import Table, only_known, read_toml
from resift.screening.assignment import Assignment
from resift.screening.criteria import Criteria, Criterion, read_criteria

CONFIG = "review.toml"
_KEYS = {
    "": (),
    "review": ("title", "question", "categories"),
    "previous": (
        "citation", "doi", "pmid", "searched", "studies", "reports", "found", "strategy", "written_for", "note",
    ),
    "screening": ("criteria", "reviewers", "people", "overlap", "pilot"),
    "ranking": ("every",),
    "stopping": ("recall", "confidence"),
    "update": ("since",),
    "search": SEARCH_KEYS,
}  # fmt: skip
_CRITERIA_KEYS = {"": ("version",), "criterion": tuple(f.name for f in fields(Criterion))}


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
    """What the previous version of the review included; its search flow is never made up.

    ``found`` names the file with the PMIDs that its search found, where they are known; ``strategy`` the file with
    the strategy that it published.
    """

    citation: str
    searched: str
    note: str = ""
    found: str = ""
    strategy: str = ""
    written_for: str = "pubmed"
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
    assignment: Assignment
    previous: Previous | None
    since: dt.date | None
    every: int
    recall: float = 0.95
    confidence: float = 0.95

    @property
    def reviewers(self) -> int:
        """How many people read a report that is not left to one."""
        return self.assignment.reviewers

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


def read_config(root: Path) -> Config:
    """The review in ``root``; a ReviewError says what is missing or malformed and where."""
    path = root / CONFIG
    if not path.is_file():
        raise ReviewError("this is not a review folder: there is no review.toml", where=str(root),
                          then="cd to a review, or make one with: resift init DIR")  # fmt: skip
    values = read_toml(path)
    only_known(path, values, _KEYS)
    top = Table(values, str(path))
    review = top.table("review")
    screening = top.table("screening")
    criteria_path = Folder(root).inside(screening.text("criteria"))
    criteria = read_toml(criteria_path)
    only_known(criteria_path, criteria, _CRITERIA_KEYS)
    return Config(
        title=review.text("title"), question=" ".join(review.text("question").split()),
        categories=tuple(review.items("categories")), searches=read_searches(top),
        criteria=read_criteria(criteria, str(criteria_path)),
        assignment=_assignment(screening), previous=_previous(root, top), since=_since(top),
        every=top.table("ranking", {}).number("every", 50),
        recall=top.table("stopping", {}).share("recall", 0.95, ends=False),
        confidence=top.table("stopping", {}).share("confidence", 0.95, ends=False),
    )  # fmt: skip


def _assignment(screening: Table) -> Assignment:
    people = tuple(normal_name(n) for n in screening.items("people"))
    reviewers, overlap = screening.number("reviewers", 2), screening.share("overlap", 1.0)

    def wrong(what: str, then: str) -> BadFile:
        return BadFile(f"{screening.name}{what}", where=screening.where, then=then)

    if not all(people) or len({n.casefold() for n in people}) < len(people):
        raise wrong("people names somebody twice or not at all", "name each person once")
    if people and reviewers > len(people):
        raise wrong(f"reviewers is {reviewers}, but people names {len(people)}", "name more people, or lower reviewers")
    if overlap < 1 and not people:
        raise wrong("overlap needs people to share the work between", 'write people = ["Ada", "Bo"]')
    return Assignment(people=people, reviewers=reviewers, overlap=overlap, pilot=screening.number("pilot", 0, least=0))


def normal_name(name: str) -> str:
    """A person's name in its normal form: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _since(top: Table) -> dt.date | None:
    value = top.table("update", {}).values.get("since")
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise BadFile("[update] since is not a date", where=top.where, then="write since = 2016-10-02, without quotes")


def _previous(root: Path, top: Table) -> Previous | None:
    if "previous" not in top.values:
        return None
    table, folder = top.table("previous"), Folder(root)
    studies = tuple(_row(Study, row, "study") for row in read_rows(folder.inside(table.text("studies")), "study"))
    rows = read_rows(folder.inside(table.text("reports")), "report", "study")
    known = {s.id for s in studies}
    if len({r["report"] for r in rows}) < len(rows):
        raise BadFile("two reports have one id", where=table.text("reports"), then="give each its own id")
    for row in rows:
        if row["study"] not in known:
            raise BadFile(f"report {row['report']} belongs to an unknown study {row['study']!r}",
                          where=str(root / table.text("reports")), then="correct the id")  # fmt: skip
    return Previous(
        citation=table.text("citation"), searched=table.text("searched", ""), note=table.text("note", ""),
        found=table.text("found", ""), strategy=table.text("strategy", ""),
        written_for=table.text("written_for", "pubmed"), studies=studies,
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
