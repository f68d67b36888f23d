"""PDFs read for what they say of themselves, and those that are broken or made to harm."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.formats.pdf_files import endless, pdf

from resift.errors import BadFile
from resift.formats.pdf import Papers


@pytest.fixture(scope="module")
def papers() -> Iterator[Papers]:
    with Papers(seconds=20) as reader:
        yield reader


def _put(folder: Path, data: bytes, name: str = "a.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_title_identifiers_and_first_page_are_read_and_the_content_is_hashed(tmp_path: Path, papers: Papers) -> None:
    data = pdf("A fictional trial of choirs", "doi:10.5555/fiction.1", title="Choirs", doi="10.5555/FICTION.2",
               xmp="10.5555/fiction.3")  # fmt: skip
    found = papers.read(_put(tmp_path, data))
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.title == "Choirs"
    assert found.dois == ("10.5555/fiction.2", "10.5555/fiction.3")
    assert found.printed == ("10.5555/fiction.1",)
    assert "A fictional trial of choirs" in found.text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html>a sign-in page</html>", "this is not a PDF"),
        (b"", "this is not a PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "cannot be read as a PDF"),
        (pdf("cut short")[:120], "cannot be read as a PDF"),
    ],
)
def test_what_is_no_pdf_or_a_broken_one_is_named_with_why(
    tmp_path: Path, papers: Papers, data: bytes, why: str
) -> None:  # fmt: skip
    with pytest.raises(BadFile) as caught:
        papers.read(_put(tmp_path, data, "broken.pdf"))
    assert why in str(caught.value)
    assert "broken.pdf" in str(caught.value)


def test_a_file_that_reads_without_end_or_bursts_does_not_keep_the_next_from_being_read(tmp_path: Path) -> None:
    packed = zlib.compress(b"BT " + b"(x) Tj " * 40_000_000 + b"ET", 9)
    bomb = pdf(extra=[b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(packed), packed)])
    with Papers(seconds=4) as reader:
        for name, data in (("endless.pdf", endless()), ("bomb.pdf", bomb)):
            try:
                said = reader.read(_put(tmp_path, data, name)).text
            except BadFile as error:
                said = error.message
            assert len(said) <= 20_000
        assert "still here" in reader.read(_put(tmp_path, pdf("still here"), "good.pdf")).text


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    loops = pdf("x") + b"\n% padding"
    with Papers(seconds=0) as reader, pytest.raises(BadFile) as caught:
        reader.read(_put(tmp_path, loops, "slow.pdf"))
    assert "not read within 0 s" in str(caught.value)


def test_a_folder_or_a_missing_file_is_no_pdf(tmp_path: Path, papers: Papers) -> None:
    (tmp_path / "folder.pdf").mkdir()
    for name in ("folder.pdf", "missing.pdf"):
        with pytest.raises(BadFile):
            papers.read(tmp_path / name)
