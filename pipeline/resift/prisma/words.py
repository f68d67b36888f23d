"""The texts that the diagram prints: the official wording, and what it says in the footnotes.

A figure in another language gives each of them another text; what stands in braces is filled in.
"""

from __future__ import annotations

from resift.prisma.fields import ALSO_FOUND, BELOW_STOPPING, DUPLICATE, NO_REASON, NOT_RELEVANT, REFOUND

BY_HUMAN = "{human} excluded by a human; no record was excluded by automation tools at this step."
BY_BOTH = "{human} excluded by a human, {tools} by automation tools."
BELOW = (
    "{human} excluded by a human, {tools} by automation tools; {unread} of these ranked below the stopping point and "
    "were read by nobody."
)
BY_UNKNOWN = "How many records a human and how many automation tools excluded was not stated."
LISTED = "Records identified are reported for each database and register searched."
SEARCHED = "Searched: {names}."
UNLISTED = "Counts for each database and register were not given."
DUPLICATES = "Duplicate records: {within} within one source, {between} between sources."
NOT_SOUGHT = "Other methods, not sought for retrieval: {reasons}."
REFOUND_AGAIN = "Of {previous} reports of the previous version the search found {again} again."
COMPANION = "Total reports include 1 new report of studies already included in the previous version."
COMPANIONS = "Total reports include {n} new reports of studies already included in the previous version."
ONE_GONE = "Totals leave out 1 study of the previous version that no longer counts (reports: {reports})."
GONE = "Totals leave out {n} studies of the previous version that no longer count (reports: {reports})."
AWAITING = "Assessed and listed, neither included nor excluded: {n} awaiting classification."
ONGOING = "Assessed and listed, neither included nor excluded: {n} of ongoing studies."
CREDIT = "Layout: Page MJ, et al. BMJ 2021;372:n71. doi:10.1136/bmj.n71. CC BY 4.0."

NOTES = (
    LISTED, SEARCHED, UNLISTED, BY_HUMAN, BY_BOTH, BELOW, BY_UNKNOWN, DUPLICATES, NOT_SOUGHT, REFOUND_AGAIN, COMPANION,
    COMPANIONS, ONE_GONE, GONE, AWAITING, ONGOING, CREDIT,
)  # fmt: skip
BOXES = (
    "Identification", "Screening", "Included", "Previous studies",
    "Identification of studies via databases and registers", "Identification of studies via other methods",
    "Identification of new studies via databases and registers", "Identification of new studies via other methods",
    "Studies included in previous version of review", "Reports of studies included in previous version of review",
    "Records identified from*:", "Databases", "Registers",
    "Records removed before screening:", "Duplicate records removed",
    "Records marked as ineligible by automation tools", "Records removed for other reasons",
    "Records screened", "awaiting a decision", "Records excluded**", "by a human", "by automation tools",
    "ranked below the stopping point, not read", "primary reasons:",
    "Reports sought for retrieval", "Reports not retrieved", "Reports assessed for eligibility",
    "awaiting retrieval or assessment", "Reports excluded:", "Reports excluded",
    "Records identified from:", "Websites", "Organisations", "Citation searching", "Awaiting a decision",
    "Studies included in review", "Reports of included studies",
    "New studies included in review", "Reports of new included studies",
    "Total studies included in review", "Reports of total included studies",
    "Total studies included in meta-analysis", "Reports of total included studies in meta-analysis",
    "none", "not given", "DRAFT",
)  # fmt: skip
LINES = (ALSO_FOUND, BELOW_STOPPING, DUPLICATE, NO_REASON, NOT_RELEVANT, REFOUND)
TEXTS = frozenset((*BOXES, *NOTES, *LINES))
UNITS = ("record", "report", "study")
