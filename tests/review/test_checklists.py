"""What the report has on the items of the checklists, from the review's own facts; and its files for Word and Excel."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as python_docx
import openpyxl
import pytest

from resift.decisions import Event, Stage, Verb
from resift.records import Record
from resift.reporting.checklists import Fact, checklists
from resift.reporting.document import Document, Table, blocks, plain
from resift.reporting.html import html
from resift.review.config import Config, Search, read_config
from resift.review.folder import Folder
from resift.review.report.checklists import checklists_section
from resift.review.report.facts import facts
from resift.review.report.manifest import Manifest
from resift.review.report.office import last_act, office_files
from resift.review.report.snapshot import Snapshot
from resift.review.report.whole import document
from resift.review.report.words import WORDS
from resift.review.review import Review
from resift.review.state import Reports
from resift.store import Run, Store

CONFIG: Config = read_config(Path(__file__).resolve().parents[2])
ALONE = replace(CONFIG, previous=None)
"""The worked review's settings, as if there were no previous version."""


def _search(name: str = "a", **more: Any) -> Search:
    return Search(**{"name": name, "database": name.upper(), "label": name.upper(), "platform": name, **more})


def _run(name: str = "a", **more: Any) -> Run:
    told = {"id": name, "search": name, "database": name.upper(), "label": name.upper(), "kind": "database",
            "platform": name, "searched": "2026-11-01T09:00:00Z", "strategy": "exp Fiction/"}  # fmt: skip
    return Run(**told | more)


def _event(second: int, who: str, record: str, verb: Verb, *why: str, **more: Any) -> Event:
    values = {"stage": Stage.SCREENING, "reasons": why, **more}
    return Event(time=f"2026-11-02T09:00:{second:02}.000000Z", reviewer=who, record=record, verb=verb, **values)


def _excluded(record: str, *why: str) -> list[Event]:
    """Two people include a report on its title, find it, and exclude it in full text."""
    yes = [_event(n, who, record, Verb.INCLUDE) for n, who in ((1, "Ada"), (2, "Bo"))]
    had = _event(3, "Ada", record, Verb.RETRIEVED, stage=Stage.RETRIEVAL)
    no = [_event(n, who, record, Verb.EXCLUDE, *why, stage=Stage.ELIGIBILITY) for n, who in ((4, "Ada"), (5, "Bo"))]
    return [*yes, had, *no]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store("sqlite://") as store:
        yield store


def _facts(
    store: Store, tmp_path: Path, config: Config = ALONE, *, searches: tuple[Search, ...] = (_search(),),
    runs: tuple[Run, ...] = (_run(),), events: list[Event] | None = None, notes: str = "",
) -> dict[str, Fact]:  # fmt: skip
    for run in runs:
        store.add_run(run, [Record(id=f"{run.id}-1", title=f"fictional {run.id}", notes=notes)])
    if runs:
        store.add_grouping("t", "m", [(f"{r.id}-1",) for r in runs], [])
    store.append(events or [])
    return dict(facts(Snapshot(Reports(replace(config, searches=searches), store), Folder(tmp_path))))


def _told(fact: Fact) -> tuple[str, tuple[str, ...]]:
    return fact.state.value, fact.where


def test_every_fact_that_an_item_names_is_told(store: Store, tmp_path: Path) -> None:
    named = {i.fact for c in checklists() for i in c.items if i.fact}
    assert set(_facts(store, tmp_path)) == named


def test_before_the_first_search_nothing_but_the_question_and_the_criteria_is_there(
    store: Store, tmp_path: Path
) -> None:
    found = _facts(store, tmp_path, runs=())
    assert {name for name, f in found.items() if f.state.value == "auto"} == {"question", "criteria"}


@pytest.mark.parametrize(("title", "state"), [
    ("Befriending: a Systematic Review", "auto"), ("Befriending: an update", "needs author"),
])  # fmt: skip
def test_the_title_is_looked_at(store: Store, tmp_path: Path, title: str, state: str) -> None:
    assert _facts(store, tmp_path, replace(ALONE, title=title))["title"].state.value == state


def test_without_categories_the_author_has_to_say_how_studies_are_grouped(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path, replace(ALONE, categories=()))
    assert (found["criteria"].state.value, found["grouping"].state.value) == ("needs author", "needs author")


def test_a_search_made_by_resift_is_dated_and_has_its_strategy(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path)
    assert _told(found["sources"]) == ("auto", ("searches",))
    assert "2026-11-01" in found["sources"].note
    assert _told(found["strategies"]) == ("auto", ("searches",))


def test_the_date_of_an_import_is_not_taken_for_that_of_the_search(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path, runs=(_run(sha256="0" * 64),))["sources"]
    assert found.state.value == "needs author"
    assert "A: say when" in found.note


