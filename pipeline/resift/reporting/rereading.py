"""Check C31: the numbers in every file of the report are read back and must be those of the one flow."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape

from resift.cells import unguarded
from resift.errors import BadFile
from resift.prisma import Finding, Flow, Options
from resift.prisma.boxes import unread_first
from resift.prisma.diagram import escape, said
from resift.prisma.fields import OFFICIAL, Counts, parts, total
from resift.prisma.findings import error
from resift.prisma.given import read_counts
from resift.reporting.flow_files import count_rows

Shown = tuple[str, str, int]
"""A field, a line of it, and the number that a file shows for it."""

_SVG = re.compile(r'data-field="([^"]*)"(?: data-line="([^"]*)")?>([^<]*)</text>')
_PRINTED = re.compile("\\([^()=]*\u00a0=\u00a0([^()]*)\\)$")
_SAID = re.compile(r"(?:<title>|<desc [^>]*>|<text [^>]*>)([^<]*)</")
_LINK = re.compile(r'<a href="#(\w+)">([\d,]+)</a>')
_LIST = re.compile(r'<details id="(\w+)" open><summary>[^<]*\(n = ([\d,]+)\)</summary>(.*?)</details>', re.DOTALL)


def reread(files: Mapping[str, bytes], flow: Flow, options: Options) -> tuple[Finding, ...]:
    """A finding for each number in a file that is not the flow's; ``options`` are those of the figure."""
    drawn = unread_first(flow.counts) if options.unread_before_screening else flow.counts
    counts = {"flow.svg": _summed(drawn)}
    found: list[Finding] = []
    for name, reader in READERS.items():
        if name in files:
            shown = list(reader(files[name].decode()))
            found += _compared(name, shown, counts.get(name, flow.counts))
            if not shown:
                found.append(error("C31", f"{name} shows no number of the flow"))
    found += _texts(files["flow.svg"].decode(), flow, options) if "flow.svg" in files else ()
    return (*found, *_boxes(files["records.csv"].decode(), flow)) if "records.csv" in files else tuple(found)


def _summed(counts: Counts) -> Counts:
    # The figure gives what automation excluded in one line, with the unread below it.
    tools = total(counts, "x_excluded_by_automation") + total(counts, "x_not_screened_stopping")
    return {**counts, "x_excluded_by_automation": tools}


def _compared(name: str, shown: list[Shown], counts: Counts) -> Iterator[Finding]:
    for field, line, n in shown:
        true = parts(counts, field).get(line, 0) if line else total(counts, field)
        if n != true:
            what = f"{field} {line!r}" if line else field
            yield error("C31", f"{name} shows {n:,} for {what}, the flow {true:,}", field=field, reason=line)


def _figure(text: str) -> Iterator[Shown]:
    for field, line, printed in _SVG.findall(text):
        number = _PRINTED.search(unescape(printed))
        digits = "".join(c for c in number[1] if c.isdigit()) if number else ""
        if digits:
            yield field, unescape(line), int(digits)


def _texts(svg: str, flow: Flow, options: Options) -> Iterator[Finding]:
    """Each text of the figure, its footnotes and what is read aloud, is one that the flow gives it."""
    true = {escape(t) for t in said(flow, options)} | {escape(options.word("DRAFT"))}
    for text in _SAID.findall(svg):
        if text not in true:
            yield error("C31", f"flow.svg says {unescape(text)!r}, which is not of this flow")


def _table(text: str) -> Iterator[Shown]:
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield row["field"], unguarded(row["line"]), int(row["n"])


def _programs(text: str) -> Iterator[Shown]:
    return count_rows(json.loads(text)["counts"])


def _package(text: str) -> Iterator[Shown]:
    # A name may have lost a comma there, so lists are compared by their sums.
    try:
        counts = read_counts(text, "prisma2020.csv")
    except BadFile:
        return
    yield from ((f, "", total(counts, f)) for f in OFFICIAL if f in counts)


def _page(text: str) -> Iterator[Shown]:
    for field, n in _LINK.findall(text):
        yield field, "", int(n.replace(",", ""))
    for field, n, body in _LIST.findall(text):
        yield field, "", int(n.replace(",", ""))
        yield field, "", body.count("<li>")


READERS = {
    "flow.svg": _figure, "flow.csv": _table, "flow.json": _programs, "prisma2020.csv": _package, "report.html": _page,
}  # fmt: skip


def _boxes(text: str, flow: Flow) -> Iterator[Finding]:
    """Each record of the list stands in the box that it is counted in."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    shown = Counter(row["box"] for row in rows)
    for box, ids in flow.terminals.items():
        if shown[box] != len(ids):
            wrong = {r["record"] for r in rows if r["box"] == box} ^ set(ids)
            text = f"records.csv has {shown[box]:,} records in {box}, the flow {len(ids):,}"
            yield error("C31", text, wrong, field=box)
