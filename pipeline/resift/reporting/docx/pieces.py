"""A document as pieces in the order of the page, each upright or on its side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from resift.reporting.document import (
    Block,
    Bullets,
    Details,
    Document,
    Figure,
    Listing,
    Paragraph,
    Preformatted,
    Section,
    Table,
)  # fmt: skip
from resift.reporting.docx.grid import MOST, is_wide
from resift.reporting.docx.page import asks_for_side
from resift.reporting.docx.words import Places, heading, paragraph, run, runs, strategy

ELSEWHERE = "The lists of records behind the numbers are not printed here: report.html and records.csv have them."
"""What stands in the place of a section that has nothing but lists of records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some XML, or a table or figure that is made once it is known how wide its page is.

    ``wide`` asks for a page on its side; None goes with what follows, as a heading and the text below it do.
    """

    content: str | Table | Figure
    wide: bool | None = False
    heading: bool = False


def bookmarked(sections: Iterable[Section]) -> list[str]:
    """The ids that a link can lead to, in their order; sections that only hold lists have none."""
    found = [s for s in sections if not _only_lists(s)]
    return [i for s in found for i in (s.id, *bookmarked(s.sections))]


def pieces(document: Document, places: Places) -> Iterator[Piece]:
    """Everything that is printed, in its order."""
    yield Piece(content=paragraph(run(document.title), "Title"))
    if document.subtitle:
        yield Piece(content=paragraph(run(document.subtitle), "Subtitle"))
    for notice in document.notices:
        yield Piece(content=paragraph(runs(notice, places), "Notice"))
    yield from (replace(p, wide=bool(p.wide)) for p in _all(document.lead, places))
    for section in document.sections:
        yield from _section(section, 1, places)
    for text in document.colophon:
        yield Piece(content=paragraph(runs(text, places), "Normal"))


def settled(found: Sequence[Piece]) -> list[tuple[bool, str | Table | Figure]]:
    """Each piece with whether its page lies on its side.

    Headings and text have the page of the table or figure below them, the last text of a section that of what is above.
    """
    turned: list[bool | None] = []
    wide, under = None, False
    for piece in reversed(found):
        above_heading = under and not piece.heading
        wide = piece.wide if piece.wide is not None or above_heading else wide
        under = piece.heading
        turned.append(wide)
    current, ways = False, []
    for way in reversed(turned):
        current = current if way is None else way
        ways.append(current)
    return [(way, piece.content) for way, piece in zip(ways, found, strict=True)]


def _section(section: Section, level: int, places: Places) -> Iterator[Piece]:
    if _only_lists(section):
        yield Piece(content=paragraph(run(section.title), f"Heading{level}") + paragraph(run(ELSEWHERE), "Normal"))
        return
    yield Piece(content=heading(section.title, level, places.bookmarks[section.id]), wide=None, heading=True)
    yield from _all(section.blocks, places)
    for inner in section.sections:
        yield from _section(inner, level + 1, places)


def _only_lists(section: Section) -> bool:
    """Whether a section holds lists of records and, but for text around them, nothing else."""
    lists = any(isinstance(b, Listing) for b in section.blocks)
    return lists and not section.sections and all(isinstance(b, Listing | Paragraph) for b in section.blocks)


def _all(blocks: Iterable[Block], places: Places) -> Iterator[Piece]:
    for block in blocks:
        yield from _block(block, places)


def _block(block: Block, places: Places) -> Iterator[Piece]:
    match block:
        case Paragraph():
            yield Piece(content=paragraph(runs(block.text, places), "Notice" if block.notice else "Normal"), wide=None)
        case Bullets():
            yield Piece(content="".join(paragraph(runs(i, places), "ListBullet") for i in block.items), wide=None)
        case Preformatted():
            yield Piece(content=paragraph(run(block.caption), "Opened") + strategy(block.text))
        case Table() if len(block.rows) > MOST:
            yield Piece(content=paragraph(run(_too_long(block)), "Normal"))
        case Table():
            yield Piece(content=block, wide=is_wide(block))
        case Figure():
            yield Piece(content=block, wide=asks_for_side(block.svg))
        case Details():
            yield Piece(content=paragraph(run(block.summary), "Opened"), wide=None)
            yield from _all(block.blocks, places)
        case Listing():
            pass


def _too_long(table: Table) -> str:
    return f"{table.caption}: {len(table.rows):,} rows, too many to print; report.xlsx has them."
