"""The figure: valid, nothing outside its box, arrows from edge to edge, the four official templates."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resift.prisma import Flow, Options, diagram
from resift.prisma.boxes import boxes
from resift.prisma.geometry import NOTE, SIZE, Drawing, Rect
from resift.prisma.layout import layout
from resift.prisma.letters import width, wrap
from resift.prisma.notes import notes

SVG = "{http://www.w3.org/2000/svg}"
CODES = ("N1", "N2", "U1", "U2")
LONG = "Participants were not adults with a diagnosed mental health problem, or the two could not be told apart"


def _drawn(counts: Any, code: str, options: Options | None = None) -> Drawing:
    options = options or Options()
    return layout(boxes(counts, code, options), notes(counts, code, options, 3), code, options)


def _inside(rect: Rect) -> bool:
    texts = [(t.x, t.x + width(t.text, SIZE), t.y) for t in rect.texts]
    across = all(rect.x + 6 <= left and right <= rect.right - 5 for left, right, _ in texts)
    return across and all(rect.y + SIZE * 0.7 <= y <= rect.bottom - SIZE * 0.2 for *_, y in texts)


def _apart(a: Rect, b: Rect) -> bool:
    return a.right < b.x or b.right < a.x or a.bottom < b.y or b.bottom < a.y


@pytest.mark.parametrize("code", CODES)
def test_the_svg_is_xml_with_a_name_a_description_and_unique_ids(told: Flow, code: str) -> None:
    root = ET.fromstring(diagram(told, title="Fewer & < more", code=code))  # noqa: S314 (our own text)
    assert root.get("role") == "img"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert root.get("aria-labelledby") == "flow-title flow-desc"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Fewer & < more (draft)"
    assert desc is not None
    assert "14 records screened" in (desc.text or "")


@pytest.mark.parametrize(("code", "size"), [("N1", 530), ("N2", 1006), ("U1", 742), ("U2", 1218)])
def test_the_templates_have_the_official_proportions(told: Flow, code: str, size: int) -> None:
    # field/prisma.md, 10.2: sample sizes
    assert _drawn(told.counts, code).width == size


@pytest.mark.parametrize(
    ("code", "there", "absent"),
    [
        ("N1", "Identification of studies via databases and registers", "other methods"),
        ("N1", "Studies included in review", "New studies"),
        ("N2", "Identification of studies via other methods", "Previous studies"),
        ("U1", "Identification of new studies via databases and registers", "via other methods"),
        ("U1", "Total studies included in review", "Identification of studies"),
        ("U2", "Identification of new studies via other methods", "Identification of studies"),
        ("U2", "Reports of new included studies", "Reports of included studies"),
    ],
)
def test_the_templates_have_the_official_wording(told: Flow, code: str, there: str, absent: str) -> None:
    titles = [b.title for d in [_drawn(told.counts, code)] for b in (*d.boxes, *d.headers)]
    assert any(there in t for t in titles)
    assert not any(absent in t for t in titles)


@pytest.mark.parametrize("code", CODES)
def test_no_text_leaves_its_box_and_no_boxes_touch(told: Flow, code: str) -> None:
    counts = dict(told.counts)
    counts["dbr_excluded"] = {LONG: 123456, "W" * 80: 1, "i" * 300: 2}
    counts["database_specific_results"] = {f"Database {i} (a very long platform name)": 10**i for i in range(9)}
    drawing = _drawn(counts, code, Options(screening_reasons=True))
    assert [b.field for b in drawing.boxes if not _inside(b)] == []
    rects = (*drawing.boxes, *drawing.headers, *drawing.bars)
    assert all(_apart(a, b) for i, a in enumerate(rects) for b in rects[i + 1 :])
    assert all(t.x + width(t.text, NOTE) <= drawing.width - 13 for t in drawing.notes)
    assert all(0 <= t.y <= drawing.height for t in drawing.notes)
    assert all(width(t.text, SIZE, bold=True) < h.width - 10 for h in drawing.headers for t in h.texts)
    assert all(width(b.title, SIZE, bold=True) < b.height - 10 for b in drawing.bars)


@pytest.mark.parametrize("code", CODES)
def test_headers_and_side_bars_hold_longer_words_and_the_smallest_flow(code: str) -> None:
    long = {"Identification": "Identifizierung der Quellen", "Included": "Eingeschlossene Studien und Berichte",
            "Screening": "Durchsicht der Treffer und der Volltexte, zweifach",
            "Previous studies": "Studien der vorhergehenden Fassung dieser Übersichtsarbeit"}  # fmt: skip
    for labels in ({}, long):
        drawing = _drawn({"database_results": 9}, code, Options(labels=labels))
        assert all(width(b.title, SIZE, bold=True) < b.height - 10 for b in drawing.bars)
        for h in drawing.headers:
            assert all(width(t.text, SIZE, bold=True) < h.width - 10 for t in h.texts)
            assert all(h.y + SIZE * 0.7 < t.y < h.bottom - SIZE * 0.2 for t in h.texts)
        assert [b.field for b in drawing.boxes if not _inside(b)] == []
        rects = (*drawing.boxes, *drawing.headers, *drawing.bars)
        assert all(_apart(a, b) for i, a in enumerate(rects) for b in rects[i + 1 :])


@given(st.dictionaries(st.text(max_size=120), st.integers(0, 10**7), max_size=6), st.sampled_from(CODES))
@settings(deadline=None, max_examples=150)
def test_any_reasons_stay_inside_and_the_file_stays_xml(reasons: dict[str, int], code: str) -> None:
    counts = {"dbr_excluded": reasons, "other_excluded": reasons, "x_other_sources": reasons}
    assert [b.field for b in _drawn(counts, code).boxes if not _inside(b)] == []
    ET.fromstring(diagram(counts, title="".join(reasons), code=code))  # noqa: S314


def _on_edge(rect: Rect, point: tuple[float, float]) -> bool:
    x, y = point
    sides = x in (rect.x, rect.right) and rect.y <= y <= rect.bottom
    return sides or (y in (rect.y, rect.bottom) and rect.x <= x <= rect.right)


def _crosses(rect: Rect, a: tuple[float, float], b: tuple[float, float]) -> bool:
    left, right = sorted((a[0], b[0]))
    top, bottom = sorted((a[1], b[1]))
    return left < rect.right and right > rect.x and top < rect.bottom and bottom > rect.y


@pytest.mark.parametrize(("code", "n"), [("N1", 8), ("N2", 13), ("U1", 10), ("U2", 15)])
def test_arrows_run_from_edge_to_edge_and_cross_no_box(told: Flow, code: str, n: int) -> None:
    # N1: three down to assessed, one to included, three across are 7; the meta-analysis adds one. N2: two down,
    # two across, one elbow more. U1: total and the elbow from the previous version more.
    drawing = _drawn(told.counts, code)
    at = {b.field: b for b in drawing.boxes}
    for arrow in drawing.arrows:
        assert _on_edge(at[arrow.source], arrow.points[0]), arrow
        assert _on_edge(at[arrow.target], arrow.points[-1]), arrow
        for a, b in zip(arrow.points, arrow.points[1:], strict=False):
            assert a[0] == b[0] or a[1] == b[1]
            assert not [r.field for r in drawing.boxes if _crosses(r, a, b)], arrow
    assert len(drawing.arrows) == n + 1


@pytest.mark.parametrize("code", CODES)
def test_the_same_flow_gives_the_same_bytes(told: Flow, code: str) -> None:
    assert diagram(told, title="x", code=code) == diagram(told, title="x", code=code)


def test_only_a_draft_says_draft() -> None:
    counts = {"database_results": 5, "records_screened": 5}
    assert ">DRAFT<" not in diagram(counts, title="x")
    assert ">DRAFT<" in diagram(counts, title="x", draft=True)


def test_a_flow_with_open_items_is_always_marked(told: Flow) -> None:
    assert ">DRAFT<" in diagram(told, title="x", draft=False)


def test_links_lead_from_boxes_and_lines_and_nothing_else_changes(told: Flow) -> None:
    svg = diagram(told, title="x", links={"records_screened": "a.html#s&t", "excluded_other": "b.html"})
    root = ET.fromstring(svg)  # noqa: S314
    box = root.find(f".//{SVG}g[@id='records_screened']")
    assert box is not None
    assert {a.get("href") for a in box.iter(f"{SVG}a")} == {"a.html#s&t"}
    words = " ".join(
        t.text or "" for a in root.iter(f"{SVG}a") if a.get("href") == "b.html" for t in a.iter(f"{SVG}text")
    )
    assert words == "Records removed for other reasons (n\u00a0=\u00a02)"
    # Links cannot be reached inside an image, so a figure with links is a group.
    assert root.get("role") == "group"


def test_each_link_has_a_name_that_says_what_is_counted(told: Flow) -> None:
    links = {f: f"report.html#{f}" for f in told.sets}
    root = ET.fromstring(diagram(told, title="x", links=links))  # noqa: S314
    names = [(a.get("aria-label") or "").replace("\u00a0", " ") for a in root.iter(f"{SVG}a")]
    assert "" not in names
    assert "Records screened (n = 14)" in names  # one link around the box and its two lines, not three
    assert "awaiting a decision (n = 1)" in names
    assert "by automation tools (n = 2)" in names
    assert len(names) == len({(a.get("href"), a.get("aria-label")) for a in root.iter(f"{SVG}a")})


def test_counts_are_held_together_and_have_separators() -> None:
    svg = diagram({"database_results": 1234567, "records_screened": 1234567}, title="x")
    assert "(n\u00a0=\u00a01,234,567)" in svg


def test_the_split_between_people_and_automation_is_printed() -> None:
    counts = {
        "records_excluded": 10,
        "x_excluded_by_human": 4,
        "x_excluded_by_automation": 1,
        "x_not_screened_stopping": 5,
    }
    at = {b.field: b.title.replace("\u00a0", " ") for b in _drawn(counts, "N1").boxes}
    assert at["records_excluded"] == (
        "Records excluded (n = 10) by a human (n = 4) by automation tools (n = 6) "
        "ranked below the stopping point, not read (n = 5)"
    )


def test_the_footnotes_say_what_was_done(told: Flow) -> None:
    svg = diagram(told, title="x")
    assert "Total reports include 1 new report of studies already included in the previous version." in svg
    assert "Of 4 reports of the previous version the search found 1 again." in svg
    assert "Also found by a database search (n\u00a0=\u00a02); Duplicate record (n\u00a0=\u00a01)" in svg
    assert "2 excluded by a human, 2 by automation tools; 1 of these ranked below the stopping point" in svg


def test_a_flow_of_numbers_does_not_claim_what_is_not_known() -> None:
    svg = diagram({"database_results": 5, "records_excluded": 2}, title="x")
    assert "was not stated" in svg
    assert "by a human (" not in svg


@pytest.mark.parametrize(
    ("options", "there", "absent"),
    [
        (Options(hide_empty=True), "Databases", "Registers"),
        (Options(per_source=False), "Databases", "PubMed ("),
        (Options(labels={"Records screened": "Gesichtete Treffer"}), "Gesichtete Treffer", "Records screened"),
        (Options(letters={"study": "k"}), "(k\u00a0=\u00a03)", "(n\u00a0=\u00a03)"),
        (Options(thousands="\u202f"), "1\u202f200", "1,200"),
        (Options(prefix="fig1-"), 'id="fig1-duplicates"', 'id="duplicates"'),
        (Options(screening_reasons=True), "Wrong topic", "nothing of the kind"),
    ],
)
def test_options_change_what_they_say(options: Options, there: str, absent: str) -> None:
    counts = {
        "database_results": 1200, "database_specific_results": {"PubMed": 1200}, "records_screened": 1200,
        "records_excluded_reasons": {"Wrong topic": 9}, "new_studies": 3, "new_reports": 4,
    }  # fmt: skip
    svg = diagram(counts, title="x", options=options)
    assert there in svg
    assert absent not in svg.replace("database and register", "")


# Helvetica, Adobe Core 14 metrics: P 667, R 722, I 278, S 667, M 833, A 667; bold A 722.
@pytest.mark.parametrize(
    ("text", "bold", "expected"),
    [("PRISMA", False, 3834), ("PRISMA", True, 3889), ("(n = 1)", False, 333 + 556 + 278 + 584 + 278 + 556 + 333),
     ("é", False, 556), ("e\u0301", False, 556), ("≥", False, 549), ("漢", False, 1000), ("", False, 0)],
)  # fmt: skip
def test_widths_are_those_of_the_published_metrics(text: str, bold: bool, expected: int) -> None:
    assert width(text, 1000, bold=bold) == expected


@given(st.text(max_size=200), st.integers(20, 300))
def test_wrapping_keeps_every_letter_and_fits(text: str, room: int) -> None:
    lines = wrap(text, room, SIZE, hang=8)
    spaceless = str.maketrans("", "", " \t\n")
    assert "".join(lines).translate(spaceless) == text.translate(spaceless)
    assert all(width(line, SIZE) <= room for line in lines)
