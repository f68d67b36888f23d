"""doctor: what resift finds on this machine, and whether PubMed is as resift takes it to be."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from resift import __version__
from resift.cli.output import json_option, print_json, progress, review_option, say
from resift.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from resift.search.credentials import Credentials, Secret
    from resift.search.probes import Checked, Fact

_LIBRARIES = (
    "biopython", "lxml", "requests", "numpy", "pandas", "scipy", "scikit-learn", "rapidfuzz", "sqlalchemy",
    "click", "rich", "pypdf", "pycountry", "keyring",
)  # fmt: skip


@click.command()
@click.option("--live", is_flag=True, help="Also check on PubMed itself what resift takes for granted about it.")
@review_option
@json_option
def doctor(live: bool, where: Path, as_json: bool) -> None:
    """Say what is set up and what is missing; with --live, whether PubMed is as resift takes it to be.

    Keys and addresses are never shown, only whether and where they were found. With --live each unconfirmed fact about
    PubMed is checked by a few small requests and gets a verdict; the exit status is 1 only if something that resift
    relies on does not hold.
    """
    from resift.search.credentials import credentials

    known = credentials()
    found = _found(known, where)
    if not as_json:
        _print_found(found)
    checked = _live(known) if live else []
    if as_json:
        print_json(found | ({"live": _summary(checked)} if live else {}))
    elif live:
        _print_checked(checked)
    if any(c.broken for c in checked):
        sys.exit(1)


def _found(known: Credentials, where: Path) -> dict[str, Any]:
    from resift.search import gate
    from resift.strategy.mesh_table import table

    return {
        "versions": {"resift": __version__, "python": platform.python_version()} | _versions(),
        "settings": {
            "email": _told(known.email), "ncbi_key": _told(known.key), "openalex_key": _told(known.openalex),
            "pubmed": _shown_address(_address()),
        },
        "mesh": _mesh(),
        "state": {"cache": str(gate.folder()), "mesh_table": str(table())},
        "review": _review(where),
    }  # fmt: skip


def _versions() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _told(secret: Secret) -> dict[str, Any]:
    return {"set": bool(secret), "found": secret.found or None, "trouble": secret.trouble or None}


def _address() -> str:
    from resift.search.transport import NCBI

    return os.environ.get("RESIFT_EUTILS") or NCBI


def _elsewhere() -> bool:
    """Whether what is asked is not NCBI's own server."""
    from resift.search.transport import NCBI

    return urlsplit(_address()).netloc != urlsplit(NCBI).netloc


