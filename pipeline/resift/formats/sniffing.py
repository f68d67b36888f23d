"""Which format a text is in, judged by its content and never by its name."""

from __future__ import annotations

import re

from resift.errors import BadFile
from resift.formats.headers import find_header

PUBMED_XML = "PubMed XML"
ENDNOTE_XML = "EndNote XML"
RIS = "RIS"
MEDLINE = "MEDLINE text"
WOS = "Web of Science tagged"
OVID = "Ovid tagged"
REFWORKS = "RefWorks tagged"
ENDNOTE_TAGGED = "EndNote tagged"
BIBTEX = "BibTeX"
CSV = "CSV"
TSV = "TSV"

# How far into a text a sign may stand: the RefWorks legend fills some 130 lines before the first record.
_HEAD = 400
_EXPORT = "export RIS (or MEDLINE text, CSV) from the database and import that file"
_SIGNS = (
    (RIS, re.compile(r"^[^A-Za-z0-9\n]{0,8}TY[ \t]{1,3}-", re.M)),
    (MEDLINE, re.compile(r"^(?:PMID|OWN|PMCR?) *-", re.M)),
    (WOS, re.compile(r"^FN .*\n+VR .*\n+(?=PT )|^PT [A-Z]\n(?=AU |TI |CA |GP )", re.M)),
    (OVID, re.compile(r"^[ \t]*<\d+[ \t]*(?:\.[ \t]*)?>[ \t]*$", re.M)),
    (REFWORKS, re.compile(r"^RT [A-Z]", re.M)),
    (ENDNOTE_TAGGED, re.compile(r"^%0 ", re.M)),
    (BIBTEX, re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.M)),
)


def sniff(text: str) -> str:
    r"""The name of the format that this text is in; BadFile with the first line where none fits.

    The sign that stands first wins, so that a line inside an abstract cannot decide.

    >>> sniff("1. \nTY  - JOUR\n"), sniff("Title,Authors,DOI\nA,B,C\n"), sniff("<PubmedArticleSet></PubmedArticleSet>")
    ('RIS', 'CSV', 'PubMed XML')
    >>> sniff("Dear colleague,\nplease find the records attached.")
    Traceback (most recent call last):
      ...
    resift.errors.BadFile: not a known export format; the first line is "Dear colleague,"
      next: export RIS (or MEDLINE text, CSV) from the database and import that file
    """
    start = text.lstrip()
    if start.startswith("<") and not re.match(r"<\d+[ \t]*(?:\.[ \t]*)?>", start):
        return _markup(start)
    head = "\n".join(text.split("\n", _HEAD)[:_HEAD])
    found = [(m.start(), n, name) for n, (name, sign) in enumerate(_SIGNS) if (m := sign.search(head))]
    if header := find_header(head):
        found.append((header.offset, len(_SIGNS), TSV if header.delimiter == "\t" else CSV))
    if not found:
        raise _unknown(start)
    return min(found)[2]


def _markup(start: str) -> str:
    head = start[:5000]
    if re.search(r"<Pubmed(ArticleSet|Article|BookArticle)\b", head):
        return PUBMED_XML
    if re.search(r"<records\b|<xml>\s*<record\b", head):
        return ENDNOTE_XML
    if re.match(r"<!doctype html|<html", start, re.I) or re.search(r"<html\b", head, re.I):
        raise BadFile("this is a web page, not an export of records (perhaps a log-in page)", then=_EXPORT)
    if found := re.search(r"<(?:ERROR|error)>(.{0,200}?)</", head, re.S):
        raise BadFile(f'this is an error reply, not an export: "{found.group(1).strip()}"', then=_EXPORT)
    raise BadFile(f"XML that is neither from PubMed nor from EndNote; it begins {_line(start)}", then=_EXPORT)


def _unknown(start: str) -> BadFile:
    if re.match(r'[{\[]\s*(?:["{\[\]}]|-?\d)', start):
        return BadFile(f"this is JSON, not an export of records; it begins {_line(start)}", then=_EXPORT)
    if re.search(r"^ER  -", start, re.M):
        return BadFile(f"RIS without any TY line; the first line is {_line(start)}", then=_EXPORT)
    return BadFile(f"not a known export format; the first line is {_line(start)}", then=_EXPORT)


def _line(start: str) -> str:
    first = start.split("\n", 1)[0].strip()
    return f'"{first[:80]}..."' if len(first) > 80 else f'"{first}"'
