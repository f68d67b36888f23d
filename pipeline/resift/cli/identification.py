"""search, import and dedup."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resift.cli.output import harmless, json_option, print_json, print_table, progress, review_option, typed_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from resift.review import Review
    from resift.search.eutils import Eutils
    from resift.search.services import Service
    from resift.store import Run


_IMPORT = "Next: resift import FILE --database NAME, then resift dedup"


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what PubMed added, entered or indexed since.")
@click.option("--corpus", type=click.Path(path_type=Path), multiple=True, help="Search these "
              "files or folders of PubMed XML instead of PubMed.")  # fmt: skip
@click.option("--update", is_flag=True, help="A new round: what earlier rounds did not find, and what was "
              "retracted since.")  # fmt: skip
@click.option("--accept-warning", "accept", multiple=True, metavar="CODE", help="Go on although PubMed says this, "
              "such as QuotedPhraseNotFound.")  # fmt: skip
@click.option("--rehearse", is_flag=True, help="Run the whole search against a PubMed on this machine that holds "
              "--corpus (else the fictional corpus); nothing is kept.")  # fmt: skip
@click.option("--faults", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.toml", help="With --rehearse: "
              "fail as this file says (see resift serve).")  # fmt: skip
@click.option("--phrases", type=click.Choice(["any", "corpus"]), help="With --rehearse: the quoted phrases that this "
              "PubMed knows, any or only those of its records.  [default: any]")  # fmt: skip
@review_option
@json_option
def search(
    names: tuple[str, ...], since: dt.datetime | None, corpus: tuple[Path, ...], update: bool,
    accept: tuple[str, ...], rehearse: bool, faults: Path | None, phrases: str | None, where: Path, as_json: bool,
) -> None:  # fmt: skip
    """Run the review's strategies on PubMed, all or those NAMEd in review.toml.

    A search that follows citations is run by its NAME, once studies are included.

    PubMed asks for an e-mail address: set NCBI_EMAIL. NCBI_API_KEY, if set, raises the rate to 10 a second.
    """
    from resift.review import Review
    from resift.review.rehearsing import rehearsal

    if faults and not rehearse:
        raise click.UsageError("--faults is for a rehearsal; add --rehearse")
    if phrases and not rehearse:
        raise click.UsageError("--phrases is for a rehearsal; add --rehearse")
    after = "A rehearsal: nothing was kept. Next: resift search" if rehearse else _IMPORT
    day = since.date() if since else None
    with progress() as bar:
        if rehearse:
            with Review.open(where, progress=bar) as review:
                runs, counts = rehearsal(review, corpus, names=names, since=day, accept=accept, faults=faults,
                                         own_phrases=phrases == "corpus", waiting=bar.say)  # fmt: skip
            remarks, later = [], []
        else:
            with Review.open(where, progress=bar) as review:
                client, services = (None, {}) if corpus else _connections(bar.say)
                before = update and bool(review.store.runs())
                runs = review.search(names, since=day, corpus=corpus, client=client, update=update, accept=accept,
                                     services=services)  # fmt: skip
                done = {r.search for r in review.store.runs()}
                later = [s for s in review.config.searches if s.follow and s.name not in done]
                remarks = review.retracted_since(client) if before and client else []
                counts = {k: len(v) for k, v in review.store.ids_by_run().items()}
                if any(r.kind == "citation" for r in runs):
                    new = any(counts.get(r.id) for r in runs)
                    after = f"Next: {'resift dedup' if new else review.status()['next']}"
    if as_json:
        print_json([_as_json(r, counts.get(r.id, 0), remarks if r is runs[-1] else []) for r in runs])
        return
    print_table([(counts.get(r.id, 0), f"records from {r.label} ({r.source})") for r in runs])
    for label, remark in [
        *((r.label, remark) for r in runs for remark in r.remarks),
        *(("PubMed", x) for x in remarks),
    ]:
        click.echo(harmless(f"{label}: {remark}"), err=True)
    for s in later:
        click.echo(f"{s.label} waits for included studies; then: resift search {s.name}", err=True)
    click.echo(after, err=True)


def _as_json(run: Run, records: int, remarks: list[str]) -> dict[str, Any]:
    more = {key: run.answer[key] for key in ("windows", "lists") if key in run.answer}
    return {"run": run.id, "label": run.label, "records": records, "reported": run.reported, "effect": run.effect,
            "translation": run.translation, "remarks": [*run.remarks, *remarks], **more}  # fmt: skip


def _connections(waiting: Callable[[str], object]) -> tuple[Eutils, Mapping[str, Service]]:
    """PubMed, and the services beside it that are asked only where review.toml names them."""
    from resift.search.credentials import credentials
    from resift.search.eutils import Eutils
    from resift.search.services import services
    from resift.search.transport import NCBI

    held = credentials()
    address = os.environ.get("RESIFT_EUTILS") or NCBI
    others = {name: os.environ.get(f"RESIFT_{name.upper()}", "") for name in ("europepmc", "openalex")}
    return Eutils(address, email=held.needed_email(), api_key=held.key.value or None, waiting=waiting), services(
        held, others
    )


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--database", required=True, metavar="NAME", help="The database that was exported, as in review.toml.")
@review_option
@json_option
def import_(files: tuple[Path, ...], database: str, where: Path, as_json: bool) -> None:
    """Read exports of a database; the files are kept as received."""
    from resift.review import Review

    with progress() as bar, Review.open(where, progress=bar) as review:
        known = [f for f in files if review.imported(f)]
        for file in known if len(known) < len(files) else ():
            click.echo(f"{file}: imported already, passed over", err=True)
        runs = [review.import_file(f, database) for f in files if f not in known or len(known) == len(files)]
    if as_json:
        print_json([{"run": r.id, "label": r.label, "records": r.reported, "source": r.source,
                     "remarks": list(r.remarks)} for r in runs])  # fmt: skip
        return
    print_table([(r.reported or 0, f"records from {r.label} ({r.source})") for r in runs])
    for r in runs:
        for remark in r.remarks:
            click.echo(harmless(f"{r.label}: {remark}"), err=True)
    click.echo("Next: resift dedup", err=True)


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--groups", type=click.Path(path_type=Path, dir_okay=False), help="Outside a review: write id,group here."
)
@click.option("--reviewer", default="", metavar="NAME", help="In a review: settle the doubtful pairs, one by one.")
@review_option
@json_option
def dedup(files: tuple[Path, ...], groups: Path | None, reviewer: str, where: Path, as_json: bool) -> None:
    """Group records of the same report.

    Inside a review: all its records; reports of the previous version are recognised, and doubtful pairs wait for a
    person (--reviewer). Outside: FILEs of any supported format in, a CSV with id,group out.
    """
    if groups and any(groups.resolve() == f.resolve() for f in files):
        raise click.UsageError(f"{groups} is one of the files to read; write the groups to another")
    if bool(files) != bool(groups):
        raise click.UsageError("outside a review, give FILEs and --groups OUT.csv together")
    counts = _dedup_files(files, groups) if groups else _dedup_review(where, reviewer)
    if as_json:
        print_json(counts)
        return
    words = {"records": "records", "reports": "reports", "duplicates": "duplicates", "doubtful": "pairs that a person "
             "should look at", "found_again": "reports of the previous version found again"}  # fmt: skip
    print_table([(n, words[k]) for k, n in counts.items()])
    if counts["doubtful"] and not groups:
        click.echo("To look at them: resift dedup --reviewer NAME", err=True)
    if not groups:
        click.echo("Next: resift rank, or resift screen --reviewer NAME", err=True)


def _dedup_review(where: Path, reviewer: str) -> dict[str, int]:
    from resift.review import Review

    with progress() as bar, Review.open(where, progress=bar) as review:
        counts = review.dedup()
        bar.clear()
        if reviewer and _settle_pairs(review, reviewer):
            counts = review.dedup()
        return dict(counts)


def _settle_pairs(review: Review, reviewer: str) -> int:
    """Ask of each doubtful pair whether it is one report; returns how many were answered."""
    from resift.review.report import citation

    pairs, records, settled = review.doubtful(), review.state.records, 0
    click.echo(
        f"{len(pairs)} pairs may be the same report. Answer s for same, d for different, l for later, q to stop."
    )
    lines = typed_lines()
    for pair in pairs:
        click.echo(f"\nWhy it is doubtful: {pair.rule}")
        for record in (records[pair.record], records[pair.other]):
            told = f"{record.id}: {citation(record)} {record.volume} {record.pages} {record.doi or ''}"
            click.echo(harmless(told.rstrip()))
        answer = next((a for line in lines if (a := line.strip().lower()) in ("s", "d", "l", "q")), "q")
        if answer == "q":
            click.echo("Saved. Resume any time.")
            break
        if answer in ("s", "d"):
            review.settle(pair, same=answer == "s", reviewer=reviewer)
            settled += 1
            click.echo("Saved.")
    return settled


def _dedup_files(files: tuple[Path, ...], groups: Path) -> dict[str, int]:
    from resift.dedup import find_duplicates
    from resift.reporting.tables import csv_bytes
    from resift.review.folder import write_whole
    from resift.review.standalone import read_exports

    with progress() as bar:
        records = read_exports(files)
        bar("comparing records", 0, len(records))
        found = find_duplicates(records)
    of = {record: number for number, group in enumerate(found.groups, start=1) for record in group}
    write_whole(groups, csv_bytes(("id", "group"), ((r.id, of[r.id]) for r in records)))
    return {"records": len(records), "reports": len(found.groups), "duplicates": len(records) - len(found.groups),
            "doubtful": len(found.doubtful)}  # fmt: skip
