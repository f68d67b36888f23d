"""The progress bar, on a real terminal of 80 columns."""

import os
import pty
import re
import subprocess
import sys

STEPS = """
import time
from resift.cli import bar
from resift.cli.output import progress
bar._PATIENCE = 0.1
with progress() as tell:
    for done in range(0, 25_001, 1_000):
        tell("ids of a database whose name is rather too long for a line", done, 25_000)
        time.sleep(0.04)
    time.sleep(0.3)  # what is done has no bar any more
    print("done")
"""


def _on_terminal(script: str) -> str:
    """What a program writes to a terminal of 80 columns and 24 lines."""
    ours, theirs = pty.openpty()
    env = os.environ | {"COLUMNS": "80", "LINES": "24", "TERM": "xterm"}
    with subprocess.Popen([sys.executable, "-c", script], stdout=theirs, stderr=theirs, stdin=theirs, env=env):
        os.close(theirs)
        said = b""
        while True:
            try:
                said += os.read(ours, 65536)
            except OSError:  # how a terminal ends on Linux
                break
    os.close(ours)
    return said.decode()


def test_it_shows_counts_rate_and_time_left_in_eighty_columns_and_goes_when_it_is_done() -> None:
    said = _on_terminal(STEPS)
    lines = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line).rstrip() for line in re.split(r"[\r\n]+", said)]
    shown = [line for line in lines if "/25,000" in line]
    assert any(re.search(r"[\d,]+/25,000 [\d,]+/s 0:00:0\d left$", line) for line in shown)
    assert max(map(len, lines)) < 80
    assert [line for line in lines if line][-1] == "done"


def test_it_writes_nothing_where_nobody_watches() -> None:
    done = subprocess.run([sys.executable, "-c", STEPS], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


MANY = """
import time
from resift.cli import bar
from resift.cli.output import progress
bar._PATIENCE = 0.5
with progress() as tell:
    for step in "abcdefgh":
        tell(f"step {step}", 0, 1)
        time.sleep(0.2)
        tell(f"step {step}", 1, 1)
"""


def test_many_short_steps_are_no_long_wait_without_anything_to_see() -> None:
    said = _on_terminal(MANY)
    assert "step a" not in said
    assert "step h" in said


SAYING = """
import time
from resift.cli import bar
from resift.cli.output import progress
bar._PATIENCE = 0.1
with progress() as tell:
    tell("records", 1, 9)
    time.sleep(0.4)
    tell.say("PubMed refuses (429); trying again in 8 s (3 of 6)")
    time.sleep(0.3)
"""


def test_what_is_said_of_a_pause_stands_above_the_bar_and_stays() -> None:
    said = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", _on_terminal(SAYING))
    lines = [line.rstrip() for line in re.split(r"[\r\n]+", said)]
    place = lines.index("PubMed refuses (429); trying again in 8 s (3 of 6)")
    assert any("1/9" in line for line in lines[place:])
    done = subprocess.run([sys.executable, "-c", SAYING], capture_output=True, text=True, check=True)
    assert done.stderr == "PubMed refuses (429); trying again in 8 s (3 of 6)\n"
