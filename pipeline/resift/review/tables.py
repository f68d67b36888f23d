"""TOML files, read as tables whose values are asked for by kind; what is wrong is named with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from resift.errors import BadFile


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


class Table:
    """A TOML table whose values are asked for by kind; a wrong one is named with its place."""

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
