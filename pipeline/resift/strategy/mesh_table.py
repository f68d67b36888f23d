"""The whole of MeSH, once `resift mesh load` has read it: one SQLite file in the folder for the user's data."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from resift.errors import BadFile
from resift.strategy.mesh import Tree
from resift.strategy.mesh_file import Descriptor, Progress, descriptors, year

_FORMAT = "1"
_AGAIN = "make it again with `resift mesh load FILE`, or delete it to use the bundled table"
_TABLES = """
create table about (key text primary key, value text) without rowid;
create table headings (key text primary key, name text, numbers text, qualifiers text) without rowid;
create table terms (key text primary key, heading text, term text) without rowid;
"""


def folder() -> Path:
    """Where the table is kept: ``$RESIFT_MESH``, else the platform's folder for a user's data."""
    if own := os.environ.get("RESIFT_MESH"):
        return Path(own)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "resift"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "resift"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "resift"


def table() -> Path:
    """The table's file, whether or not it is there."""
    return folder() / "mesh.sqlite"


def load(path: Path, progress: Progress = lambda _done, _all: None) -> int:
    """Read one of NLM's descriptor files and put its table in place of the one in use; the number of headings.

    The new table is written beside the old one and then takes its name, so that there is always a whole one. Raises
    BadFile, and leaves the old table as it was, for anything but a sound descriptor file with headings.
    """
    into = table()
    into.parent.mkdir(parents=True, exist_ok=True)
    draft = into.with_name(f"{into.name}.{os.getpid()}.part")
    try:
        count = _write(draft, path, progress)
        os.replace(draft, into)
    except sqlite3.Error as error:
        then = "check its permissions and the space left; the table in use is unchanged"
        raise BadFile(f"the table of MeSH cannot be written: {error}", where=str(into), then=then) from None
    finally:
        draft.unlink(missing_ok=True)
    return count


def _write(draft: Path, path: Path, progress: Progress) -> int:
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("pragma synchronous = off")  # a draft that does not become whole is thrown away
        connection.executescript(_TABLES)
        for descriptor in descriptors(path, progress):
            _insert(connection, descriptor)
        count: int = connection.execute("select count(*) from headings").fetchone()[0]
        if not count:
            raise BadFile("holds no headings", where=str(path), then="give NLM's descriptor file, e.g. desc2026.xml")
        # a heading's own name comes before its use as another one's entry term
        connection.execute("delete from terms where key in (select key from headings)")
        about = {"format": _FORMAT, "source": path.name, "year": year(path)}
        connection.executemany("insert into about values (?, ?)", about.items())
        connection.commit()
    return count


def _insert(connection: sqlite3.Connection, descriptor: Descriptor) -> None:
    key = descriptor.name.lower()
    row = (key, descriptor.name, ";".join(descriptor.numbers), " ".join(descriptor.qualifiers))
    connection.execute("insert or replace into headings values (?, ?, ?, ?)", row)
    terms = ((t.lower(), key, t) for t in descriptor.terms)
    connection.executemany("insert or ignore into terms values (?, ?, ?)", terms)


def loaded() -> Tree | None:
    """The table that was loaded, or None. Raises BadFile for one that is damaged or of another version of resift."""
    path = table()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _read(path, changed)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> Tree:
    about = {key: value for key, value in _rows(path, "select key, value from about")}  # noqa: C416
    if about.get("format") != _FORMAT:
        raise BadFile("is a table of another version of resift", where=str(path), then=_AGAIN)
    numbers: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for key, name, places in _rows(path, "select key, name, numbers from headings"):
        numbers[key], names[key] = tuple(places.split(";")) if places else (), name
    return Tree(numbers, names, Terms(path), about["source"], about["year"])


def _rows(path: Path, query: str, values: Iterable[str] = ()) -> list[tuple[str, ...]]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query, tuple(values)).fetchall()
    except sqlite3.Error as error:
        raise BadFile(f"the table of MeSH cannot be read: {error}", where=str(path), then=_AGAIN) from None


class Terms(Mapping[str, str]):
    """The entry terms of a loaded table, looked up where they are kept: there are a quarter of a million of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found = lru_cache(maxsize=100_000)(self._look_up)

    def _look_up(self, key: str) -> str | None:
        found = _rows(self.path, "select heading from terms where key = ?", (key,))
        return found[0][0] if found else None

    def __getitem__(self, key: str) -> str:
        found = self._found(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in _rows(self.path, "select key from terms"))

    def __len__(self) -> int:
        return int(_rows(self.path, "select count(*) from terms")[0][0])


def entry_terms(tree: Tree, heading: str) -> list[str]:
    """The entry terms of a heading, in alphabetical order, as they are written where the table keeps that."""
    key = heading.lower()
    if isinstance(tree.terms, Terms):
        return sorted(r[0] for r in _rows(tree.terms.path, "select term from terms where heading = ?", (key,)))
    return sorted(term for term, of in tree.terms.items() if of == key)


def allowed(tree: Tree, heading: str) -> list[str]:
    """The codes of the subheadings that a heading may have; none are known from the bundled table."""
    if not isinstance(tree.terms, Terms):
        return []
    found = _rows(tree.terms.path, "select qualifiers from headings where key = ?", (heading.lower(),))
    return found[0][0].split() if found else []