def test_a_source_not_searched_yet_is_named(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path, searches=(_search(), _search("b")))["sources"]
    assert (found.state.value, found.note) == ("needs author", "Not searched or imported yet: B.")


def test_a_database_without_its_strategy_is_named(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path, runs=(_run(), _run("b", strategy="")))["strategies"]
    assert (found.state.value, found.note) == ("needs author", "No strategy in the review for B.")


def test_a_database_without_its_platform_is_named(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path, runs=(_run(), _run("b", platform="")))["databases"]
    assert (found.state.value, found.note) == ("needs author", "review.toml names no platform for B.")


def test_two_databases_on_one_platform_are_asked_about(store: Store, tmp_path: Path) -> None:
    one = _facts(store, tmp_path)["platforms"]
    assert one.state.value == "not applicable"


def test_databases_that_share_a_platform_are_named(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path, runs=(_run(platform="Ovid"), _run("b", platform="Ovid")))["platforms"]
    assert found.state.value == "needs author"
    assert found.note.startswith("Ovid: A, B.")


@pytest.mark.parametrize(("fact", "kind"), [("registers", "register"), ("browsing", "hand"), ("citations", "citation")])
def test_a_kind_of_source_that_the_review_does_not_name_does_not_apply(
    store: Store, tmp_path: Path, fact: str, kind: str
) -> None:
    assert _facts(store, tmp_path)[fact].state.value == "not applicable"


@pytest.mark.parametrize(("fact", "kind"), [("registers", "register"), ("browsing", "hand"), ("citations", "citation")])
def test_a_kind_of_source_that_was_searched_is_there_and_one_only_planned_is_not(
    store: Store, tmp_path: Path, fact: str, kind: str
) -> None:
    both = (_search(), _search("b", kind=kind))
    found = _facts(store, tmp_path, searches=both, runs=(_run(), _run("b", kind=kind)), notes="how it was found")
    assert _told(found[fact]) == ("auto", ("searches", "sources"))
    with Store("sqlite://") as other:
        assert _facts(other, tmp_path, searches=both)[fact].note == "Not searched or imported yet: B."


def test_cited_papers_of_which_nobody_says_how_they_were_found_need_their_author(store: Store, tmp_path: Path) -> None:
    both = (_search(), _search("b", kind="citation"))
    found = _facts(store, tmp_path, searches=both, runs=(_run(), _run("b", kind="citation")))["citations"]
    assert found.note.startswith("Of 1 of 1 records it is not recorded how they were found")


def test_how_a_website_was_looked_through_is_the_authors_to_say(store: Store, tmp_path: Path) -> None:
    both = (_search(), _search("b", kind="website"))
    found = _facts(store, tmp_path, searches=both, runs=(_run(), _run("b", kind="website")))["browsing"]
    assert (found.state.value, found.note) == ("needs author", "B: say how they were looked through.")


def test_a_new_review_searched_once_has_no_updates_and_one_searched_twice_has(store: Store, tmp_path: Path) -> None:
    assert _facts(store, tmp_path)["updates"].state.value == "not applicable"
    with Store("sqlite://") as other:
        again = _facts(other, tmp_path, runs=(_run(), _run(id="a-2")))
        assert _told(again["updates"]) == ("auto", ("searches",))


def test_the_update_of_a_review_tells_of_the_previous_version(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path, CONFIG)
    assert found["updates"].state.value == "auto"
    assert "previous" in found["updates"].where


def test_a_draft_of_the_flow_needs_its_author(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path)["flow"]
    assert found.state.value == "needs author"
    assert "1 awaiting a decision on title and abstract" in found.note


def test_a_finished_flow_and_reasons_for_exclusion_are_there(store: Store, tmp_path: Path) -> None:
    found = _facts(store, tmp_path, events=_excluded("a-1", CONFIG.criteria.ids[0]))
    assert _told(found["flow"]) == ("auto", ("flow",))
    assert (found["excluded"].state.value, found["excluded"].note) == ("auto", "1 reports, each with its reason.")
    assert _told(found["selection"]) == ("auto", ("screening", "automation"))


def test_an_exclusion_at_full_text_without_a_reason_needs_its_author(store: Store, tmp_path: Path) -> None:
    assert _facts(store, tmp_path, events=_excluded("a-1"))["excluded"].state.value == "needs author"


def test_when_all_was_excluded_on_titles_there_is_nothing_to_cite(store: Store, tmp_path: Path) -> None:
    no = [_event(n, who, "a-1", Verb.EXCLUDE, CONFIG.criteria.ids[0]) for n, who in ((1, "Ada"), (2, "Bo"))]
    assert _facts(store, tmp_path, events=no)["excluded"].state.value == "not applicable"


