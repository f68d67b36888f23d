"""PubMed's XML as records: what efetch sends, a file of it, or a baseline file.

Read by lxml's iterparse with no DTD, no network and no entity expansion; each article is dropped once it is read, so
memory does not grow with the file. Source of the elements: ``pubmed_250101.dtd``.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedIOBase, BytesIO
from pathlib import Path
from typing import NoReturn, TypeVar

from lxml import etree

from resift.errors import BadFile, ReviewError, SearchFailed
from resift.records import Record
from resift.search.article import book, journal_article
from resift.search.branch import Element, text

ARTICLE, BOOK = "PubmedArticle", "PubmedBookArticle"
ROOTS = frozenset({"PubmedArticleSet", "PubmedBookArticleSet", ARTICLE, BOOK})
_AGAIN = "ask for it again, or export the records again as PubMed XML"
_T = TypeVar("_T")


def read_records(source: Path | bytes, *, prefix: str = "pubmed") -> Iterator[Record]:
    """The records of a PubMed XML file or reply, in its order, one at a time.

    ``source`` is a path (``.gz`` too) or the bytes of a reply. Ids are ``prefix-1``, ``prefix-2`` ...; the accession
    is the PMID. A structured abstract is one line per section, ``LABEL: text``; runs of white space are one space;
    authors are written as PubMed lists them (``Webber M``), their full names stand in ``raw`` under FAU.
    What is not PubMed XML, is cut short or is an error message of PubMed raises, after the records before it, a
    BadFile (path) or SearchFailed (bytes) that names the line.

    >>> xml = b'''<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">1</PMID><Article>
    ... <ArticleTitle>Allotments and <i>well-being</i>.</ArticleTitle></Article></MedlineCitation></PubmedArticle>
    ... </PubmedArticleSet>'''
    >>> [(r.id, r.accession, r.title) for r in read_records(xml)]
    [('pubmed-1', '1', 'Allotments and well-being.')]
    """
    for record, _ in _each(source, prefix, lambda _: None):
        yield record


def blobs(source: Path | bytes) -> Iterator[tuple[str, bytes]]:
    """Each article's PMID and its own XML (UTF-8), as a server hands it out; fails as ``read_records`` does."""
    for record, blob in entries(source):
        yield record.accession, blob


def entries(source: Path | bytes, *, prefix: str = "pubmed") -> Iterator[tuple[Record, bytes]]:
    """Each record together with its own XML, in one pass; fails as ``read_records`` does."""
    return _each(source, prefix, lambda e: etree.tostring(e, encoding="utf-8", with_tail=False))


def _each(source: Path | bytes, prefix: str, also: Callable[[Element], _T]) -> Iterator[tuple[Record, _T]]:
    for n, element in enumerate(articles(source), start=1):
        read = journal_article if element.tag == ARTICLE else book
        try:
            record = read(element, f"{prefix}-{n}")
        except ValueError as why:
            _fail(source, f"{why}, as number {n} in it", element.sourceline)
        yield record, also(element)


def articles(source: Path | bytes) -> Iterator[Element]:
    """The article elements of a file or reply, each valid only until the next is asked for."""
    with _opened(source) as stream:
        # Starts only, because lxml spends far less on them than on ends; an article is whole once the next one begins.
        # Without huge_tree, so that the parser's own limits on depth and on the growth of entities hold.
        context = etree.iterparse(
            stream, events=("start",), tag=(ARTICLE, BOOK, "ERROR"), load_dtd=False, no_network=True,
            resolve_entities=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            yield from _whole(context, source)
        except etree.XMLSyntaxError as why:
            _fail(source, _reason(source, why), why.lineno)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            _fail(source, "the compressed file is damaged or cut short", None)


def _whole(context: etree.iterparse, source: Path | bytes) -> Iterator[Element]:
    begun = None
    for _, element in context:
        if begun is not None:
            _check(begun, element, source)
            yield begun
            _drop(begun)
        begun = element
    if begun is None:
        _check_root(context.root, source)
    else:
        _check(begun, None, source)
        yield begun


def _check(element: Element, following: Element | None, source: Path | bytes) -> None:
    root = element.getroottree().getroot()
    if element.tag == "ERROR":
        _fail(source, f"PubMed answered with an error: {text(element)}", root.sourceline)
    _check_root(root, source)
    if following is not None and element in following.iterancestors():
        _fail(source, f"<{following.tag}> stands inside <{element.tag}>", following.sourceline)


def _check_root(root: Element, source: Path | bytes) -> None:
    if root.tag not in ROOTS:
        _fail(source, f"<{root.tag}> is not a set of PubMed records", root.sourceline)


def _drop(element: Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


@contextmanager
def _opened(source: Path | bytes) -> Iterator[BufferedIOBase]:
    if isinstance(source, bytes):
        yield BytesIO(source)
        return
    try:
        stream = source.open("rb")
    except OSError as why:
        then = "give the path of a PubMed XML file"
        raise BadFile(why.strerror or str(why), where=str(source), then=then) from None
    with stream:
        # by its first bytes: browsers unpack a file and keep its name, or the other way round
        yield gzip.GzipFile(fileobj=stream) if stream.peek(2)[:2] == b"\x1f\x8b" else stream


def _start(source: Path | bytes) -> bytes:
    with _opened(source) as stream:
        return _head(stream.read(2000))


def _head(data: bytes) -> bytes:
    return data[:2000].removeprefix(b"\xef\xbb\xbf").lstrip()


def _reason(source: Path | bytes, why: etree.XMLSyntaxError) -> str:
    start = _start(source)
    if not start:
        return "there is nothing in it"
    if re.match(rb"(<!doctype html|<html)", start, re.I):
        return "this is a web page, not PubMed XML"
    if start[:1] in b"{[":
        return "this is JSON, not PubMed XML"
    if start[:1] != b"<":
        return "this is not XML"
    return f"the XML is broken or cut short ({why.msg})"


def _fail(source: Path | bytes, message: str, line: int | None) -> NoReturn:
    kind: type[ReviewError] = SearchFailed if isinstance(source, bytes) else BadFile
    place = "reply" if isinstance(source, bytes) else str(source)
    raise kind(message, where=f"{place}:{line or 1}", then=_AGAIN) from None
