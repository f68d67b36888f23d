"""The footnotes of the diagram: what was done, in place of the template's instructions to authors."""

from __future__ import annotations

from collections.abc import Iterator

from resift.prisma.boxes import Options
from resift.prisma.fields import Counts, parts, total

CREDIT = "Layout: Page MJ, et al. BMJ 2021;372:n71. doi:10.1136/bmj.n71. CC BY 4.0."
LISTED = "Records identified are reported for each database and register searched."


def notes(counts: Counts, template: str, options: Options, refound: int | None = None) -> tuple[str, ...]:
    """The footnotes in print order; ``refound`` is how many previous reports the search found again."""
    n = options.number
    return (
        f"* {_sources(counts, options)}",
        f"** {_exclusions(counts, options)}",
        *(f"Duplicate records: {text}." for text in _duplicates(counts, options)),
        *(_other_methods(counts, options) if template.endswith("2") else ()),
        *(_previous(counts, options, refound) if template.startswith("U") else ()),
        *(
            f"Assessed and listed, neither included nor excluded: {n(total(counts, field))} {what}."
            for field, what in (
                ("x_studies_awaiting", "awaiting classification"),
                ("x_studies_ongoing", "of ongoing studies"),
            )
            if total(counts, field)
        ),
        CREDIT,
    )


def _sources(counts: Counts, options: Options) -> str:
    lines = (*parts(counts, "database_specific_results"), *parts(counts, "register_specific_results"))
    if not lines:
        return "Counts for each database and register were not given."
    return LISTED if options.per_source else f"Searched: {', '.join(lines)}."


def _exclusions(counts: Counts, options: Options) -> str:
    human, tools, unread = (
        total(counts, f) for f in ("x_excluded_by_human", "x_excluded_by_automation", "x_not_screened_stopping")
    )
    n = options.number
    if "x_excluded_by_human" not in counts:
        return "How many records a human and how many automation tools excluded was not stated."
    if not tools and not unread:
        return f"{n(human)} excluded by a human; no record was excluded by automation tools at this step."
    text = f"{n(human)} excluded by a human, {n(tools + unread)} by automation tools"
    return (
        f"{text}; {n(unread)} of these ranked below the stopping point and were read by nobody."
        if unread
        else text + "."
    )


def _duplicates(counts: Counts, options: Options) -> Iterator[str]:
    if total(counts, "duplicates_within") + total(counts, "duplicates_between"):
        within, between = total(counts, "duplicates_within"), total(counts, "duplicates_between")
        yield f"{options.number(within)} within one source, {options.number(between)} between sources"


def _other_methods(counts: Counts, options: Options) -> Iterator[str]:
    lines = [f"{why} {options.count(n)}" for why, n in parts(counts, "x_other_removed").items() if n]
    if waiting := total(counts, "x_other_screening_pending"):
        lines.append(f"Awaiting a decision {options.count(waiting)}")
    if lines:
        yield f"Other methods, not sought for retrieval: {'; '.join(lines)}."


def _previous(counts: Counts, options: Options, refound: int | None) -> Iterator[str]:
    n = options.number
    if refound is not None:
        before = n(total(counts, "previous_reports"))
        yield f"Of {before} reports of the previous version the search found {n(refound)} again."
    if new := total(counts, "x_new_reports_of_previous_studies"):
        reports = "1 new report" if new == 1 else f"{n(new)} new reports"
        yield f"Total reports include {reports} of studies already included in the previous version."
    if gone := total(counts, "x_previous_studies_removed"):
        studies = "1 study" if gone == 1 else f"{n(gone)} studies"
        reports = n(total(counts, "x_previous_reports_removed"))
        yield f"Totals leave out {studies} of the previous version that no longer count (reports: {reports})."
