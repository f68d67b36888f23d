"""How the Word document looks: Word's own styles in plain black on white, and a few more."""

from __future__ import annotations

from typing import Any

FONT = "Arial"
MONO = "Courier New"
LANGUAGE = "en-GB"
HEADINGS = {1: 16, 2: 13, 3: 11, 4: 10, 5: 10, 6: 10, 7: 10, 8: 10, 9: 10}

_LINE = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
_TABLE = (
    '<w:style xmlns:w="{ns}" w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders>'
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
    "<w:tcPr><w:tcBorders>{below}</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
)


def dress(document: Any) -> None:
    """Give a new python-docx document the styles that the report's paragraphs and tables name."""
    _language(document)
    styles = document.styles
    _letters(styles["Normal"], FONT, 10, after=6)
    _letters(styles["Title"], FONT, 20, after=6, bold=True)
    _letters(styles["Subtitle"], FONT, 11, after=10, italic=False)
    _letters(styles["Caption"], FONT, 9, after=4, before=8, bold=True)
    for level, size in HEADINGS.items():
        _letters(styles[f"Heading {level}"], FONT, size, after=4, before=16 if level == 1 else 12, bold=True)
    _added(styles, "Table Text", "Normal", 9, after=0)
    _added(styles, "Table Heading", "Table Text", 9, after=0, bold=True).paragraph_format.keep_with_next = True
    _added(styles, "Opened", "Normal", 10, after=4, before=8, bold=True).paragraph_format.keep_with_next = True
    _added(styles, "Strategy", "Normal", 8.5, after=0, font=MONO)
    _added(styles, "Notice", "Normal", 10, after=6, bold=True)
    _added(styles, "Space", "Normal", 2, after=0)
    _ruled(styles["Notice"])
    _unproofed(styles["Strategy"])
    _characters(styles)
    _table_style(styles)


def _language(document: Any) -> None:
    for found in document.styles.element.xpath("w:docDefaults//w:lang"):
        found.set(_w("val"), LANGUAGE)


def _letters(
    style: Any, font: str, size: float, *, after: float, before: float = 0, bold: bool = False, italic: bool = False
) -> None:
    from docx.shared import Pt, RGBColor

    _font(style, font)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    for old in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern"):
        old.getparent().remove(old)
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(after), Pt(before)
    style.paragraph_format.line_spacing = 1.0


def _added(styles: Any, name: str, base: str, size: float, *, font: str = FONT, **look: Any) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles[base]
    _letters(style, font, size, **look)
    return style


def _font(style: Any, name: str) -> None:
    """Name the font for all letters; the theme's, which would come first, is taken away."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_w(key), name)


def _ruled(style: Any) -> None:
    from docx.oxml import OxmlElement

    border, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for key, value in {"val": "single", "sz": "36", "space": "8", "color": "D55E00"}.items():
        left.set(_w(key), value)
    border.append(left)
    style.element.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )


def _unproofed(style: Any) -> None:
    from docx.oxml import OxmlElement

    style.element.rPr.insert_element_before(OxmlElement("w:noProof"), "w:color", "w:sz", "w:szCs")


def _characters(styles: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    _font(styles.add_style("Code", WD_STYLE_TYPE.CHARACTER), MONO)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x0B, 0x57, 0xA4)


def _table_style(styles: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsmap

    ends = "".join(_LINE.format(side=side, size=8, colour="000000") for side in ("top", "bottom"))
    inside = _LINE.format(side="insideH", size=4, colour="BFBFBF")
    below = _LINE.format(side="bottom", size=8, colour="000000")
    styles.element.append(parse_xml(_TABLE.format(ns=nsmap["w"], borders=ends + inside, below=below)))


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))
