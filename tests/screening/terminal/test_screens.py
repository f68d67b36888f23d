"""Each screen at two sizes, against the one that was looked at and kept."""

import pytest
from tests.screening.terminal.reading import after, application, sitting
from tests.screening.terminal.screens import SCREENS, SIZES, kept, screen

from resift.decisions import Event
from resift.screening.terminal.look import Look


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_as_it_was_when_it_was_last_looked_at(name: str, size: tuple[int, int]) -> None:
    assert screen(name, size) == kept(name, size).read_text(encoding="utf-8")


def test_no_screen_is_kept_that_is_not_drawn() -> None:
    drawn = {kept(name, size).name for name in SCREENS for size in SIZES}
    assert {p.name for p in kept("record", SIZES[0]).parent.iterdir()} == drawn


@pytest.mark.parametrize("name", SCREENS)
def test_on_an_ascii_terminal_nothing_else_is_drawn(name: str) -> None:
    session, keys, _ = SCREENS[name]
    assert after(application(session(), look=Look(ascii=True)), *keys).isascii()


@pytest.mark.parametrize("size", [(20, 8), (40, 10), (79, 23), (99, 30), (100, 30), (300, 100)])
def test_any_size_is_drawn_to_its_edges(size: tuple[int, int]) -> None:
    shown = after(application(sitting()), "u", "u", "e", size=size)  # that each line fits is looked at in ``after``
    assert shown.count("\n") == size[1] - 1


@pytest.mark.parametrize("size", [(39, 24), (80, 13)])
def test_in_a_window_too_small_to_read_in_no_key_decides(size: tuple[int, int]) -> None:
    saved: list[Event] = []
    shown = " ".join(after(application(sitting(saved)), "i", "e", "a", size=size).split())
    assert "This window is too small to read in." in shown
    assert saved == []


def test_in_the_lowest_window_the_abstract_can_still_be_read_line_by_line() -> None:
    lines = after(application(sitting()), "j", size=(80, 14)).splitlines()
    assert lines[3].startswith(" METHODS: 60 lonely adults")  # status, two lines of the head, then the second paragraph
    assert lines[6].endswith("more lines: space")


def test_a_window_that_is_drawn_larger_while_it_runs_shows_the_same_record_with_the_criteria_beside_it() -> None:
    shown = after(application(sitting()), "1", size=(80, 24), then=(160, 50))
    assert shown == after(application(sitting()), "1", size=(160, 50))
    assert "I1 [yes] The participants are lonely." in shown
