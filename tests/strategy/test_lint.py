"""What is pointed out in the published string, and in what else it must and must not fire."""

import subprocess
import sys
from pathlib import Path

import pytest

from resift.strategy import parse
from resift.strategy.lint import lint

# (code, the stretch of the string that it is about), worked out by hand from the string itself
PUBLISHED = [
    ("L01", "mental/exp"),
    ("L02", "mental/exp"),
    ("L04", "intervene*"),
    ("L05", "capital"),
    ("L05", "support"),
    ("L05", "trial"),
    ("L05", "rct"),
    ("L06", "psych*"),
    ("L06", "program*"),
    ("L06", "stud*"),
    ("L06", "eval*"),
    ("L07", "or"),
]


def test_the_published_string_is_remarked_upon_at_each_place(root: Path) -> None:
    text = (root / "queries/published.txt").read_text()
    found = [(f.code, text[f.start : f.end]) for f in lint(parse(text, "ovid"))]
    assert [p for p in PUBLISHED if p not in found] == []
    assert {"L03", "L08", "L09", "L11", "L12"} <= {code for code, _ in found}
    assert [f for f in lint(parse(text, "ovid")) if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("peer*.ti. and support*.ti.", "L05"),
        ("interven*.ti.", "L04"),
        ("befriend*.ti.", "L06"),
        ("peer.ti. and support.ti.", "L03"),
        ("peer.ti.", "L12"),
        ("(peer adj3 support).ti.", "L09"),
        ("(peer adj3 support).ti.", "L08"),
        ("peer.ti. or friend.ti.", "L07"),
    ],
)
def test_a_code_stays_silent_where_there_is_nothing(text: str, code: str) -> None:
    assert code not in [f.code for f in lint(parse(text, "ovid"))]


def test_a_stem_too_short_for_pubmed_is_an_error_there() -> None:
    assert [f.severity for f in lint(parse("gp*[ti]", "pubmed")) if f.code == "L13"] == ["error"]


def test_check_underlines_the_place_and_exits_with_1_on_an_error(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("(peer[ti] AND friend[nonsense]\n")
    command = [sys.executable, "-m", "resift", "query", "check", "s.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    place = next(i for i, line in enumerate(lines) if "FLD01" in line)
    start = lines[place + 1].index("friend[nonsense]")
    assert lines[place + 2] == " " * start + "^" * len("friend[nonsense]")
