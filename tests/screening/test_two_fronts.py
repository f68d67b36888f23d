"""The whole terminal and line mode: the same answers give the same events."""

from collections.abc import Sequence

import pytest
from tests.screening.terminal.reading import after, application, sitting

from resift.decisions import Event
from resift.screening.lines import run

# keys on the terminal, the same answers in line mode
ANSWERS = [
    ("i", ["i"]),
    ("e b u l i", ["e I2", "u", "l", "i"]),
    ("e C A enter i z e A enter", ["e E1 I1", "i", "z", "e I1"]),
    ("1 2 2 3 3 enter", ["j I1 yes", "j I2 yes", "j I2 no", "j E1 yes", "j E1 no", "a"]),
    ("1 1 1 1 i", ["j I1 yes", "j I1 no", "j I1 unclear", "j I1", "i"]),
    ("n o d d enter # p enter i z z z", ["n odd", "t p", "i", "z", "z", "z"]),
    ("x i u", ["d", "i", "u"]),
    ("i u h enter e A enter", ["i", "u", "h", "o 1", "e I1"]),
    ("i h enter escape u", ["i", "h", "o 1", "z", "u"]),
    ("a b w o r d enter i", ["w I2 word", "i"]),
    ("? c c p p t t", ["?", "c", "p", "m", "m"]),
]  # fmt: skip


def _told(events: Sequence[Event]) -> list[dict[str, object]]:
    """All of each event but its times, with what an undo takes back as the place of its event in the log."""
    at = {e.id: i for i, e in enumerate(events)}
    left = ("time", "target", "data")
    return [
        {k: v for k, v in e.as_dict().items() if k not in left}
        | {"target": at.get(e.target), "data": {k: v for k, v in e.data.items() if k != "ms"}}
        for e in events
    ]


@pytest.mark.parametrize(("keys", "answers"), ANSWERS, ids=[k for k, _ in ANSWERS])
def test_the_same_answers_give_the_same_events_on_both_fronts(keys: str, answers: list[str]) -> None:
    typed: list[Event] = []
    after(application(sitting(typed)), *keys.split(), size=(80, 40))
    said: list[Event] = []
    run(sitting(said), answers, lambda _: None)
    assert _told(typed) == _told(said)
