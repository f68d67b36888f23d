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
    """What is missing or contradictory in the charting: the characteristics table rests on it."""
    said: dict[str, dict[str, str]] = {}
    for (stage, _), events in state.events.items():
        for e in events if stage is Stage.DATA else ():
            if e.verb is Verb.CHART:
                said.setdefault(str(e.data["id"]), {})[e.reviewer] = str(e.data.get("category", ""))
    if bare := state.studies.keys() - said.keys():
        yield warning("C22", "new studies are not charted", bare)
    if split := [study for study, by in said.items() if len(set(by.values())) > 1]:
        yield error("C22", "reviewers charted studies in different categories", split)
