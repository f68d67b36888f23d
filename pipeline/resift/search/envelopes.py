"""What the E-utilities' answers say: a finding, a set of records, an error in one of its many wrappings.

HTTP status alone does not tell success; the whole body is the evidence. An answer that may be right when asked for
again raises ``Transient``; one that will stay wrong raises a SearchFailed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from resift.errors import SearchFailed
from resift.records import Pmid
from resift.search.branch import Branch, Element, text

BLOCKING = frozenset({"PhraseNotFound", "FieldNotFound", "QuotedPhraseNotFound"})
_PMIDS = ("PubmedArticle/MedlineCitation/PMID", "PubmedBookArticle/BookDocument/PMID")
_LATER = ("External viewer error", "proxy_stream()", "Status: Timeout", "API rate limit exceeded")
_BUSY = frozenset({408, 425, 429})
_MANY = 10
_NEVER = ("'retstart' cannot be larger", "out of acceptable range", "Invalid db name", "Empty ID list", "Invalid field")


class Transient(Exception):
    """An answer that may be right when asked for again; ``after`` is how long the server asks to wait (seconds).

    ``divisible`` where a smaller question might be answered better.
    """

    def __init__(self, message: str, *, after: float | None = None, divisible: bool = True) -> None:
        super().__init__(message)
        self.message, self.after, self.divisible = message, after, divisible


class NoService(SearchFailed):
    """There is nothing of the E-utilities at an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What PubMed remarks on a query: the element's name in its DTD (``PhraseNotFound`` ...) and the text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One answer of esearch: how many records match, the ids in this answer, how the query was understood."""

    count: int
    ids: tuple[str, ...]
    translation: str = ""
    warnings: tuple[Remark, ...] = ()
    errors: tuple[Remark, ...] = ()


def read_esearch(body: bytes, *, retstart: int = 0, retmax: int = 9999) -> Found:
    """An esearch answer, complete and free of errors.

    >>> read_esearch(b"<eSearchResult><Count>1</Count><IdList><Id>7</Id></IdList></eSearchResult>").ids
    ('7',)
    """
    root = Branch(_root(body, "eSearchResult"))
    count, ids = root.text("Count"), tuple(text(e) for e in root.all("IdList", "Id"))
    if not count.isdigit():
        raise Transient("esearch gave no count")
    expected = max(0, min(int(count) - retstart, retmax))
    if len(ids) != expected or len(set(ids)) != len(ids) or not all(i.isdigit() for i in ids):
        raise Transient(f"esearch gave {len(set(ids))} different ids where {expected} were due")
    return Found(
        count=int(count),
        ids=ids,
        translation=root.text("QueryTranslation"),
        warnings=_remarks(root, "WarningList"),
        errors=_remarks(root, "ErrorList"),
    )


def check_records(body: bytes, asked: Collection[str]) -> tuple[str, ...]:
    """The PMIDs in an efetch answer: a closed set of records, only of what was asked, each version at most once.

    A PMID stands once, also where PubMed gives several versions of its record.
    """
    root = _root(body, "PubmedArticleSet")
    found = [(text(e), e.get("Version", "1")) for path in _PMIDS for e in root.iterfind(path)]
    got = tuple(dict.fromkeys(pmid for pmid, _ in found))
    if len(found) != len(root):
        raise Transient(f"efetch gave {len(root)} elements with {len(found)} PMIDs")
    foreign = set(got) - set(asked)
    if foreign:
        raise Transient(f"efetch gave {len(foreign)} records that were not asked for ({min(foreign)} ...)")
    if len(set(found)) != len(found):
        raise Transient(f"efetch gave {len(found) - len(set(found))} records twice")
    return got


def check_not_failing(got: Collection[str], asked: Collection[str]) -> None:
    """Refuse an answer that leaves out most of many records: that is a server that fails, not records deleted."""
    if len(asked) >= _MANY and 2 * len(got) < len(asked):
        raise Transient(f"efetch gave {len(got)} of {len(asked)} records", divisible=False)


