"""Running one strategy: translated with its effects named, sent, archived as received, read, stored at one stroke."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resift.errors import BadStrategy, ReviewError, SearchFailed
from resift.records import Record
from resift.review.config import CONFIG
from resift.review.desk import Desk
from resift.review.searches import Search
from resift.review.updating import BEFORE, Known, brought_by_dates, listed, told_by_dates, told_of_known
from resift.store import Run
from resift.strategy import Translation, parse, render, translate
from resift.strategy.detect import detect
from resift.strategy.journals import in_journals
from resift.strategy.translate import Mode, since, within
from resift.strategy.tree import And, Node, join

if TYPE_CHECKING:
    from resift.search.archive import Archive
    from resift.search.eutils import Eutils


_UNFULFILLED = "fetched but not taken, as they do not fulfil the strategy itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a search is to be run: where, since when, without which records, and which warnings are accepted.

    ``corpus`` are files searched in the place of PubMed; ``known`` the PMIDs that an update leaves out, by whose
    they are.
    """

    since: dt.date | None = None
    corpus: tuple[Path, ...] = ()
    known: Known = field(default_factory=dict)
    accept: tuple[str, ...] = ()

    def limited(self, texts: Sequence[str]) -> list[str]:
        """Queries with the window of this wish."""
        return [within(text, self.since) if self.since else text for text in texts]

    def new(self, found: Iterable[str]) -> tuple[str, ...]:
        """Those of the PMIDs found that nobody had."""
        had = frozenset[str]().union(*self.known.values())
        return tuple(i for i in found if i not in had)

    def missed(self, found: Iterable[str]) -> list[str]:
        """What the previous search had and this one does not find; a window of dates cannot say."""
        before = frozenset[str]() if self.since else self.known.get(BEFORE, frozenset())
        return sorted(before.difference(found), key=int)


def run_search(desk: Desk, search: Search, run_id: str, wish: Wish, client: Eutils | None) -> Run:
    """Search PubMed, or local files in its place, by one strategy of the review; returns the run as stored."""
    translation = translation_of(desk, search)
    terms = wish.limited(translation.texts)
    if wish.corpus:
        records, source, answer, remarks = _locally(desk, search, run_id, translation.tree, wish)
    else:
        records, source, answer, remarks = _on_pubmed(desk, search, run_id, translation.texts, wish, client)
    reported: int | None = answer.get("asked", len(records))
    if translation.residual is not None:
        records, dropped = _fulfilling(records, translation.residual)
        remarks, reported = (*remarks, *_kept(answer, _UNFULFILLED, dropped)), None
    if wish.since:
        remarks = (*remarks, *_dated(answer, records, wish.since))
    run = Run(
        id=run_id, search=search.name, database=search.database, label=search.label, kind=search.kind,
        platform=search.platform, searched=desk.clock(), source=source, reported=reported,
        strategy=translation.source.text, translation="\n\n".join(terms), effect=translation.effect.value,
        steps=tuple(s.as_dict() for s in translation.steps), since=wish.since.isoformat() if wish.since else "",
        answer=answer, remarks=remarks,
    )  # fmt: skip
    desk.store.add_run(run, records)
    return run


def _fulfilling(records: Sequence[Record], residual: Node) -> tuple[list[Record], list[str]]:
    """The records that fulfil what the query sent could not say, and the accessions of the others."""
    from resift.strategy.evaluate import Index

    kept = set(Index(records).find(residual))
    return [records[i] for i in sorted(kept)], [r.accession for i, r in enumerate(records) if i not in kept]


def _dated(answer: dict[str, Any], records: Sequence[Record], day: dt.date) -> list[str]:
    """Keep with the answer which date of the window brought each record; what the remarks say of it."""
    brought = brought_by_dates(records, day)
    answer["windows"] = {field: list(ids) for field, ids in brought.items()}
    dated = {i for ids in brought.values() for i in ids}
    rest = [r.accession for r in records if r.accession not in dated]
    return [told_by_dates(brought, day), *_kept(answer, "in the window by no date of their own", rest)]


def _kept(answer: dict[str, Any], what: str, ids: Sequence[str]) -> list[str]:
    """Keep a list of ids with the answer, whole; what the remarks say of it."""
    if not ids:
        return []
    answer.setdefault("lists", {})[what] = list(ids)
    return [listed(what, ids)]


def translation_of(desk: Desk, search: Search) -> Translation:
    """The search's strategy as it will be sent; a ReviewError names the file and place of a fault."""
    limit = _journals(search) if search.journals else None
    if limit is not None and not search.strategy:
        return translate(parse(render(limit, "pubmed"), "pubmed"))
    mode: Mode = "tight" if search.mode == "tight" else "strict" if search.mode == "strict" else "superset"
    text = desk.folder.text(search.strategy)
    try:
        done = translate(parse(text, search.written_for), mode)
        for finding in done.untranslated:
            raise BadStrategy(finding.message, where=f"line {finding.line}, column {finding.start + 1}",
                              then="rewrite that condition for PubMed, or leave it out")  # fmt: skip
    except ReviewError as error:
        where = f"{search.strategy}, {error.where}" if error.where else search.strategy
        raise type(error)(error.message, where=where, then=_perhaps_another(text, search) or error.then) from None
    return done if limit is None else _limited_to(done, limit)


