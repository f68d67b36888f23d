"""From records to groups, with the reason for each pair, and the pairs that a person should look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from types import MappingProxyType

from resift.dedup.candidates import candidate_pairs
from resift.dedup.comparison import judge
from resift.dedup.joining import BY_PERSON, Joined, Pair, pair
from resift.dedup.rules import DUPLICATE, PERHAPS, Answer, Verdict
from resift.dedup.traits import read_traits
from resift.records import Link, Record

IDENTICAL = "identical records"
REFUSED = "the same as one record of a group, but not as another"
_SAME = Verdict(answer=Answer.SAME, rule=BY_PERSON, score=1.0, kind=DUPLICATE)
_APART = Verdict(answer=Answer.DISTINCT, rule=BY_PERSON, score=0.0)
_CONTENT = attrgetter(*(f.name for f in fields(Record) if f.name not in ("id", "raw")))
_NOTHING_SETTLED: Mapping[Pair, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Which records are one report, why, and which pairs a person should look at.

    ``groups``: ids, each group with its survivor first and the rest sorted; every record is in exactly one. The
    survivor is a record with an abstract, then with a DOI, then with a PMID, then the one with the smallest id.
    ``links``: why records of a group were put together (``duplicate of``), and related pairs that were not
    (``version of``, ``report of the same study``). ``doubtful``: ``perhaps duplicate of``, most likely first.
    """

    groups: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]
    doubtful: tuple[Link, ...]


def find_duplicates(records: Sequence[Record], *, settled: Mapping[Pair, bool] = _NOTHING_SETTLED) -> Grouping:
    """Which records describe the same document.

    ``settled`` holds what a person decided for a pair of ids (True same, False distinct); it wins over every rule.
    The answer depends on the set of records only, not on their order. Ids must be unique (ValueError).

    >>> a = Record(id="a", title="A fictional trial of befriending", authors=("Roe, A.",), year=2001, volume="3",
    ...            journal="Fictional Letters", pages="21-8")
    >>> b = Record(id="b", title="A Fictional Trial of Befriending.", authors=("Roe A",), year=2001, volume="3",
    ...            journal="Fict Lett", pages="21-28", abstract="Made up.")
    >>> found = find_duplicates([a, b])
    >>> found.groups, found.links[0].rule
    ((('b', 'a'),), 'same title, volume and page')
    >>> find_duplicates([a, b], settled={("a", "b"): False}).groups
    (('a',), ('b',))
    """
    by_id = {r.id: r for r in sorted(records, key=lambda r: r.id)}
    if len(by_id) != len(records):
        raise ValueError("two records have the same id")
    person = {pair(a, b): _SAME if same else _APART for (a, b), same in settled.items()
              if a != b and a in by_id and b in by_id}  # fmt: skip
    copies = _identical(by_id.values(), {i for key in person for i in key})
    verdicts, joined = _joined([by_id[i] for i in copies], person)
    return _grouping(by_id, copies, verdicts, joined)


def _identical(records: Iterable[Record], apart: Set[str]) -> dict[str, list[str]]:
    """Each first record with those that say the very same, so that a thousand copies cost as much as one.

    Records that say too little to be told from others are left to the rules, and so are those a person decided on.
    """
    found: dict[object, list[str]] = defaultdict(list)
    for r in records:
        says_much = r.title and r.authors and r.year and (r.abstract or r.doi or r.pmid or (r.journal and r.pages))
        found[_CONTENT(r) if says_much and r.id not in apart else r.id].append(r.id)
    return {ids[0]: ids for ids in found.values()}


def _joined(records: Sequence[Record], person: Mapping[Pair, Verdict]) -> tuple[dict[Pair, Verdict], Joined]:
    traits = [read_traits(r) for r in records]
    verdicts = {(traits[i].id, traits[j].id): judge(traits[i], traits[j]) for i, j in candidate_pairs(traits)}
    verdicts |= person
    joined = Joined(traits, verdicts)
    joined.join(key for key, v in verdicts.items() if v.answer is Answer.SAME)
    return verdicts, joined


def _grouping(
    by_id: Mapping[str, Record], copies: Mapping[str, list[str]], verdicts: Mapping[Pair, Verdict], joined: Joined
) -> Grouping:
    groups = [_ordered([by_id[i] for first in members for i in copies[first]]) for members in joined.members()]
    merged = [_link(key, v) for key, v in verdicts.items()
              if v.answer is Answer.SAME and joined.group_of(key[0]) == joined.group_of(key[1])]  # fmt: skip
    same = [_link((ids[0], other), replace(_SAME, rule=IDENTICAL)) for ids in copies.values() for other in ids[1:]]
    related = _best((key, v) for key, v in _between(verdicts, joined) if v.answer is Answer.DISTINCT and v.kind)
    return Grouping(
        groups=tuple(sorted(groups, key=min)),
        links=tuple(sorted([*merged, *same, *related], key=lambda x: (x.record, x.other))),
        doubtful=tuple(sorted(_doubtful(verdicts, joined), key=lambda x: (-x.score, x.record, x.other))),
    )


def _ordered(records: Iterable[Record]) -> tuple[str, ...]:
    """The survivor first: the record that tells a reader most."""
    best, *rest = sorted(records, key=lambda r: (not r.abstract, not r.doi, not r.pmid, r.id))
    return (best.id, *sorted(r.id for r in rest))


def _link(key: Pair, verdict: Verdict) -> Link:
    return Link(record=key[0], other=key[1], kind=verdict.kind, rule=verdict.rule, score=verdict.score)


Judged = tuple[Pair, Verdict]


def _between(verdicts: Mapping[Pair, Verdict], joined: Joined) -> Iterator[Judged]:
    for (a, b), verdict in verdicts.items():
        if joined.group_of(a) != joined.group_of(b):
            yield (a, b), verdict


def _doubtful(verdicts: Mapping[Pair, Verdict], joined: Joined) -> list[Link]:
    """One pair for each two groups that may be one; pairs of groups known to be different are not asked about."""
    asked = ((k, v) for k, v in _between(verdicts, joined)
             if v.kind == PERHAPS and v.answer is not Answer.DISTINCT and not joined.contradict(*k))  # fmt: skip
    refused = ((k, replace(verdicts[k], kind=PERHAPS, rule=REFUSED, score=0.65)) for k in joined.refused)
    return _best([*asked, *refused], joined)


def _best(judged: Iterable[Judged], joined: Joined | None = None) -> list[Link]:
    """The strongest link between each two groups (or records)."""
    found: dict[Pair, Judged] = {}
    for (a, b), verdict in sorted(judged, key=lambda x: (-x[1].score, x[0])):
        found.setdefault(pair(joined.group_of(a), joined.group_of(b)) if joined else (a, b), ((a, b), verdict))
    return [_link(key, verdict) for key, verdict in found.values()]