def read_links(body: bytes, asked: Sequence[str], linkname: str) -> Mapping[str, tuple[Pmid, ...]]:
    """What each of these PMIDs is linked to in an elink answer: one set of links for each, no foreign one, no error.

    A set may be empty; that it is missing, or holds other links or an error, is a fault. The source itself, which
    PubMed sometimes lists, is left out.

    >>> answer = b'''<eLinkResult><LinkSet><IdList><Id>7</Id></IdList><LinkSetDb><LinkName>pubmed_pubmed_refs</LinkName>
    ... <Link><Id>5</Id></Link><Link><Id>7</Id></Link></LinkSetDb></LinkSet></eLinkResult>'''
    >>> read_links(answer, ["7"], "pubmed_pubmed_refs")
    {'7': ('5',)}
    """
    root = _root(body, "eLinkResult")
    said = "; ".join(text(e) for e in root.iter("ERROR"))
    if said:
        raise Transient(f"elink answered with an error: {said}")
    found: dict[str, tuple[Pmid, ...]] = {}
    for part in map(Branch, root.iterchildren("LinkSet")):
        sources = [text(e) for e in part.all("IdList", "Id")]
        if len(sources) != 1 or sources[0] not in asked or sources[0] in found:
            raise Transient(f"elink gave a set of links for {', '.join(sources) or 'nothing'}")
        found[sources[0]] = _targets(part, sources[0], linkname)
    if len(found) < len(set(asked)):
        raise Transient(f"elink gave sets of links for {len(found)} of {len(set(asked))} records")
    return {i: found[i] for i in asked}


def _targets(part: Branch, source: str, linkname: str) -> tuple[Pmid, ...]:
    targets: dict[Pmid, None] = {}
    for links in map(Branch, part.all("LinkSetDb")):
        if links.text("LinkName") != linkname:
            raise Transient(f"elink gave {links.text('LinkName') or 'unnamed links'}, not {linkname}")
        for element in links.all("Link", "Id"):
            pmid = Pmid.parse(text(element))
            if pmid is None:
                raise Transient(f"elink gave {text(element)!r} as a PMID")
            targets[pmid] = None
    return tuple(p for p in targets if p != source)


def check_answer(body: bytes, root: str) -> None:
    """An answer of another utility (``eLinkResult`` ...), closed and free of errors."""
    _root(body, root)


def check_status(status: int, body: bytes, after: float | None) -> None:
    """Sort out what HTTP itself calls a failure."""
    said, whole = excerpt(body), plain_text(body)
    plain = status != 200 or not body.lstrip().startswith(b"<")
    if status in _BUSY or (status >= 500 and status != 501) or (plain and any(t in whole for t in _LATER)):
        limited = status == 429 or "API rate limit exceeded" in whole
        raise Transient(f"HTTP status {status}: {said}", after=after, divisible=not limited)
    if status == 414:
        raise SearchFailed("the request is too long for the server", then="send it by POST, or shorten the strategy")
    if status == 404:
        raise NoService("this is no address of the E-utilities: it answers 404, not found",
                        then="correct RESIFT_EUTILS; such an address ends in /entrez/eutils/")  # fmt: skip
    if status != 200:
        raise SearchFailed(f"HTTP status {status}: {said}", then="check the request and the address of the server")


def excerpt(body: bytes) -> str:
    """The start of an answer as one line of plain text, for a message."""
    return plain_text(body)[:200] or "(nothing)"


def plain_text(body: bytes) -> str:
    """The first pages of an answer as one line, without markup.

    >>> plain_text(b"<html><body>Try   again<br/>later</body></html>")
    'Try again later'
    """
    return " ".join(re.sub(r"<[^>]*>", " ", body[:20_000].decode("utf-8", "replace")).split())


def _root(body: bytes, expected: str) -> Element:
    start = body.lstrip()[:200].lower()
    if not start:
        raise Transient("the answer is empty")
    if start.startswith((b"<!doctype html", b"<html")):
        raise Transient(f"the answer is a web page: {excerpt(body)}")
    if not start.startswith(b"<"):
        raise Transient(f"the answer is not XML: {excerpt(body)}")
    try:
        root = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as why:
        raise Transient(f"the answer is broken or cut short ({why.msg})") from None
    _check_errors(root)
    if root.tag != expected:
        raise Transient(f"the answer is <{root.tag}>, not <{expected}>")
    return root


def _check_errors(root: Element) -> None:
    said = "; ".join(text(e) for e in root.iterchildren("ERROR"))
    if any(t in said for t in _NEVER):
        raise SearchFailed(f"PubMed answered with an error: {said}", then="change the search, then run it again")
    if said:
        raise Transient(f"PubMed answered with an error: {said}")


def _remarks(root: Branch, name: str) -> tuple[Remark, ...]:
    return tuple(Remark(kind=e.tag, text=text(e)) for found in root.all(name) for e in found)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        load_dtd=False, no_network=True, resolve_entities=False, remove_comments=True, remove_pis=True, huge_tree=True
    )
