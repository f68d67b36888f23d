"""The page that a document becomes: everything in it is there, escaped, and nothing else."""

import string
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from resift.reporting.document import (
    Bullets,
    Code,
    Details,
    Document,
    Link,
    Listing,
    Paragraph,
    Preformatted,
    Section,
    Table,
    columns,
)
from resift.reporting.html import html

HOSTILE = "</p></pre></td></details><script>alert(1)</script> \" ' & <!-- "


def _page(*blocks: object) -> str:
    return html(Document(title="t", sections=[Section(id="s", title="S", blocks=list(blocks))])).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("block", [
    Paragraph(text=HOSTILE), Paragraph(text=(Code(text=HOSTILE), Link(text=HOSTILE, to="s"))), Bullets(items=[HOSTILE]),
    Preformatted(caption=HOSTILE, text=HOSTILE), Details(summary=HOSTILE, blocks=[Paragraph(text=HOSTILE)]),
    Table(caption=HOSTILE, columns=columns(HOSTILE), rows=[(HOSTILE,)]),
    Listing(id="l", title=HOSTILE, items=[(HOSTILE, HOSTILE)]),
])  # fmt: skip
def test_markup_in_a_text_stays_text(block: object) -> None:
    page = _page(block)
    assert "<script" not in page
    root = lxml_html.fromstring(page)
    assert HOSTILE.strip() in root.text_content()
    assert len(root.xpath("//main/section")) == 1


def test_a_link_cannot_leave_but_by_https() -> None:
    page = _page(Paragraph(text=(Link(text="x", to="javascript:alert(1)"), Link(text="y", to='https:" onclick="z'))))
    assert lxml_html.fromstring(page).xpath("//main//@href") == ["#javascript:alert(1)", 'https:" onclick="z']
    assert lxml_html.fromstring(page).xpath("//@onclick") == []


@given(st.text(alphabet=st.sampled_from("\n\r\t <>&;#13a*?\"'é漢"), max_size=30))
def test_a_strategy_comes_back_from_the_page_byte_for_byte(text: str) -> None:
    page = _page(Preformatted(caption="c", text=text))
    shown = page.partition('<pre tabindex="0">\n')[2].partition("</pre>")[0]
    assert unescape(shown.replace("&#13;", "\r")) == text
    assert "\r" not in page  # a reader of HTML would make a line feed of it


@given(st.lists(st.lists(st.text(string.printable, max_size=8), min_size=2, max_size=2), max_size=5))
def test_each_cell_of_a_table_comes_back(rows: list[list[str]]) -> None:
    page = _page(Table(caption="c", columns=columns("a", "b"), rows=rows, empty="nothing"))
    cells = [
        [c.text_content() for c in row.xpath("./th | ./td")] for row in lxml_html.fromstring(page).xpath("//tbody/tr")
    ]
    plain = [["".join(x.split()) for x in row] for row in cells]
    wanted = [["".join(x.split()) for x in row] for row in rows] or [["nothing"]]
    assert plain == wanted


def test_rows_of_one_group_stand_under_its_name_and_are_named_by_the_second_column() -> None:
    table = Table(caption="c", columns=columns("group", "who", "n#"), grouped=True, rows=[
        ("first", "a", 1), ("first", "b", 2000), ("second", "c", 3),
    ])  # fmt: skip
    root = lxml_html.fromstring(_page(table))
    assert [h.text for h in root.xpath("//thead//th")] == ["who", "n"]
    bodies = [[c.text_content() for c in body.xpath(".//th | .//td")] for body in root.xpath("//tbody")]
    assert bodies == [["first", "a", "1", "b", "2,000"], ["second", "c", "3"]]
    assert [h.get("scope") for h in root.xpath("//tbody//th")] == ["rowgroup", "row", "row", "rowgroup", "row"]


def test_a_grouped_table_without_rows_says_so() -> None:
    page = _page(Table(caption="c", columns=columns("group", "who"), rows=[], grouped=True, empty="Nothing waits."))
    assert [c.text_content() for c in lxml_html.fromstring(page).xpath("//tbody//td")] == ["Nothing waits."]


def test_sections_inside_sections_have_headings_one_level_down() -> None:
    inner = Section(id="c", title="C")
    whole = Document(title="A", sections=[Section(id="b", title="B", sections=[inner])])
    root = lxml_html.fromstring(html(whole))
    assert [(h.tag, h.text) for h in root.xpath("//h1 | //h2 | //h3")] == [("h1", "A"), ("h2", "B"), ("h3", "C")]
    assert [a.get("href") for a in root.xpath("//nav//a")] == ["#b"]


def test_a_letter_that_utf8_has_no_form_for_does_not_stop_the_report() -> None:
    assert "?" in _page(Paragraph(text="\ud800"))
