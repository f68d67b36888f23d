"""Reporting checklists, filled: where each item stands in the report, and which ones its author has still to write."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import resources

from resift.reporting.document import Block, Cell, Inline, Link, Paragraph, Section, Table, columns

ADDRESS = "https://doi.org/"
START = ""
"""Where an item stands that is told before the first section."""


class State(Enum):
    """Whether the report has an item: by itself, not yet, or not at all in a review like this one."""

    AUTO = "auto"
    AUTHOR = "needs author"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a report says on an item: its state, where that is (ids of sections), and what is there or missing."""

    state: State
    note: str = ""
    where: tuple[str, ...] = ()


def auto(note: str, *where: str) -> Fact:
    """What the report has."""
    return Fact(state=State.AUTO, note=note, where=where)


def author(note: str, *where: str) -> Fact:
    """What somebody has still to write or to complete; ``where`` is what there is of it."""
    return Fact(state=State.AUTHOR, note=note, where=where)


def inapplicable(note: str) -> Fact:
    """What a review like this one has nothing to say about, and why."""
    return Fact(state=State.NOT_APPLICABLE, note=note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a checklist; ``fact`` names what is known of it, if anything can be."""

    number: str
    part: str
    topic: str
    asks: str
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A statement's checklist; ``asks`` of its items are paraphrases."""

    id: str
    title: str
    citation: str
    doi: str
    items: tuple[Item, ...]


def checklists() -> tuple[Checklist, ...]:
    """The checklists in the order of the report.

    >>> [(c.id, len(c.items)) for c in checklists()]
    [('prisma-2020', 42), ('prisma-2020-abstracts', 12), ('prisma-s', 16)]
    """
    text = (resources.files("resift.reporting") / "checklists.toml").read_text(encoding="utf-8")
    return tuple(
        Checklist(**{**c, "items": tuple(Item(**i) for i in c["items"])}) for c in tomllib.loads(text)["checklist"]
    )


def filled_section(facts: Mapping[str, Fact], titles: Mapping[str, str]) -> Section:
    """All checklists, filled; ``titles`` has the title of each section of the report by its id."""
    told = ("Numbers and topics are those of the statements; what each item asks is a short paraphrase. Items marked "
            "auto are in this report, at the place named; those that need the author have to be written or completed "
            "by a person. Nothing is taken as reported that this report does not have.")  # fmt: skip
    return Section(
        id="checklists", title="Reporting checklists", blocks=[Paragraph(text=told)],
        sections=[Section(id=c.id, title=c.title, blocks=list(_blocks(c, facts, titles))) for c in checklists()],
    )  # fmt: skip


def filled(item: Item, facts: Mapping[str, Fact], titles: Mapping[str, str]) -> Fact:
    """What the report says on an item; what should stand in a section that the report does not have needs the author.

    >>> item = Item(number="6", part="Methods", topic="Information sources", asks="", fact="sources")
    >>> filled(item, {"sources": auto("9 sources.", "searches")}, {}).state.value
    'needs author'
    """
    fact = facts.get(item.fact, author(""))
    where = tuple(w for w in fact.where if w == START or w in titles)
    state = State.AUTHOR if fact.state is State.AUTO and not where else fact.state
    return Fact(state=state, note=fact.note, where=where)


def _blocks(checklist: Checklist, facts: Mapping[str, Fact], titles: Mapping[str, str]) -> Iterator[Block]:
    found = [(item, filled(item, facts, titles)) for item in checklist.items]
    counts = [(s, sum(f.state is s for _, f in found)) for s in State]
    yield Paragraph(text=(
        checklist.citation, " ", Link(text=f"doi:{checklist.doi}", to=ADDRESS + checklist.doi),
        f"\nOf {len(found)} lines: " + ", ".join(f"{n} {state.value}" for state, n in counts) + ".",
    ))  # fmt: skip
    yield Table(
        caption=f"{checklist.title}: where each item is", name=f"checklist-{checklist.id}", grouped=True,
        columns=columns("Part", "Item", "Topic", "What it asks", "State", "Where", "What is there, or missing"),
        rows=[_row(item, fact, titles) for item, fact in found],
    )  # fmt: skip


def _row(item: Item, fact: Fact, titles: Mapping[str, str]) -> Sequence[Cell]:
    return (item.part, item.number, item.topic, item.asks, fact.state.value, _where(fact.where, titles), fact.note)


def _where(places: Iterable[str], titles: Mapping[str, str]) -> tuple[Inline, ...]:
    pieces: list[Inline] = []
    for place in places:
        pieces += ["; "] if pieces else []
        pieces.append("beginning of the report" if place == START else Link(text=titles[place], to=place))
    return tuple(pieces)
