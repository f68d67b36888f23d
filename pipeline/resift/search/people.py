"""The people of an article: their names as PubMed lists them, in full, their numbers and where they work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from resift.search.branch import Element, text


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
        numbers: list[tuple[str, str]] = []
        for part in person:
            tag = part.tag
            if tag == "AffiliationInfo":
                for place in part:
                    if place.tag == "Affiliation":
                        self.affiliations[text(place)] = None
            elif tag == "Identifier":
                numbers.append(("AUID", f"{part.get('Source', '')}: {text(part)}"))
            elif tag == "Affiliation":
                self.affiliations[text(part)] = None
            elif tag not in got:
                got[tag] = text(part)
        self.names.append(full_name(got, "Initials", " "))
        self.raw.append(("FAU", full_name(got)))
        self.raw += numbers


def joined(last: str, given: str, suffix: str, between: str) -> str:
    """A person's last name and what is given before it, with the suffix.

    >>> joined("Hambrick", "GW", "Jr", " "), joined("Hambrick", "George", "", ", ")
    ('Hambrick GW Jr', 'Hambrick, George')
    """
    if suffix:
        given = f"{given} {suffix}" if given else suffix
    return f"{last}{between}{given}" if last and given else last or given


def full_name(got: dict[str, str], given: str = "ForeName", between: str = ", ") -> str:
    """A group's own name, else a person's as ``joined`` writes it, from texts by their elements' names."""
    person = joined(got.get("LastName", ""), got.get(given, ""), got.get("Suffix", ""), between)
    return got.get("CollectiveName") or person
