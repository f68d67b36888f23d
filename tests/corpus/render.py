"""How databases render the same work differently: titles, names, pages, years, spelling, abstracts cut short."""

from __future__ import annotations

import re

from dates import MONTHS
from works import NOTE, Work, american, between, journals, pick, rng
from xml_parts import doi, short_end

SPP_WORDS = 150
MISSING_DOI = {
    "psycinfo": 0.4,
    "cinahl": 0.4,
    "ssa": 0.4,
    "spp": 1.0,
    "embase": 0.05,
    "cochrane": 0.35,
    "citations": 0.5,
}
_SMALL = {"and", "of", "in", "for", "the", "a", "an", "with", "to", "on", "at", "by", "from", "or", "versus", "after"}


def plain(text: str) -> str:
    return re.sub(r"</?(?:i|b|sub|sup|u)>", "", text)


def title_in(work: Work, source: str) -> str:
    """The title in the database's manner: full stop, capitals, another mark before the subtitle, other dashes."""
    dice = rng("title", source, work.id)
    title = plain(work.title)
    if source in ("psycinfo", "cinahl") and dice.random() < 0.15:
        title = american(title)
    if dice.random() < 0.15:
        title = title.replace(": ", pick(dice, [" - ", ". ", " : "]), 1)
    if dice.random() < 0.25:
        title = title.replace("-", pick(dice, ["\u2010", "\u2013", " "]), 1)
    if source == "spp" and dice.random() < 0.6:
        title = title.upper()
    if source == "cinahl" and dice.random() < 0.5:
        title = " ".join(
            word if word in _SMALL and n else word[:1].upper() + word[1:] for n, word in enumerate(title.split())
        )
    if source == "embase" and work.language != "eng":
        return f"{work.original_title} [{title}]"
    stop = source in ("psycinfo", "cinahl") and not title.endswith(("?", "!", "."))
    return title + "." if stop else title


def authors_in(work: Work, source: str) -> list[str]:
    names = [author_in(name, source) for name in work.authors]
    if work.group:
        names.append(work.group)
    if source == "spp" and len(names) > 3:
        names = [*names[:3], "et al"]
    if source == "cinahl" and len(names) > 6:
        names = names[:6]
    return names


def author_in(name: str, source: str) -> str:
    """Full given names (PsycINFO), dotted initials (Embase), bare initials (Cochrane), as the database prints them."""
    family, _, given = name.partition(", ")
    letters = [part[0] for part in re.split(r"[ -]", given) if part]
    if source == "embase":
        return f"{family[:1].upper() + family[1:]}, {'.'.join(letters)}."
    if source in ("cochrane", "spp"):
        return f"{family}, {''.join(letters)}"
    if source == "citations":
        return f"{family}, {' '.join(letters)}"
    if source == "cinahl":
        dotted = re.sub(r" ([A-Z])$", r" \1.", given)
        return f"{family}, {dotted}"
    particle = re.match(r"((?:van|von|de|da|der|den|la) )+", family)
    if source == "psycinfo" and particle and rng("particle", name).random() < 0.5:
        return f"{family[particle.end() :]}, {given} {particle.group().strip()}"
    return f"{family}, {given}"


def year_in(work: Work, source: str) -> int:
    """The year, now and then that of the electronic publication a year earlier."""
    return work.year - (rng("year", source, work.id).random() < 0.1)


def day_in(work: Work, source: str) -> str:
    return f"{year_in(work, source)}/{work.month:02d}//" if work.month else f"{year_in(work, source)}///"


def issue_in(work: Work, source: str) -> str:
    return "" if rng("issue", source, work.id).random() < 0.22 else work.issue


def doi_in(work: Work, source: str) -> str:
    return "" if rng("doi", source, work.id).random() < MISSING_DOI[source] else doi(work)


def pages_in(work: Work, source: str) -> tuple[str, str]:
    first, _, last = work.pages.partition("-")
    if last and source == "spp":
        return f"{first}-{short_end(first, last)}", ""
    if last and source == "cochrane":
        return work.pages, ""
    return first, last


def journal_in(work: Work, source: str) -> str:
    journal = journals()[work.journal]
    short = source in ("cochrane", "spp", "citations") and rng("journal", source, work.id).random() < 0.4
    name = journal["iso"] if short else journal["title"]
    return name.replace(" and ", " & ") if source == "psycinfo" else name


def abstract_in(work: Work, source: str) -> str:
    text = plain(work.text)
    if source == "spp" and len(text.split()) > SPP_WORDS:
        return " ".join(text.split()[:SPP_WORDS]) + "..."
    if source == "psycinfo" and text:
        text = re.sub(r"\b([A-Z][A-Z ]{3,}): ", lambda m: m.group(1).capitalize() + ": ", text)
        return f"{text.replace('95% CI', '95% confidence interval')} ({NOTE[:-1]} (c) {work.year}.)"
    if source == "embase":
        return re.sub(r"\b([A-Z][A-Z ]{3,}): ", lambda m: m.group(1).capitalize() + ": ", text)
    return text


def numbered(source: str, work: Work, low: int, high: int) -> int:
    """A stable number for the work in the source's own range."""
    return between(rng("accession", source, work.id), low, high)


def month_name(work: Work) -> str:
    return MONTHS[work.month - 1] if work.month else ""
