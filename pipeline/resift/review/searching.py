"""Running one strategy: translated with its effects named, sent, archived as received, read, stored at one stroke."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resift.errors import BadStrategy, ReviewError, SearchFailed
from resift.records import Record
from resift.review.config import Search
from resift.review.desk import Desk
from resift.store import Run
from resift.strategy import Translation, parse, translate
from resift.strategy.translate import Mode, since, within

if TYPE_CHECKING:
    from resift.search.archive import Archive
    from resift.search.eutils import Eutils


def run_search(
    desk: Desk, search: Search, run_id: str, window: dt.date | None, corpus: tuple[Path, ...], client: Eutils | None
) -> Run:
    """Search PubMed, or local files in its place, by one strategy of the review; returns the run as stored."""
    translation = translation_of(desk, search)
    tree = since(translation.tree, window) if window else translation.tree
    terms = [within(text, window) if window else text for text in translation.texts]
    if corpus:
        records, source, answer, remarks = _locally(desk, search, run_id, tree, corpus)
    else:
        records, source, answer, remarks = _on_pubmed(desk, search, run_id, terms, client)
    reported: int | None = answer.get("count", len(records))
    if translation.residual is not None:
        from resift.strategy.evaluate import Index

        kept = set(Index(records).find(translation.residual))
        dropped = len(records) - len(kept)
        gone = ", ".join(r.accession for i, r in enumerate(records) if i not in kept) or "none"
        said = f"{dropped:,} of {len(records):,} records fetched do not fulfil the strategy itself and were not taken"
        remarks = (*remarks, f"{said}: {gone}")
        records, reported = [records[i] for i in sorted(kept)], None
    run = Run(
        id=run_id, search=search.name, database=search.database, label=search.label, kind=search.kind,
        platform=search.platform, searched=desk.clock(), source=source, reported=reported,
        strategy=translation.source.text, translation="\n\n".join(terms), effect=translation.effect.value,
        steps=tuple(s.as_dict() for s in translation.steps), since=window.isoformat() if window else "",
        answer=answer, remarks=remarks,
    )  # fmt: skip
    desk.store.add_run(run, records)
    return run


def translation_of(desk: Desk, search: Search) -> Translation:
    """The search's strategy as it will be sent; a ReviewError names the file and place of a fault."""
    mode: Mode = "tight" if search.mode == "tight" else "strict" if search.mode == "strict" else "superset"
    try:
        done = translate(parse(desk.folder.text(search.strategy), search.written_for), mode)
        for finding in done.untranslated:
            raise BadStrategy(finding.message, where=f"line {finding.line}, column {finding.start + 1}",
                              then="rewrite that condition for PubMed, or leave it out")  # fmt: skip
        return done
    except ReviewError as error:
        where = f"{search.strategy}, {error.where}" if error.where else search.strategy
        raise type(error)(error.message, where=where, then=error.then) from None


Found = tuple[list[Record], str, dict[str, Any], tuple[str, ...]]


def _locally(desk: Desk, search: Search, run_id: str, tree: Any, paths: Sequence[Path]) -> Found:
    from resift.search.corpus import Corpus

    local = Corpus(paths)
    if not local.records:
        raise SearchFailed("there are no PubMed records in these files", where=", ".join(map(str, paths)),
                           then="name files with PubMed XML, or folders that hold some")  # fmt: skip
    found = local.find(tree)
    desk.progress(search.label, len(found), len(found))
    body = article_set(local.blob(r.accession) or b"" for r in found)
    archive = archive_of(desk, run_id)
    names = ", ".join(p.name for p in paths)
    archive.put("corpus", body, request=f"local files: {names}", status=200)
    remarks = [f"{len(local.records):,} records on disk were searched in the place of PubMed"]
    if local.skipped:
        shown = ", ".join(p.name for p in local.skipped[:5]) + (" and others" if len(local.skipped) > 5 else "")
        remarks.append(f"{len(local.skipped):,} files without PubMed records were passed over: {shown}")
    return _read([body], run_id), f"local files: {names}", {}, tuple(remarks)


def article_set(blobs: Iterable[bytes]) -> bytes:
    """Records' XML as one document, shaped like an answer of efetch."""
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n'
    return head + b"\n".join(b.strip() for b in blobs) + b"\n</PubmedArticleSet>\n"


def _on_pubmed(desk: Desk, search: Search, run_id: str, terms: Sequence[str], client: Eutils | None) -> Found:
    """What PubMed holds for any of the queries; several stand for one strategy that is too long for a single query."""
    from resift.search import pubmed

    if client is None:
        raise SearchFailed("there is no connection to PubMed", then="resift search --corpus FILE searches local files")
    client.archive = archive_of(desk, run_id)
    asked = [pubmed.search(client, term) for term in terms]
    ids = tuple(dict.fromkeys(i for hits in asked for i in hits.ids))
    got = pubmed.fetch(client, ids, progress=lambda done, total: desk.progress(search.label, done, total))
    remarks = tuple(f"not returned by PubMed: {i}" for i in got.not_returned)
    answer = {
        "count": asked[0].count if len(asked) == 1 else len(ids),
        "translation": "\n\n".join(hits.translation for hits in asked),
        "warnings": [f"{w.kind}: {w.text}" for hits in asked for w in hits.warnings],
    }
    return _read(list(got.bodies), run_id), "PubMed E-utilities", answer, remarks


def _read(bodies: Sequence[bytes], run_id: str) -> list[Record]:
    from resift.search.medline import read_records

    found = [r for body in bodies for r in read_records(body, prefix=run_id)]
    found.sort(key=lambda r: int(r.pmid or 0))
    return [Record.from_dict(r.as_dict() | {"id": f"{run_id}-{i}"}) for i, r in enumerate(found, start=1)]


def archive_of(desk: Desk, run_id: str) -> Archive:
    """Where a run's answers are kept as received; an interrupted run finds there what it has already."""
    from resift.search.archive import Archive

    return Archive(desk.folder.searches / run_id, lambda: dt.datetime.fromisoformat(desk.clock()))
