"""Checks that need more than the flow: C16 on the files that were imported, C22 on what was charted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resift.decisions import Stage, Verb
from resift.prisma import Finding
from resift.prisma.findings import error, warning
from resift.review.folder import Folder, sha256
from resift.review.state import Reports
from resift.store import Run


def imported(runs: Iterable[Run], folder: Folder) -> Iterator[Finding]:
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


def charted(state: Reports) -> Iterator[Finding]:
    """A warning that names the new studies of which nothing was charted: the table has only their names."""
    events = (e for (stage, _), es in state.events.items() if stage is Stage.DATA for e in es)
    known = {str(e.data["id"]) for e in events if e.verb is Verb.CHART}
    if bare := state.studies.keys() - known:
        yield warning("C22", "new studies are not charted", bare)
