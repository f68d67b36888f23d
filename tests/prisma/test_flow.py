"""Records into boxes, against a history that was counted on paper."""

from dataclasses import replace

import pytest

from resift.decisions import Outcome, State
from resift.prisma import Flow, History, Lane, Level, Source, check, diagram, flow
from resift.prisma.fields import ALSO_FOUND, DUPLICATE, FIELDS, LISTS, NOT_RELEVANT, OFFICIAL, REFOUND

# Databases 14 + 5 = 19, registers 2, websites 2, organisations 1, citations 6: 30 records.
# Duplicates in the database lane: p02 (PubMed has p01: within), e01 (PubMed's p01: between), e02 and r01 (p03:
#   between). 4. Of 21 records 17 reports are left, among them p04, whose website record w02 was kept.
# Before screening: p07 by rule; p05 retracted, p06 found again. 17 - 1 - 2 = 14 screened.
# Excluded: p10, e03 by people, p09 by nobody named, p08 unread: 4. p11 waits. 14 - 4 - 1 = 9 sought.
# p12 not retrieved, p13 waits: 9 - 1 - 1 = 7 assessed: p14 and e04 excluded, e05 awaits classification, r02 goes on,
#   p01 and p03 are one new study, p04 (as w02) is a new report of Old 1.
# Other lane, 9 records: w02 and c01 also found by a database, c02 a duplicate of w01, c03 not relevant, o01 waits:
#   9 - 4 - 1 = 4 sought; c04 not retrieved, c05 waits: 2 assessed; c06 excluded, w01 included (New B).
# New reports (7 - 2) + (2 - 1) - companion 1 - awaiting 1 - ongoing 1 = 3 of 2 studies.
# Totals: studies 3 - 1 + 2 = 4; reports 4 - 1 + 3 + 1 = 7. Pooled: New B and Old 1; reports w01, p04, prev-1.
BY_HAND = {
    "previous_studies": 3, "previous_reports": 4,
    "database_results": 19, "database_specific_results": {"PubMed": 14, "Embase": 5},
    "register_results": 2, "register_specific_results": {"ClinicalTrials.gov": 2},
    "website_results": 2, "organisation_results": 1, "citations_results": 6,
    "duplicates": 4, "excluded_automatic": 1, "excluded_other": 2,
    "records_screened": 14, "records_excluded": 4,
    "dbr_sought_reports": 9, "dbr_notretrieved_reports": 1, "other_sought_reports": 4, "other_notretrieved_reports": 1,
    "dbr_assessed": 7, "dbr_excluded": {"Wrong population": 1, "No social outcome": 1},
    "other_assessed": 2, "other_excluded": {"Wrong population": 1},
    "new_studies": 2, "new_reports": 3, "total_studies": 4, "total_reports": 7,
    "total_studies_ma": 2, "total_reports_ma": 3,
    "duplicates_within": 1, "duplicates_between": 3,
    "excluded_automatic_reasons": {"Published before the window": 1},
    "excluded_other_reasons": {REFOUND: 1, "Retraction notice or erratum": 1},
    "x_excluded_by_human": 2, "x_excluded_by_automation": 1, "x_not_screened_stopping": 1,
    "records_excluded_reasons": {"Wrong population": 1, "No social outcome": 2},
    "x_screening_pending": 1, "x_dbr_record_report_adj": 0, "x_dbr_pending": 1,
    "x_other_sources": {}, "x_other_removed": {ALSO_FOUND: 2, DUPLICATE: 1, NOT_RELEVANT: 1},
    "x_other_screening_pending": 1, "x_other_pending": 1,
    "x_new_reports_of_previous_studies": 1, "x_previous_studies_removed": 1, "x_previous_reports_removed": 1,
    "x_studies_awaiting": 1, "x_studies_ongoing": 1,
    "x_included_by_source": {"PubMed": 1, "Agency website": 1},
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_each_count_is_the_one_worked_out_by_hand(told: Flow, field: str) -> None:
    assert told.counts[field] == BY_HAND[field]


def test_what_was_found_by_hand_stands_under_its_own_name_and_goes_the_way_of_the_other_methods(story: History) -> None:
    moved = {"cited": {"lane": Lane.HAND, "label": "Journals searched by hand"}}
    sources = tuple(replace(s, **moved.get(s.name, {})) for s in story.sources)
    told = flow(replace(story, sources=sources))
    line = {"citations_results": 0, "x_other_sources": {"Journals searched by hand": 6}}
    assert told.counts == BY_HAND | line
    assert told.template == "U2"
    assert [f for f in check(told, replace(story, sources=sources)) if f.level is Level.ERROR] == []
    assert "Journals searched by hand" in diagram(told, title="Fictional")


def test_the_schema_has_28_official_counts() -> None:
    assert len(OFFICIAL) == len(set(OFFICIAL)) == 28
    assert set(FIELDS) >= LISTS


def test_the_boxes_hold_the_records_themselves(told: Flow) -> None:
    assert told["duplicates_within"] == ("p02",)
    assert told["duplicates_between"] == ("e01", "e02", "r01")
    assert told.ids("x_other_removed", ALSO_FOUND) == ("c01", "w02")
    assert told["x_new_reports_of_previous_studies"] == ("p04",)
    assert told.kept["p04"] == "w02"
    assert told["total_reports_ma"] == ("p04", "prev-1", "w01")
    assert told.found_by["p03"] == ("PubMed", "Embase", "ClinicalTrials.gov", "Citation searching")


def test_reasons_stand_in_the_protocols_order(told: Flow) -> None:
    assert list(told.lists["dbr_excluded"]) == ["Wrong population", "No social outcome"]


def test_identities_of_section_3_hold(told: Flow) -> None:
    def n(field: str) -> int:
        return len(told[field])

    assert n("database_results") == sum(map(len, told.lists["database_specific_results"].values()))
    assert n("register_results") == sum(map(len, told.lists["register_specific_results"].values()))
    assert n("duplicates") == n("duplicates_within") + n("duplicates_between")
    removed = n("duplicates") + n("excluded_automatic") + n("excluded_other")
    assert n("records_screened") == n("database_results") + n("register_results") - removed
    by = n("x_excluded_by_human") + n("x_excluded_by_automation") + n("x_not_screened_stopping")
    assert n("records_excluded") == by
    assert n("dbr_sought_reports") == n("records_screened") - n("records_excluded") - n("x_screening_pending")
    assert n("dbr_assessed") == n("dbr_sought_reports") - n("dbr_notretrieved_reports") - n("x_dbr_pending")
    other = n("website_results") + n("organisation_results") + n("citations_results")
    assert n("other_sought_reports") == other - n("x_other_removed") - n("x_other_screening_pending")
    assert n("other_assessed") == n("other_sought_reports") - n("other_notretrieved_reports") - n("x_other_pending")
    included = n("dbr_assessed") - n("dbr_excluded") + n("other_assessed") - n("other_excluded")
    open_studies = n("x_studies_awaiting") + n("x_studies_ongoing")
    assert n("new_reports") + n("x_new_reports_of_previous_studies") == included - open_studies
    assert n("new_studies") <= n("new_reports")
    assert n("total_studies") == n("previous_studies") + n("new_studies") - n("x_previous_studies_removed")
    total = n("previous_reports") + n("new_reports") + n("x_new_reports_of_previous_studies")
    assert n("total_reports") == total - n("x_previous_reports_removed")
    assert n("total_studies_ma") <= n("total_studies")


def test_what_is_open_makes_a_draft_and_is_said(told: Flow) -> None:
    assert told.draft
    assert told.open_items == ("2 awaiting a decision on title and abstract", "2 awaiting assessment at full text")


def test_a_conflict_makes_a_draft(story: History) -> None:
    split = Outcome(state=State.CONFLICT, reviewers=("Ada", "Bo"))
    assert (
        "1 of these in open conflict between reviewers"
        in flow(replace(story, screening={**story.screening, "p11": split})).open_items
    )


@pytest.mark.parametrize(
    ("lanes", "previous", "expected"),
    [
        ((Lane.DATABASE,), (), "N1"),
        ((Lane.DATABASE, Lane.REGISTER), ("Old",), "U1"),
        ((Lane.DATABASE, Lane.WEBSITE), (), "N2"),
        ((Lane.CITATION,), ("Old",), "U2"),
    ],
)
def test_the_template_follows_from_the_facts(lanes: tuple[Lane, ...], previous: tuple[str, ...], expected: str) -> None:
    sources = tuple(Source(name=x, label=x, lane=x, records=()) for x in lanes)
    assert flow(History(sources=sources, survivor={}, previous_studies=previous)).template == expected


@pytest.mark.parametrize(
    ("kept", "within", "between"),
    [
        # a1 and a2 came from one database, b1 from another: whichever is kept, one is within and one between.
        ("a1", ("a2",), ("b1",)),
        ("a2", ("a1",), ("b1",)),
        ("b1", ("a2",), ("a1",)),
    ],
)
def test_duplicates_within_and_between_do_not_depend_on_which_record_is_kept(
    kept: str, within: tuple[str, ...], between: tuple[str, ...]
) -> None:
    a = Source(name="a", label="A", lane=Lane.DATABASE, records=("a1", "a2"))
    b = Source(name="b", label="B", lane=Lane.DATABASE, records=("b1",))
    f = flow(History(sources=(a, b), survivor=dict.fromkeys(("a1", "a2", "b1"), kept)))
    assert (f["duplicates_within"], f["duplicates_between"]) == (within, between)


def test_two_batches_of_one_database_are_one_source() -> None:
    old = Source(name="round-1", label="PubMed", lane=Lane.DATABASE, records=("x",))
    new = Source(name="round-2", label="PubMed", lane=Lane.DATABASE, records=("y",))
    f = flow(History(sources=(old, new), survivor={"x": "x", "y": "x"}))
    assert f.counts["database_specific_results"] == {"PubMed": 2}
    assert f["duplicates_within"] == ("y",)


def test_a_source_without_hits_is_still_reported() -> None:
    empty = Source(name="e", label="Embase", lane=Lane.DATABASE, records=())
    assert flow(History(sources=(empty,), survivor={})).counts["database_specific_results"] == {"Embase": 0}


def test_an_exclusion_without_a_reason_says_so(story: History) -> None:
    bare = Outcome(state=State.EXCLUDED, reviewers=("Ada", "Bo"))
    f = flow(replace(story, eligibility={**story.eligibility, "p14": bare}))
    assert f.ids("dbr_excluded", "No reason given") == ("p14",)
