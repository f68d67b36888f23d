"""Key files: what they may say, and how a fault in one is named."""

from pathlib import Path

import pytest

from resift.errors import BadFile
from resift.screening.terminal.keymap import PRESETS, Act, Keymap, preset, read_keymap


def _read(tmp_path: Path, text: str) -> Keymap:
    file = tmp_path / "keys.toml"
    file.write_text(text, encoding="utf-8")
    return read_keymap(file)


@pytest.mark.parametrize("name", PRESETS)
def test_each_set_has_a_key_for_every_act_and_no_key_twice(name: str) -> None:
    keys = [key for listed in PRESETS[name].values() for key in listed]
    assert set(preset(name).acts.values()) == set(Act)
    assert len(keys) == len(set(keys))


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert _read(tmp_path, "") == preset("resift")


def test_a_file_begins_from_a_set_and_gives_acts_other_keys(tmp_path: Path) -> None:
    keys = _read(tmp_path, 'preset = "asreview"\n[keys]\ninclude = "y"\npage_down = ["space", "f", "ctrl+f"]\n')
    assert keys.keys(Act.INCLUDE) == ("y",)
    assert keys.keys(Act.PAGE_DOWN) == ("space", "f", "ctrl+f")
    assert keys.keys(Act.EXCLUDE) == ("i",)
    assert "r" not in keys.acts


def test_two_acts_may_change_their_keys_with_each_other(tmp_path: Path) -> None:
    keys = _read(tmp_path, '[keys]\nlater = "n"\nnote = "l"\n')
    assert (keys.keys(Act.LATER), keys.keys(Act.NOTE)) == (("n",), ("l",))


FAULTS = [
    ('[keys]\ninclude = "u"\n', 2, "the key 'u' means both include and unsure"),
    ('[keys]\nnote = "w"\n\nlater = "w"\n', 4, "the key 'w' means both later and note (line 2)"),
    ('[keys]\nlaetr = "w"\n', 2, "there is no act 'laetr'"),
    ('[keys]\nlater = "ww"\n', 2, "there is no key 'ww'"),
    ('[keys]\nlater = "1"\n', 2, "'1' cannot be given away"),
    ('[keys]\nlater = "escape"\n', 2, "'escape' cannot be given away"),
    ('[keys]\nlater = "ctrl+c"\n', 2, "'ctrl+c' cannot be given away"),
    ("[keys]\n# none\nlater = []\n", 3, "later has no key"),
    ("[keys]\nlater = 5\n", 2, "later has no key"),
    ('# mine\npreset = "colandr"\n', 2, "there is no preset 'colandr'"),
    ("preset = []\n", 1, "there is no preset []"),
    ('# mine\nkey = "w"\n', 2, "there is no setting 'key'"),
    ('keys = "w"\n', 1, "[keys] is not a table"),
]


@pytest.mark.parametrize(("text", "line", "message"), FAULTS, ids=[m for _, _, m in FAULTS])
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(BadFile) as caught:
        _read(tmp_path, text)
    assert caught.value.where == f"{tmp_path / 'keys.toml'}:{line}"
    assert message in caught.value.message
    assert caught.value.then


def test_what_is_not_toml_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="line 2"):
        _read(tmp_path, "[keys]\nlater = w\n")
