"""The counts of the flow in the words of the report's table and lists."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "previous_studies": "Studies included in previous version of review",
    "previous_reports": "Reports of studies included in previous version of review",
    "database_results": "Records identified from databases",
    "register_results": "Records identified from registers",
    "website_results": "Records identified from websites",
    "organisation_results": "Records identified from organisations",
    "citations_results": "Records identified from citation searching",
    "x_other_sources": "Records identified from journals searched by hand",
    "duplicates": "Duplicate records removed before screening",
    "excluded_automatic": "Records marked as ineligible by automation tools",
    "excluded_other": "Records removed before screening for other reasons",
    "records_screened": "Records screened",
    "records_excluded": "Records excluded",
    "x_not_screened_stopping": "Records ranked below the stopping point, not read",
    "x_screening_pending": "Records awaiting a decision on title and abstract",
    "dbr_sought_reports": "Reports sought for retrieval",
    "dbr_notretrieved_reports": "Reports not retrieved",
    "x_dbr_pending": "Reports awaiting retrieval or assessment",
    "dbr_assessed": "Reports assessed for eligibility",
    "dbr_excluded": "Reports excluded",
    "x_other_removed": "Records from other methods, not sought",
    "x_other_screening_pending": "Records from other methods awaiting a decision",
    "other_sought_reports": "Reports from other methods sought for retrieval",
    "other_notretrieved_reports": "Reports from other methods not retrieved",
    "x_other_pending": "Reports from other methods awaiting retrieval or assessment",
    "other_assessed": "Reports from other methods assessed for eligibility",
    "other_excluded": "Reports from other methods excluded",
    "new_studies": "New studies included in review",
    "new_reports": "Reports of new included studies",
    "x_studies_awaiting": "Studies awaiting classification",
    "x_studies_ongoing": "Ongoing studies",
    "x_new_reports_of_previous_studies": "New reports of studies of the previous version",
    "total_studies": "Total studies included in review",
    "total_reports": "Reports of total included studies",
}
"""Each count that the report gives, in the order of the flow."""

ALWAYS = frozenset({
    "database_results", "duplicates", "records_screened", "records_excluded", "dbr_sought_reports",
    "dbr_notretrieved_reports", "dbr_assessed", "dbr_excluded", "new_studies", "new_reports",
})  # fmt: skip
"""What every review has."""
