"""The mutation suite: whatever is changed by one in a flow, in its files or in its log is caught, or told as it is."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from resift.decisions import Event, Outcome, Stage, State, Verb
from resift.prisma import Flow, History, Level, Options, check, check_counts, flow
from resift.prisma.fields import TERMINALS, Counts
from resift.prisma.given import read_counts
from resift.records import Record
from resift.reporting.flow_files import Style, Told, count_rows, flow_files
from resift.reporting.rereading import READERS, reread
from resift.reporting.tables import csv_bytes
from resift.review.config import read_config
from resift.review.state import Reports
from resift.store import Run, Store

OUT = Outcome(state=State.EXCLUDED, reasons=("I1",), reviewers=("Ada", "Bo"))
BOUNDED = ("total_studies_ma", "total_reports_ma")


def _changed(counts: Counts) -> Iterable[tuple[str, dict[str, Any]]]:
    for name, value in counts.items():
        for step in (1, -1):
            for line in value if isinstance(value, Mapping) else [""]:
                mutant: dict[str, Any] = deepcopy(dict(counts))
                if line:
                    mutant[name][line] += step
                else:
                    mutant[name] += step
                yield f"{name} {line} {step:+}", mutant


def test_each_count_changed_by_one_breaks_an_identity(told: Flow) -> None:
    # No other number depends on the two counts of the meta-analysis; alone they are only bounded. In the files of a
    # review they are caught like every other, see below.
    tested = [(name, m) for name, m in _changed(told.counts) if not name.startswith(BOUNDED)]
    before = check_counts(told.counts)
    assert len(tested) > 100
    assert [name for name, mutant in tested if check_counts(mutant) == before] == []


def _files(told: Flow) -> dict[str, bytes]:
    return flow_files(told, Told(title="A fictional review"), Style(dpi=96))


def test_files_that_are_as_written_agree(told: Flow) -> None:
    assert reread(_files(told), told, Options()) == ()


NUMBER = {
    "flow.csv": re.compile(r"(?<=,)\d+(?=\n)"),
    "flow.json": re.compile(r'(?<=": )\d+'),
    "prisma2020.csv": re.compile(r"(?<=,)\d+(?=\n|$)|(?<=, )\d+(?=[;\"])"),
    # whatever is shown or spoken: lines, footnotes, titles of boxes, the description; not the credit's numbers
    "flow.svg": re.compile(r"(?<![\d:.;])\d+(?![\d:.;])(?=[^<>]*</(?:text|title|desc)>)"),
}


@pytest.mark.parametrize("name", NUMBER)
def test_each_number_changed_by_one_in_each_file_is_caught(told: Flow, name: str) -> None:
    files = _files(told)
    text = files[name].decode()
    uncounted = re.compile(r"^(NA|identification|screening|included),")  # headers and bars of the R package
    missed, tested = [], 0
    for at in NUMBER[name].finditer(text):
        line = text[text.rfind("\n", 0, at.start()) + 1 : at.end()]
        if name == "prisma2020.csv" and uncounted.match(line):
            continue
        for step in (1, -1):
            if int(at[0]) + step >= 0:
                changed = text[: at.start()] + str(int(at[0]) + step) + text[at.end() :]
                tested += 1
                if not reread(files | {name: changed.encode()}, told, Options()):
                    missed.append((line, step))
    assert tested > 40
    assert missed == []


@pytest.mark.parametrize("name", ["'Tis a register", "=1+1", "'=1+1", "''-a", "- and more", "'"])
def test_a_name_comes_back_from_the_table_of_numbers_whatever_it_begins_with(name: str) -> None:
    counts = {"database_specific_results": {name: 3}, "database_results": 3}
    table = csv_bytes(("field", "line", "n"), count_rows(counts)).decode()
    assert read_counts(table, "flow.csv") == counts
    assert list(READERS["flow.csv"](table)) == list(count_rows(counts))


def test_each_row_of_the_list_of_records_in_another_box_is_caught(told: Flow) -> None:
    ends = {r: box for box, ids in told.terminals.items() for r in ids}
    for record, box in ends.items():
        other = next(b for b in TERMINALS if b != box)
        out = io.StringIO()
        csv.writer(out).writerows([("record", "box"), *({**ends, record: other}).items()])
        found = reread({"records.csv": out.getvalue().encode()}, told, Options())
        assert any(record in f.records for f in found), record


def test_each_record_in_any_other_box_is_caught(story: History, told: Flow) -> None:
    tested = 0
    for source in TERMINALS:
        for moved in told[source]:
            for target in (t for t in TERMINALS if t != source):
                sets = dict(told.sets)
                sets[source] = tuple(r for r in sets[source] if r != moved)
                sets[target] = (*sets[target], moved)
                found = check(replace(told, sets=sets), story)
                assert any(f.level is Level.ERROR and moved in f.records for f in found), (moved, target)
                tested += 1
    assert tested == 30 * (len(TERMINALS) - 1)  # every record of the story


def test_each_record_dropped_or_doubled_is_caught(story: History, told: Flow) -> None:
    for box in TERMINALS:
        for record in told[box]:
            fewer = check(replace(told, sets={**told.sets, box: tuple(r for r in told[box] if r != record)}), story)
            assert any(f.code == "C15" and record in f.records for f in fewer), record
            for other in (b for b in TERMINALS if b != box):
                more = check(replace(told, sets={**told.sets, other: (*told[other], record)}), story)
                assert any(f.code == "C15" and record in f.records for f in more), (record, other)


KNOWN = (
    "survivor", "removed", "ineligible", "screening", "unread", "retrieval", "eligibility", "awaiting", "ongoing",
    "study_of", "previous_studies", "previous_reports", "refound", "previous_removed", "criteria", "pooled",
)  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_whatever_is_forgotten_changes_the_figure_or_is_caught(story: History, told: Flow, name: str) -> None:
    before = (told.counts, told.open_items, check(told, story))
    whole = getattr(story, name)
    for gone in whole:
        some = (x for x in whole if x != gone)
        fewer = {k: whole[k] for k in some} if isinstance(whole, Mapping) else type(whole)(some)
        history = replace(story, **{name: fewer})
        f = flow(history)
        assert (f.counts, f.open_items, check(f, history)) != before, gone


def test_each_decision_turned_round_changes_the_figure(story: History, told: Flow) -> None:
    for name in ("screening", "eligibility"):
        for record, outcome in getattr(story, name).items():
            if outcome.state is State.INCLUDED:
                changed = replace(story, **{name: {**getattr(story, name), record: OUT}})
                assert flow(changed).counts != told.counts, (name, record)


# The log of a small fictional review. ``without``: the box in which the record ends if the event had never been; ""
# for the box in which it is anyway. ``caught`` are the checks that then say so.


@dataclass(frozen=True, kw_only=True)
class Act:
    who: str
    stage: Stage
    record: str
    verb: Verb
    without: str = ""
    caught: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def _act(who: str, stage: Stage, record: str, verb: Verb, without: str = "", *caught: str, **more: Any) -> Act:
    return Act(who=who, stage=stage, record=record, verb=verb, without=without, caught=caught, more=more)


ONE, FULL, GOT, DATA = Stage.SCREENING, Stage.ELIGIBILITY, Stage.RETRIEVAL, Stage.DATA
IN, EX, UN = Verb.INCLUDE, Verb.EXCLUDE, Verb.UNSURE
UNSCREENED, UNASSESSED = "x_screening_pending", "x_dbr_pending"
STUDY = {"id": "new-1", "category": "peer support interventions"}

LOG = (
    # p-1: a new study
    _act("Ada", ONE, "p-1", IN, UNSCREENED, "C30"), _act("Bo", ONE, "p-1", IN, UNSCREENED, "C30"),
    _act("Ada", GOT, "p-1", Verb.RETRIEVED, UNASSESSED, "C30"),
    _act("Ada", FULL, "p-1", IN, UNASSESSED, "C30"), _act("Bo", FULL, "p-1", IN, UNASSESSED, "C30"),
    _act("Ada", DATA, "p-1", Verb.STUDY, "new_reports", "C22", data={"study": "new-1"}),
    # p-2: excluded by both, for different reasons
    _act("Ada", ONE, "p-2", EX, UNSCREENED, "C30", reasons=("I1",)),
    _act("Bo", ONE, "p-2", EX, UNSCREENED, "C30", reasons=("I2",)),
    # p-3: a conflict that Cy settled; without one side of it something is missing, but the decision stands
    _act("Ada", ONE, "p-3", IN, "records_excluded", "C29"),
    _act("Bo", ONE, "p-3", EX, "records_excluded", "C29", reasons=("I1",)),
    _act("Cy", ONE, "p-3", EX, UNSCREENED, "C29", "C30", reasons=("I1",), settles=True),
    # p-4: Ada took an exclusion back; not retrieved
    _act("Ada", ONE, "p-4", EX, reasons=("I3",)), _act("Ada", ONE, "p-4", Verb.UNDO),
    _act("Ada", ONE, "p-4", IN, UNSCREENED, "C30"), _act("Bo", ONE, "p-4", IN, UNSCREENED, "C30"),
    _act("Ada", GOT, "p-4", Verb.NOT_RETRIEVED, UNASSESSED, "C30", note="no library has it"),
    # p-5: unsure goes on; excluded at full text
    _act("Ada", ONE, "p-5", UN, UNSCREENED, "C30"), _act("Bo", ONE, "p-5", IN, UNSCREENED, "C30"),
    _act("Bo", GOT, "p-5", Verb.RETRIEVED, UNASSESSED, "C30"),
    _act("Ada", FULL, "p-5", EX, UNASSESSED, "C30", reasons=("I1",)),
    _act("Bo", FULL, "p-5", EX, UNASSESSED, "C30", reasons=("I1",)),
    # p-6: a new report of a study that the previous version has
    _act("Ada", ONE, "p-6", IN, UNSCREENED, "C30"), _act("Bo", ONE, "p-6", IN, UNSCREENED, "C30"),
    _act("Bo", GOT, "p-6", Verb.RETRIEVED, UNASSESSED, "C30"),
    _act("Ada", FULL, "p-6", IN, UNASSESSED, "C30"), _act("Bo", FULL, "p-6", IN, UNASSESSED, "C30"),
    _act("Ada", DATA, "p-6", Verb.STUDY, "new_reports", "C22", data={"study": "PREVIOUS"}),
    # the study of p-1 in words
    _act("Ada", DATA, "study:new-1", Verb.CHART, "", "C22", data=STUDY),
)  # fmt: skip
ENDS = {
    "p-1": "new_reports", "p-2": "records_excluded", "p-3": "records_excluded", "p-4": "dbr_notretrieved_reports",
    "p-5": "dbr_excluded", "p-6": "x_new_reports_of_previous_studies",
}  # fmt: skip


def _events(previous: str) -> list[Event]:
    made: list[Event] = []
    for i, act in enumerate(LOG):
        more = dict(act.more)
        if more.get("data", {}).get("study") == "PREVIOUS":
            more["data"] = {"study": previous}
        if act.verb is Verb.UNDO:
            more["target"] = made[-1].id
        time = f"2026-11-02T09:00:{i:02}.000000Z"
        made.append(Event(time=time, reviewer=act.who, stage=act.stage, record=act.record, verb=act.verb, **more))
    return made


Tell = Callable[[list[Event]], tuple[dict[str, str], Counts, set[tuple[str, str]]]]


@pytest.fixture(scope="module")
def previous(root: Path) -> str:
    config = read_config(root)
    assert config.previous is not None
    return config.previous.studies[0].id


@pytest.fixture(scope="module")
def tell(root: Path) -> Tell:
    """What a store with these events tells: where each record ends, the counts, and the checks with their records."""
    from resift.review.checks import charted

    config = read_config(root)

    def told(events: list[Event]) -> tuple[dict[str, str], Counts, set[tuple[str, str]]]:
        with Store("sqlite://") as store:
            records = [Record(id=i, title=f"A fictional report {i}") for i in ENDS]
            store.add_run(Run(id="p", search="p", database="PubMed", label="PubMed", kind="database"), records)
            store.add_grouping("2026-11-02", "by hand", [(r.id,) for r in records], [])
            store.append(events)
            state = Reports(config, store)
            history = state.history()
            f = flow(history)
            found = {(x.code, r) for x in (*check(f, history), *charted(state)) for r in x.records}
            return {r: box for box, ids in f.terminals.items() for r in ids}, f.counts, found

    return told


def test_the_log_tells_the_story(tell: Tell, previous: str) -> None:
    ends, _, found = tell(_events(previous))
    assert ends == ENDS
    assert {r for _, r in found if r in ENDS} == set()


@pytest.mark.parametrize("i", range(len(LOG)))
def test_each_event_dropped_is_told_as_it_is(tell: Tell, previous: str, i: int) -> None:
    act, events = LOG[i], _events(previous)
    ends, counts, found = tell(events[:i] + events[i + 1 :])
    record = act.record.removeprefix("study:")
    assert ends == (ENDS | {act.record: act.without} if act.without else ENDS)
    new = {code for code, r in found - tell(events)[2] if r == record}
    assert new == set(act.caught)
    if not act.without and not act.caught:  # what Ada took back had no effect, so without it nothing changes
        assert counts == tell(events)[1]


@pytest.mark.parametrize("i", range(len(LOG)))
def test_each_event_doubled_changes_nothing(tell: Tell, previous: str, i: int) -> None:
    events = _events(previous)
    assert tell([*events, events[i]]) == tell(events)
    if LOG[i].without or LOG[i].caught:  # said again later, it is still what was decided last
        assert tell([*events, replace(events[i], time="2026-11-03T09:00:00.000000Z")]) == tell(events)


def test_a_study_that_two_people_charted_in_two_categories_is_named(tell: Tell, previous: str) -> None:
    events = _events(previous)
    again = replace(events[-1], reviewer="Bo", data=STUDY | {"category": "group skills training"})
    assert tell([*events, again])[2] - tell(events)[2] == {("C22", "new-1")}
    corrected = replace(again, reviewer="Ada", time="2026-11-03T09:00:00.000000Z")  # Ada's own last word
    assert tell([*events, corrected])[2] == tell(events)[2]


def test_the_flow_as_json_fits_its_schema(told: Flow) -> None:
    import jsonschema

    from resift.prisma.fields import FIELDS, LISTS

    schema = json.loads((Path(flow.__code__.co_filename).parent / "flow.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    made = json.loads(_files(told)["flow.json"])
    jsonschema.validate(made, schema)
    counts = schema["properties"]["counts"]["properties"]
    assert set(counts) == set(FIELDS)
    assert {f for f, s in counts.items() if s["$ref"].endswith("list")} == LISTS
    for change in ({"template": "N3"}, {"counts": {"duplicates": -1}}, {"counts": {"hits": 1}}, {"draft": "no"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(made | change, schema)
