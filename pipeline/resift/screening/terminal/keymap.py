"""Which key does what: three sets that come along, and a review's own in ``screening/keys.toml``.

The file names acts and their keys, and may begin from one of the sets::

    preset = "rayyan"

    [keys]
    later = "w"
    page_down = ["space", "f"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from resift.errors import BadFile, ReviewError


class Act(StrEnum):
    """What a key can do to the record on the screen, to the sitting, or to the view."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    UNSURE = "unsure"
    ACCEPT = "accept"
    LATER = "later"
    UNDO = "undo"
    JUDGE = "judge"
    NOTE = "note"
    TAG = "tag"
    FIND = "find"
    HIGHLIGHTS = "highlights"
    TERM = "term"
    OPEN = "open"
    EDIT = "edit"
    EXPLORE = "explore"
    HISTORY = "history"
    CRITERIA = "criteria"
    PROGRESS = "progress"
    DOWN = "down"
    UP = "up"
    PAGE_DOWN = "page_down"
    PAGE_UP = "page_up"
    HELP = "help"
    QUIT = "quit"


MEANING = {
    Act.INCLUDE: "include", Act.EXCLUDE: "exclude: then the letter of the criterion that failed",
    Act.UNSURE: "unsure: goes forward to the full text", Act.ACCEPT: "accept what your answers come to",
    Act.LATER: "later: comes back after some others", Act.UNDO: "undo: take back your last act, again and again",
    Act.JUDGE: "answer a criterion: its letter, then y, n or u", Act.NOTE: "note",
    Act.TAG: "tag, or take a tag off",
    Act.FIND: "find words in this record", Act.HIGHLIGHTS: "highlights off and on",
    Act.TERM: "add a word to highlight", Act.OPEN: "open the DOI or PubMed page in a browser",
    Act.EDIT: "edit the abstract, saying where it is from", Act.EXPLORE: "one from anywhere in the queue next",
    Act.HISTORY: "history: look at and change what you decided", Act.CRITERIA: "the criteria in full",
    Act.PROGRESS: "how far you are, and whether you may stop", Act.DOWN: "a line down", Act.UP: "a line up",
    Act.PAGE_DOWN: "a page down", Act.PAGE_UP: "a page up", Act.HELP: "these keys",
    Act.QUIT: "quit: everything is saved already",
}  # fmt: skip

_OWN = {
    "include": ["i"], "exclude": ["e"], "unsure": ["u"], "accept": ["enter"], "later": ["l"], "undo": ["z"],
    "judge": ["v"], "note": ["n"], "tag": ["#"], "find": ["/"], "highlights": ["t"], "term": ["a"], "open": ["o"],
    "edit": ["E"], "explore": ["x"], "history": ["h"], "criteria": ["c"], "progress": ["p"], "down": ["j", "down"],
    "up": ["k", "up"], "page_down": ["space", "pagedown"], "page_up": ["b", "pageup"], "help": ["?"],
    "quit": ["q"],
}  # fmt: skip
PRESETS: Mapping[str, Mapping[str, list[str]]] = {
    "resift": _OWN,
    "rayyan": _OWN | {"tag": ["l", "#"], "later": ["w"]},
    "asreview": _OWN | {"include": ["r"], "exclude": ["i"]},
}
"""Rayyan: i, e, u, and l for a label. ASReview: r for relevant, i for irrelevant."""

_NAMED = frozenset({"space", "enter", "tab", "backspace", "delete", "insert", "home", "end", "up", "down", "left",
                    "right", "pageup", "pagedown"})  # fmt: skip
_FIXED = frozenset({"escape", "ctrl+c", *"0123456789"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Keymap:
    """Which act a key stands for, and which keys an act has."""

    acts: Mapping[str, Act]

    def keys(self, act: Act) -> tuple[str, ...]:
        """The keys of an act, the main one first.

        >>> preset("asreview").keys(Act.EXCLUDE)
        ('i',)
        """
        return tuple(k for k, a in self.acts.items() if a is act)

    def key(self, act: Act) -> str:
        """An act's main key as it is printed; empty where it has none."""
        return next(iter(self.keys(act)), "").replace("enter", "Enter")


def preset(name: str) -> Keymap:
    """One of the sets that come along: resift, rayyan or asreview."""
    return Keymap(acts={key: Act(act) for act, keys in PRESETS[name].items() for key in keys})


def read_keymap(path: Path) -> Keymap:
    """The keys of a file; a BadFile names the line of an unknown act, an unknown key, or one key for two acts."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror}", where=str(path), then="check the path") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"not valid TOML: {error}", where=str(path), then="correct that line") from None
    return Keymap(acts=_joined(_Source(path, text), values))


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    text: str

    def line(self, word: str) -> int:
        """The line on which a key of the file stands, from 1."""
        lines = enumerate(self.text.splitlines(), start=1)
        return next((n for n, line in lines if re.match(rf"""\s*["']?{re.escape(word)}["']?\s*=""", line)), 1)

    def fault(self, what: str, word: str, then: str) -> ReviewError:
        return BadFile(what, where=f"{self.path}:{self.line(word)}", then=then)


def _joined(source: _Source, values: Mapping[str, Any]) -> dict[str, Act]:
    unknown = next((k for k in values if k not in ("preset", "keys")), None)
    if unknown is not None:
        raise source.fault(f"there is no setting {unknown!r}", unknown, 'use preset = "..." and a [keys] table')
    base = values.get("preset", "resift")
    if not isinstance(base, str) or base not in PRESETS:
        raise source.fault(f"there is no preset {base!r}", "preset", f"use {', '.join(PRESETS)}")
    own = values.get("keys", {})
    if not isinstance(own, Mapping):
        raise source.fault("[keys] is not a table", "keys", "write [keys] on a line of its own")
    given = {act: _keys(source, act, keys) for act, keys in own.items()}
    return _unambiguous(source, {**PRESETS[base], **given}, given)


def _keys(source: _Source, act: str, keys: Any) -> list[str]:
    if act not in {a.value for a in Act}:
        raise source.fault(f"there is no act {act!r}", act, f"use one of {', '.join(Act)}")
    listed = [keys] if isinstance(keys, str) else keys
    if not isinstance(listed, list) or not listed or not all(isinstance(k, str) for k in listed):
        raise source.fault(f"{act} has no key", act, f'write {act} = "x"')
    for key in listed:
        if key in _FIXED:
            why = "digits answer criteria, escape goes back, Ctrl+C ends"
            raise source.fault(f"{key!r} cannot be given away: {why}", act, "choose another key")
        if not (len(key) == 1 and key.isprintable() and key != " ") and key not in _NAMED and not _with_control(key):
            known = f"write one character, ctrl+ and a letter, or one of {', '.join(sorted(_NAMED))}"
            raise source.fault(f"there is no key {key!r}", act, known)
    return listed


def _with_control(key: str) -> bool:
    return re.fullmatch(r"ctrl\+[a-z]|f\d\d?", key) is not None


def _unambiguous(source: _Source, keys: Mapping[str, list[str]], given: Mapping[str, list[str]]) -> dict[str, Act]:
    found: dict[str, Act] = {}
    order = list(given)  # an act that the file names is the one to blame, and of two the later
    for act in sorted(keys, key=lambda a: order.index(a) if a in given else -1):
        for key in keys[act]:
            if found.get(key, act) != act:
                other = f"{found[key]} (line {source.line(found[key])})" if found[key] in given else str(found[key])
                raise source.fault(f"the key {key!r} means both {act} and {other}", act,
                                   f"give one of the two another key, for example under {found[key]}")  # fmt: skip
            found[key] = Act(act)
    return found
