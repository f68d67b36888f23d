"""Every screen of the session at two sizes, as text. Run it to write them anew; look at each before keeping it."""

from collections.abc import Callable
from pathlib import Path

from tests.screening.terminal.reading import RECORDS, TWELVE, after, application, sitting

from resift.decisions import Event, Stage, Verb
from resift.screening.cards import Kind
from resift.screening.session import Session
from resift.screening.terminal.look import Look

SIZES = ((80, 24), (160, 50))
FOLDER = Path(__file__).parent / "screens"


def _conflict() -> Session:
    verdicts = ("One reviewer: include.", "One reviewer: exclude I2 (no garden was seen).")
    return sitting(settles=True, kind=Kind.CONFLICT, about=lambda _: verdicts)


def _later() -> Session:
    saved: list[Event] = []
    first = sitting(saved)
    for _ in range(3):
        first.decide(Verb.INCLUDE)
    first.later()
    return sitting(saved)


Made = tuple[Callable[[], Session], tuple[str, ...], Look]
SCREENS: dict[str, Made] = {
    "record": (sitting, (), Look()),
    "no-abstract": (sitting, ("u",), Look()),
    "non-latin": (sitting, ("u", "u"), Look()),
    "long-abstract": (sitting, ("u", "u", "u", "space"), Look()),
    "retracted": (sitting, ("u", "u", "u", "u"), Look()),
    "twelve-criteria": (lambda: sitting(criteria=TWELVE), ("1", "2", "2", "9"), Look()),
    "answers": (sitting, ("1", "2", "2"), Look()),
    "contradiction": (sitting, ("2", "2", "i"), Look()),
    "reasons": (sitting, ("e", "A"), Look()),
    "twelve-reasons": (lambda: sitting(criteria=TWELVE), ("e",), Look()),
    "note": (sitting, ("n", *"seen"), Look()),
    "note-and-tag": (sitting, ("n", *"seen", "enter", "#", *"pilot", "enter"), Look()),
    "find": (sitting, ("/", *"contacts", "enter"), Look()),
    "history": (sitting, ("i", "e", "b", "u", "l", "h", "j"), Look()),
    "changing": (sitting, ("i", "e", "b", "h", "j", "enter"), Look()),
    "editing": (sitting, ("u", "E"), Look()),
    "keys": (sitting, ("?",), Look()),
    "criteria": (sitting, ("c",), Look()),
    "progress": (sitting, ("i", "u", "e", "b", "p"), Look()),
    "adjudication": (_conflict, (), Look()),
    "eligibility": (lambda: sitting(stage=Stage.ELIGIBILITY), (), Look()),
    "end": (lambda: sitting(records=RECORDS[:2]), ("i", "u"), Look()),
    "resumed": (_later, (), Look()),
    "ascii": (sitting, ("u", "i"), Look(ascii=True)),
}


def screen(name: str, size: tuple[int, int]) -> str:
    """One screen, driven to and drawn."""
    session, keys, look = SCREENS[name]
    return after(application(session(), look=look), *keys, size=size) + "\n"


def kept(name: str, size: tuple[int, int]) -> Path:
    """Where a screen is kept."""
    return FOLDER / f"{name}-{size[0]}x{size[1]}.txt"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in SCREENS:
        for how in SIZES:
            kept(each, how).write_text(screen(each, how), encoding="utf-8")
