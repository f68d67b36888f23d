"""Reviewers at once on one review, one of them killed: each a process of its own, through what every front uses."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from resift.decisions import Event, Verb
from resift.review.review import Review, start_review
from resift.review.worked import worked_files

NAMES = ("Ada", "Bo", "Cy")
RIS = "TY  - JOUR\nTI  - Fictional programme number {n} {a} {b}\nAU  - Doe, {n}\nAB  - Made up {n}.\nER  - \n\n"
# Decides by the report's number and the own name, says each decision aloud once it is saved, and checks at every turn
# that nothing of anybody else came along.
SITTING = """
import sys
from pathlib import Path
from resift.decisions import Stage, Verb
from resift.review.review import Review
from resift.store.sharing import visible_events
who, number = sys.argv[2], int(sys.argv[3])
with Review(Path(sys.argv[1])) as review:
    session = review.session(who)
    assert {e.reviewer for e in session.decided.values()} <= {who}
    for turn in range(len(session.decided), number):
        report = session.report
        out = (int(report.split("-")[1]) + len(who)) % 2
        event = session.decide(*((Verb.EXCLUDE, ("I1",)) if out else (Verb.INCLUDE,)), note=who, report=report)
        print(event.id, report, flush=True)
        seen = visible_events(review.store, who, "screening") if turn % 60 == 0 else ()
        assert {e.record for e in seen} <= set(session.decided), "a decision was seen before the own one"
"""


def _made(folder: Path, number: int, reviewers: int) -> Path:
    """A review of so many fictional reports, each to be read by so many people."""
    files = dict(worked_files(("review.toml", "queries", "screening", "data/previous")))
    toml = files["review.toml"].replace(b"every = 50", b"every = 100")
    files["review.toml"] = toml.replace(b"reviewers = 2", f"reviewers = {reviewers}".encode())
    start_review(folder / "review", files)
    words = ("choir", "football", "woodwork", "theatre", "gardening", "cooking", "walking", "reading", "chess", "dance")
    entries = (RIS.format(n=n, a=words[n % 10], b=words[n // 10 % 10]) for n in range(1, number + 1))
    (folder / "export.ris").write_text("".join(entries))
    with Review(folder / "review") as review:
        review.import_file(folder / "export.ris", "embase")
        assert review.dedup()["reports"] == number
    return folder / "review"


def _sit(folder: Path, who: str, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SITTING, str(folder), who, str(number)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def _ended(process: subprocess.Popen[str]) -> list[tuple[str, str]]:
    """What a sitting said it had saved: event and report, in order."""
    said, faults = process.communicate(timeout=600)
    assert process.returncode == 0, faults
    return [(line.split()[0], line.split()[1]) for line in said.splitlines()]


def _fits(event: Event) -> bool:
    """Whether an event is whole and its reviewer's own: the verb follows from name and report, the note is the name."""
    out = (int(event.record.split("-")[1]) + len(event.reviewer)) % 2
    wanted = (Verb.EXCLUDE, ("I1",)) if out else (Verb.INCLUDE, ())
    return (event.verb, event.reasons) == wanted and event.note == event.reviewer


@pytest.mark.slow
def test_a_reviewer_whose_session_is_killed_keeps_what_was_said_and_harms_no_other(tmp_path: Path) -> None:
    folder = _made(tmp_path, 80, 3)
    victim, *others = (_sit(folder, who, 80) for who in NAMES)
    assert victim.stdout is not None
    said = [victim.stdout.readline().split()[0] for _ in range(20)]
    victim.send_signal(signal.SIGKILL)
    said += [line.split()[0] for line in victim.stdout.read().splitlines() if line.count(" ")]
    victim.communicate()
    assert victim.returncode == -signal.SIGKILL
    assert [len(_ended(p)) for p in others] == [80, 80]
    with Review(folder) as review:
        kept = [e.id for e in review.store.all_events() if e.reviewer == "Ada"]
        # one more may be on disk than was said: the kill came between the two
        assert set(said) <= set(kept)
        assert len(kept) <= len(said) + 1
    assert len(_ended(_sit(folder, "Ada", 80))) == 80 - len(kept)
    with Review(folder) as review:
        assert Counter(e.reviewer for e in review.store.all_events()) == dict.fromkeys(NAMES, 80)
        assert [e for e in review.store.all_events() if not _fits(e)] == []
