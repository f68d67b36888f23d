"""BibTeX to records: a small reader of entries, and TeX's accents and braces as plain text."""

from __future__ import annotations

import re

from resift.errors import BadFile
from resift.formats.entries import Entry, Parsed, Remark
from resift.formats.latex import plain
from resift.formats.values import database_of, distinct, issn_in, year_in
from resift.records import Doi, Pmid, Record, blank_to_empty

_START = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t\n]*([{(])", re.M)
_COUNT = re.compile(r"^[ \t]*@[ \t]*(?!(?:comment|string|preamble)\b)[A-Za-z]+[ \t\n]*[{(]", re.M | re.I)
_KEY = re.compile(r"[ \t\n]*([^,{}\"\n]{0,400}?)[ \t\n]{0,80}(?:,|(?=[})]))")
_FIELD = re.compile(r"[\s,]*([^\s={}\",@][^={}\",@]{0,80}?)\s{0,80}=\s*")
_TOKEN = re.compile(r"\s*([A-Za-z0-9_.:+-]+)")
_BRACE = re.compile(r"\\.|[{}]", re.S)
_QUOTE = re.compile(r'\\.|[{}"]', re.S)
_THEN = "correct the entry at that line, or export as RIS"


def parse(text: str) -> Parsed:
    r"""The entries of a BibTeX text; ``raw`` values keep TeX's markup as received.

    Raises BadFile with the line of an entry that cannot be read to its end: nothing is skipped.

    >>> text = '@string{j = "Fiction"}\n@article{doe, title = {A {Made-Up} title}, journal = j, year = 2019}'
    >>> parse(text).entries[0].tags[2:]
    (('title', 'A {Made-Up} title'), ('journal', 'Fiction'), ('year', '2019'))
    """
    strings: dict[str, str] = {}
    entries: list[Entry] = []
    place, line, counted = 0, 1, 0
    while start := _START.search(text, place):
        line += text.count("\n", counted, start.start())
        counted = start.start()
        kind = start.group(1).lower()
        place, tags = _entry(text, start, kind, strings, line)
        if kind == "string":
            strings.update((name.lower(), value) for name, value in tags)
        elif kind not in {"comment", "preamble"}:
            entries.append(Entry(line=line, tags=(("type", kind), *tags)))
    return Parsed(entries=tuple(entries), starts=len(_COUNT.findall(text)))


def _entry(
    text: str, start: re.Match[str], kind: str, strings: dict[str, str], line: int
) -> tuple[int, list[tuple[str, str]]]:
    place = start.end()
    if kind in {"comment", "preamble"}:
        return _close(text, place, _BRACE, line), []
    tags: list[tuple[str, str]] = []
    if kind != "string" and (key := _KEY.match(text, place)):
        tags.append(("key", key.group(1)))
        place = key.end()
    while field := _FIELD.match(text, place):
        place, value = _value(text, field.end(), strings, line)
        tags.append((field.group(1).strip().lower(), value))
    end = re.compile(r"[\s,]*[})]").match(text, place)
    if not end:
        raise BadFile("an entry that cannot be read to its end", where=f":{line}", then=_THEN)
    return end.end(), tags


def _value(text: str, place: int, strings: dict[str, str], line: int) -> tuple[int, str]:
    parts: list[str] = []
    while True:
        place, part = _part(text, place, strings, line)
        parts.append(part)
        joined = re.compile(r"\s*#\s*").match(text, place)
        if not joined:
            return place, "".join(parts)
        place = joined.end()


def _part(text: str, place: int, strings: dict[str, str], line: int) -> tuple[int, str]:
    if text[place : place + 1] in {"{", '"'}:
        pattern = _BRACE if text[place] == "{" else _QUOTE
        end = _close(text, place + 1, pattern, line)
        return end, text[place + 1 : end - 1]
    token = _TOKEN.match(text, place)
    if not token:
        raise BadFile("a field without a value", where=f":{line}", then=_THEN)
    return token.end(), strings.get(token.group(1).lower(), token.group(1))


def _close(text: str, place: int, pattern: re.Pattern[str], line: int) -> int:
    """The place after the brace (or quote) that closes what was opened before ``place``."""
    depth = 1 if pattern is _BRACE else 0
    for found in pattern.finditer(text, place):
        sign = found.group()
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if (pattern is _BRACE and depth == 0) or (sign == '"' and depth == 0):
            return found.end()
    raise BadFile("a brace or quote is opened and never closed; the file may be cut off", where=f":{line}", then=_THEN)


def record(entry: Entry, *, id: str, database: str) -> tuple[Record, list[Remark]]:
    """The record that a BibTeX entry holds, in plain text.

    >>> tags = (("type", "article"), ("title", "{Made} up"), ("author", "Doe, A. and {Tale Group}"), ("pages", "3--9"))
    >>> found, _ = record(Entry(line=1, tags=tags), id="bib-1", database="")
    >>> found.title, found.authors, found.pages
    ('Made up', ('Doe, A.', 'Tale Group'), '3-9')
    """
    field = {tag: plain(value) for tag, value in reversed(entry.tags)}

    def one(*names: str) -> str:
        return next((v for n in names if (v := blank_to_empty(field.get(n)))), "")

    scopus = re.search(r"scopus\.com/.*?eid=(2-s2\.0-\d+)", entry.first("url"))
    found = Record(
        id=id,
        title=one("title"),
        abstract=one("abstract"),
        authors=distinct(plain(a) for a in _names(entry.first("author"))),
        year=year_in(one("year")) or year_in(one("date")),
        journal=one("journal", "journaltitle", "booktitle"),
        journal_short=one("abbrev_source_title", "shortjournal"),
        volume=one("volume"),
        issue=one("number", "issue"),
        pages=re.sub(r"\s*(?:--+|–)\s*", "-", one("pages")),
        doi=Doi.parse(one("doi")),
        pmid=Pmid.parse(one("pmid", "pubmed_id")),
        accession=scopus.group(1) if scopus else one("accession", "unique-id", "key"),
        database=database or database_of("Scopus" if scopus else one("database")),
        languages=distinct(re.split(r";\s*", one("language", "langid"))),
        publication_types=distinct([one("document_type", "type")]),
        keywords=distinct(re.split("[;,]", one("keywords"))),
        affiliations=distinct(re.split(r";\s*", one("affiliation"))),
        issn=issn_in([one("issn")]),
        url=(entry.first("url").split() or [""])[0],
        notes=one("note"),
        raw=entry.tags,
    )
    return found, [Remark(line=entry.line, code="vendor", message="read as BibTeX" + (" of Scopus" if scopus else ""))]


def _names(text: str) -> list[str]:
    """The names of an author field: *and* inside braces does not separate."""
    names, depth, begins, text = [], 0, 0, " ".join(text.split())
    for found in re.finditer(r"\\.|[{}]| and ", text, re.S | re.I):
        sign = found.group()
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and len(sign) > 2 and not sign.startswith("\\"):
            names.append(text[begins : found.start()])
            begins = found.end()
    return [*names, text[begins:]]
