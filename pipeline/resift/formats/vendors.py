"""How each vendor's RIS differs, as a table: how to recognise it, and which tag holds what.

Source of every row: genuine exports as described in field/formats.md, sections 1 and 2. A row marked *assumed*
follows the platform's general layout and was not seen in a genuine export of every database.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from resift.formats.entries import Entry

_MEDLINE_LINK = re.compile(r"[?&]D=(?:med|prem|ppez|pmnm|mesz)[a-z0-9]*&(?:\S{0,300}&)?AN=(\d{1,8})(?!\d|-)", re.I)
_LINK_PMID = re.compile(r"[?&]id=pmid:(\d{1,8})(?!\d)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """One source of RIS: where it keeps the identifiers, and what in it is not what it seems.

    ``pmid`` finds the text of the PMID in an entry; ``accession`` likewise. ``doi``, ``types`` and ``affiliations``
    are tags in order of preference. ``own_notes`` marks tools whose notes are decisions and remarks of reviewers.
    """

    name: str
    sign: Callable[[Entry], object]
    accession: Callable[[Entry], str]
    pmid: Callable[[Entry], str] = lambda entry: ""  # noqa: ARG005
    doi: tuple[str, ...] = ("DO",)
    types: tuple[str, ...] = ("M3",)
    affiliations: tuple[str, ...] = ("AD",)
    database: str = ""
    one_abstract: bool = False
    own_notes: bool = False


def _tag(*names: str) -> Callable[[Entry], str]:
    return lambda entry: entry.first(*names).split("\n")[0]


def _cut(pattern: str, *names: str) -> Callable[[Entry], str]:
    compiled = re.compile(pattern)
    return lambda entry: next((m.group(1) for v in entry.all(*names) if (m := compiled.search(v))), "")


def _has(pattern: str, *names: str) -> Callable[[Entry], object]:
    compiled = re.compile(pattern, re.I)
    return lambda entry: any(compiled.search(v) for v in entry.all(*names))


def _either(*signs: Callable[[Entry], object]) -> Callable[[Entry], object]:
    return lambda entry: any(sign(entry) for sign in signs)


def _both(*signs: Callable[[Entry], object]) -> Callable[[Entry], object]:
    return lambda entry: all(sign(entry) for sign in signs)


def _ebsco_number(entry: Entry) -> str:
    inside = _cut(r"Accession Number: ([^;\s]+);?", "N1")(entry)
    return inside or entry.first("AN", "ID")


def _ovid_pmid(entry: Entry) -> str:
    links = entry.all("L2", "UR", "LK")
    found = (m for link in links for m in (_MEDLINE_LINK.search(link), _LINK_PMID.search(link)) if m)
    return next((m.group(1) for m in found), "")


def _covidence(entry: Entry) -> bool:
    return {"PD", "PG", "NS"} <= {tag for tag, _ in entry.tags}


_HOST = r"://[^/\s]*"
# The order matters: a reference manager keeps the addresses of the database from which a record once came.
VENDORS = (
    Vendor(name="resift", sign=_has("^resift$", "DP"), accession=_tag("AN"), pmid=_tag("PM")),
    Vendor(name="Rayyan", sign=_has("^rayyan-", "AN", "ID"), accession=_tag("AN", "ID"), own_notes=True),
    Vendor(name="Covidence", sign=_covidence, accession=_tag("AN"), own_notes=True),
    Vendor(name="EPPI-Reviewer", sign=_has("^eppi-reviewer$", "KW"), accession=_tag("AN", "U1"), own_notes=True),
    Vendor(name="RefWorks", sign=_has("^RefID:", "ID"), accession=_tag("AN", "ID")),
    Vendor(name="Citavi", sign=_has("^Citavi$", "M4"), accession=_tag("AN", "ID")),
    Vendor(
        name="Cochrane Library", sign=_either(_has(r"^CN-\d", "AN"), _has(rf"{_HOST}cochranelibrary\.com", "UR")),
        accession=_tag("AN"), pmid=_cut(r"PUBMED (\d+)", "C3"), database="Cochrane Library",
    ),
    Vendor(
        name="Embase.com", sign=_both(_has(r"^L\d+$", "U2"), _has(rf"{_HOST}embase\.com|^Embase|^Medline", "UR", "DB")),
        accession=_tag("U2"), pmid=_tag("C5"), affiliations=("M1", "AD"),
    ),
    Vendor(
        name="EBSCOhost", sign=_either(_has("^EBSCO", "DP"), _has(r"ebscohost\.com/", "UR")),
        accession=_ebsco_number, doi=("DO", "L3"), one_abstract=True,
    ),
    Vendor(
        name="ProQuest", sign=_has(rf"{_HOST}proquest\.com/docview", "UR"),
        accession=_cut(r"^\s*([^;\s]+)", "AN"), types=("M3", "PT"),
    ),
    Vendor(
        name="Ovid",
        sign=_either(
            _has(r"(?<![a-z])ovid(?:sp)?\.(?:\w+\.)*com|ovidweb\.cgi", "L2", "UR"), _has("<[^<>]*>$", "DB"),
            _both(_has(r"^\d{4}//$", "Y1"), _has(".", "T1"), _has(".", "ID")),
        ),
        accession=_tag("ID", "AN"), pmid=_ovid_pmid, types=("PT",),
    ),
    Vendor(
        name="Scopus", sign=_either(_has("^Scopus$", "DB"), _has(rf"{_HOST}scopus\.com/", "UR")),
        accession=_cut(r"(2-s2\.0-\d+)", "UR", "AN"), pmid=_cut(r"^(\d{1,8})$", "C2"), database="Scopus",
    ),
    Vendor(
        name="Web of Science", sign=_either(_has(r"^(?:WOS|ZOOREC|MEDLINE|BIOSIS|CABI|INSPEC|SCIELO|KJD|RSCI|CCC):"
                                                 r"|^ZOOR\d", "AN", "UT"), _has(".", "WE")),
        accession=_tag("AN", "UT"), pmid=_cut(r"^(\d{1,8})$", "PM"), types=("M3", "PT"),
    ),
    Vendor(
        name="PubMed (reference manager)", sign=_both(_has("^NLM$|^PubMed$", "DP", "DB"), _has(r"^\d{1,8}$", "AN")),
        accession=_tag("AN"), pmid=_tag("AN"),
    ),
)  # fmt: skip
PLAIN = Vendor(name="plain RIS", sign=lambda entry: True, accession=_tag("AN", "ID"))  # noqa: ARG005


def vendor_of(entry: Entry) -> Vendor:
    """Whose RIS this record is, judged by its content: database, provider, address, tags.

    >>> vendor_of(Entry(line=1, tags=(("U2", "L1234567"), ("DB", "Embase")))).name
    'Embase.com'
    >>> vendor_of(Entry(line=1, tags=(("TI", "A made-up title"),))).name
    'plain RIS'
    """
    return next((v for v in VENDORS if v.sign(entry)), PLAIN)
