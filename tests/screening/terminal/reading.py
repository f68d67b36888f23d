"""Made-up records and criteria, and a front or an application over them, for tests of the session on a terminal."""

import asyncio
from collections.abc import Sequence

from resift.decisions import Event, Stage
from resift.records import Doi, Heading, Record
from resift.screening.cards import Kind
from resift.screening.criteria import Criteria, Criterion
from resift.screening.session import Session
from resift.screening.terminal.app import ScreeningApp
from resift.screening.terminal.keymap import Keymap, preset
from resift.screening.terminal.look import Look
from resift.screening.training import Order


def _criterion(key: str, text: str, label: str, *terms: str, stage: str = "screening") -> Criterion:
    kind = "include" if key.startswith("I") else "exclude"
    return Criterion(id=key, kind=kind, stage=stage, judgement="fact", text=text, label=label, terms=terms)  # type: ignore[arg-type]


CRITERIA = Criteria(
    version="1",
    items=(
        _criterion("I1", "The participants are lonely.", "Not lonely people", "lonel*", "isolat*"),
        _criterion("I2", "A garden or an allotment is worked in.", "No garden", "garden*", "allotment*"),
        _criterion("E1", "Nobody meets anybody face to face.", "Online only", "online"),
        _criterion("I3", "How many people are met is counted.", "Nobody counted", "contacts", stage="eligibility"),
    ),
)
TWELVE = Criteria(
    version="1",
    items=tuple(
        _criterion(f"{'I' if n < 9 else 'E'}{n}", f"Fictional criterion number {n} holds in every respect.",
                   f"Fictional criterion number {n} fails", f"word{n}")
        for n in range(1, 13)
    ),
)  # fmt: skip
_ABSTRACT = (
    "BACKGROUND: Fictional. Lonely people in towns seldom meet others.\n"
    "METHODS: 60 lonely adults shared an allotment or a garden, or waited; nothing was done online.\n"
    "RESULTS: Contacts rose by 2.1 (95% confidence interval 0.4 to 3.8).\n"
    "CONCLUSIONS: Gardens bring isolated people together, as far as this made-up record can tell."
)
RECORDS = (
    Record(id="r1", title="Shared allotments for lonely adults: a fictional trial", abstract=_ABSTRACT, year=2019,
           authors=("Doe J", "Roe R", "Poe P", "Low L", "Moe M"), journal="Fictional Journal of Gardens",
           doi=Doi.parse("10.5555/fictional.1"), headings=(Heading(name="Loneliness"),), keywords=("gardening",)),
    Record(id="r2", title="A fictional record without an abstract", year=2020, languages=("ger",)),
    Record(id="r3", title="孤独な大人のための共有農園:架空の試験", original_title="架空の記録",
           abstract="架空の要旨。" * 40),
    Record(id="r4", title="A fictional long abstract",
           abstract=" ".join(f"Sentence {n} is made up." for n in range(400))),
    Record(id="r5", title="A fictional retracted paper, online\x1b[2J", publication_types=("Retracted Publication",)),
    *(Record(id=f"r{n}", title=f"Fictional record number {n}", abstract="Made up.") for n in range(6, 41)),
)  # fmt: skip


class Clock:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self) -> None:
        self.ticks = 0

    def __call__(self) -> str:
        self.ticks += 1
        return f"2026-11-02T12:{self.ticks // 60:02}:{self.ticks % 60:02}.000000Z"


def sitting(saved: list[Event] | None = None, records: Sequence[Record] = RECORDS, **more: object) -> Session:
    """Ada's sitting over the made-up records; ``saved`` is what is on disk, before and after."""
    log = [] if saved is None else saved
    known = {r.id: r for r in records}
    given: dict[str, object] = {
        "criteria": CRITERIA, "stage": Stage.SCREENING, "mine": list(log), "kind": Kind.RANKED, "clock": Clock(),
        "titles": lambda: {r.id: r.title for r in records}, **more,
        "texts": lambda: ((r.id, f"{r.title} {r.abstract}") for r in records),
    }  # fmt: skip
    return Session(reviewer="Ada", order=Order(reports=tuple(known), terms={"r1": ("lonely", "allotment")}),
                   save=log.append, show=known.__getitem__, **given)  # type: ignore[arg-type]  # fmt: skip


def application(
    session: Session, keys: Keymap | None = None, look: Look | None = None, opened: list[str] | None = None
) -> ScreeningApp:
    """The application over a sitting; addresses that are opened are kept in ``opened``."""
    seen = [] if opened is None else opened
    return ScreeningApp(session, keys or preset("resift"), look or Look(), open_url=seen.append)


def after(app: ScreeningApp, *keys: str, size: tuple[int, int] = (80, 24), then: tuple[int, int] | None = None) -> str:
    """Press keys on a simulated terminal; returns what is on the screen, line by line, without colours."""

    async def drive() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
            if then is not None:
                await pilot.resize_terminal(*then)
            await pilot.pause()
            width, height = app.size
            lines = app.screen._compositor.render_strips()  # the very strips that are painted
            assert (len(lines), {line.cell_length for line in lines}) == (height, {width})
            return "\n".join(line.text.rstrip() for line in lines)

    return asyncio.run(drive())
