"""Fixtures that several rooms share."""

from pathlib import Path

import pytest
from hypothesis import settings

# no timed tests: a shared machine is slow at times
settings.register_profile("resift", deadline=None)
settings.load_profile("resift")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root, which is also the worked review."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder ``shared`` beside the project with genuine samples and benchmarks; skips where it is absent."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        path = ROOT / ".." / "shared"
    if not path.is_dir():
        pytest.skip("the shared samples are not beside the project")
    return path
