"""Which works each database's search gave: all relevant works indexed there, a share of the rest, some twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from special import links
from strategy_truth import matches
from works import WINDOW, Work, rng, shuffled

SIZES = {"psycinfo": 120, "spp": 30, "embase": 150, "cinahl": 90, "ssa": 40, "cochrane": 35}
CITED = 6
TWICE = {"embase": 2, "psycinfo": 1}


def assign(works: Sequence[Work]) -> None:
    """Add databases to the composed works until each export has its size."""
    composed = [work for work in works if work.id.startswith("B") and work.created >= WINDOW]
    outside = [work for work in composed if "pubmed" not in work.databases]
    homes = ["psycinfo", "cinahl", "ssa", "embase", "spp"]
    for n, work in enumerate(outside):
        work.databases.append(homes[n % len(homes)])
    _cite(works)
    inside = [work for work in composed if "pubmed" in work.databases]
    for source, size in SIZES.items():
        room = size - TWICE.get(source, 0) - sum(source in _recent(work) for work in works)
        for work in _likely(source, inside)[: max(0, room)]:
            work.databases.append(source)


def _cite(works: Sequence[Work]) -> None:
    """Some included reports stand in one another's reference lists as well as in a database."""
    cited = [work for work in works if work.eligibility == "include" and work.year in (2018, 2019, 2020)]
    missing = CITED - sum("citations" in _recent(work) for work in works)
    for work in shuffled(rng("cited"), [work for work in cited if "citations" not in work.databases])[:missing]:
        work.databases = [*work.databases, "citations"]


def _recent(work: Work) -> list[str]:
    return work.databases if work.created >= WINDOW else []


def _likely(source: str, works: Sequence[Work]) -> list[Work]:
    """Works in the order in which a search there would give them: matches first, trials first in Cochrane."""
    dice = rng("likely", source)
    related = links(works)

    def rank(work: Work) -> tuple[int, float]:
        found = matches(work, "published") * 2 + matches(work, "repaired")
        trial = any("Trial" in kind for kind in work.types)
        if source == "cochrane":
            return (0 if trial and found else 1 if trial else 3, dice.random())
        chance = dice.random()
        return (0 if found and chance < 0.8 else 1 if chance < 0.35 else 2 + (work.id in related), chance)

    return sorted(works, key=rank)


def listing(source: str, works: Sequence[Work]) -> list[Work]:
    """The works of one export in the order of the file, with the few that the database holds twice."""
    mine = [work for work in works if source in _recent(work)]
    found = sorted(shuffled(rng("listing", source), mine), key=lambda work: -work.year)
    clean = [
        work for work in found if not work.relation and work.pages and work.abstract and "pubmed" in work.databases
    ]
    for work in shuffled(rng("twice", source), clean)[: TWICE.get(source, 0)]:
        found.insert(found.index(work) + 4, _in_press(work))
    return found


def _in_press(work: Work) -> Work:
    """The same work as it was entered before its issue came out."""
    return replace(work, volume="", issue="", pages="", keywords=[], month=0)


def retrieved(truth: Sequence[Mapping[str, str]]) -> set[str]:
    """Works that any search found: a PubMed row found by either strategy, or any row of an export."""
    return {row["work"] for row in truth if row["source"] != "pubmed" or "yes" in (row["published"], row["repaired"])}
