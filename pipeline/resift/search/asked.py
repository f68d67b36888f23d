"""A request to the E-utilities as its parameters; what is not known is refused, never ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

_COMMON = frozenset({"db", "tool", "email", "api_key", "retmode", "WebEnv", "query_key"})
_DATES = {"edat": "edat", "pdat": "dp", "crdt": "crdt", "mhda": "mhda"}


class Refused(Exception):
    """A question that is not answered here; ``status`` is the HTTP status that says so."""

    def __init__(self, message: str, status: int = 501) -> None:
        super().__init__(message)
        self.message, self.status = message, status


class Asked:
    """The parameters of one request, from its address or its form.

    >>> asked = Asked.of("db=pubmed&id=7,8&id=9&retmax=5")
    >>> asked.one("db"), asked.ids(), asked.number("retmax", 20), asked.number("retstart", 0)
    ('pubmed', ('7', '8', '9'), 5, 0)
    """

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self.values = values

    @classmethod
    def of(cls, form: str) -> Asked:
        """The parameters of an address's query or of a form."""
        return cls(parse_qs(form, keep_blank_values=True))

    def one(self, name: str) -> str:
        """A parameter that stands once; nothing where it is missing."""
        found = self.values.get(name, [""])
        if len(found) > 1:
            raise Refused(f"{name} is given {len(found)} times")
        return found[0]

    def number(self, name: str, default: int) -> int:
        """A whole number from 0."""
        value = self.one(name)
        if value and not value.isdigit():
            raise Refused(f"{name}={value} is not a number", 400)
        return int(value) if value else default

    def only(self, *names: str) -> None:
        """Refuse every parameter that is neither common nor among ``names``."""
        unknown = sorted(set(self.values) - _COMMON - set(names))
        if unknown:
            raise Refused(f"parameters not served here: {', '.join(unknown)}")

    def xml(self) -> None:
        """Refuse every form of answer but XML."""
        if self.one("retmode") not in ("", "xml"):
            raise Refused(f"retmode={self.one('retmode')} is not served here; ask for xml")

    def groups(self) -> list[tuple[str, ...]]:
        """The ids, one group for each time that ``id`` is given."""
        return [tuple(i.strip() for i in given.split(",") if i.strip()) for given in self.values.get("id", ())]

    def ids(self) -> tuple[str, ...]:
        """The well-formed ids in order, each once."""
        return tuple(dict.fromkeys(i for group in self.groups() for i in group if i.isdigit() and len(i) <= 8))

    def term(self) -> str:
        """The query, within the dates where ``mindate`` and ``maxdate`` are given."""
        term, low, high = self.one("term"), self.one("mindate"), self.one("maxdate")
        if not term.strip():
            raise Refused("an empty term finds nothing that can be meant", 400)
        if not (low or high):
            return term
        tag = _DATES.get(self.one("datetype") or "pdat")
        if not (low and high and tag):
            raise Refused("mindate and maxdate are served together, with datetype pdat, edat, crdt or mhda")
        return f"({term}) AND ({low}:{high}[{tag}])"
