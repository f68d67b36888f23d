"""What a corpus of plain articles would lack: letters, other languages, errata, borderline and disputed works."""

from __future__ import annotations

import re
from collections.abc import Sequence

from works import WINDOW, Work, journals, pick, rng, shuffled, toml

_KINDS = ("Letter", "Editorial", "Comment", "News")
_LINKS = {
    "erratum": ("ErratumFor", "ErratumIn"),
    "retraction": ("RetractionOf", "RetractionIn"),
    "reply": ("CommentOn", "CommentIn"),
    "comment": ("CommentOn", "CommentIn"),
}


def season(works: list[Work]) -> list[Work]:
    """The composed works with the exceptions that every database holds, and errata to a few of them."""
    dice = rng("special")
    recent = shuffled(dice, [work for work in works if work.created >= WINDOW and "pubmed" in work.databases])
    for work in recent[:7]:
        work.abstract, work.types = [], [pick(dice, _KINDS)]
    for work, words in zip(recent[7:11], toml("blocks/languages.toml")["work"], strict=True):
        work.language, work.original_title, work.title = words["language"], words["original"], words["title"]
        work.screening_reasons = ["E5", "I7", *work.screening_reasons][:3]
    for work in recent[11:23]:
        work.disagree = "screening"
    for work in recent[29:34]:
        work.year -= 3  # added to PubMed long after publication
    for work in works:
        if work.id in {other.id for other in recent[23:26]}:
            _no_pages(work)
    return works + [_erratum(work, n) for n, work in enumerate(recent[26:29], 1)]


def _no_pages(work: Work) -> None:
    work.volume, work.issue, work.pages = "", "", ""


def _erratum(of: Work, number: int) -> Work:
    created = f"{int(of.created[:4]) + 1}{of.created[4:8]}15" if of.created < "2025-06" else "2026-06-15"
    return Work(
        id=f"B{900 + number}",
        title=f"Correction to: {of.title}",
        authors=of.authors,
        journal=of.journal,
        year=int(created[:4]),
        month=int(created[5:7]),
        volume=str(int(of.volume or 10) + 1),
        pages=str(200 + number),
        types=["Published Erratum"],
        created=created,
        databases=["pubmed"],
        screening="exclude",
        screening_reasons=of.screening_reasons,
        relation=f"erratum of {of.id}",
    )


def borderline(works: Sequence[Work], retrieved: set[str]) -> None:
    """Four retrieved works that look eligible by their abstract and are excluded on the full text."""
    likely = ("Randomized Controlled Trial", "Journal Article")
    for work, (note, reasons) in zip(
        [
            w
            for w in works
            if w.id[0] == "B"
            and w.id in retrieved
            and w.abstract
            and not w.disagree
            and w.language == "eng"
            and set(w.screening_reasons) & {"I5", "E2"}
            and w.types[-1] in likely
        ][:4],
        [
            ("Contacts with friends were asked about but not reported.", ["I5"]),
            ("The social part was dropped after the protocol was amended.", ["E2", "I2"]),
            ("Participants were screened for distress, not diagnosed.", ["I1"]),
            ("Network size was a baseline covariate only.", ["I5", "I2"]),
        ],
        strict=False,
    ):
        work.screening, work.screening_reasons, work.retrieval = "include", [], "retrieved"
        work.eligibility, work.eligibility_reasons, work.eligibility_note = "exclude", reasons, note


def links(works: Sequence[Work]) -> dict[str, list[tuple[str, str]]]:
    """Per work, its PubMed comments and corrections as (RefType, other work), in both directions."""
    found: dict[str, list[tuple[str, str]]] = {}
    for work in works:
        match = re.match(r"(erratum|retraction|reply|comment)\b.*?\b([NB]\d+)", work.relation)
        if match:
            there, back = _LINKS[match[1]]
            found.setdefault(work.id, []).append((there, match[2]))
            found.setdefault(match[2], []).append((back, work.id))
    return found


def mark_retracted(works: Sequence[Work]) -> None:
    """A paper with a retraction notice carries the publication type as well, as PubMed gives both."""
    pointed = {other for kinds in links(works).values() for kind, other in kinds if kind == "RetractionOf"}
    for work in works:
        if work.id in pointed and "Retracted Publication" not in work.types:
            work.types = [*work.types, "Retracted Publication"]


def check_journals(works: Sequence[Work]) -> None:
    unknown = sorted({work.journal for work in works if work.journal} - set(journals()))
    if unknown:
        raise ValueError(f"journals.toml lacks the keys {unknown}")
