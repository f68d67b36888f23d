"""Paragraphs and their pieces in WordprocessingML, the XML in Word's files (ECMA-376, part 1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from resift.reporting.document import Code, Emphasis, Inline, Link, Text
from resift.reporting.office import allowed

_BREAK = re.compile(r"(\r\n|\r|\n|\t)")
_NO_BOOKMARK = re.compile(r"\W")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where links can lead: the bookmark of each id in the document, and what enters an address into the file."""

    bookmarks: Mapping[str, str]
    address: Callable[[str], str]


def bookmark(number: int, name: str) -> str:
    """A name that Word takes for a bookmark: a letter first, then letters, digits and underscores, at most 40.

    >>> bookmark(3, "prisma-2020")
    's3_prisma_2020'
    """
    return f"s{number}_{_NO_BOOKMARK.sub('_', name)}"[:40]


def run(text: str, properties: str = "") -> str:
    """A piece of text; line ends and tabs become Word's own.

    >>> run("a  b\\n<c>", "<w:i/>").partition("</w:rPr>")[2]
    '<w:t xml:space="preserve">a  b</w:t><w:br/><w:t xml:space="preserve">&lt;c&gt;</w:t></w:r>'
    """
    pieces = (_piece(p) for p in _BREAK.split(allowed(text)) if p)
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{''.join(pieces)}</w:r>"


def runs(text: Text, places: Places) -> str:
    """A text with its marks."""
    return "".join(_inline(piece, places) for piece in ((text,) if isinstance(text, str) else text))


def paragraph(content: str, style: str, properties: str = "") -> str:
    """A paragraph in a style, by the style's id."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def heading(text: str, level: int, name: str) -> str:
    """A heading that a link to a bookmark leads to; the bookmark's number is in its name."""
    number = name[1:].split("_", 1)[0]
    mark = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run(text)}<w:bookmarkEnd w:id="{number}"/>'
    return paragraph(mark, f"Heading{min(level, 9)}")


def numbered(kind: str, number: int, text: str, *, above: bool) -> str:
    """A caption with a number that Word counts by itself; ``above`` keeps it with what it stands above."""
    field = f'<w:fldSimple w:instr=" SEQ {kind} \\* ARABIC ">{run(str(number))}</w:fldSimple>'
    keep = "<w:keepNext/>" if above else ""
    return paragraph(run(f"{kind} ") + field + run(f". {text}"), "Caption", keep)


def strategy(text: str) -> str:
    """Lines of a strategy, a paragraph each, as they are; the last line end makes no line of its own."""
    lines = re.split(r"\r\n|\r|\n", text)
    return "".join(
        paragraph(run(line), "Strategy") for line in (lines[:-1] if len(lines) > 1 and not lines[-1] else lines)
    )


def attribute(text: str) -> str:
    """A text as the value of an attribute, with its quotes."""
    return quoteattr(allowed(text))


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    return "<w:br/>" if text[0] in "\r\n" else f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def _inline(piece: Inline, places: Places) -> str:
    match piece:
        case Code(text=text):
            return run(text, '<w:rStyle w:val="Code"/>')
        case Emphasis(text=text):
            return run(text, "<w:i/>")
        case Link(text=text, to=to) if to.startswith("https:"):
            return f'<w:hyperlink r:id="{places.address(allowed(to))}">{run(text, _LINKED)}</w:hyperlink>'
        case Link(text=text, to=to):
            name = places.bookmarks.get(to)
            return f'<w:hyperlink w:anchor="{name}">{run(text)}</w:hyperlink>' if name else run(text)
        case _:
            return run(piece)


_LINKED = '<w:rStyle w:val="Hyperlink"/>'
