"""The project as a whole: what is imported when, what is installed, what its files say."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HEAVY = ("sklearn", "scipy", "numpy", "pandas", "sqlalchemy", "lxml", "Bio", "rapidfuzz", "jinja2", "requests", "rich",
         "textual", "duckdb", "resvg_py", "typst", "docx", "xlsxwriter", "openpyxl")  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["screen", "--help"], ["report", "--help"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom resift.cli import main\n"
        f"sys.argv = ['resift', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', sorted(m for m in {HEAVY!r} if m in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("LOADED []")


def test_nothing_generic_is_importable() -> None:
    names = ["pipeline", "queries", "screening", "data", "reports", "tests", "worked_review"]
    code = f"import importlib.util as u; print([n for n in {names!r} if u.find_spec(n)])"
    run = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert run.stdout.strip() == "[]"


def _tracked(root: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, cwd=root, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [root / name for name in listed.stdout.decode().split("\0") if name]


def test_no_file_names_a_package_index_or_a_path_of_a_machine(root: Path) -> None:
    # put together here, so that this file does not match itself
    wrong = re.compile(
        "|".join(["pypi" + r"\.org", "files\\.python" + "hosted", "/" + "root/", "/" + "work/", "/home/" + r"\w"])
    )
    found = []
    for path in _tracked(root):
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        found += [f"{path.relative_to(root)}: {m.group()}" for m in wrong.finditer(text)]
    assert found == []


def test_every_pin_of_the_lock_has_hashes(root: Path) -> None:
    pins = re.split(r"\n(?=\S)", (root / "requirements.lock").read_text().strip())
    assert all("==" in p and "--hash=sha256:" in p for p in pins)


def test_the_lock_covers_every_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    named = {re.split(r"[><=\[]", d)[0].lower() for d in wanted}
    lines = (root / "requirements.lock").read_text().splitlines()
    locked = {line.split("==")[0].lower() for line in lines if "==" in line}
    assert named - locked == set()


def test_the_published_string_stands_verbatim(root: Path) -> None:
    text = (root / "queries/published.txt").read_text()
    assert text == (
        "(social* OR communit*) adj1 (inclus* OR capital OR engag* OR participat* OR network* OR support or "
        "enterpri* OR connect*) AND (psych* OR mental/exp) AND (intervene* OR training* OR program* or trial OR "
        "stud* OR rct OR eval*)\n"
    )


@pytest.mark.slow
def test_the_wheel_holds_the_package_alone_and_its_demo_runs_in_a_fresh_environment(root: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(root)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    listing = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)], capture_output=True, text=True, check=True
    )
    tops = {line.split("/")[0].split()[0] for line in listing.stdout.splitlines()[1:]}
    assert tops == {"resift", "resift-0.1.0.dist-info"}
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin/pip"), "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(root / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    run = subprocess.run(
        [str(venv / "bin/resift"), "demo", "review"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "new studies included" in run.stdout
    assert (tmp_path / "review/reports/report.html").is_file()
