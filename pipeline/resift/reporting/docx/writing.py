"""A document as Word's file: its pages, pictures and properties."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from itertools import groupby
from typing import Any

from resift.reporting.document import Document, Figure, Table
from resift.reporting.docx.grid import grid
from resift.reporting.docx.page import drawn, page, room
from resift.reporting.docx.pieces import bookmarked, pieces, settled
from resift.reporting.docx.styles import LANGUAGE, dress
from resift.reporting.docx.words import Places, bookmark, numbered, paragraph
from resift.reporting.office import allowed, timeless
from resift.reporting.picture import png

EMU = 635
"""Of the units in which Word measures pictures, one twentieth of a point has so many."""
LONGEST = 255
"""Word takes no longer title among a document's properties."""

_ADDRESS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_DESC = re.compile(r"<desc[^>]*>([^<]*)</desc>")
_FIELD = '<w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def docx(document: Document, as_of: dt.datetime) -> bytes:
    """The document as DOCX; the same document and time give the same bytes.

    Lists of records are left out, with a sentence that says where they are. ``as_of`` is the time of the last change
    in the file's properties; no author is named there.
    """
    import docx as python_docx

    made = python_docx.Document()
    dress(made)
    _describe(made.core_properties, document.title, as_of)
    _Writing(document, made).fill()
    out = io.BytesIO()
    made.save(out)
    return timeless(out.getvalue())


def _describe(properties: Any, title: str, as_of: dt.datetime) -> None:
    properties.title, properties.language = allowed(title)[:LONGEST], LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = as_of
    properties.revision = 1


@dataclass
class _Writing:
    document: Document
    made: Any
    numbers: dict[str, int] = field(default_factory=lambda: {"Table": 0, "Figure": 0})

    @cached_property
    def places(self) -> Places:
        names = enumerate(bookmarked(self.document.sections), start=1)
        return Places(
            bookmarks={name: bookmark(n, name) for n, name in names},
            address=lambda to: str(self.made.part.relate_to(to, _ADDRESS, is_external=True)),
        )

    def fill(self) -> None:
        """Put everything into the body, the pages in runs of one orientation."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        footer = self._footer()
        runs = groupby(settled(list(pieces(self.document, self.places))), lambda turned: turned[0])
        made = [("".join(self._made(content, wide) for _, content in same), page(footer, wide)) for wide, same in runs]
        *before, (last, end) = made
        text = "".join(f"{content}{_turn(then)}" for content, then in before) + last + end
        body = self.made.element.body
        body.getparent().replace(body, parse_xml(f"<w:body {nsdecls('w', 'r')}>{text}</w:body>"))

    def _footer(self) -> str:
        """Page numbers; returns the footer's id in the file."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        footer = self.made.sections[0].footer
        text = f'{_FIELD.format("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_FIELD.format("NUMPAGES")}'
        centred = paragraph(text, "Footer", '<w:jc w:val="center"/>').replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)
        footer.paragraphs[0]._p.getparent().replace(footer.paragraphs[0]._p, parse_xml(centred))
        return str(self.made.element.body.sectPr.xpath("string(w:footerReference/@r:id)"))

    def _made(self, content: str | Table | Figure, wide: bool) -> str:
        if isinstance(content, str):
            return content
        if isinstance(content, Figure):
            return self._figure(content, wide)
        caption = numbered("Table", self._next("Table"), content.caption, above=True)
        return caption + grid(content, room(wide)[0], self.places) + paragraph("", "Space")

    def _figure(self, figure: Figure, wide: bool) -> str:
        from lxml import etree

        width, height = drawn(figure.svg, wide)
        number = self._next("Figure")
        drawing = self.made.part.new_pic_inline(io.BytesIO(png(figure.svg)), width * EMU, height * EMU)
        drawing.docPr.set("id", str(number))
        drawing.docPr.set("name", f"Figure {number}")
        drawing.docPr.set("descr", allowed(_said(figure)))
        picture = f"<w:r><w:drawing>{etree.tostring(drawing, encoding='unicode')}</w:drawing></w:r>"
        return paragraph(picture, "Normal", "<w:keepNext/>") + numbered("Figure", number, figure.caption, above=False)

    def _next(self, kind: str) -> int:
        self.numbers[kind] += 1
        return self.numbers[kind]


def _said(figure: Figure) -> str:
    """The words that stand for a figure: those that the drawing itself has, and those beside it."""
    own = _DESC.search(figure.svg)
    return f"{unescape(own[1])} {figure.alt}" if own else figure.alt


def _turn(then: str) -> str:
    """What ends a run of pages of one orientation."""
    return paragraph("", "Space", then)
