"""A review, opened: each method is one step of it, done whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resift.decisions import Event, Stage, Verb
from resift.errors import ReviewError
from resift.records import Link
from resift.review.config import CONFIG, Config, Study, normal_name, read_config
from resift.review.desk import Clock, Desk, Progress, quiet, utc_now
from resift.review.folder import Folder, find_review, write_tree
from resift.review.ordering import Orders
from resift.review.searches import Search
from resift.review.state import PUBMED, Reports
from resift.screening.session import Session
from resift.store import Ranked, Run, Store

if TYPE_CHECKING:
    from resift.reporting.flow_files import Style
    from resift.review.agreement import Agreement
    from resift.review.exporting import Export
    from resift.review.merging import Merged
    from resift.review.report import Built
    from resift.search.eutils import Eutils
    from resift.search.services import Service

NO_SERVICES: Mapping[str, Service] = {}


class Review:
    """The review in a folder; use it in a ``with`` so that its store is let go.

    ``clock`` gives the time in UTC (ISO 8601 with microseconds); ``progress`` is told (what, done, of).
    A ReviewError from any method says what the reviewer can put right; nothing is half done after it.
    """

    def __init__(self, root: Path, *, clock: Clock = utc_now, progress: Progress = quiet) -> None:
        self.folder = Folder(root)
        self.config: Config = read_config(root)
        self.clock, self.progress = clock, progress
        self.folder.database.parent.mkdir(parents=True, exist_ok=True)
        self.store = Store.at(self.folder.database)
        self._desk = Desk(self.folder, self.store, clock, progress)
        self._orders = Orders(self._desk, self.config)

    @classmethod
    def open(cls, start: Path, *, clock: Clock = utc_now, progress: Progress = quiet) -> Review:
        """The review that ``start`` lies in."""
        return cls(find_review(start), clock=clock, progress=progress)

    def __enter__(self) -> Review:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    @property
    def state(self) -> Reports:
        """A snapshot of where everything stands."""
        return Reports(self.config, self.store)

    # identification

    def search(
        self, names: Sequence[str] = (), *, since: dt.date | None = None, corpus: Sequence[Path] = (),
        client: Eutils | None = None, update: bool = False, accept: Sequence[str] = (),
        services: Mapping[str, Service] = NO_SERVICES,
    ) -> list[Run]:  # fmt: skip
        """Run the review's strategies on PubMed through ``client``, or over local files; returns the runs made.

        Where review.toml names what the previous search found, the whole strategy is run and that is left out; else,
        or with ``since``, only a window of dates is searched. What was run already is not run twice unless ``update``
        asks for a new round, which brings what the rounds before did not. ``accept`` are kinds of PubMed's warnings
        that shall not stop a search. A search that follows citations is only run by its name; ``services`` are those
        beside PubMed that it may ask.
        """
        from resift.review.citing import run_citations
        from resift.review.searching import Wish, run_search
        from resift.review.updating import BEFORE, known_ids

        wanted = [self.config.search(n) for n in names] or [s for s in self.config.searches if s.runs]
        for s in wanted:
            if not (s.runs or s.follow):
                raise ReviewError(f"{s.label} cannot be searched from here", where="review.toml",
                                  then=f"export it there, then: resift import FILE --database {s.name}")  # fmt: skip
        open_ = self._open_searches(wanted, update)
        made = []
        for s in open_:
            if s.follow:
                wish = Wish(since=since, corpus=tuple(corpus))
                made.append(run_citations(self._desk, self.state, s, self._new_run(s.name), wish, client, services))
                continue
            known = known_ids(self._desk, self.config, s.name, update=update)
            window = since or (None if BEFORE in known else self.config.since)
            wish = Wish(since=window, corpus=tuple(corpus), known=known, accept=tuple(accept))
            made.append(run_search(self._desk, s, self._new_run(s.name), wish, client))
        return made

    def _open_searches(self, wanted: Sequence[Search], update: bool) -> list[Search]:
        """Those not run yet; in a new round all, or those that an interrupted round has left."""
        rounds = Counter(r.search for r in self.store.runs())
        newest = max((rounds[s.name] for s in wanted), default=0)
        behind = [s for s in wanted if rounds[s.name] < newest]
        found = (behind or list(wanted)) if update else [s for s in wanted if not rounds[s.name]]
        if not found:
            raise self._nothing_to_search(wanted)
        return found

    def retracted_since(self, client: Eutils) -> list[str]:
        """Keep what PubMed says of reports still in the review since they were found; a remark for each that is new."""
        from resift.review.notices import notices_since

        events, told = notices_since(self._desk, self.state, client)
        self.store.append(events)
        return told

    def _nothing_to_search(self, wanted: Sequence[Search]) -> ReviewError:
        if not wanted:
            return ReviewError(
                "no search has a strategy to run", where="review.toml", then='add strategy = "queries/…"'
            )
        from resift.review.status import changed_searches

        edited = [s for s in changed_searches(self.state, self.folder) if s in wanted and s.runs]
        when = next(r.searched for r in self.store.runs() if r.search == wanted[0].name)
        again = " ".join(("resift search", *(s.name for s in wanted if s.follow), "--update"))
        if edited:
            changed = ", ".join(dict.fromkeys(s.strategy for s in edited))
            names = " ".join(s.name for s in edited)
            return ReviewError(f"searched already, on {when[:10]}; {changed} was changed since",
                               then=f"resift search {names} --update runs it as it is now")  # fmt: skip
        return ReviewError(f"{', '.join(s.label for s in wanted)}: searched already, on {when[:10]}",
                           then=f"resift dedup, or {again} for what is new since")  # fmt: skip

    def _new_run(self, search: str) -> str:
        rounds = sum(r.search == search for r in self.store.runs())
        return search if rounds == 0 else f"{search}.{rounds + 1}"

    def imported(self, path: Path) -> Run | None:
        """The run that this very file made already, or None."""
        from resift.review.importing import known_import

        return known_import(self._desk, path)

    def import_file(self, path: Path, database: str) -> Run:
        """Read an export; the file is kept as received. A file that was imported already is refused."""
        from resift.review.importing import import_file

        search = self.config.search(database)
        return import_file(self._desk, path, search, self._new_run(search.name))

    def dedup(self) -> Mapping[str, int]:
        """Group the records into reports, and recognise reports of the previous version; returns counts."""
        from resift.review.grouping import group

        return group(self._desk, self.config)

    def doubtful(self) -> list[Link]:
        """The pairs of the newest grouping that a person should look at, the likeliest duplicates first."""
        from resift.review.grouping import doubtful

        return doubtful(self.store)

    def settle(self, pair: Link, *, same: bool, reviewer: str) -> None:
        """Say of two records whether they describe the same report; it counts from the next grouping on."""
        from resift.review.grouping import answer

        who = self._known(self.state, reviewer, reading=False)
        self.store.append(answer(self._desk, pair, same=same, reviewer=who))

    # screening

    def rank(self, reviewer: str = "", *, due: bool = False) -> Ranked:
        """Order what is unread; for one reviewer from that person's own decisions only, so that it stays blind.

        With ``due`` nothing is done where no decision or report came since the newest order, and one that is being
        made is waited for.
        """
        reviewer = self._known(self.state, reviewer, reading=False) if reviewer else ""
        if due:
            return self._orders.due(lambda: self.state, reviewer, lambda: self.rank(reviewer))
        state = self.state
        self._need_reports(state)
        return self._orders.made(state, reviewer)

    def session(
        self, reviewer: str, stage: Stage = Stage.SCREENING, *, settling: bool = False,
        consensus: bool = False, looking: Mapping[str, str] | None = None, background: bool = False,
    ) -> Session:  # fmt: skip
        """A sitting of one reviewer: what waits, in order, the pilot first. ``settling`` takes the conflicts of the
        others, with ``consensus`` also those that the reviewer has a part in; ``looking`` the reports given for a
        second look at the reviewer's own decisions, each with the reason in words.

        With ``background`` a new order is made while the reader goes on; else each is waited for, so that the same
        answers always meet the same reports.
        """
        from resift.review.sitting import open_session

        state = self.state
        self._need_reports(state)
        who = self._known(state, reviewer, reading=not settling)
        return open_session(
            self, state, who, stage, settling=settling, consensus=consensus, looking=looking or {},
            background=background,
        )  # fmt: skip

    def agreement(self, stage: Stage = Stage.SCREENING, *, pilot: bool = False) -> Agreement:
        """How far the reviewers agree, over reports that nobody is still to decide on."""
        from resift.review.agreement import agreement

        if pilot and not self.config.assignment.pilot:
            raise ReviewError("the protocol has no pilot", where=CONFIG, then="write pilot = 50 under [screening]")
        return agreement(self.state, stage, pilot=pilot)

    def second_look(self, reviewer: str, stage: Stage = Stage.SCREENING) -> list[tuple[str, str]]:
        """Which of a reviewer's own decisions to look at again, and why; what was looked at is left out."""
        from resift.review.looking import second_look

        return second_look(self.state, self._known(self.state, reviewer), stage, self._orders.order,
                           self.progress)  # fmt: skip

    def _known(self, state: Reports, reviewer: str, *, reading: bool = True) -> str:
        """The reviewer's name in its normal form; one that differs from a known one only by case is refused.

        Who reads must be among the people of the protocol, if it names any; anybody may settle.
        """
        name = normal_name(reviewer)
        if not name or not name.isprintable() or name == PUBMED:
            wrong = f"{name!r} cannot be a reviewer's name" if name else "a reviewer needs a name"
            raise ReviewError(wrong, then="give it with --reviewer NAME")
        people = self.config.assignment.people
        if name in people:
            return name
        known = (*people, *state.people)
        near = next((p for p in known if p.casefold() == name.casefold()), name)
        if name not in known and near != name:
            raise ReviewError(f"{name!r} differs from {near!r} only by case", then=f'write --reviewer "{near}"')
        if reading and people:
            raise ReviewError(f"{name!r} is not among the people of the protocol: {', '.join(people)}", where=CONFIG,
                              then="use one of these names, or add it to [screening] people")  # fmt: skip
        return name

    def retrieve(
        self, report: str, *, found: bool, why: str = "", reviewer: str, time: str = "", state: Reports | None = None
    ) -> None:
        """Say that a report's full text was had, or was not and why; ``state`` saves asking the store again."""
        state = state or self.state
        if not found and (Stage.ELIGIBILITY, report) in state.events:
            raise ReviewError(f"{report} was assessed in full text already", then="take those decisions back first")
        if report not in state.sought:
            raise ReviewError(f"{report} is not among the reports sought", then="resift status shows what is")
        verb = Verb.RETRIEVED if found else Verb.NOT_RETRIEVED
        if not found and not why.strip():
            raise ReviewError("a report that was not retrieved needs to say why", then="give the reason")
        self.store.append(Event(time=time or self.clock(), reviewer=normal_name(reviewer), stage=Stage.RETRIEVAL,
                                record=report, verb=verb, note=why))  # fmt: skip

    def assigned(self, report: str, study: str, *, reviewer: str, time: str = "") -> Event:
        """The event that says which study an included report is of (a new one's id, or a previous one's)."""
        return Event(time=time or self.clock(), reviewer=normal_name(reviewer), stage=Stage.DATA,
                     record=report, verb=Verb.STUDY, data={"study": study})  # fmt: skip

    def charted(self, study: Study, *, reviewer: str, time: str = "") -> Event:
        """The event that says of a study what the characteristics table needs."""
        if self.config.categories and study.category and study.category not in self.config.categories:
            raise ReviewError(f"study {study.id}: there is no category {study.category!r}", where="review.toml",
                              then=f"use one of {'; '.join(self.config.categories)}")  # fmt: skip
        data = {k: getattr(study, k) for k in Study.__dataclass_fields__}
        return Event(time=time or self.clock(), reviewer=normal_name(reviewer), stage=Stage.DATA,
                     record=f"study:{study.id}", verb=Verb.CHART, data=data)  # fmt: skip

    # included

    def status(self, reviewer: str = "", stage: Stage = Stage.SCREENING) -> dict[str, Any]:
        """Where the review stands, per stage, and the next command: for ``reviewer``, who sat at ``stage``, if any."""
        from resift.review.status import status

        return status(self.state, self.folder, reviewer, stage)

    def report(
        self, out: Path | None = None, *, style: Style | None = None, strict: bool = False, draft: bool = False
    ) -> dict[str, Any]:
        """Write the report's files; returns the counts and where the report is.

        Before the first search it tells what is known of the previous version, and has no flow.

        ``strict`` writes nothing unless every check holds and nothing is open; it also builds the report a second
        time, which must give the same bytes. ``draft`` marks the figure as one whatever the checks say.
        """
        from resift.reporting.picture import remarks
        from resift.review.report import build

        state = self.state
        self._need_groups()
        built = build(state, self.folder, style, draft=draft)
        if strict:
            self._final(built, build(self.state, self.folder, style, draft=draft))
        folder = out or self.folder.reports
        write_tree(folder, built.files)
        figure = built.files.get("flow.svg", b"").decode()
        return {"counts": dict(built.counts), "draft": list(built.open_items), "report": str(folder / "report.html"),
                "files": sorted(built.files), "remarks": remarks(figure)}  # fmt: skip

    def _final(self, built: Built, again: Built) -> None:
        unlike = [name for name in built.files if built.files[name] != again.files[name]]
        faults = [*built.open_items, *(f"C32: {name} is not the same when it is made again" for name in unlike)]
        if faults:
            raise ReviewError("this is not final, and nothing was written:\n" + "\n".join(f"  {f}" for f in faults),
                              then="resift status names the next step; resift report writes a draft")  # fmt: skip

    # between copies of the review, and to other tools

    def export(self, to: str, *, stage: Stage | None = None, status: str = "", reviewer: str = "") -> Export:
        """The reports of a stage, or events, as another tool or another copy of this review reads them.

        With ``reviewer`` only what that person may see: own decisions, and others' on what both decided. Without a
        ``stage`` it is the furthest that was decided at; for ASReview, which screens titles and abstracts, the first.
        """
        from resift.review.exporting import EVENTS, export_events, export_reports, furthest

        state = self.state
        reviewer = self._known(state, reviewer, reading=False) if reviewer else ""
        if to == EVENTS:
            return export_events(self._desk, self.config.title, reviewer)
        self._need_reports(state)
        if stage is None:
            stage = Stage.SCREENING if to == "asreview" else furthest(state, reviewer)
        return export_reports(state, to, stage=stage, status=status, reviewer=reviewer)

    def merge(self, paths: Sequence[Path], *, force: bool = False) -> Merged:
        """Add the events of files from elsewhere, all or none; answers on doubtful pairs take effect at once."""
        from resift.review.merging import merge

        merged = merge(self._desk, self.config.title, paths, force=force)
        if merged.regroup:
            self.dedup()
        return merged

    def _need_reports(self, state: Reports) -> None:
        if not state.runs:
            raise ReviewError("there are no records yet", then="resift search, or resift import FILE --database NAME")
        self._need_groups()

    def _need_groups(self) -> None:
        if not self.store.grouped():
            raise ReviewError("some records or answers were not taken into the groups yet", then="resift dedup")


def start_review(target: Path, files: Mapping[str, bytes]) -> None:
    """Make a review's folder from template files; a folder with other files in it is refused."""
    present = [p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()] if target.is_dir() else []
    foreign = [n for n in present if n == CONFIG or (target / n).read_bytes() != files.get(n)]
    if foreign or (target.exists() and not target.is_dir()):
        raise ReviewError("this folder is not empty", where=str(target), then="name a folder that does not exist yet")
    # review.toml comes last: with it the folder is a review, without it the same command goes on
    write_tree(target, dict(sorted(files.items(), key=lambda f: f[0] == CONFIG)))
