"""The searches of a review, as the ``[[search]]`` tables of ``review.toml`` state them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resift.errors import BadFile
from resift.review.tables import Table

KINDS = ("database", "register", "website", "organisation", "citation", "hand")
DIRECTIONS = ("references", "citing")
STARTS = ("included", "previous", "both")
SERVICES = ("pubmed", "europepmc", "openalex")
MODES = ("superset", "tight", "strict")
LONGEST_NAME = 40
SEARCH_KEYS = (
    "name", "database", "label", "kind", "platform", "strategy", "written_for", "mode", "journals", "follow", "of",
    "sources",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One source of records: a database that is searched, or whose export is imported.

    ``journals`` limit a search of PubMed to what appeared in them. ``follow`` are the directions in which citations
    ``of`` studies are followed, asking ``services``.
    """

    name: str
    database: str
    label: str
    kind: str = "database"
    platform: str = ""
    strategy: str = ""
    written_for: str = "pubmed"
    mode: str = "superset"
    journals: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    of: str = "included"
    services: tuple[str, ...] = ("pubmed",)

    @property
    def runs(self) -> bool:
        """Whether resift itself can run it at any time (others are imported, or follow what was included)."""
        return self.database.lower() == "pubmed" and bool(self.strategy or self.journals)


def read_searches(top: Table) -> tuple[Search, ...]:
    """Each search; a BadFile where two have one name, or keys say nothing together."""
    items = top.values.get("search", [])
    if not isinstance(items, list) or not items or not all(isinstance(i, Mapping) for i in items):
        raise BadFile("there is no [[search]]", where=top.where, then="add one [[search]] for each database")
    found = tuple(_search(Table(item, top.where, f"search {i}: ")) for i, item in enumerate(items, start=1))
    names = [s.name.casefold() for s in found]  # folders are named so, on systems that do not tell case apart too
    doubled = next((n for n in names if names.count(n) > 1), None)
    if doubled:
        raise BadFile(f"two searches are named {doubled!r}", where=top.where, then="give each its own name")
    homeless = next((s.name for s in found if s.follow and s.of == "previous" and "previous" not in top.values), None)
    if homeless:
        raise BadFile(f"search {homeless!r} follows the previous version's studies, and there is no [previous]",
                      where=top.where, then='write of = "included", or add [previous]')  # fmt: skip
    return found


def _search(item: Table) -> Search:
    name = item.text("name")
    if not name.replace("-", "").isalnum() or len(name) > LONGEST_NAME:
        wrong = f"{item.name}the name {name!r} is not {LONGEST_NAME} letters, digits and hyphens at most"
        raise BadFile(wrong, where=item.where, then='write a short name such as "embase"')
    database, journals, follow = item.text("database"), item.names("journals"), item.some("follow", DIRECTIONS)
    kind = item.one("kind", KINDS, "hand" if journals else "citation" if follow else "database")
    found = Search(
        name=name, database=database, kind=kind, mode=item.one("mode", MODES, "superset"),
        label=item.text("label", "") or ("Journals searched by hand" if kind == "hand" else database),
        platform=item.text("platform", ""), strategy=item.text("strategy", ""),
        written_for=item.text("written_for", "pubmed"), journals=journals, follow=follow,
        of=item.one("of", STARTS, "included"), services=item.some("sources", SERVICES) or ("pubmed",),
    )  # fmt: skip
    _fits(item, found)
    return found


def _fits(item: Table, search: Search) -> None:
    """Refuse keys that say nothing together."""
    stray = next((k for k in ("of", "sources") if k in item.values and not search.follow), "")
    for wrong, message, then in (
        (stray, f"{stray} is for a search that follows citations", 'add follow = ["references", "citing"]'),
        (search.follow and search.kind != "citation", "follow is for citation searching", 'write kind = "citation"'),
        (search.follow and (search.strategy or search.journals), "a search that follows citations has neither "
         "strategy nor journals", "make it two searches"),
        (search.journals and search.database.lower() != "pubmed", "journals are searched on PubMed",
         'write database = "PubMed"'),
    ):  # fmt: skip
        if wrong:
            raise BadFile(f"{item.name}{message}", where=item.where, then=then)
