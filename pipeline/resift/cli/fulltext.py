"""retrieve: which full texts were had, where the others may lie, and why the rest was not had."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resift.cli.fulltext_lines import ask_all, standing
from resift.cli.output import harmless, json_option, print_json, print_table, progress, review_option
from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.review import Review
    from resift.review.fulltext import Taken
    from resift.review.state import Reports


@click.command()
@click.argument("reports", metavar="[REPORT]...", nargs=-1)
@click.option("--reviewer", default="", metavar="NAME", help="Who says so.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Match the PDFs in "
              "this folder to the reports by DOI, PMID or title.")  # fmt: skip
@click.option("--open-access", is_flag=True, help="Ask Unpaywall and Europe PMC where open copies lie.")
@click.option("--download", is_flag=True, help="Fetch the PDFs of open copies into data/fulltext.")
@click.option("--retrieved", is_flag=True, help="Each REPORT was retrieved.")
@click.option("--not-retrieved", "why", metavar="REASON", help="Each REPORT was not retrieved, and why.")
@click.option("--list", "listed", is_flag=True, help="Only list the reports and where their full texts stand.")
@json_option
@review_option
def retrieve(
    reports: tuple[str, ...], reviewer: str, folder: Path | None, open_access: bool, download: bool, retrieved: bool,
    why: str | None, listed: bool, as_json: bool, where: Path,
) -> None:  # fmt: skip
    """Say of the reports that are sought whether their full texts were had.

    Without options each is asked about; the REPORTs named, also those answered before. Answer y, or n and why (n not
    held by any library), or s to leave it for later. An open copy that a service names is a lead: a report counts as
    retrieved once its PDF is there, or a person says so.
    """
    from resift.review import Review

    works = bool(folder or open_access or download)
    _consistent(reports, works=works, says=retrieved + (why is not None), listed=listed or as_json, reviewer=reviewer)
    with progress() as bar, Review.open(where, progress=bar) as review:
        if works:
            done = _work(review, reviewer, folder, open_access=open_access, download=download)
            bar.clear()
            print_json(done) if as_json else _tell(done)
        elif listed or as_json:
            _list(review.state, reports, as_json=as_json)
            return
        elif retrieved or why is not None:
            _say(review, reports, reviewer, why)
        else:
            ask_all(review, reports, reviewer)
        click.echo(f"Next: {review.status()['next']}", err=True)


def _consistent(reports: Sequence[str], *, works: bool, says: int, listed: bool, reviewer: str) -> None:
    """Refuse options that say nothing together."""
    if says + works > 1 or (says and listed) or (works and reports):
        raise click.UsageError("give one of REPORTs with --retrieved or --not-retrieved, --list, or --folder, "
                               "--open-access and --download")  # fmt: skip
    if says and not reports:
        raise click.UsageError("name the REPORTs that this is about; resift retrieve --list shows them")
    if not reviewer and not (listed and not works):
        raise click.UsageError("give --reviewer NAME, or --list")


def _work(
    review: Review, reviewer: str, folder: Path | None, *, open_access: bool, download: bool
) -> dict[str, Any]:  # fmt: skip
    """What programs can do: look up, fetch, match; returns what came of each."""
    from resift.formats.pdf import Papers
    from resift.review.fulltext import fetch, look_up, take_folder

    done: dict[str, Any] = {}
    with Papers() as papers:
        if folder:
            done["folder"] = _as_json(take_folder(review, folder, papers, reviewer=reviewer))
        if open_access:
            day = dt.datetime.now(dt.UTC).toordinal()  # what was asked on a day is not asked again on it
            done["open_access"] = dict(look_up(review, _finders(review), reviewer=reviewer, attempt=day))
        if download:
            _need_leads(review, fresh=open_access)
            done["download"] = _as_json(fetch(review, _pdfs(), papers, reviewer=reviewer))
    return done


def _need_leads(review: Review, *, fresh: bool) -> None:
    from resift.review.fulltext import full_texts

    if not (fresh or any(t.copies for t in full_texts(review.state))):
        raise ReviewError("no open copy is known yet", then="add --open-access, which asks where they lie")


def _finders(review: Review) -> Any:
    from resift.search.archive import Archive
    from resift.search.credentials import credentials
    from resift.search.services import copy_finders

    archive = Archive(review.folder.searches / "open_access", clock=lambda: dt.datetime.now(dt.UTC))
    return copy_finders(credentials(), _addresses(), archive)


def _pdfs() -> Any:
    from urllib.parse import urlsplit

    from resift.search.credentials import credentials
    from resift.search.pdfs import Pdfs
    from resift.search.transport import LOOPBACK

    local = any(urlsplit(a).hostname in LOOPBACK for a in _addresses().values() if a)
    return Pdfs(contact=credentials().email.value, local=local)


def _addresses() -> dict[str, str]:
    """The addresses of what stands in for the services, where it does."""
    return {name: os.environ.get(f"RESIFT_{name.upper()}", "") for name in ("unpaywall", "europepmc")}


def _as_json(taken: Taken) -> dict[str, Any]:
    def rows(found: Any) -> list[dict[str, str]]:
        return [{"file": m.paper.name, "report": m.report, "evidence": m.evidence} for m in found]

    def pairs(found: Any) -> list[dict[str, str]]:
        return [{"file": name, "why": why} for name, why in found]

    return {"retrieved": rows(taken.new), "known": rows(taken.known), "to_look_at": pairs(taken.unsure),
            "skipped": pairs(taken.skipped)}  # fmt: skip


def _tell(done: dict[str, Any]) -> None:
    if asked := done.get("open_access"):
        click.echo(f"{asked['asked']} reports asked about: {asked['with_copy']} have an open copy, "
                   f"{asked['with_pdf']} as a PDF.")  # fmt: skip
        if asked["without_identifier"]:
            click.echo(f"{asked['without_identifier']} have neither DOI nor PMID and cannot be asked about.")
        click.echo("An open copy is a lead: resift retrieve --list shows where it lies.")
    for key in ("folder", "download"):
        if key in done:
            _tell_taken(done[key])


def _tell_taken(taken: dict[str, list[dict[str, str]]]) -> None:
    for row in taken["retrieved"]:
        click.echo(harmless(f"{row['report']}: {row['file']}, by {row['evidence']}"))
    known = f", {len(taken['known'])} known already" if taken["known"] else ""
    number = len(taken["retrieved"])
    click.echo(f"{number} full {'text' if number == 1 else 'texts'} retrieved{known}.")
    for key, words in (("to_look_at", "look at"), ("skipped", "skipped")):
        for row in taken[key]:
            click.echo(harmless(f"{words}: {row['file']}: {row['why']}"))
        if taken[key]:
            click.echo(f"{len(taken[key])} {'to look at' if key == 'to_look_at' else 'skipped'}.")


def _list(state: Reports, reports: Sequence[str], *, as_json: bool) -> None:
    from resift.review.fulltext import full_texts, waiting
    from resift.review.report import citation

    named = set(waiting(state, reports)) if reports else set(state.sought)
    found = [t for t in full_texts(state) if t.report in named]
    if as_json:
        print_json([asdict(t) | {"citation": citation(state.shown(t.report)), "doi": state.shown(t.report).doi or "",
                                 "pmid": state.shown(t.report).pmid or ""} for t in found])  # fmt: skip
        return
    for t in found:
        click.echo(
            harmless(f"{t.report}: {citation(state.shown(t.report))} {state.shown(t.report).doi or ''}".rstrip())
        )
        for line in standing(t):
            click.echo(harmless(f"  {line}"))
    standings = [t.standing for t in found]
    print_table([(standings.count(s), s) for s in ("sought", "retrieved", "not retrieved")])


def _say(review: Review, reports: Sequence[str], reviewer: str, why: str | None) -> None:
    from resift.review.fulltext import waiting

    state = review.state
    if why is not None and not why.strip():
        raise click.UsageError("say why the reports were not retrieved")
    for report in waiting(state, reports):
        review.retrieve(report, found=why is None, why=why or "", reviewer=reviewer, state=state)
    click.echo(f"{len(reports)} reports: {'retrieved' if why is None else f'not retrieved, {why}'}.")
