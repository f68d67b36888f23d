"""The room loads only what is used: the command line's help must not wait for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"Bio", "lxml", "numpy", "sqlalchemy", "sklearn", "pandas"}


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("resift.search", set()),
        ("resift.search.archive", set()),
        ("resift.search.medline", {"lxml"}),
        ("resift.search.server", {"lxml", "numpy"}),
        ("resift.search.pubmed", {"lxml", "Bio", "numpy"}),
    ],
)
def test_a_module_loads_nothing_heavy_but_what_it_needs(module, allowed):
    code = f"import sys, {module}; print(*{{m.partition('.')[0] for m in sys.modules}})"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert loaded & HEAVY <= allowed
