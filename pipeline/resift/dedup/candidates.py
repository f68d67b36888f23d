"""Which pairs are worth comparing: records that share one of a dozen keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from resift.dedup.traits import Traits

# Records that share a key are all compared while they are few; of many, each with its neighbours in order of title.
_FULL_BLOCK = 60
_NEIGHBOURS = 8
_ENDS = 26

Key = tuple[object, ...]


def candidate_pairs(records: Sequence[Traits]) -> list[tuple[int, int]]:
    """Positions of the pairs to compare, each once and in order; their number grows with that of the records."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        for key in dict.fromkeys(keys_of(record)):
            blocks[key].append(n)
    size = len(records)
    found = {i * size + j for block in blocks.values() if len(block) > 1 for i, j in _pairs_in(block, records)}
    return [divmod(code, size) for code in sorted(found)]


def _pairs_in(block: list[int], records: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    reach = len(block)
    if reach > _FULL_BLOCK:
        block = sorted(block, key=lambda n: (records[n].title.letters, records[n].id))
        reach = _NEIGHBOURS
    for at, i in enumerate(block):
        for j in block[at + 1 : at + 1 + reach]:
            yield (i, j) if i < j else (j, i)


def keys_of(record: Traits) -> Iterator[Key]:
    """The keys of a record; two records of one document share at least one, whatever a source left out."""
    if record.doi:
        yield "doi", record.doi
    if record.pmid:
        yield "pmid", record.pmid
    if record.accession:
        yield "accession", *record.accession
    yield from _title_keys(record)
    yield from _place_keys(record)


def _title_keys(record: Traits) -> Iterator[Key]:
    first, year = record.authors.first[:6], record.year
    for title in (record.title, record.original):
        if title and title.letters:
            yield "begin", title.letters[:_ENDS]
            yield "end", title.letters[-_ENDS:]
            longest = sorted(sorted(sorted(set(title.words)), key=len, reverse=True)[:4])
            yield "words", *longest
            if first and year:
                yield "author", first, year, title.letters[:8]


def _place_keys(record: Traits) -> Iterator[Key]:
    volume, pages, year = record.numbering.volume, record.pages, record.year
    first = record.authors.first[:6]
    if pages and volume:
        yield "page", volume, pages.first, year
        if first:
            yield "page and author", volume, pages.first, first
    if pages and first and year and pages.first > 1:
        yield "year", year, pages.first, first
    if first and year and volume and record.journals:
        yield "journal", year, volume, first, record.journals[0][0][:4]
