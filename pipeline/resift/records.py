"""Records as sources give them, and the normal forms in which they are compared.

A *record* is one title/abstract entry of one source (PRISMA 2020). A type that holds a normal form proves that
its text was normalised: a ``Doi`` is only made by ``Doi.parse``.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from typing import Any, Self
from urllib.parse import unquote

_PLAIN_DOI = re.compile(r"10\.[0-9]{4,9}(?:/[a-z0-9._-]*[a-z0-9_-])+")  # in its normal form already
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PMID = re.compile(r"(?:PMID\s*:?\s*|PUBMED\s+|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?([0-9]{1,8})/?(?:\.0)?", re.I)
_NO_VALUE = frozenset({"", "na", "n/a", "none", "null", "nan", "unknown", "-"})


class Doi(str):
    """A digital object identifier in its normal form: no address before it, lower case, no percent escapes.

    >>> Doi.parse("https://doi.org/10.1007/S00127-017-1372-2.")
    '10.1007/s00127-017-1372-2'
    >>> Doi.parse("10.1016%2Fj.jad.2016.01.010")
    '10.1016/j.jad.2016.01.010'
    >>> Doi.parse("see publisher") is None
    True
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """The DOI in ``text``, or None where there is none (source: the DOI handbook, section 2)."""
        if text and _PLAIN_DOI.fullmatch(text):
            return cls(text)
        found = _DOI.search(unquote(text or "").replace("//", "/").lower())
        if not found:
            return None
        doi = found.group().rstrip(".,;:\"'")
        while doi.endswith((")", "]", ">")) and not _balanced(doi):
            doi = doi[:-1].rstrip(".,;")
        doi = doi.removesuffix("[doi]")
        return cls(doi) if len(doi.split("/", 1)[1]) > 0 else None


def _balanced(text: str) -> bool:
    return all(text.count(a) >= text.count(b) for a, b in ("()", "[]", "<>"))


class Pmid(str):
    """A PubMed identifier: one to eight digits, no leading zero.

    >>> Pmid.parse("PMID: 28286914"), Pmid.parse("28286914.0"), Pmid.parse("L2029880245"), Pmid.parse("١٢٣")
    ('28286914', '28286914', None, None)
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """The PMID that ``text`` consists of, or None."""
        if text and len(text) <= 8 and text.isascii() and text.isdecimal() and text[0] != "0":
            return cls(text)
        found = _PMID.fullmatch((text or "").strip())
        digits = found.group(1).lstrip("0") if found else ""
        return cls(digits) if digits else None


_TAG = re.compile(
    r"</?(?:i|b|u|p|em|br|sub|sup|strong|span|sec|title|inline-formula|mml:\w+|jats:\w+)(?:\s[^<>]{0,200})?/?>", re.I
)
_FOLD = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu",
    "ω": "omega", "’": "", "'": "", "‘": "", "`": "", "´": "",
})  # fmt: skip


class NormalTitle(str):
    """A title as words: no markup, no accents, lower case, one space between words; other scripts are kept.

    >>> NormalTitle.of("Groups 4 Health: the <i>β</i>-test—naïve &amp; r&eacute;sum&eacute;.")
    'groups 4 health the beta test naive resume'
    >>> NormalTitle.of("Drug™")
    'drugtm'
    >>> NormalTitle.of("精神分裂症患者的社会支持")
    '精神分裂症患者的社会支持'
    """

    __slots__ = ()

    @classmethod
    def of(cls, title: str) -> Self:
        """The normal form of any title; the empty title has the empty normal form."""
        text = _TAG.sub("", html.unescape(title)).lower().translate(_FOLD)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
        return cls(" ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).replace("_", " "))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One index term with its qualifiers; ``major`` where the source marks it (or a qualifier) as a main topic."""

    name: str
    major: bool = False
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A comment-or-correction link of a record: PubMed's ``RefType`` and the other record's PMID where given.

    The kind ``WITHDRAWN`` is resift's own: PubMed does not give the record any more.
    """

    kind: str
    pmid: str = ""
    citation: str = ""


WITHDRAWN = "Withdrawn"
FLAGS = {
    "RetractionIn": "retracted",
    "ExpressionOfConcernIn": "expression of concern",
    WITHDRAWN: "no longer in PubMed",
}
"""The notices that speak against relying on a paper, and their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entry as one source gave it; nothing in it was filled from another source.

    ``id`` is unique in a review and says where the record came from (``embase-12``). ``authors`` keep the
    source's own style and order. ``created``, ``entered`` and ``indexed`` are PubMed's CRDT, EDAT and MHDA.
    ``raw`` is the tag list as received, for what no field here holds.

    >>> r = Record(id="pubmed-1", title="Befriending", year=2019)
    >>> Record.from_dict(r.as_dict()) == r
    True
    """

    id: str
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    journal_short: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: Doi | None = None
    pmid: Pmid | None = None
    accession: str = ""
    database: str = ""
    original_title: str = ""
    other_abstract: str = ""
    languages: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    keywords: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    issn: tuple[str, ...] = ()
    url: str = ""
    notes: str = ""
    version: int = 1
    created: dt.date | None = None
    entered: dt.date | None = None
    indexed: dt.date | None = None
    published: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    references: tuple[str, ...] = ()
    raw: tuple[tuple[str, str], ...] = ()

    @property
    def retracted(self) -> bool:
        """Whether PubMed marks this paper as retracted: by its publication type or by a link to a notice.

        >>> Record(id="x", title="t", publication_types=("Retracted Publication",)).retracted
        True
        """
        return "Retracted Publication" in self.publication_types or any(n.kind == "RetractionIn" for n in self.notices)

    @property
    def flags(self) -> tuple[str, ...]:
        """What speaks against relying on this paper, in words.

        >>> Record(id="x", title="t", notices=(Notice(kind="ExpressionOfConcernIn"), Notice(kind="RetractionIn"))).flags
        ('retracted', 'expression of concern')
        """
        kinds = {n.kind for n in self.notices} | ({"RetractionIn"} if self.retracted else set())
        return tuple(words for kind, words in FLAGS.items() if kind in kinds)

    def as_dict(self) -> dict[str, Any]:
        """The filled fields as plain JSON values; the counterpart of ``from_dict``."""
        values = {k: v for k, v in asdict(self).items() if v not in (None, "", ())}
        return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in values.items()}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """A record from what ``as_dict`` gave (also after a way through JSON)."""
        known = {f.name for f in fields(cls)}
        got: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
        got.setdefault("title", "")
        for name in ("created", "entered", "indexed"):
            if name in got:
                got[name] = dt.date.fromisoformat(got[name])
        got["doi"] = Doi.parse(got.get("doi"))
        got["pmid"] = Pmid.parse(got.get("pmid"))
        got["headings"] = tuple(
            Heading(**(h | {"qualifiers": tuple(h["qualifiers"])})) for h in got.get("headings", ())
        )
        got["notices"] = tuple(Notice(**n) for n in got.get("notices", ()))
        got["raw"] = tuple((tag, value) for tag, value in got.get("raw", ()))
        return cls(**got)


def blank_to_empty(text: str | None) -> str:
    """The text, or nothing where it only says that there is none (``NA``, ``UNKNOWN``, ``NULL``).

    >>> blank_to_empty(" NA "), blank_to_empty("Nature")
    ('', 'Nature')
    """
    value = (text or "").strip()
    return "" if value.lower() in _NO_VALUE else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two records that belong together, and why: ``duplicate of``, ``version of`` or ``report of the same study``."""

    record: str
    other: str
    kind: str
    rule: str
    score: float = 1.0
