"""A fictional update of a review, small enough to count on paper, with something in every box."""

import pytest

from resift.decisions import Outcome, State
from resift.prisma import Flow, History, Lane, Retrieval, Source, flow

BOTH = ("Ada", "Bo")
IN = Outcome(state=State.INCLUDED, reviewers=BOTH)


def _out(*reasons: str, by: tuple[str, ...] = BOTH) -> Outcome:
    return Outcome(state=State.EXCLUDED, reasons=reasons, reviewers=by)


def _ids(letter: str, n: int) -> tuple[str, ...]:
    return tuple(f"{letter}{i:02}" for i in range(1, n + 1))


@pytest.fixture(scope="session")
def story() -> History:
    """30 records; the counts are worked out in test_flow.py."""
    sources = (
        Source(name="pubmed", label="PubMed", lane=Lane.DATABASE, records=_ids("p", 14), reported=14),
        Source(name="embase", label="Embase", lane=Lane.DATABASE, records=_ids("e", 5), reported=5),
        Source(name="ctgov", label="ClinicalTrials.gov", lane=Lane.REGISTER, records=_ids("r", 2)),
        Source(name="agency", label="Agency website", lane=Lane.WEBSITE, records=_ids("w", 2)),
        Source(name="charity", label="Charity", lane=Lane.ORGANISATION, records=_ids("o", 1)),
        Source(name="cited", label="Citation searching", lane=Lane.CITATION, records=_ids("c", 6)),
    )
    survivor = {r: r for s in sources for r in s.records}
    # p04 was found by a database, but its website record was kept; e02 reaches p03 by way of r01.
    survivor |= {"p02": "p01", "e01": "p01", "e02": "r01", "r01": "p03", "c01": "p03", "p04": "w02", "c02": "w01"}
    sought = ("p01", "p03", "w02", "p12", "p13", "p14", "e04", "e05", "r02", "w01", "c04", "c05", "c06")
    return History(
        sources=sources,
        survivor=survivor,
        removed={"p05": "Retraction notice or erratum"},
        ineligible={"p07": "Published before the window"},
        screening=dict.fromkeys(sought, IN)
        | {"p09": _out("I2", by=()), "p10": _out("I1"), "e03": _out("I2"), "c03": _out("I1")},
        unread=frozenset({"p08"}),
        retrieval=dict.fromkeys(sought, Retrieval(found=True))
        | {"p12": Retrieval(found=False, why="library"), "c04": Retrieval(found=False, why="library")},
        eligibility=dict.fromkeys(("p01", "p03", "w02", "w01"), IN)
        | {"p14": _out("I1"), "e04": _out("I2", "I1"), "c06": _out("I1")},
        awaiting=frozenset({"e05"}),
        ongoing=frozenset({"r02"}),
        study_of={
            "p01": "New A", "p03": "New A", "w01": "New B", "w02": "Old 1",
            "prev-1": "Old 1", "prev-2": "Old 2", "prev-3": "Old 2", "prev-4": "Old 3",
        },
        previous_studies=("Old 1", "Old 2", "Old 3"),
        previous_reports=("prev-1", "prev-2", "prev-3", "prev-4"),
        refound={"p06": "prev-1"},
        previous_removed={"Old 3": "Retracted"},
        criteria={"I1": "Wrong population", "I2": "No social outcome"},
        pooled=frozenset({"New B", "Old 1"}),
        reviewers=2,
    )  # fmt: skip


@pytest.fixture(scope="session")
def told(story: History) -> Flow:
    """The story as a flow."""
    return flow(story)
