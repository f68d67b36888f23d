"""Several reviewers on one store at the same time, each in a process of their own."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.review.many import many

from resift.review.review import Review

PEOPLE, DECISIONS = 8, 300
ANSWERS = ["i", "u", "e I1", "e I2 I1", "n mine alone\ne I3", "l", "j I1 yes\ni"]


@pytest.mark.slow
def test_eight_reviewers_at_once_lose_nothing_and_see_nothing_of_each_other(tmp_path: Path) -> None:
    root = tmp_path / "review"
    many(root, DECISIONS + 100)
    config = root / "review.toml"
    protocol = config.read_text(encoding="utf-8")
    protocol = protocol.replace("reviewers = 2 ", f"reviewers = {PEOPLE} ").replace("every = 50", "every = 1000")
    config.write_text(protocol, encoding="utf-8")
    people = [f"Fictional {chr(65 + i)}" for i in range(PEOPLE)]

    def sit(number: int) -> str:
        typed = [ANSWERS[(number + i) % len(ANSWERS)] for i in range(DECISIONS)]
        command = [sys.executable, "-m", "resift", "screen", "--plain", "--reviewer", people[number], "-C", str(root)]
        done = subprocess.run(command, input="\n".join(typed) + "\n", capture_output=True, text=True, check=True)
        return done.stdout

    with ThreadPoolExecutor(PEOPLE) as pool:
        said = list(pool.map(sit, range(PEOPLE)))
    with Review(root) as review:
        for number, who in enumerate(people):
            own = review.store.own_events(who, "screening")
            typed = [ANSWERS[(number + i) % len(ANSWERS)] for i in range(DECISIONS)]
            verbs = [{"i": "include", "u": "unsure", "e": "exclude", "n": "note", "l": "later", "j": "judge"}[line[0]]
                     for answer in typed for line in answer.split("\n")]  # fmt: skip
            assert [e.verb.value for e in own] == verbs
            assert said[number].count("Saved: ") == sum(v not in ("note", "later") for v in verbs)
            session = review.session(who)
            assert {e.reviewer for e in session.decided.values()} == {who}
            assert session.progress.decided == sum(v in ("include", "unsure", "exclude") for v in verbs)
        assert not any(other in text for i, text in enumerate(said) for other in people[:i] + people[i + 1 :])
        assert len({e.id for e in review.store.all_events()}) == len(review.store.all_events())
