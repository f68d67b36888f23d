"""The worked review that comes with resift, and its demonstration on a fictional corpus."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from resift import __version__
from resift.errors import ReviewError
from resift.review.desk import Progress
from resift.review.folder import GIVEN, files_of, write_whole
from resift.review.recording import replay
from resift.review.review import Review, start_review

PARTS = (*GIVEN, "data/demo")
MARK = ".resift-demo"


def worked_review() -> Path:
    """Where the worked review's files are: beside the installed package, or the root of a checkout."""
    installed = Path(str(files("resift"))) / "worked_review"
    return installed if installed.is_dir() else Path(str(files("resift"))).parents[1]


def worked_files(parts: tuple[str, ...] = PARTS) -> Iterator[tuple[str, bytes]]:
    """The worked review's files by their name in a review's folder."""
    return files_of(worked_review(), parts)


def demo(target: Path, progress: Progress) -> dict[str, Any]:
    """Copy the worked review to ``target`` and run every step on its fictional corpus; returns what ``report`` does.

    It can be stopped at any moment and run again: finished steps are kept, and the report comes out the same.
    """
    _copy(target)
    settings = tomllib.loads((target / "data/demo/demo.toml").read_text(encoding="utf-8"))
    with Review(target, clock=lambda: settings["clock"], progress=progress) as review:
        _search(review, target / settings["pubmed"])
        _import(review, target, settings["imports"])
        if not review.store.grouped():
            review.dedup()
        if review.store.ranked() is None:
            review.rank()
        replay(review, target / settings["decisions"], target / settings["studies"])
        return review.report()


def _copy(target: Path) -> None:
    mark = target / MARK
    if target.exists() and not mark.is_file() and (not target.is_dir() or any(target.iterdir())):
        raise ReviewError("this folder is not a demonstration of resift", where=str(target), then="name a new folder")
    if mark.is_file() and mark.read_text(encoding="utf-8").strip() != __version__:
        raise ReviewError("this demonstration was made by another version of resift", where=str(target),
                          then="delete the folder, or name a new one")  # fmt: skip
    write_whole(mark, f"{__version__}\n".encode())
    for name, data in worked_files():
        if not (target / name).is_file():
            write_whole(target / name, data)


def _search(review: Review, corpus: Path) -> None:
    from resift.search.corpus import Corpus
    from resift.search.eutils import Eutils
    from resift.search.server import running

    done = {r.search for r in review.store.runs()}
    if all(s.name in done for s in review.config.searches if s.runs):
        return
    review.progress("reading the fictional corpus", 0, 1)
    with running(Corpus([corpus])) as base_url:
        review.search(client=Eutils(base_url, email="demo@example.org"))


def _import(review: Review, target: Path, imports: dict[str, str]) -> None:
    done = {r.search for r in review.store.runs()}
    for name, path in imports.items():
        if name not in done:
            review.import_file(target / path, name)


def init(target: Path) -> None:
    """Make a new review's folder with the worked review's criteria and strategies as a pattern to change."""
    start_review(target, dict(worked_files(GIVEN)))
