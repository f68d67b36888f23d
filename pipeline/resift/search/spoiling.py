"""Answers of the E-utilities made wrong on purpose: another status, another body, other records.

The bodies are those that were reported of the real service, with fictional addresses (RFC 5737) in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from resift.search import shapes
from resift.search.wire import HTML, JSON, PLAIN, XML, Answer

Spoiler = Callable[[Answer, str, float], Answer]
_LIMITED = b'{"error":"API rate limit exceeded","api-key":"192.0.2.1","count":"4","limit":"3"}\n'
_VIEWER = b"External viewer error: fictional backend: Status: Timeout; PMFetch proxy_stream() failed for 192.0.2.1\n"
_PAGE = (
    b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n<html><head><title>NCBI/eutils202 - WWW Error '
    b"%d Diagnostic</title></head><body><p>This could be a transient problem, please try the query again.</p>"
    b"<p>Client 192.0.2.1</p></body></html>\n"
)
_EMPTY_IDS = b"ID list is empty! In it there are neither IDs nor accessions.\n"
_TOO_FAR = (
    "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. For PubMed, ESearch can only retrieve"
)
_ROOTS = {
    "esearch": "eSearchResult", "epost": "ePostResult", "einfo": "eInfoResult", "esummary": "eSummaryResult",
    "elink": "eLinkResult",
}  # fmt: skip
_RECORD = re.compile(rb"<PubmedArticle>.*?</PubmedArticle>|<PubmedBookArticle>.*?</PubmedBookArticle>", re.S)
_ID, _COUNT = re.compile(rb"<Id>\d+</Id>\n"), re.compile(rb"<Count>(\d+)</Count>")
_PMID = re.compile(rb'<PMID Version="\d+">(\d+)</PMID>')
_STRANGER = b"99999998"  # a PMID that nobody asked for


def _always(status: int, body: bytes, kind: str) -> Spoiler:
    return lambda _, __, ___: Answer(status=status, body=body, kind=kind)


def _later(_: Answer, __: str, seconds: float) -> Answer:
    after = (("Retry-After", f"{seconds or 2:g}"),)
    return Answer(status=429, body=_LIMITED, kind=JSON, headers=after)


def _page(status: int, shown: int) -> Spoiler:
    return _always(status, _PAGE % shown, HTML)


def _error(message: str) -> Spoiler:
    def spoil(_: Answer, utility: str, __: float) -> Answer:
        root = _ROOTS.get(utility)
        return Answer(status=200, body=shapes.error(root, message) if root else shapes.fetch_error(message))

    return spoil


def _items(change: Callable[[list[bytes]], Sequence[bytes]]) -> Spoiler:
    """Other ids in an esearch answer, other records in an efetch answer; what has none stays as it is."""

    def spoil(answer: Answer, utility: str, _: float) -> Answer:
        pattern = _ID if utility == "esearch" else _RECORD
        found = pattern.findall(answer.body)
        if not found:
            return answer
        start, end = answer.body.index(found[0]), answer.body.rindex(found[-1]) + len(found[-1])
        between = b"" if utility == "esearch" else b"\n"
        body = answer.body[:start] + between.join(change(found)) + answer.body[end:]
        return Answer(status=answer.status, body=body, kind=answer.kind, headers=answer.headers)

    return spoil


def _foreign(item: bytes) -> bytes:
    return b"<Id>%s</Id>\n" % _STRANGER if item.startswith(b"<Id>") else _numbered(item, 1, _STRANGER)


def _numbered(record: bytes, version: int, pmid: bytes | None = None) -> bytes:
    return _PMID.sub(lambda m: b'<PMID Version="%d">%s</PMID>' % (version, pmid or m[1]), record, count=1)


def _noted(kind: bytes, published: bytes = b"") -> Callable[[list[bytes]], Sequence[bytes]]:
    note = (
        b'<CommentsCorrectionsList><CommentsCorrections RefType="%s"><RefSource>Fictional notice.</RefSource>'
        b"</CommentsCorrections></CommentsCorrectionsList></MedlineCitation>" % kind
    )
    types = b'<PublicationTypeList><PublicationType UI="D016441">%s</PublicationType></PublicationTypeList></Article>'

    def change(found: list[bytes]) -> Sequence[bytes]:
        first = found[0].replace(b"</MedlineCitation>", note)
        return [first.replace(b"</Article>", types % published) if published else first, *found[1:]]

    return change


def _book(found: list[bytes]) -> Sequence[bytes]:
    pmid = _PMID.search(found[0])
    body = (
        b'<PubmedBookArticle><BookDocument><PMID Version="1">%s</PMID><Book><BookTitle>A fictional book.</BookTitle>'
        b"</Book></BookDocument></PubmedBookArticle>"
    )
    return [body % pmid[1], *found[1:]] if pmid else found


def _new_dtd(answer: Answer, _: str, __: float) -> Answer:
    body = answer.body.replace(b"1st January 2025", b"1st January 2031").replace(b"pubmed_250101", b"pubmed_310101")
    novel = b"<Novelty><Part>an element that no program knows yet</Part></Novelty></MedlineCitation>"
    body = body.replace(b"</MedlineCitation>", novel)
    return Answer(status=answer.status, body=body, kind=answer.kind, headers=answer.headers)


def _count_off(answer: Answer, _: str, __: float) -> Answer:
    body = _COUNT.sub(lambda m: b"<Count>%d</Count>" % (int(m[1]) + 1), answer.body, count=1)
    return Answer(status=answer.status, body=body, kind=answer.kind, headers=answer.headers)


SPOILERS: dict[str, Spoiler] = {
    "429": _always(429, _LIMITED, JSON),
    "429-retry-after": _later,
    "429-under-200": _always(200, _LIMITED, JSON),
    "400-viewer": _always(400, _VIEWER, PLAIN),
    "400-empty-ids": _always(400, _EMPTY_IDS, PLAIN),
    "viewer-under-200": _always(200, _VIEWER, PLAIN),
    "500": _page(500, 500),
    "502": _page(502, 502),
    "503": _page(503, 503),
    "html-under-200": _page(200, 500),
    "empty": _always(200, b"", XML),
    "error-database": _error("Search Backend failed: Database is not supported: pubmed"),
    "error-query": _error("Unable to obtain query #1"),
    "error-retstart": _error(_TOO_FAR),
    "missing": _items(lambda found: found[1:]),
    "none": _items(lambda _: ()),
    "extra": _items(lambda found: [*found, _foreign(found[0])]),
    "duplicate": _items(lambda found: [*found, found[0]]),
    "reorder": _items(lambda found: found[::-1]),
    "book": _items(_book),
    "version": _items(lambda found: [_numbered(found[0], 2), *found[1:]]),
    "versions": _items(lambda found: [*found, _numbered(found[0], 2)]),
    "retracted": _items(_noted(b"RetractionIn", b"Retracted Publication")),
    "concern": _items(_noted(b"ExpressionOfConcernIn")),
    "new-dtd": _new_dtd,
    "count-off": _count_off,
}