def test_a_study_that_is_not_charted_keeps_the_characteristics_from_being_complete(
    store: Store, tmp_path: Path
) -> None:
    yes = [_event(n, who, "a-1", Verb.INCLUDE) for n, who in ((1, "Ada"), (2, "Bo"))]
    had = _event(3, "Ada", "a-1", Verb.RETRIEVED, stage=Stage.RETRIEVAL)
    full = [_event(n, who, "a-1", Verb.INCLUDE, stage=Stage.ELIGIBILITY) for n, who in ((4, "Ada"), (5, "Bo"))]
    of = _event(6, "Ada", "a-1", Verb.STUDY, stage=Stage.DATA, data={"study": "S1"})
    bare = _facts(store, tmp_path, events=[*yes, had, *full, of])
    assert bare["characteristics"].note.startswith("Of 1 studies 1 are not fully charted")
    chart = {"id": "S1", "category": CONFIG.categories[0], "model": "m", "population": "p", "design": "d"}
    store.append([_event(7, "Ada", "a-1", Verb.CHART, stage=Stage.DATA, data=chart)])
    whole = facts(Snapshot(Reports(replace(ALONE, searches=(_search(),)), store), Folder(tmp_path)))
    assert (whole["characteristics"].state.value, whole["grouping"].state.value) == ("auto", "auto")


@pytest.fixture(scope="module")
def finished(demo: Path) -> Iterator[tuple[Snapshot, Document]]:
    """The demonstration's report as a document, with its checklists."""
    with Review(demo) as review:
        snapshot = Snapshot(review.state, review.folder)
        whole = document(snapshot, (demo / "reports/flow.svg").read_text(), Manifest(snapshot))
        told = [s for s in whole.sections if s.id != "checklists"]
        yield snapshot, replace(whole, sections=[*told, checklists_section(snapshot, told)])


def test_each_place_that_the_checklists_name_is_in_the_report(finished: tuple[Snapshot, Document]) -> None:
    page = html(finished[1]).decode()
    section = page[page.index('<section id="checklists"') :]
    links = re.findall(r'<a href="#([^"]+)"', section)
    assert len(links) > 10
    assert set(links) <= set(re.findall(r' id="([^"]+)"', page))


def test_each_item_that_is_auto_names_a_place(finished: tuple[Snapshot, Document]) -> None:
    for table in blocks(finished[1]):
        if isinstance(table, Table) and table.name.startswith("checklist-"):
            assert [r[1] for r in table.rows if r[4] == "auto" and not plain(r[5])] == []


def test_the_word_document_and_the_workbook_have_the_numbers_of_the_flow(
    finished: tuple[Snapshot, Document], demo: Path
) -> None:
    files = office_files(*finished)
    with (demo / "reports/flow.csv").open(encoding="utf-8", newline="") as file:
        counts = {r["field"]: int(r["n"]) for r in csv.DictReader(file) if not r["line"]}
    read = python_docx.Document(io.BytesIO(files["report.docx"]))
    printed = {row.cells[0].text: row.cells[1].text for row in read.tables[0].rows}
    sheet = openpyxl.load_workbook(io.BytesIO(files["report.xlsx"]))["flow"]
    kept = {row[0].value: row[1].value for row in sheet.iter_rows()}
    for field in ("database_results", "duplicates", "records_screened", "new_studies", "total_reports"):
        assert printed[WORDS[field]] == f"{counts[field]:,}"
        assert kept[WORDS[field]] == counts[field]


def test_each_strategy_stands_in_the_word_document_byte_for_byte(finished: tuple[Snapshot, Document]) -> None:
    snapshot, whole = finished
    read = python_docx.Document(io.BytesIO(office_files(snapshot, whole)["report.docx"]))
    text = "\n".join(p.text for p in read.paragraphs if p.style.name == "Strategy")
    strategies = [r.strategy.removesuffix("\n") for r in snapshot.state.runs if r.strategy]
    assert len(strategies) == 2
    assert [s for s in strategies if s not in text] == []


def test_the_files_are_dated_by_the_last_act_however_often_they_are_written(
    finished: tuple[Snapshot, Document],
) -> None:
    snapshot, whole = finished
    newest = max(e.time for e in snapshot.state.store.standing_events())
    assert f"{last_act(snapshot):%Y-%m-%dT%H:%M:%S}" == newest[:19]
    assert office_files(snapshot, whole) == office_files(snapshot, whole)


def test_a_review_in_which_nothing_happened_has_a_date_too(store: Store, tmp_path: Path) -> None:
    assert last_act(Snapshot(Reports(ALONE, store), Folder(tmp_path))).year == 1980


def test_a_search_without_a_date_does_not_date_the_files(store: Store, tmp_path: Path) -> None:
    store.add_run(_run(searched=""), [])
    store.add_run(_run("b", searched="2026-11-01T09:00:00Z"), [])
    assert last_act(Snapshot(Reports(ALONE, store), Folder(tmp_path))).isoformat() == "2026-11-01T09:00:00"
