"""Build the fictional corpus: python tests/corpus/build.py [OUT_DIR], default data/demo. Same code, same bytes."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from compose import background
from dates import record_dates
from exports import assign, listing, retrieved
from pubmed_xml import document
from recording import COLUMNS, STUDY_COLUMNS, decisions, studies
from special import borderline, check_journals, mark_retracted, season
from strategy_truth import in_window, matches
from vendors import WRITERS, export
from works import HERE, Work, near_works, rng, shuffled

TRUTH_COLUMNS = ("source", "accession", "work", "published", "repaired")
WORK_COLUMNS = (
    "work",
    "relation",
    "screening",
    "screening_reasons",
    "retrieval",
    "eligibility",
    "eligibility_reasons",
    "study",
)


def all_works() -> list[Work]:
    """Hand-written and composed works with their databases, before anything is rendered."""
    works = [*near_works(), *season(background()[0])]
    check_journals(works)
    mark_retracted(works)
    assign(works)
    return works


def numbered(works: Sequence[Work]) -> dict[str, str]:
    """PMIDs in the order of the day of creation, which has nothing to do with the topic."""
    dice = rng("pmids")
    inside = [work for work in shuffled(dice, works) if "pubmed" in work.databases]
    return {work.id: str(90000001 + n) for n, work in enumerate(sorted(inside, key=lambda work: work.created))}


def truth_of_pubmed(works: Sequence[Work], pmids: Mapping[str, str]) -> list[dict[str, str]]:
    rows = []
    for work in works:
        seen = in_window(record_dates(work))
        found = {name: "yes" if seen and matches(work, name) else "no" for name in ("published", "repaired")}
        rows.append({"source": "pubmed", "accession": pmids[work.id], "work": work.id, **found})
    return rows


def chosen_keys(truth: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Per retrieved work one record that a search gave: PubMed's as published, else an export's, else PubMed's."""
    keys: dict[str, str] = {}
    ranked = sorted(truth, key=lambda row: 0 if row["published"] == "yes" else 1 if row["source"] != "pubmed" else 2)
    for row in ranked:
        if row["source"] != "pubmed" or row["repaired"] == "yes" or row["published"] == "yes":
            keys.setdefault(row["work"], f"{row['source']}:{row['accession']}")
    return keys


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def files() -> dict[str, str]:
    """Every file of the corpus by its name below the folder."""
    works = all_works()
    pmids = numbered(works)
    in_pubmed = sorted((work for work in works if work.id in pmids), key=lambda work: pmids[work.id])
    truth = truth_of_pubmed(in_pubmed, pmids)
    texts = {}
    for source, (name, _) in WRITERS.items():
        listed = listing(source, works)
        accessions, texts[name] = export(source, listed, pmids)
        truth += [
            dict(zip(TRUTH_COLUMNS, (source, number, work.id, "", ""), strict=True))
            for number, work in zip(accessions, listed, strict=True)
        ]
    found = retrieved(truth)
    borderline(works, found)
    reviewed = [work for work in works if work.id in found]
    keys = chosen_keys(truth)
    return texts | {
        "pubmed.xml": document(in_pubmed, pmids),
        "recorded/decisions.csv": table(COLUMNS, decisions(reviewed, keys)),
        "recorded/studies.csv": table(STUDY_COLUMNS, studies(reviewed, keys)),
        "truth.csv": table(TRUTH_COLUMNS, truth),
        "works.csv": table(WORK_COLUMNS, map(_work_row, works)),
        "README.md": (HERE / "blocks" / "README.demo.md").read_text(encoding="utf-8"),
    }


def _work_row(work: Work) -> dict[str, str]:
    values = {name: getattr(work, "id" if name == "work" else name) for name in WORK_COLUMNS}
    return {name: ";".join(value) if isinstance(value, list) else value for name, value in values.items()}


def build(folder: Path) -> list[Path]:
    """Write the corpus into ``folder`` and return the paths written."""
    paths = []
    for name, text in sorted(files().items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "data" / "demo"
    for written in build(out):
        sys.stdout.write(f"{written}\n")
