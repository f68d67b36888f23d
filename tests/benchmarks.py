"""Speed as ratios against a peer, so that a figure means the same on any machine: make bench."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Seconds of the fastest of some rounds."""
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def said(what: str, own: float, peer: str, other: float) -> str:
    """One line: our time, the peer's, and how many of ours fit into one of theirs."""
    return f"{what}: {own:.3f} s; {peer}: {other:.3f} s; ratio {other / own:.2f}"


def start_up() -> str:
    """`resift --help` against a bare interpreter that imports click."""
    own = best(lambda: subprocess.run([sys.executable, "-m", "resift", "--help"], capture_output=True, check=True), 5)
    bare = best(lambda: subprocess.run([sys.executable, "-c", "import click"], capture_output=True, check=True), 5)
    return said("resift --help", own, "python -c 'import click'", bare)


def records() -> str:
    """10,000 PubMed articles in the shape of genuine ones to records against Bio.Entrez.read, each in its own process.

    Seconds are of the processor, so that a busy machine does not count; memory is the peak that stays in the process.
    """
    import tempfile

    sys.path.insert(0, str(ROOT / "tests" / "search"))
    from genuine_shape import article_set

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.xml"
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(article_set(10_000))
        size = path.stat().st_size / 1e6
        own, bare, peer = (reading(who, path) for who in ("own", "bare", "peer"))
    head = f"{own['records']:,} genuine-shaped records from XML ({size:.0f} MB)"
    peaks = f"peak memory: {own['peak']:.0f} MiB of the 60 allowed; Bio.Entrez.read: {peer['peak']:.0f} MiB"
    floor = said("lxml alone, every element looked at", bare["seconds"], "Bio.Entrez.read", peer["seconds"])
    return said(head, own["seconds"], "Bio.Entrez.read", peer["seconds"]) + f" (8 asked for)\n  {floor}\n  {peaks}"


def reading(who: str, path: Path) -> dict[str, float]:
    """What it costs one of them to read the file once: records, seconds of the processor, peak memory in MiB."""
    command = [sys.executable, str(ROOT / "tests" / "search" / "genuine_shape.py"), who, str(path)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def strategies() -> str:
    """The published string read, translated and evaluated, against one pass of a regular expression over the texts."""
    import re

    from resift.search.medline import read_records
    from resift.strategy import parse, translate
    from resift.strategy.evaluate import Index

    found = list(read_records(ROOT / "data/demo/pubmed.xml"))
    text = (ROOT / "queries/published.txt").read_text()
    index = Index(found)
    own = best(lambda: index.find(translate(parse(text, "ovid"), "tight").tree))
    pattern = re.compile(r"\b(?:social|communit)\w*\W+(?:inclus|engag|participat|network)\w*", re.I)
    return said("the published string over 340 records", own, "one regular expression",
                best(lambda: [r for r in found if pattern.search(f"{r.title} {r.abstract}")]))  # fmt: skip


def pubmed_strategies() -> str:
    """Genuine PubMed strategies read and carried over to another platform, per strategy, against search-query.

    Only those that search-query reads are timed; it says how many of all each of the two reads without an error.
    """
    import contextlib

    from resift.errors import ReviewError
    from resift.strategy import parse, translate

    folder = ROOT.parent / "shared" / "samples" / "strategies" / "pubmed"
    texts = [f.read_text("utf-8-sig") for f in sorted(folder.glob("*.txt"))]
    try:
        from search_query.exception import SearchQueryException
        from search_query.parser import parse as read
    except ImportError:
        return "PubMed strategies: search-query is not installed"
    if not texts:
        return "PubMed strategies: the shared samples are not beside the project"
    peers, theirs = [], [0.0, 0.0]
    for text in texts:
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SearchQueryException, ValueError):
            query = read(text, platform="pubmed")
            middle = time.perf_counter()
            query.translate(target_syntax="ebscohost")
            theirs = [theirs[0] + middle - start, theirs[1] + time.perf_counter() - middle]
            peers.append(text)

    def carried() -> None:
        for text in peers:
            with contextlib.suppress(ReviewError):
                translate(parse(text, "pubmed"), to="ebsco")

    clean = sum(not parse(text, "pubmed").errors for text in texts)
    reading = best(lambda: [parse(text, "pubmed") for text in peers])
    whole = best(carried)
    head = f"{len(texts)} PubMed strategies: resift reads {clean} without an error, search-query {len(peers)}; of these"
    n = len(peers)
    return "\n".join((
        said(f"{head}, reading, each", reading / n, "search-query", theirs[0] / n),
        said("  reading and translating to EBSCOhost, each", whole / n, "search-query", sum(theirs) / n),
    ))  # fmt: skip


def slowest_strategy() -> str:
    """The genuine strategy that takes longest to read, against a second."""
    from resift.strategy import parse

    folder = ROOT.parent / "shared" / "samples" / "strategies"
    files = [f for name in ("ovid", "pubmed") for f in sorted((folder / name).glob("*.txt"))]
    if not files:
        return "slowest strategy: the shared samples are not beside the project"
    spent = {f.name: best(lambda f=f: parse(f.read_text("utf-8-sig"), f.parent.name), 1) for f in files}
    name = max(spent, key=spent.__getitem__)
    return f"slowest of {len(files)} genuine strategies to read: {name}, {spent[name]:.3f} s of the 1 s allowed"


