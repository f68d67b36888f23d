"""The people of an article: their names as PubMed lists them, in full, their numbers and where they work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from resift.search.branch import Element, text

_NAMED = frozenset({"LastName", "ForeName", "Initials", "Suffix", "CollectiveName"})


@dataclass(slots=True)
class People:
    """What the elements of some people say, in their order, gathered in one pass.

    >>> from lxml import etree
    >>> one = "<Author><LastName>Fictus</LastName><ForeName>Ann B</ForeName><Initials>AB</Initials></Author>"
    >>> found = People.of([etree.fromstring(one)])
    >>> found.names, found.raw
    (['Fictus AB'], [('FAU', 'Fictus, Ann B')])
    """

    names: list[str] = field(default_factory=list)
    affiliations: dict[str, None] = field(default_factory=dict)
    raw: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, persons: Iterable[Element]) -> People:
        """Names (``Webber M``, ``Hambrick GW Jr``; a group by its own), distinct affiliations, and FAU and AUID."""
        people = cls()
        for person in persons:
            people._add(person)
        return people

    def _add(self, person: Element) -> None:
        got: dict[str, str] = {}
        others: list[Element] = []
        for part in person:
            tag = part.tag
            if tag not in _NAMED:
                others += part if tag == "AffiliationInfo" else [part]
            elif tag not in got:
                got[tag] = text(part)
        name, full = names(got)
        self.names.append(name)
        self.raw.append(("FAU", full))
        for part in others:
            if part.tag == "Affiliation":
                self.affiliations[text(part)] = None
            elif part.tag == "Identifier" and part.getparent() is person:
                self.raw.append(("AUID", f"{part.get('Source', '')}: {text(part)}"))


def joined(last: str, given: str, suffix: str, between: str) -> str:
    """A person's last name and what is given before it, with the suffix.

    >>> joined("Hambrick", "GW", "Jr", " "), joined("Hambrick", "George", "", ", ")
    ('Hambrick GW Jr', 'Hambrick, George')
    """
    if suffix:
        given = f"{given} {suffix}" if given else suffix
    return f"{last}{between}{given}" if last and given else last or given


def names(got: dict[str, str]) -> tuple[str, str]:
    """A person as PubMed lists them and in full, from texts by their elements' names; a group's own name for both.

    >>> names({"LastName": "Fictus", "ForeName": "Ann B", "Initials": "AB"})
    ('Fictus AB', 'Fictus, Ann B')
    """
    group = got.get("CollectiveName")
    if group:
        return group, group
    last, suffix = got.get("LastName", ""), got.get("Suffix", "")
    return joined(last, got.get("Initials", ""), suffix, " "), joined(last, got.get("ForeName", ""), suffix, ", ")
