"""The report as one HTML file: no script, nothing loaded from elsewhere, every number linked to its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One count of the flow with what it counts: an anchor, words, the number, and one line for each record."""

    anchor: str
    words: str
    count: int
    lines: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the report says; nothing in it is counted here."""

    title: str
    question: str
    notice: str = ""
    open_items: Sequence[str] = ()
    figure: str = ""
    boxes: Sequence[Box] = ()
    findings: Sequence[str] = ()
    searches: Sequence[Mapping[str, Any]] = ()
    sources: Sequence[Mapping[str, Any]] = ()
    merged: Mapping[str, int] = field(default_factory=dict)
    related: Sequence[Mapping[str, Any]] = ()
    screening: Sequence[Mapping[str, Any]] = ()
    settled: Sequence[Mapping[str, Any]] = ()
    excluded: Sequence[Mapping[str, Any]] = ()
    not_retrieved: Sequence[Mapping[str, Any]] = ()
    categories: Sequence[Mapping[str, Any]] = ()
    refound: Sequence[Mapping[str, Any]] = ()
    flagged: Sequence[Mapping[str, Any]] = ()
    previous: str = ""
    previous_note: str = ""
    protocol: Sequence[str] = ()
    second_look: Sequence[Mapping[str, Any]] = ()
    criteria: Sequence[Mapping[str, Any]] = ()
    ranking: str = ""
    version: str = ""


def render(page: Page) -> str:
    """The page as HTML; all text in it is escaped, only the figure is taken as it is."""
    environment = Environment(
        loader=PackageLoader("resift.reporting"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["n"] = lambda number: f"{number:,}"
    return environment.get_template("report.html.j2").render(page=page)
