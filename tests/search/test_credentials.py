"""Keys and e-mail addresses come from the environment or the keyring, and are never shown."""

from __future__ import annotations

import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from resift.errors import ReviewError
from resift.search.credentials import credentials

EMAIL, KEY = "fictional.reviewer@example.org", "0123456789abcdef0123456789abcdef0123"


class Ring:
    """A keyring that holds what it is given, and remembers what it was asked for."""

    def __init__(self, held: dict[tuple[str, str], str], trouble: Exception | None = None) -> None:
        self.held, self.trouble, self.asked = held, trouble, list[str]()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append(username)
        if self.trouble:
            raise self.trouble
        return self.held.get((service, username))


def test_the_environment_comes_first_and_the_keyring_is_asked_for_the_rest():
    ring = Ring({("resift", "NCBI_API_KEY"): KEY, ("resift", "NCBI_EMAIL"): "other@example.org"})
    found = credentials({"NCBI_EMAIL": f" {EMAIL}\n"}, ring)
    assert (found.email.value, found.email.found) == (EMAIL, "environment")
    assert (found.key.value, found.key.found) == (KEY, "keyring")
    assert not found.openalex
    assert ring.asked == ["NCBI_API_KEY", "OPENALEX_API_KEY"]


@pytest.mark.parametrize("given", ["", "   ", "\n"])
def test_an_empty_setting_is_none(given):
    assert not credentials({"NCBI_API_KEY": given}, Ring({("resift", "NCBI_API_KEY"): given})).key


def test_without_an_e_mail_address_the_error_says_how_to_give_one():
    with pytest.raises(ReviewError, match="NCBI_EMAIL, or: keyring set resift NCBI_EMAIL"):
        credentials({}, Ring({})).needed_email()


def test_a_keyring_that_is_locked_is_trouble_not_a_crash_and_its_text_is_not_shown():
    found = credentials({}, Ring({}, RuntimeError(f"locked while reading {KEY}")))
    assert not found.key
    assert found.key.trouble == "the keyring cannot be asked: RuntimeError"
    with pytest.raises(ReviewError, match="RuntimeError") as failure:
        found.needed_email()
    assert KEY not in "".join(traceback.format_exception(failure.value))


def test_no_value_is_shown_by_printing_it():
    found = credentials({"NCBI_EMAIL": EMAIL, "NCBI_API_KEY": KEY, "OPENALEX_API_KEY": KEY}, Ring({}))
    shown = f"{found}{found!r}{found.key}{found.email!r}{[found.openalex]}"
    assert KEY not in shown
    assert EMAIL not in shown


def _asked_in_a_new_process(folder: Path, code: str) -> str:
    """What a program prints that has ``folder`` before its libraries, and no setting in its environment."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True, env={"PATH": ""}).stdout.strip()


ASK = "from resift.search.credentials import credentials as c; k = c().key; print(k.found, k.trouble, len(k.value))"


def test_the_keyring_library_is_asked_where_it_is_installed(tmp_path):
    held = f"{{('resift', 'NCBI_API_KEY'): {KEY!r}}}"
    (tmp_path / "keyring.py").write_text(f"def get_password(*names):\n    return {held}.get(names)\n")
    assert _asked_in_a_new_process(tmp_path, ASK) == f"keyring  {len(KEY)}"


def test_without_the_keyring_library_there_is_no_trouble(tmp_path):
    (tmp_path / "keyring.py").write_text("raise ImportError('not installed')\n")
    assert _asked_in_a_new_process(tmp_path, ASK) == "0"


def test_the_review_in_the_present_folder_is_never_looked_into(tmp_path, monkeypatch):
    (tmp_path / "review.toml").write_text(f'NCBI_API_KEY = "{KEY}"\n')
    (tmp_path / ".env").write_text(f"NCBI_API_KEY={KEY}\nNCBI_EMAIL={EMAIL}\n")
    monkeypatch.chdir(tmp_path)
    found = credentials({}, Ring({}))
    assert not found.key
    assert not found.email


def test_the_genuine_library_gives_what_its_back_end_holds():
    keyring = pytest.importorskip("keyring", reason="the optional library keyring is not installed")
    backend = pytest.importorskip("keyring.backend")

    class Held(backend.KeyringBackend):  # type: ignore[misc, name-defined]
        priority = 1

        def get_password(self, service, username):
            return KEY if (service, username) == ("resift", "NCBI_API_KEY") else None

        def set_password(self, service, username, password):
            raise NotImplementedError

        def delete_password(self, service, username):
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Held())
    try:
        assert credentials({}).key.value == KEY
    finally:
        keyring.set_keyring(before)
