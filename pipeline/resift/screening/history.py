"""What a reviewer decided and put off, newest first, to look through and change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from resift.decisions import Event, Verb
from resift.screening.log import Log


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report as it stands in the history."""

    time: str
    report: str
    title: str
    verb: Verb
    reasons: tuple[str, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()

    def has(self, words: str) -> bool:
        """Whether each of the words is found in the title, the decision, its reasons, the note or the tags.

        >>> entry = Entry(time="", report="r", title="Befriending", verb=Verb.EXCLUDE, reasons=("I2",))
        >>> entry.has("exclude i2"), entry.has("friend"), entry.has("exclude I1")
        (True, True, False)
        """
        text = " ".join((self.title, self.verb.value, *self.reasons, self.note, *self.tags, self.report)).casefold()
        return all(w in text for w in words.casefold().split())


def history(log: Log, titles: Mapping[str, str], words: str = "") -> list[Entry]:
    """The last decision on each report, or that it was put off; newest first, those that have the words."""
    last = {**log.decided, **{log.of(e): e for e in log.acts if e.verb is Verb.LATER and log.of(e) in log.put_off}}
    newest = sorted(last.items(), key=lambda p: (p[1].time, p[1].id), reverse=True)
    return [entry for entry in _entries(newest, log, titles) if entry.has(words)]


def _entries(newest: list[tuple[str, Event]], log: Log, titles: Mapping[str, str]) -> Iterator[Entry]:
    for report, e in newest:
        draft = log.draft(report)
        yield Entry(time=e.time, report=report, title=titles.get(report, ""), verb=e.verb, reasons=e.reasons,
                    note=e.note or draft.note, tags=draft.tags)  # fmt: skip
