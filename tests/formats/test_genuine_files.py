"""Genuine exports beside the project: the counts of their table hold, and titles and abstracts are all found."""

import csv
import re
from pathlib import Path

import pytest

from resift.errors import BadFile
from resift.formats import Reading, decode, read_file

pytestmark = pytest.mark.shared

# Files that are refused on purpose, by the reading rules (no TY; no record header; nothing in it).
REFUSED = {
    "exports/jabref/RisImporterCorrupted.ris": "RIS without any TY line",
    "exports/jabref/OvidImporterTest2Invalid.txt": "not a known export format",
    "exports/jabref/IsiImporterTestEmpty.isi": "not a known export format",
}
# How each format marks where a record begins, a title and an abstract; written for counting only.
MARKS = {
    "RIS": (r"^\W{0,8}TY {1,3}-", r"^(?:TI|T1|CT)  ?- *\S", r"^(?:AB|N2)  ?- *\S"),
    "MEDLINE text": (r"^(?:PMID|PMCR?) *-|^OWN - ERIC", r"^TI *- *\S", r"^AB *- *\S"),
    "Web of Science tagged": (r"^PT \S", r"^TI \S", r"^AB(?: \S|\s*\n   \S)"),
    "Ovid tagged": (r"^\s*<\d+\.? *>", r"^(?:TI {1,2}- \S|Title\s*\n +\S)", r"^(?:AB {1,2}- \S|Abstract *\n +\S)"),
    "RefWorks tagged": (r"^RT \S", r"^T1 \S", r"^AB \S"),
    "BibTeX": (
        r"^@(?!comment|string|preamble)\w+\{",
        r"^\s*title\s*=\s*[{\"]{1,2}[^}]",
        r"^\s*abstract\s*=\s*[{\"][^}]",
    ),
    "EndNote XML": (r"<record>", r"<title>(?:\s*<style[^>]*>)?\s*[^<\s]", r"<abstract>(?:\s*<style[^>]*>)?\s*[^<\s]"),
}


def table(shared: Path) -> dict[str, int]:
    """The files and true counts of the samples' own table, for the formats that this room reads."""
    text = (shared / "samples" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:exports|pubmed)/\S+) \| (.*?) \| (\d+)", text, re.M)
    return {
        path: int(count) for path, kind, count in rows if path.startswith("exports/") or re.search("MEDLINE|nbib", kind)
    }


@pytest.fixture(scope="module")
def readings(shared_dir: Path) -> dict[str, Reading]:
    samples = shared_dir / "samples"
    return {path: read_file(samples / path) for path in table(shared_dir) if path not in REFUSED}


def test_every_file_of_the_table_has_its_true_number_of_records(readings: dict[str, Reading], shared_dir: Path) -> None:
    true = {path: count for path, count in table(shared_dir).items() if path not in REFUSED}
    assert {path: len(reading.records) for path, reading in readings.items()} == true
    assert len(true) > 100


def test_the_second_count_of_starts_agrees_in_every_file(readings: dict[str, Reading]) -> None:
    assert {p: r.starts for p, r in readings.items()} == {p: len(r.records) for p, r in readings.items()}


@pytest.mark.parametrize(("path", "message"), REFUSED.items())
def test_a_file_against_the_rules_is_refused(path: str, message: str, shared_dir: Path) -> None:
    with pytest.raises(BadFile, match=message):
        read_file(shared_dir / "samples" / path)


def chunks(text: str, start: str) -> list[str]:
    places = [m.start() for m in re.finditer(start, text, re.M | re.I)]
    return [text[a:b] for a, b in zip(places, [*places[1:], len(text)], strict=True)]


def test_as_many_titles_and_abstracts_as_the_text_has(readings: dict[str, Reading], shared_dir: Path) -> None:
    wrong = []
    for path, reading in readings.items():
        if reading.format not in MARKS:
            continue
        start, title, abstract = MARKS[reading.format]
        text = decode((shared_dir / "samples" / path).read_bytes())[0]
        records = chunks(text, start)
        expected = [sum(bool(re.search(p, c, re.M | re.I)) for c in records) for p in (title, abstract)]
        got = [sum(bool(r.title) for r in reading.records), sum(bool(r.abstract) for r in reading.records)]
        if got != expected:
            wrong.append((path, got, expected))
    assert wrong == []


def test_no_abstract_of_ebsco_is_a_copyright_notice(readings: dict[str, Reading]) -> None:
    records = [r for path, reading in readings.items() if "/ebsco/" in path for r in reading.records]
    assert len(records) == 13
    assert not [r.id for r in records if "is the property of" in r.abstract]


def test_embase_pmids_come_from_c5_and_accessions_from_u2(readings: dict[str, Reading]) -> None:
    records = readings["exports/embase/cff_baseline_embase.ris"].records
    assert [r.pmid or "" for r in records] == [dict(r.raw).get("C5", "") for r in records]
    assert [r.accession for r in records] == [dict(r.raw)["U2"] for r in records]


def test_every_doi_tag_with_a_doi_in_it_is_read(readings: dict[str, Reading]) -> None:
    lost = [
        (path, record.id)
        for path, reading in readings.items()
        if reading.format == "RIS"
        for record in reading.records
        if any(tag == "DO" and "10." in value for tag, value in record.raw) and not record.doi
    ]
    assert lost == []


def test_the_benchmark_tables_keep_every_row_and_label(shared_dir: Path) -> None:
    files = [
        p for p in (shared_dir / "bench").glob("*/*.csv") if p.read_text("utf-8-sig").startswith(("id,title", "title,"))
    ]
    assert len(files) == 15  # four of dedup, eleven of ranking
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        records = read_file(path).records
        one_line_end = [{k: v.replace("\r\n", "\n").replace("\r", "\n") for k, v in row.items()} for row in rows]
        assert [dict(r.raw) for r in records] == one_line_end
        assert [bool(r.title) for r in records] == [bool(row["title"].strip()) for row in rows]
        if "id" in rows[0]:
            assert [r.id for r in records] == [row["id"] for row in rows]
