"""Small parts of PubMed XML: elements, text, dates, titles and page ranges."""

from __future__ import annotations

import re
from html import escape

from works import Work


def el(name: str, content: str, **attributes: str) -> str:
    shown = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{shown}>{content}</{name}>"


def txt(text: str) -> str:
    """Text for XML; the few inline tags that a work's text may hold stay tags."""
    return re.sub(r"&lt;(/?(?:i|b|sub|sup|u))&gt;", r"<\1>", escape(text, quote=False))


def doi(work: Work) -> str:
    """The work's DOI under the prefix that is reserved for tests, or nothing."""
    number = int(work.id[1:]) + (2000 if work.id.startswith("B") else 1000)
    return f"10.5555/fictional.{work.journal}.{work.year}.{number}" if work.has_doi else ""


def day(iso: str, padded: bool = True) -> str:
    year, month, number = iso.split("-")
    month, number = (month, number) if padded else (str(int(month)), str(int(number)))
    return el("Year", year) + el("Month", month) + el("Day", number)


def title(work: Work) -> str:
    stop = "" if work.title.endswith(("?", "!", ".")) else "."
    return f"[{work.title}]{stop or '.'}" if work.language != "eng" else work.title + stop


def pagination(pages: str) -> str:
    """Start, end and PubMed's short form: 221-228 is printed as 221-8."""
    first, _, last = pages.partition("-")
    if not last:
        return el("StartPage", first) + el("MedlinePgn", first)
    return el("StartPage", first) + el("EndPage", last) + el("MedlinePgn", f"{first}-{short_end(first, last)}")


def short_end(first: str, last: str) -> str:
    if len(first) != len(last):
        return last
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(last) - 1)
    return last[same:]
