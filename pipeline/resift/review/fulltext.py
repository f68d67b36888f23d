"""Full texts: where open copies lie, which PDFs are at hand, and what people say of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resift.decisions import Event, Stage, Verb
from resift.errors import BadFile, ReviewError, SearchFailed
from resift.review.folder import write_whole
from resift.review.review import Review
from resift.review.state import Reports

if TYPE_CHECKING:
    from resift.formats.pdf import Papers
    from resift.review.papers import Match, Sought
    from resift.search.open_access import CopyFinder
    from resift.search.pdfs import Pdfs

Copy = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """Where the full text of one report stands: *sought*, *retrieved* or *not retrieved*, by whom, why or from where.

    ``copies`` are the open copies that were told of, ``file`` and ``sha256`` those of the PDF at hand.
    """

    report: str
    standing: str
    by: str = ""
    why: str = ""
    evidence: str = ""
    file: str = ""
    sha256: str = ""
    copies: tuple[Copy, ...] = ()


@dataclass(slots=True, kw_only=True)
class Taken:
    """What came of PDFs: those newly taken as a report's full text, those known, those that a person should look at,
    and those that could not be had or read, each with why.
    """

    new: list[Match] = field(default_factory=list)
    known: list[Match] = field(default_factory=list)
    unsure: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def full_text(state: Reports, report: str) -> FullText:
    """Where one report's full text stands."""
    events = state.events.get((Stage.RETRIEVAL, report), ())
    copies = next((_copies(e) for e in reversed(events) if e.verb is Verb.LEAD), ())
    got = state.retrieval.get(report)
    if got is None:
        return FullText(report=report, standing="sought", copies=copies)
    verb = Verb.RETRIEVED if got.found else Verb.NOT_RETRIEVED
    said = next(e for e in reversed(events) if e.verb is verb)
    data = next((e.data for e in reversed(events) if e.verb is verb and e.data.get("sha256")), {})
    told = {k: str(data.get(k, "")) for k in ("evidence", "file", "sha256")}
    return FullText(report=report, standing=verb.value, by=said.reviewer, why=got.why, copies=copies, **told)


def full_texts(state: Reports) -> list[FullText]:
    """Where the full texts of all reports that are sought stand."""
    return [full_text(state, r) for r in state.sought]


def reasons_used(state: Reports) -> list[str]:
    """Why reports were not retrieved so far, in the words of the reviewers, the most frequent first."""
    whys = [got.why for got in state.retrieval.values() if not got.found]
    return sorted(dict.fromkeys(whys), key=lambda w: (-whys.count(w), w))


def _copies(event: Event) -> tuple[Copy, ...]:
    listed = event.data.get("copies")
    return tuple({str(k): str(v) for k, v in c.items()} for c in listed or () if isinstance(c, Mapping))


def look_up(review: Review, finders: Sequence[CopyFinder], *, reviewer: str, attempt: int) -> Mapping[str, int]:
    """Ask where open copies of the reports still sought lie, and keep the answers as leads, each at once.

    ``attempt`` is the same for questions that the archive may answer. Returns how many were asked about, have an open
    copy, have one as PDF, and could not be asked about, for they have neither DOI nor PMID.
    """
    state = review.state
    open_ = [t.report for t in full_texts(state) if t.standing != Verb.RETRIEVED.value]
    counts = {"asked": 0, "with_copy": 0, "with_pdf": 0, "without_identifier": 0}
    for number, report in enumerate(open_, start=1):
        record = state.shown(report)
        if not (record.doi or record.pmid):
            counts["without_identifier"] += 1
            continue
        told = [f.copies(record.doi, record.pmid, attempt) or () for f in finders]
        copies = tuple(c.as_dict() for some in told for c in some)
        if copies != full_text(state, report).copies:
            review.store.append(_event(review, report, Verb.LEAD, reviewer, {"copies": list(copies)}))
        counts["asked"] += 1
        counts["with_copy"] += bool(copies)
        counts["with_pdf"] += any(c.get("pdf") for c in copies)
        review.progress("open copies", number, len(open_))
    return counts


def fetch(review: Review, pdfs: Pdfs, papers: Papers, *, reviewer: str) -> Taken:
    """Fetch the PDFs of open copies into ``data/fulltext``; what shows itself to be the report counts as retrieved.

    A file that is there already is not fetched again. One that does not show which report it is stays there, and a
    person says.
    """
    state, taken = review.state, Taken()
    pool = _sought(state)
    open_ = [t for t in full_texts(state) if t.standing != Verb.RETRIEVED.value and any("pdf" in c for c in t.copies)]
    for number, text in enumerate(open_, start=1):
        path = review.folder.fulltext / f"{_safe(text.report)}.pdf"
        copy = _had(review, pdfs, text, path, taken)
        if copy is not None:
            _take_fetched(review, papers, pool, text, path, copy, reviewer, taken)
        review.progress("fetching PDFs", number, len(open_))
    return taken


