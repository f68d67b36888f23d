"""Runs of a search in processes of their own: killed, and several at once."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.search.rehearsals import EMAIL, KEY, TERM, Stage, check_written

from resift.search import pubmed
from resift.search.server import Server

CLIENT = """
import datetime, hashlib, json, sys, time
from pathlib import Path
from resift.search import pubmed
from resift.search.archive import Archive
from resift.search.eutils import Eutils
given = json.loads(sys.argv[1])
pubmed.CAP = given["cap"]
clock = lambda: datetime.datetime.now(datetime.UTC)
client = Eutils(given["url"], email=given["email"], api_key=given["key"], archive=Archive(Path(given["kept"]), clock),
                pause=given["pause"], gate_folder=Path(given["gate"]))
hits = pubmed.search(client, given["term"])
batches = list(pubmed.batches(client, hits.ids, batch=given["batch"]))
got = [[b.ids, b.not_returned, b.body.decode()] for b in batches]
seen = [hits.count, hits.ids, got]
print(hits.count, hashlib.sha256(json.dumps(seen).encode()).hexdigest())
"""


def process(stage: Stage, kept: Path, *, pause: float = 0.0, key: str | None = KEY) -> subprocess.Popen[str]:
    """The same run in a process of its own; it says how many records there are, and a hash of all it got."""
    given = {
        "url": stage.server.base_url, "email": EMAIL, "key": key, "kept": str(kept), "cap": pubmed.CAP, "pause": pause,
        "gate": str(stage.folder), "term": TERM, "batch": stage.batch,
    }  # fmt: skip
    command = [sys.executable, "-c", CLIENT, json.dumps(given)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(client: subprocess.Popen[str]) -> str:
    """What a process said in the end."""
    out, err = client.communicate(timeout=300)
    assert (client.returncode, err) == (0, ""), err
    return out


def killed(stage: Stage, seed: int, *, times: int = 1) -> int:
    """A run that is killed at random moments and then run again; returns how many ids had been stored by then.

    What it has in the end is what an undisturbed run has, byte for byte, and nothing stored is asked for again.
    """
    draw = random.Random(seed)
    expected, calls, whole = _undisturbed(stage)
    kept = Path(tempfile.mkdtemp(dir=stage.folder))
    stored: set[str] = set()
    for _ in range(times):
        stage.server.seen = []
        client = process(stage, kept)
        _kill(stage, client, draw, calls)
        assert stored.isdisjoint(_asked(stage.server)), "asked for again though it was stored"
        stored = {i for ids in _held(kept) for i in ids}
    stage.server.seen = []
    assert finished(process(stage, kept)) == expected, "not what an undisturbed run has"
    assert stored.isdisjoint(_asked(stage.server)), "asked for again though it was stored"
    assert _state(kept) == _state(whole), "not the archive that an undisturbed run has"
    check_written(kept)
    shutil.rmtree(kept)
    return len(stored)


def _undisturbed(stage: Stage) -> tuple[str, int, Path]:
    """What a run that nobody kills says, how many calls it has, and what it keeps; run once for each stage."""
    whole = stage.folder / "undisturbed"
    if not whole.exists():
        stage.server.seen = []
        said = finished(process(stage, whole))
        (stage.folder / "said.json").write_text(json.dumps([said, len(stage.server.seen)]))
    said, calls = json.loads((stage.folder / "said.json").read_text())
    return said, calls, whole


def _kill(stage: Stage, client: subprocess.Popen[str], draw: random.Random, calls: int) -> None:
    moment = draw.randint(0, calls)
    while len(stage.server.seen) < moment and client.poll() is None:
        time.sleep(0.0005)
    time.sleep(draw.random() * 0.02)
    client.kill()
    client.communicate()


def _asked(server: Server) -> set[str]:
    return {i for seen in server.seen if seen.utility == "efetch" for i in seen.ids}


def _held(kept: Path) -> Iterator[list[str]]:
    ledger = kept / "ledger.jsonl"
    for line in ledger.read_bytes().split(b"\n")[:-1] if ledger.exists() else ():
        name, params, _ = json.loads(json.loads(line)["request"])
        if name == "efetch":
            yield params["id"].split(",")


def _state(kept: Path) -> tuple[object, ...]:
    lines = [json.loads(line) for line in (kept / "ledger.jsonl").read_text().splitlines()]
    files = {path.relative_to(kept): path.read_bytes() for path in kept.glob("??/*")}
    return sorted((line["key"], line["sha256"]) for line in lines), files


def most_in_a_second(server: Server) -> int:
    """The most requests that arrived within any one second."""
    times = sorted(seen.at for seen in server.seen)
    return max(sum(begun <= t < begun + 1.0 for t in times) for begun in times)
