"""Fixtures that several rooms share."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# no timed tests: a shared machine is slow at times; in CI the same examples at each run
settings.register_profile("resift", deadline=None, derandomize=bool(os.environ.get("CI")))
# --hypothesis-profile=noshrink shows a first failure at once
settings.register_profile("noshrink", deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
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


@pytest.fixture(autouse=True, scope="session")
def bundled_headings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The headings that come with resift, whatever table a reviewer has loaded on this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESIFT_MESH", str(tmp_path_factory.mktemp("mesh")))
        yield


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished demonstration, run as a user runs it."""
    folder = tmp_path_factory.mktemp("demo") / "review"
    run = subprocess.run(
        [sys.executable, "-m", "resift", "demo", str(folder)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    (folder.parent / "stdout.txt").write_text(run.stdout)
    return folder
