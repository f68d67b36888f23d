"""The report as one HTML file: no script, nothing loaded from elsewhere, every text escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from importlib import resources
from io import BytesIO
from itertools import groupby
from operator import itemgetter

from resift.reporting.document import (
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Details,
    Document,
    Emphasis,
    Figure,
    Inline,
    Link,
    Listing,
    Paragraph,
    Preformatted,
    Section,
    Table,
    Text,
)


def html(document: Document) -> bytes:
    """The document as HTML in UTF-8; only the drawings in it are taken as they are.

    >>> page = html(Document(title="A & B", lead=[Paragraph(text=("See ", Link(text="this", to="flow"), "."))]))
    >>> b"<title>A &amp; B</title>" in page, b'<p>See <a href="#flow">this</a>.</p>' in page
    (True, True)
    """
    out = BytesIO()
    for piece in _page(document):
        out.write(piece.encode("utf-8", "replace"))
    return out.getvalue()


def _page(document: Document) -> Iterator[str]:
    title = escape(f"{document.title}: {document.subtitle}" if document.subtitle else document.title)
    style = (resources.files("resift.reporting") / "report.css").read_text(encoding="utf-8")
    yield f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{_VIEWPORT}\n<title>{title}</title>\n'
    yield f'<style>\n{style}</style>\n</head>\n<body>\n<a class="skip" href="#main">Skip to the report</a>\n'
    yield f"<header>\n<h1>{escape(document.title)}</h1>\n"
    if document.subtitle:
        yield f'<p class="subtitle">{escape(document.subtitle)}</p>\n'
    yield "</header>\n"
    yield from _contents(document.sections)
    yield '<main id="main" tabindex="-1">\n'
    yield from (f'<p class="notice">{_text(n)}</p>\n' for n in document.notices)
    yield from _blocks(document.lead)
    for section in document.sections:
        yield from _section(section, 2)
    yield "</main>\n<footer>\n"
    yield from (f"<p>{_text(t)}</p>\n" for t in document.colophon)
    yield "</footer>\n</body>\n</html>\n"


_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def _contents(sections: Sequence[Section]) -> Iterator[str]:
    if sections:
        yield '<nav aria-label="Contents">\n<ul>\n'
        yield from (f'<li><a href="#{escape(s.id)}">{escape(s.title)}</a></li>\n' for s in sections)
        yield "</ul>\n</nav>\n"


def _section(section: Section, level: int) -> Iterator[str]:
    name, h = escape(section.id), f"h{min(level, 6)}"
    yield f'<section id="{name}" aria-labelledby="{name}-h">\n<{h} id="{name}-h">{escape(section.title)}</{h}>\n'
    yield from _blocks(section.blocks)
    for inner in section.sections:
        yield from _section(inner, level + 1)
    yield "</section>\n"


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _WRITERS[type(block)](block)


def _paragraph(block: Paragraph) -> Iterator[str]:
    start = '<p class="notice">' if block.notice else "<p>"
    yield f"{start}{_text(block.text)}</p>\n"


def _bullets(block: Bullets) -> Iterator[str]:
    yield "<ul>\n"
    yield from (f"<li>{_text(item)}</li>\n" for item in block.items)
    yield "</ul>\n"


def _table(table: Table) -> Iterator[str]:
    """A table that scrolls in itself where it is too wide, so that the page never does."""
    caption, shown = escape(table.caption), table.columns[table.grouped :]
    heads = "".join(f'<th scope="col"{_right(c)}>{escape(c.name)}</th>' for c in shown)
    yield f"{_scrolling(caption)}<table>\n<caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n"
    grouped = table.grouped and bool(table.rows)
    groups = groupby(table.rows, key=itemgetter(0)) if grouped else [("", table.rows)]
    for name, rows in groups:
        yield "<tbody>\n"
        if grouped:
            yield f'<tr><th class="group" scope="rowgroup" colspan="{len(shown)}">{_cell(name)}</th></tr>\n'
        yield from (f"<tr>{''.join(_cells(row[table.grouped :], shown))}</tr>\n" for row in rows)
        yield "" if table.rows else f'<tr><td colspan="{len(shown)}">{escape(table.empty)}</td></tr>\n'
        yield "</tbody>\n"
    yield "</table></div>\n"


def _scrolling(name: str) -> str:
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{name}">'


def _cells(row: Sequence[Cell], shown: Sequence[Column]) -> Iterator[str]:
    for i, (cell, column) in enumerate(zip(row, shown, strict=True)):
        tag = 'th scope="row"' if i == 0 and cell not in (None, "") else "td"
        yield f"<{tag}{_right(column)}>{_cell(cell)}</{tag[:2]}>"


def _right(column: Column) -> str:
    return ' class="n"' if column.numeric else ""


def _cell(cell: Cell) -> str:
    return "" if cell is None else f"{cell:,}" if isinstance(cell, int) else _text(cell)


def _preformatted(block: Preformatted) -> Iterator[str]:
    # A reader of HTML takes one line break after <pre> away, and makes \n of \r.
    text = escape(block.text, quote=False).replace("\r", "&#13;")
    caption = escape(block.caption)
    yield f'<figure class="text"><figcaption>{caption}</figcaption>\n<pre tabindex="0">\n{text}</pre></figure>\n'


def _figure(figure: Figure) -> Iterator[str]:
    caption = escape(figure.caption)
    yield f'<figure class="drawing">\n{_scrolling(caption)}\n{figure.svg}</div>\n'
    yield f"<figcaption>{caption}</figcaption>\n</figure>\n"


def _listing(block: Listing) -> Iterator[str]:
    yield f'<details id="{escape(block.id)}" open><summary>{escape(block.title)} (n = {len(block.items):,})</summary>\n'
    yield '<ol class="records">\n'
    lines: list[str] = []
    for name, text in block.items:
        lines.append(f'<li><span class="id">{escape(name)}</span> {escape(text)}</li>\n')
        if len(lines) == _AT_ONCE:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines) + "</ol></details>\n"


_AT_ONCE = 1000


def _details(block: Details) -> Iterator[str]:
    yield f"<details><summary>{escape(block.summary)}</summary>\n"
    yield from _blocks(block.blocks)
    yield "</details>\n"


_WRITERS: dict[type, Callable[..., Iterator[str]]] = {
    Paragraph: _paragraph, Bullets: _bullets, Table: _table, Preformatted: _preformatted, Figure: _figure,
    Listing: _listing, Details: _details,
}  # fmt: skip


def _text(text: Text) -> str:
    return "".join(map(_inline, (text,) if isinstance(text, str) else text))


def _inline(piece: Inline) -> str:
    words = escape(piece if isinstance(piece, str) else piece.text)
    match piece:
        case Link(to=to):
            return f'<a href="{escape(to if to.startswith("https:") else "#" + to)}">{words}</a>'
        case Code():
            return f"<code>{words}</code>"
        case Emphasis():
            return f"<em>{words}</em>"
        case _:
            return words.replace("\n", "<br>")
