"""`resift prisma`, and the strict and draft reports of a review, run as a user runs them."""

import csv
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from resift.prisma import History, Lane, Options, Source, check, flow
from resift.reporting.rereading import reread

GOOD = (
    "data,n\ndatabase_results,1200\nregister_results,50\nduplicates,200\nrecords_screened,1050\nrecords_excluded,900\n"
    'dbr_sought_reports,150\ndbr_notretrieved_reports,10\ndbr_assessed,140\n'
    'dbr_excluded,"Wrong population, 60; Wrong design, 50"\nnew_studies,25\nnew_reports,30\n'
)  # fmt: skip
FILES = ["flow.csv", "flow.json", "flow.png", "flow.svg", "prisma2020.csv"]


def _run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resift", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "published.csv"
    path.write_text(GOOD)
    return path


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_flow_that_holds_is_drawn(good: Path, tmp_path: Path) -> None:
    done = _run("prisma", good, "--out", "made", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert _names(tmp_path / "made") == FILES
    root = ET.parse(tmp_path / "made/flow.svg").getroot()  # noqa: S314 (our own file)
    assert (root.find("{http://www.w3.org/2000/svg}title").text or "") == "published"  # type: ignore[union-attr]
    assert "All identities that could be tested hold." in done.stdout
    assert "not checked: C2 duplicates: duplicates_within, duplicates_between not given" in done.stdout


def test_every_identity_that_fails_is_named_with_its_numbers_and_nothing_is_drawn(good: Path, tmp_path: Path) -> None:
    good.write_text(GOOD.replace("1050", "1060").replace("new_studies,25", "new_studies,31"))
    done = _run("prisma", good, "--out", "made", cwd=tmp_path)
    assert done.returncode == 1
    assert "C3 error: records_screened is 1,060 but database_results 1,200 + register_results 50" in done.stdout
    assert "C5 error: dbr_sought_reports is 150 but records_screened 1,060" in done.stdout
    assert "C10 error: new_studies 31 are more than new_reports 30" in done.stdout
    assert "3 checks do not hold; nothing was drawn" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "made").exists()


def test_the_result_as_json(good: Path, tmp_path: Path) -> None:
    done = json.loads(_run("prisma", good, "--out", "made", "--json", cwd=tmp_path).stdout)
    assert (done["holds"], done["template"], done["counts"]["records_screened"]) == (True, "N1", 1050)
    assert [Path(p).name for p in done["files"]] == ["flow.svg", "flow.png", "flow.csv", "flow.json", "prisma2020.csv"]
    good.write_text(GOOD.replace("1050", "1060"))
    failed = _run("prisma", good, "--out", "more", "--json", cwd=tmp_path)
    assert failed.returncode == 1
    assert [(f["code"], f["level"]) for f in json.loads(failed.stdout)["findings"]] == [
        ("C3", "error"),
        ("C5", "error"),
    ]


