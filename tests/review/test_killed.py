"""A sitting that is killed at any moment: every decision that was acknowledged is in the store."""

import os
import pty
import random
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.review.many import many

from resift.decisions import VERDICTS
from resift.store import Store

DECISIONS = 500
ANSWERS = ["i", "u", "e I1", "e I2 I1", "e I3"]
SAID = {"i": "include", "u": "unsure", "e I1": "exclude I1", "e I2 I1": "exclude I2 I1", "e I3": "exclude I3"}


def _stored(root: Path) -> list[str]:
    with Store.at(root / "data" / "review.db") as store:
        events = [e for e in store.standing_events("screening", "Ada") if e.verb in VERDICTS]
    assert len({e.record for e in events}) == len(events)  # none fell on a report that was decided already
    return [" ".join((e.verb.value, *e.reasons)) for e in events]


def _sitting(root: Path, typed: Sequence[str], enough: int, pause: float) -> int:
    """Type all answers ahead into a real terminal, kill after so many acknowledgements and a pause; returns how many
    acknowledgements were printed in all.
    """
    ours, theirs = pty.openpty()
    mode = termios.tcgetattr(theirs)
    mode[3] &= ~(termios.ECHO | termios.ICANON)  # nothing of ours in what is read; no limit to what is typed ahead
    termios.tcsetattr(theirs, termios.TCSANOW, mode)
    command = [sys.executable, "-m", "resift", "screen", "--plain", "--reviewer", "Ada", "--review", str(root)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(theirs)
    os.write(ours, "".join(f"{t}\n" for t in typed).encode())
    said = b""
    while said.count(b"Saved: ") < enough:
        said += os.read(ours, 65536)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()
    try:
        while more := os.read(ours, 65536):
            said += more
    except OSError:  # the terminal's other end is closed
        pass
    os.close(ours)
    return said.count(b"Saved: ")


@pytest.mark.slow
def test_each_acknowledged_decision_survives_kill_9_at_random_moments(tmp_path: Path) -> None:
    root = tmp_path / "review"
    many(root, DECISIONS + 60)
    chance = random.Random(20261128)
    known: list[str] = []
    while len(known) < DECISIONS:
        typed = chance.choices(ANSWERS, k=90)
        acknowledged = _sitting(root, typed, chance.randint(1, 70), chance.uniform(0, 0.05))
        now = _stored(root)
        made = now[len(known) :]
        assert now[: len(known)] == known
        assert made == [SAID[t] for t in typed[: len(made)]]
        assert acknowledged <= len(made)
        known = now