def _journals(search: Search) -> Node:
    try:
        return in_journals(search.journals)
    except BadStrategy as error:
        raise BadStrategy(f"search {search.name}: {error.message}", where=CONFIG, then=error.then) from None


def _limited_to(done: Translation, journals: Node) -> Translation:
    """A strategy in some journals only."""
    limit = render(journals, "pubmed")
    texts = tuple(f"({limit}) AND ({text})" for text in done.texts)
    return replace(
        done, tree=join(And, [journals, done.tree], (0, 0)), text=f"({limit}) AND ({done.text})", texts=texts
    )


def _perhaps_another(text: str, search: Search) -> str:
    """What to do where a strategy that cannot be read has the signs of another platform than review.toml says."""
    guess, reason = detect(text)
    if guess == search.written_for:
        return ""
    return f'review.toml says written_for = "{search.written_for}", but {reason}: perhaps written_for = "{guess}"'


Found = tuple[list[Record], str, dict[str, Any], tuple[str, ...]]


def _locally(desk: Desk, search: Search, run_id: str, tree: Node, wish: Wish) -> Found:
    from resift.search.corpus import Corpus

    local = Corpus(wish.corpus)
    if not local.records:
        raise SearchFailed("there are no PubMed records in these files", where=", ".join(map(str, wish.corpus)),
                           then="name files with PubMed XML, or folders that hold some")  # fmt: skip
    everything = local.find(since(tree, wish.since) if wish.since else tree)
    new = set(wish.new(r.accession for r in everything))
    found = [r for r in everything if r.accession in new]
    desk.progress(search.label, len(found), len(found))
    body = article_set(local.blob(r.accession) or b"" for r in found)
    archive = archive_of(desk, run_id)
    names = ", ".join(p.name for p in wish.corpus)
    archive.put("corpus", body, request=f"local files: {names}", status=200)
    remarks = [f"{len(local.records):,} records on disk were searched in the place of PubMed"]
    answer: dict[str, Any] = {}
    remarks += _left_out(answer, [r.accession for r in everything], wish)
    if local.skipped:
        shown = ", ".join(p.name for p in local.skipped[:5]) + (" and others" if len(local.skipped) > 5 else "")
        remarks.append(f"{len(local.skipped):,} files without PubMed records were passed over: {shown}")
    return _read([body], run_id), f"local files: {names}", answer, tuple(remarks)


def _left_out(answer: dict[str, Any], found: Sequence[str], wish: Wish) -> list[str]:
    """What is said of a search from which known records are left out."""
    remarks = told_of_known(found, wish.known)
    if wish.since and BEFORE in wish.known:
        remarks.append(f"limited to dates since {wish.since}, as asked, although the previous search's ids are known")
    return [*remarks, *_kept(answer, f"had by {BEFORE} and not found any more", wish.missed(found))]


def article_set(blobs: Iterable[bytes]) -> bytes:
    """Records' XML as one document, shaped like an answer of efetch."""
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n'
    return head + b"\n".join(b.strip() for b in blobs) + b"\n</PubmedArticleSet>\n"


def _on_pubmed(
    desk: Desk, search: Search, run_id: str, texts: Sequence[str], wish: Wish, client: Eutils | None
) -> Found:
    """What PubMed holds for any of the queries; several stand for one strategy that is too long for a single query."""
    from resift.search import pubmed

    if client is None:
        raise SearchFailed("there is no connection to PubMed", then="resift search --corpus FILE searches local files")
    client.archive = archive_of(desk, run_id)
    listing = _telling(desk, f"ids of {search.label}")
    asked = [pubmed.search(client, term, accept=wish.accept, progress=listing) for term in wish.limited(texts)]
    everything = tuple(dict.fromkeys(i for hits in asked for i in hits.ids))
    ids = wish.new(everything)
    answer: dict[str, Any] = {
        "count": asked[0].count if len(asked) == 1 else len(everything), "asked": len(ids),
        "translation": "\n\n".join(hits.translation for hits in asked),
        "warnings": [f"{w.kind}: {w.text}" for hits in asked for w in hits.warnings],
    }  # fmt: skip
    remarks = _left_out(answer, everything, wish)
    if any(hits.rounds > 1 for hits in asked):
        remarks.append("PubMed changed while it was searched; the search was begun again")
    desk.progress(search.label, 0, len(ids))
    got = pubmed.fetch(client, ids, progress=_telling(desk, search.label))
    remarks += _kept(answer, "not returned by PubMed", got.not_returned)
    return _read(list(got.bodies), run_id), "PubMed E-utilities", answer, tuple(remarks)


def _telling(desk: Desk, what: str) -> Callable[[int, int], None]:
    return lambda done, total: desk.progress(what, done, total)


def _read(bodies: Sequence[bytes], run_id: str) -> list[Record]:
    from resift.search.medline import read_records
    from resift.search.pubmed import newest

    found = newest(r for body in bodies for r in read_records(body, prefix=run_id))
    found.sort(key=lambda r: int(r.pmid or 0))
    return [Record.from_dict(r.as_dict() | {"id": f"{run_id}-{i}"}) for i, r in enumerate(found, start=1)]


def archive_of(desk: Desk, run_id: str) -> Archive:
    """Where a run's answers are kept as received; an interrupted run finds there what it has already."""
    from resift.search.archive import Archive

    return Archive(desk.folder.searches / run_id, lambda: dt.datetime.fromisoformat(desk.clock()))
