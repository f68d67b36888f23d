"""The checklists have the items of the statements, and say of each only what the report has."""

from resift.reporting.checklists import START, Checklist, State, author, auto, checklists, filled_section, inapplicable
from resift.reporting.document import Document, Link, Table, plain, sections
from resift.reporting.tables import table_files

TITLES = {"searches": "Searches", "flow": "Flow"}
BY_ID = {c.id: c for c in checklists()}


def _numbers(checklist: Checklist) -> list[str]:
    return [i.number for i in checklist.items]


def test_prisma_2020_has_its_27_items_with_their_parts() -> None:
    # Page MJ, et al. BMJ 2021;372:n71, table 1
    lettered = {"10": "ab", "13": "abcdef", "16": "ab", "20": "abcd", "23": "abcd", "24": "abc"}
    expected = [f"{n}{letter}" for n in range(1, 28) for letter in lettered.get(str(n), [""])]
    assert _numbers(BY_ID["prisma-2020"]) == expected
    assert len(expected) == 42


def test_prisma_2020_for_abstracts_has_12_items() -> None:
    # Page MJ, et al. BMJ 2021;372:n71, table 2
    assert _numbers(BY_ID["prisma-2020-abstracts"]) == [str(n) for n in range(1, 13)]


def test_prisma_s_has_16_items_in_its_four_parts() -> None:
    # Rethlefsen ML, et al. Syst Rev 2021;10:39, table 1: sources 1 to 7, strategies 8 to 13, peer review 14, records 15
    # and 16
    items = BY_ID["prisma-s"].items
    assert [i.number for i in items] == [str(n) for n in range(1, 17)]
    parts = [i.part for i in items]
    assert [parts.count(p) for p in dict.fromkeys(parts)] == [7, 6, 1, 2]


def test_each_statement_is_cited_with_its_licence() -> None:
    for c in checklists():
        assert "CC BY 4.0" in c.citation
        assert c.doi.startswith("10.")


def _rows(facts: dict[str, object], titles: dict[str, str] = TITLES) -> dict[tuple[str, str], list[str]]:
    section = filled_section(facts, titles)  # type: ignore[arg-type]
    found = {}
    for inner in section.sections:
        (table,) = [b for b in inner.blocks if isinstance(b, Table)]
        found |= {(inner.id, plain(row[1])): [plain(c) for c in row] for row in table.rows}
    return found


def test_without_facts_every_item_needs_its_author() -> None:
    rows = _rows({})
    assert len(rows) == 42 + 12 + 16
    assert {row[4] for row in rows.values()} == {"needs author"}


def test_an_item_is_auto_with_a_link_to_where_it_is() -> None:
    section = filled_section({"sources": auto("9 sources.", "searches", "flow")}, TITLES)
    (table,) = [b for b in section.sections[0].blocks if isinstance(b, Table)]
    (row,) = [r for r in table.rows if r[1] == "6"]
    assert row[4] == "auto"
    assert row[5] == (Link(text="Searches", to="searches"), "; ", Link(text="Flow", to="flow"))
    assert row[6] == "9 sources."


def test_an_item_whose_section_the_report_does_not_have_needs_its_author() -> None:
    row = _rows({"sources": auto("9 sources.", "searches")}, {})["prisma-2020", "6"]
    assert row[4:] == ["needs author", "", "9 sources."]


def test_what_stands_before_the_first_section_is_a_place_too() -> None:
    assert _rows({"question": auto("", START)}, {})["prisma-2020", "4"][4:6] == ["auto", "beginning of the report"]


def test_an_item_that_does_not_apply_says_why() -> None:
    row = _rows({"registers": inapplicable("review.toml names no study register.")})["prisma-s", "3"]
    assert row[4:] == ["not applicable", "", "review.toml names no study register."]


def test_what_is_partly_there_needs_its_author_and_names_the_place() -> None:
    assert _rows({"limits": author("Give the reasons.", "searches")})["prisma-s", "9"][4:6] == [
        "needs author",
        "Searches",
    ]


def test_the_states_are_counted_under_each_checklist() -> None:
    section = filled_section({"registers": inapplicable(""), "totals": auto("", "flow")}, TITLES)
    assert plain(section.sections[2].blocks[0].text).endswith(  # type: ignore[union-attr]
        "Of 16 lines: 1 auto, 14 needs author, 1 not applicable."
    )


def test_each_checklist_has_a_file_of_its_own() -> None:
    files = table_files(Document(title="t", sections=[filled_section({}, TITLES)]))
    assert list(files) == [f"tables/checklist-{c}.csv" for c in ("prisma-2020", "prisma-2020-abstracts", "prisma-s")]
    assert files["tables/checklist-prisma-s.csv"].count(b"\n") == 17


def test_there_are_three_states() -> None:
    assert [s.value for s in State] == ["auto", "needs author", "not applicable"]


def test_the_section_has_a_part_for_each_checklist() -> None:
    found = sections(Document(title="t", sections=[filled_section({}, {})]))
    assert [s.id for s in found] == ["checklists", "prisma-2020", "prisma-2020-abstracts", "prisma-s"]
