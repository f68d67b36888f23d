"""NLM's files of MeSH descriptors, read one record at a time: descYYYY.xml (also .gz) and dYYYY.bin.

Formats: https://www.nlm.nih.gov/mesh/xml_data_elements.html and https://www.nlm.nih.gov/mesh/intro_ascii.html.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from resift.errors import BadFile

if TYPE_CHECKING:
    from lxml.etree import _Element

Progress = Callable[[int, int], None]
"""Takes the records read, and how many the file will have: a guess from the share of its bytes read."""

_Stream = gzip.GzipFile | BufferedReader
_HEAD = 4096
_STEP = 250
_THEN = "give NLM's descriptor file, desc2026.xml, desc2026.xml.gz or d2026.bin (https://www.nlm.nih.gov/databases/download/mesh.html)"  # fmt: skip  # noqa: E501
_OTHERS = {
    b"SupplementalRecordSet": "supplementary concepts",
    b"QualifierRecordSet": "qualifiers",
    b"PharmacologicalActionSet": "pharmacological actions",
    b"RECTYPE = C": "supplementary concepts",
    b"RECTYPE = Q": "qualifiers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """A heading as NLM gives it: its tree numbers, entry terms and the codes of the subheadings that it may have."""

    name: str
    numbers: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()


class _Seekable(Protocol):
    def tell(self) -> int: ...


def year(path: Path) -> str:
    """The year of MeSH that a file holds, from its name, else from the DTD that it names; empty where neither says.

    >>> year(Path("desc2026.xml.gz")), year(Path("mesh.xml"))
    ('2026', '')
    """
    found = re.search(r"(?:19|20)\d\d", path.name)
    if found or not path.is_file():
        return found[0] if found else ""
    named = re.search(rb"record(?:set)?_((?:19|20)\d\d)|desc((?:19|20)\d\d)\.dtd", _head(path))
    return next(g for g in named.groups() if g).decode() if named else ""


def descriptors(path: Path, progress: Progress = lambda _done, _all: None) -> Iterator[Descriptor]:
    """The headings of one of NLM's descriptor files, in its order; memory does not grow with the file.

    Entities are not expanded, DTDs not loaded, and nothing is fetched. Raises BadFile, with the line, for a file that
    is damaged, cut off, empty, or not a descriptor file; a reader must take no part of it for the whole.
    """
    head = _head(path)
    _refuse(head, path)
    if b"<DescriptorRecordSet" in head:
        read = _xml
    elif b"*NEWRECORD" in head:
        read = _ascii
    else:
        raise BadFile("is no descriptor file of NLM's", where=str(path), then=_THEN)
    with _open(path) as (stream, raw):
        yield from _counted(read(stream, path), raw, path.stat().st_size, progress)


def _counted(found: Iterable[Descriptor], raw: _Seekable, size: int, progress: Progress) -> Iterator[Descriptor]:
    done = 0
    for done, descriptor in enumerate(found, 1):
        yield descriptor
        if done % _STEP == 0:
            progress(done, max(done, done * size // max(raw.tell(), 1)))
    progress(done, done)


def _refuse(head: bytes, path: Path) -> None:
    if not head.strip():
        raise BadFile("is empty", where=str(path), then=_THEN)
    for sign, what in _OTHERS.items():
        if sign in head:
            raise BadFile(f"is NLM's file of {what}, which has no headings", where=str(path), then=_THEN)


def _head(path: Path) -> bytes:
    with _open(path) as (stream, _):
        return stream.read(_HEAD)


@contextmanager
def _open(path: Path) -> Iterator[tuple[_Stream, BufferedReader]]:
    """The file's bytes, unpacked where it is packed, and the file itself, whose place tells how far the reading is."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            yield (gzip.GzipFile(fileobj=raw) if packed else raw), raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadFile(f"the packed file is damaged or cut off: {error}", where=str(path), then=_AGAIN) from None
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror or error}", where=str(path), then=_THEN) from None


_AGAIN = "fetch it again; the table in use is unchanged"


def _xml(stream: _Stream, path: Path) -> Iterator[Descriptor]:
    from lxml import etree

    safe = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}
    try:
        for _, record in etree.iterparse(stream, events=("end",), tag="DescriptorRecord", **safe):
            yield _descriptor(record, path)
            record.clear()
            while record.getprevious() is not None:
                del record.getparent()[0]
    except etree.XMLSyntaxError as error:
        where = f"{path}:{error.lineno}"
        raise BadFile(f"is no sound XML, or is cut off: {error.msg}", where=where, then=_AGAIN) from None


def _descriptor(record: _Element, path: Path) -> Descriptor:
    name = _stripped(record.findtext("DescriptorName/String"))
    if not name:
        raise BadFile("a DescriptorRecord without a DescriptorName", where=f"{path}:{record.sourceline}", then=_AGAIN)
    terms = (_stripped(t.text) for t in record.iterfind("ConceptList/Concept/TermList/Term/String"))
    codes = record.iterfind("AllowableQualifiersList/AllowableQualifier/Abbreviation")
    return Descriptor(
        name=name,
        numbers=_distinct(_stripped(n.text) for n in record.iterfind("TreeNumberList/TreeNumber")),
        terms=tuple(t for t in _distinct(terms) if t != name),
        qualifiers=_distinct(_stripped(c.text).lower() for c in codes),
    )


def _ascii(stream: _Stream, path: Path) -> Iterator[Descriptor]:
    fields: dict[str, list[str]] = {}
    start = at = 0
    for at, line in enumerate(stream, 1):
        text = _decoded(line, path, at)
        if text == "*NEWRECORD":
            if fields:
                yield _from_fields(fields, path, start)
            fields, start = {}, at
        elif " = " in text:
            key, _, value = text.partition(" = ")
            fields.setdefault(key, []).append(value.strip())
    if fields:
        yield _from_fields(fields, path, start)


def _decoded(line: bytes, path: Path, at: int) -> str:
    try:
        return line.decode("utf-8-sig" if at == 1 else "utf-8").strip()
    except UnicodeDecodeError:
        raise BadFile("is no UTF-8 text", where=f"{path}:{at}", then=_AGAIN) from None


def _from_fields(fields: dict[str, list[str]], path: Path, at: int) -> Descriptor:
    if not fields.get("MH"):
        raise BadFile("a record without its heading (MH)", where=f"{path}:{at}", then=_AGAIN)
    entries = fields.get("ENTRY", []) + fields.get("PRINT ENTRY", [])
    return Descriptor(
        name=fields["MH"][0],
        numbers=_distinct(fields.get("MN", [])),
        # an entry's term comes first, then its type, source and dates, each after a bar
        terms=tuple(t for t in _distinct(e.partition("|")[0].strip() for e in entries) if t != fields["MH"][0]),
        qualifiers=_distinct(c.lower() for codes in fields.get("AQ", []) for c in codes.split()),
    )


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in values if v))
