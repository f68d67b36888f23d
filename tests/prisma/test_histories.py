"""Random histories: the boxes part the records, and what is consistent passes every check."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resift.decisions import Outcome, State
from resift.prisma import History, Lane, Level, Options, Retrieval, Source, check, check_counts, diagram, flow
from resift.prisma.identities import unchecked

CRITERIA = {"I1": "Wrong population", "I2": "No social outcome", "I3": "Not an intervention"}
STEPS = (
    "removed", "refound", "ineligible", "unread", "unscreened", "conflict", "automation", "excluded", "sought",
    "not retrieved", "retrieved", "full text", "awaiting", "ongoing", "new", "companion",
)  # fmt: skip
PEOPLE = ("Ada", "Bo")
IN = Outcome(state=State.INCLUDED, reviewers=PEOPLE)


def _split(records: list[str], lanes: list[Lane], at: list[int]) -> tuple[Source, ...]:
    parts: list[list[str]] = [[] for _ in lanes]
    for record, i in zip(records, at, strict=True):
        parts[i].append(record)
    return tuple(
        Source(name=f"s{i}", label=f"Source {i}", lane=lane, records=tuple(part), reported=len(part))
        for i, (lane, part) in enumerate(zip(lanes, parts, strict=True))
    )


def _decide(story: dict[str, Any], record: str, step: str, reason: str) -> None:
    out = Outcome(state=State.EXCLUDED, reasons=(reason,), reviewers=PEOPLE)
    if step in {"removed", "ineligible"}:
        story[step][record] = "Retraction notice"
    elif step == "refound":
        story["refound"][record] = "prev-1"
    elif step == "unread":
        story["unread"].add(record)
    elif step == "conflict":
        story["screening"][record] = replace(out, state=State.CONFLICT)
    elif step in {"automation", "excluded"}:
        story["screening"][record] = replace(out, reviewers=()) if step == "automation" else out
    elif step != "unscreened":
        _assess(story, record, step, out)


def _assess(story: dict[str, Any], record: str, step: str, out: Outcome) -> None:
    story["screening"][record] = IN
    if step == "sought":
        return
    story["retrieval"][record] = Retrieval(found=step != "not retrieved")
    if step == "full text":
        story["eligibility"][record] = out
    elif step in {"awaiting", "ongoing"}:
        story[step].add(record)
    elif step in {"new", "companion"}:
        story["eligibility"][record] = IN
        study = f"study-{out.reasons[0]}" if step == "new" else "old-1"
        story["study_of"][record] = study


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A consistent update of a review, finished or not."""
    n = draw(st.integers(0, 25))
    lanes = draw(st.lists(st.sampled_from(list(Lane)), min_size=1, max_size=5))
    records = [f"r{i:02}" for i in range(n)]
    at = draw(st.lists(st.integers(0, len(lanes) - 1), min_size=n, max_size=n))
    group = draw(st.lists(st.integers(0, max(0, 2 * n // 3)), min_size=n, max_size=n))
    kept: dict[int, str] = {}
    for i in draw(st.permutations(range(n))):
        kept.setdefault(group[i], records[i])
    story: dict[str, Any] = {
        x: {} for x in ("removed", "ineligible", "refound", "screening", "retrieval", "eligibility")
    }
    story |= {x: set() for x in ("unread", "awaiting", "ongoing")}
    story["study_of"] = {"prev-1": "old-1", "prev-2": "old-2"}
    for record in kept.values():
        _decide(story, record, draw(st.sampled_from(STEPS)), draw(st.sampled_from(list(CRITERIA))))
    for name in ("unread", "awaiting", "ongoing"):
        story[name] = frozenset(story[name])
    return History(
        sources=_split(records, lanes, at),
        survivor={r: kept[g] for r, g in zip(records, group, strict=True)},
        previous_studies=("old-1", "old-2"),
        previous_reports=("prev-1", "prev-2"),
        previous_removed=draw(st.sampled_from([{}, {"old-2": "Retracted"}])),
        criteria=CRITERIA,
        reviewers=2,
        **story,
    )


@given(histories())
@settings(deadline=None, max_examples=300)
def test_a_consistent_history_gives_a_flow_without_errors(history: History) -> None:
    f = flow(history)
    assert [x for x in check(f, history) if x.level is Level.ERROR] == []
    assert {x.code for x in check_counts(f.counts)} <= {"C13"}


@pytest.mark.slow
@given(histories())
@settings(deadline=None, max_examples=10_000)
def test_ten_thousand_histories_give_flows_in_which_everything_holds(history: History) -> None:
    f = flow(history)
    assert [x for x in check(f, history) if x.level is Level.ERROR] == []
    assert [x for x in check_counts(f.counts) if x.level is Level.ERROR] == []
    assert unchecked(f.counts) == ()  # every identity could be tested
    ends = [r for ids in f.terminals.values() for r in ids]
    assert sorted(ends) == sorted(r for s in history.sources for r in s.records)


@given(histories())
@settings(deadline=None, max_examples=100)
def test_the_boxes_part_the_records(history: History) -> None:
    ends = [r for ids in flow(history).terminals.values() for r in ids]
    assert sorted(ends) == sorted(r for s in history.sources for r in s.records)


@given(histories(), st.randoms())
@settings(deadline=None, max_examples=100)
def test_the_order_of_records_does_not_matter(history: History, random: Any) -> None:
    sources = tuple(replace(s, records=tuple(random.sample(s.records, len(s.records)))) for s in history.sources)
    survivor = dict(random.sample(sorted(history.survivor.items()), len(history.survivor)))
    shuffled = flow(replace(history, sources=sources, survivor=survivor))
    assert shuffled == flow(history)
    assert diagram(shuffled, title="x") == diagram(flow(history), title="x")


@given(histories())
@settings(deadline=None, max_examples=50)
def test_unread_records_may_stand_before_screening_and_the_sums_still_hold(history: History) -> None:
    from resift.prisma.boxes import unread_first

    assert {f.code for f in check_counts(unread_first(flow(history).counts))} <= {"C13"}
    assert "read by nobody" not in diagram(flow(history), title="x", options=Options(unread_before_screening=True))


names = st.sampled_from(["a", "b", "c", "d", "e", "zz"])
outcomes = st.builds(
    Outcome,
    state=st.sampled_from(list(State)),
    reasons=st.lists(st.sampled_from(["", "I1", "Other"]), max_size=2).map(tuple),
    reviewers=st.sampled_from([(), ("Ada",), ("Ada", "Bo")]),
)
nonsense = st.builds(
    History,
    sources=st.lists(
        st.builds(
            Source,
            name=st.just("s"),
            label=st.sampled_from(["A", "B", ""]),
            lane=st.sampled_from(list(Lane)),
            records=st.lists(names, unique=True, max_size=5).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    survivor=st.dictionaries(names, names),
    removed=st.dictionaries(names, st.sampled_from(["", "Retracted"])),
    ineligible=st.dictionaries(names, st.just("Rule")),
    unread=st.frozensets(names),
    screening=st.dictionaries(names, outcomes),
    retrieval=st.dictionaries(names, st.builds(Retrieval, found=st.booleans())),
    eligibility=st.dictionaries(names, outcomes),
    awaiting=st.frozensets(names),
    study_of=st.dictionaries(names, names),
    previous_studies=st.lists(names, unique=True, max_size=2).map(tuple),
    refound=st.dictionaries(names, names),
    criteria=st.sampled_from([{}, CRITERIA]),
    pooled=st.frozensets(names),
)


@given(nonsense)
@settings(deadline=None, max_examples=300)
def test_whatever_a_history_holds_each_known_record_is_in_one_box(history: History) -> None:
    f = flow(history)
    ends = [r for ids in f.terminals.values() for r in ids]
    assert sorted(ends) == sorted({r for s in history.sources for r in s.records})
    check(f, history)
    diagram(f, title="x")
