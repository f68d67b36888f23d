"""The files of a flow: the figure, and its numbers for spreadsheets, for programs and for the R package PRISMA2020."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from resift.prisma import Finding, Flow, Options, diagram
from resift.prisma.fields import Counts, template
from resift.prisma.identities import Unchecked
from resift.prisma.sheet import refilled, written
from resift.reporting.picture import RESOLUTIONS, pdf, png
from resift.reporting.tables import csv_bytes

FORMAT = "resift-flow-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a figure is wanted: its options, the resolution of the PNG, and whether a PDF is made as well."""

    options: Options = field(default_factory=Options)
    dpi: int = RESOLUTIONS[0]
    pdf: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a flow beside its counts: why it is a draft, what does not hold, what could not be tested."""

    title: str
    open_items: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    unchecked: Sequence[Unchecked] = ()
    draft: bool = False


def flow_files(
    source: Flow | Counts, told: Told, style: Style, *, links: Mapping[str, str] | None = None,
    rows: Sequence[Sequence[str]] = (),
) -> dict[str, bytes]:  # fmt: skip
    """The files by name, all from the same counts.

    ``links`` leads from a field to an address. ``rows`` are those of the R package's file that the counts came from;
    its own labels, tooltips and addresses are kept.
    """
    counts: Counts = source.counts if isinstance(source, Flow) else source
    figure = diagram(source, title=told.title, draft=told.draft or bool(told.open_items), links=links,
                     options=style.options)  # fmt: skip
    files = {
        "flow.svg": figure.encode(),
        "flow.png": png(figure, style.dpi),
        "flow.csv": csv_bytes(("field", "line", "n"), count_rows(counts)),
        "flow.json": _json(counts, source.template if isinstance(source, Flow) else template(counts), told),
        "prisma2020.csv": (refilled(rows, counts) if rows else written(counts)).encode(),
    }
    return files | ({"flow.pdf": pdf(figure, told.title)} if style.pdf else {})


def count_rows(counts: Counts) -> Iterator[tuple[str, str, int]]:
    """Each count in a row of field, line and number; a list without lines as one 0.

    >>> list(count_rows({"duplicates": 3, "dbr_excluded": {"Wrong design": 2}, "other_excluded": {}}))
    [('duplicates', '', 3), ('dbr_excluded', 'Wrong design', 2), ('other_excluded', '', 0)]
    """
    for name, value in counts.items():
        if isinstance(value, Mapping):
            yield from ((name, line, n) for line, n in value.items()) if value else [(name, "", 0)]
        else:
            yield name, "", value


def _json(counts: Counts, code: str, told: Told) -> bytes:
    """The flow for programs; its form is in ``resift/prisma/flow.schema.json``."""
    value: dict[str, Any] = {
        "format": FORMAT, "title": told.title, "template": code, "draft": told.draft or bool(told.open_items),
        "open": list(told.open_items), "counts": dict(counts),
        "findings": [finding_as_dict(f) for f in told.findings],
        "unchecked": [{"code": u.code, "field": u.field, "missing": list(u.missing)} for u in told.unchecked],
    }  # fmt: skip
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def finding_as_dict(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON values."""
    return {
        "code": finding.code, "level": finding.level.value, "message": finding.message, "field": finding.field,
        "reason": finding.reason, "records": list(finding.records),
    }  # fmt: skip
