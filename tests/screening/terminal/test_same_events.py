"""The same answers, given on the keys and line by line, make the same events."""

from typing import Any

import pytest
from tests.screening.terminal.reading import after, application, sitting

from resift.decisions import Event
from resift.screening.lines import run

# what is typed as keys, and the same as lines
SAME = [
    ("i u", ["i", "u"]),
    ("e b", ["e I2"]),
    ("e C a", ["e E1 I1"]),
    ("1 2 2 enter", ["j I1 yes", "j I2 yes", "j I2 no", "a"]),
    ("3 e a", ["j E1 yes", "e I1"]),
    ("n s e e n enter i", ["n seen", "i"]),
    ("# p enter # p enter", ["t p", "t p"]),
    ("l u z z", ["l", "u", "z", "z"]),
    ("a b b e d enter", ["w I2 bed"]),
    ("x u", ["d", "u"]),
    ("i u h j enter e a", ["i", "u", "h", "o 2", "e I1"]),
]


def _content(event: Event) -> dict[str, Any]:
    return {k: v for k, v in event.as_dict().items() if k != "time"} | {
        "data": {k: v for k, v in event.data.items() if k != "ms"}
    }


def _targets(log: list[Event]) -> list[int | None]:
    return [next((i for i, o in enumerate(log) if o.id == e.target), None) for e in log]


@pytest.mark.parametrize(("keys", "lines"), SAME, ids=[k for k, _ in SAME])
def test_keys_and_lines_save_the_same(keys: str, lines: list[str]) -> None:
    by_key: list[Event] = []
    by_line: list[Event] = []
    after(application(sitting(by_key)), *keys.split())
    run(sitting(by_line), lines, lambda _: None)
    assert len(by_key) > 0
    # what an undo takes back is named by its id, which holds the time
    assert _targets(by_key) == _targets(by_line)
    assert [_content(e) | {"target": ""} for e in by_key] == [_content(e) | {"target": ""} for e in by_line]
