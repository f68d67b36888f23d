"""Check C16 on disk: the files that records were imported from are there, and are what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resift.prisma import Finding
from resift.prisma.findings import error
from resift.review.folder import Folder, sha256
from resift.store import Run


def kept(runs: Iterable[Run], folder: Folder) -> Iterator[Finding]:
    """A finding for each import whose file is gone or was changed since."""
    for run in runs:
        if not run.sha256:
            continue
        place = folder.imports / run.search
        files = sorted(place.glob(f"{run.sha256[:12]}-*")) if place.is_dir() else []
        if not files:
            yield error("C16", f"the file that {run.id} was imported from is no longer in {place.name}/")
        elif sha256(files[0].read_bytes()) != run.sha256:
            yield error("C16", f"{files[0].name} is not what {run.id} was imported from: it was changed since")
