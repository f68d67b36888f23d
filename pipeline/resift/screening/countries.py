"""Countries by the names of ISO 3166-1, for the table of study characteristics."""

from __future__ import annotations

from functools import cache

from resift.records import NormalTitle

_ALSO = {
    "United Kingdom": ("uk", "u k", "great britain", "britain", "england", "scotland", "wales", "northern ireland"),
    "United States": ("us", "u s", "usa", "u s a", "america", "united states of america"), "Türkiye": ("turkey",),
    "Czechia": ("czech republic",), "Russia": ("russian federation",), "Côte d'Ivoire": ("ivory coast",),
    "Bosnia and Herzegovina": ("bosnia herzegovina", "bosnia"), "Palestine": ("palestinian territories",),
    "Myanmar": ("burma",), "North Macedonia": ("macedonia",), "Cabo Verde": ("cape verde",),
    "Eswatini": ("swaziland",), "Timor-Leste": ("east timor",),
}  # fmt: skip
_SHORT = {"RUS": "Russia", "PSE": "Palestine", "COD": "DR Congo", "BRN": "Brunei", "FSM": "Micronesia"}
"""Where the standard has no common name for one that nobody writes in full."""


def country(text: str) -> tuple[str, tuple[str, ...]]:
    """The name of the country that a text is, and else up to three that it may have been meant for.

    Names, official names and codes of ISO 3166-1 are known, with a few others in common use.

    >>> country("the Netherlands"), country("UK"), country("KOR")
    (('Netherlands', ()), ('United Kingdom', ()), ('South Korea', ()))
    >>> country("Norwey")
    ('', ('Norway',))
    """
    from rapidfuzz import fuzz, process

    known, wanted = _names(), NormalTitle.of(text).removeprefix("the ")
    if wanted in known:
        return known[wanted], ()
    near = process.extract(wanted, list(known), scorer=fuzz.ratio, score_cutoff=70, limit=6)
    return "", tuple(dict.fromkeys(known[name] for name, *_ in near if len(name) > 3))[:3]


def countries(text: str) -> tuple[str, list[str]]:
    """Several countries, separated by semicolons: their names joined again, and what is wrong with which of them.

    >>> countries("norway; DE"), countries("Atlantis")[1]
    (('Norway; Germany', []), ["'Atlantis' is no country of ISO 3166"])
    """
    names, wrong = [], []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, near = country(part)
        names.append(name or part)
        if not name:
            meant = f" (perhaps {' or '.join(near)})" if near else ""
            wrong.append(f"{part!r} is no country of ISO 3166{meant}")
    return "; ".join(dict.fromkeys(names)), wrong


@cache
def _names() -> dict[str, str]:
    """Every normal form under which a country is known, and the name to print."""
    import pycountry

    found: dict[str, str] = {}
    for c in pycountry.countries:
        shown = _SHORT.get(c.alpha_3) or getattr(c, "common_name", "") or c.name
        also = _ALSO.get(shown, ())
        for form in (c.name, shown, getattr(c, "official_name", ""), c.alpha_2, c.alpha_3, *also):
            if form:
                found.setdefault(NormalTitle.of(form).removeprefix("the "), shown)
    return found
