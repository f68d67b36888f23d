"""A review's folder on disk: where things lie, and how files are written so that none is ever half there."""

from __future__ import annotations

import csv
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from resift.errors import BadFile, ReviewError


@dataclass(frozen=True, slots=True)
class Folder:
    """The places in a review's folder."""

    root: Path

    @property
    def database(self) -> Path:
        """The store."""
        return self.root / "data" / "review.db"

    @property
    def ranking(self) -> Path:
        """The file that a ranking in the background holds, so that there is one at a time."""
        return self.root / "data" / "review.db-ranking"

    @property
    def keys(self) -> Path:
        """The reviewers' own keys for the screening session; it need not exist."""
        return self.root / "screening" / "keys.toml"

    @property
    def searches(self) -> Path:
        """Raw responses, as received."""
        return self.root / "data" / "searches"

    @property
    def imports(self) -> Path:
        """Export files, as received."""
        return self.root / "data" / "imports"

    @property
    def fulltext(self) -> Path:
        """PDFs of reports, fetched or put there; not in git."""
        return self.root / "data" / "fulltext"

    @property
    def reports(self) -> Path:
        """What resift writes; may be deleted and rebuilt."""
        return self.root / "reports"

    def inside(self, name: str) -> Path:
        """Where a file of the review is; a BadFile when that is outside the folder."""
        try:
            path = (self.root / name).resolve()
        except (OSError, ValueError):  # a link that leads to itself, a sign that no name has
            raise BadFile("this is no path", where=repr(name), then="correct review.toml") from None
        if not path.is_relative_to(self.root.resolve()):
            raise BadFile("this path leads out of the review's folder", where=name, then="keep the file in the review")
        return path

    def text(self, name: str) -> str:
        """A file of the review as text; a BadFile when it is missing, unreadable, or outside the folder."""
        path = self.inside(name)
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise BadFile("there is no such file", where=str(path), then="restore it, or correct review.toml") from None
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(f"cannot be read as UTF-8 text: {error}", where=str(path), then="save it as UTF-8") from None


def received(path: Path) -> bytes:
    """A file as it was given; a BadFile names one that cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror}", where=str(path), then="check the path") from None


def write_whole(path: Path, data: bytes) -> None:
    """Write a file at one stroke: complete and on disk, or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


GIVEN = ("review.toml", "queries", "screening", "data/previous")
"""What people write in a review; all else comes of it."""


def files_of(root: Path, parts: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The files of some parts of a folder, by their name in it and in that order."""
    for part in parts:
        found = [root / part] if (root / part).is_file() else sorted((root / part).rglob("*"))
        for path in found:
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.read_bytes()


def write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder in their order; those that hold the same bytes already are left alone.

    What an earlier writing of the same files left half done is swept away, and nothing else.
    """
    for name, data in files.items():
        path = folder / name
        for stale in path.parent.glob(f".{path.name}.*.tmp"):
            stale.unlink()
        if not (path.is_file() and path.read_bytes() == data):
            write_whole(path, data)


def sha256(data: bytes) -> str:
    """The content's fingerprint, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def read_rows(path: Path, *needed: str) -> list[dict[str, str]]:
    """A CSV file's rows by column, cells stripped; a BadFile names the file and what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]
            columns = reader.fieldnames or ()
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror}", where=str(path), then="check the path") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(
            f"cannot be read as CSV in UTF-8: {error}", where=str(path), then="save it as UTF-8 CSV"
        ) from None
    missing = [n for n in needed if n not in columns]
    if missing:
        raise BadFile(f"there is no column {missing[0]!r}", where=f"{path}:1", then="add it to the header")
    return rows


def find_review(start: Path) -> Path:
    """The review that ``start`` lies in: it, or the nearest folder above it, with a ``review.toml``."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "review.toml").is_file():
            return folder
    raise ReviewError("this is not a review folder: there is no review.toml here or above", where=str(start),
                      then="cd to a review, or make one with: resift init DIR")  # fmt: skip
