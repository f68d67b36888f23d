"""TOML tables whose values are asked for by kind: a wrong value, table or key is named with its place."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from resift.errors import BadFile

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary; a BadFile names the line of a fault."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BadFile("there is no such file", where=str(path), then="restore it, or correct its name") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"not valid TOML: {error}", where=str(path), then="correct that line") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"cannot be read: {error}", where=str(path), then="check the file") from None


def only_known(path: Path, values: Mapping[str, Any], known: Mapping[str, Collection[str]]) -> None:
    """Refuse a table or key that means nothing, naming its line and the nearest one that is known.

    ``known`` has the keys of each table; those of the table without a name stand above the first one.
    """
    for table, key in _given(values):
        if not table and key in known:
            continue  # a table written as something else; who reads it says so
        of_table = f"[{table}]" if table else "this file"
        if table and table not in known:
            raise _stray(path, f"there is no table [{table}]", _line(path, table), table, filter(None, known))
        if key and key not in known[table]:
            raise _stray(path, f"there is no key {key!r} in {of_table}", _line(path, table, key), key, known[table])


def _given(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each table and each key of a file, as (table, key)."""
    for name, value in values.items():
        tables = [t for t in (value if isinstance(value, list) else [value]) if isinstance(t, Mapping)]
        yield (name, "") if tables else ("", name)
        yield from ((name, str(key)) for table in tables for key in table)


def _stray(path: Path, message: str, line: int, given: str, known: Iterable[str]) -> BadFile:
    choice = list(known)
    near = difflib.get_close_matches(given, choice, 1)
    then = f"did you mean {near[0]}?" if near else f"use one of {', '.join(choice)}" if choice else "leave it out"
    return BadFile(message, where=f"{path}:{line}" if line else str(path), then=then)


def _line(path: Path, table: str, key: str = "") -> int:
    """The line on which a table, or a key of a table of that name, first stands; 0 where it is written otherwise."""
    inside = ""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if header := _HEADER.match(line):
            inside = header[1]
            if inside == table and not key:
                return number
        elif key and inside == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return number
    return 0


class Table:
    """A TOML table whose values are asked for by kind."""

    def __init__(self, values: Mapping[str, Any], where: str, name: str = "") -> None:
        self.values, self.where, self.name = values, where, name

    def table(self, key: str, default: Mapping[str, Any] | None = None) -> Table:
        """The table below a key."""
        found = self.values.get(key, default)
        if not isinstance(found, Mapping):
            raise BadFile(f"there is no [{key}] table", where=self.where, then=f"add [{key}] to it")
        return Table(found, self.where, f"[{key}] ")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; one that is not there and has no default is named as missing."""
        found = self.values.get(key, default)
        if not isinstance(found, str) or (default is None and not found.strip()):
            raise BadFile(f"{self.name}{key} is missing or not text", where=self.where, then=f'write {key} = "..."')
        return found.strip()

    def number(self, key: str, default: int, least: int = 1) -> int:
        """A whole number, not below ``least``."""
        found = self.values.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool) or found < least:
            raise BadFile(f"{self.name}{key} is not a whole number from {least} on", where=self.where,
                          then=f"write {key} = {default}")  # fmt: skip
        return found

    def share(self, key: str, default: float, *, ends: bool = True) -> float:
        """A share; whether 0 and 1 themselves are any is said by ``ends``."""
        found = self.values.get(key, default)
        number = isinstance(found, int | float) and not isinstance(found, bool)
        if not number or not (0 <= found <= 1 if ends else 0 < found < 1):
            wrong = f"{self.name}{key} is not a share {'from 0 to 1' if ends else 'between 0 and 1'}"
            raise BadFile(wrong, where=self.where, then=f"write {key} = {0.1 if ends else default}")
        return float(found)

    def items(self, key: str) -> list[str]:
        """A list of texts, empty where the key is not there."""
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
            raise BadFile(f"{self.name}{key} is not a list of texts", where=self.where, then=f'write {key} = ["..."]')
        return found

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names, each once; where the key is there, it names something."""
        found = tuple(dict.fromkeys(" ".join(x.split()) for x in self.items(key)))
        if key in self.values and not (found and all(found)):
            raise BadFile(
                f"{self.name}{key} has an empty name or none", where=self.where, then=f'write {key} = ["..."]'
            )
        return found

    def some(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """A list of names, each one of those allowed."""
        found = self.names(key)
        for value in found:
            self._among(key, value, allowed)
        return found

    def one(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """A text that is one of those allowed."""
        return self._among(key, self.text(key, default), allowed)

    def _among(self, key: str, value: str, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            message = f"{self.name}{key}: {value!r} is none of {', '.join(allowed)}"
            raise BadFile(message, where=self.where, then="use one of them")
        return value
