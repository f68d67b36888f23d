"""What the writers of RIS exports share: tag lines, subjects, pages, kinds of publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from render import pages_in
from works import Work

Tags = Iterable[tuple[str, str]]


def lines(tags: Tags, hyphen: str = "  - ") -> str:
    return "".join(f"{tag}{hyphen}{value}\n" for tag, value in tags if value)


def many(tag: str, values: Sequence[str]) -> list[tuple[str, str]]:
    return [(tag, value) for value in values]


def subjects(work: Work) -> list[str]:
    return [heading.split("/")[0] for heading in work.headings] + list(work.keywords)


def page_tags(work: Work, source: str) -> list[tuple[str, str]]:
    first, last = pages_in(work, source)
    return [("SP", first), ("EP", last)]


def language(work: Work) -> str:
    names = {"eng": "English", "ger": "German", "fre": "French", "spa": "Spanish", "jpn": "Japanese"}
    return names.get(work.language, work.language)


def kind_of(work: Work) -> str:
    for kind, name in (
        ("Erratum", "Erratum"),
        ("Letter", "Letter"),
        ("Editorial", "Editorial"),
        ("Review", "Review"),
        ("Retraction", "Erratum"),
        ("Meeting Abstract", "Conference Abstract"),
        ("Congress", "Conference Abstract"),
    ):
        if any(kind in known for known in work.types):
            return name
    return "Article"
