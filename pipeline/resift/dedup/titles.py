"""Titles in the form in which they are compared: notes set aside, one spelling, one way of writing numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from resift.dedup.plain import plain
from resift.dedup.wordlist import words

# Notes that databases add in brackets to the title of the original article; the article stays the same document.
_NOTE = re.compile(
    r"\.?\s*\[\s*(?:erratum|errata|correction|corrected|retract|comment|see comment|letter|editorial|published"
    r"|republished|proceedings|reprint|original|summary|abstract|proceeding|withdrawn|electronic|epub|expression of"
    r"|\d+ refs?\b|references?|review|in process|record supplied)"
    r"[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]?\.?"
    # The Centre for Reviews and Dissemination marks its entries on other people's articles so.
    r"|\s*\((?:structured abstract|provisional abstract|brief record|project record)\)\W*$"
    # Scopus: a letter and its reply under one heading; which of such letters it is stands behind it.
    r"|\s*\((?:multiple letters)\)(?:\s*\[\d+\])?\W*$",
    re.I,
)
_LANGUAGES = (
    "chinese|czech|danish|dutch|english|finnish|french|german|greek|hebrew|hungarian|italian|japanese|korean|norwegian"
    "|persian|polish|portuguese|romanian|russian|serbian|spanish|swedish|turkish|ukrainian"
)
_LANGUAGE = re.compile(rf"\s*[\[(]\s*(?:in\s+)?(?:{_LANGUAGES})\s*[\])]\s*\.?\s*$", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")
_TRANSLATED = re.compile(r"\(\s*author'?s transl\w*\.?\s*\)|\(transl\)", re.I)
_WHOLE = re.compile(r"\s*\[(.+)\]\s*\.?\s*", re.S)
# Elsevier and others put this before the title of the article itself once it is retracted.
_RETRACTED_ARTICLE = re.compile(r"^\s*retracted(?:\s+article)?\s*:\s*", re.I)

_NOTICE_WORD = r"(?:errat(?:um|a)|corrigend(?:um|a)|corrections?|retractions?|addend(?:um|a))"
# "Error-correction" and "dose-response" are no marks of kind: a dash counts only with a space before it.
_MARK = r"(?:[:.(\[]|\s[-–—])\s*"
_NOTICE = re.compile(
    rf"^\W*(?:(?:published|publisher|author|editorial)(?:'?s)?\s+)?{_NOTICE_WORD}(?:\s+notice|\s+note)?"
    rf"(?:\s*[:.(]|\s+[-–—]|\s+to\b|\s+for\b(?=.*\bet al)|\s*$)"
    r"|^\W*(?:errat(?:um|a)|corrigend(?:um|a)|retraction) for\b"
    rf"|^\W*(?:notice of\s+)?(?:retraction|withdrawal) (?:notice|note)|^\W*notice of (?:retraction|correction)"
    rf"|^\W*(?:editorial )?expression of concern|^\W*withdrawn\s*:"
    rf"|{_MARK}{_NOTICE_WORD}\s*[)\]]?\W*$",
    re.I,
)
# Web of Science adds "(vol 360, pg 542, 2009)", Embase "(Name of Journal (2009) 360 (542-544))": about another item.
_CITES = re.compile(
    r"\(vol\.? ?\d[^()]*\d{4}\)?\W*$|\([^()]*\((?:19|20)\d\d\)[^()]*\([^()]*\)[^()]*\)\W*$"
    r"|\([^()]*\((?:19|20)\d\d\)[\s\d(:-]*$",
    re.I,
)
_REPLY = re.compile(
    r"^\W*(?:re\s*:|in reply|(?:the )?authors?'?s?'? (?:reply|response)|reply\b|response\s*:"
    r"|response to (?:the )?(?:letter|comment|editor)|comments? on\b|comments?\s*:|commentary (?:on|to)\b"
    r"|commentary\s*:|invited commentary|editorial comment(?:ary)?|letter to the editor|letter\s*:|letter re)"
    rf"|{_MARK}(?:(?:the )?authors?'?s?'?\s+)?(?:reply|response|comments?|commentary)"
    r"(?: (?:to|from) (?:the )?\w+)?\s*[)\]]?\W*$",
    re.I,
)
# No title is of a kind without one of these; looking for them first spares most titles the long expressions.
_NOTICE_SIGNS = ("errat", "corrig", "correct", "retract", "addend", "withdraw", "concern")
_CITE_SIGNS = ("(vol", "(19", "(20")
_REPLY_SIGNS = ("re:", "re :", "reply", "respon", "comment", "letter")
_PROTOCOL = re.compile(r"\bprotocol\b|\brationale and (?:study )?design\b|\bdesign and rationale\b")

_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
# "One" is left alone: it is too often no number.
_NUMBERS = _ROMAN | {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_AFTER_MARKER = _NUMBERS | {
    "i": "1", "v": "5", "x": "10", "one": "1", "first": "1", "second": "2", "third": "3", "a": "a", "b": "b",
}  # fmt: skip
_MARKERS = words(
    "part parts pt phase phases type types grade stage class section chapter study trial paper report series volume "
    "no number session cohort level group arm experiment case year"
)
_PARTS = words("part parts pt section chapter paper report volume no number session")
_SPELLING = (
    ("our", re.compile(r"our(?=s?\b)"), "or"),
    ("ys", re.compile(r"(?<=[a-z]{3})ys(?=e|ing)"), "yz"),
    ("is", re.compile(r"(?<=[a-z]{3})is(?=e[ds]?\b|ing\b|ations?\b)"), "iz"),
    ("re", re.compile(r"(?<=[a-z][bt])re\b"), "er"),
    ("aluminium", re.compile(r"aluminium"), "aluminum"),
)


class Kind(Enum):
    """What sort of item a title announces; an item of one sort is never the same document as one of another."""

    ARTICLE = "article"
    NOTICE = "notice of a correction or retraction"
    REPLY = "reply or comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title ready for comparison: its words, the same without spaces, its kind, and whether it is a translation.

    ``parts`` are the numbers of a part, section or paper that it names.
    """

    words: tuple[str, ...]
    letters: str
    kind: Kind = Kind.ARTICLE
    translated: bool = False
    protocol: bool = False
    parts: frozenset[str] = frozenset()


