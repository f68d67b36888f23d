"""Single values in their normal form: years, page ranges, ISSN, names of databases, lists of authors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from resift.records import blank_to_empty

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|2[01]\d\d)(?!\d)")
_ISSN = re.compile(r"(?<![\d-])(\d{4})-?(\d{3}[\dXx])(?![\d-])")
_MONTHS = {m: n for n, m in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
_INITIALS = re.compile(r"\S.*\s(?:[^\W\d_a-z]\.?[- ]?){1,4}(?:,? (?:Jr|Sr|2nd|3rd|II|III))?\.?")
_NO_PAGES = re.compile(r"no(?:-| )?(?:pagination)?(?:-| )?specified|no pagination", re.I)

# Short codes of EBSCOhost and ProQuest in the tag DB (source: labels in genuine exports, field/formats.md section 2).
DATABASES = {
    "psyh": "PsycInfo",
    "aph": "Academic Search Premier",
    "ecn": "EconLit",
    "8gh": "GreenFILE",
    "egh": "Environment Index",
    "i3h": "Criminal Justice Abstracts",
}


def year_in(text: str) -> int | None:
    """The first four-digit year in a date, whatever surrounds it.

    >>> year_in("2019//"), year_in("Sep 18, 2019"), year_in("10 15")
    (2019, 2019, None)
    """
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def issn_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The ISSNs in these texts with a hyphen, each once; book numbers are left out.

    >>> issn_in(["0964-6906 (Print)0964-6906", "19326203", "978-1-57-439368-2"])
    ('0964-6906', '1932-6203')
    """
    return tuple(dict.fromkeys(f"{a}-{b.upper()}" for text in texts for a, b in _ISSN.findall(text)))


def pages_of(first: str, last: str) -> str:
    """A page range as one text; a single page, an article number or a full range stay as they are.

    >>> pages_of("24", "26"), pages_of("e0815", ""), pages_of("4", "4"), pages_of("No", "Specified")
    ('24-26', 'e0815', '4', '')
    """
    text = f"{first}-{last}" if first and last and first != last else first or last
    return "" if _NO_PAGES.fullmatch(text.rstrip(".")) else text


def database_of(name: str) -> str:
    """The name of a database without its segment; short codes in full.

    >>> database_of("APA PsycInfo <2021>"), database_of("aph"), database_of("ERIC <1992 to June 2024>")
    ('APA PsycInfo', 'Academic Search Premier', 'ERIC')
    """
    bare = blank_to_empty(name)
    if bare.endswith(">"):
        bare = bare.rpartition("<")[0].rstrip() or bare
    return DATABASES.get(bare, bare)


def authors_in(text: str) -> tuple[str, ...]:
    """The authors of a cell in their order: separated by semicolons, by *and*, or by commas after initials.

    >>> authors_in("Doe, A. and Roe, B. C."), authors_in("Doe A, Roe-Poe BC."), authors_in("Doe, A.")
    (('Doe, A.', 'Roe, B. C.'), ('Doe A', 'Roe-Poe BC'), ('Doe, A.',))
    """
    text = blank_to_empty("\n".join(" ".join(line.split()) for line in text.split("\n")))
    for separator in (";", " and ", "\n"):
        if separator in text:
            return tuple(a for a in map(str.strip, text.replace("\nand ", " and ").split(separator)) if a)
    parts = text.split(", ")
    if len(parts) > 1 and all(_INITIALS.fullmatch(p) for p in parts):
        # PubMed ends its list with a full stop; elsewhere the stop belongs to the initials.
        return (*parts[:-1], parts[-1] if parts[0].endswith(".") else parts[-1].rstrip("."))
    return (text,) if text else ()


def day_in(text: str) -> dt.date | None:
    """The day that a date of PubMed names, or nothing.

    >>> day_in("2016/11/05 06:00"), day_in("2016")
    (datetime.date(2016, 11, 5), None)
    """
    found = re.match(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", text)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def partial_date(text: str) -> str:
    """A publication date as ``yyyy``, ``yyyy/mm`` or ``yyyy/mm/dd``, as far as it is given.

    >>> partial_date("1996 Jul 9"), partial_date("20060110"), partial_date("2021"), partial_date("2019 Sep-Oct")
    ('1996/07/09', '2006/01/10', '2021', '2019/09')
    """
    if packed := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text.strip()):
        return "/".join(packed.groups())
    found = re.match(r"(\d{4})(?:[ /-]+([A-Za-z]{3}|\d{1,2})[a-z]*(?:[ /-]+(\d{1,2})\b)?)?", text.strip())
    if not found:
        return ""
    year, month, day = found.groups()
    number = _MONTHS.get((month or "").lower()) or (int(month) if month and month.isdigit() else None)
    return "/".join([year, *([f"{number:02}"] if number else []), *([f"{int(day):02}"] if number and day else [])])


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """The values that say something, each once, in their order.

    >>> distinct(["keratin", "", "n/a", "keratin"])
    ('keratin',)
    """
    return tuple(dict.fromkeys(v for v in map(blank_to_empty, values) if v))
