"""The whole matrix of faults over a large run: every fault at every call, ten at random, and kill -9.

``python -m tests.search.matrix --records 25000`` takes hours; ``--share 1/2`` and ``--share 2/2`` share it between two.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path

from tests.search.processes import killed
from tests.search.rehearsals import (
    Outcome,
    Stage,
    fault,
    for_ever,
    once,
    passed,
    points,
    run,
    stage,
    ten,
    until_tired,
)

from resift.search import archive, envelopes, eutils, pubmed


def _remember_the_rest() -> None:
    """Reading and packing the same bytes again and again is what a large matrix spends its time with."""
    known = lru_cache(2000)(envelopes.check_records)
    eutils.check_records = pubmed.check_records = lambda body, asked: known(body, frozenset(asked))
    eutils.read_esearch = lru_cache(200)(envelopes.read_esearch)
    gzip.compress, gzip.decompress = lru_cache(2000)(gzip.compress), lru_cache(2000)(gzip.decompress)
    archive.os.fsync = lambda _: None  # a crash of the machine is not rehearsed here


class Resumed:
    """Runs that were interrupted just before some call of efetch, the one after that and the rest being stored already.

    So a fault at each of many calls costs two requests, not all of them; that a run which is resumed is the same as one
    that was never interrupted is what ``killed`` shows.
    """

    def __init__(self, there: Stage) -> None:
        self._whole = there.folder / "whole"
        run(there.client(self._whole, quick=False), there.batch)
        self._lines = (self._whole / "ledger.jsonl").read_bytes().splitlines(keepends=True)
        self._first = next(n for n, line in enumerate(self._lines) if b'[\\"efetch\\"' in line)

    def once(self, there: Stage, kind: str, utility: str, n: int) -> Outcome:
        """A fault at the n-th call of efetch."""
        outcome = there.play([fault(kind, utility, [1])], begun=partial(self._begin, n))
        if outcome.calls < 2 and n < len(self._lines) - self._first:
            raise AssertionError("the call was not made")
        return passed(outcome, kind, utility)

    def _begin(self, n: int, kept: Path) -> None:
        shutil.copytree(self._whole, kept, copy_function=os.link, dirs_exist_ok=True)
        open_ = self._first + n - 1
        (kept / "ledger.jsonl").unlink()
        (kept / "ledger.jsonl").write_bytes(b"".join(self._lines[:open_] + self._lines[open_ + 2 :]))


def _main() -> None:
    parse = argparse.ArgumentParser()
    parse.add_argument("--records", type=int, default=25_000)
    parse.add_argument("--cap", type=int, default=9_999)
    parse.add_argument("--batch", type=int, default=200)
    parse.add_argument("--sequences", type=int, default=200)
    parse.add_argument("--every", type=int, default=1, help="in lasting faults: of the calls of efetch, every n-th")
    parse.add_argument("--kills", type=int, default=0, help="only this: kill -9 at so many random moments")
    parse.add_argument("--share", default="1/1", help="2/3: the second of three processes that share the work")
    given = parse.parse_args()
    if not given.kills:
        _remember_the_rest()
    shm = Path("/dev/shm")  # noqa: S108
    with (
        tempfile.TemporaryDirectory(dir=shm if shm.is_dir() else None) as folder,
        stage(Path(folder), given.records, cap=given.cap, batch=given.batch) as there,
    ):
        calls = there.calls()
        _say(f"{given.records} records, an undisturbed run has {calls}")
        if given.kills:
            _play(there, "kill -9", [("kill", partial(killed, there, seed), seed) for seed in range(given.kills)])
            sys.exit(bool(FAILURES))
        mine, of = map(int, given.share.split("/"))
        every = points(calls)
        searches = [p for p in every if p[1] == "esearch"]
        some = searches + [p for p in every if p[1] == "efetch" and p[2] % given.every == 0]
        resumed = Resumed(there)
        for name, play, at in (
            ("once, at each call of esearch and some of efetch", once, some),
            ("once, at each call of efetch, in a run that is resumed there", resumed.once, every[len(searches) :]),
            ("while tried", until_tired, some),
            ("for ever", for_ever, some),
        ):
            _play(there, name, [(name, partial(play, there, *p), p) for p in at[mine - 1 :: of]])
        seeds = range(given.sequences)[mine - 1 :: of]
        _play(there, "ten", [("ten", partial(ten, there, calls, seed), seed) for seed in seeds])
        _say(f"scenarios {there.scenarios - 1}, failures {len(FAILURES)}, runs stopped: {dict(there.stopped)}")
    sys.exit(bool(FAILURES))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


FAILURES: list[object] = []


def _play(there: Stage, what: str, scenarios: Sequence[tuple[str, Callable[[], object], object]]) -> None:
    begun = time.monotonic()
    for n, (name, play, point) in enumerate(scenarios, start=1):
        if n % 100 == 0:
            _say(f"  {n} of {len(scenarios)}, {time.monotonic() - begun:.0f} s")
        try:
            play()
        except Exception as why:
            FAILURES.append((name, point))
            _say(f"{name} {point} {why!r}"[:300])
    _say(f"{what}: {len(scenarios)} scenarios, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    _main()
