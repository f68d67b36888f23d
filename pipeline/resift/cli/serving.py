"""serve: PubMed's E-utilities over local records."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("corpus", metavar="CORPUS...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
def serve(corpus: tuple[Path, ...], port: int) -> None:
    """Answer like PubMed's E-utilities over local PubMed XML, on this machine only.

    Point a client at the address printed; resift itself takes it from RESIFT_EUTILS.
    """
    from resift.search.corpus import Corpus
    from resift.search.server import running

    local = Corpus(list(corpus))
    with running(local, port=port) as address:
        click.echo(f"{len(local.records):,} records at {address} (stop with Ctrl-C)", err=True)
        _wait()


def _wait() -> None:
    import threading

    threading.Event().wait()
