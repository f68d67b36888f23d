"""The command line: it parses, calls, prints, and says by its exit status how it went.

0: done. 1: something that the reviewer can put right, said in one message. 2: the command was not understood.
"""

from __future__ import annotations

import sys

import click

from resift import __version__
from resift.cli.lazy import lazy
from resift.errors import ReviewError

COMMANDS = {
    "demo": "start:demo",
    "init": "start:init",
    "status": "start:status",
    "query": "query:query",
    "mesh": "vocabulary:mesh",
    "search": "identification:search",
    "import": "identification:import_",
    "dedup": "identification:dedup",
    "rank": "screening:rank",
    "simulate": "screening:simulate_",
    "screen": "screening:screen",
    "agreement": "agreement:agreement",
    "adjudicate": "screening:adjudicate",
    "retrieve": "fulltext:retrieve",
    "chart": "charting:chart",
    "merge": "exchange:merge",
    "report": "start:report",
    "export": "exchange:export",
    "prisma": "figure:prisma",
    "serve": "serving:serve",
    "doctor": "doctor:doctor",
}


@click.group(
    cls=lazy(COMMANDS, __name__), context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="resift")
def cli() -> None:
    """Rerun the search behind a systematic review, remove duplicates, rank, screen, and report the PRISMA flow.

    The commands stand in the order in which a review needs them; `resift status` names the next one.
    """


def main() -> None:
    """Run the command line; every error that a reviewer can put right is one message and exit status 1."""
    try:
        cli(prog_name="resift", standalone_mode=False)
    except click.exceptions.Abort:
        _stop("Interrupted. What was done is kept; run the same command again to go on.")
    except KeyboardInterrupt:
        _stop("Interrupted. What was done is kept; run the same command again to go on.")
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ReviewError as error:
        _stop(f"resift: {error}")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _stop(f"resift: {where}{error.strerror or error}\n  next: check the path, its permissions and the space left")


def _stop(message: str) -> None:
    from resift.cli.output import harmless

    click.echo(harmless(message), err=True)  # what a file holds is never obeyed by the terminal
    sys.exit(1)