def read_title(text: str) -> Title:
    """The title without database notes, in one spelling; the notes decide what kind of item it is.

    >>> read_title("Befriending in Haemophilia. [Erratum appears in Fict J. 2001;2(3):4]").words
    ('befriending', 'in', 'hemophilia')
    >>> read_title("Erratum: Befriending").kind, read_title("Befriending - Reply").kind
    (<Kind.NOTICE: 'notice of a correction or retraction'>, <Kind.REPLY: 'reply or comment'>)
    >>> read_title("Correction of anaemia in adults").kind
    <Kind.ARTICLE: 'article'>
    >>> read_title("[Befriending in towns. Part II].").words, read_title("[Befriending].").translated
    (('befriending', 'in', 'towns', 'part', '2'), True)
    """
    bare, translated = _without_notes(text)
    kind = kind_of(bare)
    bare = _stripped_of_kind(bare, kind)
    normal = _spelled(plain(bare))
    words = _numbered(normal.split())
    return Title(
        words=words,
        letters="".join(words),
        kind=kind,
        translated=translated,
        protocol=("protocol" in normal or "rationale" in normal) and bool(_PROTOCOL.search(normal)),
        parts=_parts(words),
    )


def _parts(words: tuple[str, ...]) -> frozenset[str]:
    if _PARTS.isdisjoint(words):
        return frozenset()
    return frozenset(n for marker, n in pairwise(words) if marker in _PARTS and (n.isdigit() or n in ("a", "b")))


def _without_notes(text: str) -> tuple[str, bool]:
    text = _RETRACTED_ARTICLE.sub("", _TAG.sub("", text) if "<" in text else text)
    if "[" not in text and "(" not in text:
        return text, False
    bare = _TRANSLATED.sub("", _LANGUAGE.sub("", _NOTE.sub("", text)))
    whole = _WHOLE.fullmatch(bare)
    translated = bare != text and bool(_LANGUAGE.search(text) or _TRANSLATED.search(text))
    if whole and "[" not in whole.group(1).split("]")[0]:
        return whole.group(1), True
    return bare if bare.strip() else text, translated


def kind_of(text: str) -> Kind:
    """Whether a title is that of a notice, of a reply or comment, or of anything else."""
    low = text.lower()
    if (_any_in(_NOTICE_SIGNS, low) and _NOTICE.search(text)) or (_any_in(_CITE_SIGNS, low) and _CITES.search(text)):
        return Kind.NOTICE
    return Kind.REPLY if _any_in(_REPLY_SIGNS, low) and _REPLY.search(text) else Kind.ARTICLE


def _any_in(signs: tuple[str, ...], low: str) -> bool:
    return any(sign in low for sign in signs)


def _stripped_of_kind(text: str, kind: Kind) -> str:
    """The title that a notice or reply is about, where something of it remains."""
    if kind is Kind.ARTICLE:
        return text
    bare = _REPLY.sub(" ", _NOTICE.sub(" ", _CITES.sub("", text)))
    return bare if len(bare.strip()) > 8 else text


def _spelled(text: str) -> str:
    text = text.replace("ae", "e").replace("oe", "e")
    for sign, pattern, one in _SPELLING:
        if sign in text:
            text = pattern.sub(one, text)
    return text


def _numbered(words: list[str]) -> tuple[str, ...]:
    """Roman numerals and number words as digits: wherever unmistakable, after a marker also ``I`` and ``one``."""
    found = [_NUMBERS.get(w, w) for w in words]
    for n in range(1, len(found)):
        if found[n - 1] in _MARKERS:
            found[n] = _AFTER_MARKER.get(found[n], found[n])
    return tuple(found)
