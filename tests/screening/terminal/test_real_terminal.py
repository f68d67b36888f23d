"""The session in a real pseudo-terminal, started as a reviewer starts it."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.review.many import many
from tests.screening.terminal.driver import SAVED, Terminal, plain

from resift.decisions import VERDICTS, Verb
from resift.review import Review

KEYS = {"i": "include", "u": "unsure", "ea": "exclude I1", "eBa": "exclude I2 I1", "ec": "exclude I3"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "review"
    many(root, 70)
    with Review(root) as review:
        review.rank("Ada")
    return root


@pytest.fixture
def review(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "review")


def _command(review: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "resift", "screen", "--reviewer", "Ada", "--review", str(review), *more]


def _stored(review: Path) -> list[tuple[str, str]]:
    with Review(review) as opened:
        events = [e for e in opened.store.standing_events("screening", "Ada") if e.verb in VERDICTS]
    return [(e.record, " ".join((e.verb.value, *e.reasons))) for e in events]


def _queue(review: Path) -> Sequence[str]:
    with Review(review) as opened:
        return opened.session("Ada").queue


def test_thirty_records_are_screened_with_the_keys_that_the_screen_names(review: Path) -> None:
    queue = _queue(review)
    with Terminal(_command(review)) as terminal:
        first = terminal.until("i include  e exclude  u unsure")
        assert "Read, then press a key" in first
        for n in range(1, 31):
            terminal.type(("i", "u", "ea")[n % 3])
            terminal.until(rf"\({n} read\)")
        terminal.type("q")
        assert terminal.ended() == 0
    kinds = ("include", "unsure", "exclude I1")
    assert _stored(review) == [(queue[n - 1], kinds[n % 3]) for n in range(1, 31)]


def test_fifty_exclusions_typed_ahead_all_land_on_the_right_records(review: Path) -> None:
    queue = _queue(review)
    with Terminal(_command(review)) as terminal:
        terminal.until("i include")
        terminal.type("eb" * 45 + "eCa" * 4)  # one short of the fiftieth, after which a new order may come
        terminal.until(r"\(49 read\)")
        terminal.type("q")
        assert terminal.ended() == 0
    assert _stored(review) == [(r, "exclude I2" if n < 45 else "exclude I3 I1") for n, r in enumerate(queue[:49])]


def test_keys_typed_before_a_record_is_seen_decide_nothing(review: Path) -> None:
    with Terminal(_command(review)) as terminal:
        for _ in range(8):
            terminal.type("i")
            time.sleep(0.05)
        terminal.until(r"\b0 of 70 read")
        terminal.type("u")
        terminal.until(r"\(1 read\)")
        terminal.type("q")
        assert terminal.ended() == 0
    assert [said for _, said in _stored(review)] == ["unsure"]


@pytest.mark.parametrize("how", ["drawn", "plain"])
def test_keys_typed_while_a_second_look_is_chosen_decide_nothing(review: Path, how: str) -> None:
    with Review(review) as opened:
        session = opened.session("Ada")
        for _ in range(12):
            session.decide(Verb.EXCLUDE, ["I1"])
    end, more = ("", ()) if how == "drawn" else ("\n", ("--plain",))
    with Terminal(_command(review, "--second-look", *more)) as terminal:
        for _ in range(8):
            terminal.type("i" + end)
            time.sleep(0.05)
        terminal.until(r"\b0 of 12 read" if how == "drawn" else "Title: ")
        terminal.type("u" + end)
        terminal.until(r"\(1 read\)" if how == "drawn" else "Saved: unsure")
        terminal.type("q" + end)
        assert terminal.ended() == 0
    assert [said for _, said in _stored(review)[12:]] == ["unsure"]


def test_the_terminal_is_left_as_it_was(review: Path) -> None:
    with Terminal(_command(review)) as terminal:
        terminal.until("i include")
        terminal.painted = b""
        terminal.type("q")
        assert terminal.ended() == 0
        assert b"\x1b[?1049l" in terminal.painted  # back from the other screen
        assert b"\x1b[?25h" in terminal.painted  # the cursor is seen
    assert "Next: resift" in plain(terminal.painted)


def test_control_c_ends_a_sitting_like_q(review: Path) -> None:
    with Terminal(_command(review)) as terminal:
        terminal.until("i include")
        terminal.type("i")
        terminal.until(r"\(1 read\)")
        terminal.type("\x03")
        assert terminal.ended() == 0
    assert len(_stored(review)) == 1


def test_a_window_drawn_larger_shows_the_criteria_beside_the_record(review: Path) -> None:
    with Terminal(_command(review)) as terminal:
        terminal.until("i include")
        terminal.settle()
        terminal.resize(160, 50)
        assert "Must not hold" in terminal.until("Must hold.*p progress")
        terminal.settle()
        terminal.resize(80, 24)
        terminal.until("c criteria: 1 I1")


def test_a_window_that_is_closed_ends_the_sitting(review: Path) -> None:
    terminal = Terminal(_command(review))
    try:
        terminal.until("i include")
        terminal.type("i")
        terminal.until(r"\(1 read\)")
    finally:
        os.close(terminal.main)
    try:
        terminal.process.wait(20)
    finally:
        terminal.kill()
    assert len(_stored(review)) == 1


def test_a_dumb_terminal_gets_line_mode_without_a_single_code(review: Path) -> None:
    with Terminal(_command(review), env={"TERM": "dumb"}) as terminal:
        terminal.until("Answer i, e and criteria")
        terminal.type("i\nq\n")
        terminal.until("Saved. Resume any time.")
        assert terminal.ended() == 0
        assert b"\x1b" not in terminal.painted
    assert len(_stored(review)) == 1


@pytest.mark.parametrize("without", ["stdin", "stdout", "stderr"])
def test_without_a_terminal_at_one_end_it_is_line_mode_and_never_hangs(review: Path, without: str) -> None:
    main, other = os.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), other) | {without: subprocess.DEVNULL}
    os.write(main, b"i\nq\n")
    try:
        done = subprocess.run(_command(review), **streams, timeout=60, check=False)  # type: ignore[call-overload]
    finally:
        os.close(main)
        os.close(other)
    assert done.returncode == 0
    assert len(_stored(review)) == (0 if without == "stdin" else 1)


def test_plain_asks_line_by_line_on_any_terminal(review: Path) -> None:
    with Terminal(_command(review, "--plain")) as terminal:
        terminal.until("Answer i, e and criteria")
        terminal.type("q\n")
        assert terminal.ended() == 0
        assert b"\x1b" not in terminal.painted


def test_with_no_color_no_colour_is_sent_and_words_still_stand_out(review: Path) -> None:
    with Terminal(_command(review), env={"NO_COLOR": "1"}) as terminal:
        terminal.until("quit")
        terminal.type("ea")
        terminal.until("1 of ")
        terminal.type("e")
        terminal.until("a letter excludes")
        terminal.settle()
    found = re.findall(rb"\x1b\[([\d;]+)m", terminal.all_painted)
    codes = {int(c) for seq in found for c in seq.split(b";")}
    assert not codes & {*range(30, 39), *range(40, 49), *range(90, 108)}
    assert {1, 4, 7} <= codes  # bold, underlined, reversed


def test_in_the_c_locale_only_ascii_is_sent(review: Path) -> None:
    with Terminal(_command(review), env={"LANG": "C"}) as terminal:
        raw = b""
        for keys in ("", "i", "?", "x", "h", "x", "eBa", "p", "x", "c"):
            terminal.type(keys)
            while terminal.read(0.3 if raw else 30):
                raw, terminal.painted = raw + terminal.painted, b""
    assert b"include" in raw
    assert raw.isascii()


def test_keys_of_the_review_are_read_and_a_fault_in_them_is_named(review: Path) -> None:
    file = review / "screening" / "keys.toml"
    file.write_text('[keys]\ninclude = "y"\n', encoding="utf-8")
    with Terminal(_command(review)) as terminal:
        terminal.until("y include")
        terminal.type("y")
        terminal.until(r"\(1 read\)")
    file.write_text('[keys]\ninclude = "u"\n', encoding="utf-8")
    with Terminal(_command(review)) as terminal:
        said = terminal.until("next: give one of the two another key")
        assert terminal.ended() == 1
    assert "keys.toml:2: the key 'u' means both include and unsure" in " ".join(said.split())


def test_keys_that_are_not_there_are_said(review: Path) -> None:
    with Terminal(_command(review, "--keys", "colandr")) as terminal:
        terminal.until("there are no keys 'colandr'")
        assert terminal.ended() == 1


@pytest.mark.slow
def test_each_decision_acknowledged_on_the_screen_survives_kill_9_at_random_moments(tmp_path: Path) -> None:
    review = tmp_path / "review"
    many(review, 560)
    chance = random.Random(20261128)
    known: list[tuple[str, str]] = []
    while len(known) < 500:
        typed = chance.choices(list(KEYS), k=80)
        with Terminal(_command(review)) as terminal:
            terminal.until("i include")
            terminal.type("".join(typed))
            enough = len(known) + chance.randint(1, 60)
            acknowledged = len(known)
            while acknowledged < enough and terminal.read(30):
                acknowledged = max([acknowledged, *map(int, SAVED.findall(plain(terminal.painted)))])
            terminal.read(chance.uniform(0, 0.05))
            terminal.kill()
            while terminal.read(0):
                pass
            acknowledged = max([acknowledged, *map(int, SAVED.findall(plain(terminal.painted)))])
        now = _stored(review)
        made = now[len(known) :]
        assert now[: len(known)] == known
        assert [said for _, said in made] == [KEYS[t] for t in typed[: len(made)]]
        assert len({record for record, _ in now}) == len(now) >= acknowledged
        known = now
