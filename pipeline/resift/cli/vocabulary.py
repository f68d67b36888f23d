"""mesh: the vocabulary that strategies take their headings from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from resift.cli.output import json_option, print_json, progress
from resift.errors import ReviewError

if TYPE_CHECKING:
    from resift.strategy.mesh import Tree

_NEAR = 5
_SHOWN = 40
_ALIKE = 75


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def mesh(context: click.Context, as_json: bool) -> None:
    """The MeSH vocabulary: what table is in use, what lies below a heading, and how to load all of it.

    Without a command: the table in use.
    """
    if context.invoked_subcommand is not None:
        return
    from resift.strategy.mesh import vocabulary
    from resift.strategy.mesh_table import loaded, table

    tree = vocabulary()
    own = loaded() is not None
    placed = sum(1 for numbers in tree.numbers.values() if numbers)
    if as_json:
        where = str(table()) if own else None
        print_json({"source": tree.source, "year": tree.year, "loaded": where, "headings": len(tree.numbers),
                    "with_tree_numbers": placed})  # fmt: skip
        return
    click.echo(f"{_named(tree)}\n{len(tree.numbers):,} headings, {placed:,} of them with tree numbers")
    click.echo(str(table()) if own else f"  next: resift mesh load desc2026.xml puts all of MeSH into {table()}")


def _named(tree: Tree) -> str:
    return f"MeSH {tree.year or '(year unknown)'} from {tree.source}" if tree.whole else f"MeSH, {tree.source}"


@mesh.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def load(file: Path, as_json: bool) -> None:
    """Read NLM's descriptor FILE (desc2026.xml, also .gz, or d2026.bin) and use its headings from now on.

    It replaces the table in use only when it has been read to its end.
    """
    from resift.strategy import mesh_table
    from resift.strategy.mesh import vocabulary

    with progress() as bar:
        count = mesh_table.load(file, lambda done, total: bar("headings", done, total))
    year = vocabulary().year
    if as_json:
        print_json({"headings": count, "year": year, "source": file.name, "table": str(mesh_table.table())})
        return
    click.echo(f"{count:,} headings of MeSH {year or '(year unknown)'} loaded into {mesh_table.table()}")


@mesh.command()
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> None:
    """Show the heading NAME, or the one that NAME is an entry term of: its tree numbers and what lies below it."""
    from resift.strategy.mesh import vocabulary

    tree = vocabulary()
    heading = tree.heading(name)
    if heading is None:
        table = f"MeSH {tree.year}" if tree.whole else "the bundled table of MeSH"
        raise ReviewError(f"{name!r} is no heading and no entry term of {table}", then=_next(tree, name))
    about = _about(tree, heading)
    if as_json:
        print_json(about)
        return
    _print(about, asked=name)


def _about(tree: Tree, heading: str) -> dict[str, object]:
    from resift.strategy.mesh import qualifier
    from resift.strategy.mesh_table import allowed, entry_terms

    narrower = sorted(tree.names.get(k, k) for k in tree.below(heading) - {heading.lower()})
    return {
        "heading": heading,
        "tree_numbers": list(tree.places(heading)),
        "entry_terms": entry_terms(tree, heading),
        "subheadings": [qualifier(code) for code in allowed(tree, heading)],
        "below": narrower,
        "table": _named(tree),
        "all_below": tree.explodes(heading),
    }


def _print(about: dict[str, object], asked: str) -> None:
    heading, numbers = about["heading"], about["tree_numbers"]
    if asked.strip().lower() != str(heading).lower():
        click.echo(f"{asked} is an entry term of:")
    click.echo(heading)
    click.echo("  tree numbers: " + (", ".join(numbers) if isinstance(numbers, list) and numbers else "none known"))
    for label in ("entry_terms", "subheadings"):
        _print_several(label.replace("_", " "), about[label])
    _print_several("below" if about["all_below"] else "below, in the bundled table", about["below"])
    if not numbers:
        click.echo("  next: what lies below it is not known; resift mesh load FILE reads NLM's whole vocabulary")


def _print_several(label: str, names: object) -> None:
    if not isinstance(names, list) or not names:
        return
    click.echo(f"  {label} ({len(names):,}):")
    for name in names[:_SHOWN]:
        click.echo(f"    {name}")
    if len(names) > _SHOWN:
        click.echo(f"    and {len(names) - _SHOWN:,} more (--json gives all)")


def _next(tree: Tree, name: str) -> str:
    near = _near(tree, name)
    if not near:
        return "check its spelling" + ("" if tree.whole else "; resift mesh load FILE reads NLM's whole vocabulary")
    others = f"  (also near: {'; '.join(near[1:])})" if near[1:] else ""
    return f'resift mesh show "{near[0]}"{others}'


def _near(tree: Tree, name: str) -> list[str]:
    from rapidfuzz import fuzz, process

    keys = list(tree.numbers)
    found = process.extract(name.lower(), keys, scorer=fuzz.token_sort_ratio, limit=_NEAR, score_cutoff=_ALIKE)
    return [tree.names.get(key, key) for key, _, _ in found]
