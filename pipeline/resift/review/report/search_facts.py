"""What the report has on the items of PRISMA-S, and on those of PRISMA 2020 about searching."""

from __future__ import annotations

from collections.abc import Iterable

from resift.reporting.checklists import Fact, State, author, auto, inapplicable
from resift.review.report.snapshot import Snapshot
from resift.review.report.sources import how_found
from resift.store import Run


def search_facts(snapshot: Snapshot) -> dict[str, Fact]:
    """The facts about the searches, by their names in the checklists."""
    return {
        "sources": sources(snapshot), "strategies": strategies(snapshot), "databases": databases(snapshot),
        "platforms": platforms(snapshot), "registers": _of_kinds(snapshot, "study register", "register"),
        "browsing": browsing(snapshot), "citations": citations(snapshot), "limits": limits(snapshot),
        "prior": prior(snapshot), "updates": updates(snapshot), "totals": totals(snapshot),
        "duplicates": duplicates(snapshot),
    }  # fmt: skip


def sources(snapshot: Snapshot) -> Fact:
    """Every source with the date of its last search: an import has only the date on which it was imported."""
    runs = snapshot.state.runs
    missing = _missing(snapshot)
    imported = list(dict.fromkeys(r.label for r in runs if r.sha256))
    told = f"{len({r.search for r in runs})} sources, the last on {max((r.searched[:10] for r in runs), default='-')}"
    if not runs or missing:
        return author(f"Not searched or imported yet: {_names(missing)}.", "searches")
    if imported:
        return author(f"{told}. What is dated is the import of {_names(imported)}: say when each was searched.",
                      "searches")  # fmt: skip
    return auto(f"{told}.", "searches")


def strategies(snapshot: Snapshot) -> Fact:
    """The strategy of each database and register."""
    runs = _runs(snapshot, "database", "register")
    if not runs:
        return author("No database was searched or imported yet.", "searches")
    if without := [r.label for r in runs if not r.strategy]:
        return author(f"No strategy in the review for {_names(without)}.", "searches")
    return auto("Each strategy byte for byte, as it stands in the review and as it was sent.", "searches")


def databases(snapshot: Snapshot) -> Fact:
    """Each database with its platform."""
    runs = _runs(snapshot, "database")
    nameless = [r.label for r in runs if not r.platform]
    if not runs:
        return author("No database was searched or imported yet.", "searches")
    if nameless:
        return author(f"review.toml names no platform for {_names(nameless)}.", "searches")
    return auto(_names(f"{r.database} ({r.platform})" for r in runs) + ".", "searches")


def platforms(snapshot: Snapshot) -> Fact:
    """Platforms on which several databases were searched; each is a search of its own in a review."""
    on: dict[str, set[str]] = {}
    for r in _runs(snapshot, "database"):
        if r.platform:
            on.setdefault(r.platform, set()).add(r.database)
    shared = {platform: sorted(names) for platform, names in on.items() if len(names) > 1}
    if not shared:
        return inapplicable("No two databases were searched on one platform.")
    told = "; ".join(f"{platform}: {_names(names)}" for platform, names in shared.items())
    return author(f"{told}. Each is a search of its own here; say if they were searched together.", "searches")


def browsing(snapshot: Snapshot) -> Fact:
    """Journals searched on PubMed say how; websites and organisations do not."""
    found = _of_kinds(snapshot, "website, organisation or journal", "website", "organisation", "hand")
    if found.state is State.AUTO and (by_hand := _runs(snapshot, "website", "organisation")):
        return author(f"{_names(r.label for r in by_hand)}: say how they were looked through.", "searches", "sources")
    return found


def citations(snapshot: Snapshot) -> Fact:
    """Which studies were followed in which direction; what was imported says it only in notes on its records."""
    found = _of_kinds(snapshot, "citation search", "citation")
    ids = {i for r in _runs(snapshot, "citation") for i in snapshot.ids_by_run.get(r.id, ())}
    unknown = sum(how.startswith("not recorded") for i, how in how_found(snapshot).items() if i in ids)
    if found.state is State.AUTO and unknown:
        return author(f"Of {unknown:,} of {len(ids):,} records it is not recorded how they were found: say it.",
                      "sources", "searches")  # fmt: skip
    return found


def limits(snapshot: Snapshot) -> Fact:
    """The window that resift set is told; limits inside a strategy, and the reasons, are the author's to tell."""
    since = sorted({r.since for r in snapshot.state.runs if r.since})
    told = f"Limited by resift to records since {_names(since)}. " if since else "No limit was set by resift. "
    return author(f"{told}Name the limits inside the strategies, and give the reasons.", "searches")


def prior(snapshot: Snapshot) -> Fact:
    """Whether the previous version's strategy was taken over."""
    previous = snapshot.state.config.previous
    if previous is None:
        return author("Say whether a strategy of another review was taken over.")
    if not previous.strategy:
        return author("The previous version is cited; say which strategies come from it, or from others.", "previous")
    return auto("The previous version, cited; its published strategy is compared with each that was run.", "previous",
                "searches")  # fmt: skip


def updates(snapshot: Snapshot) -> Fact:
    """Searches of an update, or rounds of one search."""
    runs = snapshot.state.runs
    rounds = {r.search for r in runs if sum(o.search == r.search for o in runs) > 1}
    if snapshot.begun and snapshot.state.config.previous is not None:
        return auto("The window of each search, and its overlap with that of the previous version.", "previous")
    if rounds:
        return auto(f"{len(rounds)} sources were searched more than once; each round is listed.", "searches")
    return inapplicable("A new review, in which each source was searched once.")


def totals(snapshot: Snapshot) -> Fact:
    """The number of records of each source."""
    if not snapshot.begun:
        return author("Nothing was searched yet.")
    return auto(f"{len(snapshot.label_of):,} records, by source.", "sources", "flow")


def duplicates(snapshot: Snapshot) -> Fact:
    """How duplicates were found."""
    if not snapshot.begun:
        return author("Nothing was searched yet.")
    return auto(f"Rules, and {len(snapshot.flow['duplicates']):,} duplicates; every pair in duplicates.csv.",
                "deduplication")  # fmt: skip


def _of_kinds(snapshot: Snapshot, what: str, *kinds: str) -> Fact:
    """Sources of some kinds: named, searched or not; where none is named there is nothing to report."""
    named = [s for s in snapshot.state.config.searches if s.kind in kinds]
    ran = {r.search for r in snapshot.state.runs}
    if not named:
        return inapplicable(f"review.toml names no {what}.")
    if missing := [s.label for s in named if s.name not in ran]:
        return author(f"Not searched or imported yet: {_names(missing)}.", "searches")
    return auto(_names(s.label for s in named) + ".", "searches", "sources")


def _runs(snapshot: Snapshot, *kinds: str) -> list[Run]:
    return [r for r in snapshot.state.runs if r.kind in kinds]


def _missing(snapshot: Snapshot) -> list[str]:
    ran = {r.search for r in snapshot.state.runs}
    return [s.label for s in snapshot.state.config.searches if s.name not in ran]


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