def _had(review: Review, pdfs: Pdfs, text: FullText, path: Path, taken: Taken) -> Copy | None:
    """The copy whose PDF lies at ``path`` now; the first that can be had is taken."""
    if path.is_file():
        return {}
    for copy in text.copies:
        if copy.get("pdf"):
            try:
                write_whole(review.folder.inside(str(path.relative_to(review.folder.root))), pdfs.get(copy["pdf"]))
            except SearchFailed as error:
                taken.skipped.append((text.report, f"{error.where}: {error.message}"))
            else:
                return copy
    return None


def _take_fetched(
    review: Review, papers: Papers, pool: Sequence[Sought], text: FullText, path: Path, copy: Copy, reviewer: str,
    taken: Taken,
) -> None:  # fmt: skip
    from resift.review.papers import match

    try:
        found = match(papers.read(path), pool)
    except BadFile as error:
        taken.skipped.append((path.name, error.message))
        return
    if found.report != text.report:
        other = f"it is {found.report} by {found.evidence}" if found.report else found.evidence
        taken.unsure.append((path.name, f"fetched for {text.report}, but {other}"))
        return
    name = path.relative_to(review.folder.root).as_posix()
    data = _of_file(found, name) | ({"copy": dict(copy)} if copy else {})
    review.store.append(_event(review, text.report, Verb.RETRIEVED, reviewer, data))
    taken.new.append(found)


def take_folder(review: Review, folder: Path, papers: Papers, *, reviewer: str) -> Taken:
    """Match the PDFs of a folder, and of those in it, to the reports that are sought; each match is kept at once.

    The files stay where they are; their names and hashes are kept. A report that has its full text already keeps it.
    """
    from resift.review.papers import match

    state, taken = review.state, Taken()
    pool, files = _sought(state), _pdfs(folder)
    has = {t.report: t for t in full_texts(state)}
    held = {t.report: t.sha256 for t in has.values() if t.sha256 and t.standing == Verb.RETRIEVED.value}
    for number, path in enumerate(files, start=1):
        name = path.relative_to(folder).as_posix()
        try:
            found = match(papers.read(path), pool)
        except BadFile as error:
            taken.skipped.append((name, error.message))
            continue
        finally:
            review.progress("reading PDFs", number, len(files))
        if not found.report:
            fits = f": {', '.join(found.fits)}" if found.fits else ""
            taken.unsure.append((name, f"{found.evidence}{fits}"))
        elif found.report not in held:
            review.store.append(_event(review, found.report, Verb.RETRIEVED, reviewer, _of_file(found, name)))
            held[found.report] = found.paper.sha256
            taken.new.append(found)
        elif held[found.report] == found.paper.sha256:
            taken.known.append(found)
        else:
            taken.unsure.append((name, f"another file of {found.report} by {found.evidence}; the first is kept"))
    return taken


def _pdfs(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ReviewError("there is no such folder", where=str(folder), then="check the path")
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".pdf")
    if not found:
        raise ReviewError("there is no PDF in this folder", where=str(folder), then="check the path")
    return found


def _sought(state: Reports) -> list[Sought]:
    from resift.review.papers import Sought

    if not state.sought:
        raise ReviewError("no report is sought yet", then="resift status shows what comes next")
    return [Sought(r, [state.records[m] for m in state.members[r]]) for r in state.sought]


def _of_file(found: Match, name: str) -> dict[str, Any]:
    return {"file": name, "sha256": found.paper.sha256, "evidence": found.evidence}


def _event(review: Review, report: str, verb: Verb, reviewer: str, data: Mapping[str, Any]) -> Event:
    return Event(time=review.clock(), reviewer=reviewer, stage=Stage.RETRIEVAL, record=report, verb=verb, data=data)


def _safe(report: str) -> str:
    """A report's id as a file name.

    >>> _safe("pubmed-90000001"), _safe("../x/y")
    ('pubmed-90000001', '_.._x_y')
    """
    name = re.sub(r"[^\w.-]", "_", report)
    return f"_{name}" if name.startswith(".") else name


def take_back(review: Review, *, reviewer: str) -> Event | None:
    """Take back the last thing that a reviewer said of a full text; None where there is nothing."""
    said = (Verb.RETRIEVED, Verb.NOT_RETRIEVED)
    mine = review.store.standing_events(Stage.RETRIEVAL.value, reviewer)
    last = next((e for e in reversed(mine) if e.verb in said), None)
    if last is not None:
        review.store.append(Event(time=review.clock(), reviewer=reviewer, stage=Stage.RETRIEVAL, record=last.record,
                                  verb=Verb.UNDO, target=last.id))  # fmt: skip
    return last


def waiting(state: Reports, named: Iterable[str] = ()) -> list[str]:
    """The reports to ask about: those named, else those that nothing was said of, then those not retrieved so far."""
    wanted, sought = list(named), set(state.sought)
    unknown = next((r for r in wanted if r not in sought), None)
    if unknown:
        raise ReviewError(f"{unknown} is not among the reports sought", then="resift retrieve --list shows them")
    said = state.retrieval
    missed = [r for r, got in said.items() if not got.found]
    return wanted or [*(r for r in state.sought if r not in said), *missed]
