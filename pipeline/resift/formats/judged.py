"""Records with what was decided on them, in the columns and tags that other screening tools read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from resift.decisions import Stage, Verb
from resift.formats import own_table
from resift.formats.ris_writing import write_ris
from resift.records import Record

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
COVIDENCE_LIMIT = 15_000
"""How many references Covidence takes in one file (source: its help pages, 2026)."""
_RAYYAN = (
    "key", "title", "year", "month", "day", "journal", "issn", "volume", "issue", "pages", "authors", "url", "language",
    "publisher", "location", "abstract", "notes", "doi", "keywords", "pubmed_id", "pmc_id",
)  # fmt: skip
_RAYYAN_WORDS = {Verb.INCLUDE: "Included", Verb.EXCLUDE: "Excluded", Verb.UNSURE: "Maybe"}
_ASREVIEW = ("id", "title", "abstract", "authors", "keywords", "year", "journal", "doi", "url", "included", "notes")
_LABELS = {"included": "1", "excluded": "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A report's record, where it stands at a stage, why, who decided what, and who settled it how if anybody did.

    ``reasons`` are the criteria's ids and ``labels`` their printed words, the primary one first.
    """

    record: Record
    stage: Stage
    status: str
    reasons: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    votes: Mapping[str, Verb] = field(default_factory=dict)
    settled: Mapping[str, Verb] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The state in one line, as it stands in notes.

        >>> Judged(record=Record(id="a", title="t"), stage=Stage.SCREENING, status="excluded", reasons=("I5",),
        ...        labels=("No intervention",)).sentence
        'resift screening: excluded (I5 No intervention)'
        """
        why = "; ".join(f"{i} {label}".strip() for i, label in _pairs(self))
        told = f"resift {self.stage.value}: {self.status}" + (f" ({why})" if why else "")
        return " | ".join((told, *self.notes))


def ris(items: Iterable[Judged]) -> str:
    """RIS for reference managers and Covidence: state and reasons stand in a note, index headings among keywords."""
    return write_ris(
        replace(j.record, keywords=_keywords(j.record), notes="\n".join(filter(None, (j.record.notes, j.sentence))))
        for j in items
    )


def table(items: Iterable[Judged]) -> Table:
    """Resift's own columns, then state, reasons, each person's decision, the one that settled it, and notes."""
    header = (*own_table.COLUMNS, "resift_stage", own_table.SIGN, "resift_reasons", "resift_decisions",
              "resift_settled", "resift_notes")  # fmt: skip
    return header, [
        (*own_table.row(j.record), j.stage.value, j.status, "; ".join(j.reasons), _told(j.votes), _told(j.settled),
         " | ".join(j.notes))
        for j in items
    ]  # fmt: skip


def asreview(items: Iterable[Judged]) -> Table:
    """ASReview's columns (source: its data format page): ``included`` is 1, 0, or empty where nothing is decided.

    On title and abstract, a report on which somebody is unsure goes forward like an included one.
    """
    return _ASREVIEW, [
        (r.id, r.title, r.abstract, _semicolons(r.authors), _semicolons(_keywords(r)), str(r.year or ""), r.journal,
         r.doi or "", r.url, _label(j), j.sentence)
        for j in items for r in (j.record,)
    ]  # fmt: skip


def rayyan(items: Iterable[Judged]) -> Table:
    """Rayyan's columns, as in its own exports; decisions and reasons stand in ``notes`` in its own way of writing."""
    return _RAYYAN, [_rayyan(j) for j in items]


def _rayyan(j: Judged) -> tuple[str, ...]:
    r = j.record
    date = next((p.split("/") for p in r.published if p.count("/") == 2), ["", "", ""])
    cells = {
        "key": r.id, "title": r.title, "year": str(r.year or ""), "month": date[1], "day": date[2],
        "journal": r.journal, "issn": ", ".join(r.issn), "volume": r.volume, "issue": r.issue, "pages": r.pages,
        "authors": " and ".join(r.authors), "url": r.url, "language": ", ".join(r.languages), "abstract": r.abstract,
        "notes": " | ".join(_rayyan_notes(j)), "doi": r.doi or "", "keywords": _semicolons(_keywords(r)),
        "pubmed_id": r.pmid or "",
    }  # fmt: skip
    return tuple(cells.get(name, "") for name in _RAYYAN)


def _rayyan_notes(j: Judged) -> Iterable[str]:
    yield from filter(None, (j.record.notes,))
    votes = ",".join(f'"{_plain(who)}"=>"{_RAYYAN_WORDS[verb]}"' for who, verb in sorted(j.votes.items()))
    if votes:
        yield f"RAYYAN-INCLUSION: {{{votes}}}"
    if j.reasons:
        yield "RAYYAN-EXCLUSION-REASONS: " + ",".join(_plain(lb or i).replace(",", ";") for i, lb in _pairs(j))
    yield from (f"USER-NOTES: settled by {_plain(who)}: {_RAYYAN_WORDS[verb]}" for who, verb in j.settled.items())
    yield from (f"USER-NOTES: {_plain(n)}" for n in j.notes)


def _pairs(j: Judged) -> Iterable[tuple[str, str]]:
    return zip(j.reasons, j.labels, strict=True)


def _label(j: Judged) -> str:
    forward = j.status == "unsure" and j.stage is Stage.SCREENING
    return "1" if forward else _LABELS.get(j.status, "")


def _keywords(record: Record) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*record.keywords, *(h.name for h in record.headings))))


def _plain(text: str) -> str:
    return text.replace('"', "'").replace("|", "/")


def _semicolons(values: Iterable[str]) -> str:
    """A list as ASReview and Rayyan cut it: at every semicolon, with no blank taken away."""
    return ";".join(v.replace(";", ",") for v in values)


def _told(votes: Mapping[str, Verb]) -> str:
    return "; ".join(f"{who}: {verb.value}" for who, verb in sorted(votes.items()))
