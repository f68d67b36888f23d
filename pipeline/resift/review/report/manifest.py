"""What the report was made from: every input with its fingerprint, the log, and the versions of what counted it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from resift import __version__
from resift.reporting.document import Code, Paragraph, Section, Table, columns
from resift.review.folder import GIVEN, files_of
from resift.review.report.snapshot import Snapshot

_LIBRARIES = (
    "biopython", "lxml", "numpy", "xlsxwriter", "python-docx", "rapidfuzz", "resvg-py", "scikit-learn", "scipy",
    "sqlalchemy",
)  # fmt: skip


class Manifest:
    """The inputs of a report. What differs between machines stands in ``manifest.json`` only."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def inputs(self) -> dict[str, str]:
        """The fingerprint of each file that people wrote or that a source sent, by its name in the review."""
        folder = self._snapshot.folder
        given = files_of(folder.root, (*GIVEN, "data/imports"))
        own = folder.keys.relative_to(folder.root).as_posix()
        return {name: sha256(data).hexdigest() for name, data in given if name != own}

    @cached_property
    def records(self) -> dict[str, str]:
        """A fingerprint of what each search or import brought: ids, accession numbers and titles, in their order."""
        known = self._snapshot.state.records if self._snapshot.begun else {}
        found = {}
        for run, ids in self._snapshot.ids_by_run.items():
            told = ("\t".join((i, known[i].accession, known[i].title)) for i in ids)
            found[run] = sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()
        return found

    @cached_property
    def log(self) -> dict[str, str | int]:
        """How many events the log has, the time of the newest, and the fingerprint of all."""
        told = self._snapshot.state.store.log()
        mark = sha256("\n".join(i for _, i in told).encode()).hexdigest()
        return {"events": len(told), "newest": told[-1][0] if told else "", "sha256": mark}

    def as_json(self) -> bytes:
        """All of it for programs, with the versions of Python and of libraries."""
        value = {
            "resift": __version__, "python": ".".join(map(str, sys.version_info[:3])), "platform": sys.platform,
            "libraries": {name: found for name in _LIBRARIES if (found := _version(name))},
            "inputs": self.inputs, "records": self.records, "log": self.log,
        }  # fmt: skip
        return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def manifest_section(manifest: Manifest) -> Section:
    """The manifest for readers."""
    return Section(id="manifest", title="Manifest", blocks=[
        Paragraph(text=f"Made with resift {__version__} from the inputs below; the versions of Python and of libraries "
                  "stand in manifest.json. The same inputs and the same log give this report again, byte for byte."),
        Table(caption="Inputs and their fingerprints", columns=columns("What", "SHA-256"), rows=list(_rows(manifest)),
              name="manifest"),
    ])  # fmt: skip


def _rows(manifest: Manifest) -> Iterator[tuple[str, tuple[Code, ...]]]:
    yield from ((name, (Code(text=mark),)) for name, mark in manifest.inputs.items())
    yield from ((f"records of {run}", (Code(text=mark),)) for run, mark in manifest.records.items())
    log = manifest.log
    newest = f", the newest of {log['newest']}" if log["newest"] else ""
    yield f"log of {log['events']:,} events{newest}", (Code(text=str(log["sha256"])),)
