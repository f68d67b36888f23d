"""Events as a file: what is written is read, what was changed is refused with its line."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.decisions import Event, Stage, Verb
from resift.errors import BadFile
from resift.formats.event_file import EventFile, about, read_events, write_events


def _event(second: int, who: str = "Ada", **more: object) -> Event:
    values = {"stage": Stage.SCREENING, "record": "a-1", "verb": Verb.INCLUDE, **more}
    return Event(time=f"2026-11-02T09:00:{second:02}.000000Z", reviewer=who, **values)  # type: ignore[arg-type]


FULL = _event(
    1, verb=Verb.EXCLUDE, reasons=("I5", "I2"), verdicts={"I5": "no"}, note="naïve\u2028\n“x”", rank=3, model="m",
    criteria="1", data={"a": [1, None, {"b": "c"}]},
)  # fmt: skip
DATA: dict[Verb, dict[str, object]] = {
    Verb.TAG: {"tag": "t", "on": True}, Verb.EDIT: {"abstract": "a", "source": "s"}, Verb.OPEN: {"why": "changed"},
    Verb.TERM: {"criterion": "I1", "term": "t"}, Verb.SAME: {"other": "a-2"}, Verb.DISTINCT: {"other": "a-2"},
    Verb.STUDY: {"study": "S1"}, Verb.CHART: {"id": "S1"}, Verb.MARKED: {"kind": "RetractionIn", "pmid": ""},
}  # fmt: skip


def _any(second: int, who: str, verb: Verb, **more: object) -> Event:
    return _event(second, who, verb=verb, data=DATA.get(verb, {}), **more)


EVENTS = st.builds(
    _any, st.integers(0, 59), st.sampled_from(["Ada", "Bo"]), verb=st.sampled_from(list(Verb)),
    stage=st.sampled_from(list(Stage)), record=st.sampled_from(["a-1", "a-2", ""]), note=st.text(max_size=5).filter(
        lambda t: t.isascii()), reasons=st.lists(st.sampled_from(["I1", "I2"])).map(tuple), settles=st.booleans(),
    rank=st.none() | st.integers(0, 9), verdicts=st.dictionaries(st.just("I1"), st.sampled_from(["yes", "no"])),
)  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "data"),
    [*((verb, {k: v for k, v in data.items() if k != gone}) for verb, data in DATA.items() for gone in list(data)[:1]),
     (Verb.OPEN, {"why": "no such"}), (Verb.MARKED, {"kind": "RetractionIn", "more": ""}),
     (Verb.TAG, {"tag": 1, "on": 1}), (Verb.INCLUDE, {"instead": 1}), (Verb.INCLUDE, {"instead": [1]})],
)  # fmt: skip
def test_an_event_that_no_state_can_be_folded_from_is_refused(verb: Verb, data: dict[str, object]) -> None:
    with pytest.raises(BadFile, match="no event that resift knows"):
        read_events("\n".join(_lines(_event(1, verb=verb, data=data))).encode(), name="f")


@given(st.lists(EVENTS, max_size=6, unique_by=lambda e: e.id))
def test_what_is_written_is_read_in_the_order_of_time(events: list[Event]) -> None:
    file = EventFile(review="Fiction", records="x", events=tuple(events))
    back = read_events(write_events(file), name="f")
    assert back == replace(file, events=tuple(sorted(events, key=lambda e: (e.time, e.id))))


@given(st.permutations([FULL, _event(2), _event(3)]))
def test_the_same_events_give_the_same_bytes(events: list[Event]) -> None:
    file = EventFile(review="Fiction", events=(FULL, _event(2), _event(3)))
    assert write_events(replace(file, events=tuple(events))) == write_events(file)


def _lines(*events: Event, reviewer: str = "") -> list[str]:
    return write_events(EventFile(review="Fiction", reviewer=reviewer, events=events)).decode().split("\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"exclude"', '"include"'), ('"I5","I2"', '"I2","I5"'), ('"Ada"', '"Bo"'), ('"a-1"', '"a-2"'),
        ("09:00", "08:00"), ('"settles":false', '"settles":true'), ('"rank":3', '"rank":4'), ("“x”", "“y”"),
    ],
)  # fmt: skip
def test_a_changed_line_is_refused_by_file_and_line(old: str, new: str) -> None:
    lines = _lines(_event(0), FULL)
    assert old in lines[2]
    lines[2] = lines[2].replace(old, new)
    with pytest.raises(BadFile, match="was changed") as error:
        read_events("\n".join(lines).encode(), name="ada.jsonl")
    assert error.value.where == "ada.jsonl:3"


@given(st.data())
def test_a_file_cut_anywhere_is_refused(data: st.DataObject) -> None:
    whole = write_events(EventFile(review="Fiction", events=(_event(0), FULL)))
    # without its last line break the file is still whole
    with pytest.raises(BadFile):
        read_events(whole[: data.draw(st.integers(0, len(whole) - 2))], name="f")


@given(st.data())
def test_no_changed_byte_gives_other_events(data: st.DataObject) -> None:
    whole = write_events(EventFile(review="Fiction", reviewer="Ada", events=(_event(0), FULL)))
    place, byte = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 255))
    try:
        found = read_events(whole[:place] + bytes([byte]) + whole[place + 1 :], name="f")
    except BadFile:
        return
    assert {e.id for e in found.events} == {_event(0).id, FULL.id}


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_random_bytes_raise_nothing_but_bad_file(data: bytes) -> None:
    with pytest.raises(BadFile):
        read_events(data, name="f")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"time": "2026-13-02T09:00:01.000000Z"}, "its time"), ({"time": "2026-11-02 09:00"}, "its time"),
        ({"stage": "dinner"}, "dinner"), ({"verb": "praise"}, "praise"), ({"reviewer": ""}, "no proper name"),
        ({"reviewer": "A\u001b[2Jda"}, "no proper name"), ({"rank": "3"}, "rank"), ({"reasons": "I5"}, "reasons"),
        ({"reasons": [5]}, "texts"), ({"extra": 1}, "extra"), ({"settles": 1}, "settles"),
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused_even_with_a_matching_hash(change: dict[str, object], told: str) -> None:
    lines = _lines(FULL)
    lines[1] = json.dumps(json.loads(lines[1]) | change)
    with pytest.raises(BadFile, match=told) as error:
        read_events("\n".join(lines).encode(), name="f")
    assert error.value.where == "f:2"


def test_an_event_of_somebody_else_in_a_reviewers_file_is_refused() -> None:
    lines = _lines(_event(1), _event(2, "Bo"), reviewer="Ada")
    with pytest.raises(BadFile, match="Bo's, the file Ada's"):
        read_events("\n".join(lines).encode(), name="f")


def test_a_newer_format_is_refused_with_the_next_step() -> None:
    lines = _lines(_event(1))
    lines[0] = lines[0].replace('"version":1', '"version":2')
    with pytest.raises(BadFile, match="newer resift") as error:
        read_events("\n".join(lines).encode(), name="f")
    assert "install" in error.value.then


def test_studies_and_words_are_no_records_and_both_of_a_doubtful_pair_are() -> None:
    pair = _event(1, stage=Stage.DUPLICATES, verb=Verb.SAME, data={"other": "b-1"})
    chart = _event(2, stage=Stage.DATA, record="study:S1", verb=Verb.CHART)
    words = _event(3, record="highlights", data={"term": "choir", "other": "x"})
    assert about([pair, chart, words]) == {"a-1", "b-1"}