def _shown_address(address: str) -> str:
    """The address without whatever name or password stands in it."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


def _mesh() -> dict[str, Any]:
    from resift.strategy.mesh import vocabulary

    try:
        tree = vocabulary()
    except ReviewError as error:
        return {"readable": False, "problem": str(error)}
    headings = len(tree.numbers)
    return {"readable": True, "source": tree.source, "year": tree.year or None, "whole": tree.whole,
            "headings": headings}  # fmt: skip


def _review(where: Path) -> dict[str, Any]:
    """The review that the folder lies in; nothing is made or changed."""
    from resift.review.config import read_config
    from resift.review.folder import Folder, find_review

    try:
        root = find_review(where)
    except ReviewError:
        return {"here": False}
    try:
        config, database = read_config(root), Folder(root).database
        runs = _runs(root) if database.exists() else 0
    except ReviewError as error:
        return {"here": True, "folder": str(root), "readable": False, "problem": str(error)}
    return {"here": True, "folder": str(root), "readable": True, "title": config.title, "runs": runs}


def _runs(root: Path) -> int:
    from resift.review import Review

    with Review.open(root) as review:
        return len(review.store.runs())


def _print_found(found: Mapping[str, Any]) -> None:
    versions, settings = dict(found["versions"]), found["settings"]
    click.echo(f"resift {versions.pop('resift')}, Python {versions.pop('python')}")
    click.echo(", ".join(f"{name} {number}" for name, number in versions.items() if number))
    absent = [name for name, number in versions.items() if not number]
    lines = [
        ("not installed", ", ".join(absent)) if absent else None,
        ("PubMed at", settings["pubmed"]),
        ("e-mail", _set(settings["email"], "not set: PubMed asks for one; set NCBI_EMAIL")),
        ("NCBI key", _set(settings["ncbi_key"], "not set (NCBI_API_KEY): 3 requests a second, not 10")),
        ("OpenAlex key", _set(settings["openalex_key"], "not set (OPENALEX_API_KEY): a small daily allowance")),
        ("MeSH", _mesh_line(found["mesh"])),
        ("kept in", found["state"]["cache"]),
        ("review", _review_line(found["review"])),
    ]
    for name, said in filter(None, lines):
        click.echo(f"{name:13} {said}")


def _set(told: Mapping[str, Any], otherwise: str) -> str:
    said = f"set ({told['found']})" if told["set"] else otherwise
    return f"{said}; {told['trouble']}" if told["trouble"] else said


def _mesh_line(mesh: Mapping[str, Any]) -> str:
    if not mesh["readable"]:
        return str(mesh["problem"])
    said = f"MeSH {mesh['year'] or '(year unknown)'} from {mesh['source']}" if mesh["whole"] else mesh["source"]
    return f"{said}; {mesh['headings']:,} headings"


def _review_line(review: Mapping[str, Any]) -> str:
    if not review["here"]:
        return "none in this folder"
    if not review["readable"]:
        return f"{review['folder']} cannot be read: {review['problem']}"
    return f"{review['title']} ({review['folder']}; {review['runs']:,} searches and imports)"


def _live(known: Credentials) -> list[Checked]:
    from resift.search import gate, service_facts, syntax_facts
    from resift.search.eutils import Eutils
    from resift.search.probes import check

    facts = [*service_facts.FACTS, *syntax_facts.FACTS]
    # the pace that is promised is kept on loopback, too: what answers there may refuse what is faster
    pause = gate.PAUSE_WITH_KEY if known.key else gate.PAUSE
    client = Eutils(_address(), email=known.needed_email(), api_key=known.key.value or None, tries=1, pause=pause)
    _announce(facts, keyed=bool(known.key))
    with progress() as bar:
        return check(client, facts, lambda done, of: bar("checks", done, of))


def _announce(facts: Sequence[Fact], *, keyed: bool) -> None:
    from resift.search.probes import total

    if _elsewhere():
        click.echo(f"{_shown_address(_address())} is not NCBI's PubMed: the verdicts are about this server and the "
                   "records it holds", err=True)  # fmt: skip
    skipped = sum(not f.requests for f in facts)
    click.echo(f"{len(facts)} facts, {skipped} of them not checkable from here; at most {total(facts)} requests, "
               f"one at a time, {10 if keyed else 3} a second or fewer", err=True)  # fmt: skip


def _summary(checked: Sequence[Checked]) -> dict[str, Any]:
    return {
        "requests": sum(len(c.asked) for c in checked),
        "broken": [c.fact.id for c in checked if c.broken],
        "facts": [c.as_dict() for c in checked],
    }


def _print_checked(checked: Sequence[Checked]) -> None:
    for c in checked:
        click.echo()
        say(f"{c.fact.id:4} {c.verdict.value.upper():13} {c.fact.question}", hang=5)
        relied = "relied on" if c.fact.relied else "not relied on"
        say(f"     resift assumes ({relied}): {c.fact.assumes}", hang=5)
        say(f"     {c.reason}", hang=5)
        for question, came in c.asked:
            say(f"     asked: {question}", hang=12)
            say(f"     came:  {came}", hang=12)
    counts = [(v, sum(c.verdict is v for c in checked)) for v in dict.fromkeys(c.verdict for c in checked)]
    click.echo(f"\n{', '.join(f'{n} {v.value}' for v, n in counts)}")
    broken = [c.fact.id for c in checked if c.broken]
    if broken and _elsewhere():
        say(f"resift relies on what does not hold on this server: {', '.join(broken)}. Where the records asked for are "
            "not among those that it holds, that says nothing of PubMed")  # fmt: skip
    elif broken:
        say(f"resift relies on what does not hold: {', '.join(broken)}; report it to the makers of resift before you "
            "search with what it concerns")  # fmt: skip
