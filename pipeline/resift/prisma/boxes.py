"""What stands in the boxes of the diagram: the official wording with the counts of this review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from resift.prisma.fields import BELOW_STOPPING, OTHER_IDENTIFIED, REMOVED, Counts, parts, total
from resift.prisma.options import Options


class Column(IntEnum):
    """The columns of the diagram from left to right."""

    PREVIOUS = 0
    LEFT = 1
    RIGHT = 2
    OTHER_LEFT = 3
    OTHER_RIGHT = 4


class Row(IntEnum):
    """The rows of the diagram from top to bottom."""

    IDENTIFIED = 0
    SCREENED = 1
    SOUGHT = 2
    ASSESSED = 3
    NEW = 4
    TOTAL = 5
    POOLED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a box before wrapping; ``field`` is the count it shows, ``line`` the line of a list."""

    text: str
    field: str = ""
    line: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box: its id (its first field), where it stands, what it says."""

    field: str
    column: Column
    row: Row
    items: tuple[Item, ...]
    grey: bool = False


SUB, LINE = 10, 22


def boxes(counts: Counts, template: str, options: Options) -> tuple[Box, ...]:
    """The boxes of one of the four templates, filled."""
    writer = Writer(counts, options)
    found = [*_databases(writer, template.startswith("U"))]
    if template.startswith("U"):
        found += _previous(writer)
    if template.endswith("2"):
        found += _others(writer)
    if total(counts, "total_studies_ma"):
        row = Row.POOLED if template.startswith("U") else Row.TOTAL
        found.append(_pooled(writer, row))
    return tuple(sorted(found, key=lambda b: (b.column, b.row)))


def unread_first(counts: Counts) -> Counts:
    """The same flow with the unread records removed before screening by automation; both identities still hold."""
    unread = total(counts, "x_not_screened_stopping")
    if not unread:
        return counts
    moved = dict(counts)
    for name, change in (("excluded_automatic", unread), ("records_screened", -unread), ("records_excluded", -unread)):
        moved[name] = total(counts, name) + change
    moved["x_not_screened_stopping"] = 0
    moved["excluded_automatic_reasons"] = {**parts(counts, "excluded_automatic_reasons"), BELOW_STOPPING: unread}
    return moved


class Writer:
    """Writes the lines of boxes for one set of counts."""

    def __init__(self, counts: Counts, options: Options) -> None:
        self.counts = counts
        self.options = options

    def headed(self, text: str, lines: Iterable[Item], *fields: str) -> tuple[Item, ...]:
        """Lines under one without a count; where there are none, whether that is known from any of ``fields``."""
        word = "none" if any(f in self.counts for f in fields) else "not given"
        under = tuple(lines) or (Item(text=self.options.word(word), indent=SUB),)
        return (Item(text=self.options.word(text)), *under)

    def main(self, text: str, field: str, unit: str = "record") -> Iterator[Item]:
        """A main count, on a line of its own under its label."""
        yield Item(text=self.options.word(text), field=field)
        known = self.options.count(total(self.counts, field), unit)
        yield Item(text=known if field in self.counts else self.options.unknown(unit), field=field)

    def sub(
        self, text: str, field: str, *, unit: str = "record", indent: int = SUB, need: bool = False
    ) -> Iterator[Item]:
        """A count on the line of its label; left out where it is not given, or 0 and ``need`` or the options ask so."""
        n = total(self.counts, field)
        if field in self.counts and (n or not (need or self.options.hide_empty)):
            yield Item(text=self._counted(text, n, unit), field=field, indent=indent)

    def each(self, field: str, *, unit: str = "record", indent: int = SUB) -> Iterator[Item]:
        """A line for each line of a list."""
        for line, n in parts(self.counts, field).items():
            if n or not self.options.hide_empty:
                yield Item(text=self._counted(line, n, unit), field=field, line=line, indent=indent)

    def _counted(self, text: str, n: int, unit: str) -> str:
        return f"{self.options.word(text)} {self.options.count(n, unit)}"


def _databases(w: Writer, updated: bool) -> Iterator[Box]:
    left, right = Column.LEFT, Column.RIGHT
    yield Box(
        field="database_results",
        column=left,
        row=Row.IDENTIFIED,
        items=w.headed("Records identified from*:", _identified(w), "database_results", "register_results"),
    )
    yield Box(
        field="duplicates",
        column=right,
        row=Row.IDENTIFIED,
        items=w.headed("Records removed before screening:", _removed(w), *REMOVED),
    )
    screened = (*w.main("Records screened", "records_screened"),
                *w.sub("awaiting a decision", "x_screening_pending", need=True))  # fmt: skip
    yield Box(field="records_screened", column=left, row=Row.SCREENED, items=screened)
    yield Box(field="records_excluded", column=right, row=Row.SCREENED, items=tuple(_excluded(w)))
    yield from _full_text(w, "dbr", left, right)
    names = ("New studies included in review", "Reports of new included studies")
    if not updated:
        names = ("Studies included in review", "Reports of included studies")
    items = (*w.main(names[0], "new_studies", "study"), *w.main(names[1], "new_reports", "report"))
    yield Box(field="new_studies", column=left, row=Row.NEW, items=items)


def _identified(w: Writer) -> Iterator[Item]:
    yield from w.sub("Databases", "database_results")
    if w.options.per_source:
        yield from w.each("database_specific_results", indent=LINE)
    yield from w.sub("Registers", "register_results")
    if w.options.per_source:
        yield from w.each("register_specific_results", indent=LINE)


def _removed(w: Writer) -> Iterator[Item]:
    yield from w.sub("Duplicate records removed", "duplicates")
    yield from w.sub("Records marked as ineligible by automation tools", "excluded_automatic")
    yield from w.each("excluded_automatic_reasons", indent=LINE)
    yield from w.sub("Records removed for other reasons", "excluded_other")
    yield from w.each("excluded_other_reasons", indent=LINE)


def _excluded(w: Writer) -> Iterator[Item]:
    yield from w.main("Records excluded**", "records_excluded")
    tools = total(w.counts, "x_excluded_by_automation"), total(w.counts, "x_not_screened_stopping")
    if any(tools):
        yield from w.sub("by a human", "x_excluded_by_human")
        text = f"{w.options.word('by automation tools')} {w.options.count(sum(tools))}"
        field = "x_excluded_by_automation" if tools[0] else "x_not_screened_stopping"
        yield Item(text=text, field=field, indent=SUB)
        below = "ranked below the stopping point, not read"
        yield from w.sub(below, "x_not_screened_stopping", indent=LINE, need=True)
    if w.options.screening_reasons and parts(w.counts, "records_excluded_reasons"):
        yield Item(text=w.options.word("primary reasons:"), field="records_excluded_reasons", indent=SUB)
        yield from w.each("records_excluded_reasons", indent=LINE)


def _full_text(w: Writer, lane: str, left: Column, right: Column) -> Iterator[Box]:
    grey = lane == "other"
    sought, missing = f"{lane}_sought_reports", f"{lane}_notretrieved_reports"
    assessed, excluded = f"{lane}_assessed", f"{lane}_excluded"
    items = tuple(w.main("Reports sought for retrieval", sought, "report"))
    yield Box(field=sought, column=left, row=Row.SOUGHT, grey=grey, items=items)
    items = tuple(w.main("Reports not retrieved", missing, "report"))
    yield Box(field=missing, column=right, row=Row.SOUGHT, grey=grey, items=items)
    pending = f"x_{lane}_pending"
    items = (*w.main("Reports assessed for eligibility", assessed, "report"),
             *w.sub("awaiting retrieval or assessment", pending, unit="report", need=True))  # fmt: skip
    yield Box(field=assessed, column=left, row=Row.ASSESSED, grey=grey, items=items)
    reasons = tuple(w.each(excluded, unit="report"))
    items = w.headed("Reports excluded:", reasons) if reasons else tuple(w.main("Reports excluded", excluded, "report"))
    yield Box(field=excluded, column=right, row=Row.ASSESSED, grey=grey, items=items)


def _previous(w: Writer) -> Iterator[Box]:
    items = (
        *w.main("Studies included in previous version of review", "previous_studies", "study"),
        *w.main("Reports of studies included in previous version of review", "previous_reports", "report"),
    )
    yield Box(field="previous_studies", column=Column.PREVIOUS, row=Row.IDENTIFIED, items=items, grey=True)
    items = (
        *w.main("Total studies included in review", "total_studies", "study"),
        *w.main("Reports of total included studies", "total_reports", "report"),
    )
    yield Box(field="total_studies", column=Column.LEFT, row=Row.TOTAL, items=items, grey=True)


def _others(w: Writer) -> Iterator[Box]:
    lines = (
        *w.sub("Websites", "website_results"),
        *w.sub("Organisations", "organisation_results"),
        *w.sub("Citation searching", "citations_results"),
        *w.each("x_other_sources"),
    )
    items = w.headed("Records identified from:", lines, *OTHER_IDENTIFIED)
    yield Box(field="website_results", column=Column.OTHER_LEFT, row=Row.IDENTIFIED, items=items, grey=True)
    yield from _full_text(w, "other", Column.OTHER_LEFT, Column.OTHER_RIGHT)


def _pooled(w: Writer, row: Row) -> Box:
    items = (
        *w.main("Total studies included in meta-analysis", "total_studies_ma", "study"),
        *w.main("Reports of total included studies in meta-analysis", "total_reports_ma", "report"),
    )
    return Box(field="total_studies_ma", column=Column.LEFT, row=row, items=items, grey=True)
