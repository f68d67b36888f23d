"""A small fictional review whose reports were screened, and the command line at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

EMAIL = "fictional.reviewer@example.org"
CONFIG = """
[review]
title = "A fictional review of choirs"
question = "Do choirs help?"
categories = ["choirs", "gardens"]
[previous]
citation = "Fictional previous version."
studies = "data/previous/studies.csv"
reports = "data/previous/reports.csv"
[screening]
criteria = "screening/criteria.toml"
reviewers = 1
[[search]]
name = "embase"
database = "Embase"
"""
STUDIES = "study,category,model,population,design,is_rct,outcome\nP01,choirs,Old choir,adults,RCT,yes,more friends\n"
REPORTS = (
    "report,study,title,authors,year,journal,doi\n"
    "r1,P01,The first fictional choir of all,Doe J; Roe R; Poe P,2010,Fictional Journal,\n"
)
# fictional: the third has no identifier, the fourth is a report of the previous choir by its authors
WORKS = (
    ("F1", "A fictional trial of choirs for people with psychosis", "Ex, Ada; Why, Bo", "10.5555/fiction.1",
     "Registered as NCT09999991."),
    ("F2", "Gardening groups in a small fictional town", "Zed, Cy", "10.5555/fiction.2", "A garden."),
    ("F3", "Walking together through a fictional winter", "Snow, Di", "", "A walk."),
    ("F4", "What became of the first fictional choir, ten years on", "Doe, J; Roe, R", "10.5555/fiction.4",
     "Follow-up."),
    ("F5", "Costs of singing in fictional choirs: an economic study", "Ex, Ada; Why, Bo", "10.5555/fiction.5",
     "NCT09999991 was its trial."),
)  # fmt: skip


def ris() -> str:
    """The works as an export."""
    return "".join(
        f"TY  - JOUR\nAN  - {key}\nTI  - {title}\n" + "".join(f"AU  - {a}\n" for a in authors.split("; "))
        + f"PY  - 2020\nJO  - Fictional Journal\nAB  - {text}\n" + (f"DO  - {doi}\n" if doi else "") + "ER  - \n\n"
        for key, title, authors, doi, text in WORKS
    )  # fmt: skip


class Desk:
    """The command line at a review."""

    def __init__(self, review: Path, **settings: str) -> None:
        self.review, self.settings = review, settings

    def run(self, *arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        names = ("NCBI_EMAIL", "RESIFT_UNPAYWALL", "RESIFT_EUROPEPMC")
        kept = {k: v for k, v in os.environ.items() if k not in names}
        own = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"} | self.settings
        command = [sys.executable, "-m", "resift", *arguments]
        return subprocess.run(command, cwd=self.review, env=kept | own, input=answers, capture_output=True, text=True,
                              check=False)  # fmt: skip

    def __call__(self, *arguments: str, answers: str = "", status: int = 0) -> str:
        done = self.run(*arguments, answers=answers)
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr if status else done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))

    def next(self) -> str:
        return str(self.json("status")["next"])

    def standing(self) -> dict[str, str]:
        """Where each full text stands, by the report's accession number."""
        return {f"F{t['report'].rpartition('-')[2]}": t["standing"] for t in self.json("retrieve")}

    def events(self) -> list[dict[str, Any]]:
        self("export", "--to", "events", "--out", "events.jsonl", "--force")
        return [json.loads(x) for x in (self.review / "events.jsonl").read_text().splitlines()[1:]]


def screened(folder: Path) -> Path:
    """A review in which all five reports are sought."""
    review = folder / "review"
    assert subprocess.run([sys.executable, "-m", "resift", "init", "review"], cwd=folder, check=False).returncode == 0
    (review / "review.toml").write_text(CONFIG)
    (review / "data/previous/studies.csv").write_text(STUDIES)
    (review / "data/previous/reports.csv").write_text(REPORTS)
    (folder / "export.ris").write_text(ris())
    desk = Desk(review)
    desk("import", "../export.ris", "--database", "embase")
    desk("dedup")
    desk("screen", "--plain", "--reviewer", "Ada", answers="i\n" * len(WORKS))
    return review


def included(folder: Path) -> Path:
    """A review in which all five reports are included."""
    desk = Desk(screened(folder))
    desk("retrieve", "--reviewer", "Ada", answers="y\n" * len(WORKS))
    desk("screen", "--plain", "--stage", "eligibility", "--reviewer", "Ada", answers="i\n" * len(WORKS))
    return desk.review
