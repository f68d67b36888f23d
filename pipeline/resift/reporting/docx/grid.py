"""Tables in WordprocessingML: headings repeated on every page, numbers to the right, columns as wide as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resift.reporting.document import Cell, Code, Column, Table, plain
from resift.reporting.docx.words import Places, attribute, paragraph, run, runs

LETTER = 100
"""Width of an average letter of a table in twentieths of a point: 9 points, a little more than half as wide as high."""
PADDING = 220
WIDE = 5
"""From so many columns of text on a table needs a page on its side."""
MOST = 2000
"""Tables with more rows than this are left to the workbook: nobody prints them."""

_FIRST_ROW = "0020"
"""Of the table's style, only what it says of the first row is used."""
_LOOK = f'<w:tblLook w:val="{_FIRST_ROW}" w:firstRow="1" w:firstColumn="0" w:noHBand="1" w:noVBand="1"/>'


def is_wide(table: Table) -> bool:
    """Whether a table needs a page on its side."""
    shown = _shown(table)
    return sum(not c.numeric for c in shown) >= WIDE or len(shown) > WIDE + 2


def grid(table: Table, room: int, places: Places) -> str:
    """The table, at most ``room`` wide (twentieths of a point)."""
    shown, rows = _shown(table), list(_rows(table))
    across = max((_length(name) for name, _ in rows), default=_length(table.empty))
    found = widths(shown, [cells for _, cells in rows], room)
    found[-1] += max(0, min(_wanted(across), room) - sum(found))
    lines = [_heading(shown, found)]
    group = ""
    for name, cells in rows:
        if table.grouped and name != group:
            lines.append(_group(name, len(shown), sum(found)))
            group = name
        lines.append(_row(cells, shown, found, places))
    if not rows:
        lines.append(_group(table.empty, len(shown), sum(found), style="TableText"))
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in found)
    properties = (
        f'<w:tblStyle w:val="ReportTable"/><w:tblW w:w="{sum(found)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"{_LOOK}<w:tblCaption w:val={attribute(table.caption)}/>"
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl>"


def widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], room: int) -> list[int]:
    """How wide each column is: as wide as its longest line where all fit.

    Else what is left by the short columns is shared by the roots of how much the others hold, so that a column with
    four times the text is twice as wide; none is narrower than its longest word, where that can be.

    >>> from resift.reporting.document import columns
    >>> widths(columns("Year", "n#"), [("2017", 3)], 9000)
    [820, 520]
    >>> widths(columns("Title", "Year"), [("word " * 200, "2017")], 9000)
    [8180, 820]
    >>> widths(columns("Title", "Note"), [("word " * 200, "word " * 50)], 9000)
    [5983, 3016]
    """
    down = [(f"{c.name}__", *cells) for c, *cells in zip(columns, *rows, strict=True)]  # bold is wider
    most = [_wanted(max(map(_length, cells))) for cells in down]
    least = [_wanted(max(map(_word, cells))) for cells in down]
    weight = [sum(map(_letters, cells)) ** 0.5 for cells in down]
    found: dict[int, int] = {}
    while open_ := [i for i in range(len(down)) if i not in found]:
        left, whole = room - sum(found.values()), sum(weight[i] for i in open_)
        share = {i: int(left * weight[i] / whole) for i in open_}
        found |= (
            {i: most[i] for i in open_ if most[i] <= share[i]}
            or {i: least[i] for i in open_ if least[i] > share[i] and least[i] <= left // len(open_)}
            or share
        )
    return [found[i] for i in range(len(down))]


def _wanted(letters: int) -> int:
    return letters * LETTER + PADDING


def _letters(cell: Cell) -> int:
    return len(plain(cell))


def _word(cell: Cell) -> int:
    return max(map(_breadth, plain(cell).split()), default=0)


def _breadth(text: str) -> int:
    """How many average letters a text is wide: capitals are a third wider."""
    return len(text) + sum(c.isupper() for c in text) // 3


def _length(cell: Cell) -> int:
    text = f"{cell:,}" if isinstance(cell, int) else plain(cell)
    longest = max(map(_breadth, text.splitlines()), default=0)
    code = isinstance(cell, tuple) and any(isinstance(piece, Code) for piece in cell)
    return longest * 5 // 4 + 1 if code else longest  # letters of one width take more room


def _shown(table: Table) -> Sequence[Column]:
    return table.columns[1:] if table.grouped else table.columns


def _rows(table: Table) -> Iterator[tuple[str, Sequence[Cell]]]:
    for cells in table.rows:
        yield (plain(cells[0]), cells[1:]) if table.grouped else ("", cells)


def _heading(columns: Sequence[Column], found: Sequence[int]) -> str:
    cells = (_cell(run(c.name), w, "TableHeading", right=c.numeric) for c, w in zip(columns, found, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(cells: Sequence[Cell], columns: Sequence[Column], found: Sequence[int], places: Places) -> str:
    made = (
        _cell(_content(cell, places), w, "TableText", right=c.numeric)
        for cell, c, w in zip(cells, columns, found, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(made)}</w:tr>"


def _group(text: str, span: int, width: int, style: str = "TableHeading") -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/>'
    cell = f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text), style)}</w:tc>"
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _content(cell: Cell, places: Places) -> str:
    if cell is None:
        return ""
    return run(f"{cell:,}") if isinstance(cell, int) else runs(cell, places)


def _cell(content: str, width: int, style: str, *, right: bool) -> str:
    where = '<w:jc w:val="right"/>' if right else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(content, style, where)}</w:tc>'
