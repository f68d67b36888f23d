"""serve: PubMed's E-utilities over local records, as they are or as they fail."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.search.corpus import Corpus


@click.command()
@click.argument("corpus", metavar="CORPUS...", nargs=-1, required=False, type=click.Path(path_type=Path))
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option("--limited", is_flag=True, help="Refuse more than 3 requests a second, 10 with a key, as PubMed does.")
@click.option("--faults", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.toml",
              help="Fail as this file says (see above).")  # fmt: skip
@click.option("--phrases", type=click.Choice(["any", "corpus"]), default="any", show_default=True,
              help="The quoted phrases that it knows: any, or only those of the records served; of others it says "
              "QuotedPhraseNotFound.")  # fmt: skip
@click.option("--list-faults", is_flag=True, help="Name the kinds of faults, and stop.")
def serve(
    corpus: tuple[Path, ...], port: int, limited: bool, faults: Path | None, phrases: str, list_faults: bool
) -> None:  # fmt: skip
    """Answer like PubMed's E-utilities over local PubMed XML, on this machine only.

    Point a client at the address printed; resift itself takes it from RESIFT_EUTILS.

    A file of faults says what goes wrong at which call:

    \b
        [[fault]]
        kind = "429-retry-after"   # one of those that --list-faults names
        utility = "efetch"         # left out: any
        call = [3, 4]              # its third and fourth call; left out: every call
        seconds = 2                # where the kind has a time
    """
    if list_faults:
        _list()
        return
    if not corpus:
        raise click.UsageError("name the files or folders with PubMed XML to answer from")
    _serve(corpus, port, limited, faults, phrases)


def _serve(corpus: tuple[Path, ...], port: int, limited: bool, faults: Path | None, phrases: str) -> None:
    from resift.search.answers import OWN
    from resift.search.corpus import Corpus
    from resift.search.faults import read
    from resift.search.server import running

    script = read(faults) if faults else None
    local = Corpus(list(corpus))
    known = OWN if phrases == OWN else None
    with _port_named(port), running(local, port=port, limited=limited, faults=script, phrases=known) as address:
        click.echo(f"{len(local.records):,} records at {address} (stop with Ctrl-C)", err=True)
        for line in _passed_over(local):
            click.echo(line, err=True)
        if script:
            click.echo(f"{len(script.faults):,} faults will happen", err=True)
        _wait()


def _passed_over(local: Corpus) -> Iterator[str]:
    if local.skipped:
        shown = ", ".join(p.name for p in local.skipped[:5]) + (" and others" if len(local.skipped) > 5 else "")
        yield f"{len(local.skipped):,} files without PubMed records were passed over: {shown}"


@contextmanager
def _port_named(port: int) -> Iterator[None]:
    """Say of a port that is taken that it is."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = "is taken by another program" if error.errno == errno.EADDRINUSE else "may not be used by you"
        raise ReviewError(f"port {port} {why}", then="name another one with --port; 0 takes any free one") from None


def _list() -> None:
    from resift.cli.output import print_table
    from resift.search.faults import KINDS

    print_table(KINDS.items())


def _wait() -> None:
    import threading

    threading.Event().wait()
