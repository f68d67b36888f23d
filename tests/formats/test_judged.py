"""Records with decisions, as other tools read them; what resift wrote is read back unchanged."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.decisions import Stage, Verb
from resift.formats import Judged, judged, read_bytes
from resift.records import Doi, Heading, Pmid, Record
from resift.reporting.tables import csv_bytes

WORK = Record(
    id="demo-1", title="A fictional trial", abstract="Made up.", authors=("Doe, A.", "Roe, B. C."), year=2019,
    journal="Fictional Journal", volume="4", issue="2", pages="24-26", issn=("1234-5678",), url="https://example.org/a",
    languages=("eng",), keywords=("friends",), headings=(Heading(name="Social Support"),), published=("2019/05/01",),
    doi=Doi.parse("10.5555/fictional.1"), pmid=Pmid.parse("90000001"),
)  # fmt: skip
OUT = Judged(
    record=WORK, stage=Stage.SCREENING, status="excluded", reasons=("I5", "I2"), labels=("No intervention", "Children"),
    votes={"Bo": Verb.EXCLUDE, "Ada": Verb.UNSURE}, notes=("see table 2",),
)  # fmt: skip


def rows(made: judged.Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(*made).decode())))


def test_rayyan_gets_the_columns_and_the_notes_of_its_own_exports() -> None:
    # header and notes as in a genuine export of Rayyan and on its help page
    header, _ = judged.rayyan([OUT])
    assert ",".join(header) == (
        "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,"
        "notes,doi,keywords,pubmed_id,pmc_id"
    )
    row = rows(judged.rayyan([OUT]))[0]
    assert row["authors"] == "Doe, A. and Roe, B. C."
    assert (row["year"], row["month"], row["day"]) == ("2019", "05", "01")
    assert row["keywords"] == "friends;Social Support"
    assert row["notes"] == (
        'RAYYAN-INCLUSION: {"Ada"=>"Maybe","Bo"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: No intervention,Children'
        " | USER-NOTES: see table 2"
    )


def test_a_table_for_rayyan_is_read_as_one_of_rayyan() -> None:
    back = read_bytes(csv_bytes(*judged.rayyan([OUT])), name="demo.csv", prefix="x")
    found = back.records[0]
    assert back.remarks[0].message == "read as a table of Rayyan"
    assert (found.title, found.authors, found.year, found.doi, found.pmid, found.accession) == (
        WORK.title, WORK.authors, 2019, WORK.doi, WORK.pmid, "demo-1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "status", "label"),
    [
        ("screening", "included", "1"), ("screening", "excluded", "0"), ("screening", "unsure", "1"),
        ("eligibility", "unsure", ""), ("screening", "conflict", ""), ("screening", "pending", ""),
        ("screening", "unread", ""),
    ],
)  # fmt: skip
def test_asreview_gets_one_nought_or_nothing(stage: str, status: str, label: str) -> None:
    one = Judged(record=WORK, stage=Stage(stage), status=status)
    assert rows(judged.asreview([one]))[0]["included"] == label


def test_asreview_cuts_authors_and_keywords_at_semicolons_alone() -> None:
    # as its reader of tables does: no blank is taken away, and nothing is escaped
    corporate = replace(WORK, authors=("Doe, A.", "Group X; Y"))
    row = rows(judged.asreview([Judged(record=corporate, stage=Stage.SCREENING, status="unread")]))[0]
    assert row["authors"].split(";") == ["Doe, A.", "Group X, Y"]
    assert row["keywords"].split(";") == ["friends", "Social Support"]


def test_index_headings_are_keywords_in_ris() -> None:
    back = read_bytes(judged.ris([OUT]).encode(), name="demo.ris").records[0]
    assert back.keywords == ("friends", "Social Support")


def test_reasons_stand_in_a_note_of_ris_and_are_not_read_back_as_content() -> None:
    text = judged.ris([OUT])
    assert "N1  - resift screening: excluded (I5 No intervention; I2 Children) | see table 2\n" in text
    assert read_bytes(text.encode(), name="demo.ris").records[0].notes == ""


def test_own_notes_of_a_record_stay_beside_the_decision() -> None:
    noted = replace(OUT, record=replace(WORK, notes="first line\nsecond line"))
    assert read_bytes(judged.ris([noted]).encode(), name="demo.ris").records[0].notes == "first line\nsecond line"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=12).map(lambda t: " ".join(t.split()))
RISKY = st.sampled_from(["=1+1", "'=1+1", "''-x", "@x", "+x", "a; b", ";", "; ;", '="9"', "NA", "x;;"])
CELL = st.builds(lambda a, b: " ".join((a + b).split()), RISKY | TEXT, TEXT)
PARTS = st.lists(CELL.filter(bool), max_size=3).map(tuple)
RECORDS = st.builds(
    Record, id=st.just("demo-1"), title=CELL, abstract=CELL, authors=PARTS, year=st.none() | st.integers(1400, 2199),
    journal=CELL, journal_short=CELL, volume=CELL, issue=CELL, pages=CELL, accession=CELL, database=CELL,
    languages=PARTS, publication_types=PARTS, keywords=PARTS, affiliations=PARTS, issn=PARTS, url=CELL, notes=CELL,
    original_title=CELL, other_abstract=CELL,
    doi=st.none() | st.from_regex(r"10\.[0-9]{4}/[a-z0-9.]{1,8}[a-z0-9]", fullmatch=True).map(Doi.parse),
    pmid=st.none() | st.integers(1, 99_999_999).map(str).map(Pmid.parse),
)  # fmt: skip


@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_records_written_as_a_table_are_read_back_with_their_fields(records: list[Record]) -> None:
    named = [replace(r, id=f"demo-{i}") for i, r in enumerate(records)]
    made = judged.table(Judged(record=r, stage=Stage.SCREENING, status="unread") for r in named)
    back = read_bytes(csv_bytes(*made), name="demo.csv").records
    assert [replace(r, raw=()) for r in back] == named


@given(RECORDS)
def test_no_cell_of_any_table_begins_like_a_formula(record: Record) -> None:
    one = [Judged(record=record, stage=Stage.SCREENING, status="unread", notes=(record.title,))]
    for made in (judged.table(one), judged.asreview(one), judged.rayyan(one)):
        assert not [c for c in rows(made)[0].values() if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
