"""One run of the demonstration, for all tests that look at it."""

import subprocess
import sys
from pathlib import Path

import pytest


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
