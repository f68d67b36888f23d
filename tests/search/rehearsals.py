"""Whole runs of a search against a server that fails as scripted, and what must be true of each when it has ended."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import shutil
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from resift.errors import ReviewError, SearchFailed
from resift.search import answers, archive, pubmed
from resift.search.answers import Entrez
from resift.search.archive import Archive
from resift.search.asked import Asked
from resift.search.corpus import Corpus
from resift.search.eutils import Eutils
from resift.search.faults import KINDS, Fault, Script
from resift.search.living import Living
from resift.search.server import Pace, Server, background

EMAIL, KEY = "fictional.reviewer@example.org", "0123456789abcdef0123456789abcdef0123"
SECRETS = (EMAIL, EMAIL.replace("@", "%40"), KEY, "192.0.2.1")
TERM = 'fictional[ti] AND "Social Support"[mh]'
TRIES, RUNS = 3, 12
# what will stay wrong when asked for again stops the run at once
SLOW = frozenset({"stall", "drip"})
STOPS = frozenset({"400-empty-ids", "error-retstart"})
_ARTICLE = (
    '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{}</PMID><Article PubModel="Print">'
    "<ArticleTitle>{} study {}.</ArticleTitle></Article><MeshHeadingList><MeshHeading><DescriptorName>Social Support"
    "</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation><PubmedData></PubmedData></PubmedArticle>"
)


def generate(path: Path, size: int) -> Corpus:
    """So many fictional records that match, spread over all PMIDs that there can be, and one in twenty that does not.

    The largest and the smallest match, so that a change of the corpus changes the result.
    """
    step = 97_000_000 // (size + size // 20 + 2)
    articles, matching, number = [], 0, 0
    while matching < size:
        number += 1
        other = number % 21 == 20
        matching += not other
        articles.append(_ARTICLE.format(number * step, "Other" if other else "Fictional", number))
    path.write_text("<PubmedArticleSet>\n" + "\n".join(articles) + "\n</PubmedArticleSet>")
    return Corpus([path])


class Remembered(Living):
    """A changing corpus that knows which records there ever were."""

    def __init__(self, base: Corpus) -> None:
        super().__init__(base)
        self.ever, self.changed = {record.accession for record in base.records}, False

    def _changed(self) -> None:
        super()._changed()
        self.ever |= {record.accession for record in self.records}
        self.changed = True


class Remembering(Entrez):
    """Answers over a corpus that does not change, each worked out once: a matrix asks the same again and again."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(corpus)
        self._known: dict[tuple[object, ...], bytes] = {}

    def answer(self, utility: str, asked: Asked) -> bytes:
        if isinstance(self.corpus, Remembered) and self.corpus.changed:
            return super().answer(utility, asked)
        key = (utility, *sorted((k, tuple(v)) for k, v in asked.values.items()))
        if key not in self._known:
            self._known[key] = super().answer(utility, asked)
        return self._known[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended, and what was said on the way there."""

    hits: pubmed.Hits
    fetched: tuple[str, ...]
    not_returned: tuple[str, ...]
    messages: tuple[str, ...]
    calls: int


@dataclass(slots=True, kw_only=True)
class Stage:
    """A server over generated records, on which any number of scenarios are played one after the other."""

    server: Server
    corpus: Corpus
    truth: frozenset[str]
    others: frozenset[str]
    folder: Path
    batch: int
    scenarios: int = 0
    stopped: Counter[str] = field(default_factory=Counter)

    def client(self, kept: Path, *, quick: bool) -> Eutils:
        """A client that does not wait; ``quick`` gives up on a silent or slow server after a moment."""
        stall, limit = (0.25, 0.4) if quick else (30.0, 300.0)
        clock = lambda: dt.datetime.now(dt.UTC)  # noqa: E731
        return Eutils(
            self.server.base_url, email=EMAIL, api_key=KEY, archive=Archive(kept, clock), tries=TRIES, stall=stall,
            limit=limit, sleep=lambda _: None, jitter=lambda: 0.5,
        )  # fmt: skip

    def calls(self) -> dict[str, int]:
        """How many calls of each utility a run has that nothing disturbs."""
        self.play(())
        return dict(Counter(seen.utility for seen in self.server.seen))

    def play(
        self, faults: Sequence[Fault], *, healed: bool = False, begun: Callable[[Path], object] | None = None
    ) -> Outcome:
        """One scenario, run again until it ends well; ``healed``: after the first failure nothing is wrong any more.

        ``begun`` fills the folder with what a run before this one has stored.
        """
        self.scenarios += 1
        script = Script(faults)
        self.server.faults, self.server.seen = script, []
        self.server.entrez.corpus = Remembered(self.corpus) if script.changes else self.corpus
        kept = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            if begun:
                begun(kept)
            outcome = self._until_done(kept, script, healed=healed)
            self.check(outcome, script, kept)
        finally:
            shutil.rmtree(kept)
        return outcome

    def _until_done(self, kept: Path, script: Script, *, healed: bool) -> Outcome:
        messages: list[str] = []
        quick = any(fault.kind in SLOW for fault in script.faults)
        for _ in range(RUNS):
            try:
                hits, batches = run(self.client(kept, quick=quick), self.batch)
            except ReviewError as why:
                check_message(why)
                messages.append(str(why))
                if healed:
                    self.server.faults = Script()
                continue
            fetched = tuple(pmid for batch in batches for pmid in batch.ids)
            missing = tuple(pmid for batch in batches for pmid in batch.not_returned)
            self.stopped[str(len(messages))] += 1
            return Outcome(hits=hits, fetched=fetched, not_returned=missing, messages=tuple(messages),
                           calls=len(self.server.seen))  # fmt: skip
        raise AssertionError(f"not done after {RUNS} runs: {messages[-1]}")

    def check(self, outcome: Outcome, script: Script, kept: Path) -> None:
        """The right records, each once; nothing counted wrong, nothing lost without a word, no secret written."""
        hits, fetched, missing = outcome.hits, outcome.fetched, outcome.not_returned
        assert hits.count == len(hits.ids) == len(set(hits.ids)), "a wrong count"
        assert len(fetched) == len(set(fetched)), "a duplicate"
        assert set(fetched).isdisjoint(missing), "given, and called not returned"
        assert {*fetched, *missing} == set(hits.ids), "a record that was lost or not asked for"
        corpus = self.server.entrez.corpus
        now = {r.accession for r in corpus.records}
        everything = corpus.ever - self.others if isinstance(corpus, Remembered) else self.truth
        gone = self.truth - {r.accession for r in corpus.find(TERM)} if script.changes else frozenset()
        assert self.truth - gone <= set(hits.ids) <= everything, "a record is missing, or one too many"
        twice = {"missing", "none"} & {fault.kind for fault in script.faults}
        assert set(missing) <= set(hits.ids) - now or twice, "called not returned, but there"
        check_written(kept)


def run(client: Eutils, batch: int) -> tuple[pubmed.Hits, list[pubmed.Batch]]:
    """A search and all its records."""
    hits = pubmed.search(client, TERM)
    return hits, list(pubmed.batches(client, hits.ids, batch=batch))


def check_message(why: ReviewError) -> None:
    """One message in plain words, with a next step and without secrets, also in its traceback."""
    told = "".join(traceback.format_exception(why))
    assert isinstance(why, SearchFailed)
    assert str(why).count("\n") <= 2, "more than one message"
    assert why.then
    assert why.where.startswith("http://") or "PubMed counts" in why.message
    assert not [secret for secret in SECRETS if secret in told], told


def check_written(folder: Path) -> None:
    """Nothing that was written holds a key, an e-mail address or an IP address."""
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
            assert not [secret for secret in SECRETS if secret in text], path
            assert not path.name.startswith(archive._PART), "a half-written file is left"


@contextmanager
def stage(folder: Path, size: int, *, cap: int, batch: int) -> Iterator[Stage]:
    """A server over so many records; the cap of 9,999 is lowered on both sides, so that fewer records cross it."""
    corpus = generate(folder / "corpus.xml", size)
    corpus.prepare()
    saved = pubmed.CAP, answers.CAP
    pubmed.CAP, answers.CAP = cap, cap
    server = Server(Remembering(corpus), Pace(time.monotonic, enforced=False), ("127.0.0.1", 0), faults=Script())
    try:
        with background(server):
            truth = frozenset(r.accession for r in corpus.find(TERM))
            others = frozenset(r.accession for r in corpus.records) - truth
            yield Stage(server=server, corpus=corpus, truth=truth, others=others, folder=folder, batch=batch)
    finally:
        pubmed.CAP, answers.CAP = saved


def fault(kind: str, utility: str = "", calls: Iterable[int] = ()) -> Fault:
    """A fault at these calls, with short times."""
    seconds = {"drip": 0.02, "stall": 5.0}.get(kind, 0.0)
    return Fault(kind=kind, utility=utility, calls=tuple(calls), seconds=seconds)


def points(calls: dict[str, int]) -> list[tuple[str, str, int]]:
    """Every fault at every call."""
    return [(kind, utility, n) for utility, last in calls.items() for n in range(1, last + 1) for kind in KINDS]


def once(stage: Stage, kind: str, utility: str, n: int) -> Outcome:
    """A fault that passes: the run ends well, at most stopped once where the fault says that it will not pass."""
    return passed(stage.play([fault(kind, utility, [n])]), kind, utility)


def passed(outcome: Outcome, kind: str, utility: str) -> Outcome:
    """Check that a fault that passes stopped the run only where it says that it will not pass."""
    allowed = kind in STOPS and utility == "esearch"
    # who gives up after a moment may do so too early on a busy machine
    assert kind in SLOW or len(outcome.messages) == allowed, outcome.messages
    return outcome


def until_tired(stage: Stage, kind: str, utility: str, n: int) -> Outcome:
    """A fault that lasts for as long as the client tries: it halves what can be halved, or stops and can go on."""
    return stage.play([fault(kind, utility, range(n, n + TRIES))])


def for_ever(stage: Stage, kind: str, utility: str, n: int) -> Outcome:
    """A fault from some call on: the run stops with a message, or what happens does no harm; then PubMed is well."""
    return stage.play([fault(kind, utility, range(n, n + 500))], healed=True)


def ten(stage: Stage, calls: dict[str, int], seed: int) -> Outcome:
    """Ten faults drawn at random, also at calls that only the faults before them cause."""
    draw = random.Random(seed)
    kinds = [kind for kind in KINDS if kind not in SLOW] if seed % 8 else list(KINDS)
    faults = []
    for _ in range(10):
        utility = draw.choice(sorted(calls))
        faults.append(fault(draw.choice(kinds), utility, [draw.randint(1, calls[utility] + 10)]))
    return stage.play(faults)
