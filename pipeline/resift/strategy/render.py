"""A tree written out in a platform's own way, with a field on every term and every parenthesis that matters."""

from __future__ import annotations

from collections.abc import Iterable

from resift.strategy.dialects import dialect
from resift.strategy.resolving import Line
from resift.strategy.tree import Node, Raw, leaves


def render(tree: Node, platform: str) -> str:
    """The strategy as text of that platform; a BadStrategy for what the platform cannot say.

    >>> from resift.strategy.parser import parse
    >>> render(parse("(social* or communit*) adj1 network*", "ovid").tree, "ovid")
    '((social* or communit*) adj1 network*).mp.'
    """
    spelling = dialect(platform).spelling
    for leaf in leaves(tree):
        if isinstance(leaf, Raw):
            raise spelling.cannot(f"{leaf.text!r} ({leaf.reason})")
    return spelling.write(tree)


def render_lines(lines: Iterable[Line], platform: str) -> str:
    """A history line by line, numbered; a line with nothing to search for is left out.

    >>> from resift.strategy.parser import parse
    >>> print(render_lines(parse("lonel*[ti]\\nisolat*[ti]\\n#1 OR #2", "pubmed").lines, "pubmed"))
    #1 lonel*[ti]
    #2 isolat*[ti]
    #3 #1 OR #2
    """
    sign = dialect(platform).references
    numbered = [(f"{sign}{line.number} " if sign else f"{line.number}. ", line.tree) for line in lines]
    return "\n".join(label + render(tree, platform) for label, tree in numbered if tree is not None)
