"""The report as a document: sections of paragraphs, tables, figures and lists; HTML, DOCX and tables only lay them out.

Nothing here is markup. A text is plain, or a few plain pieces with a meaning (a link, a code, an emphasis); what writes
it out escapes it in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to a place in the document, by its id, or to an address, which begins with ``https:``."""

    text: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Words to be typed, or a piece of a strategy, in letters of one width."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """Words that are stressed."""

    text: str


Inline: TypeAlias = str | Link | Code | Emphasis

Text: TypeAlias = str | tuple[Inline, ...]
"""One line or paragraph; a line break in a plain piece is one on the page too."""

Cell: TypeAlias = Text | int | None
"""A number is kept as one: separators are for print. None is an empty cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; ``notice`` sets it off, for what must not be read over."""

    text: Text
    notice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of short texts."""

    items: Sequence[Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The heading of a column; numbers stand to the right."""

    name: str
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its caption. Its file, where it is to have one, is named ``name``.

    The first column names the row. With ``grouped`` the first column names a group of rows that stand together, in a
    line above them, and the second names the row.

    >>> table = Table(caption="By year", columns=columns("Year", "Studies#"), rows=[("2017", 3)], name="years")
    >>> [(c.name, c.numeric) for c in table.columns]
    [('Year', False), ('Studies', True)]
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    name: str = ""
    grouped: bool = False
    empty: str = "None."
    """What the table says when it has no row."""


def columns(*names: str) -> tuple[Column, ...]:
    """Columns by their headings; one that ends in ``#`` holds numbers."""
    return tuple(Column(name=n.removesuffix("#"), numeric=n.endswith("#")) for n in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preformatted:
    """Text that is shown byte for byte, such as a strategy as it was run, with a line that says what it is."""

    caption: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing as SVG, made by the program itself, with the words that stand for it where it is not seen."""

    caption: str
    svg: str
    alt: str
    name: str = ""
    """The stem of the file that it can be saved in, as SVG and as PNG; none where it has files already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a number of the flow counts: an id and a line for each; a link to ``id`` leads here."""

    id: str
    title: str
    items: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What most readers skip: a line that opens on the screen; on paper all of it."""

    summary: str
    blocks: Sequence[Block]


Block: TypeAlias = Paragraph | Bullets | Table | Preformatted | Figure | Listing | Details


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the document; a link to ``id`` leads here. How deep it lies is its level of heading."""

    id: str
    title: str
    blocks: Sequence[Block] = ()
    sections: Sequence[Section] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report. ``notices`` stand first (a draft, a demonstration); ``colophon`` stands last."""

    title: str
    subtitle: str = ""
    notices: Sequence[Text] = ()
    lead: Sequence[Block] = ()
    sections: Sequence[Section] = ()
    colophon: Sequence[Text] = ()


def blocks(document: Document) -> Iterator[Block]:
    """Every block in its order, those inside others after what they stand in."""
    yield from _within(document.lead)
    for section in sections(document):
        yield from _within(section.blocks)


def sections(document: Document) -> Iterator[Section]:
    """Every section in its order, those inside others after what they stand in."""
    waiting = list(reversed(document.sections))
    while waiting:
        section = waiting.pop()
        yield section
        waiting.extend(reversed(section.sections))


def plain(text: Cell) -> str:
    """A text without its marks.

    >>> plain(("see ", Link(text="the flow", to="flow"), "."))
    'see the flow.'
    """
    if isinstance(text, tuple):
        return "".join(piece if isinstance(piece, str) else piece.text for piece in text)
    return "" if text is None else str(text)


def _within(inside: Sequence[Block]) -> Iterator[Block]:
    for block in inside:
        yield block
        if isinstance(block, Details):
            yield from _within(block.blocks)
