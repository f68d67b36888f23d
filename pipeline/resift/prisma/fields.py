"""The names of the counts: the 28 of the PRISMA2020 template and the extensions that say what those hide."""

from __future__ import annotations

from collections.abc import Mapping

Counts = Mapping[str, int | Mapping[str, int]]

OFFICIAL = (
    "previous_studies", "previous_reports",
    "database_results", "database_specific_results", "register_results", "register_specific_results",
    "website_results", "organisation_results", "citations_results",
    "duplicates", "excluded_automatic", "excluded_other",
    "records_screened", "records_excluded",
    "dbr_sought_reports", "dbr_notretrieved_reports", "other_sought_reports", "other_notretrieved_reports",
    "dbr_assessed", "dbr_excluded", "other_assessed", "other_excluded",
    "new_studies", "new_reports", "total_studies", "total_reports", "total_studies_ma", "total_reports_ma",
)  # fmt: skip

EXTENSIONS = (
    "duplicates_within", "duplicates_between", "excluded_automatic_reasons", "excluded_other_reasons",
    "x_excluded_by_human", "x_excluded_by_automation", "x_not_screened_stopping", "records_excluded_reasons",
    "x_screening_pending", "x_dbr_record_report_adj", "x_dbr_pending",
    "x_other_sources", "x_other_removed", "x_other_screening_pending", "x_other_pending",
    "x_new_reports_of_previous_studies", "x_previous_studies_removed", "x_previous_reports_removed",
    "x_studies_awaiting", "x_studies_ongoing", "x_included_by_source",
)  # fmt: skip

FIELDS = OFFICIAL + EXTENSIONS

LISTS = frozenset({
    "database_specific_results", "register_specific_results", "dbr_excluded", "other_excluded",
    "excluded_automatic_reasons", "excluded_other_reasons", "records_excluded_reasons",
    "x_other_sources", "x_other_removed", "x_included_by_source",
})  # fmt: skip

# The lines of the boxes for what was removed before screening, and for what other methods found.
REMOVED = ("duplicates", "excluded_automatic", "excluded_other")
OTHER_IDENTIFIED = ("website_results", "organisation_results", "citations_results", "x_other_sources")

# Where a record's way ends. Every identified record is in exactly one of these.
TERMINALS = (
    "duplicates", "excluded_automatic", "excluded_other", "records_excluded", "x_screening_pending",
    "dbr_notretrieved_reports", "x_dbr_pending", "dbr_excluded",
    "x_other_removed", "x_other_screening_pending", "other_notretrieved_reports", "x_other_pending", "other_excluded",
    "new_reports", "x_new_reports_of_previous_studies", "x_studies_awaiting", "x_studies_ongoing",
)  # fmt: skip

REFOUND = "Report of a previous study, found again"
ALSO_FOUND = "Also found by a database search"
DUPLICATE = "Duplicate record"
NOT_RELEVANT = "Not relevant on title and abstract"
BELOW_STOPPING = "Ranked below the stopping point, not read"
NO_REASON = "No reason given"


def total(counts: Counts, field: str) -> int:
    """The count of a field; of a list the sum; 0 where it is not given.

    >>> total({"dbr_excluded": {"Wrong design": 3, "No outcome": 1}}, "dbr_excluded"), total({}, "duplicates")
    (4, 0)
    """
    value = counts.get(field, 0)
    return sum(value.values()) if isinstance(value, Mapping) else value


def parts(counts: Counts, field: str) -> Mapping[str, int]:
    """The lines of a list field; none where it is not given or given as one number."""
    value = counts.get(field, {})
    return value if isinstance(value, Mapping) else {}


def template(counts: Counts) -> str:
    """Which of the four official templates the numbers ask for: N1, N2, U1 or U2.

    >>> template({"database_results": 10}), template({"previous_studies": 19, "citations_results": 4})
    ('N1', 'U2')
    """
    updated = any(total(counts, f) for f in ("previous_studies", "previous_reports"))
    other = any(total(counts, f) for f in (*OTHER_IDENTIFIED, "other_sought_reports", "other_assessed"))
    return ("U" if updated else "N") + ("2" if other else "1")
