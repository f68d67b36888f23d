"""The arithmetic of a flow: checks C1 to C14, which need nothing but the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from resift.prisma.fields import OTHER_IDENTIFIED, Counts, parts, total
from resift.prisma.findings import Finding, error, warning
from resift.prisma.identities import Sums, broken

# (check, part, wholes): what can never be more than the first of the wholes that is known.
NOT_ABOVE = (
    ("C5", "records_excluded", ("records_screened",)),
    ("C6", "dbr_notretrieved_reports", ("dbr_sought_reports",)),
    ("C6", "other_notretrieved_reports", ("other_sought_reports",)),
    ("C7", "dbr_excluded", ("dbr_assessed", "dbr_sought_reports")),
    ("C7", "other_excluded", ("other_assessed", "other_sought_reports")),
    ("C11", "x_previous_studies_removed", ("previous_studies",)),
    ("C11", "x_previous_reports_removed", ("previous_reports",)),
    ("C10", "total_studies_ma", ("total_studies", "new_studies")),
    ("C10", "total_reports_ma", ("total_reports", "new_reports")),
)
STUDIES = (
    ("previous_studies", "previous_reports"),
    ("x_previous_studies_removed", "x_previous_reports_removed"),
    ("new_studies", "new_reports"),
    ("total_studies", "total_reports"),
    ("total_studies_ma", "total_reports_ma"),
)
REASONS = ("dbr_excluded", "other_excluded", "excluded_other_reasons", "x_other_removed")
EMPTY_REASONS = frozenset(
    {"", "other", "others", "other reason", "other reasons", "no reason given", "na", "n/a", "none"}
)
SIGNED = "x_dbr_record_report_adj"


def check_counts(counts: Counts) -> tuple[Finding, ...]:
    """Whether the numbers of a flow can be true together: checks C1 to C14.

    ``counts`` has the field names of the PRISMA2020 template and the extensions; lists as line and count. A field
    that is not in it is not known; ``unchecked`` says which identities then could not be tested in full.

    >>> for f in check_counts({"database_results": 1000, "duplicates": 100, "records_screened": 400}):
    ...     print(f)
    C3 error: records_screened is 400 but database_results 1,000 - duplicates 100 = 900
    """
    sums = Sums(counts)
    found = list(broken(sums))
    for rule in (_negative, _not_above, _title_reasons, _other_lane, _studies, _reasons):
        found += rule(sums)
    return tuple(sorted(found, key=lambda f: int(f.code[1:])))


def _negative(sums: Sums) -> Iterator[Finding]:
    for field in sums.counts:
        lines = parts(sums.counts, field).items() or [("", total(sums.counts, field))]
        for line, n in lines:
            if n < 0 and field != SIGNED:
                text = f"{field} {line!r} is negative: {n}" if line else f"{field} is negative: {n}"
                yield error("C12", text, field=field, reason=line)


def _not_above(sums: Sums) -> Iterator[Finding]:
    for code, part, wholes in NOT_ABOVE:
        whole = next((w for w in wholes if sums.value(w) is not None), None)
        if whole is None or part not in sums.counts:
            continue
        n, most = total(sums.counts, part), sums.value(whole) or 0
        if n > most:
            yield error(code, f"{part} is {n:,}, more than {sums.term(whole)}", field=part)


def _title_reasons(sums: Sums) -> Iterator[Finding]:
    counts = sums.counts
    lines = parts(counts, "records_excluded_reasons")
    excluded = total(counts, "x_excluded_by_human") + total(counts, "x_excluded_by_automation")
    if lines and "x_excluded_by_human" in counts and sum(lines.values()) != excluded:
        text = f"primary reasons at title and abstract sum to {sum(lines.values()):,}, not to the {excluded:,} excluded"
        yield error("C7", text, field="records_excluded_reasons")


def _other_lane(sums: Sums) -> Iterator[Finding]:
    counts, field = sums.counts, "other_sought_reports"
    if field not in counts or not any(f in counts for f in OTHER_IDENTIFIED):
        return
    sought, identified = total(counts, field), sum(total(counts, f) for f in OTHER_IDENTIFIED)
    explained = total(counts, "x_other_removed") + total(counts, "x_other_screening_pending")
    if sought > identified:
        text = f"{field} is {sought:,}, more than the {identified:,} records identified by other methods"
        yield error("C8", text, field=field)
    elif sought + explained > identified:
        text = f"{field} {sought:,} and {explained:,} not sought are more than the {identified:,} records identified"
        yield error("C8", f"{text} by other methods", field=field)
    elif identified - sought != explained:
        # The template has no box for what is not sought in this lane: silence is no error, a wrong sum is one.
        found = error if "x_other_removed" in counts else warning
        text = f"of {identified:,} records identified by other methods {sought:,} were sought; {explained:,} are"
        yield found("C8", f"{text} explained (x_other_removed)", field=field)


def _studies(sums: Sums) -> Iterator[Finding]:
    for studies, reports in STUDIES:
        s, r = sums.value(studies), sums.value(reports)
        if s is None or r is None or not {studies, reports} & sums.counts.keys():
            continue
        if s > r:
            yield error("C10", f"{sums.term(studies)} are more than {sums.term(reports)}", field=studies)
        elif (s == 0) != (r == 0):
            text = f"{sums.term(studies)} but {sums.term(reports)}: a study has a report"
            yield error("C10", text, field=studies)


def _reasons(sums: Sums) -> Iterator[Finding]:
    for field in REASONS:
        for reason, n in parts(sums.counts, field).items():
            yield from _reason(field, reason, n)


def _reason(field: str, reason: str, n: int) -> Iterator[Finding]:
    if reason.strip().casefold() in EMPTY_REASONS:
        yield warning("C13", f"{field} has {n:,} under {reason!r}, which says nothing", field=field, reason=reason)
    if n == 0:
        yield warning("C13", f"{field} lists {reason!r} with a count of 0", field=field, reason=reason)
    if field in {"dbr_excluded", "other_excluded"} and "duplicate" in reason.casefold():
        text = f"{field} has {reason!r}: duplicates belong under removed before screening"
        yield warning("C14", text, field=field, reason=reason)