def long_strategy() -> str:
    """Ten times the terms against ten times the time: reading is linear."""
    from resift.strategy import parse

    def text(n: int) -> str:
        return " or ".join(f"word{i}*.ti." for i in range(n))

    short, long = best(lambda: parse(text(1_000), "ovid")), best(lambda: parse(text(10_000), "ovid"))
    return said("10,000 terms read", long, "ten times 1,000 terms", 10 * short)


def opening() -> str:
    """From the start of `resift screen --plain` to the first of 20,000 reports, without and with 10,000 decisions."""
    import tempfile

    from resift.decisions import Event, Stage, Verb
    from resift.review import Review
    from resift.store import Ranked

    sys.path.insert(0, str(ROOT))
    from tests.review.many import many

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "review"
        many(root, 20_000, 180)
        command = [sys.executable, "-m", "resift", "screen", "--plain", "--reviewer", "Ada", "--review", str(root)]
        with Review(root) as review:
            reports = tuple(review.state.to_screen)
            review.store.add_ranking(review.clock(), Ranked("Ada", reports, 0, "none"))
            fresh = best(lambda: first_report(command))
            review.store.append([
                Event(time=f"2026-11-02T09:{i // 60 % 60:02}:{i % 60:02}.{i:06}Z", reviewer=who, stage=Stage.SCREENING,
                      record=r, verb=Verb.EXCLUDE, reasons=("I1",), rank=i)
                for who in ("Ada", "Bo") for i, r in enumerate(reports[:5_000])
            ])  # fmt: skip
            review.store.add_ranking(review.clock(), Ranked("Ada", reports[5_000:], 5_000, "none"))
            used = best(lambda: first_report(command))
    return f"first of 20,000 reports shown: {fresh:.3f} s, after 10,000 decisions {used:.3f} s of the 1 s allowed"


def first_report(command: list[str]) -> None:
    """Start a sitting in line mode, read until the first report is there in full, and end it."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as sitting:
        for line in sitting.stdout or ():
            if line.startswith(b"Terms:"):
                break
        sitting.kill()


def on_the_keys() -> str:
    """From a key written to a terminal to the last byte painted, among 20,000 reports, at two sizes."""
    import tempfile

    sys.path.insert(0, str(ROOT))
    from tests.review.many import many

    from resift.review import Review

    sizes = {"Ada": (80, 24), "Bo": (160, 50)}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # a ranking may still be written
        root = Path(folder) / "review"
        many(root, 20_000, 180)
        with Review(root) as review:
            for who in sizes:
                review.rank(who)
        return "\n".join(at_size(root, who, size) for who, size in sizes.items())


def at_size(root: Path, who: str, size: tuple[int, int]) -> str:
    """What one key, two keys and a hundred keys typed ahead take at one size, in milliseconds."""
    from tests.screening.terminal.driver import Terminal

    command = [sys.executable, "-m", "resift", "screen", "--reviewer", who, "--review", str(root)]
    with Terminal(command, size=size) as terminal:
        terminal.until("i include")
        first = time.perf_counter() - terminal.started
        for _ in range(5):
            terminal.timed("u")
        one = sorted(terminal.timed("iu"[n % 2]) for n in range(40))
        two = sorted(terminal.timed("eb") for _ in range(40))
        start = time.perf_counter()
        terminal.type("eb" * 50)
        terminal.until(r"\(135 read\)")
        ahead = time.perf_counter() - start
    return "\n".join((
        f"{size[0]}x{size[1]}: first of 20,000 reports on the screen: {first:.2f} s",
        f"  one key: {one[20]:.0f} ms, 95th percentile {one[37]:.0f}, of the 60 ms allowed",
        f"  exclusion with its reason: {two[20]:.0f} ms, 95th percentile {two[37]:.0f} of the 110 ms allowed",
        f"  50 exclusions typed ahead: {ahead:.2f} s",
    ))  # fmt: skip


def reporting() -> str:
    """The report of 100,000 records that two people have screened, in a process of its own.

    Seconds are of the processor, so that a busy machine does not count.
    """
    import os
    import tempfile

    sys.path.insert(0, str(ROOT))
    from tests.review.many import many, screened

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "review"
        many(root, 100_000)
        screened(root)
        command = [sys.executable, "-m", "resift", "report", "--review", str(root)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        size = (root / "reports/report.html").stat().st_size / 1e6
    seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    return (
        f"report of 100,000 records, 200,000 decisions ({size:.0f} MB): {seconds:.1f} s of the 20 allowed; "
        f"peak memory {peak:.0f} MiB of the 1,024 allowed"
    )


def main() -> None:
    """Print every comparison."""
    for line in (
        start_up,
        records,
        strategies,
        pubmed_strategies,
        slowest_strategy,
        long_strategy,
        opening,
        on_the_keys,
        reporting,
    ):
        sys.stdout.write(line() + "\n")


if __name__ == "__main__":
    main()
