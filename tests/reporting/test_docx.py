"""Word's file says what the document says, in Word's own terms; it is read back by python-docx and as XML."""

import datetime as dt
import io
import zipfile
from typing import Any

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.reporting.documents import COUNTS, STUDIES, SVG, of, whole

from resift.reporting.document import Document, Figure, Paragraph, Preformatted, Section, Table, columns
from resift.reporting.docx import docx
from resift.reporting.office import allowed

NOW = dt.datetime(2026, 3, 4, 5, 6, 7)  # noqa: DTZ001 (Word's properties have no zone)
W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
     "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}  # fmt: skip


def _read(document: Document) -> Any:
    return python_docx.Document(io.BytesIO(docx(document, NOW)))


def _all(read: Any, path: str) -> list[Any]:
    return list(etree.ElementBase.xpath(read.element.body, path, namespaces=W))


@pytest.fixture(scope="module")
def read() -> Any:
    return _read(whole())


def test_sections_are_words_own_headings_by_their_depth(read: Any) -> None:
    found = [(p.style.name, p.text) for p in read.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert found == [
        ("Title", "A fictional review"), ("Heading 1", "Flow"), ("Heading 1", "Searches"), ("Heading 2", "PubMed"),
        ("Heading 1", "Studies"), ("Heading 1", "Record lists"),
    ]  # fmt: skip


def test_the_properties_have_title_language_and_time_and_no_author(read: Any) -> None:
    told = read.core_properties
    assert (told.title, told.language, told.author, told.last_modified_by, told.comments) == (
        "A fictional review", "en-GB", "", "", "",
    )  # fmt: skip
    assert told.created.replace(tzinfo=None) == told.modified.replace(tzinfo=None) == NOW


def test_text_is_in_british_english(read: Any) -> None:
    assert read.styles.element.xpath("string(w:docDefaults//w:lang/@w:val)") == "en-GB"


def test_a_table_has_its_numbers_its_style_and_a_heading_that_is_repeated_on_each_page(read: Any) -> None:
    table = read.tables[0]
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["Box", "n"], ["Records screened", "12,345"], ["Records excluded", ""],
    ]  # fmt: skip
    assert table.style.name == "Report Table"
    assert len(table._tbl.xpath("w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert len(table._tbl.xpath("w:tr/w:trPr/w:tblHeader")) == 1
    assert table._tbl.xpath("string(w:tblPr/w:tblCaption/@w:val)") == "The flow as a table"


def test_captions_are_numbered_by_fields(read: Any) -> None:
    captions = [
        p.text if not p._p.xpath("w:fldSimple") else _text(p) for p in read.paragraphs if p.style.name == "Caption"
    ]
    assert captions == [
        "Figure 1. Flow diagram", "Table 1. The flow as a table", "Table 2. Measures", "Table 3. Characteristics",
    ]  # fmt: skip
    assert [i.strip() for i in _all(read, "//w:fldSimple/@w:instr")] == [
        r"SEQ Figure \* ARABIC", r"SEQ Table \* ARABIC", r"SEQ Table \* ARABIC", r"SEQ Table \* ARABIC",
    ]  # fmt: skip


def _text(paragraph: Any) -> str:
    return "".join(paragraph._p.xpath(".//w:t/text()"))


def test_the_figure_is_a_sharp_picture_with_words_that_stand_for_it(read: Any) -> None:
    (alt,) = _all(read, "//wp:docPr/@descr")
    assert alt == "12,345 records <screened>"
    (image,) = [p for p in read.part.package.iter_parts() if p.partname.endswith(".png")]
    # 1218 pixels of 1/96 inch at 300 dots per inch
    assert image.image.px_width == pytest.approx(1218 * 300 / 96, abs=1)
    assert image.image.horz_dpi == 300


def test_wide_tables_and_figures_stand_on_pages_on_their_side_and_nothing_else_does(read: Any) -> None:
    # lead upright; the diagram of 1,218 pixels on its side; counts and searches upright; studies on their side; lists
    assert [s.orientation.name for s in read.sections] == [
        "PORTRAIT", "LANDSCAPE", "PORTRAIT", "LANDSCAPE", "PORTRAIT",
    ]  # fmt: skip
    assert {(s.page_width.mm // 1, s.page_height.mm // 1) for s in read.sections} == {(210, 297), (297, 210)}


def test_text_stands_on_the_page_of_the_table_below_it_and_never_leaves_its_section() -> None:
    first = Section(id="a", title="A", blocks=[COUNTS, Paragraph(text="end of A")])
    second = Section(id="b", title="B", blocks=[Paragraph(text="before"), STUDIES, Paragraph(text="end of B")])
    third = Section(id="c", title="C", blocks=[STUDIES])
    body = _read(Document(title="t", sections=[first, second, third])).element.body
    pages, texts = [], []
    for element in body:
        texts += element.xpath(".//w:t/text()")
        if element.xpath("boolean(.//w:sectPr)") or element.tag.endswith("sectPr"):
            pages.append(texts)
            texts = []
    assert len(pages) == 2
    assert pages[0][-1] == "end of A"
    assert pages[1][:2] == ["B", "before"]


def test_a_small_figure_stays_on_an_upright_page() -> None:
    assert [s.orientation.name for s in _read(of(Figure(caption="c", svg=SVG.format(500), alt="a"))).sections] == [
        "PORTRAIT"
    ]


def test_no_table_is_wider_than_its_page(read: Any) -> None:
    sizes = {"PORTRAIT": 210 - 44, "LANDSCAPE": 297 - 44}
    for table, side in zip(read.tables, ("PORTRAIT", "PORTRAIT", "LANDSCAPE"), strict=True):
        assert int(table._tbl.xpath("string(w:tblPr/w:tblW/@w:w)")) / 1440 * 25.4 <= sizes[side] + 0.1


def test_each_page_has_its_number(read: Any) -> None:
    for section in read.sections:
        fields = section.footer._element.xpath(".//w:fldSimple/@w:instr")
        assert [f.strip() for f in fields] == ["PAGE", "NUMPAGES"]


def test_a_group_of_rows_stands_under_its_name(read: Any) -> None:
    rows = [[c.text for c in row.cells] for row in read.tables[2].rows]
    assert [r[0] for r in rows] == ["Study", "peer support", "S1", "S2", "employment", "S3"]
    assert rows[2][-1] == "One.\nTwo."


def test_links_lead_to_places_that_are_there_or_are_plain_words(read: Any) -> None:
    marks = set(_all(read, "//w:bookmarkStart/@w:name"))
    anchors = _all(read, "//w:hyperlink/@w:anchor")
    assert len(anchors) == 1
    assert set(anchors) <= marks
    (outside,) = _all(read, "//w:hyperlink/@r:id")
    assert read.part.rels[outside].target_ref == "https://doi.org/10.1136/bmj.n71"
    assert "see the flow, exp Social/ not PRISMA the list" in [p.text for p in read.paragraphs]


def test_lists_of_records_are_left_out_and_the_document_says_where_they_are(read: Any) -> None:
    text = [p.text for p in read.paragraphs]
    assert not any("secret record" in t for t in text)
    assert any("report.html" in t and "records.csv" in t for t in text)


def test_a_table_too_long_to_print_is_left_to_the_workbook() -> None:
    long = Table(caption="All pairs", columns=columns("Pair"), rows=[(str(i),) for i in range(2001)])
    read = _read(of(long))
    assert read.tables == []
    assert "All pairs: 2,001 rows, too many to print; report.xlsx has them." in [p.text for p in read.paragraphs]


def test_a_table_without_rows_says_so() -> None:
    read = _read(of(Table(caption="c", columns=columns("A", "B#"), rows=[], empty="Nothing was excluded.")))
    assert read.tables[0].rows[1].cells[0].text == "Nothing was excluded."


def _strategy(read: Any) -> str:
    return "\n".join(p.text for p in read.paragraphs if p.style.name == "Strategy")


# what XML can hold; a line end alone is Word's business
_LETTERS = st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff") | st.sampled_from(
    "\t\n"
)


@given(st.text(_LETTERS, min_size=1).filter(lambda t: not t.endswith("\n")))
def test_a_strategy_comes_back_letter_by_letter(text: str) -> None:
    assert _strategy(_read(of(Preformatted(caption="c", text=text)))) == text


def test_a_strategy_is_in_letters_of_one_width_with_its_spaces_and_tabs(read: Any) -> None:
    assert _strategy(read) == '1. exp Social/\n2.\tdepress*  "x"'
    assert read.styles["Strategy"].font.name == "Courier New"


@given(st.text(st.characters(), max_size=40))
def test_any_text_makes_a_file_that_can_be_read(text: str) -> None:
    table = Table(caption=text, columns=columns(text or "a"), rows=[(text,)])
    read = _read(of(Preformatted(caption=text, text=text), table, title=text))
    assert read.tables[0].rows[1].cells[0].text == allowed(text).replace("\r\n", "\n").replace("\r", "\n")


def test_markup_in_a_text_is_text() -> None:
    read = _read(of(Table(caption="c", columns=columns("A"), rows=[("<w:br/>&amp;]]>",)])))
    assert read.tables[0].rows[1].cells[0].text == "<w:br/>&amp;]]>"


def test_the_same_document_gives_the_same_bytes_with_no_time_of_its_making() -> None:
    made = docx(whole(), NOW)
    assert made == docx(whole(), NOW)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_the_styles_that_paragraphs_and_tables_name_are_in_the_file(read: Any) -> None:
    named = set(_all(read, "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val"))
    assert named <= {s.style_id for s in read.styles}


def test_numbers_stand_to_the_right() -> None:
    read = _read(of(COUNTS))
    assert read.tables[0].rows[1].cells[1].paragraphs[0].alignment.name == "RIGHT"


# ECMA-376 part 1, annex A.1: the order in which Word reads these; only those that occur here
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing "
           "jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike noProof color spacing w kern position sz szCs highlight u "
           "vertAlign lang",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd tblBorders shd tblLayout tblCellMar "
             "tblLook tblCaption",
    "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
    "tcPr": "tcW gridSpan tcBorders shd",
    "style": "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr trPr tcPr "
             "tblStylePr",
}  # fmt: skip


@pytest.mark.parametrize("tag", _ORDER)
def test_properties_stand_in_the_order_of_words_schema(read: Any, tag: str) -> None:
    order = _ORDER[tag].split()
    for part in (read.element.body, read.styles.element, read.sections[0].footer._element):
        for found in etree.ElementBase.xpath(part, f"descendant::w:{tag}", namespaces=W):
            names = [etree.QName(child).localname for child in found]
            assert [n for n in names if n not in order] == []
            assert names == sorted(names, key=order.index)


def test_every_cell_ends_in_a_paragraph_and_every_table_is_followed_by_one(read: Any) -> None:
    assert _all(read, "//w:tc[not(w:p)]") == []
    assert {etree.QName(t.getnext()).localname for t in _all(read, "//w:tbl")} == {"p"}


def test_ids_and_bookmarks_are_each_used_once(read: Any) -> None:
    for path in ("//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name", "//wp:docPr/@id"):
        found = _all(read, path)
        assert len(found) == len(set(found))
