"""query diff: what changed between two strategies, as terms and as records found."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from resift.cli.output import json_option, print_json
from resift.cli.query.corpus import Corpus, corpus_option, read_corpus, waiting
from resift.cli.query.reading import platform_option, read
from resift.errors import BadStrategy
from resift.strategy import Parsed
from resift.strategy.compare import Concept, compare
from resift.strategy.tree import Node


@click.command(short_help="Say what changed between two strategies.")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@corpus_option
@platform_option
@json_option
def diff(before: Path, after: Path, corpus: tuple[Path, ...], platform: str | None, as_json: bool) -> None:
    """Say what changed from the strategy in BEFORE to the one in AFTER, concept by concept.

    A concept is a part that the strategy must meet (AND). With --corpus: how many records each concept finds before
    and after, and which records the whole gains and loses. The two may be written for different platforms.
    """
    old, new = read(before, platform), read(after, platform)
    left, right = old.sound(), new.sound()
    concepts = compare(_tree(left), _tree(right))
    found = _found(read_corpus(corpus), left, right, concepts) if corpus else {}
    if as_json:
        hits = found.pop("hits", [{}] * len(concepts))
        print_json({"before": left.platform, "after": right.platform, **found,
                    "concepts": [c.as_dict() | h for c, h in zip(concepts, hits, strict=True)]})  # fmt: skip
        return
    click.echo(f"{before}: {old.heading}\n{after}: {new.heading}", err=True)
    for row in _said(concepts, found):
        click.echo(row)


def _tree(parsed: Parsed) -> Node:
    if parsed.tree is None:
        raise BadStrategy("an empty strategy cannot be compared", then="write a search term")
    return parsed.tree


def _found(held: Corpus, left: Parsed, right: Parsed, concepts: Sequence[Concept]) -> dict[str, Any]:
    with waiting("searching"):
        old, new = held.find(left), held.find(right)
        hits = [{"hits": {"before": _count(held, left, c.before), "after": _count(held, right, c.after)}}
                for c in concepts]  # fmt: skip
    return {
        "total": {"before": len(old), "after": len(new)}, "hits": hits,
        "gained": [held.names[i] for i in sorted(set(new) - set(old))],
        "lost": [held.names[i] for i in sorted(set(old) - set(new))],
    }  # fmt: skip


def _count(held: Corpus, parsed: Parsed, node: Node | None) -> int | None:
    return None if node is None else len(held.find(replace(parsed, tree=node)))


def _said(concepts: Sequence[Concept], found: dict[str, Any]) -> Iterator[str]:
    for number, concept in enumerate(concepts, start=1):
        kind = "Excluded" if concept.excluded else "Concept"
        yield _filled(f"{kind} {number}, {concept.status}: {concept.name}", "  ")
        yield from (_filled(f"  {text}", "      ") for text in _changes(concept))
        if found:
            yield f"  records: {_hits(found['hits'][number - 1]['hits'])}"
    if found:
        total = found["total"]
        yield f"In all: {total['before']:,} records before, {total['after']:,} after"
        for word in ("gained", "lost"):
            yield _filled(f"{len(found[word]):,} {word}" + ": " * bool(found[word]) + ", ".join(found[word]), "  ")


def _changes(concept: Concept) -> Iterator[str]:
    if concept.status in ("added", "removed"):
        return
    if concept.added:
        yield "added: " + ", ".join(concept.added)
    if concept.removed:
        yield "removed: " + ", ".join(concept.removed)
    for change in concept.changed:
        term = "" if change.what == "truncation" else f" of {change.term}"
        yield f"{change.what}{term}: {change.before} -> {change.after}"


def _hits(hits: dict[str, int | None]) -> str:
    return ", ".join(f"{n:,} {when}" for when, n in hits.items() if n is not None)


def _filled(text: str, indent: str) -> str:
    columns = min(shutil.get_terminal_size().columns, 100) - 1
    return textwrap.fill(text, columns, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
