"""Whole values of coded fields: which records have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from resift.errors import BadStrategy
from resift.records import NormalTitle, Record
from resift.strategy.evaluate.dates import DATED, within
from resift.strategy.evaluate.languages import LANGUAGES, language
from resift.strategy.mesh import qualifiers_below
from resift.strategy.tree import Range, Value, Wild, Word

_VALUES: dict[str, Callable[[Record], Iterable[str]]] = {
    "publication type": lambda r: r.publication_types,
    "language": lambda r: map(language, r.languages),
    "author": lambda r: (form for name in r.authors for form in _author(name)),
    "journal": lambda r: (r.journal, r.journal_short, *r.issn),
    "pmid": lambda r: (r.pmid or "",),
    "accession": lambda r: (r.accession,),
    "registry number": lambda r: (*r.substances, *_numbers(r)),
    "subheading": lambda r: (q for h in r.headings for q in h.qualifiers),
    "floating subheading": lambda r: (q for h in r.headings for q in h.qualifiers),
    "qualifier": lambda r: (q for h in r.headings for q in h.qualifiers),
    "descriptor": lambda r: (h.name for h in r.headings),
}
_LIMITS: dict[str, Callable[[Record], bool]] = {
    **dict.fromkeys(("human", "humans"), lambda r: _has_heading(r, "humans")),
    **dict.fromkeys(("animal", "animals"), lambda r: _has_heading(r, "animals")),
    **dict.fromkeys(("abstracts", "abstract", "has abstract", "hasabstract"), lambda r: bool(r.abstract)),
}
_REGISTRY = re.compile(r"(EC [\d.n-]+|\S+)(?: \(.*\))?")


class Values:
    """The coded fields of some records, each made a table from value to records when it is first asked for."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._tables: dict[str, dict[str, list[int]]] = {}

    def rows(self, node: Value | Range) -> Iterator[int]:
        """The positions of the records that have the value; a BadStrategy for what no record here tells."""
        if isinstance(node, Range):
            return self._where(within(node))
        if node.field in DATED:
            return self._where(within(Range(node.field, _plain(node.word), _plain(node.word))))
        if node.field in ("limit", "subset"):
            return self._limited(node)
        return self._having(node)

    def _where(self, test: Callable[[Record], bool]) -> Iterator[int]:
        return (i for i, record in enumerate(self._records) if test(record))

    def _limited(self, node: Value) -> Iterator[int]:
        name = str(NormalTitle.of(_plain(node.word))).removesuffix(" language")
        if name in _LIMITS:
            return self._where(_LIMITS[name])
        if name in LANGUAGES:
            return self._having(Value("language", Word((name,))))
        raise BadStrategy(
            f"records at hand do not tell whether they fulfil the {node.field} {_plain(node.word)!r}",
            then="leave that condition out",
        )

    def _having(self, node: Value) -> Iterator[int]:
        table = self._table(node.field)
        if node.word.wild or node.field == "author":
            pattern = re.compile(_pattern(node.word) + (_GIVEN_NAMES if node.field == "author" else ""))
            return (i for value, rows in table.items() if pattern.fullmatch(value) for i in rows)
        names = _names(node.field, _plain(node.word))
        return (i for name in dict.fromkeys(map(NormalTitle.of, names)) for i in table.get(name, ()))

    def _table(self, field: str) -> dict[str, list[int]]:
        if field not in _VALUES:
            raise BadStrategy(f"records at hand cannot be searched by {field}", then="leave that condition out")
        if field not in self._tables:
            self._tables[field] = {}
            for i, record in enumerate(self._records):
                for value in dict.fromkeys(map(NormalTitle.of, _VALUES[field](record))):
                    if value:
                        self._tables[field].setdefault(value, []).append(i)
        return self._tables[field]


_GIVEN_NAMES = r"(?:(?<= \w)\w*|(?<= \w\w)\w*)?(?: .*)?"
"""After what a strategy has of an author: the rest of one or two initials, and further names."""


def _pattern(word: Word) -> str:
    """A whole value with wildcards as a regular expression over normal values."""
    pieces = (
        f".{{{p.low},{'' if p.high is None else p.high}}}" if isinstance(p, Wild) else _piece(p) for p in word.parts
    )
    return "".join(pieces).strip()


def _piece(text: str) -> str:
    """A part of a value in its normal form; a space at its edge, where a wildcard stands, is kept."""
    inner = re.escape(NormalTitle.of(text))
    return f"{' ' * (not text[:1].isalnum())}{inner}{' ' * (not text[-1:].isalnum())}" if inner else ""


def _plain(word: Word) -> str:
    return "".join(p for p in word.parts if isinstance(p, str)).strip('" ')


def _names(field: str, value: str) -> Iterable[str]:
    """The values that one value stands for: a subheading also for those that PubMed takes with it."""
    if field == "subheading":
        return qualifiers_below(value)
    return (language(value) if field == "language" else value,)


def _author(name: str) -> Iterator[str]:
    """The forms under which an author is looked up: as printed, and by initials where given names are spelt out."""
    yield name
    surname, comma, given = name.partition(",")
    if comma:
        yield f"{surname} {''.join(w[0] for w in NormalTitle.of(given).split())}"


def _numbers(record: Record) -> Iterator[str]:
    for tag, value in record.raw:
        if tag == "RN" and (m := _REGISTRY.fullmatch(value)):
            yield m[1]


def _has_heading(record: Record, name: str) -> bool:
    return any(h.name.lower() == name for h in record.headings)