def test_a_warning_is_told_apart_and_stops_nothing(good: Path, tmp_path: Path) -> None:
    good.write_text(GOOD.replace("Wrong design", "Other"))
    done = _run("prisma", good, "--out", "made", cwd=tmp_path)
    assert done.returncode == 0
    assert "C13 warning: dbr_excluded has 50 under 'Other', which says nothing" in done.stdout


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_what_spreadsheets_write_is_read(good: Path, tmp_path: Path, bom: bytes, end: bytes) -> None:
    good.write_bytes(bom + GOOD.encode().replace(b"\n", end))
    assert _run("prisma", good, "--out", "made", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"data,n\nnew_studies,x\n", "published.csv:2: new_studies is not a number"),
        ("data,n\nnew_studies,1\n".encode("utf-16"), "published.csv: this is not text in UTF-8"),
        (b"", "published.csv: this file is empty"),
        (b"data,n\nnew_studies,\x1b[31m1\n", "published.csv:2: new_studies is not a number"),
    ],
)
def test_a_file_at_fault_is_one_message(good: Path, tmp_path: Path, data: bytes, said: str) -> None:
    good.write_bytes(data)
    done = _run("prisma", good, "--out", "made", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


def test_a_missing_file_or_one_that_would_be_written_over_is_refused(good: Path, tmp_path: Path) -> None:
    assert "missing.csv: cannot be read" in _run("prisma", "missing.csv", cwd=tmp_path).stderr
    own = tmp_path / "flow.csv"
    own.write_text(GOOD)
    done = _run("prisma", "flow.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "written over" in done.stderr
    assert own.read_text() == GOOD


def test_files_that_are_there_are_written_over_only_by_force(good: Path, tmp_path: Path) -> None:
    (tmp_path / "flow.csv").write_text("something else")
    done = _run("prisma", good, cwd=tmp_path)
    assert done.returncode == 1
    assert "flow.csv is there already; nothing was written" in done.stderr
    assert "--force" in done.stderr
    assert _names(tmp_path) == ["flow.csv", "published.csv"]
    assert _run("prisma", good, "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / "flow.csv").read_text() != "something else"


@pytest.mark.parametrize("quote", ['"', ""])
@pytest.mark.parametrize("head", ["", "sep=;\n"])
def test_a_table_with_semicolons_between_its_cells_is_the_same_flow(
    good: Path, tmp_path: Path, head: str, quote: str
) -> None:
    reasons = '"Wrong population, 60; Wrong design, 50"'
    cells = GOOD.replace(reasons, "R").replace(",", ";").replace("R", reasons.replace('"', quote))
    (tmp_path / "other.csv").write_text(head + cells)
    one, two = (json.loads(_run("prisma", f, "--out", f.stem, "--json", cwd=tmp_path).stdout)["counts"]
                for f in (good, tmp_path / "other.csv"))  # fmt: skip
    assert one == two


def test_the_files_it_writes_are_files_it_reads(good: Path, tmp_path: Path) -> None:
    _run("prisma", good, "--out", "one", cwd=tmp_path)
    for again in ("flow.csv", "prisma2020.csv"):
        _run("prisma", f"one/{again}", "--out", "two", "--force", "--title", "published", cwd=tmp_path)
        for name in FILES:
            if name != "flow.json" or again == "flow.csv":
                assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "one" / name).read_bytes(), (again, name)


def test_the_wishes_for_the_figure(good: Path, tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[labels]\n"Records screened" = "Gesichtete Treffer"\n', encoding="utf-8")
    good.write_text(GOOD + "excluded_other,0\n")
    done = _run("prisma", good, "--out", "made", "--hide-empty", "--labels", "words.toml", "--dpi", "600", cwd=tmp_path)
    assert done.returncode == 0
    svg = (tmp_path / "made/flow.svg").read_text()
    assert "Gesichtete Treffer" in svg
    assert "Records removed for other reasons" not in svg
    plain = _run("prisma", good, "--out", "plain", cwd=tmp_path)
    assert plain.returncode == 0
    assert "Records removed for other reasons" in (tmp_path / "plain/flow.svg").read_text()
    assert _wide(tmp_path / "made/flow.png") in (2 * _wide(tmp_path / "plain/flow.png") + i for i in (-1, 0, 1))


def _wide(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:20])


def test_what_still_waits_makes_a_draft(good: Path, tmp_path: Path) -> None:
    good.write_text(GOOD.replace("dbr_assessed,140", "dbr_assessed,135\nx_dbr_pending,5").replace("30\n", "25\n"))
    done = _run("prisma", good, "--out", "made", cwd=tmp_path)
    assert (done.returncode, "DRAFT: 5 awaiting retrieval or assessment" in done.stdout) == (0, True)
    assert ">DRAFT<" in (tmp_path / "made/flow.svg").read_text()


def test_letters_that_the_picture_cannot_show_are_said(good: Path, tmp_path: Path) -> None:
    good.write_text(GOOD.replace("Wrong design", "漢字"), encoding="utf-8")
    done = _run("prisma", good, "--out", "made", cwd=tmp_path)
    assert done.returncode == 0
    assert "flow.png has an empty box for each of 字漢" in done.stderr


# The report of a review

RIS = "".join(
    f"TY  - JOUR\nAN  - F{i}\nTI  - A fictional {what} programme\nAU  - Doe, Jo\nPY  - 2020\nER  - \n\n"
    for i, what in enumerate(("horticulture", "pottery", "choir"))
)


@pytest.fixture
def review(tmp_path: Path) -> Path:
    folder = tmp_path / "review"
    (tmp_path / "export.ris").write_text(RIS)
    start, read = ("init", folder), ("import", "export.ris", "--database", "psycinfo", "-C", folder)
    for step in (start, read, ("dedup", "-C", folder)):
        done = _run(*step, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    return folder


def test_a_strict_report_of_an_unfinished_review_writes_nothing(review: Path) -> None:
    done = _run("report", "--strict", cwd=review)
    assert (done.returncode, done.stdout) == (1, "")
    assert "3 awaiting a decision on title and abstract" in done.stderr
    assert "nothing was written" in done.stderr
    assert not (review / "reports").exists()


def test_a_report_says_draft_where_it_is_one_or_is_asked_to(review: Path, demo: Path, tmp_path: Path) -> None:
    assert _run("report", cwd=review).returncode == 0
    assert ">DRAFT<" in (review / "reports/flow.svg").read_text()
    assert ">DRAFT<" not in (demo / "reports/flow.svg").read_text()
    assert _run("report", "--draft", "--out", tmp_path / "out", cwd=demo).returncode == 0
    assert ">DRAFT<" in (tmp_path / "out/flow.svg").read_text()
    assert json.loads((tmp_path / "out/flow.json").read_text())["draft"] is True
    assert _run("report", "--draft", "--strict", cwd=demo).returncode == 2


def test_a_finished_review_passes_the_strict_report(demo: Path, tmp_path: Path) -> None:
    done = _run("report", "--strict", "--out", tmp_path / "out", cwd=demo)
    assert (done.returncode, done.stderr) == (0, "")
    for path in (p for p in (demo / "reports").rglob("*") if p.is_file()):
        assert (tmp_path / "out" / path.relative_to(demo / "reports")).read_bytes() == path.read_bytes()


def test_the_flow_of_a_review_is_a_flow_that_holds_as_numbers(demo: Path, tmp_path: Path) -> None:
    for name in ("flow.csv", "prisma2020.csv"):
        done = _run("prisma", demo / "reports" / name, "--out", tmp_path / name[:4], cwd=tmp_path)
        assert done.returncode == 0, done.stdout
    with (demo / "reports/prisma2020.csv").open(encoding="utf-8", newline="") as file:
        rows = {r["data"]: r["n"] for r in csv.DictReader(file)}
    # the previous version: 19 interventions behind 23 references (Webber & Fendt-Newlin 2017, Table 1)
    assert (rows["previous_studies"], rows["previous_reports"]) == ("19", "23")


def test_each_number_of_the_page_changed_by_one_is_caught(demo: Path) -> None:
    from resift.review import Review

    html = (demo / "reports/report.html").read_text(encoding="utf-8")
    with Review.open(demo) as opened:
        told = flow(opened.state.history())
    assert reread({"report.html": html.encode()}, told, Options()) == ()
    numbers = re.compile(r'(?<=">)\d+(?=</a></td>)|(?<=\(n = )\d+(?=\)</summary>)')
    found = list(numbers.finditer(html))
    assert len(found) == 2 * 19  # 19 boxes: each in the table of the flow, and heading its list
    for at in found:
        changed = html[: at.start()] + str(int(at[0]) + 1) + html[at.end() :]
        assert reread({"report.html": changed.encode()}, told, Options()), html[at.start() - 60 : at.end()]
    shorter = html.replace('<li><span class="id">', '<span class="id">', 1)  # a record missing from a list
    assert reread({"report.html": shorter.encode()}, told, Options())


def test_an_import_whose_file_was_changed_or_lost_is_named(review: Path) -> None:
    (kept,) = (review / "data/imports/psycinfo").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole.replace(b"2020", b"2021"))
    assert f"C16: {kept.name} is not what psycinfo was imported from" in _run("report", cwd=review).stdout
    kept.unlink()
    assert (
        "C16: the file that psycinfo was imported from is no longer in psycinfo/" in _run("report", cwd=review).stdout
    )
    kept.write_bytes(whole)
    assert "C16" not in _run("report", cwd=review).stdout


# C26: rounds of one search


def _round(name: str, since: str, searched: str, *records: str, label: str = "PubMed") -> Source:
    return Source(name=name, label=label, lane=Lane.DATABASE, records=records, since=since, searched=searched)


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ((_round("a", "2016-10-02", "2026-01-10", "1"), _round("b", "2016-10-02", "2026-11-02", "2")), []),
        ((_round("a", "2016-10-02", "2026-01-10", "1"), _round("b", "2026-01-01", "2026-11-02", "2")), []),
        ((_round("a", "", "2026-01-10", "1"), _round("b", "", "2026-11-02", "2")), []),
        ((_round("a", "2016-10-02", "2026-01-10", "1"), _round("b", "2026-02-01", "2026-11-02", "2")),
         ["error PubMed: nothing was searched between 2026-01-10 and 2026-02-01, from the end of a to the start of b"]),
        ((_round("a", "2016-10-02", "2026-11-02", "1"),
          _round("e", "2017-01-01", "2026-11-02", "2", label="Embase")),
         ["warning the sources were not searched in the same window: PubMed since 2016-10-02, "
          "Embase since 2017-01-01"]),
    ],
)  # fmt: skip
def test_what_lies_between_two_rounds_is_found(sources: tuple[Source, ...], said: list[str]) -> None:
    history = History(sources=sources, survivor={r: r for s in sources for r in s.records})
    found = [f"{f.level} {f.message}" for f in check(flow(history), history) if f.code == "C26"]
    assert found == said


def test_rounds_that_do_not_sum_to_the_diagram_are_found() -> None:
    from dataclasses import replace

    sources = (_round("a", "", "2026-01-10", "1"), _round("b", "", "2026-11-02", "2"))
    history = History(sources=sources, survivor={"1": "1", "2": "2"})
    told = flow(history)
    fewer = replace(told, lists={**told.lists, "database_specific_results": {"PubMed": ("1",)}})
    assert any(f.code == "C26" and f.records == ("1", "2") for f in check(fewer, history))
